"""Whole processes, measured from outside: wall time, and memory at its peak."""

import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from typing import NamedTuple

TUTOR = (sys.executable, "-P", "-c", "from tutor.cli.main import start; start()")
"""What the command `tutor` does, whether it is installed or not."""

# A process begins with its parent's peak of memory as its own, so it is started by one that has hardly any.
_LAUNCHER = """
import os, sys, time
begun = time.perf_counter()
_, status, usage = os.wait4(os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ), 0)
seconds = time.perf_counter() - begun
with open(int(sys.argv[1]), "w") as told:
    print(seconds, usage.ru_maxrss, os.waitstatus_to_exitcode(status), file=told)
"""


class Run(NamedTuple):
    """A process that has ended: seconds of wall time, megabytes at its peak, and what it printed."""

    seconds: float
    megabytes: float
    output: str


def run(command: Sequence[str], environ: Mapping[str, str]) -> Run:
    """Run a process to its end; the first word of the command is the path of a program.

    Raises:
        RuntimeError: its exit status is more than 1, which is a question that the notes do not answer.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors, tempfile.TemporaryFile("w+") as told:
        launcher = [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(told.fileno()), *command]
        subprocess.run(
            launcher,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            env=environ,
            pass_fds=[told.fileno()],
        )
        for stream in (output, errors, told):
            stream.seek(0)
        seconds, kilobytes, code = told.read().split()
        if not 0 <= int(code) <= 1:
            said = errors.read().decode("utf-8", "replace")
            raise RuntimeError(f"{' '.join(command)} ended with {code}: {said}")
        return Run(float(seconds), int(kilobytes) * 1024 / 1e6, output.read().decode("utf-8", "replace"))
