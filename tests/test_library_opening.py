"""Opening: which notes are meant, where their index lives, and what happens when it cannot be used as it is."""

import os
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes import IDENTITY, FakeEncoder
from tests.vaults import VAULT, Bench, write_notes
from tutor.answer.answering import answer
from tutor.errors import Busy, CannotWrite, IndexDamaged, IndexMissing, IndexStale, NotesMissing, NotesUnreadable
from tutor.library import opening
from tutor.library.generation import Generation
from tutor.library.library import Library
from tutor.library.manifest import FORMAT
from tutor.library.opening import check_notes, choose_notes, place_of
from tutor.library.registry import Registry
from tutor.paths import Paths

OTHER = replace(IDENTITY, name="other", fingerprint="0" * 32)


def texts(bench: Bench, question: str = "anticoagulation") -> list[str]:
    with bench.open() as library:
        return [quote.text for quote in answer(library, bench.encoder, question).quotes]


# Which notes


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return Registry(tmp_path / "data" / "notes.json")


def test_the_notes_that_are_named_come_before_all_others(tmp_path: Path, registry: Registry) -> None:
    for name in ("named", "variable", "here/corpus", "here/below", "last"):
        (tmp_path / name).mkdir(parents=True)
    registry.set_last(tmp_path / "last")
    environ = {"TUTOR_NOTES": str(tmp_path / "variable")}
    here = tmp_path / "here" / "below"

    def chosen(option: str | None, environ: dict[str, str], cwd: Path | None) -> str:
        return choose_notes(option, environ, registry, cwd).name

    assert chosen(str(tmp_path / "named"), environ, here) == "named"
    assert chosen(None, environ, here) == "variable"
    assert chosen("", {"TUTOR_NOTES": ""}, here) == "corpus"
    assert chosen(None, {}, tmp_path / "here") == "corpus"
    assert chosen(None, {}, tmp_path) == "last"
    assert chosen(None, {}, None) == "last"


def test_the_nearest_corpus_is_meant(tmp_path: Path, registry: Registry) -> None:
    (tmp_path / "corpus").mkdir()
    near = tmp_path / "a" / "corpus"
    near.mkdir(parents=True)
    below = tmp_path / "a" / "b" / "c"
    below.mkdir(parents=True)
    assert choose_notes(None, {}, registry, below) == near
    near.rmdir()
    near.write_text("a file")
    assert choose_notes(None, {}, registry, below) == tmp_path / "corpus"


def test_links_to_the_notes_are_resolved(tmp_path: Path, registry: Registry) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "link").symlink_to("notes")
    assert choose_notes(str(tmp_path / "link"), {}, registry, None) == tmp_path / "notes"


def test_without_any_notes_the_remedy_is_told(tmp_path: Path, registry: Registry) -> None:
    with pytest.raises(NotesMissing) as caught:
        choose_notes(None, {}, registry, None)
    assert caught.value.exit_code == 3
    assert str(caught.value) == "There are no notes to ask. Name a folder of them: tutor index PATH"


@pytest.mark.parametrize("source", ["option", "variable", "last"])
def test_notes_that_are_gone_are_named(tmp_path: Path, registry: Registry, source: str) -> None:
    gone = tmp_path / "gone"
    registry.set_last(gone)
    with pytest.raises(NotesMissing, match=f"There are no notes at {gone}") as caught:
        choose_notes(
            str(gone) if source == "option" else None,
            {"TUTOR_NOTES": str(gone)} if source == "variable" else {},
            registry,
            None,
        )
    assert caught.value.exit_code == 3


def test_a_pipe_is_no_notes(tmp_path: Path, registry: Registry) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    with pytest.raises(NotesUnreadable, match="neither a folder nor a file"):
        choose_notes(str(tmp_path / "pipe.md"), {}, registry, None)


def test_a_parent_that_may_not_be_entered_is_passed_over(
    tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "corpus").mkdir()
    closed = tmp_path / "closed"
    stat = os.stat

    def refuse(path: object, **options: object) -> os.stat_result:
        if str(path) == str(closed / "corpus"):
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", refuse)
    assert choose_notes(None, {}, registry, closed / "here") == tmp_path / "corpus"


# Where the index is


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    write_notes(tmp_path / "checkout", {"tutor/__init__.py": "", "corpus/a.md": "Text.\n", "index/README.md": ""})
    return tmp_path / "checkout"


def home_of(root: Path, tmp_path: Path, environ: dict[str, str]) -> Path:
    paths = Paths(tmp_path / "config", tmp_path / "data", tmp_path / "cache")
    return place_of(root, paths, environ).generations.home


def test_a_checkouts_own_index_stands_beside_its_corpus(checkout: Path, tmp_path: Path) -> None:
    assert home_of(checkout / "corpus", tmp_path, {}) == checkout / "index"
    assert home_of(checkout / "corpus", tmp_path, {"TUTOR_HOME": ""}) == checkout / "index"


