"""How long things take, beside the usual way to do them in the same run: `make bench`, or `python -m tests.bench`."""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, NamedTuple

from tests.bench.process import TUTOR, Run, run
from tests.bench.rivals import rivals_python
from tutor.answer.answering import answer
from tutor.encoder import Encoder, ModelId
from tutor.encoder.model import find_model
from tutor.encoder.opening import open_encoder
from tutor.library.freshness import compare
from tutor.library.library import Library
from tutor.library.manifest import Manifest, Source
from tutor.library.opening import index_notes, open_library, place_of
from tutor.notes.folder import list_notes, resolve_root
from tutor.paths import Paths

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

_HERE = Path(__file__).parent
_CORPUS = _HERE.parents[1] / "corpus"
_QUESTIONS = _HERE.parent / "eval" / "questions.jsonl"
_ASKED = "NLB vs ALB"
_MANY = 10_000


class Row(NamedTuple):
    """A figure, that of the usual way where there is one, and the unit of both."""

    what: str
    here: float
    usual: float | None
    unit: str

    def format(self) -> str:
        """Return the row as a line of a table."""
        digits = {"s": 2, "ms": 2 if self.here < 1 else 1, "MB": 0, "µs": 0, "": 0}[self.unit]
        usual = f"{self.usual:.{digits}f}" if self.usual else ""
        ratio = f"{self.here / self.usual:.3f}" if self.usual else ""
        return f"{self.what:52s} {self.here:9.{digits}f} {usual:>9s} {self.unit:2s} {ratio:>7s}".rstrip()


