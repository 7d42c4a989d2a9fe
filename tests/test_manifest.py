"""Manifests: canonical JSON that reads back, and nothing else that passes for one."""

import json
import os
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.encoder import ModelId
from tutor.errors import IndexDamaged, IndexStale
from tutor.library.manifest import FORMAT, FileSum, Manifest, Source
from tutor.notes.values import Skipped

MANIFEST = Manifest(
    notes="notes-01234567",
    root="/home/me/notes",
    built_ns=1,
    model=ModelId("fake", "f" * 64, 384, 256),
    counts={"facts": 3, "passages": 2},
    sources=(Source("a.md", 12, 34, 56, "a" * 64),),
    skipped=(Skipped("b.md", "not UTF-8"),),
)

TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.binary().map(os.fsdecode)
NUMBER = st.integers(-(2**63), 2**63)
FILE_SUMS = st.dictionaries(
    st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True), st.tuples(NUMBER, NUMBER, TEXT)
).map(lambda sums: tuple(FileSum(name, *sums[name]) for name in sorted(sums)))
MANIFESTS = st.builds(
    Manifest,
    library=TEXT,
    notes=TEXT,
    root=TEXT,
    built_ns=NUMBER,
    model=st.builds(ModelId, TEXT, TEXT, NUMBER, NUMBER),
    counts=st.dictionaries(TEXT, NUMBER),
    sources=st.lists(st.builds(Source, TEXT, NUMBER, NUMBER, NUMBER, TEXT)).map(tuple),
    skipped=st.lists(st.builds(Skipped, TEXT, TEXT)).map(tuple),
    files=FILE_SUMS,
    format=st.just(FORMAT),
)
JSON: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda part: st.lists(part) | st.dictionaries(st.text(), part),
)


@given(MANIFESTS)
def test_a_manifest_survives_being_stored(manifest: Manifest) -> None:
    data = manifest.to_bytes()
    assert data.isascii()
    assert Manifest.from_bytes(data) == manifest
    assert Manifest.from_bytes(data).to_bytes() == data


def test_the_order_of_counts_does_not_show() -> None:
    turned = replace(
        MANIFEST,
        counts={name: MANIFEST.counts[name] for name in sorted(MANIFEST.counts, reverse=True)},
    )
    assert turned.to_bytes() == MANIFEST.to_bytes()


@pytest.mark.parametrize("number", [0, 1, FORMAT + 1, 99])
def test_another_format_is_stale(number: int) -> None:
    for data in (replace(MANIFEST, format=number).to_bytes(), b'{"format": %d}' % number):
        with pytest.raises(IndexStale) as caught:
            Manifest.from_bytes(data)
        assert str(caught.value) == ("The index was built by another version of tutor. Run: tutor index")


@given(JSON | st.builds(lambda part: {"format": 1, **part}, st.dictionaries(st.text(), JSON)))
def test_any_other_json_is_damage(value: object) -> None:
    with pytest.raises((IndexDamaged, IndexStale)):
        Manifest.from_bytes(json.dumps(value).encode())


@given(st.sampled_from(sorted(json.loads(MANIFEST.to_bytes()))), JSON)
def test_a_manifest_with_another_value_is_damage_or_well_typed(name: str, value: object) -> None:
    raw = json.loads(MANIFEST.to_bytes()) | {name: value}
    try:
        manifest = Manifest.from_bytes(json.dumps(raw).encode())
    except (IndexDamaged, IndexStale):
        return
    assert json.loads(manifest.to_bytes()) == raw


@pytest.mark.parametrize("data", [b"", b"\xff", b"[" * 100_000, b"1" * 5000, b"null", b"{}"])
def test_garbage_is_damage(data: bytes) -> None:
    with pytest.raises(IndexDamaged, match=r"manifest\.json of the index is damaged"):
        Manifest.from_bytes(data)


@pytest.mark.parametrize("name", ["../CURRENT", "/etc/passwd", "..", "", "a\x00b", "manifest.json"])
def test_a_manifest_never_names_a_file_elsewhere(name: str) -> None:
    data = replace(MANIFEST, files=(FileSum(name, 0, 0, ""),)).to_bytes()
    with pytest.raises(IndexDamaged):
        Manifest.from_bytes(data)
