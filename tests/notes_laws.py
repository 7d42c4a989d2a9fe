"""What holds of any text that is read as a note, and texts to try it on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st

from tutor.notes.markdown import parse_blocks
from tutor.notes.plain import plain
from tutor.notes.reading import parse_note
from tutor.notes.values import Fact, Lines, Note, NoteText, Passage, Span
from tutor.notes.windows import Budget

LIMIT = 40
_TAGS = re.compile(r"#[\w/-]+(?:[\s,]+#[\w/-]+)*")
_PIECE = re.compile(r"\w{1,6}|[^\w\s]")


def count_pieces(texts: Sequence[str]) -> list[int]:
    """Count as a tokenizer does, roughly: a piece for six letters or one mark."""
    return [len(_PIECE.findall(text)) for text in texts]


@dataclass
class Counter:
    """Counts, and remembers how often and how much it was asked."""

    calls: int = 0
    characters: int = 0
    longest: int = field(default=0)

    def __call__(self, texts: Sequence[str]) -> list[int]:
        self.calls += 1
        self.characters += sum(map(len, texts))
        self.longest = max([self.longest, *map(len, texts)])
        return count_pieces(texts)


def parse(raw: str, limit: int = LIMIT, file: str = "a note.md") -> Note:
    """Read a text as a note, for an encoder that reads few words."""
    return parse_note(file, raw, Budget(count_pieces, limit, is_of_words=True))


def passage_texts(note: Note) -> list[str]:
    """Return what each passage quotes."""
    return [note.text.slice(passage.span) for passage in note.passages]


def facts_of(note: Note) -> list[Fact]:
    """Return the facts of a note, in order."""
    return [fact for passage in note.passages for fact in passage.facts]


def fact_texts(note: Note) -> list[str]:
    """Return what each fact quotes."""
    return [note.text.slice(fact.span) for fact in facts_of(note)]


def leads_of(note: Note) -> dict[str, list[str]]:
    """Return, for what each fact quotes, what stands above it; both without their indentation."""
    return {
        note.text.slice(fact.span).strip(): [note.text.slice(span).strip() for span in fact.lead]
        for fact in facts_of(note)
    }


def check_laws(note: Note, limit: int = LIMIT) -> None:
    """Assert all that holds of every note."""
    _check_sections(note)
    _check_blocks(note.text)
    for number, section in enumerate(note.sections):
        passages = [passage for passage in note.passages if passage.section == number]
        assert passages or section.is_empty
        if section.is_empty and passages:  # only its heading is quoted
            assert section.path
            above = Span(note.text.span_of(section.lines).start, passages[0].span.start)
            assert not any(
                ch.isalnum() for ch in note.text.slice(above)
            )  # a heading of two lines may begin with a mark
        _check_passages(note.text, section.lines, passages)
    for passage in note.passages:
        _check_passage(note.text, passage, limit)
    assert list(note.passages) == sorted(note.passages, key=lambda passage: passage.span)
    assert all(alias.short and alias.long for alias in note.aliases)


def _check_sections(note: Note) -> None:
    """Every line belongs to exactly one section."""
    lines = [line for section in note.sections for line in range(section.lines.first, section.lines.last + 1)]
    assert lines == list(range(1, note.text.line_count + 1))


def _check_blocks(text: NoteText) -> None:
    """Every line that is not blank is in exactly one block, and the blocks come in order."""
    held = [line for block in parse_blocks(text) for line in range(block.lines.first, block.lines.last + 1)]
    assert held == sorted(set(held))
    for number in set(range(1, text.line_count + 1)) - set(held):
        assert not text.slice(text.span_of(Lines(number, number))).strip("> \t\r\n")


def _check_passages(text: NoteText, lines: Lines, passages: list[Passage]) -> None:
    """Passages stay in their section, come in order, and leave out nothing that can be quoted."""
    section = text.span_of(lines)
    at = section.start
    for passage in passages:
        assert at <= passage.span.start < passage.span.end <= section.end
        _check_left_out(text, Span(at, passage.span.start))
        at = passage.span.end
    _check_left_out(text, Span(at, section.end))


def _check_left_out(text: NoteText, span: Span) -> None:
    """What is left out is a part of no block that can be quoted, has no words, or is a block of nothing but tags."""
    if not any(ch.isalnum() for ch in text.slice(span)):
        return
    for block in parse_blocks(text):
        inside = text.span_of(block.lines)
        left, right = max(inside.start, span.start), min(inside.end, span.end)
        if _TAGS.fullmatch(plain(text.slice(inside))):
            continue
        if left < right and block.kind not in {"heading", "rule", "front", "contents", "definition"}:
            words = text.text[left:right]
            # Marks of a list or an image without words may hold digits and an address.
            assert not any(ch.isalnum() for ch in plain(words)) or re.fullmatch(r"[\s>]*\d{1,9}[.)]\s*", words), words


def _check_passage(text: NoteText, passage: Passage, limit: int) -> None:
    """Facts lie inside their passage, each says something, and the encoder can read all of it."""
    assert passage.facts
    assert [fact.span for fact in passage.facts] == sorted(fact.span for fact in passage.facts)
    for span in (*passage.lead, *(lead for fact in passage.facts for lead in fact.lead)):
        assert 0 <= span.start < span.end <= len(text.text)
    for fact in passage.facts:
        assert passage.span.start <= fact.span.start < fact.span.end <= passage.span.end
        assert any(ch.isalnum() for ch in text.slice(fact.span))
        assert all(lead.end <= fact.span.start for lead in fact.lead)
    inputs = [*passage.inputs, *(text for fact in passage.facts for text in fact.inputs)]
    assert passage.inputs
    assert all(fact.inputs for fact in passage.facts)
    assert all(size <= limit for size in count_pieces(inputs))


_WORDS = st.sampled_from("a An alpha Beta ALB 漢字 é 3.5 e.g. Dr. s3:Get x_y **bold** `code` [l](#a) [[#B]] Z".split())
_SENTENCES = st.lists(_WORDS, min_size=1, max_size=12).map(lambda words: " ".join(words) + ".")
_MARKS = st.sampled_from(
    [
        *"# |## B ##|#|====|---|***|- |* |-|1. |12) |- [ ] |> |>|> > |> - |- # |- - |    |```|```py|~~~|$$".split("|"),
        *"$$ a = b $$|<div>|</div>|<!-- hidden|-->|<!-- c -->|<details>|[^1]: note|[x]: http://y 't'".split("|"),
        *"[Note]: several words here|[a](#a)|- [a](#a)|- [[#b]]|:::|a:|Has:|<http://x.y>|![](p.png)".split("|"),
        *"title: t|aliases: [a, b]|-- [|](#".split("|"),
        *["| a | b |", "|---|---|", "|---|", "| 1 | \\| 2 |", "| | |", "a | b", "|"],
        *["\t", "\f", "\v", "\u2028", "\x85", "\0", "\ufeff", "\xa0", "\u3000", "\\", "  \\"],
    ]
)
_LINES = st.one_of(
    _SENTENCES,
    _MARKS,
    st.tuples(_MARKS, _SENTENCES).map("".join),
    st.tuples(st.sampled_from(["", "  ", "    ", "\t", "> "]), _MARKS, _SENTENCES).map("".join),
    st.just(""),
)
_ENDINGS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r", "\n\n"])


@st.composite
def _written(draw: st.DrawFn) -> str:
    """Lines as people and programs write them, with one kind of line end or with several."""
    lines = draw(st.lists(_LINES, max_size=25))
    ending = draw(st.one_of(_ENDINGS, st.none()))
    return "".join(line + (ending or draw(_ENDINGS)) for line in lines)


MARKDOWN = _written()
TEXTS = st.one_of(MARKDOWN, st.text(max_size=200), st.text("#->|`*$ \n\r\ta1.:[](){}!\\<\u2028\ufeff", max_size=120))
