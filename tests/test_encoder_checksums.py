"""SHA-256 of a model's files: read once, and again when a file has changed."""

import json
import os
import stat
from pathlib import Path

import pytest

from tutor.encoder import checksums
from tutor.encoder.checksums import Checksums


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "weights"
    file.write_text("weights")
    return file


@pytest.fixture
def seen(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "checksums.json"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    read: list[str] = []
    whole = checksums._sha256

    def watched(file: Path) -> str:
        read.append(file.name)
        return whole(file)

    monkeypatch.setattr(checksums, "_sha256", watched)
    return read


def checksum(file: Path, seen: Path) -> str:
    sums = Checksums(seen)
    found = sums.of(file)
    sums.save()
    return found


def test_a_file_that_was_seen_is_not_read_again(file: Path, seen: Path, read: list[str]) -> None:
    first = checksum(file, seen)
    assert len(first) == 64
    assert stat.S_IMODE(seen.stat().st_mode) == 0o600
    assert [found.name for found in seen.parent.iterdir()] == [seen.name]
    assert checksum(file, seen) == first
    assert read == [file.name]


@pytest.mark.parametrize("change", ["size", "time"])
def test_a_file_of_another_size_or_time_is_read_again(file: Path, seen: Path, read: list[str], change: str) -> None:
    first = checksum(file, seen)
    status = file.stat()
    file.write_text("weights, more" if change == "size" else "WEIGHTS")
    later = 0 if change == "size" else 1
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns + later))
    assert checksum(file, seen) != first
    assert read == [file.name] * 2


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", "null", "[" * 100_000, '{"PATH": 1}', '{"PATH": [SIZE, TIME]}', '{"PATH": []}']
)
def test_a_damaged_memory_is_as_good_as_none(file: Path, seen: Path, read: list[str], text: str) -> None:
    status = file.stat()
    seen.parent.mkdir()
    text = text.replace("PATH", str(file))
    seen.write_text(text.replace("SIZE", str(status.st_size)).replace("TIME", str(status.st_mtime_ns)))
    checksum(file, seen)
    assert read == [file.name]
    assert json.loads(seen.read_text())[str(file)][2] == checksum(file, seen)
    assert read == [file.name]


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_memory_that_cannot_be_written_only_costs_time(file: Path, seen: Path, kind: str) -> None:
    if kind == "file":
        seen.parent.write_text("a file where the folder should be")
    else:
        seen.mkdir(parents=True)
    assert len(checksum(file, seen)) == 64
    assert not list(seen.parent.parent.rglob("*.json.*"))
