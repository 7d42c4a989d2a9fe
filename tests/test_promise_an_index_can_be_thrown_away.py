"""An index can always be thrown away: whatever fails or is killed, there is the old one, the new one, or a rebuilding.

Single files harmed in every way: `test_generation`; other models, formats and owners: `test_library_opening`; a model's
damaged files: `test_encoder`; what is mended: `test_cli_doctor`; hundreds of kills: `long_torture`.
"""

import sqlite3
import subprocess
import time
from collections.abc import Callable
from hashlib import sha256

import pytest

from tests.fakes import FakeEncoder
from tests.faults import FailingConnection, FaultyDisk, Killed, failing, killing, killing_in_the_middle, staying_full
from tests.processes import plain_env, start
from tests.terminals import FAKED
from tests.vaults import Bench
from tutor.errors import CannotWrite, IndexDamaged
from tutor.library.generation import FOLDER, Generations
from tutor.library.library import Library
from tutor.library.opening import Place, index_notes
from tutor.library.stored import FACT_VECTORS

INDEX = FAKED.replace("import sys;", "import sys; sys.argv[1:1] = ['index'];", 1)
EDITED = "edited.md"


def edit(bench: Bench, number: int) -> str:
    """Change a note, and return its checksum."""
    text = f"# Edited\n\nThis is edition number {number}.\n"
    bench.write(EDITED, text)
    return sha256(text.encode()).hexdigest()


def indexed(bench: Bench) -> str:
    """Return the checksum of the edited note in the index, which is whole and can be searched."""
    generations = bench.place.generations
    current = generations.current()
    generations.verify(current)
    with Library(bench.notes, current) as library:
        query = FakeEncoder().encode(["edition number"])[0]
        assert len(library.nearest(FACT_VECTORS, query, 5)) == 5
        (found,) = [source.sha256 for source in current.manifest.sources if source.file == EDITED]
        return found


def left_behind(bench: Bench) -> int:
    return len(list((bench.place.generations.home / FOLDER).iterdir()))


@pytest.mark.parametrize("disk_of", [failing, staying_full, killing, killing_in_the_middle])
def test_whichever_change_of_a_build_fails_the_old_index_stands_or_the_new(
    bench: Bench, disk_of: Callable[[int], FaultyDisk]
) -> None:
    place, before = bench.place, edit(bench, 0)
    bench.index()
    home, key = place.generations.home, place.entry.key
    failures = 0
    for nth in range(1, 200):
        after = edit(bench, nth)
        faulty = Place(place.root, place.entry, Generations(home, key, disk_of(nth)))
        try:
            index_notes(faulty, bench.encoder, False, lambda *_: None)
        except (CannotWrite, Killed):
            failures += 1
            assert indexed(bench) in (before, after)
            before = indexed(bench)
        else:
            break
    assert failures >= 12
    assert indexed(bench) == after
    bench.index(force=True)
    assert left_behind(bench) <= 2


@pytest.mark.parametrize("error", [Killed(), sqlite3.OperationalError("database or disk is full")])
def test_whichever_statement_of_a_build_fails_the_old_index_stands_or_the_new(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    before = edit(bench, 0)
    bench.index()
    connect, failures = sqlite3.connect, 0
    for nth in range(0, 4000, 3):
        after = edit(bench, nth + 1)

        class Failing(FailingConnection):
            left = nth

        Failing.error = error
        with monkeypatch.context() as broken:
            broken.setattr(sqlite3, "connect", lambda *a, made=Failing, **kw: connect(*a, **{**kw, "factory": made}))
            try:
                bench.index()
            except (CannotWrite, IndexDamaged, Killed):  # damaged: where what fails is a look into the old index
                failures += 1
            else:
                break
        assert indexed(bench) == before
    assert failures >= 5
    assert indexed(bench) == after


@pytest.mark.parametrize("share", [0.3, 0.6, 0.8, 0.95])
def test_a_killed_process_leaves_the_old_index_or_the_new(bench: Bench, share: float) -> None:
    env = {**plain_env(bench.home), "TUTOR_NOTES": str(bench.notes)}
    command = start(INDEX, str(bench.notes))
    before = edit(bench, 0)
    began = time.monotonic()
    subprocess.run(command, env=env, check=True, capture_output=True, timeout=60)
    usual = time.monotonic() - began
    after = edit(bench, 1)
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(share * usual)
        except subprocess.TimeoutExpired:
            process.kill()
    assert indexed(bench) in (before, after)
    subprocess.run(command, env=env, check=True, capture_output=True, timeout=60)
    assert indexed(bench) == after
    assert left_behind(bench) <= 2


def test_what_is_left_of_an_index_is_never_asked_but_built_anew(bench: Bench) -> None:
    bench.index()
    with bench.open() as library:
        before = sorted(library.stored.document_frequencies(["alb"]).items())
    names = [file.name for file in bench.place.generations.current().manifest.files]
    assert len(names) > 3
    for name in names:
        file = bench.place.generations.current().folder / name
        file.write_bytes(file.read_bytes()[:-1])
        bench.notices.clear()
        with bench.open() as library:
            assert sorted(library.stored.document_frequencies(["alb"]).items()) == before
        assert bench.notices[0].startswith(f"The index file {file} is damaged")
        assert bench.notices[0].endswith("Building it anew.")
