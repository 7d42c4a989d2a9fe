"""Whole processes, measured from outside: wall time, and memory at its peak."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

TUTOR = (sys.executable, "-P", "-c", "from tutor.cli.main import start; start()")
"""What the command `tutor` does, whether it is installed or not."""


class Run(NamedTuple):
    """A process that has ended: seconds of wall time, megabytes at its peak, and what it printed."""

    seconds: float
    megabytes: float
    output: str


def run(command: Sequence[str], environ: Mapping[str, str]) -> Run:
    """Run a process to its end.

    Raises:
        RuntimeError: its exit status is more than 1, which is a question that the notes do not answer.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, env=environ)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        for stream in (output, errors):
            stream.seek(0)
        if not 0 <= process.returncode <= 1:
            said = errors.read().decode("utf-8", "replace")
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {said}")
        return Run(seconds, usage.ru_maxrss * 1024 / 1e6, output.read().decode("utf-8", "replace"))
