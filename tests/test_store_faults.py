"""Whatever fails, is killed or writes at the same time: whole turns only, and an error that says what to do."""

import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import FailingConnection
from tutor.errors import Busy, CannotWrite, DatabaseUnreadable, TutorError
from tutor.store.connection import translated
from tutor.store.store import Store

pytestmark = pytest.mark.usefixtures("no_waiting_for_the_disk")

NOTES = "notes-01234567"
ANSWER = {"version": 1, "verdict": "absent", "quotes": "x" * 5000}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tutor.db"


def sqlite_error(code: int, text: str = "it says why") -> sqlite3.Error:
    error = sqlite3.OperationalError(text)
    error.sqlite_errorcode = code
    return error


def add(store: Store, conversation: int, question: str) -> None:
    store.add_turn(conversation, len(question), question, question, ANSWER)


def state(file: Path) -> tuple[list[tuple[int, str]], list[str], int]:
    """Return the turns, the gaps and the time of the last use: what one transaction writes."""
    with Store.open(file, must_exist=True) as store:
        (conversation,) = store.conversations(NOTES)
        turns = [(turn.number, turn.question) for turn in store.turns(conversation.id, dict)]
        return turns, [gap.question for gap in store.gaps(NOTES)], conversation.used_at


# Errors in the middle


@pytest.mark.parametrize("error", [KeyboardInterrupt(), MemoryError(), sqlite_error(sqlite3.SQLITE_FULL)])
def test_whichever_statement_fails_a_turn_is_written_whole_or_not_at_all(
    failing: tuple[Store, FailingConnection], file: Path, error: BaseException
) -> None:
    store, db = failing
    conversation = store.start_conversation(NOTES, 0, "t", hidden=False)
    add(store, conversation, "q")
    before = state(file)
    db.error = error
    failures = 0
    while True:
        db.left = failures
        try:
            add(store, conversation, "next")
        except (KeyboardInterrupt, MemoryError, CannotWrite):
            assert state(file) == before
            failures += 1
        else:
            break
    assert failures >= 5
    assert state(file) == ([(1, "q"), (2, "next")], ["next", "q"], 4)


def test_a_kill_in_the_middle_leaves_whole_turns(file: Path, tmp_path: Path) -> None:
    with Store.open(file) as store:
        conversation = store.start_conversation(NOTES, 0, "t", hidden=False)
        add(store, conversation, "q")
    before = state(file)
    killed = tmp_path / "killed/tutor.db"
    killed.parent.mkdir()
    with Store.open(file) as store, store._writing() as db:
        # So small that pages go to the file before the transaction ends.
        db.execute("PRAGMA cache_size = 1")
        for number in range(2, 50):
            db.execute(
                "INSERT INTO turn VALUES (?, ?, ?, 0, 'lost', 'lost', ?)", (conversation, number, NOTES, "x" * 5000)
            )
        for path in (file, file.with_name("tutor.db-journal")):
            shutil.copy(path, killed.with_name(path.name))
    assert len(killed.read_bytes()) > 50_000
    assert state(killed) == before
    assert [path.name for path in killed.parent.iterdir()] == ["tutor.db"]


def test_a_disk_that_is_full_costs_the_turn_and_nothing_else(file: Path) -> None:
    with Store.open(file) as store:
        conversation = store.start_conversation(NOTES, 0, "t", hidden=False)
        add(store, conversation, "q")
        pages = store._db.execute("PRAGMA page_count").fetchone()[0]
        store._db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(CannotWrite) as caught:
            add(store, conversation, "next")
        assert str(caught.value) == (
            f"{file} cannot be written: database or disk is full. Free some space on the disk, then try again."
        )
        assert state(file) == ([(1, "q")], ["q"], 1)
        store._db.execute("PRAGMA max_page_count = 1000")
        add(store, conversation, "next")
    assert len(state(file)[0]) == 2


def test_what_may_not_be_written_can_still_be_read(file: Path) -> None:
    with Store.open(file) as store:
        conversation = store.start_conversation(NOTES, 0, "t", hidden=False)
        add(store, conversation, "q")
        store._db.execute("PRAGMA query_only = ON")
        with pytest.raises(CannotWrite) as caught:
            add(store, conversation, "next")
        assert str(caught.value) == (
            f"{file} cannot be written: attempt to write a readonly database. Make it and its folder writable for you."
        )
        assert len(store.turns(conversation, dict)) == 1


def test_damage_found_later_is_said(file: Path) -> None:
    with Store.open(file) as store:
        conversation = store.start_conversation(NOTES, 0, "t", hidden=False)
        add(store, conversation, "q")
        file.write_bytes(b"my list of cards\n" * 1000)
        with pytest.raises(DatabaseUnreadable, match="is damaged: file is not a database"):
            store.conversations(NOTES)


