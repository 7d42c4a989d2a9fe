"""A question to an Answer: the one road that every front end takes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tutor.answer.comparison import TableComparison, compare_in_table, rows_that_matter
from tutor.answer.followup import resolve
from tutor.answer.judging import Judgement, judge
from tutor.answer.quoting import SIZES, WHOLE, Quoter, display_rows, group_hits
from tutor.answer.scope import Scope, passages_in, passages_on
from tutor.answer.side_passages import SidePassages, compare_passages
from tutor.answer.sides import Sides, completed, find_sides
from tutor.answer.values import Answer, Cell, Comparison, Nearest, Quote, Row, Understood
from tutor.encoder import Encoder
from tutor.library.library import Library
from tutor.notes.values import Lines, NoteText
from tutor.search.asking import asks_for_list
from tutor.search.hits import Hit
from tutor.search.query import Query, read_query
from tutor.search.searching import search

# One screen: 24 lines at 80 columns, less the prompt and the line of the question.
_SCREEN_ROWS, _SCREEN_WIDTH = 21, 76
_COMPARISON_ROWS = 14  # what a comparison takes of it, at most; the rest of a long table is left to --full
_MOST_QUOTES = 10
_NEAREST = 3
_GROUPED = 100  # of the best hits: more sections than are ever quoted
_CHANGED = "what may answer has changed since it was indexed"


@dataclass(frozen=True, slots=True)
class Wish:
    """How an answer is wanted.

    Attributes:
        quotes: how many at most; None for as many as fit a screen of 24 lines, one at least.
        topic: only below headings, in files or under tags that hold these words; empty for anywhere.
        full: whole sections instead of the lines that answer.
        scope: only in this section or note.
        literal: what was understood of the question and is not to be: the question itself, if it is no follow-up, and
            words that are neither typos nor other names.
    """

    quotes: int | None = None
    topic: str = ""
    full: bool = False
    scope: Scope | None = None
    literal: frozenset[str] = frozenset()


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
    asked = question if question in wish.literal else resolve(question, history, library)
    query, hits = find(library, encoder, asked, wish)
    understood = _understood(question, asked, query, wish)
    judged = judge(library, encoder, query, hits)
    finding = _Finding(library, encoder, wish, query, hits)
    judged = _with_sides(judged, finding.compare(asked))
    quotes = [] if judged.verdict == "absent" else finding.quotes()
    if not quotes:
        why = judged.why if judged.verdict == "absent" else _CHANGED
        confidence = judged.confidence if judged.verdict == "absent" else 0.0
        return Answer(question, understood, "absent", why, confidence, (), nearest=_nearest(library, hits))
    return Answer(
        question, understood, judged.verdict, judged.why, judged.confidence, tuple(quotes), finding.comparison
    )


def _with_sides(judged: Judgement, found: "_Sides | None") -> Judgement:
    """Return a judgement of a question that compares: what the notes have on its sides tells more than its sound."""
    if found is None:
        return judged
    if found.missing:
        why = f"your notes have no section on {' or '.join(found.missing)}"
        is_absent = judged.verdict == "absent" and not found.any_named
        return replace(judged, verdict="absent" if is_absent else "doubtful", why=why)
    if found.in_table or (found.all_named and not found.rest):
        return replace(judged, verdict="sure", why=None)
    return replace(judged, verdict="doubtful") if judged.verdict == "absent" and found.all_named else judged


def find(library: Library, encoder: Encoder, asked: str, wish: Wish) -> tuple[Query, list[Hit]]:
    """Return a question as it is searched for, and its hits.

    Raises:
        UsageError: nothing in the notes matches the topic.
    """
    query = read_query(asked, library, encoder, wish.literal)
    return query, search(library, encoder, query, _allowed(library, wish))


@dataclass(frozen=True, slots=True)
class _Sides:
    """What was found of a comparison's sides: those that the notes lack, and whether a heading or label names them."""

    missing: tuple[str, ...] = ()
    all_named: bool = True
    any_named: bool = True
    rest: str = ""
    in_table: bool = False


