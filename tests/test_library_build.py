"""Building: an index answers as its notes do, however it came about, and embeds nothing twice."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import FakeEncoder
from tests.vaults import VAULT, Bench, write_notes
from tutor.disk import Disk
from tutor.errors import CannotWrite, NotesMissing, NotesUnreadable
from tutor.library.library import Library
from tutor.library.writer import Writer
from tutor.notes.folder import list_notes
from tutor.notes.passages import Budget
from tutor.notes.reading import parse_note
from tutor.notes.values import Lines, Note, NoteText
from tutor.search.query import read_query
from tutor.search.searching import WEIGHTS, search

QUESTIONS = ("NLB vs ALB", "anticoagulation", "aplication load balancer layer 7", "s3:GetObject in us-east-1", "the")
ROOT = Path(__file__).parents[1]

Ranking = list[tuple[tuple[str, Lines], float]]


def parsed(bench: Bench) -> list[Note]:
    budget = Budget(bench.encoder.count_tokens, bench.encoder.identity.max_tokens - 2)
    return [
        parse_note(found.file, found.path.read_bytes().decode("utf-8-sig"), budget)
        for found in list_notes(bench.notes).files
    ]


def inputs(notes: Iterable[Note]) -> set[str]:
    passages = [passage for note in notes for passage in note.passages]
    texts = {text for passage in passages for text in passage.inputs}
    return texts | {text for passage in passages for fact in passage.facts for text in fact.inputs}


def ranking(library: Library, question: str) -> Ranking:
    encoder = FakeEncoder()
    files = {note.number: note.file for note in library.stored.notes()}
    found = []
    for hit in search(library, encoder, read_query(question, library, encoder)):
        text = NoteText(library.stored.text(hit.passage.note))
        found.append(((files[hit.passage.note], text.lines_of(hit.passage.span)), hit.score))
    return found


def expected(notes: Sequence[Note], library: Library, question: str) -> Ranking:
    """Return the ranking as it follows from the parsed notes, without FAISS and without SQLite."""
    encoder = FakeEncoder()
    query = read_query(question, library, encoder)
    facts = [text for note in notes for passage in note.passages for fact in passage.facts for text in fact.inputs]
    direction = encoder.encode([query.encoder_input])[0] - encoder.encode(facts).mean(axis=0)
    direction /= np.linalg.norm(direction)

    def similarity(texts: tuple[str, ...]) -> float:
        return float((encoder.encode(texts) @ direction).max())

    found = []
    for note in notes:
        for passage in note.passages:
            names = (*note.sections[passage.section].path, note.front.title, note.file.rpartition(".")[0])
            own = similarity(passage.inputs)
            best = max(
                (
                    WEIGHTS.fact * similarity(fact.inputs) + WEIGHTS.fact_cover * query.cover(words_of(fact.inputs))
                    for fact in passage.facts
                ),
                default=WEIGHTS.fact * own,
            )
            cover = query.cover(words_of((*passage.inputs, *names)))
            score = WEIGHTS.passage * own + best + WEIGHTS.passage_cover * cover
            found.append(((note.file, note.text.lines_of(passage.span)), score))
    return found


def words_of(texts: Iterable[str]) -> frozenset[str]:
    from tutor.notes.words import terms

    return frozenset(term for text in texts for term in terms(text))


def assert_same_ranking(found: Ranking, wanted: Ranking) -> None:
    scores = dict(wanted)
    assert {place for place, _ in found} == scores.keys()
    assert [score for _, score in found] == pytest.approx([scores[place] for place, _ in found], abs=1e-5)
    assert all(scores[one] >= scores[two] - 1e-5 for (one, _), (two, _) in pairwise(found))


def fresh(bench: Bench, home: Path) -> Library:
    return Bench(bench.notes, home, FakeEncoder()).open()


# What is built


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_open_library_ranks_as_its_notes_do_in_memory(bench: Bench, library: Library, question: str) -> None:
    assert_same_ranking(ranking(library, question), expected(parsed(bench), library, question))


def test_a_library_holds_what_was_parsed(bench: Bench, library: Library) -> None:
    notes = parsed(bench)
    assert [note.file for note in library.stored.notes()] == [note.file for note in notes]
    for stored, note in zip(library.stored.notes(), notes, strict=True):
        assert (stored.title, stored.tags) == (note.front.title, note.front.tags)
        assert library.stored.text(stored.number) == note.text.text
        sections = [found for found in library.stored.all_sections() if found.note == stored.number]
        assert [found.section for found in sections] == list(note.sections)
        numbers = library.stored.passages_of_sections([found.number for found in sections])
        passages = [library.stored.passages([number])[number] for number in numbers]
        assert [(p.span, p.lead) for p in passages] == [(p.span, p.lead) for p in note.passages]
        facts = [(fact.span, fact.lead) for found in sections for fact in library.stored.facts_of_section(found.number)]
        assert facts == [(fact.span, fact.lead) for passage in note.passages for fact in passage.facts]
    assert set(library.stored.aliases()) == {alias for note in notes for alias in note.aliases}
    assert library.stored.aliases() == sorted(library.stored.aliases(), key=lambda a: (a.short, a.long, a.is_initials))


def test_the_report_counts_what_the_index_holds(bench: Bench) -> None:
    report = bench.index()
    notes = parsed(bench)
    assert report.notes == len(notes)
    assert report.sections == sum(len(note.sections) for note in notes)
    assert report.passages == sum(len(note.passages) for note in notes)
    assert report.facts == sum(len(passage.facts) for note in notes for passage in note.passages)
    assert report.changed == tuple(note.file for note in notes)
    assert (report.removed, report.was_fresh) == ((), False)
    assert report.embedded == len(inputs(notes))
    assert bench.stages[0] == "reading"
    assert bench.stages[-1] == "embedding"


def test_every_text_is_embedded_once(bench: Bench, encoder: FakeEncoder) -> None:
    bench.write("twin/cloud/balancers.md", VAULT["cloud/balancers.md"])
    bench.index()
    assert len(encoder.encoded) == len(set(encoder.encoded))
    assert set(encoder.encoded) == inputs(parsed(bench))


def test_a_collection_has_a_centre(bench: Bench, library: Library) -> None:
    facts = [t for note in parsed(bench) for passage in note.passages for fact in passage.facts for t in fact.inputs]
    assert library.centre == pytest.approx(FakeEncoder().encode(facts).mean(axis=0), abs=1e-6)


@pytest.mark.parametrize("text", ["", "\n\n", "---\ntitle: x\n---\n", "***\n"])
def test_notes_without_anything_to_quote_are_indexed_all_the_same(tmp_path: Path, text: str) -> None:
    bench = Bench(write_notes(tmp_path / "notes", {"a.md": text}), tmp_path / "home")
    with bench.open() as library:
        assert library.passage_count == 0
        assert not library.centre.any()
        assert ranking(library, "anything at all") == []
    bench.write("a.md", "# Heading\n\nText.\n")
    with bench.open() as library:
        assert [place for place, _ in ranking(library, "text")] == [("a.md", Lines(3, 3))]


def test_the_notes_may_be_one_file(tmp_path: Path) -> None:
    write_notes(tmp_path / "notes", VAULT)
    bench = Bench(tmp_path / "notes" / "cloud" / "storage.md", tmp_path / "home")
    with bench.open() as library:
        assert [note.file for note in library.stored.notes()] == ["storage.md"]


def test_a_name_that_is_not_utf_8_is_kept(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    try:
        bench = Bench(write_notes(tmp_path / "notes", {name: "# A\n\nText.\n"}), tmp_path / "home")
    except OSError:
        pytest.skip("this file system has no such names")
    with bench.open() as library:
        assert [note.file for note in library.stored.notes()] == [name]
        assert [place for place, _ in ranking(library, "text")] == [(name, Lines(3, 3))]
    assert bench.index().was_fresh


# What is built again

BLOCKS = (
    "# Heart",
    "## Load Balancing",
    "An Application Load Balancer (ALB) works on layer 7.",
    "Anticoagulation prevents stroke. Aspirin does not.",
    "- one\n- two\n  - deeper\n- anticoagulation",
    "| A | B |\n|---|---|\n| NLB | layer 4 |\n| ALB | layer 7 |",
    "```\ns3:GetObject\n```",
    "The encrypted volume. ",
    "---\ntitle: Other\ntags: [x]\n---",
)
NAMES = st.sampled_from(["a.md", "b.md", "sub/a.md", "sub/c.txt"])
TEXTS = st.lists(st.sampled_from(BLOCKS), max_size=5).map(lambda blocks: "\n\n".join(blocks) + "\n")
EDITS = st.one_of(
    st.tuples(st.just("write"), NAMES, TEXTS),
    st.tuples(st.just("append"), NAMES, TEXTS),
    st.tuples(st.just("remove"), NAMES, st.just("")),
    st.tuples(st.just("rename"), NAMES, NAMES),
)


def edit(notes: Path, kind: str, name: str, other: str) -> None:
    file = notes / name
    if kind == "write":
        write_notes(notes, {name: other})
    elif file.exists() and kind == "append":
        file.write_text(file.read_text("utf-8") + other, "utf-8")
    elif file.exists() and kind == "rename" and not (notes / other).exists():
        (notes / other).parent.mkdir(exist_ok=True)
        file.rename(notes / other)
    elif file.exists() and kind == "remove":
        file.unlink()


@settings(max_examples=25)
@given(start=st.dictionaries(NAMES, TEXTS), steps=st.lists(st.lists(EDITS, min_size=1, max_size=3), max_size=4))
def test_an_index_kept_up_to_date_is_as_good_as_a_new_one(
    tmp_path_factory: pytest.TempPathFactory, start: dict[str, str], steps: list[list[tuple[str, str, str]]]
) -> None:
    folder = tmp_path_factory.mktemp("bench")
    encoder = FakeEncoder()
    bench = Bench(write_notes(folder / "notes", {"kept.md": "# Kept\n\nText.\n"} | start), folder / "home", encoder)
    bench.index()
    for number, edits in enumerate(steps):
        before = inputs(parsed(bench))
        for step in edits:
            edit(bench.notes, *step)
        encoder.encoded.clear()
        with bench.open() as library, fresh(bench, folder / str(number)) as wanted:
            assert sorted(encoder.encoded) == sorted(inputs(parsed(bench)) - before)
            assert library.manifest.counts == wanted.manifest.counts
            assert library.stored.spellings() == wanted.stored.spellings()
            assert library.names == wanted.names
            for question in QUESTIONS:
                assert_same_ranking(ranking(library, question), ranking(wanted, question))


def test_equal_passages_rank_in_the_order_of_the_notes_however_they_came(bench: Bench, tmp_path: Path) -> None:
    bench.index()
    for name in ("z/same.md", "b/same.md", "same.md", "a/same.md"):
        bench.write(name, "Entirely equal text.\n")
        bench.index()
    with bench.open() as library, fresh(bench, tmp_path / "other") as wanted:
        places = [file for (file, _), _ in ranking(library, "entirely equal")[:4]]
        assert places == ["a/same.md", "b/same.md", "same.md", "z/same.md"]
        assert [place for place, _ in ranking(wanted, "entirely equal")[:4]] == [
            place for place, _ in ranking(library, "entirely equal")[:4]
        ]


def test_of_an_edited_note_only_the_new_texts_are_embedded(bench: Bench, encoder: FakeEncoder) -> None:
    bench.index()
    encoder.encoded.clear()
    bench.write("2024-01-05.txt", VAULT["2024-01-05.txt"] + "\nBuy graph paper.\n")
    report = bench.index()
    assert [text for text in encoder.encoded if "graph paper" not in text] == []
    assert report.embedded == len(encoder.encoded) == 2
    assert report.reused == 2
    assert (report.changed, report.removed) == (("2024-01-05.txt",), ())


def test_a_renamed_note_embeds_only_what_its_name_is_part_of(bench: Bench, encoder: FakeEncoder) -> None:
    bench.index()
    before = inputs(parsed(bench))
    encoder.encoded.clear()
    (bench.notes / "medicine" / "heart.md").rename(bench.notes / "heart.md")
    report = bench.index()
    assert (report.changed, report.removed) == (("heart.md",), ("medicine/heart.md",))
    assert encoder.encoded == []  # its title is in its header
    (bench.notes / "cloud" / "storage.md").rename(bench.notes / "cloud" / "buckets.md")
    bench.index()
    assert sorted(encoder.encoded) == sorted(inputs(parsed(bench)) - before)
    assert encoder.encoded


def test_the_same_notes_again_leave_the_generation_as_it_is(bench: Bench, encoder: FakeEncoder) -> None:
    bench.index()
    before = bench.place.generations.current()
    encoder.encoded.clear()
    report = bench.index()
    assert (report.was_fresh, report.embedded, report.changed) == (True, 0, ())
    assert encoder.encoded == []
    bench.open().close()
    assert bench.place.generations.current() == before
    assert encoder.encoded == []


def test_forced_indexing_embeds_everything_and_answers_the_same(bench: Bench, encoder: FakeEncoder) -> None:
    bench.index()
    before = bench.place.generations.current()
    encoder.encoded.clear()
    report = bench.index(force=True)
    assert set(encoder.encoded) == inputs(parsed(bench))
    assert not report.was_fresh
    assert [(f.name, f.sha256) for f in bench.place.generations.current().manifest.files] == [
        (f.name, f.sha256) for f in before.manifest.files
    ]


SCRIPT = """
import sys
from pathlib import Path
from tests.vaults import VAULT, Bench, write_notes
folder = Path(sys.argv[1])
bench = Bench(write_notes(folder / "notes", VAULT), folder / "home")
bench.index()
bench.write("2024-01-05.txt", "Something else, in other words.")
(bench.notes / "cloud" / "storage.md").unlink()
bench.index()
for file in bench.place.generations.current().manifest.files:
    print(file.name, file.size, file.sha256)
