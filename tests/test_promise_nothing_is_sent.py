"""Nothing is sent, and nothing is written outside the program's own folders: by Python or by anything below it."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.processes import TUTOR, start, tutor
from tests.terminals import MAIN, Terminal
from tutor.paths import Paths

SEES_ALL = pytest.mark.skipif(not shutil.which("strace"), reason="strace, which sees what C++ does, is not installed")
CALLS = "trace=socket,connect,sendto,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat"
CHAT_SECONDS = float(os.environ.get("CHAT_SECONDS", "0"))
"""How long the chat stays open; telemetry that is not switched off wakes up after some twenty."""

_WRITING = re.compile(
    r'openat\([^,]*, "([^"]*)", [A-Z_|]*O_(?:WRONLY|RDWR|CREAT)|(?:creat|mkdir|rename|symlink)\("([^"]*)"'
)


def traced(trace: Path) -> list[str]:
    """Return what to put before a command to have its system calls, and those of its children, written down."""
    return ["strace", "-f", "-qq", "-e", CALLS, "-o", str(trace)]


def check_trace(trace: Path, env: dict[str, str]) -> None:
    """See that no socket to anywhere was made, and nothing was written to but the program's own folder."""
    text = trace.read_text("utf-8", "replace")
    assert "openat(" in text
    assert "AF_INET" not in text
    written = {one or other for one, other in _WRITING.findall(text)}
    assert {path for path in written if not path.startswith((env["TUTOR_HOME"], "/dev/"))} == set()


@SEES_ALL
@pytest.mark.parametrize(
    "args",
    [["index", "--force"], ["ask", "EIP"], ["quiz", "--plain"], ["doctor"], ["lint"], ["backup", "make"]],
    ids=" ".join,
)
def test_no_command_makes_a_socket_or_writes_elsewhere(args: list[str], asking: dict[str, str], tmp_path: Path) -> None:
    """The import of onnxruntime alone leaves a device id in the home folder, unless it is told not to."""
    trace = tmp_path / "trace"
    env = {**asking, "PYTHONDONTWRITEBYTECODE": "1"}  # of this checkout
    command = [*traced(trace), *TUTOR, *args]
    done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=120)
    if b"ptrace" in done.stderr:
        pytest.skip("strace is not allowed here")
    assert done.returncode == 0, done.stderr
    check_trace(trace, asking)
    assert list(Path(asking["HOME"]).iterdir()) == []


@SEES_ALL
def test_nor_does_the_chat(asking: dict[str, str], tmp_path: Path) -> None:
    """`CHAT_SECONDS=25` keeps it open for as long as telemetry would need to wake up; `make torture-long` does."""
    trace = tmp_path / "trace"
    terminal = Terminal(MAIN, {**asking, "TERM": "xterm-256color", "PYTHONDONTWRITEBYTECODE": "1"}, traced(trace))
    try:
        terminal.wait_for(b"Ask anything")
        terminal.send(b"NLB vs ALB\r")
        terminal.wait_for(b"Layer")
        time.sleep(CHAT_SECONDS)
        terminal.send(b"\x11")
        assert terminal.end() == 0
    finally:
        terminal.close()
    check_trace(trace, asking)
    assert list(Path(asking["HOME"]).iterdir()) == []


@SEES_ALL
def test_a_socket_would_be_seen(asking: dict[str, str], tmp_path: Path) -> None:
    """Without this the tests above would pass whatever happens."""
    trace = tmp_path / "trace"
    code = f"import socket; socket.socket(socket.AF_INET); open({str(tmp_path / 'x')!r}, 'w')"
    subprocess.run([*traced(trace), *start(code)], env=asking, check=True, timeout=60)
    assert "AF_INET" in trace.read_text()
    with pytest.raises(AssertionError):
        check_trace(trace, asking)


def can_be_alone() -> bool:
    """Whether a process may be run where there is no network at all."""
    command = ["unshare", "-rn", "true"]
    return bool(shutil.which("unshare")) and subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not can_be_alone(), reason="network namespaces are not allowed here")
def test_without_any_network_everything_is_the_same(asking: dict[str, str]) -> None:
    answers = []
    for before in ([], ["unshare", "-rn"]):
        for args in (["index", "--force"], ["ask", "--no-save", "NLB vs ALB"]):
            command = [*before, *TUTOR, *args]
            done = subprocess.run(command, env=asking, capture_output=True, check=True, timeout=120)
        answers.append(done.stdout)
    assert answers[0] == answers[1]
    assert b"Layer" in answers[0]


def test_the_export_writes_nothing_to_the_users_home(exported: Paths) -> None:
    assert list((exported.data / "user").iterdir()) == []


def test_what_would_be_written_to_the_users_home_is_seen(tmp_path: Path) -> None:
    """Without this the two tests above would pass whatever happens."""
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "ORT_DISABLE_TELEMETRY": "0"}
    done = subprocess.run(start("import onnxruntime"), env=env, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0
    if not list(tmp_path.iterdir()):
        pytest.skip("this build of onnxruntime has no telemetry")


def test_files_are_closed_to_other_users(env: dict[str, str], tmp_path: Path) -> None:
    assert tutor(env, "config", "set", "quotes", "3").returncode == 0
    files = list((tmp_path / "home").rglob("*"))
    assert files
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)