class _Finding:
    """What is found for one question, best first."""

    def __init__(self, library: Library, encoder: Encoder, wish: Wish, query: Query, hits: Sequence[Hit]) -> None:
        self._library, self._encoder, self._wish, self._query, self._hits = library, encoder, wish, query, hits
        self._quoter = Quoter(library, wish.full)
        self._first: list[Quote] = []
        self._sides: list[Hit] = []
        self.comparison: Comparison | None = None

    def compare(self, asked: str) -> "_Sides | None":
        """Set the question's sides against each other, if it has any, and return what was found of them."""
        sides = find_sides(asked)
        if not sides:
            return None
        if in_table := compare_in_table(self._library, sides, self._hits):
            rest = read_query(in_table.rest, self._library, self._encoder)
            if quote := self._quoter.quote_spans(in_table.hit, in_table.spans):
                self._first.append(quote)
                self.comparison = rows_that_matter(in_table.comparison, rest)
                return self._left_of(in_table)
        sides = completed(sides, self._library)
        passages = compare_passages(self._library, self._encoder, sides, self._hits)
        if not passages:
            return None
        if any(passages.hits):
            self._set(passages)
        return _Sides(passages.missing, all(passages.are_named), any(passages.are_named), sides.rest)

    def _left_of(self, in_table: TableComparison) -> "_Sides":
        """Look up the sides that a table does not hold, and quote what the notes have on them after it."""
        if not in_table.left:
            return _Sides(rest=in_table.rest, in_table=True)
        alone = Sides(in_table.left, "", is_weak=False)
        passages = compare_passages(self._library, self._encoder, alone, ())
        self._sides = [hit for hit in passages.hits if hit] if passages else []
        return _Sides(passages.missing if passages else in_table.left, rest=in_table.rest, in_table=True)

    def _set(self, passages: SidePassages) -> None:
        """Quote the sides' own passages, and what sets them against each other: before them if it is headed by it."""
        quoted = (passages.shared, *passages.hits) if passages.is_headed else (*passages.hits, passages.shared)
        self._sides = [hit for hit in quoted if hit]
        if not passages.is_headed:
            self.comparison = Comparison(passages.names, (Row("", tuple(self._side(hit) for hit in passages.hits)),))

    def _side(self, hit: Hit | None) -> Cell:
        quote = self._quoter.quote([hit], SIZES.other) if hit else None
        return Cell(quote.text, quote.file, quote.lines.first) if quote else Cell("", "", 0)

    def quotes(self) -> list[Quote]:
        """Return the quotes: a comparison's first, then the best of the rest, as many as are wanted."""
        wish, found = self._wish, list(self._first)
        sizes = WHOLE if wish.full else SIZES
        listed = self._query if asks_for_list(self._query.text) and not self._first and not self._sides else None
        rows = min(sum(display_rows(quote, _SCREEN_WIDTH) for quote in found), _COMPARISON_ROWS)
        for group in self._groups():
            if len(found) == (wish.quotes or _MOST_QUOTES):
                break
            quote = self._quoter.quote(group, sizes.other if found else sizes.first, None if found else listed)
            if quote is None:
                continue
            rows += display_rows(quote, _SCREEN_WIDTH)
            if wish.quotes is None and found and rows > _SCREEN_ROWS:
                break
            found.append(quote)
        return found

    def _groups(self) -> list[list[Hit]]:
        """Return the hits by section, those of a comparison's sides first, without what is quoted already."""
        quoted = {(quote.file, quote.heading_path) for quote in self._first}
        hits = [*self._sides, *self._hits[:_GROUPED]]
        sections = self._library.stored.sections(list({hit.passage.section for hit in hits}))
        groups = group_hits(hits, sections, {hit.passage.section for hit in self._sides})
        places = [sections[group[0].passage.section] for group in groups]
        return [g for g, p in zip(groups, places, strict=True) if (p.file, p.section.path) not in quoted]


def explain(library: Library, encoder: Encoder, question: str, *, topic: str = "") -> list[Explained]:
    """Return the numbers behind the ten best hits of a question.

    Raises:
        UsageError: nothing in the notes matches the topic.
    """
    query, hits = find(library, encoder, question, Wish(topic=topic))
    return [_explained(library, query, hit) for hit in hits[:_MOST_QUOTES]]


def _allowed(library: Library, wish: Wish) -> list[int] | None:
    on_topic = passages_on(library, wish.topic)
    if wish.scope is None:
        return on_topic
    inside = passages_in(library, wish.scope)
    return inside if on_topic is None else sorted({*inside} & {*on_topic})


def _understood(question: str, asked: str, query: Query, wish: Wish) -> tuple[Understood, ...]:
    topics = (wish.topic.strip(), wish.scope.name if wish.scope else "")
    found = [Understood("topic", topic, topic) for topic in topics if topic]
    if asked != question:
        found.append(Understood("follow-up", question, asked))
    found += [Understood("typo", source, target) for source, target in query.typos]
    return (*found, *(Understood("alias", source, target) for source, target in query.aliases))


def _nearest(library: Library, hits: Sequence[Hit]) -> tuple[Nearest, ...]:
    """Return the sections of the best hits, those that say something before those of a heading alone."""
    ids = list(dict.fromkeys(hit.passage.section for hit in hits[:_GROUPED]))
    sections = library.stored.sections(ids)
    best = sorted(ids, key=lambda i: sections[i].section.is_empty)[:_NEAREST]
    return tuple(Nearest(sections[i].file, sections[i].section.lines, sections[i].section.path) for i in best)


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
