"""Many vectors: which index at which number, what an update touches, and how near it comes to comparing all."""

from collections.abc import Iterator

import faiss
import numpy as np
import pytest

from tests.folders import Folder, a_folder, ids_of, write
from tutor.errors import IndexDamaged
from tutor.library import kinds
from tutor.library.kinds import Kind, kind_for, probed_for
from tutor.library.segments import Floats, Ids
from tutor.library.vectors import Vectors

DIM, COUNT = 32, 3000
FILES = ["facts.ivf", "facts.lists", "facts.places"]


def some_vectors(count: int, seed: int) -> Floats:
    """Return vectors as texts have them: a few directions carry most of what tells them apart."""
    rows = np.random.default_rng(seed).standard_normal((count, DIM)) * np.geomspace(1, 0.1, DIM)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


IDS, MATRIX = np.arange(COUNT) * 3, some_vectors(COUNT, 0)
QUERIES = some_vectors(50, 1)


@pytest.fixture(autouse=True)
def _small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "EXACT", 500)
    monkeypatch.setattr(kinds, "TAIL", 100)
    monkeypatch.setattr(kinds, "_PROBED", {16: 24, 8: 24})


@pytest.fixture
def base() -> Iterator[Folder]:
    with a_folder() as folder:
        write(folder, IDS, MATRIX)
        yield folder


def opened(folder: Folder, count: int = COUNT) -> Vectors:
    return Vectors.open(folder.path, "facts", DIM, count)


def recall(vectors: Vectors, ids: Ids, matrix: Floats) -> float:
    """Return which share of the ten nearest a search finds."""
    found = 0
    for query in QUERIES:
        wanted = ids[np.argsort(-(matrix @ query))[:10]]
        found += len(np.intersect1d(vectors.search(query, 10)[0], wanted))
    return found / (10 * len(QUERIES))


def test_the_kind_of_index_follows_from_the_number_of_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert [kind_for(count) for count in (0, 10_000, 1 << 16)] == [None] * 3
    assert kind_for((1 << 16) + 1) == Kind(1024, 16)
    assert kind_for(500_000) == Kind(2048, 16)
    assert kind_for(5_000_000) == Kind(8192, 8)
    assert [probed_for(kind) for kind in (Kind(128, 16), Kind(2048, 16), Kind(8192, 8))] == [128, 320, 640]


@pytest.mark.parametrize("bits", [8, 16])
def test_few_of_the_nearest_are_missed(monkeypatch: pytest.MonkeyPatch, bits: int) -> None:
    monkeypatch.setattr(kinds, "_HALF", 0 if bits == 8 else 1 << 20)
    with a_folder() as folder:
        write(folder, IDS, MATRIX)
        assert sorted(folder.bytes) == FILES
        assert len(folder.bytes["facts.lists"]) < COUNT * (DIM * bits // 8 + 8) * 1.5
        vectors = opened(folder)
    assert recall(vectors, IDS, MATRIX) >= 0.95
    np.testing.assert_allclose(vectors.rows(IDS), MATRIX, atol=0.005)
    ids, scores = vectors.search(QUERIES[0], 300)
    np.testing.assert_allclose(scores, vectors.cosines(QUERIES[0], ids), atol=1e-5)


def test_an_update_writes_what_changed_and_takes_over_the_rest(base: Folder) -> None:
    removed, new = IDS[:50], some_vectors(50, 2)
    with a_folder(base.path) as folder:
        # Ids that were freed are given again; 7 is new.
        write(folder, ids_of([*removed[1:], 7]), new, opened(base), removed)
        assert sorted(folder.kept) == FILES
        written = {name: len(data) for name, data in folder.bytes.items() if name not in folder.kept}
        assert written == {"facts-tail.ids": 50 * 8, "facts-tail.vectors": 50 * DIM * 4, "facts-dead.ids": 50 * 8}
        vectors = opened(folder)
    ids = np.concatenate([removed[1:], [7], IDS[50:]])
    matrix = np.concatenate([new, MATRIX[50:]])
    assert vectors.ids.tolist() == sorted(ids)
    np.testing.assert_allclose(vectors.rows(ids), matrix, atol=0.001)
    assert recall(vectors, ids, matrix) >= 0.95
    assert removed[0] not in vectors.search(MATRIX[0], COUNT)[0]
    with pytest.raises(KeyError):
        vectors.rows(removed[:1])


def test_updates_add_up(base: Folder) -> None:
    with a_folder(base.path) as first, a_folder(first.path) as second:
        write(first, ids_of([1, 4]), some_vectors(2, 2), opened(base), [0])
        write(second, ids_of([7]), some_vectors(1, 3), opened(first, COUNT + 1), [1, 3])
        vectors = opened(second, COUNT)
    assert vectors.ids.tolist() == sorted({*IDS.tolist(), 4, 7} - {0, 3})
    np.testing.assert_array_equal(vectors.rows(ids_of([4, 7])), [some_vectors(2, 2)[1], some_vectors(1, 3)[0]])


def test_after_many_updates_all_are_put_together_by_the_same_centroids(base: Folder) -> None:
    new = some_vectors(101, 2)
    with a_folder(base.path) as folder:
        write(folder, np.arange(101) * 3 + 1, new, opened(base), IDS[:1])
        assert sorted(folder.bytes) == FILES
        assert folder.kept == []
        vectors, before = opened(folder, COUNT + 100), opened(base)
    np.testing.assert_array_equal(vectors.rows(IDS[1:]), before.rows(IDS[1:]))
    ids, matrix = np.concatenate([IDS[1:], np.arange(101) * 3 + 1]), np.concatenate([MATRIX[1:], new])
    assert vectors.ids.tolist() == sorted(ids)
    assert recall(vectors, ids, matrix) >= 0.95


def test_what_shrinks_is_compared_whole_again(base: Folder) -> None:
    with a_folder(base.path) as folder:
        write(folder, ids_of([]), MATRIX[:0], opened(base), IDS[400:])
        assert sorted(folder.bytes) == ["facts.ids", "facts.vectors"]
        assert recall(opened(folder, 400), IDS[:400], MATRIX[:400]) >= 0.95


def test_the_same_vectors_give_the_same_bytes(base: Folder) -> None:
    with a_folder() as folder:
        write(folder, IDS, MATRIX)
        assert folder.bytes == base.bytes


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_was_cut_or_emptied_is_damage(base: Folder, name: str) -> None:
    before = faiss.get_deserialization_vector_byte_limit()
    data = base.bytes[name]
    for length in (0, 1, len(data) // 2, len(data) - 1):
        (base.path / name).write_bytes(data[:length])
        with pytest.raises(IndexDamaged, match="damaged"):
            opened(base)
    assert faiss.get_deserialization_vector_byte_limit() == before


def test_another_kind_of_index_is_damage(base: Folder) -> None:
    (base.path / "facts.ivf").write_bytes(faiss.serialize_index(faiss.IndexFlatIP(DIM)).tobytes())
    with pytest.raises(IndexDamaged, match="another way"):
        opened(base)
