"""`tutor doctor --repair`: what can be made again is mended; what the learner did is never touched."""

import os
import stat
from pathlib import Path

import pytest
from filelock import FileLock

from tests.fakes import FakeEncoder
from tests.vaults import VAULT, write_notes
from tutor.cli import doctor as doctor_module
from tutor.cli.checks import Check
from tutor.cli.program import run
from tutor.desk.setup import Setup
from tutor.store.backups import Backups


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return the program's folder, with an index, and a question that was asked."""
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TUTOR_NOTES", str(write_notes(tmp_path / "vault", VAULT)))
    monkeypatch.setattr(Setup, "encoder", lambda *_, **__: FakeEncoder())
    monkeypatch.setattr(doctor_module, "_export", lambda _: Check("ok", "export"))
    assert run(["ask", "what prevents stroke"]) == 0
    capsys.readouterr()
    return tmp_path / "home"


def lines(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> list[str]:
    assert run(["doctor", *args]) == code
    return [line for line in capsys.readouterr().out.splitlines() if not line.startswith("ok")]


def test_a_sound_home_needs_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lines(capsys) == lines(capsys, "--repair") == []


def test_a_damaged_index_is_built_anew(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (database,) = home.rglob("library.db")
    whole = database.read_bytes()
    database.write_bytes(whole[:100])
    (bad,) = lines(capsys, code=3)
    assert "tutor index --force" in bad
    found, mended = lines(capsys, "--repair")
    assert found == bad
    assert mended.startswith("mended  indexed: 4 notes")
    assert lines(capsys) == []


def test_a_large_file_that_was_changed_behind_the_back_of_its_time_is_found(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tutor.library import files

    monkeypatch.setattr(files, "_SUMMED", 0)
    (vectors,) = home.rglob("facts.vectors")
    before = vectors.stat()
    data = bytearray(vectors.read_bytes())
    data[-1] ^= 1
    vectors.write_bytes(data)
    os.utime(vectors, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "its checksum is wrong" in lines(capsys, code=3)[0]
    lines(capsys, "--repair")
    assert lines(capsys) == []


def leave_behind(home: Path) -> list[Path]:
    (library,) = (home / "cache/library").iterdir()
    left = [
        home / ".tmp-0123-notes.json",
        home / ".tmp-0123-tutor.db",
        home / "backups/.tmp-0123",
        home / "cache/encoders/.tmp-0123",
        home / "cache/checksums.json.4711",
        home / "cache/library/gone-01234567/gen/x",
        library / "gen/.tmp-0123/library.db",
    ]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"left" * 1000)
    return left


def test_what_killed_tutors_left_behind_is_removed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left = leave_behind(home)
    (warned,) = lines(capsys)
    assert warned.startswith("warn  7 leftovers of tutors that were killed, 0.0 MB")
    assert all(path.exists() for path in left)
    assert lines(capsys, "--repair") == [warned, "mended  7 leftovers removed"]
    assert not any(path.exists() for path in left)
    assert lines(capsys) == []


def test_what_a_running_tutor_writes_to_is_left_to_it(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left = leave_behind(home)
    (library,) = (home / "cache/library").glob("vault-*")
    with FileLock(library / "lock"), FileLock(home / "backups/lock"):
        assert lines(capsys, "--repair")[1] == "mended  5 leftovers removed; 2 are in use or cannot be"
    assert sum(path.exists() for path in left) == 2


def test_a_folder_that_others_can_read_is_closed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home.chmod(0o755)
    assert lines(capsys)[0].startswith("warn  others may read what is in this folder")
    lines(capsys, "--repair")
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_damaged_record_of_the_notes_is_moved_aside(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "notes.json").write_text("{")
    assert "what is known of your notes is damaged" in lines(capsys)[0]
    lines(capsys, "--repair")
    assert (home / "notes.json.damaged").read_text() == "{"
    assert lines(capsys) == []


def test_a_damaged_database_is_named_with_its_backup_and_never_touched(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = home / "tutor.db"
    (backup,) = Backups(database).all()
    database.write_bytes(b"damaged" * 100)
    (bad,) = lines(capsys, "--repair", code=3)
    assert bad.startswith(f"bad   {database} is damaged")
    assert f"tutor backup restore {backup.name}" in bad
    assert database.read_bytes() == b"damaged" * 100
    assert run(["backup", "restore"]) == 0
    capsys.readouterr()
    assert lines(capsys) == []


def test_a_flipped_bit_that_only_a_whole_look_finds_is_found(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import sqlite3

    db = sqlite3.connect(home / "tutor.db")
    db.execute("INSERT INTO turn VALUES (99, 1, 'n', 0, 'q', 'q', '{}')")
    db.commit()
    db.close()
    (bad,) = lines(capsys, code=3)
    assert "rows refer to rows that are not there" in bad
    assert "tutor backup restore" in bad


def test_a_database_that_is_gone_is_missed_where_there_are_backups(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "tutor.db").unlink()
    assert "are gone, but there are backups" in lines(capsys)[0]
    for backup in Backups(home / "tutor.db").all():
        backup.file.unlink()
    assert lines(capsys) == []


def test_a_damaged_backup_is_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (backup,) = Backups(home / "tutor.db").all()
    backup.file.write_bytes(b"damaged")
    assert [line.split("  ")[0] for line in lines(capsys)] == ["warn", "warn"]