def main() -> int:
    """Print a row for each figure, as it comes."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="of each process; the medians are printed")
    parser.add_argument("--rivals", type=Path, help="folder of LangChain's environment; made there if it is missing")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores; medians of {options.runs} runs, both sides in turn")
    print(f"{'':52s} {'here':>9s} {'usual':>9s}    {'ratio':>7s}")
    with tempfile.TemporaryDirectory(prefix="tutor-bench-") as folder:
        bench = Bench(Path(folder), options.runs, rivals_python(options.rivals))
        for row in bench.rows():
            print(row.format(), flush=True)
    return 0


class Bench:
    """Notes and a home of their own, and the environment of the processes that are measured."""

    def __init__(self, folder: Path, runs: int, rivals: Path | None) -> None:
        self._folder, self._runs, self._rivals = folder, runs, rivals
        shutil.copytree(_CORPUS, folder / "notes")
        self._notes = resolve_root(folder / "notes")
        (self._note,) = self._notes.glob("*.md")
        self._environ = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "TUTOR_HOME": str(folder / "home"),
            "TUTOR_NOTES": str(self._notes),
        }
        self._paths = Paths.from_environ(self._environ)
        self._model = str(find_model("", self._paths.checksums_file).folder)
        self._asked = [json.loads(line)["q"] for line in _QUESTIONS.read_text("utf-8").splitlines()]

    def rows(self) -> Iterator[Row]:
        """Measure, one thing after the other."""
        yield Row("first question ever: export, index, answer", self._ask().seconds, None, "s")
        yield from self._one_shot()
        helps = [(self._tutor("--help"), self._import()) for _ in range(self._runs)]
        yield Row("tutor --help | importing sentence-transformers", *_seconds(helps), "s")
        yield from self._build()
        yield from self._fresh()
        yield from self._edit()

    def _one_shot(self) -> Iterator[Row]:
        pairs = [(self._ask(), self._baseline()) for _ in range(self._runs + 1)][1:]
        yield Row("one question | sentence-transformers + FAISS", *_seconds(pairs), "s")
        here, usual = zip(*pairs, strict=True)
        peaks = median(one.megabytes for one in here), median(one.megabytes for one in usual)
        yield Row("  memory at its peak", *peaks, "MB")

    def _build(self) -> Iterator[Row]:
        """Yield the rows of a full build, and of questions once all is loaded."""
        with self._open() as (library, encoder):
            warm = [_timed(partial(answer, library, encoder, question)) for question in self._asked][1:]
        built, chain = [], []
        for _ in range(max(self._runs // 2, 1)):
            built.append(self._tutor("index", "--force", "--quiet").seconds)
            chain += [self._chain()] if self._rivals else []
        usual = median(seconds for seconds, _ in chain) if chain else None
        yield Row("full build, once exported | LangChain", median(built), usual, "s")
        tokens = self._tokens()
        per_token = 1e6 * usual / chain[0][1]["tokens"] if usual else None
        yield Row("  for each word piece embedded", 1e6 * median(built) / tokens, per_token, "µs")
        loaded = chain[0][1]["warm_ms"] if chain else None
        yield Row("question to answer, all loaded: median | LangChain's", 1000 * median(warm), loaded, "ms")
        yield Row("  99th percentile", 1000 * quantiles(warm, n=100)[98], None, "ms")

    def _fresh(self) -> Iterator[Row]:
        """Yield how long it takes to see that no note has changed."""
        with self._open() as (library, _):
            took = [_timed(lambda: compare(library.manifest, list_notes(self._notes))) for _ in range(self._runs)]
        yield Row("seeing that nothing changed, bundled notes", 1000 * median(took), None, "ms")
        many, manifest = _many_notes(self._folder / "many")
        took = [_timed(lambda: compare(manifest, list_notes(many))) for _ in range(self._runs)]
        yield Row(f"  {_MANY} files", 1000 * median(took), None, "ms")

    def _edit(self) -> Iterator[Row]:
        """Yield what a question costs after a line was added."""
        took = []
        for number in range(self._runs):
            with self._note.open("a", encoding="utf-8") as note:
                note.write(f"\n- Line {number}: added to see what an edit costs.\n")
            took.append(self._ask().seconds)
        yield Row("one line added: re-indexed and answered", median(took), None, "s")
        with self._note.open("a", encoding="utf-8") as note:
            note.write("\n- And one more.\n")
        place = place_of(self._notes, self._paths, self._environ)
        encoder = open_encoder("", self._paths, _say, lambda *_: None)
        yield Row("  texts embedded for it", index_notes(place, encoder, False, lambda *_: None).embedded, None, "")

    def _tutor(self, *args: str) -> Run:
        return run([*TUTOR, *args], self._environ)

    def _ask(self) -> Run:
        return self._tutor("ask", "--no-save", _ASKED)

    def _import(self) -> Run:
        return run([sys.executable, "-c", "import sentence_transformers"], self._environ)

    def _baseline(self) -> Run:
        script = str(_HERE / "baseline.py")
        return run([sys.executable, script, self._model, str(self._note), str(self._folder), _ASKED], self._environ)

    def _chain(self) -> tuple[float, dict[str, float]]:
        """Return the seconds of LangChain's build, its questions not among them, and what it says of itself."""
        questions, script = self._folder / "questions.txt", str(_HERE / "langchain_build.py")
        questions.write_text("\n".join(self._asked), "utf-8")
        environ = {name: value for name, value in self._environ.items() if name != "PYTHONPATH"}
        into = str(self._folder / "chain")
        done = run([str(self._rivals), script, self._model, str(self._note), into, str(questions)], environ)
        said = json.loads(done.output.strip().split("\n")[-1])
        return done.seconds - said["asking_s"], said

    def _tokens(self) -> int:
        """Return how many word pieces a full build embeds."""
        asked = _Counting(open_encoder("", self._paths, _say, lambda *_: None))
        index_notes(place_of(self._notes, self._paths, self._environ), asked, True, lambda *_: None)
        return asked.pieces

    @contextmanager
    def _open(self) -> Iterator[tuple[Library, Encoder]]:
        encoder = open_encoder("", self._paths, _say, lambda *_: None, is_for_many=True)
        place = place_of(self._notes, self._paths, self._environ)
        with open_library(place, encoder, _say, lambda *_: None) as library:
            yield library, encoder


class _Counting:
    """An encoder that counts the word pieces that it is given."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.identity = encoder.identity
        self.reads_words_apart = encoder.reads_words_apart
        self.count_tokens = encoder.count_tokens
        self.pieces = 0

    def encode(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> "NDArray[float32]":
        self.pieces += sum(min(count + 2, self.identity.max_tokens) for count in self.count_tokens(texts))
        return self._encoder.encode(texts, progress)


def _many_notes(folder: Path) -> tuple[Path, Manifest]:
    """Return a folder of many notes, all of them old, and a manifest that knows them."""
    for number in range(_MANY):
        note = folder / f"folder {number % 100}" / f"note {number}.md"
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(f"# Note {number}\n", "utf-8")
        os.utime(note, (0, 0))
    sources = tuple(Source(f.file, f.size, f.mtime_ns, f.inode, "0" * 64) for f in list_notes(folder).files)
    model = ModelId("none", "0" * 32, 384, 256)
    about = Manifest(
        notes="many", root=str(folder), built_ns=time.time_ns(), model=model, counts={}, sources=sources, skipped=()
    )
    assert compare(about, list_notes(folder)).is_fresh
    return folder, about


def _seconds(pairs: list[tuple[Run, Run]]) -> tuple[float, float]:
    here, usual = zip(*pairs, strict=True)
    return median(one.seconds for one in here), median(one.seconds for one in usual)


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _say(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
