"""Vectors: search equals brute force, and what was changed or stored equals what was built."""

import subprocess
import sys
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.folders import a_folder, ids_of, opened, write
from tutor.errors import IndexDamaged
from tutor.library.segments import Floats
from tutor.library.vectors import Vectors

LAW = settings(deadline=None, max_examples=60)
DIM = 3
# Eighths add up exactly in float32 in any order, and on so coarse a grid many scores tie.
ROW = st.tuples(*[st.integers(-8, 8)] * DIM)
ROWS = st.dictionaries(st.integers(0, 2**63 - 1), ROW, max_size=60)
Rows = dict[int, tuple[int, ...]]


def matrix_of(rows: Iterable[tuple[int, ...]]) -> Floats:
    matrix: Floats = np.array(list(rows), dtype=np.float32).reshape(-1, DIM)
    return matrix / np.float32(8)


def vectors_of(rows: Rows) -> Vectors:
    return opened(ids_of(rows), matrix_of(rows.values()))


def brute_force(rows: Rows, query: Floats, k: int) -> list[tuple[int, float]]:
    scores = {key: float(np.dot(matrix_of([row])[0], query)) for key, row in rows.items()}
    best = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    return best[: max(k, 0)]


def found(vectors: Vectors, query: Floats, k: int) -> list[tuple[int, float]]:
    ids, scores = vectors.search(query, k)
    assert (str(ids.dtype), str(scores.dtype)) == ("int64", "float32")
    return list(zip(ids.tolist(), scores.tolist(), strict=True))


def some() -> Vectors:
    return vectors_of({3: (8, 0, 0), 5: (0, 8, 0), 9: (0, 0, 8)})


@LAW
@given(ROWS, ROW, st.integers(-2, 70))
def test_search_equals_brute_force(rows: Rows, row: tuple[int, ...], k: int) -> None:
    query = matrix_of([row])[0]
    assert found(vectors_of(rows), query, k) == brute_force(rows, query, k)


@pytest.mark.parametrize("k", [1, 50, 150, 999, 1000, 2000])
def test_ties_go_to_the_lower_ids_however_many_there_are(k: int) -> None:
    vectors = vectors_of(dict.fromkeys(range(1000), (8, 0, 0)))
    ids, scores = vectors.search(matrix_of([(8, 0, 0)])[0], k)
    assert ids.tolist() == list(range(min(k, 1000)))
    assert (scores == 1).all()


