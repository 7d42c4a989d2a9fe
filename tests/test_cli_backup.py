"""`tutor backup`: listed, made, verified and restored."""

from pathlib import Path

import pytest

from tutor.cli.program import run
from tutor.store.backups import Backup, Backups
from tutor.store.store import Store


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "home"))
    return tmp_path / "home/tutor.db"


@pytest.fixture
def backup(file: Path) -> Backup:
    with Store.open(file) as store:
        store.start_conversation("notes-01234567", 1, "kept", hidden=False)
    (found,) = Backups(file).all()
    return found


def printed(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> str:
    assert run(["backup", *args]) == code
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_without_any_it_says_how_to_make_one(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys) == printed(capsys, "verify") == "No backup yet; make one: tutor backup make\n"
    assert run(["backup", "make"]) == 3
    assert capsys.readouterr().err.startswith(f"tutor: There is no {file} yet.")
    assert not file.parent.exists()


def test_they_are_listed_and_verified(backup: Backup, capsys: pytest.CaptureFixture[str]) -> None:
    line = f"{backup.name}     0.1 MB  0 quiz answers, 1 conversation\n"
    assert printed(capsys) == printed(capsys, "list") == f"{line}In {backup.file.parent}\n"
    assert printed(capsys, "verify") == printed(capsys, "verify", backup.name) == f"ok   {line}"


def test_a_damaged_one_is_named(backup: Backup, capsys: pytest.CaptureFixture[str]) -> None:
    backup.file.write_bytes(b"something else")
    assert f"{backup.name}  damaged" in printed(capsys)
    assert printed(capsys, "verify", code=3) == f"bad  {backup.file} is damaged: its checksum is wrong.\n"


def test_one_more_is_made(backup: Backup, capsys: pytest.CaptureFixture[str]) -> None:
    line = printed(capsys, "make")
    assert line.endswith("0 quiz answers, 1 conversation\n")
    assert line in printed(capsys)


@pytest.mark.parametrize("named", [True, False])
def test_the_named_or_the_newest_good_one_is_restored(
    file: Path, backup: Backup, named: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(b"damaged")
    assert run(["backup", "make"]) == 3
    assert f"Run: tutor backup restore {backup.name}, or move it away to start anew." in capsys.readouterr().err
    restored, kept = printed(capsys, "restore", *([backup.name] if named else [])).splitlines()
    assert restored == f"Restored {backup.name}     0.1 MB  0 quiz answers, 1 conversation"
    assert kept.startswith(f"What was there is kept as {file}.replaced-")
    assert Path(kept.removeprefix("What was there is kept as ")).read_bytes() == b"damaged"
    assert run(["backup", "restore"]) == 0


def test_without_a_good_one_nothing_is_restored(file: Path, backup: Backup, capsys: pytest.CaptureFixture[str]) -> None:
    backup.file.write_bytes(b"damaged")
    before = file.read_bytes()
    assert run(["backup", "restore"]) == 3
    assert capsys.readouterr().err == (
        f"tutor: There is no good backup in {backup.file.parent}. See what is there: tutor backup verify\n"
    )
    assert run(["backup", "restore", backup.name]) == 3
    assert "its checksum is wrong" in capsys.readouterr().err
    assert file.read_bytes() == before


def test_an_unknown_name_is_a_mistake(backup: Backup, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backup", "restore", "1999"]) == 2
    assert capsys.readouterr().err == "tutor: No backup begins with 1999. Run: tutor backup list\n"
