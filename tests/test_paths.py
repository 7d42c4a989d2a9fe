"""Where the program keeps its own files."""

import os
import pwd
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tutor.errors import CannotWrite, UsageError
from tutor.paths import Paths, private_folder

XDG = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def no_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in XDG:
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_tutor_home_holds_everything() -> None:
    paths = Paths.from_environ({"TUTOR_HOME": "/some/where"})
    root = Path("/some/where")
    assert paths.config_file == root / "config.toml"
    assert paths.registry_file == root / "notes.json"
    assert paths.database_file == root / "tutor.db"
    assert paths.library("abc") == root / "cache/library/abc"
    assert paths.encoders == root / "cache/encoders"


def test_nothing_is_made_by_deciding_where_it_goes(tmp_path: Path) -> None:
    Paths.from_environ({"TUTOR_HOME": str(tmp_path / "new")})
    assert not list(tmp_path.iterdir())


def test_a_relative_tutor_home_is_below_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Paths.from_environ({"TUTOR_HOME": "a/b"}).data == tmp_path / "a/b"


@pytest.mark.usefixtures("no_working_folder")
def test_an_absolute_tutor_home_needs_no_working_folder() -> None:
    assert Paths.from_environ({"TUTOR_HOME": "/some/where"}).data == Path("/some/where")


@pytest.mark.usefixtures("no_working_folder")
def test_a_relative_tutor_home_without_a_working_folder_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        Paths.from_environ({"TUTOR_HOME": "a"})
    assert str(caught.value) == (
        "TUTOR_HOME is a, a relative path, and the working folder no longer exists. Set TUTOR_HOME to an absolute path."
    )


@pytest.mark.usefixtures("no_working_folder", "home")
def test_the_usual_folders_need_no_working_folder() -> None:
    assert Paths.from_environ({}).data.is_absolute()


@pytest.mark.parametrize("environ", [{}, {"TUTOR_HOME": ""}])
def test_without_tutor_home_the_folders_are_the_users_own(home: Path, environ: dict[str, str]) -> None:
    paths = Paths.from_environ(environ)
    for folder in (paths.config, paths.data, paths.cache):
        assert folder.is_relative_to(home)
        assert folder.name == "tutor"


@pytest.mark.usefixtures("home")
def test_absolute_xdg_folders_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in XDG:
        monkeypatch.setenv(name, f"/xdg/{name}")
    assert Paths.from_environ({}) == Paths(*(Path("/xdg", name, "tutor") for name in XDG))


def test_relative_xdg_folders_are_ignored(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = Paths.from_environ({})
    for name in XDG:
        monkeypatch.setenv(name, "relative")
    assert Paths.from_environ({}) == usual
    assert usual.data.is_relative_to(home)


@pytest.mark.usefixtures("home")
def test_without_home_the_password_database_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME")
    assert Paths.from_environ({}).data.is_relative_to(pwd.getpwuid(os.getuid()).pw_dir)


@pytest.mark.usefixtures("home")
def test_a_user_without_any_home_is_told_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_entry(uid: int) -> pwd.struct_passwd:
        raise KeyError(uid)

    monkeypatch.delenv("HOME")
    monkeypatch.setattr(pwd, "getpwuid", no_entry)
    with pytest.raises(UsageError) as caught:
        Paths.from_environ({})
    assert str(caught.value) == ("This user has no home folder. Set TUTOR_HOME to a folder that tutor may use.")


@pytest.mark.usefixtures("open_umask")
def test_a_private_folder_and_its_parents_are_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "a b/ü\n/c"
    assert private_folder(folder) == folder
    assert {mode(p) for p in (folder, folder.parent, folder.parent.parent)} == {0o700}


def test_a_folder_that_exists_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    private_folder(tmp_path)
    assert mode(tmp_path) == 0o755


def test_a_link_to_a_folder_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    private_folder(tmp_path / "link/new")
    assert (tmp_path / "real/new").is_dir()


@pytest.mark.parametrize("below", ["", "x", "x/y"])
def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path, below: str) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(CannotWrite) as caught:
        private_folder(file / below)
    assert str(caught.value) == (f"{file} is not a folder. Set TUTOR_HOME to a folder that you can write to.")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 300)
    with pytest.raises(CannotWrite) as caught:
        private_folder(folder)
    assert str(caught.value) == (
        f"The folder {folder} cannot be made: File name too long. Set TUTOR_HOME to a folder that you can write to."
    )