def test_elsewhere_it_is_a_folder_of_the_programs_own(checkout: Path, tmp_path: Path) -> None:
    library = tmp_path / "cache" / "library"
    assert home_of(checkout / "corpus", tmp_path, {"TUTOR_HOME": "/x"}).parent == library
    assert home_of(checkout, tmp_path, {}).parent == library
    (checkout / "index").rename(checkout / "elsewhere")
    assert home_of(checkout / "corpus", tmp_path, {}).parent == library
    (checkout / "index").symlink_to("elsewhere")
    assert home_of(checkout / "corpus", tmp_path, {}).parent == library


def test_a_corpus_that_is_in_no_checkout_of_tutor_is_left_alone(checkout: Path, tmp_path: Path) -> None:
    (checkout / "tutor" / "__init__.py").unlink()
    assert home_of(checkout / "corpus", tmp_path, {}).parent == tmp_path / "cache" / "library"


def test_nothing_is_written_to_the_notes(bench: Bench) -> None:
    before = {path: path.stat().st_mtime_ns for path in (bench.notes, *bench.notes.rglob("*"))}
    bench.open().close()
    bench.write("2024-01-05.txt", "New.\n")
    bench.open().close()
    after = {path: path.stat().st_mtime_ns for path in (bench.notes, *bench.notes.rglob("*"))}
    assert before.keys() == after.keys()


# When it has to be built


def test_the_first_question_builds_the_index_and_says_so(bench: Bench) -> None:
    bench.open().close()
    assert bench.notices == [
        f"Indexing {bench.notes} for the first time; this takes a minute or so for a book's worth of notes."
    ]
    bench.notices.clear()
    bench.open().close()
    assert bench.notices == []


def test_changed_notes_are_indexed_with_one_notice(bench: Bench) -> None:
    bench.index()
    bench.write("2024-01-05.txt", "Anticoagulation changed.\n")
    assert "Anticoagulation changed." in texts(bench)
    bench.write("2024-01-06.txt", "New.\n")
    (bench.notes / "2024-01-05.txt").unlink()
    bench.open().close()
    (bench.notes / "2024-01-06.txt").unlink()
    bench.open().close()
    assert bench.notices == [
        "Your notes changed (2024-01-05.txt): re-indexed, 2 texts embedded.",
        "Your notes changed (2 files): re-indexed, 2 texts embedded.",
        "Your notes changed (2024-01-06.txt (gone)): re-indexed, 0 texts embedded.",
    ]


def test_another_models_index_is_built_anew(bench: Bench, encoder: FakeEncoder) -> None:
    wanted = texts(bench)
    bench.notices.clear()
    bench.encoder = FakeEncoder(OTHER)
    assert texts(bench) == wanted
    assert bench.notices == ["The index was built with fake; building it anew with other."]
    assert bench.place.generations.current().manifest.model == OTHER
    with pytest.raises(IndexStale) as caught:
        check_notes(bench.place, encoder)
    assert str(caught.value) == "The index was built with another model, other. Run: tutor index"


Harm = Callable[[Path], None]


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


@pytest.mark.parametrize("harm", [truncate, flip, Path.unlink])
@pytest.mark.parametrize("name", ["CURRENT", "manifest.json", "library.db", "passages.ids", "facts.vectors"])
def test_a_damaged_index_is_built_anew_and_answers_the_same(bench: Bench, name: str, harm: Harm) -> None:
    wanted = texts(bench)
    bench.notices.clear()
    generations = bench.place.generations
    file = generations.home / name if name == "CURRENT" else generations.current().folder / name
    harm(file)
    if (harm, name) != (Path.unlink, "CURRENT"):
        with pytest.raises(IndexDamaged):
            check_notes(bench.place, bench.encoder)
    assert texts(bench) == wanted
    assert len(bench.notices) == 1
    assert bench.notices[0].endswith("Building it anew.") or bench.notices[0].startswith("Indexing ")
    assert texts(bench) == wanted
    assert len(bench.notices) == 1


def test_a_foreign_index_is_never_opened(bench: Bench, tmp_path: Path) -> None:
    wanted = texts(bench)
    foreign = Bench(bench.notes, tmp_path / "foreign", FakeEncoder())
    foreign.write("2024-01-05.txt", "Poison for anticoagulation.\n")
    foreign.index()
    foreign.write("2024-01-05.txt", VAULT["2024-01-05.txt"])
    home = bench.place.generations.home
    shutil.rmtree(home)
    shutil.copytree(foreign.place.generations.home, home)
    bench.notices.clear()
    assert texts(bench) == wanted
    assert bench.notices == [f"The index in {home} was not built by this user's tutor. Building it anew."]


