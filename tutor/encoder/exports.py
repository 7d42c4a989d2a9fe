"""The exports of models, a folder for each: found, checked, and made where there is none."""

import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tutor.disk import TEMPORARY, Disk, locked, writing
from tutor.encoder import Notify, Progress
from tutor.encoder.checksums import Checksums, read_json
from tutor.encoder.model import ModelFiles
from tutor.errors import Busy, ModelMissing
from tutor.paths import Paths, private_folder

_RECORD = "export.json"
_FORMAT, _OLD = 2, (1,)
_MAKERS = ("torch", "onnx", "onnxscript", "onnxruntime", "sentence-transformers", "transformers")
_WAIT = 120.0  # seconds for another tutor to finish its export


@dataclass(frozen=True, slots=True)
class Export:
    """A model's export, or the record that it can have none.

    Attributes:
        folder: where it is.
        refused: why the model cannot be exported; empty if it was.
    """

    folder: Path
    refused: str = ""


class Exports:
    """The owner of the folder of exports. Finding takes no lock; making does."""

    def __init__(self, paths: Paths, disk: Disk | None = None) -> None:
        self._home = paths.encoders
        self._seen = paths.checksums_file
        self._disk = disk or Disk()

    def find(self, files: ModelFiles) -> Export | None:
        """Return a model's export; None if it has none.

        Its files are held against their checksums, as far as these are not remembered. That a model cannot be exported
        holds for the versions of the libraries that it was tried with.

        Raises:
            ModelMissing: it is damaged.
        """
        folder = self._home / files.identity.fingerprint
        if not folder.is_dir():
            return None
        record = read_json(folder / _RECORD)
        if record.get("format") in _OLD:
            return None
        if record.get("format") != _FORMAT or not isinstance(record.get("files"), dict):
            raise _damaged(files, folder / _RECORD)
        if refused := record.get("refused"):
            return Export(folder, str(refused)) if record.get("made_with") == _versions() else None
        sums = Checksums(self._seen)
        for name, digest in record["files"].items():
            try:
                is_whole = sums.of(folder / name) == digest
            except OSError:
                is_whole = False
            if not is_whole:
                raise _damaged(files, folder / name)
        sums.save()
        return Export(folder)

    def discard(self, export: Export) -> None:
        """Remove an export, as far as possible; whoever has it open keeps it."""
        with suppress(OSError):
            self._disk.remove(export.folder)

    def make(self, files: ModelFiles, notify: Notify, progress: Progress) -> Export:
        """Make a model's export, or wait until another tutor has made it, and return it.

        Raises:
            ModelMissing: the model itself cannot be loaded.
            CannotWrite: the disk is full or the like.
            Busy: another tutor has been at it for minutes.
        """
        lock = private_folder(self._home) / f"{files.identity.fingerprint}.lock"
        busy = "Another tutor is preparing the model."
        try:
            with locked(lock, 0.0, busy):
                return self._make(files, notify, progress)
        except Busy:
            notify("Another tutor is preparing the model; waiting for it.")
        with locked(lock, _WAIT, busy):
            return self._make(files, notify, progress)

    def _make(self, files: ModelFiles, notify: Notify, progress: Progress) -> Export:
        with suppress(ModelMissing):
            if found := self.find(files):
                return found
        folder = self._home / files.identity.fingerprint
        staging = self._home / f"{TEMPORARY}{files.identity.fingerprint}"
        notify(f"Preparing {files.identity.name} for quick answers, once; this takes about ten seconds.")
        with writing(staging):
            self._disk.remove(staging)  # of a tutor that was killed
            self._disk.make(staging)
            try:
                outcome = _run(files, staging, progress)
                if "failed" in outcome:  # nothing against the model: it is tried again next time
                    return Export(folder, refused=outcome["failed"])
                self._seal(staging, outcome)
                self._disk.remove(folder)
                self._disk.move(staging, folder)
                self._disk.sync(self._home)
            finally:
                with suppress(OSError):
                    self._disk.remove(staging)
        return self.find(files) or Export(folder, refused=f"{folder} went away")

    def _seal(self, staging: Path, outcome: dict[str, Any]) -> None:
        """Write down how an export ended, and have all of it on the disk; of a refused one nothing else is kept."""
        if "refused" in outcome:
            self._disk.remove(staging)
            self._disk.make(staging)
        sums = Checksums(self._seen)
        made = sorted(staging.iterdir())
        for path in made:
            path.chmod(0o600)
            self._disk.sync(path)
        files = {path.name: sums.of(path) for path in made}
        record = {"format": _FORMAT, "made_with": _versions(), "files": files, **outcome}
        self._disk.write(staging / _RECORD, json.dumps(record, indent=2, sort_keys=True).encode("ascii"))
        self._disk.sync(staging / _RECORD)
        self._disk.sync(staging)


def _run(files: ModelFiles, target: Path, progress: Progress) -> dict[str, Any]:
    """Export a model in a process of its own, and return how it ended: `difference`, `refused` or `failed`.

    Raises:
        ModelMissing: it cannot be loaded at all.
    """
    import subprocess
    import tempfile

    identity = json.dumps(asdict(files.identity))
    command = [sys.executable, "-P", "-m", "tutor.encoder.export", str(files.folder), str(target), identity]
    # It finds what this process finds, and nothing in the working directory.
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    told: dict[str, Any] = {}
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            command, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors
        ) as process,
    ):
        assert process.stdout is not None
        for line in process.stdout:
            told = json.loads(line)
            if "done" in told:
                progress("preparing the model", told["done"], told["of"])
        if process.wait() < 0:
            return {"failed": "the export was killed"}
        if process.returncode:
            errors.seek(0)
            return {"refused": errors.read().decode("utf-8", "replace").strip().rpartition("\n")[2]}
    if "fact" in told:
        raise ModelMissing(told["fact"], told["remedy"])
    return told


def _versions() -> dict[str, str]:
    """Return the versions of what an export depends on; a package that is not installed has none."""
    from importlib import metadata

    versions = {}
    for name in _MAKERS:
        with suppress(metadata.PackageNotFoundError):
            versions[name] = metadata.version(name)
    return versions


def _damaged(files: ModelFiles, file: Path) -> ModelMissing:
    fact = f"What was prepared of {files.identity.name} is damaged: {file}."
    return ModelMissing(fact, "It is made anew when a text is encoded next.")
