"""The real program in a pseudo-terminal."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
MAIN = "import sys; from tutor.cli.main import main; sys.exit(main())"
FAKED = (
    "import sys; from tests.fakes import FakeEncoder; from tutor.desk.setup import Setup;"
    "Setup.encoder = lambda *_, **__: FakeEncoder(); from tutor.cli.main import main; sys.exit(main())"
)
PATIENCE = 60.0  # seconds until what is awaited must have come; on an idle machine it takes one


class Terminal:
    """A pseudo-terminal with the program in it; remembers all that was drawn."""

    def __init__(self, program: str, env: dict[str, str], before: Sequence[str] = ()) -> None:
        self.out = b""
        self.pid, self._fd = pty.fork()
        if self.pid == 0:  # pragma: no cover  (the program)
            os.chdir(ROOT)
            command = [*before, sys.executable, "-c", program]
            os.execvpe(command[0], command, env)
        self.resize(80, 24)

    def resize(self, width: int, height: int) -> None:
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def send(self, keys: bytes) -> None:
        os.write(self._fd, keys)

    def wait_for(self, text: bytes) -> None:
        """Read until a text is drawn that was not there before."""
        start, until = len(self.out), time.monotonic() + PATIENCE
        while text not in self.out[start:]:
            assert time.monotonic() < until, (text, self.out[start:][-2000:])
            assert self._read(), (text, self.out[-2000:])

    def end(self) -> int:
        """Read until the program has ended, and return its exit status."""
        while self._read():
            pass
        until = time.monotonic() + PATIENCE
        while not (ended := os.waitpid(self.pid, os.WNOHANG))[0]:
            if time.monotonic() > until:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                raise AssertionError("the program does not end", self.out[-2000:])
            time.sleep(0.01)
        return os.waitstatus_to_exitcode(ended[1])

    def close(self) -> None:
        os.close(self._fd)

    def _read(self) -> bool:
        if not select.select([self._fd], [], [], PATIENCE)[0]:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return False
        self.out += data
        return bool(data)
