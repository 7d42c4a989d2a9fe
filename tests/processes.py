"""The program as a process, from this checkout."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def start(code: str, *args: str) -> list[str]:
    """Return the command that runs Python code."""
    return [sys.executable, "-c", code, *args]


TUTOR = start("from tutor.cli.main import start; start()")


def tutor(env: dict[str, str], *args: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program to its end."""
    return subprocess.run([*TUTOR, *args], env=env, capture_output=True, check=False, timeout=60)


def plain_env(home: Path) -> dict[str, str]:
    """Return the environment of a user whose files are all in one folder."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "TUTOR_HOME": str(home)}
