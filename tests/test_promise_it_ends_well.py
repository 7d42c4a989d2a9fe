"""It ends well: whatever becomes of its streams, its terminal and itself, a message or the right status; no traceback.

What becomes of a terminal that the chat has taken over is in `test_tui_terminal`.
"""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.processes import TUTOR, start, tutor
from tests.terminals import FAKED, Terminal
from tests.vaults import VAULT, write_notes

QUIZ = FAKED.replace("import sys;", "import sys; sys.argv[1:1] = ['quiz'];", 1)


@pytest.fixture
def quiz_env(env: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """Return the environment of a process with notes to be quizzed about, in a usual terminal."""
    notes = write_notes(tmp_path / "vault", VAULT)
    return {**env, "TUTOR_NOTES": str(notes), "TERM": "xterm-256color", "LANG": "C.UTF-8"}


# Streams


def test_an_error_is_one_line_on_stderr(env: dict[str, str]) -> None:
    done = tutor(env, "ask", "\x1b[2J", "--bad\x1b]0;x\x07")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"tutor: No such option")
    assert b" Put -- before a question that begins with a dash" in done.stderr
    assert b"\x1b" not in done.stderr
    assert done.stderr.count(b"\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("args", [["paths"], ["--help"], ["completion", "zsh"]], ids=" ".join)
def test_a_full_disk_below_stdout_is_an_error(args: list[str], env: dict[str, str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*TUTOR, *args], env=env, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
    assert done.returncode == 5
    expected = b"tutor: The output cannot be written: No space left on device. Send it where there"
    assert done.stderr.startswith(expected)
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("args", [["paths"], ["ask"], ["--nonsense"]], ids=" ".join)
def test_a_closed_stream_does_not_crash(closed: str, args: list[str], env: dict[str, str]) -> None:
    command = ["sh", "-c", f'exec "$@" {closed}', "sh", *TUTOR, *args]
    done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60)
    assert done.returncode == (0 if args == ["paths"] else 2)
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


def test_a_closed_pipe_is_silent(env: dict[str, str]) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as stream:
        done = subprocess.run(
            [*TUTOR, "completion", "bash"],
            env=env,
            stdout=stream,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert (done.returncode, done.stderr) == (-signal.SIGPIPE, b"")


def test_ctrl_c_ends_the_program_without_a_traceback(env: dict[str, str]) -> None:
    # It waits for a question that does not come.
    with subprocess.Popen(
        [*TUTOR, "ask", "-"],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A shell that runs the tests in the background has them, and so the program, ignore the signal.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  (one thread)
    ) as process:
        while not _ignores_no_interrupt(process.pid):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        # The shell makes 130 of it.
        assert process.wait(10) == -signal.SIGINT
        assert process.stderr is not None
        assert process.stderr.read() == b""


def _ignores_no_interrupt(pid: int) -> bool:
    """Whether the process has given SIGINT its default back; elsewhere than on Linux, in time."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        time.sleep(1)
        return True
    fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
    caught = int(fields["SigCgt"], 16)
    ignored = int(fields["SigIgn"], 16)
    # Python ignores SIGPIPE from its very start, until main gives it its default back.
    is_started = "python" in fields["Name"] and not ignored & 1 << signal.SIGPIPE - 1
    return is_started and not caught & 1 << signal.SIGINT - 1


def test_a_bug_keeps_its_traceback_made_harmless(env: dict[str, str]) -> None:
    code = (
        "import sys; from tutor.cli import main, program\n"
        "def run(args): raise RuntimeError('\\x1b[2J')\n"
        "program.run = run; sys.exit(main.main())"
    )
    done = subprocess.run(start(code), env=env, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (70, b"")
    assert done.stderr.startswith(b"Traceback (most recent call last)")
    assert "RuntimeError: ␛[2J".encode() in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_encoding_of_the_terminal_will_do(encoding: str, env: dict[str, str]) -> None:
    env |= {"PYTHONIOENCODING": encoding, "TUTOR_HOME": os.fsdecode(b"/caf\xc3\xa9-\xff")}
    done = tutor(env, "paths")
    assert (done.returncode, done.stderr) == (0, b"")


# The terminal


def test_a_screen_is_never_drawn_into_what_is_no_terminal(env: dict[str, str]) -> None:
    for stdin in (subprocess.DEVNULL, subprocess.PIPE):
        command = [*TUTOR, "chat"]
        done = subprocess.run(command, env=env, stdin=stdin, capture_output=True, check=False, timeout=60)
        assert done.returncode == 2
        assert done.stdout == b""
        assert b"\x1b" not in done.stderr
        assert done.stderr.startswith(b"tutor: ")


def test_a_quiz_goes_on_in_a_terminal_of_any_size(quiz_env: dict[str, str]) -> None:
    terminal = Terminal(QUIZ, quiz_env)
    try:
        terminal.wait_for(b"Quit")
        for size in ((1, 1), (20, 5), (500, 500), (0, 0), (300, 2), (80, 24)):
            terminal.resize(*size)
            terminal.send(b"\r1\r")
        terminal.send(b"\x11")
        assert terminal.end() == 0
    finally:
        terminal.close()
    assert b"Traceback" not in terminal.out
    assert terminal.out.rfind(b"\x1b[?1049l") > terminal.out.rfind(b"\x1b[?1049h")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_a_quiz_gives_the_terminal_back(number: signal.Signals, quiz_env: dict[str, str]) -> None:
    terminal = Terminal(QUIZ, quiz_env)
    try:
        terminal.wait_for(b"Quit")
        os.kill(terminal.pid, number)
        assert terminal.end() == 128 + number
    finally:
        terminal.close()
    assert b"Traceback" not in terminal.out
    for on, off in ((b"\x1b[?1049h", b"\x1b[?1049l"), (b"\x1b[?1000h", b"\x1b[?1000l"), (b"\x1b[?25l", b"\x1b[?25h")):
        assert terminal.out.rfind(off) > terminal.out.rfind(on)


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_can_do_nothing_gets_no_escape_codes(term: str, quiz_env: dict[str, str]) -> None:
    terminal = Terminal(QUIZ, {**quiz_env, "TERM": term})
    try:
        terminal.wait_for(b"1 of ")
        terminal.send(b"\x04")
        assert terminal.end() == 0
    finally:
        terminal.close()
    assert b"\x1b" not in terminal.out


# Input that is no answer


def test_nothing_that_is_typed_for_an_answer_is_a_crash(quiz_env: dict[str, str]) -> None:
    junk = [
        b"9" * 6000,
        b"\xff\xfe",
        b"\x1b[2J",
        b"nan",
        b"1e999",
        b"\xc2\xb2",
        b"[/]",
        b":",
        b"-" * 3000,
        b"\0",
        b"x",
        b"u",
    ]
    answers = b"\n\n".join(junk * 5)
    done = subprocess.run(
        start(QUIZ, "--plain", "--cram", "-n", "50"),
        env=quiz_env,
        input=answers,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert b"\x1b" not in done.stdout
    assert done.stdout.count(b"Enter next") > 10
