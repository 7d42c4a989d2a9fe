"""A model is exported once, used only if the export says the same, and never in the way if there is none."""

import json
import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.fakes import FakeEncoder
from tutor.disk import Disk, locked
from tutor.encoder import Encoder, export, exports, opening
from tutor.encoder.checksums import Checksums
from tutor.encoder.model import ModelFiles, find_model
from tutor.encoder.onnx_runtime import GRAPH, OnnxRuntimeEncoder
from tutor.encoder.opening import open_encoder
from tutor.encoder.sentence_transformer import SentenceTransformerEncoder
from tutor.errors import ModelMissing
from tutor.paths import Paths

WEIGHTS = f"{GRAPH}.data"
SLOWER = "all-MiniLM-L6-v2 works, but takes seconds to load, for it could not be prepared: "


class Home:
    """Folders of its own, what was said, and how often a model was exported."""

    def __init__(self, folder: Path) -> None:
        self.paths = Paths(folder, folder, folder / "cache")
        self.notices: list[str] = []
        self.progress: list[tuple[str, int, int]] = []
        self.runs = 0

    def open(self, name: str = "") -> Encoder:
        return open_encoder(name, self.paths, self.notices.append, lambda *step: self.progress.append(step))

    @property
    def folder(self) -> Path:
        return self.paths.encoders / find_model("", self.paths.checksums_file).identity.fingerprint

    def kind(self) -> type:
        """Return what runs the model in the end."""
        encoder = self.open()
        encoder.count_tokens(["heart"])
        return type(encoder._encoder)  # type: ignore[attr-defined]


