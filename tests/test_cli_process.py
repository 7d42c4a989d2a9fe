"""The program as a process: what it imports."""

import subprocess
import sys

import pytest

from tests.processes import start, tutor

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


def test_the_package_runs_as_a_module(env: dict[str, str]) -> None:
    command = [sys.executable, "-m", "tutor.cli", "--version"]
    done = subprocess.run(command, env=env, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"tutor ")


def test_a_shell_is_given_completions(env: dict[str, str]) -> None:
    env |= {"_TUTOR_COMPLETE": "bash_complete", "COMP_WORDS": "tutor in", "COMP_CWORD": "1"}
    done = tutor(env)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"plain,index\n", b"")
