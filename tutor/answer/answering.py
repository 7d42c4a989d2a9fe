"""A question to an Answer: the one road that every front end takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.answer.followup import resolve
from tutor.answer.quoting import SIZES, WHOLE, Quoter, display_rows, group_hits
from tutor.answer.values import Answer, Nearest, Quote, Understood
from tutor.encoder import Encoder
from tutor.errors import UsageError
from tutor.library.library import Library
from tutor.notes.values import Lines, NoteText
from tutor.search.query import Query, read_query
from tutor.search.searching import Hit, search

# One screen: 24 lines at 80 columns, less the prompt and the line of the question.
_SCREEN_ROWS, _SCREEN_WIDTH = 21, 76
_MOST_QUOTES = 10
_NEAREST = 3
# Below this similarity a passage has no more to do with a question than any other.
_UNRELATED = 0.25
_CHANGED = "what may answer has changed since it was indexed"


@dataclass(frozen=True, slots=True)
class Wish:
    """How an answer is wanted.

    Attributes:
        quotes: how many at most; None for as many as fit a screen of 24 lines, one at least.
        topic: only below headings, in files or under tags that hold these words; empty for anywhere.
        full: whole sections instead of the lines that answer.
    """

    quotes: int | None = None
    topic: str = ""
    full: bool = False


PLAIN_WISH = Wish()


@dataclass(frozen=True, slots=True)
class Explained:
    """Every number that decided on a hit.

    Attributes:
        dense, best_fact: similarity of the passage, and of its best fact.
        cover, fact_cover: share of the question's words in each.
        words, missing: the question's words that the passage holds, and those that it does not.
    """

    rank: int
    file: str
    lines: Lines
    heading_path: tuple[str, ...]
    score: float
    dense: float
    best_fact: float
    cover: float
    fact_cover: float
    words: tuple[str, ...]
    missing: tuple[str, ...]


def answer(
    library: Library, encoder: Encoder, question: str, history: Sequence[str] = (), wish: Wish = PLAIN_WISH
) -> Answer:
    """Return what the notes say to a question.

    Args:
        library: the notes.
        encoder: the one that they were indexed with.
        question: as asked.
        history: the questions before this one, oldest first.
        wish: how much of what is wanted.

    Raises:
        UsageError: nothing in the notes matches the topic.
    """
    asked = resolve(question, history)
    query = read_query(asked, library, encoder)
    hits = search(library, encoder, query, passages_on(library, wish.topic))
    understood = _understood(question, asked, query, wish.topic.strip())
    is_related = _is_related(query, hits)
    quotes = _quotes(library, hits, wish) if is_related else []
    if not quotes:
        why = _CHANGED if is_related else _why_absent(query)
        return Answer(question, understood, "absent", why, 0.0, (), nearest=_nearest(library, hits))
    return Answer(question, understood, "sure", None, _confidence(hits), tuple(quotes))


def explain(library: Library, encoder: Encoder, question: str, *, topic: str = "") -> list[Explained]:
    """Return the numbers behind the ten best hits of a question.

    Raises:
        UsageError: nothing in the notes matches the topic.
    """
    query = read_query(question, library, encoder)
    hits = search(library, encoder, query, passages_on(library, topic))[:_MOST_QUOTES]
    return [_explained(library, query, hit) for hit in hits]


def passages_on(library: Library, topic: str) -> list[int] | None:
    """Return the passages below headings, in files or under tags that hold a topic's words; None without a topic.

    Raises:
        UsageError: there is none.
    """
    wanted = topic.strip().casefold()
    if not wanted:
        return None
    notes = {note.number: note for note in library.stored.notes()}
    sections = []
    for stored in library.stored.all_sections():
        note = notes[stored.note]
        names = (*stored.section.path, note.file, note.title)
        if any(wanted in name.casefold() for name in names) or wanted.lstrip("#") in map(str.casefold, note.tags):
            sections.append(stored.number)
    passages = library.stored.passages_of_sections(sections) if sections else []
    if not passages:
        raise UsageError(
            f'No heading, file or tag in your notes matches "{topic}".', "Leave --topic out, or name another."
        )
    return passages


def _understood(question: str, asked: str, query: Query, topic: str) -> tuple[Understood, ...]:
    found = [Understood("topic", topic, topic)] if topic else []
    if asked != question:
        found.append(Understood("follow-up", question, asked))
    found += [Understood("typo", source, target) for source, target in query.typos]
    return (*found, *(Understood("alias", source, target) for source, target in query.aliases))


def _is_related(query: Query, hits: Sequence[Hit]) -> bool:
    """Say whether anything ties the question to the notes: a word of it, or its meaning."""
    closest = max((fact.similarity for hit in hits for fact in hit.facts), default=0.0)
    return bool(hits) and (any(word.is_known for word in query.words) or closest >= _UNRELATED)


def _why_absent(query: Query) -> str | None:
    strange = [f'"{word.source}"' for word in query.words if not word.is_known]
    return f"they never mention {', '.join(strange[:3])}" if strange else None


def _quotes(library: Library, hits: Sequence[Hit], wish: Wish) -> list[Quote]:
    quoter = Quoter(library, wish.full)
    sizes = WHOLE if wish.full else SIZES
    found: list[Quote] = []
    rows = 0
    for group in group_hits(hits):
        if len(found) == (wish.quotes or _MOST_QUOTES):
            break
        quote = quoter.quote(group, sizes.other if found else sizes.first)
        if quote is None:
            continue
        rows += display_rows(quote, _SCREEN_WIDTH)
        if wish.quotes is None and found and rows > _SCREEN_ROWS:
            break
        found.append(quote)
    return found


def _confidence(hits: Sequence[Hit]) -> float:
    """Return the best fact's similarity as a stand-in for a fitted confidence."""
    best = max((fact.similarity for fact in hits[0].facts), default=hits[0].similarity)
    return round(min(max(best, 0.0), 1.0), 4)


def _nearest(library: Library, hits: Sequence[Hit]) -> tuple[Nearest, ...]:
    ids = [group[0].passage.section for group in group_hits(hits)[:_NEAREST]]
    sections = library.stored.sections(ids)
    return tuple(Nearest(sections[i].file, sections[i].section.lines, sections[i].section.path) for i in ids)


def _explained(library: Library, query: Query, hit: Hit) -> Explained:
    stored = library.stored.sections([hit.passage.section])[hit.passage.section]
    best = hit.best
    text = NoteText(library.stored.text(hit.passage.note))
    return Explained(
        rank=hit.rank,
        file=stored.file,
        lines=text.lines_of(hit.passage.span),
        heading_path=stored.section.path,
        score=hit.score,
        dense=hit.similarity,
        best_fact=best.similarity if best else 0.0,
        cover=hit.cover,
        fact_cover=best.cover if best else 0.0,
        words=tuple(word.source for word in query.words if word.is_in(hit.passage.terms)),
        missing=tuple(word.source for word in query.words if not word.is_in(hit.passage.terms)),
    )