@pytest.fixture
def home(tmp_path: Path, exported: Paths, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Return folders where exporting is copying the export that was made before."""
    home = Home(tmp_path)

    def run(files: ModelFiles, target: Path, progress: Callable[[str, int, int], None]) -> dict[str, Any]:
        home.runs += 1
        for name in (GRAPH, WEIGHTS):
            shutil.copyfile(exported.encoders / files.identity.fingerprint / name, target / name)
        progress("preparing the model", 2, 3)
        return {"difference": 1e-7}

    monkeypatch.setattr(exports, "_run", run)
    return home


def refuse(monkeypatch: pytest.MonkeyPatch, **outcome: object) -> None:
    def run(files: ModelFiles, target: Path, progress: object) -> dict[str, Any]:
        (target / GRAPH).write_text("half")
        return outcome

    monkeypatch.setattr(exports, "_run", run)


# The real export


def test_an_export_is_closed_to_others_and_says_what_it_was_made_with(exported: Paths) -> None:
    (folder,) = (path for path in exported.encoders.iterdir() if path.is_dir())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {
        GRAPH: 0o600,
        WEIGHTS: 0o600,
        "export.json": 0o600,
    }
    record = json.loads((folder / "export.json").read_text())
    assert record["difference"] < 1e-6
    assert record["made_with"]["torch"].startswith("2.")


def test_the_process_of_the_export_says_how_it_ended(tmp_path: Path) -> None:
    """The weights are damaged, so that it ends before the slow part."""
    copy = tmp_path / "model"
    shutil.copytree(find_model("", tmp_path / "sums").folder, copy, ignore=lambda *_: ["model.safetensors"])
    (copy / "model.safetensors").write_bytes(b"garbage" * 99)
    home = Home(tmp_path / "home")
    with pytest.raises(ModelMissing) as caught:
        home.open(str(copy)).encode(["heart"])
    assert caught.value.fact.startswith(f"The model {copy} cannot be loaded (")
    assert home.progress == [("preparing the model", 0, 3)]
    assert [path.name for path in home.paths.encoders.iterdir() if not path.name.endswith(".lock")] == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_an_export_that_says_something_else_is_refused(
    tmp_path: Path, exported: Paths, reference: SentenceTransformerEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = find_model("", exported.checksums_file)
    folder = exported.encoders / files.identity.fingerprint

    def write_wrong_graph(_reference: object, _features: object, graph: Path) -> None:
        shutil.copyfile(folder / GRAPH, graph)
        weights = (folder / WEIGHTS).read_bytes()
        (graph.parent / WEIGHTS).write_bytes(weights[: -len(weights) // 16] + bytes(len(weights) // 16))

    monkeypatch.setattr(export, "_write_graph", write_wrong_graph)
    monkeypatch.setattr(export, "SentenceTransformerEncoder", lambda _: reference)
    with (tmp_path / "said").open("w") as said:
        outcome = export._export(files, tmp_path, said)
    assert outcome["refused"].startswith("its vectors would differ by ")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (OSError(28, "No space left on device"), {"failed": "[Errno 28] No space left on device"}),
        (MemoryError(), {"failed": "MemoryError"}),
        (KeyError("position_ids"), {"refused": "'position_ids'"}),
    ],
)
def test_a_full_disk_says_nothing_against_the_model(
    tmp_path: Path,
    exported: Paths,
    reference: SentenceTransformerEncoder,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    outcome: dict[str, str],
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(export, "_write_graph", fail)
    monkeypatch.setattr(export, "SentenceTransformerEncoder", lambda _: reference)
    with (tmp_path / "said").open("w") as said:
        assert export._export(find_model("", exported.checksums_file), tmp_path, said) == outcome


# Finding and making


def test_a_model_is_exported_once(home: Home) -> None:
    first = home.open()
    assert not home.paths.encoders.exists()  # until a text is encoded
    assert np.linalg.norm(first.encode(["heart"])) == pytest.approx(1)
    assert home.notices == ["Preparing all-MiniLM-L6-v2 for quick answers, once; this takes about ten seconds."]
    assert home.progress == [("preparing the model", 2, 3)]
    assert home.kind() is OnnxRuntimeEncoder
    assert home.runs == len(home.notices) == 1


def test_neither_torch_nor_sentence_transformers_is_imported_for_an_export(exported: Paths) -> None:
    code = (
        "import sys; from pathlib import Path; from tutor.paths import Paths; from tutor.encoder.opening import *;"
        "home = Path(sys.argv[1]); paths = Paths(home, home, home / 'cache');"
        "print(open_encoder('', paths, print, print).encode(['heart']).shape);"
        "print([name for name in ('torch', 'transformers', 'sentence_transformers', 'onnx') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, exported.data], capture_output=True, check=True, text=True)
    assert done.stdout.split("\n")[:2] == ["(1, 384)", "[]"]


@pytest.mark.parametrize("damage", ["weights", "graph", "missing", "record", "format", "nothing"])
def test_a_broken_export_is_made_anew(home: Home, damage: str) -> None:
    assert home.kind() is OnnxRuntimeEncoder
    home.notices.clear()
    if damage in {"weights", "graph"}:
        file = home.folder / (WEIGHTS if damage == "weights" else GRAPH)
        os.truncate(file, file.stat().st_size // 2)
    elif damage == "missing":
        (home.folder / WEIGHTS).unlink()
    elif damage == "nothing":
        shutil.rmtree(home.folder)
        home.folder.mkdir()
    else:
        (home.folder / "export.json").write_text("{" if damage == "record" else '{"format": 0}')
    assert home.kind() is OnnxRuntimeEncoder
    assert home.runs == 2
    assert home.notices[0].startswith(f"What was prepared of all-MiniLM-L6-v2 is damaged: {home.folder}")
    assert len(home.notices) == 2
    home.notices.clear()
    assert home.kind() is OnnxRuntimeEncoder
    assert (home.runs, home.notices) == (2, [])


def test_an_export_of_an_older_kind_is_made_anew_as_if_there_were_none(home: Home) -> None:
    home.kind()
    record = json.loads((home.folder / "export.json").read_text())
    (home.folder / "export.json").write_text(json.dumps(record | {"format": 1}))
    home.notices.clear()
    assert home.kind() is OnnxRuntimeEncoder
    assert home.runs == 2
    assert [notice.split(" ")[0] for notice in home.notices] == ["Preparing"]


def test_an_export_that_onnxruntime_does_not_take_is_made_anew(home: Home) -> None:
    """Its checksums are in order: another version of onnxruntime wrote it, or reads it."""
    home.kind()
    (home.folder / GRAPH).write_bytes(b"of another time")
    record = json.loads((home.folder / "export.json").read_text())
    record["files"][GRAPH] = Checksums(home.paths.checksums_file).of(home.folder / GRAPH)
    (home.folder / "export.json").write_text(json.dumps(record))
    home.notices.clear()
    assert home.kind() is OnnxRuntimeEncoder
    assert home.runs == 2
    assert "cannot be loaded" in home.notices[0]


# Where there can be none


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the reference be one that loads at once."""
    monkeypatch.setattr(opening, "SentenceTransformerEncoder", lambda _: FakeEncoder())


def test_a_model_that_cannot_be_exported_works_with_one_notice(
    home: Home, slow: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, refused="an operator that nobody knows")
    assert home.kind() is FakeEncoder
    assert home.notices[1:] == [f"{SLOWER}an operator that nobody knows"]
    assert [path.name for path in home.folder.iterdir()] == ["export.json"]
    monkeypatch.setattr(exports, "_run", None)  # it is not tried again
    assert home.kind() is FakeEncoder
    assert len(home.notices) == 2


def test_other_versions_of_the_libraries_are_tried_again(
    home: Home, slow: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        refuse(patch, refused="an operator that nobody knows")
        patch.setattr(exports, "_versions", lambda: {"torch": "2.0.0"})
        home.kind()
    assert home.kind() is OnnxRuntimeEncoder


def test_an_export_that_was_killed_is_tried_again(home: Home, slow: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        refuse(patch, failed="the export was killed")
        assert home.kind() is FakeEncoder
    assert home.notices[1:] == [f"{SLOWER}the export was killed"]
    assert [path.suffix for path in home.paths.encoders.iterdir()] == [".lock"]
    assert home.kind() is OnnxRuntimeEncoder


def test_a_cache_that_cannot_be_written_to_only_costs_time(home: Home, slow: None) -> None:
    home.paths.data.mkdir(exist_ok=True)
    home.paths.cache.write_text("a file where the folder should be")
    assert home.kind() is FakeEncoder
    assert home.notices == [f"{SLOWER}{home.paths.cache} is not a folder."]


@pytest.mark.parametrize("method", ["make", "write", "sync", "move"])
def test_a_full_disk_leaves_nothing_behind(
    home: Home, slow: None, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", "some file")

    monkeypatch.setattr(Disk, method, fail)
    assert home.kind() is FakeEncoder
    assert home.notices[-1] == f"{SLOWER}some file cannot be written: No space left on device."
    assert [path.suffix for path in home.paths.encoders.iterdir()] == [".lock"]


def test_what_a_killed_tutor_left_behind_is_in_nobodys_way(home: Home) -> None:
    left = home.paths.encoders / f".tmp-{home.folder.name}"
    left.mkdir(parents=True)
    (left / GRAPH).write_text("half")
    assert home.kind() is OnnxRuntimeEncoder
    assert not left.exists()


def test_two_at_once_export_once(home: Home) -> None:
    """The second waits for the first, and takes what it has made."""
    lock = home.paths.encoders / f"{home.folder.name}.lock"
    home.paths.encoders.mkdir(parents=True)
    second = threading.Thread(target=home.kind)
    with locked(lock, 0, ""):
        second.start()
        while not home.notices:
            assert second.is_alive()
        assert home.notices == ["Another tutor is preparing the model; waiting for it."]
        assert home.runs == 0
        other = exports.Exports(home.paths)
        other._make(find_model("", home.paths.checksums_file), lambda _: None, lambda *_: None)
    second.join()
    assert home.runs == 1
    assert home.kind() is OnnxRuntimeEncoder


def test_one_that_takes_too_long_is_not_waited_for(home: Home, slow: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "_WAIT", 0.0)
    home.paths.encoders.mkdir(parents=True)
    with locked(home.paths.encoders / f"{home.folder.name}.lock", 0, ""):
        assert home.kind() is FakeEncoder
    assert home.notices[1:] == [f"{SLOWER}Another tutor is preparing the model."]