@pytest.mark.parametrize(
    ("code", "kind", "exit_code"),
    [
        (sqlite3.SQLITE_BUSY, Busy, 5),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Busy, 5),
        (sqlite3.SQLITE_LOCKED, Busy, 5),
        (sqlite3.SQLITE_FULL, CannotWrite, 5),
        (sqlite3.SQLITE_IOERR_WRITE, CannotWrite, 5),
        (sqlite3.SQLITE_IOERR_FSYNC, CannotWrite, 5),
        (sqlite3.SQLITE_READONLY, CannotWrite, 5),
        (sqlite3.SQLITE_READONLY_ROLLBACK, CannotWrite, 5),
        (sqlite3.SQLITE_CANTOPEN, CannotWrite, 5),
        (sqlite3.SQLITE_IOERR_READ, DatabaseUnreadable, 3),
        (sqlite3.SQLITE_IOERR_SHORT_READ, DatabaseUnreadable, 3),
        (sqlite3.SQLITE_CORRUPT, DatabaseUnreadable, 3),
        (sqlite3.SQLITE_CORRUPT_INDEX, DatabaseUnreadable, 3),
        (sqlite3.SQLITE_NOTADB, DatabaseUnreadable, 3),
    ],
)
def test_what_sqlite_reports_is_said_in_the_users_terms(
    file: Path, code: int, kind: type[TutorError], exit_code: int
) -> None:
    with pytest.raises(kind) as caught, translated(file):
        raise sqlite_error(code)
    assert str(file) in caught.value.fact
    assert caught.value.remedy
    assert caught.value.exit_code == exit_code


@pytest.mark.parametrize(
    "error",
    [sqlite_error(sqlite3.SQLITE_ERROR), sqlite_error(sqlite3.SQLITE_MISUSE), sqlite3.ProgrammingError("closed")],
)
def test_what_is_a_bug_stays_one(file: Path, error: sqlite3.Error) -> None:
    with pytest.raises(sqlite3.Error) as caught, translated(file):
        raise error
    assert caught.value is error


# Others at the same time


def test_another_writer_makes_it_busy_and_costs_nothing(file: Path) -> None:
    with Store.open(file, wait=0.0) as store, Store.open(file, wait=0.0) as other:
        conversation = store.start_conversation(NOTES, 0, "t", hidden=False)
        with other._writing() as db:
            db.execute("UPDATE conversation SET title = 'other'")
            with pytest.raises(Busy) as caught:
                add(store, conversation, "q")
            assert [found.title for found in store.conversations(NOTES)] == ["t"]
        assert str(caught.value) == f"Another tutor is writing to {file}. Try again when it has finished."
        add(store, conversation, "q")
    assert state(file)[0] == [(1, "q")]


def test_a_reader_that_does_not_finish_costs_the_turn_and_nothing_else(file: Path) -> None:
    with Store.open(file, wait=0.0) as store:
        conversation = store.start_conversation(NOTES, 0, "t", hidden=False)
        with Store.open(file, wait=0.0) as other:
            other._db.execute("BEGIN")
            other._db.execute("SELECT * FROM conversation").fetchall()
            with pytest.raises(Busy):
                add(store, conversation, "q")
            other._db.execute("COMMIT")
        add(store, conversation, "q")
    assert state(file)[0] == [(1, "q")]


def run_threads(work: Callable[[int], None]) -> None:
    failures: list[BaseException] = []

    def guarded(number: int) -> None:
        try:
            work(number)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_threads_may_share_a_store(file: Path) -> None:
    with Store.open(file) as store:
        conversation = store.start_conversation(NOTES, 0, "t", hidden=False)

        def work(number: int) -> None:
            for turn in range(10):
                add(store, conversation, f"{number} {turn}")
                store.turns(conversation, dict, 3)

        run_threads(work)
    turns = state(file)[0]
    assert [number for number, _ in turns] == list(range(1, 41))
    assert {question for _, question in turns} == {f"{a} {b}" for a in range(4) for b in range(10)}


def test_many_may_make_the_database_at_once(file: Path) -> None:
    def work(number: int) -> None:
        with Store.open(file, wait=60.0) as store:
            store.start_conversation(NOTES, number, str(number), hidden=False)

    run_threads(work)
    with Store.open(file) as store:
        assert {found.title for found in store.conversations(NOTES)} == {"0", "1", "2", "3"}


WRITER = """
import sys
from pathlib import Path
from tutor.store.store import Store
file, conversation, name = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
with Store.open(file, must_exist=True, wait=60.0) as store:
    for turn in range(20):
        store.add_turn(conversation, turn, f"{name} {turn}", f"{name} {turn}", {"verdict": "absent"})
"""


def test_processes_may_write_at_once(file: Path) -> None:
    with Store.open(file) as store:
        conversation = store.start_conversation(NOTES, 0, "t", hidden=False)
    command = [sys.executable, "-c", WRITER, str(file), str(conversation)]
    writers = [subprocess.Popen([*command, name]) for name in "ab"]
    assert [writer.wait() for writer in writers] == [0, 0]
    turns, gaps, _ = state(file)
    assert [number for number, _ in turns] == list(range(1, 41))
    assert {question for _, question in turns} == set(gaps) == {f"{name} {turn}" for name in "ab" for turn in range(20)}


def test_a_store_is_closed_at_the_end_and_may_be_closed_again(file: Path) -> None:
    with Store.open(file) as store:
        store.close()
    with pytest.raises(sqlite3.ProgrammingError):
        store.conversations(NOTES)
