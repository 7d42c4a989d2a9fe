"""Generations: whatever fails or is killed, a reader has the old index or the new, whole."""

import errno
import os
import shutil
import stat
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults import FaultyDisk, Killed, failing, killing, killing_in_the_middle, staying_full
from tutor.disk import Disk
from tutor.encoder import ModelId
from tutor.errors import Busy, CannotWrite, IndexDamaged, IndexMissing, TutorError
from tutor.library.generation import Generation, Generations
from tutor.library.manifest import Manifest, Source
from tutor.notes.values import Skipped

KEY = "0123456789abcdef" * 2
OLD = {"facts.faiss": b"old facts", "library.db": b"old words" * 1000, "passages.faiss": b""}
NEW = {"facts.faiss": b"new facts", "library.db": b"new words" * 1200, "passages.faiss": b"new"}

MANIFEST = Manifest(
    notes="notes-01234567",
    root="/home/me/notes",
    built_ns=1,
    model=ModelId("fake", "f" * 64, 384, 256),
    counts={"facts": 3, "passages": 2},
    sources=(Source("a.md", 12, 34, 56, "a" * 64),),
    skipped=(Skipped("b.md", "not UTF-8"),),
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def commit(home: Path, files: dict[str, bytes], built_ns: int = 1, disk: Disk | None = None) -> Generation:
    generations = Generations(home, KEY, disk)
    with generations.lock(), generations.staging() as staging:
        for name, data in files.items():
            generations.write(staging / name, data)
        return generations.commit(staging, replace(MANIFEST, built_ns=built_ns))


def current(home: Path) -> dict[str, bytes]:
    generation = Generations(home, KEY).current()
    return {file.name: (generation.folder / file.name).read_bytes() for file in generation.manifest.files}


def names(folder: Path) -> set[str]:
    return set(os.listdir(folder))


# What is committed


def test_what_is_committed_is_current(home: Path) -> None:
    committed = commit(home, OLD)
    assert Generations(home, KEY).current() == committed
    assert committed.manifest.library == KEY
    assert [file.name for file in committed.manifest.files] == sorted(OLD)
    assert current(home) == OLD
    assert (home / "CURRENT").read_text() == f"{committed.name}\n"
    assert names(committed.folder) == {*OLD, "manifest.json"}


def test_equal_input_gives_equal_bytes(home: Path, tmp_path: Path) -> None:
    one, two = commit(home, OLD), commit(tmp_path / "other", OLD)
    assert one.name == two.name
    assert (one.folder / "manifest.json").read_bytes() == (two.folder / "manifest.json").read_bytes()


def test_the_same_can_be_committed_again(home: Path) -> None:
    assert commit(home, OLD) == commit(home, OLD)
    assert names(home / "gen") == {commit(home, OLD).name}
    assert current(home) == OLD


def test_committing_the_same_again_repairs_it(home: Path) -> None:
    (commit(home, OLD).folder / "library.db").write_bytes(b"harmed")
    commit(home, OLD)
    assert current(home) == OLD


def test_the_previous_generation_is_kept_and_older_ones_go(home: Path) -> None:
    made = [commit(home, OLD, built_ns).name for built_ns in range(5)]
    assert names(home / "gen") == set(made[-2:])


def test_a_file_that_something_else_wrote_into_the_folder_is_committed(home: Path) -> None:
    generations = Generations(home, KEY)
    with generations.lock(), generations.staging() as staging:
        (staging / "library.db").write_bytes(b"by SQLite")
        made = generations.commit(staging, MANIFEST)
    assert current(home) == {"library.db": b"by SQLite"}
    assert stat.S_IMODE((made.folder / "library.db").stat().st_mode) == 0o600


@pytest.mark.parametrize("umask", [0, 0o022, 0o177])
def test_only_the_user_can_read_an_index(home: Path, umask: int) -> None:
    home.mkdir(0o700)
    (home / "gen").mkdir(0o700)
    before = os.umask(umask)
    try:
        commit(home, OLD)
    finally:
        os.umask(before)
    for path in (home, *home.rglob("*")):
        wanted = 0o700 if path.is_dir() else 0o600
        assert (path, stat.S_IMODE(path.stat().st_mode)) == (path, wanted)


def test_folders_on_the_way_to_the_home_are_private(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        commit(tmp_path / "cache" / "library" / "notes", OLD)
    finally:
        os.umask(before)
    for path in (tmp_path / "cache").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_an_abandoned_staging_folder_is_gone(home: Path) -> None:
    generations = Generations(home, KEY)

    def write_half() -> None:
        with generations.lock(), generations.staging() as staging:
            generations.write(staging / "library.db", b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()
    assert names(home / "gen") == set()
    with pytest.raises(IndexMissing):
        generations.current()


@pytest.mark.parametrize("name", ["manifest.json", "Library.db", "-journal", "a b"])
def test_a_file_with_an_odd_name_is_a_bug(home: Path, name: str) -> None:
    with pytest.raises(ValueError, match="cannot be a file of a generation"):
        commit(home, {name: b""})
    assert names(home / "gen") == set()


# What is refused


def refusal(home: Path, key: str = KEY) -> TutorError:
    with pytest.raises(TutorError) as caught:
        Generations(home, key).current()
    assert caught.value.exit_code == 3
    return caught.value


def test_no_index_is_missing(home: Path) -> None:
    error = refusal(home)
    assert isinstance(error, IndexMissing)
    assert str(error) == f"There is no index in {home}. Run: tutor index"
    assert not home.exists()


def test_an_index_of_another_user_is_refused(home: Path) -> None:
    commit(home, OLD)
    error = refusal(home, "f" * 32)
    assert isinstance(error, IndexDamaged)
    assert str(error) == (f"The index in {home} was not built by this user's tutor. Run: tutor index --force")


def removed(path: Path) -> None:
    path.unlink()


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def garbage(path: Path) -> None:
    path.write_bytes(b"\xff\x00garbage" * (path.stat().st_size // 9 + 1))


def zeroed(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_full_folder(path: Path) -> None:
    a_folder(path)
    (path / "file").write_bytes(b"")


def a_link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def an_endless_device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


HARMS = [
    removed, emptied, garbage, zeroed, longer, a_folder, a_full_folder, a_link,
    an_endless_device, a_pipe,
]  # fmt: skip
FILES = ["CURRENT", "manifest.json", *OLD]
Harm = Callable[[Path], None]


def place_of(home: Path, name: str) -> Path:
    return home / name if name == "CURRENT" else Generations(home, KEY).current().folder / name


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("harm", HARMS)
def test_a_harmed_file_is_named_and_indexing_repairs_it(home: Path, harm: Harm, name: str) -> None:
    commit(home, NEW)
    path = place_of(home, name)
    before = path.read_bytes()
    harm(path)
    if path.is_file() and not path.is_symlink() and path.read_bytes() == before:
        return  # nothing to notice: an empty file was emptied
    error = refusal(home)
    if (harm, name) == (removed, "CURRENT"):
        assert isinstance(error, IndexMissing)
    else:
        assert isinstance(error, IndexDamaged)
        assert f"The index file {path} is damaged: " in error.fact
        assert error.remedy == "Run: tutor index --force"
    commit(home, OLD, 2)
    assert current(home) == OLD


@pytest.mark.parametrize("name", FILES)
def test_every_truncation_is_noticed(home: Path, name: str) -> None:
    commit(home, {name: data[:50] for name, data in NEW.items()})
    path = place_of(home, name)
    data = path.read_bytes()
    for length in range(len(data)):
        path.write_bytes(data[:length])
        assert isinstance(refusal(home), IndexDamaged)


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_bit_in_any_byte_is_noticed(home: Path, name: str) -> None:
    commit(home, {name: data[:50] for name, data in NEW.items()})
    path = place_of(home, name)
    data = path.read_bytes()
    for place, byte in enumerate(data):
        path.write_bytes(data[:place] + bytes([byte ^ 1 << place % 8]) + data[place + 1 :])
        assert isinstance(refusal(home), IndexDamaged)


@pytest.mark.parametrize("text", ["../../etc\n", "/etc/passwd\n", "a" * 31 + "\n", "A" * 32 + "\n", "a" * 32, "\n" * 9])
def test_a_pointer_to_no_generation_is_damage(home: Path, text: str) -> None:
    commit(home, OLD)
    (home / "CURRENT").write_text(text)
    error = refusal(home)
    assert isinstance(error, IndexDamaged)
    assert error.fact == f"The index file {home / 'CURRENT'} is damaged: it names no generation."


def test_a_generation_that_is_gone_is_damage(home: Path) -> None:
    folder = commit(home, OLD).folder
    shutil.rmtree(folder)
    assert f"{folder / 'manifest.json'} is damaged: it is missing." in refusal(home).fact
    folder.write_bytes(b"a file")
    assert f"{folder / 'manifest.json'} is damaged: Not a directory." in refusal(home).fact
    commit(home, OLD)
    assert current(home) == OLD


@pytest.mark.parametrize("kind", ["file", "link", "dangling"])
def test_something_else_in_the_place_of_the_generations_is_replaced(home: Path, tmp_path: Path, kind: str) -> None:
    mine = tmp_path / "mine" / KEY
    mine.mkdir(parents=True)
    home.mkdir()
    if kind == "file":
        (home / "gen").write_bytes(b"")
    else:
        (home / "gen").symlink_to(mine.parent if kind == "link" else tmp_path / "nothing")
    commit(home, OLD)
    assert current(home) == OLD
    assert mine.is_dir()


def test_what_is_not_a_generation_is_never_collected(home: Path, tmp_path: Path) -> None:
    commit(home, OLD)
    (home / "gen" / "README").write_bytes(b"")
    (home / "README.md").write_bytes(b"")
    mine = tmp_path / "mine"
    mine.mkdir()
    (home / "gen" / ("a" * 32)).symlink_to(mine)
    for built_ns in range(2, 5):
        commit(home, OLD, built_ns)
    assert mine.is_dir()
    assert (home / "README.md").exists()
    assert "README" in names(home / "gen")
    assert "a" * 32 not in names(home / "gen")


# Faults


def changes_of_a_commit(tmp_path: Path, *, first: bool) -> int:
    disk = FaultyDisk(0, Killed(), lasting=False, torn=False)
    if not first:
        commit(tmp_path / "counted", OLD)
        commit(tmp_path / "counted", OLD, 2)
    commit(tmp_path / "counted", NEW, 3, disk)
    return disk.calls


def prepare(home: Path, *, first: bool) -> dict[str, bytes] | None:
    if first:
        return None
    commit(home, OLD)
    commit(home, OLD, 2)
    return OLD


def left(home: Path) -> dict[str, bytes] | None:
    try:
        return current(home)
    except IndexMissing:
        return None


def outcome(home: Path, disk: Disk, built_ns: int = 3) -> BaseException | None:
    try:
        commit(home, NEW, built_ns, disk)
    except (CannotWrite, Killed) as error:
        return error
    return None


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("disk_of", [failing, staying_full, killing, killing_in_the_middle])
def test_a_fault_at_any_change_leaves_the_old_index_or_the_new(
    tmp_path: Path, disk_of: Callable[[int], FaultyDisk], first: bool
) -> None:
    is_new = []
    for nth in range(1, changes_of_a_commit(tmp_path, first=first) + 1):
        home = tmp_path / str(nth)
        old = prepare(home, first=first)
        error = outcome(home, disk_of(nth))
        after = left(home)
        assert after in (old, NEW)
        assert error or after == NEW
        is_new.append(after == NEW)
    assert len(is_new) > 12
    if disk_of is not failing:
        # Once the pointer is replaced, nothing that fails later takes the new index back.
        assert is_new == sorted(is_new)
    assert set(is_new) == {True, False}


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("disk_of", [failing, staying_full])
def test_a_commit_on_a_full_disk_says_so(tmp_path: Path, disk_of: Callable[[int], FaultyDisk], first: bool) -> None:
    errors = []
    for nth in range(1, changes_of_a_commit(tmp_path, first=first) + 1):
        home = tmp_path / str(nth)
        prepare(home, first=first)
        if error := outcome(home, disk_of(nth)):
            errors.append(str(error))
            assert str(error).startswith(f"{home}/gen")
            assert str(error).endswith(
                " cannot be written: No space left. Free some space on the disk, then try again."
            )
    assert len(errors) > 10


@pytest.mark.parametrize("first", [True, False])
def test_a_failed_commit_gives_its_space_back(tmp_path: Path, first: bool) -> None:
    total = changes_of_a_commit(tmp_path, first=first)
    for nth in range(1, total + 1):
        home = tmp_path / str(nth)
        old = prepare(home, first=first)
        before = names(home / "gen") if old else set()
        # Where the new index stands all the same, its last sync failed.
        if outcome(home, failing(nth)) and left(home) == old:
            assert {path.name for path in home.glob("gen/*")} <= before
            assert names(home) <= {"CURRENT", "gen", "lock"}


@pytest.mark.parametrize("disk_of", [killing, killing_in_the_middle])
def test_what_killed_commits_leave_goes_at_the_start_of_the_next(
    tmp_path: Path, home: Path, disk_of: Callable[[int], FaultyDisk]
) -> None:
    total = changes_of_a_commit(tmp_path, first=False)
    commit(home, OLD)
    for nth in range(1, total + 1):
        outcome(home, disk_of(nth), 10 + nth)
    generations = Generations(home, KEY)
    with generations.lock(), generations.staging() as staging:
        whole = names(home / "gen") - {staging.name}
        assert generations.current().name in whole
        assert len(whole) <= 2
        assert not any(name.startswith(".") for name in whole)
    commit(home, OLD, 1000)
    commit(home, OLD, 1001)
    assert names(home) == {"CURRENT", "gen", "lock"}
    assert len(names(home / "gen")) == 2


@pytest.mark.parametrize(
    ("number", "remedy"),
    [
        (errno.ENOSPC, "Free some space on the disk, then try again."),
        (errno.EFBIG, "Free some space on the disk, then try again."),
        (errno.EROFS, "Set TUTOR_HOME to a folder that you can write to."),
        (errno.EACCES, "Set TUTOR_HOME to a folder that you can write to."),
        (errno.EIO, "Set TUTOR_HOME to a folder that you can write to."),
    ],
)
def test_a_message_names_the_file_and_what_to_do(home: Path, number: int, remedy: str) -> None:
    path = home / "gen" / "x"
    fault = OSError(number, os.strerror(number), str(path))
    with pytest.raises(CannotWrite) as caught:
        commit(home, OLD, 1, FaultyDisk(2, fault, lasting=False, torn=False))
    assert str(caught.value) == f"{path} cannot be written: {os.strerror(number)}. {remedy}"


def test_a_file_system_that_cannot_sync_folders_will_do(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(os, "fsync", refuse)
    commit(home, OLD)
    assert current(home) == OLD


def test_the_files_are_on_the_disk_before_the_pointer_is_replaced(home: Path) -> None:
    class Recorder(Disk):
        def __init__(self) -> None:
            self.done: list[tuple[str, str]] = []

        def write(self, path: Path, data: bytes) -> None:
            self.done.append(("write", path.name))
            super().write(path, data)

        def sync(self, path: Path) -> None:
            self.done.append(("sync", path.name))
            super().sync(path)

        def move(self, old: Path, new: Path) -> None:
            self.done.append(("move", new.name))
            super().move(old, new)

    disk = Recorder()
    name = commit(home, {"library.db": b"words"}, 1, disk).name
    staging, aside = disk.done[4][1], disk.done[7][1]
    assert disk.done == [
        ("write", "library.db"),
        ("sync", "library.db"),
        ("write", "manifest.json"),
        ("sync", "manifest.json"),
        ("sync", staging),
        ("move", name),
        ("sync", "gen"),
        ("write", aside),
        ("sync", aside),
        ("move", "CURRENT"),
        ("sync", "home"),
    ]


# The lock


def test_a_second_writer_is_told_that_there_is_a_first(home: Path) -> None:
    with Generations(home, KEY).lock():
        with pytest.raises(Busy) as caught, Generations(home, KEY).lock():
            pass
        assert caught.value.exit_code == 5
        assert str(caught.value) == ("Another tutor is indexing these notes. Try again when it has finished.")
    with Generations(home, KEY).lock():
        pass


def test_a_second_writer_can_wait_for_the_first(home: Path) -> None:
    def write(number: int) -> None:
        generations = Generations(home, KEY)
        with generations.lock(60), generations.staging() as staging:
            order.append(number)
            generations.commit(staging, replace(MANIFEST, built_ns=number))
            order.append(number)

    order: list[int] = []
    threads = [threading.Thread(target=write, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert order[::2] == order[1::2]
    assert Generations(home, KEY).current().manifest.built_ns == order[-1]


def test_a_failure_under_the_lock_frees_it(home: Path) -> None:
    with pytest.raises(ZeroDivisionError), Generations(home, KEY).lock():
        raise ZeroDivisionError
    with Generations(home, KEY).lock():
        pass


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_a_lock_that_cannot_be_made_is_named(home: Path, tmp_path: Path, kind: str) -> None:
    home.mkdir()
    mine = tmp_path / "mine"
    mine.write_text("precious")
    if kind == "folder":
        (home / "lock").mkdir()
    else:
        (home / "lock").symlink_to(mine)
    with (
        pytest.raises(CannotWrite, match="lock cannot be written") as caught,
        Generations(home, KEY).lock(),
    ):
        pass
    assert caught.value.exit_code == 5
    assert mine.read_text() == "precious"


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with (
        pytest.raises(CannotWrite, match="home is not a folder"),
        Generations(tmp_path / "home", KEY).lock(),
    ):
        pass


def test_reading_writes_nothing(home: Path) -> None:
    commit(home, OLD)
    (home / "lock").unlink()
    before = {path: path.stat().st_mtime_ns for path in (home, *home.rglob("*"))}
    current(home)
    assert {path: path.stat().st_mtime_ns for path in (home, *home.rglob("*"))} == before


# Readers during writes


def test_a_reader_whose_generation_is_collected_reads_the_newer_one(home: Path) -> None:
    class Slow(Generations):
        def _open(self, name: str, is_whole: bool = False) -> Generation:
            for built_ns in pending[:2]:
                commit(home, NEW, built_ns)
            del pending[:2]
            return super()._open(name, is_whole)

    commit(home, OLD)
    pending = [2, 3, 4, 5, 6, 7]
    assert Slow(home, KEY).current().manifest.built_ns == 7
    assert not pending


def test_readers_during_commits_always_have_one_whole_generation(home: Path) -> None:
    def files(number: int) -> dict[str, bytes]:
        return dict.fromkeys(OLD, b"%d " % number * 500)

    def read() -> None:
        while not done.is_set():
            try:
                generation = Generations(home, KEY).current()
                read_numbers.append(generation.manifest.built_ns)
            except BaseException as error:
                errors.append(error)
                raise

    done = threading.Event()
    read_numbers: list[int] = []
    errors: list[BaseException] = []
    commit(home, files(0), 0)
    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(1, 60):
        commit(home, files(number), number)
    done.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert read_numbers
    assert current(home) == files(59)
