"""What the notes call things is looked up, not loaded, and is the same."""

from pathlib import Path

import pytest

from tests.vaults import Bench, write_notes
from tutor.library import reader
from tutor.notes.words import terms

NOTES = {
    "cloud.md": "# EBS vs EFS\n\nElastic Block Store (EBS) is a disk.\n\n## Snapshots and backups\n\nNightly.\n",
    "more.md": "# Elastic Block Store\n\nElastic Block Store (EBS) again; Elastic File System (EFS) too.\n",
}


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(write_notes(tmp_path / "notes", NOTES), tmp_path / "home")
    bench.index()
    return bench


def test_aliases_are_found_by_either_form(bench: Bench) -> None:
    with bench.open() as library:
        assert library.names
        for name in library.names:
            for run in (name.short, name.long):
                assert library.names_of([("other",), run]) == [
                    known for known in library.names if run in (known.short, known.long)
                ]
        assert library.names_of([]) == library.names_of([("elast",)]) == []


@pytest.mark.parametrize("name", ["EBS vs EFS", "EBS", "EFS", "snapshots", "Backups", "Elastic File System"])
def test_headings_what_they_join_and_aliases_are_names(bench: Bench, name: str) -> None:
    with bench.open() as library:
        assert tuple(terms(name)) in library.known_names


@pytest.mark.parametrize("name", ["disk", "Elastic", "nightly", ""])
def test_other_words_are_no_names(bench: Bench, name: str) -> None:
    with bench.open() as library:
        assert tuple(terms(name)) not in library.known_names


def test_a_name_goes_with_the_last_note_that_has_it(bench: Bench) -> None:
    (bench.notes / "cloud.md").unlink()
    bench.index()
    with bench.open() as library:
        assert tuple(terms("snapshots")) not in library.known_names
        assert tuple(terms("EBS")) in library.known_names


def test_spellings_are_found_by_how_they_begin(bench: Bench) -> None:
    with bench.open() as library:
        whole = library.stored.spellings()
        assert library.stored.spellings("s") == {word: n for word, n in whole.items() if word.startswith("s")}
        assert {"snapshots", "store", "system"} <= library.stored.spellings("s").keys()


def test_words_of_too_many_passages_are_left_to_rarer_ones(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    with bench.open() as library:
        elastic, nightly = library.stored.passages_with(["elast"], 9), library.stored.passages_with(["night"], 9)
        assert elastic
        assert nightly
        both = set(elastic) | set(nightly)
        assert set(library.stored.passages_with(["elast", "night"], 9)) == both
        monkeypatch.setattr(reader, "_RANKED", len(nightly))
        assert library.stored.passages_with(["elast", "night"], 9) == nightly
        # Where even the rarest is in too many, only what has all of them.
        monkeypatch.setattr(reader, "_RANKED", 0)
        assert library.stored.passages_with(["elast", "night"], 9) == []
        assert set(library.stored.passages_with(["elast", "block"], 9)) <= set(elastic)