@LAW
@given(st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_search_of_normalised_vectors_agrees_with_numpy(n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    matrix = rng.standard_normal((n, 384)).astype(np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    query = matrix[rng.integers(n)]
    vectors = opened(np.arange(n, dtype=np.int64) * 7, matrix)
    ids, scores = vectors.search(query, n)
    assert sorted(ids.tolist()) == vectors.ids.tolist()
    np.testing.assert_allclose(scores, np.sort(matrix @ query)[::-1], atol=1e-6)
    np.testing.assert_allclose(scores, vectors.cosines(query, ids), atol=1e-6)


@LAW
@given(ROWS, ROW, st.data())
def test_cosines_and_rows_come_in_the_order_of_the_ids_asked_for(
    rows: Rows, row: tuple[int, ...], data: st.DataObject
) -> None:
    query = matrix_of([row])[0]
    keys = data.draw(st.permutations(sorted(rows)))
    vectors, wanted = vectors_of(rows), matrix_of(rows[key] for key in keys)
    np.testing.assert_array_equal(vectors.rows(ids_of(keys)), wanted)
    cosines = vectors.cosines(query, ids_of(keys))
    assert cosines.dtype == np.float32
    np.testing.assert_array_equal(cosines, wanted @ query)


@LAW
@given(ROWS, ROWS, st.data())
def test_replacing_equals_building_from_scratch(old: Rows, new: Rows, data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.sampled_from(sorted(old)))) if old else set()
    removed = gone | (old.keys() & new.keys())
    added = data.draw(st.permutations(sorted(new)))
    scratch = {key: row for key, row in old.items() if key not in removed} | new
    with a_folder() as changed, a_folder() as whole:
        write(changed, ids_of(added), matrix_of(new[key] for key in added), vectors_of(old), removed)
        write(whole, ids_of(scratch), matrix_of(scratch.values()))
        assert changed.bytes == whole.bytes
        assert list(changed.bytes) == ["facts.ids", "facts.vectors"]


@LAW
@given(ROWS)
def test_vectors_come_out_as_they_went_in(rows: Rows) -> None:
    vectors = vectors_of(rows)
    assert (len(vectors), vectors.dim) == (len(rows), DIM)
    assert vectors.ids.tolist() == sorted(rows)
    np.testing.assert_array_equal(vectors.rows(vectors.ids), matrix_of(rows[key] for key in sorted(rows)))


def test_there_can_be_no_vectors_at_all() -> None:
    none = vectors_of({})
    query = matrix_of([(8, 0, 0)])[0]
    assert (len(none), none.dim, none.ids.tolist()) == (0, DIM, [])
    assert found(none, query, 5) == []
    assert none.cosines(query, ids_of([])).shape == (0,)
    assert none.rows(ids_of([])).shape == (0, DIM)
    with pytest.raises(KeyError):
        none.rows(ids_of([1]))


@pytest.mark.parametrize("missing", [0, 4, 10])
def test_an_unknown_id_is_a_key_error(missing: int) -> None:
    query = matrix_of([(8, 0, 0)])[0]
    with pytest.raises(KeyError, match=str(missing)):
        some().rows(ids_of([3, missing]))
    with pytest.raises(KeyError, match=str(missing)):
        some().cosines(query, ids_of([missing]))
    with a_folder() as folder, pytest.raises(KeyError, match=str(missing)):
        write(folder, ids_of([]), matrix_of([]), some(), [missing])


@pytest.mark.parametrize("ids", [[1, 1], [-1, 1], [1], [1, 2, 3]])
def test_ids_that_are_negative_doubled_or_too_few_are_refused(ids: list[int]) -> None:
    with pytest.raises(ValueError, match="ids"):
        opened(ids_of(ids), matrix_of([(8, 0, 0), (0, 8, 0)]))


def test_an_id_cannot_be_added_twice() -> None:
    with a_folder() as folder, pytest.raises(ValueError, match="once"):
        write(folder, ids_of([5]), matrix_of([(8, 0, 0)]), some())


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_not_finite_are_refused(number: float) -> None:
    bad = np.array([[1, number, 0]], dtype=np.float32)
    with pytest.raises(ValueError, match="finite"):
        opened(ids_of([1]), bad)
    with pytest.raises(ValueError, match="finite"):
        some().search(bad[0], 1)


def test_a_query_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="3 finite numbers"):
        some().search(np.ones(4, np.float32), 1)


def test_the_vectors_cannot_be_changed_from_outside() -> None:
    vectors = some()
    vectors.rows(ids_of([3]))[:] = 0
    vectors.ids[:] = 0
    assert vectors.rows(ids_of([3])).tolist() == [[1, 0, 0]]
    assert vectors.ids.tolist() == [3, 5, 9]


@pytest.mark.parametrize("name", ["facts.ids", "facts.vectors"])
def test_every_truncation_is_noticed(name: str) -> None:
    with a_folder() as folder:
        write(folder, ids_of([3, 5, 9]), matrix_of([(8, 0, 0), (0, 8, 0), (0, 0, 8)]))
        data = folder.bytes[name]
        for length in range(len(data)):
            (folder.path / name).write_bytes(data[:length])
            with pytest.raises(IndexDamaged, match="damaged"):
                Vectors.open(folder.path, "facts", DIM, 3)


def test_ids_out_of_order_are_damage_with_a_remedy() -> None:
    with a_folder() as folder:
        write(folder, ids_of([3, 5]), matrix_of([(8, 0, 0), (0, 8, 0)]))
        (folder.path / "facts.ids").write_bytes(ids_of([5, 3]).tobytes())
        with pytest.raises(IndexDamaged) as caught:
            Vectors.open(folder.path, "facts", DIM, 2)
    expected = "The vectors of the index are damaged: their ids are out of order. Run: tutor index --force"
    assert str(caught.value) == expected


@pytest.mark.parametrize(("dim", "count"), [(4, 3), (3, 2), (3, 4)])
def test_another_size_than_is_on_record_is_damage(dim: int, count: int) -> None:
    with a_folder() as folder:
        write(folder, ids_of([3, 5, 9]), matrix_of([(8, 0, 0), (0, 8, 0), (0, 0, 8)]))
        with pytest.raises(IndexDamaged, match=r"damaged: (3|4|2|their files)"):
            Vectors.open(folder.path, "facts", dim, count)


def test_faiss_is_imported_only_when_vectors_are_made() -> None:
    code = "import sys, tutor.library.vectors; sys.exit('faiss' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
