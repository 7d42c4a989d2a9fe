"""How soon the chat shows its first frame, and how soon after Enter the answer: `make bench-chat`.

The bundled notes, the real model, a pseudo-terminal. A bare Python and a bare import of Textual beside it tell what
the machine is worth at the moment.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.terminals import MAIN, ROOT, Terminal

RUNS = 5
QUESTIONS = (("sqs default retention", b"4 days"), ("what is a golden ami", b"Golden"), ("NLB vs ALB", b"Flow Hashing"))


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "TERM": "xterm-256color", "TUTOR_HOME": home, "PYTHONPATH": str(ROOT)}
        env.pop("TUTOR_NOTES", None)
        subprocess.run([sys.executable, "-c", MAIN, "index", "-q"], cwd=ROOT, env=env, check=True)
        bare, textual, frames, processor, answers = [], [], [], [], []
        for _ in range(RUNS):  # by turns: the machine may be busier at one time than at another
            bare.append(_seconds("pass"))
            textual.append(_seconds("import textual.app"))
            frame, busy, enters = _evening(env)
            frames.append(frame)
            processor += busy
            answers += enters
    _print("a bare python", bare)
    _print("import of textual.app", textual)
    _print("start to first frame", frames)
    if processor:
        _print("  of these on a processor", processor)
    _print("Enter to the answer drawn", answers)
    ratio = min(frames) / min(textual)
    print(f"The first frame takes {ratio:.2f} times as long as importing Textual alone, best run by best run.")


def _evening(env: dict[str, str]) -> tuple[float, list[float], list[float]]:
    """Return the seconds to the first frame, those on a processor, and from each Enter to the answer, once ready."""
    begun = time.perf_counter()
    terminal = Terminal(MAIN, env)
    terminal.wait_for(b"Ask your notes")
    frame, busy = time.perf_counter() - begun, _processor(terminal.pid)
    terminal.wait_for(b"Ask anything")
    terminal.send(b"what is an elastic ip\r")  # the first answer waits for the model
    terminal.wait_for(b"static")
    answers = []
    for question, text in QUESTIONS:
        terminal.send(question.encode())
        time.sleep(0.3)  # as typed: drawn before Enter
        begun = time.perf_counter()
        terminal.send(b"\r")
        terminal.wait_for(text)
        answers.append(time.perf_counter() - begun)
        time.sleep(0.3)
    terminal.send(b"\x11")
    terminal.end()
    terminal.close()
    return frame, busy, answers


def _processor(pid: int) -> list[float]:
    """Return the seconds that a process has had of a processor, where the system tells: others may be using it, too."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return []
    times = stat.read_text().rpartition(")")[2].split()[11:13]
    return [sum(map(int, times)) / os.sysconf("SC_CLK_TCK")]


def _seconds(code: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - begun


def _print(what: str, seconds: list[float]) -> None:
    print(f"{what:28} median {1000 * statistics.median(seconds):6.0f} ms   best {1000 * min(seconds):6.0f} ms")


if __name__ == "__main__":
    main()
