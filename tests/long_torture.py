"""Hundreds of kills of the installed program: `python -m tests.long_torture [KILLS]`, or `make torture-long`.

An index that is being brought up to date is killed at a random moment: afterwards there is the old one or the new one,
whole to the last checksum. A quiz is killed at a random moment: every answer that was told as given is in the database.
"""

import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from tests.vaults import VAULT, write_notes
from tutor.library.generation import FOLDER, Generations
from tutor.library.library import Library
from tutor.library.registry import Registry
from tutor.paths import Paths
from tutor.store.examining import examine
from tutor.store.store import Store

KILLS = 500
PROGRAM = str(Path(sys.executable).with_name("tutor"))
TOLD = b"Enter next"
"""Stands below what came of each answer."""


class Torture:
    """Notes, the program's folder, and what was done to them so far."""

    def __init__(self, folder: Path, rng: random.Random) -> None:
        self.rng = rng
        self.notes = write_notes(folder / "notes", VAULT)
        self.paths = Paths(folder / "home", folder / "home", folder / "home/cache")
        self.env = {**os.environ, "TUTOR_HOME": str(folder / "home"), "TUTOR_NOTES": str(self.notes)}
        self.edited = self.notes / "edited.md"

    def run(self, *args: str) -> float:
        """Run the program to its end, and return how many seconds it took."""
        began = time.monotonic()
        subprocess.run([PROGRAM, *args], env=self.env, check=True, capture_output=True, stdin=subprocess.DEVNULL)
        return time.monotonic() - began

    def edit(self, number: int) -> str:
        """Change a note, and return its checksum."""
        text = f"# Edited\n\nThis is edition {number}. " + "It has some words. " * self.rng.randrange(200)
        self.edited.write_text(text)
        return sha256(text.encode()).hexdigest()

    # The index

    def kill_index(self, kills: int) -> None:
        before = self.edit(0)
        self.run("index", str(self.notes))
        usual = self.run("index", "--force")
        for number in range(1, kills + 1):
            after = self.edit(number)
            process = subprocess.Popen(
                [PROGRAM, "index", str(self.notes)],
                env=self.env,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(self.rng.uniform(0, usual * 1.2))
            process.kill()
            process.wait()
            found = self.indexed()
            assert found in (before, after), f"kill {number}: neither the old index nor the new one"
            before = found
            show("index", number, kills)
        self.run("index", str(self.notes))
        left = [path.name for path in (self.generations().home / FOLDER).iterdir()]
        assert len(left) <= 2, f"left behind: {left}"

    def generations(self) -> Generations:
        entry = Registry(self.paths.registry_file).find(self.notes)
        assert entry
        return Generations(self.paths.library(entry.notes_id), entry.key)

    def indexed(self) -> str:
        """Return the checksum of the edited note as it is indexed, every file of the index having been read."""
        generations = self.generations()
        current = generations.current()
        generations.verify(current)
        with Library(self.notes, current) as library:
            assert library.passage_count > 0
        (found,) = [source.sha256 for source in current.manifest.sources if source.file == self.edited.name]
        return found

    # The quiz

    def kill_quiz(self, kills: int) -> int:
        """Return how many answers there were in the end."""
        self.run("index", str(self.notes))
        usual = self.run("quiz", "--plain", "-n", "1")
        kept = answers = 0
        for number in range(1, kills + 1):
            told, given = self.answer_until_killed(number, 3 * usual)
            answers = self.kept()
            assert kept + told <= answers <= kept + given, f"kill {number}: {told} told, {answers - kept} kept"
            kept = answers
            show("quiz", number, kills)
        return answers

    def kept(self) -> int:
        """Return how many answers there are, once what the kill left half-done is undone, as the next tutor does."""
        Store.open(self.paths.database_file).close()
        return examine(self.paths.database_file).answers

    def answer_until_killed(self, number: int, longest: float) -> tuple[int, int]:
        """Return how many answers were told as given, and how many may have been."""
        command = [PROGRAM, "quiz", "--plain", "--cram", "-n", "50", "--seed", str(number), "--quiet"]
        process = subprocess.Popen(
            command, env=self.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert process.stdin
        assert process.stdout
        end, out, sent = time.monotonic() + self.rng.uniform(0, longest), b"", 0
        while (left := end - time.monotonic()) > 0:
            if not select.select([process.stdout], [], [], left)[0]:
                break
            data = os.read(process.stdout.fileno(), 65536)
            if not data:
                break
            out += data
            sent += 1
            # Reveals or says "not sure", says "not recalled", goes on.
            os.write(process.stdin.fileno(), b"\n")
        process.send_signal(signal.SIGKILL)
        out += process.communicate()[0]
        return out.count(TOLD), sent


def show(what: str, number: int, of: int) -> None:
    if number % 50 == 0 or number == of:
        print(f"{what}: {number} of {of} kills", file=sys.stderr)


def main(arguments: Mapping[int, str]) -> None:
    kills = int(arguments.get(1, KILLS))
    with tempfile.TemporaryDirectory() as folder:
        torture = Torture(Path(folder), random.Random(1))
        torture.kill_index(kills)
        print(f"index: {kills} kills, each left the old index or the new one")
        answers = torture.kill_quiz(kills)
        print(f"quiz: {kills} kills, {answers} answers, every one that was told was kept")


if __name__ == "__main__":
    main(dict(enumerate(sys.argv)))
