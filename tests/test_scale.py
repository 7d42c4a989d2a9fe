"""The collections that `make bench-scale` measures are what they are said to be."""

from pathlib import Path

import numpy as np
import pytest

from tests.fakes import FakeEncoder
from tests.scale import collection
from tests.scale.collection import make_collection
from tests.scale.corpus import make_notes
from tests.scale.drawn import DrawnEncoder, Nearest
from tests.vaults import Bench
from tutor.answer.answering import answer
from tutor.library.opening import check_notes
from tutor.library.stored import FACT_VECTORS


@pytest.mark.parametrize("size", [20_000, 200_000])
def test_notes_are_as_large_as_asked_for_and_the_same_each_time(tmp_path: Path, size: int) -> None:
    for name in ("one", "two"):
        make_notes(tmp_path / name, size)
    one, two = (sorted((tmp_path / name).rglob("*.md")) for name in ("one", "two"))
    assert 0.9 < sum(file.stat().st_size for file in one) / size < 1.3
    assert [file.read_bytes() for file in one] == [file.read_bytes() for file in two]


def test_the_nearest_of_all_that_was_shown_are_known() -> None:
    rng = np.random.default_rng(0)
    rows, queries = rng.standard_normal((2, 200, 8)).astype(np.float32)
    nearest = Nearest(queries)
    for start in range(0, 200, 7):
        nearest.show(np.arange(start, min(start + 7, 200)), rows[start : start + 7])
    wanted = np.argsort(-(queries @ rows.T), axis=1)[:, :10]
    assert nearest.recall(list(wanted)) == 1
    assert nearest.recall([ids[:5] for ids in wanted]) == 0.5


@pytest.mark.parametrize("copies", [1, 3])
def test_a_collection_is_its_notes_as_often_as_it_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copies: int
) -> None:
    monkeypatch.setattr(collection, "PARSED", 60)
    (tmp_path / "notes").mkdir()
    fake = FakeEncoder()
    drawn = DrawnEncoder(fake, fake.encode([f"{word} {other}" for word in "abcdefgh" for other in "stuvwxyz"]))
    bench = Bench(tmp_path / "notes", tmp_path / "home", drawn)
    nearest = Nearest(fake.encode(["a question", "another one"]))
    generation = make_collection(bench.place, drawn, 60 * copies, nearest)
    counts = generation.manifest.counts
    assert counts["notes"] == len(list(bench.notes.rglob("*.md")))
    assert counts["notes"] % copies == 0
    assert check_notes(bench.place, drawn).is_fresh
    with bench.open() as library:
        facts = library.vectors[FACT_VECTORS]
        assert len(facts) == library.stored.count(FACT_VECTORS)
        found = [facts.search(query, 10)[0] for query in fake.encode(["a question", "another one"])]
        assert nearest.recall(found) == 1
        assert library.stored.count("passage") == counts["passages"]
        assert answer(library, fake, "What is an Elastic IP?").to_json()
    note = next(bench.notes.rglob("note-000000.md"))
    text = note.read_text("utf-8")
    note.unlink()
    note.write_text(f"{text}\nOne more line about heparin.\n", "utf-8")
    assert bench.index().changed == (note.relative_to(bench.notes).as_posix(),)
