"""Nothing learned is lost: what was told as saved survives a kill, a full disk, a second window, a damaged file.

Turns of a conversation: `test_store_faults`; backups: `test_store_backups`; hundreds of kills: `long_torture`.
"""

import os
import signal
import sqlite3
import subprocess
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.faults import FailingConnection
from tests.processes import start
from tests.terminals import FAKED
from tests.vaults import VAULT, write_notes
from tutor.cli.program import run
from tutor.errors import CannotWrite
from tutor.quiz.scheduling import study_day
from tutor.store.backups import Backups
from tutor.store.drilled import NEW, Effect, Given, Profile, Review
from tutor.store.examining import examine
from tutor.store.store import Store

QUIZ = FAKED.replace("import sys;", "import sys; sys.argv[1:1] = ['quiz', '--plain', '--cram', '-n', '50'];", 1)
NOTES = "notes-01234567"
DAY = date(2027, 3, 1)
CARD = Profile("identity", "key", "content", "label", "said", "value", ("a",), "a.md", 3)


def answer(number: int) -> Given:
    return Given(None, number, DAY, "typed", f"answer {number}", "right", False, True, 0, 3, 1000)


def decide(_: object) -> Effect:
    return Effect("review", None, NEW, DAY)


def answers(file: Path) -> list[str]:
    with Store.open(file, must_exist=True) as store:
        return [review.answer.given for _, review in store.drill.reviews_of(deck=store.drill.deck(NOTES).number)]


def give(store: Store, number: int) -> Review:
    return store.drill.record(store.drill.deck(NOTES).number, CARD, answer(number), decide)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "home/tutor.db"


def full() -> sqlite3.Error:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error


# One answer


@pytest.mark.parametrize("error", [KeyboardInterrupt(), MemoryError(), full()])
def test_whichever_statement_of_an_answer_fails_it_is_there_whole_or_not_at_all(
    failing: tuple[Store, FailingConnection], file: Path, error: BaseException
) -> None:
    store, db = failing
    give(store, 1)
    db.error, failures = error, 0
    while True:
        db.left = failures
        try:
            give(store, 2)
        except (KeyboardInterrupt, MemoryError, CannotWrite):
            db.left = None
            assert answers(file) == ["answer 1"]
            failures += 1
        else:
            break
    assert failures >= 5
    assert answers(file) == ["answer 1", "answer 2"]
    assert examine(file).answers == 2


def test_a_full_disk_costs_one_answer_and_says_so(file: Path) -> None:
    with Store.open(file) as store:
        give(store, 1)
        pages = store._db.execute("PRAGMA page_count").fetchone()[0]
        store._db.execute(f"PRAGMA max_page_count = {pages}")
        given = [number for number in range(2, 200) if not _fails(store, number)]
        assert len(given) < 198
        store._db.execute("PRAGMA max_page_count = 100000")
        give(store, 999)
    assert answers(file) == ["answer 1", *(f"answer {number}" for number in given), "answer 999"]


def _fails(store: Store, number: int) -> bool:
    try:
        give(store, number)
    except CannotWrite:
        return True
    return False


def test_two_windows_lose_nothing(file: Path) -> None:
    with Store.open(file) as one, Store.open(file) as other:
        for number in range(20):
            give(one if number % 2 else other, number)
    assert answers(file) == [f"answer {number}" for number in range(20)]


# The program


@pytest.fixture
def quiz_env(env: dict[str, str], tmp_path: Path) -> dict[str, str]:
    return {**env, "TUTOR_NOTES": str(write_notes(tmp_path / "vault", VAULT))}


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM, signal.SIGINT, None])
def test_every_answer_that_was_told_is_kept_however_the_quiz_ends(
    quiz_env: dict[str, str], file: Path, number: signal.Signals | None
) -> None:
    with subprocess.Popen(
        start(QUIZ), env=quiz_env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as quiz:
        assert quiz.stdin
        assert quiz.stdout
        out, told = b"", 0
        while told < 6:
            os.write(quiz.stdin.fileno(), b"\n")
            out += os.read(quiz.stdout.fileno(), 65536)
            told = out.count(b"Enter next")
        if number is None:
            quiz.stdin.close()
        else:
            quiz.send_signal(number)
        told += quiz.stdout.read().count(b"Enter next")
        quiz.wait()
        assert quiz.stderr
        assert b"Traceback" not in quiz.stderr.read()
    Store.open(file).close()  # as the next tutor does: what a kill has left half-done is undone
    assert examine(file).answers >= told >= 6


def test_what_is_damaged_is_refused_and_brought_back(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUTOR_HOME", str(file.parent))
    with Store.open(file) as store:
        for number in range(30):
            give(store, number)
    before = answers(file)
    (backup,) = Backups(file).all()
    damaged = file.read_bytes()[:20_000]
    file.write_bytes(damaged)
    assert run(["backup", "make"]) == 3
    assert f"Run: tutor backup restore {backup.name}" in capsys.readouterr().err
    assert file.read_bytes() == damaged
    assert run(["backup", "restore"]) == 0
    assert answers(file) == before
    (kept,) = file.parent.glob("*.replaced-*")
    assert kept.read_bytes() == damaged


# The clock


@pytest.mark.parametrize(
    ("zone", "instant", "day"),
    [
        ("Europe/Berlin", "2027-03-28T01:30:00+01:00", date(2027, 3, 27)),  # the hour from two to three is left out
        ("Europe/Berlin", "2027-03-28T03:30:00+02:00", date(2027, 3, 27)),
        ("Europe/Berlin", "2027-03-28T04:30:00+02:00", date(2027, 3, 28)),
        ("Europe/Berlin", "2027-10-31T02:30:00+01:00", date(2027, 10, 30)),  # that hour comes twice
        ("America/New_York", "2027-03-14T03:59:00-04:00", date(2027, 3, 13)),
        ("Asia/Kathmandu", "2038-01-19T08:59:08+05:45", date(2038, 1, 19)),  # after the last second of 32 bits
        ("Pacific/Kiritimati", "2027-01-01T03:59:59+14:00", date(2026, 12, 31)),
        ("UTC", "1970-01-01T04:00:00+00:00", date(1970, 1, 1)),
    ],
)
def test_a_study_day_is_that_of_the_clock_on_the_wall(zone: str, instant: str, day: date) -> None:
    assert study_day(datetime.fromisoformat(instant).astimezone(ZoneInfo(zone))) == day


def test_a_traveller_never_studies_on_a_day_before_the_last_by_more_than_one() -> None:
    now = datetime(2027, 6, 1, 12, 0, tzinfo=UTC)
    days = [study_day((now + timedelta(hours=number)).astimezone(ZoneInfo(zone))) for number, zone in enumerate(_ZONES)]
    assert all(abs((later - earlier).days) <= 1 for earlier, later in pairwise(days))


_ZONES = ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Tokyo", "Europe/Berlin", "America/New_York", "UTC"] * 3


@pytest.mark.parametrize("ahead", [timedelta(days=-1), timedelta(days=400), timedelta(days=-20_000)])
def test_answers_under_a_wrong_clock_are_kept_in_the_order_in_which_they_came(file: Path, ahead: timedelta) -> None:
    at = int(datetime(2027, 3, 1, tzinfo=UTC).timestamp() * 1e9)
    with Store.open(file) as store:
        give(store, at)
        give(store, max(0, at + int(ahead.total_seconds() * 1e9)))
        give(store, at + 1)
    assert [text.removeprefix("answer ") for text in answers(file)][::2] == [str(at), str(at + 1)]
