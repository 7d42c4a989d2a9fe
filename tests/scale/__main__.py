"""How time, memory and disk grow with a collection: `make bench-scale`, or `python -m tests.scale --help`."""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import numpy as np

from tests.bench.process import TUTOR, Run, run
from tests.scale.collection import make_collection
from tests.scale.corpus import CORPUS
from tests.scale.drawn import DrawnEncoder, Floats, Nearest
from tutor.encoder.opening import open_encoder
from tutor.library.generation import Generation
from tutor.library.library import Library
from tutor.library.opening import Place, open_library, place_of
from tutor.library.stored import FACT_VECTORS
from tutor.paths import Paths

QUESTIONS = Path(__file__).parents[1] / "eval" / "questions.jsonl"
_WARM = (sys.executable, "-m", "tests.scale.warm")
_MB = 1e6
_COLUMNS = """passages facts disk_MB cold_s to_bundled peak_MB warm_ms to_bundled p95_ms resident_MB own_MB search_ms
recall@10 update_s""".split()


def main() -> int:
    """Measure collections of each size, and print a row for each."""
    options = _options()
    with _home(options.folder) as home:
        environ = {**os.environ, "TUTOR_HOME": str(home)}
        encoder = open_encoder("", Paths.from_environ(environ), _say, lambda *_: None)
        with open_library(_place(CORPUS, environ), encoder, _say, lambda *_: None) as bundled:
            real = bundled.vectors[FACT_VECTORS].rows(bundled.vectors[FACT_VECTORS].ids)
        asked = [json.loads(line)["q"] for line in QUESTIONS.read_text("utf-8").splitlines()]
        queries = _directions(encoder.encode(asked), real)
        print(f"{os.cpu_count()} cores, medians of {options.runs} runs", *_COLUMNS, sep="\t", flush=True)
        for passages in options.passages:
            row = _measured(home, environ, DrawnEncoder(encoder, real), queries, passages, options.runs)
            print("", *row, sep="\t", flush=True)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.scale", description=__doc__)
    parser.add_argument("passages", type=int, nargs="*", default=[10_000, 100_000, 1_000_000], help="sizes")
    parser.add_argument("--folder", type=Path, help="where to work; a million passages need 25 GB for a while")
    parser.add_argument("--runs", type=int, default=5, help="of each process")
    return parser.parse_args()


@contextmanager
def _home(folder: Path | None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="tutor-scale-", dir=folder) as name:
        yield Path(name)


def _place(notes: Path, environ: Mapping[str, str]) -> Place:
    return place_of(notes, Paths.from_environ(environ), environ)


def _directions(embeddings: Floats, real: Floats) -> Floats:
    """Return what a search looks for: embeddings less what all facts have in common."""
    centred = embeddings - real.mean(axis=0)
    return np.asarray(centred / np.linalg.norm(centred, axis=1, keepdims=True), np.float32)


def _measured(
    home: Path, environ: dict[str, str], encoder: DrawnEncoder, queries: Floats, passages: int, runs: int
) -> Iterator[str]:
    """Yield the figures of a collection in the order of the columns; it is made first and removed at the end."""
    notes = home / "notes" / str(passages)
    notes.mkdir(parents=True)
    place, nearest = _place(notes, environ), Nearest(queries)
    generation = make_collection(place, encoder, passages, nearest)
    yield f"{generation.manifest.counts['passages']:,}"
    yield f"{generation.manifest.counts['facts']:,}"
    yield f"{sum(path.stat().st_size for path in generation.folder.iterdir()) / _MB:,.0f}"
    pairs = [(_ask(notes, environ), _ask(CORPUS, environ)) for _ in range(runs + 1)][1:]
    yield f"{median(one.seconds for one, _ in pairs):.2f}"
    yield f"{median(one.seconds / other.seconds for one, other in pairs):.2f}"
    yield f"{median(one.megabytes for one, _ in pairs):.0f}"
    warm, bundled = (json.loads(run([*_WARM, str(root), str(QUESTIONS)], environ).output) for root in (notes, CORPUS))
    yield f"{warm['median_ms']:.0f}"
    yield f"{warm['median_ms'] / bundled['median_ms']:.2f}"
    yield f"{warm['p95_ms']:.0f}"
    yield f"{warm['resident_mb']:.0f}"
    yield f"{warm['own_mb']:.0f}"
    took, share = _searched(notes, generation, queries, nearest)
    yield f"{1000 * took:.1f}"
    yield f"{share:.3f}"
    yield f"{median(_updated(notes, environ, number) for number in range(runs)):.2f}"
    shutil.rmtree(notes)
    shutil.rmtree(place.generations.home)


def _ask(notes: Path, environ: dict[str, str]) -> Run:
    return run([*TUTOR, "ask", "--no-save", "--notes", str(notes), "NLB vs ALB"], environ)


def _updated(notes: Path, environ: dict[str, str], number: int) -> float:
    """Return the seconds that `tutor index` takes once a note has got one more line."""
    note = sorted(notes.rglob("*.md"))[number]
    text = note.read_text("utf-8")
    note.unlink()  # the copies are the same file
    note.write_text(f"{text}\n- Line {number}: added to see what an update costs.\n", "utf-8")
    return run([*TUTOR, "index", str(notes)], environ).seconds


def _searched(notes: Path, generation: Generation, queries: Floats, nearest: Nearest) -> tuple[float, float]:
    """Return the median seconds that the facts nearest to a query take to find, and the recall of the first ten."""
    times, found = [], []
    with Library(notes, generation) as library:
        for query in queries:
            begun = time.perf_counter()
            found.append(library.vectors[FACT_VECTORS].search(query, 300)[0][:10])
            times.append(time.perf_counter() - begun)
    return median(times), nearest.recall(found)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