"""


def test_the_same_notes_give_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    outputs = []
    for seed in ("1", "2"):
        environ = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", SCRIPT, str(tmp_path / seed)]
        outputs.append(subprocess.run(command, env=environ, capture_output=True, check=True, timeout=60).stdout)
    assert outputs[0] == outputs[1]
    assert outputs[0].count(b"\n") == 5


# What cannot be read


def test_files_that_cannot_be_read_are_listed_and_the_rest_is_indexed(bench: Bench, tmp_path: Path) -> None:
    bench.write("binary.md", b"\x00\x01" * 50)
    bench.write("latin.md", "caf\N{LATIN SMALL LETTER E WITH ACUTE}".encode("latin-1"))
    (bench.notes / "link.md").symlink_to(bench.notes / "2024-01-05.txt")
    report = bench.index()
    assert [(skipped.file, skipped.reason) for skipped in report.skipped] == [
        ("binary.md", "binary: it holds NUL bytes"),
        ("latin.md", "not UTF-8 (line 1); save it as UTF-8"),
        ("link.md", "a symbolic link; links are not followed"),
    ]
    assert report.notes == len(VAULT)
    (bench.notes / "link.md").unlink()
    again = bench.index()
    assert again.was_fresh
    assert [skipped.file for skipped in again.skipped] == ["binary.md", "latin.md"]


def test_what_could_not_be_read_is_read_again_only_when_it_changes(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.write("binary.md", b"\x00\x01" * 50)
    bench.age()
    bench.index()
    read: list[str] = []
    watch_reading(monkeypatch, read)
    bench.write("2024-01-05.txt", "New.\n")
    report = bench.index()
    assert set(read) == {"2024-01-05.txt"}
    assert [skipped.file for skipped in report.skipped] == ["binary.md"]
    bench.write("binary.md", "# Text now\n\nIt is readable.\n")
    report = bench.index()
    assert (report.notes, report.skipped) == (len(VAULT) + 1, ())


def watch_reading(monkeypatch: pytest.MonkeyPatch, read: list[str]) -> None:
    from tutor.library import build, freshness
    from tutor.notes.folder import read_note

    def watched(found: Any) -> Any:
        read.append(found.file)
        return read_note(found)

    monkeypatch.setattr(build, "read_note", watched)
    monkeypatch.setattr(freshness, "read_note", watched)


def test_a_file_that_was_closed_is_read_once_it_is_opened(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    from tutor.library import build, freshness
    from tutor.notes.folder import read_note

    def refuse(found: Any) -> Any:
        if found.file == "2024-01-05.txt":
            raise PermissionError(13, "Permission denied")
        return read_note(found)

    bench.age()
    with monkeypatch.context() as closed:
        closed.setattr(build, "read_note", refuse)
        closed.setattr(freshness, "read_note", refuse)
        assert [s.reason for s in bench.index().skipped] == ["Permission denied"]
        assert bench.index().was_fresh
    # Nothing but its permissions changes.
    report = bench.index()
    assert (report.changed, report.skipped) == (("2024-01-05.txt",), ())


def test_a_file_that_goes_while_it_is_read_is_left_out(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    from tutor.library import build
    from tutor.notes.folder import read_note

    def vanish(found: Any) -> Any:
        if found.file == "2024-01-05.txt":
            found.path.unlink()
        return read_note(found)

    monkeypatch.setattr(build, "read_note", vanish)
    report = bench.index()
    assert (report.notes, report.skipped) == (len(VAULT) - 1, ())
    assert bench.index().was_fresh


def test_an_empty_folder_keeps_the_good_index(bench: Bench) -> None:
    bench.index()
    before = bench.place.generations.current()
    for file in list(bench.notes.rglob("*.*")):
        file.rename(file.with_suffix(".pdf"))
    with pytest.raises(NotesMissing) as caught:
        bench.index()
    assert caught.value.exit_code == 3
    assert str(caught.value) == (
        f"No notes found in {bench.notes}. Put .md or .txt files there, or run: tutor index PATH"
    )
    with pytest.raises(NotesMissing):
        bench.open()
    assert bench.place.generations.current() == before


def test_notes_of_which_none_can_be_read_keep_the_good_index(bench: Bench) -> None:
    bench.index()
    before = bench.place.generations.current()
    for name in VAULT:
        bench.write(name, b"\x00" * 9)
    with pytest.raises(NotesUnreadable) as caught:
        bench.open()
    assert caught.value.exit_code == 3
    assert str(caught.value) == (f"No note in {bench.notes} can be read. 2024-01-05.txt: binary: it holds NUL bytes.")
    assert bench.place.generations.current() == before


# Faults


def full(*_args: object) -> None:
    raise sqlite3.OperationalError("database or disk is full")


@pytest.mark.parametrize("method", ["add", "remove", "add_vectors", "set_figure", "counts", "commit"])
def test_a_full_disk_below_the_database_keeps_the_old_index(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    bench.index()
    before = bench.place.generations.current()
    bench.write("2024-01-05.txt", "Changed.\n")
    with monkeypatch.context() as broken:
        broken.setattr(Writer, method, full)
        with pytest.raises(CannotWrite, match="database or disk is full") as caught:
            bench.index()
    assert caught.value.exit_code == 5
    assert caught.value.remedy == "Free some space on the disk, then try again."
    assert bench.place.generations.current() == before
    assert os.listdir(bench.place.generations.home / "gen") == [before.name]
    assert bench.index().changed == ("2024-01-05.txt",)


def no_space(*_args: object) -> None:
    raise OSError(28, "No space left on device")


def copying(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.copyfile", no_space)


def writing_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Disk, "write", no_space)


def syncing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Disk, "sync", no_space)


@pytest.mark.parametrize("fault", [copying, writing_vectors, syncing])
def test_a_full_disk_below_the_files_keeps_the_old_index(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, fault: Callable[[pytest.MonkeyPatch], None]
) -> None:
    place = bench.place
    bench.index()
    before = place.generations.current()
    bench.write("2024-01-05.txt", "Changed.\n")
    with monkeypatch.context() as broken:
        fault(broken)
        with pytest.raises(CannotWrite, match="No space left on device") as caught:
            bench.index()
    assert caught.value.remedy == "Free some space on the disk, then try again."
    assert place.generations.current() == before


def test_a_bug_is_not_taken_for_a_full_disk(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def bug(*_args: object) -> None:
        raise sqlite3.IntegrityError("UNIQUE constraint failed")

    monkeypatch.setattr(Writer, "add", bug)
    with pytest.raises(sqlite3.IntegrityError):
        bench.index()


def test_an_index_is_as_old_as_the_notes_that_it_read(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    # A minute may go by between the reading of a file and the end: what is written meanwhile must not look older.
    began = time.time_ns()
    monkeypatch.setattr(FakeEncoder, "encode", slowly(FakeEncoder.encode))
    bench.index()
    assert began <= bench.place.generations.current().manifest.built_ns < began + 250_000_000


def slowly(encode: Callable[..., Any]) -> Callable[..., Any]:
    def encode_slowly(*args: Any) -> Any:
        time.sleep(0.3)
        return encode(*args)

    return encode_slowly
