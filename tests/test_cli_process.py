"""The program as a process: what it imports, its streams, signals and exit statuses."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.vaults import VAULT, write_notes
from tutor.paths import Paths

ROOT = Path(__file__).parents[1]
HEAVY = (
    "numpy",
    "faiss",
    "onnxruntime",
    "tokenizers",
    "torch",
    "textual",
    "sentence_transformers",
    "rich",
    "huggingface_hub",
)
NOT_FOR_A_QUESTION = (
    "torch",
    "transformers",
    "sentence_transformers",
    "huggingface_hub",
    "textual",
    "onnx",
    "markdown_it",
    "yaml",
    "pathspec",
    "importlib.metadata",
)
NOT_FOR_A_FIRST_FRAME = (
    *(name for name in HEAVY if name not in {"textual", "rich"}),
    "sqlite3",
    "rapidfuzz",
    "markdown_it",
    "yaml",
    "tutor.library",
    "tutor.quiz",
    "tutor.store",
)
LIGHT_COMMANDS: tuple[list[str], ...] = (
    ["--help"],
    ["--version"],
    ["paths"],
    ["config"],
    ["config", "get", "model"],
    ["completion", "bash"],
    ["ask", "--help"],
    ["index", "--help"],
    ["doctor", "--help"],
    ["chat", "--help"],
)


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "TUTOR_HOME": str(tmp_path / "home")}


def start(code: str, *args: str) -> list[str]:
    return [sys.executable, "-c", code, *args]


TUTOR = start("from tutor.cli.main import start; start()")


def tutor(env: dict[str, str], *args: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*TUTOR, *args], env=env, capture_output=True, check=False, timeout=60)


@pytest.mark.parametrize("args", LIGHT_COMMANDS, ids=" ".join)
def test_a_light_command_imports_nothing_heavy(args: list[str], env: dict[str, str]) -> None:
    code = (
        "import sys; from tutor.cli.main import main; code = main();"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr);"
        "sys.exit(code)"
    )
    done = subprocess.run(start(code, *args), env=env, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0
    assert done.stderr == b"[]\n"
    assert done.stdout


@pytest.fixture(scope="module")
def asking(exported: Paths, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the environment of a user without a home, whose notes are indexed and whose model is exported."""
    folder = tmp_path_factory.mktemp("asking")
    write_notes(folder / "notes", VAULT)
    (folder / "user").mkdir()
    # Not CI, which switches off what must not be there anyway.
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    env = {**kept, "PYTHONPATH": str(ROOT), "HOME": str(folder / "user")}
    env |= {"TUTOR_HOME": str(exported.data), "TUTOR_NOTES": str(folder / "notes")}
    done = tutor(env, "ask", "--no-save", "NLB vs ALB")
    assert done.returncode == 0, done.stderr
    return env


def test_a_question_imports_only_what_it_needs(asking: dict[str, str]) -> None:
    code = (
        "import sys; from tutor.cli.main import main; code = main();"
        f"print([name for name in {NOT_FOR_A_QUESTION!r} if name in sys.modules], file=sys.stderr);"
        "sys.exit(code)"
    )
    command = start(code, "ask", "--no-save", "NLB vs ALB")
    done = subprocess.run(command, env=asking, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"[]\n")
    assert b"Layer" in done.stdout


def test_the_first_frame_of_the_chat_waits_for_nothing_heavy(env: dict[str, str]) -> None:
    code = (
        "import sys; import tutor.cli.main, tutor.cli.program, tutor.cli.chat, tutor.tui.app;"
        f"print([name for name in {NOT_FOR_A_FIRST_FRAME!r} if name in sys.modules])"
    )
    done = subprocess.run(start(code), env=env, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"


@pytest.mark.skipif(not shutil.which("strace"), reason="strace, which sees what C++ does, is not installed")
def test_no_process_reaches_for_the_network_or_writes_to_the_users_home(asking: dict[str, str], tmp_path: Path) -> None:
    """The import of onnxruntime alone leaves a device id in the home folder, unless it is told not to."""
    trace = tmp_path / "trace"
    command = ["strace", "-f", "-e", "trace=socket,connect", "-o", str(trace), *TUTOR, "ask", "--no-save", "EIP"]
    done = subprocess.run(command, env=asking, capture_output=True, check=False, timeout=60)
    if b"ptrace" in done.stderr:
        pytest.skip("strace is not allowed here")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "exited with 0" in trace.read_text()
    assert "AF_INET" not in trace.read_text()
    assert list(Path(asking["HOME"]).iterdir()) == []


def test_the_export_writes_nothing_to_the_users_home(exported: Paths) -> None:
    assert list((exported.data / "user").iterdir()) == []


def test_what_would_be_written_to_the_users_home_is_seen(tmp_path: Path) -> None:
    """Without this the two tests above would pass whatever happens."""
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "ORT_DISABLE_TELEMETRY": "0"}
    done = subprocess.run(start("import onnxruntime"), env=env, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0
    if not list(tmp_path.iterdir()):
        pytest.skip("this build of onnxruntime has no telemetry")


def test_the_package_runs_as_a_module(env: dict[str, str]) -> None:
    command = [sys.executable, "-m", "tutor.cli", "--version"]
    done = subprocess.run(command, env=env, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"tutor ")


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


def test_files_are_closed_to_other_users(env: dict[str, str], tmp_path: Path) -> None:
    assert tutor(env, "config", "set", "quotes", "3").returncode == 0
    files = list((tmp_path / "home").rglob("*"))
    assert files
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)


def test_a_shell_is_given_completions(env: dict[str, str]) -> None:
    env |= {"_TUTOR_COMPLETE": "bash_complete", "COMP_WORDS": "tutor in", "COMP_CWORD": "1"}
    done = tutor(env)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"plain,index\n", b"")
