"""Quotes: slices of the notes as they are now, with what they cannot be read without."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import FakeEncoder
from tests.vaults import Bench, write_notes
from tutor.answer.answering import Wish, answer
from tutor.answer.quoting import SIZES, display_rows
from tutor.answer.values import Answer, Part, Quote
from tutor.library.library import Library
from tutor.notes.folder import decode_note
from tutor.notes.values import Lines, NoteText

ALL = Wish(quotes=10)


def ask(library: Library, question: str, wish: Wish = ALL) -> Answer:
    return answer(library, FakeEncoder(), question, wish=wish)


def best_of(tmp_path: Path, text: str | bytes, question: str, wish: Wish = ALL) -> Quote:
    bench = Bench(write_notes(tmp_path / "notes", {"a.md": text}), tmp_path / "home")
    with bench.open() as library:
        found = ask(library, question, wish)
        assert_true(found, bench.notes)
        return found.quotes[0]


def assert_true(found: Answer, root: Path) -> None:
    """Check every quote against its file."""
    for quote in found.quotes:
        text = NoteText(decode_note((root / quote.file).read_bytes()))
        at = 0
        for part in quote.parts:
            at = text.text.find(part.text, max(at, text.starts[part.lines.first - 1]))
            assert at != -1
            assert part.text.strip()
            assert Lines(text.line_of(at), text.line_of(at + len(part.text) - 1)) == part.lines
            at += len(part.text)
        assert all(one.lines.last <= two.lines.first for one, two in pairwise(quote.parts))
        quoted = {line for part in quote.parts for line in range(part.lines.first, part.lines.last + 1)}
        assert quote.best_lines
        assert set(quote.best_lines) <= quoted
        assert quote.text == "\n".join(part.text for part in quote.parts)
        assert quote.lines == (quote.parts[0].lines.first, quote.parts[-1].lines.last)
    for cell in (cell for row in (found.comparison.rows if found.comparison else ()) for cell in row.cells):
        text = NoteText(decode_note((root / cell.file).read_bytes())) if cell.file else NoteText("")
        # Where no table has them, a cell is a quote, in parts.
        assert not cell.text or cell.text.split("\n")[0].rstrip("\r") in text.text[text.starts[cell.line - 1] :]


WORDS = "alpha beta gamma delta epsilon zeta heart valve load balancer SQS layer".split()
PROSE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(lambda words: f"{' '.join(words).capitalize()}.")
LONG = st.lists(PROSE, min_size=12, max_size=40).map(" ".join)
WRAPPED = st.lists(PROSE, min_size=2, max_size=20).map("\n".join)
TABLES = st.lists(st.tuples(PROSE, PROSE), min_size=1, max_size=30).map(
    lambda rows: "| Head one | Head two |\n|---|---|\n" + "\n".join(f"| {a} | {b} |" for a, b in rows)
)
LISTS = st.lists(st.tuples(st.integers(0, 3), PROSE), min_size=1, max_size=30).map(
    lambda items: "The list of these:\n\n" + "\n".join(f"{'  ' * depth}- {text}" for depth, text in items)
)
HEADINGS = st.tuples(st.integers(1, 4), PROSE).map(lambda pair: f"{'#' * pair[0]} {pair[1]}")
FENCES = WRAPPED.map(lambda text: f"```\n{text}\n```")
CALLOUTS = (WRAPPED | TABLES).map(lambda text: "> " + text.replace("\n", "\n> "))
BLOCKS = st.one_of(PROSE, LONG, WRAPPED, TABLES, LISTS, HEADINGS, FENCES, CALLOUTS, st.just("---"), st.text())
QUESTIONS = st.one_of(
    PROSE,
    st.text(),
    st.builds("{} vs {}".format, st.sampled_from(WORDS), st.sampled_from(WORDS)),
    st.builds("which {} of {} are there".format, st.sampled_from(["types", "lists"]), st.sampled_from(WORDS)),
)
ENDINGS = st.sampled_from(["\n", "\r\n", "\r"])
NOTES = st.builds(
    lambda blocks, ending, mark: (mark + "\n\n".join(blocks).replace("\n", ending)).encode("utf-8", "replace"),
    st.lists(BLOCKS, min_size=1, max_size=8),
    ENDINGS,
    st.sampled_from(["", "\N{ZERO WIDTH NO-BREAK SPACE}"]),
)


@settings(max_examples=60)
@given(
    notes=st.dictionaries(st.sampled_from(["a.md", "b/c.md", "d.txt"]), NOTES, min_size=1),
    question=QUESTIONS,
    quotes=st.none() | st.integers(1, 12),
    full=st.booleans(),
)
def test_every_quote_is_a_slice_of_its_note(
    tmp_path_factory: pytest.TempPathFactory, notes: dict[str, bytes], question: str, quotes: int | None, full: bool
) -> None:
    folder = tmp_path_factory.mktemp("quotes")
    bench = Bench(write_notes(folder / "notes", {"kept.md": b"Alpha.\n"} | notes), folder / "home")
    with bench.open() as library:
        found = ask(library, question, Wish(quotes=quotes, full=full))
    assert_true(found, bench.notes)
    assert len(found.quotes) <= (quotes or 10)
    assert found.answered == bool(found.quotes)
    assert len({(quote.file, quote.lines) for quote in found.quotes}) == len(found.quotes)


# What is quoted


def test_a_short_section_is_quoted_whole(tmp_path: Path) -> None:
    quote = best_of(tmp_path, "# A\n\nOne alpha. Two.\n\nThree beta.\n\n# B\n\nOther.\n", "alpha")
    assert quote.text == "One alpha. Two.\n\nThree beta."
    assert (quote.lines, quote.best_lines, quote.heading_path) == (Lines(3, 5), (3,), ("A",))


def test_rows_come_with_the_tables_header(tmp_path: Path) -> None:
    rows = [f"| name {number} | {'filling ' * 20}|" for number in range(40)]
    rows[25] = "| needle | of a stack of hay, in its proper place |"
    quote = best_of(tmp_path, "| Name | Meaning |\n|---|---|\n" + "\n".join(rows) + "\n", "needle hay")
    assert quote.parts[0] == Part(Lines(1, 1), "| Name | Meaning |") or quote.parts[0].text.startswith("| Name ")
    assert rows[25] in quote.text
    assert quote.best_lines == (28,)
    assert len(quote.text) < 3 * SIZES.first


def test_the_first_rows_header_is_one_with_it(tmp_path: Path) -> None:
    rows = "\n".join(f"| name {number} | {'filling ' * 20}|" for number in range(40))
    text = f"| Name | Meaning |\n|---|---|\n| needle | hay |\n{rows}\n"
    quote = best_of(tmp_path, text, "needle hay")
    assert quote.parts[0].text.startswith("| Name | Meaning |\n|---|---|\n| needle | hay |")


def test_a_table_in_a_callout_keeps_its_marks(tmp_path: Path) -> None:
    rows = "\n".join(f"> | name {number} | {'filling ' * 20}|" for number in range(40))
    quote = best_of(tmp_path, f"> | Name | Meaning |\n> |---|---|\n> | needle | hay |\n{rows}\n", "needle hay")
    assert quote.parts[0].text.startswith("> | Name | Meaning |\n> |---|---|\n> | needle | hay |")


def test_bullets_come_with_what_introduces_them(tmp_path: Path) -> None:
    items = [f"- item {number}: {'filling ' * 12}" for number in range(40)]
    items[30] = "- outer thing:\n  - needle in hay"
    quote = best_of(tmp_path, "There are many kinds of hay:\n\n" + "\n".join(items) + "\n", "needle")
    assert quote.parts[0].text.startswith("There are many kinds of hay:")
    assert "- outer thing:\n  - needle in hay" in quote.text
    assert quote.best_lines == (34,)


def test_of_a_long_line_only_sentences_are_quoted(tmp_path: Path) -> None:
    sentences = [f"Sentence {number} is about nothing at all, as so many are." for number in range(60)]
    sentences[40] = "Here the needle lies in the hay."
    text = " ".join(sentences) + "\n"
    quote = best_of(tmp_path, text, "needle hay")
    assert sentences[40] in quote.text
    assert len(quote.text) < len(text) / 2
    assert quote.best_lines == (1,)
    for part in quote.parts:
        assert part.lines == Lines(1, 1)
        assert part.text[0] == "S" or part.text.startswith("Here")
        assert part.text.endswith(".")


def test_the_best_hits_best_line_is_always_quoted(tmp_path: Path) -> None:
    # A section of several passages, one of which holds a fact that matches better than the passage as a whole.
    filling = "\n\n".join(f"Filling number {number}. {'Hay and straw and grass. ' * 12}" for number in range(12))
    text = f"# Barn\n\n{filling}\n\n{'Needle needle stack ' * 90}.\n\nNeedle. Barn. Stack.\n\n{filling}\n"
    for question in ("needle stack", "needle", "barn stack needle hay", "filling number 3"):
        bench = Bench(write_notes(tmp_path / "notes", {"a.md": text}), tmp_path / "home")
        with bench.open() as library:
            assert_true(ask(library, question), bench.notes)


def test_the_whole_section_is_quoted_if_wanted(tmp_path: Path) -> None:
    lines = "\n".join(f"- item {number}: {'filling ' * 12}{'needle' * (number == 40)}" for number in range(60))
    text = f"# A\n\nIntro:\n\n{lines}\n\n## B\n\nOther.\n"
    quote = best_of(tmp_path, text, "needle", Wish(quotes=10, full=True))
    assert quote.parts == (Part(Lines(1, 64), text[: text.index("\n\n## B")].rstrip()),)
    assert len(best_of(tmp_path, text, "needle").text) < len(quote.text)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_any_line_ending_is_quoted_as_it_is(tmp_path: Path, ending: str, mark: bytes) -> None:
    text = "# Alpha\n\nBeta gamma.\nSecond line.\n\n- one\n- two delta\n".replace("\n", ending)
    quote = best_of(tmp_path, mark + text.encode(), "delta")
    assert quote.text == text[text.index("Beta") :].rstrip()
    assert (quote.lines, quote.best_lines) == (Lines(3, 7), (7,))


# How much


def test_one_screen_is_quoted_unless_told_otherwise(tmp_path: Path) -> None:
    notes = {f"{number}.md": f"# Needle {number}\n\n" + "A needle in hay. " * 20 + "\n" for number in range(20)}
    bench = Bench(write_notes(tmp_path / "notes", notes), tmp_path / "home")
    with bench.open() as library:
        found = ask(library, "needle", Wish())
        assert 2 <= len(found.quotes) < 10
        assert sum(display_rows(quote, 76) for quote in found.quotes) <= 21
        scores = [quote.score for quote in ask(library, "needle", Wish(quotes=20)).quotes]
        assert scores == sorted(scores, reverse=True)
        for number in (1, 3, 10, 20):
            assert len(ask(library, "needle", Wish(quotes=number)).quotes) == number
        assert ask(library, "needle", Wish(quotes=3)).quotes == ask(library, "needle", ALL).quotes[:3]


def test_a_quote_longer_than_a_screen_is_shown_all_the_same(tmp_path: Path) -> None:
    code = "\n".join(f"needle {number}" for number in range(60))
    bench = Bench(write_notes(tmp_path / "notes", {"a.md": f"```\n{code}\n```\n"}), tmp_path / "home")
    with bench.open() as library:
        (quote,) = ask(library, "needle", Wish()).quotes
        assert quote.lines == Lines(1, 62)


def test_rows_on_a_screen_are_counted_with_heading_and_gaps() -> None:
    parts = (Part(Lines(1, 2), "x" * 76 + "\n" + "y" * 77), Part(Lines(5, 5), "z"))
    assert display_rows(Quote("a.md", (), parts, (1,), 1.0), 76) == 2 + 1 + 2 + 1 + 1


# Notes that changed


@pytest.fixture
def stale(tmp_path: Path) -> Bench:
    notes = {"a.md": "# A\n\nNeedle one.\n\n# B\n\nNeedle two.\n", "b.md": "Needle three.\n"}
    bench = Bench(write_notes(tmp_path / "notes", notes), tmp_path / "home")
    bench.index()
    return bench


def test_what_changed_after_indexing_is_not_quoted(stale: Bench) -> None:
    with stale.open() as library:
        stale.write("a.md", "# A\n\nNeedle 1!!.\n\n# B\n\nNeedle two.\n")
        found = ask(library, "needle")
        assert {quote.text for quote in found.quotes} == {"Needle two.", "Needle three."}
        assert_true(found, stale.notes)


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\nNeedle.\n\n\n# B\n\nNeedle two.\n",  # shorter and longer above: the rest has moved
        "# A\n\nNeedle o\n\n\n\n# B\n\nNeedle two.\n",  # lines added above, at the same offset
        "",
        "Needle",
    ],
)
def test_what_moved_to_other_lines_is_not_quoted_at_the_old_ones(stale: Bench, text: str) -> None:
    with stale.open() as library:
        stale.write("a.md", text)
        found = ask(library, "needle")
        assert_true(found, stale.notes)
        assert "Needle three." in [quote.text for quote in found.quotes]


def test_a_note_that_is_gone_or_unreadable_is_not_quoted(stale: Bench) -> None:
    with stale.open() as library:
        (stale.notes / "a.md").unlink()
        assert [quote.file for quote in ask(library, "needle").quotes] == ["b.md"]
        stale.write("b.md", b"\xff\xfe")
        found = ask(library, "needle")
        assert (found.quotes, found.verdict) == ((), "absent")
        assert found.why == "what may answer has changed since it was indexed"
        assert {nearest.file for nearest in found.nearest} == {"a.md", "b.md"}


def test_a_link_in_the_place_of_a_note_is_not_followed(stale: Bench, tmp_path: Path) -> None:
    with stale.open() as library:
        (stale.notes / "b.md").rename(tmp_path / "b.md")
        (stale.notes / "b.md").symlink_to(tmp_path / "b.md")
        assert {quote.file for quote in ask(library, "needle").quotes} == {"a.md"}


def test_another_quote_takes_the_place_of_one_that_changed(stale: Bench) -> None:
    with stale.open() as library:
        first, second = (quote.text for quote in ask(library, "needle", Wish(quotes=2)).quotes)
        for name in ("a.md", "b.md"):
            text = (stale.notes / name).read_text().replace(first, "N" * len(first))
            stale.write(name, text)
        again = [quote.text for quote in ask(library, "needle", Wish(quotes=2)).quotes]
        assert again[0] == second
        assert len(again) == 2