def test_an_index_that_another_version_built_is_built_anew(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = texts(bench)
    bench.notices.clear()
    with monkeypatch.context() as later:
        later.setattr("tutor.library.manifest.FORMAT", FORMAT + 1)
        with pytest.raises(IndexStale):
            check_notes(bench.place, bench.encoder)
        later.setattr("tutor.library.generation.FORMAT", FORMAT + 1)
        assert texts(bench) == wanted
    assert bench.notices == ["The index was built by another version of tutor. Building it anew."]


def test_notes_that_were_never_indexed_are_not_fresh(bench: Bench) -> None:
    with pytest.raises(IndexMissing):
        check_notes(bench.place, bench.encoder)
    bench.index()
    assert check_notes(bench.place, bench.encoder).is_fresh
    bench.write("new.md", "New.\n")
    assert [found.file for found in check_notes(bench.place, bench.encoder).added] == ["new.md"]


# When it cannot be built


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_WAIT_TO_ASK", 0.0)
    monkeypatch.setattr(opening, "_WAIT_TO_INDEX", 0.0)


@pytest.mark.usefixtures("impatient")
def test_while_another_indexes_the_old_index_answers(bench: Bench) -> None:
    wanted = texts(bench, "troponin")[0]
    bench.notices.clear()
    bench.write("2024-01-05.txt", "Troponin changed.\n")
    with bench.place.generations.lock():
        assert texts(bench, "troponin")[0] == wanted
        assert bench.notices == [
            "Your notes changed, but the index was not updated: Another tutor is indexing these notes. "
            "Answering from the old one."
        ]
        with pytest.raises(Busy):
            bench.index()
    assert "Troponin changed." in texts(bench, "troponin")


@pytest.mark.usefixtures("impatient")
def test_without_an_old_index_another_indexing_is_an_error(bench: Bench) -> None:
    with bench.place.generations.lock(), pytest.raises(Busy) as caught:
        bench.open()
    assert caught.value.exit_code == 5


def test_where_nothing_can_be_written_the_old_index_answers(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = texts(bench, "troponin")[0]
    bench.notices.clear()
    bench.write("2024-01-05.txt", "Troponin changed.\n")

    def refuse(*_args: object) -> None:
        raise OSError(30, "Read-only file system", "gen")

    monkeypatch.setattr("tutor.disk.Disk.make", refuse)
    assert texts(bench, "troponin")[0] == wanted
    assert bench.notices == [
        "Your notes changed, but the index was not updated: gen cannot be written: Read-only file system. "
        "Answering from the old one."
    ]
    with pytest.raises(CannotWrite) as caught:
        bench.index()
    assert caught.value.exit_code == 5


def test_in_a_folder_that_is_read_only_the_old_index_answers(bench: Bench) -> None:
    wanted = texts(bench, "troponin")[0]
    bench.write("2024-01-05.txt", "Troponin changed.\n")
    home = bench.place.generations.home
    for folder in (home, home / "gen"):
        folder.chmod(0o500)
    try:
        if os.access(home / "gen", os.W_OK):
            pytest.skip("root may write everywhere")
        assert texts(bench, "troponin")[0] == wanted
        assert len(bench.notices) == 2
        assert bench.notices[1].endswith("Permission denied. Answering from the old one.")
    finally:
        for folder in (home, home / "gen"):
            folder.chmod(0o700)


def test_a_first_index_that_cannot_be_written_is_an_error(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise OSError(30, "Read-only file system", "gen")

    monkeypatch.setattr("tutor.disk.Disk.make", refuse)
    with pytest.raises(CannotWrite):
        bench.open()


# Beside others


def test_an_open_library_outlives_its_generation(bench: Bench) -> None:
    with bench.open() as library:
        wanted = answer(library, bench.encoder, "anticoagulation").confidence
        for number in range(3):
            bench.write("other.md", f"Number {number}.\n")
            bench.index()
        assert answer(library, bench.encoder, "anticoagulation").confidence == wanted


def test_a_generation_that_is_removed_while_it_is_opened_is_passed_over(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_late(root: Path, generation: Generation) -> Library:
        while pending:
            bench.write("other.md", f"Number {pending.pop()}.\n")
            bench.index()
        return Library(root, generation)

    bench.index()
    first = bench.place.generations.current()
    pending = [1, 2]
    monkeypatch.setattr(opening, "Library", open_late)
    with bench.open() as library:
        assert not first.folder.exists()
        assert {note.file for note in library.stored.notes()} == {*VAULT, "other.md"}


def test_two_who_index_at_once_build_once(bench: Bench) -> None:
    benches = [Bench(bench.notes, bench.home, FakeEncoder()) for _ in range(3)]
    threads = [threading.Thread(target=lambda b=b: b.open().close()) for b in benches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts = [len(b.encoder.encoded) for b in benches if isinstance(b.encoder, FakeEncoder)]
    assert sorted(counts)[:2] == [0, 0]
    assert max(counts) > 0
