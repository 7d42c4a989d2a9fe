"""`tutor doctor` and `tutor paths`: what is where, what is wrong with it, and the remedy."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import click

from tutor.clean import clean_line
from tutor.cli.checks import Check, check_data
from tutor.cli.index import format_changes, format_report
from tutor.cli.notices import Notices
from tutor.cli.options import notes_option
from tutor.cli.output import print_lines
from tutor.config import Config, load_config
from tutor.desk.setup import Setup
from tutor.errors import IndexDamaged, IndexMissing, IndexStale, TutorError
from tutor.paths import Paths
from tutor.store.backups import Backups


@click.command()
@click.option("--repair", is_flag=True, help="Mend what can be made again; what you did is never touched.")
@notes_option
def doctor(notes: str | None, repair: bool) -> int:
    """Look at everything that tutor needs, and say what is wrong and what to do.

    The exit status is 3 if anything is bad, and stays so.
    """
    is_bad = False
    for check in _checks(notes):
        print_lines([check.format()])
        mended = check.mend() if repair and check.repair else check
        if mended is not check:
            print_lines([mended.format()])
        is_bad |= mended.state == "bad"
    return 3 if is_bad else 0


@click.command()
def paths() -> int:
    """Print where tutor keeps its files, a name and a path on each line."""
    found = Paths.from_environ(os.environ)
    rows = {
        "config": found.config_file,
        "data": found.data,
        "cache": found.cache,
        "notes": found.registry_file,
        "encoders": found.encoders,
        "backups": Backups(found.database_file).folder,
    }
    print_lines(f"{name:10}{clean_line(str(path))}" for name, path in rows.items())
    return 0


def _checks(notes: str | None) -> Iterator[Check]:
    yield _python()
    yield _packages()
    paths = Paths.from_environ(os.environ)
    config = Config()
    try:
        config = load_config(paths.config_file)
        yield Check("ok", "settings", str(paths.config_file))
    except TutorError as error:
        yield Check.of(error)
    for folder in dict.fromkeys((paths.config, paths.data, paths.cache)):
        yield _writable(folder)
    yield from check_data(paths)
    setup = Setup(paths, config)
    model = _model(setup)
    yield model
    if model.state == "ok":
        yield _export(setup)
    yield from _notes_and_index(setup, notes, model)


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check("ok", f"Python {version}", sys.executable)


def _packages() -> Check:
    """Look whether the packages are installed; importing them would take seconds."""
    from importlib import metadata

    try:
        required = metadata.requires("tutor") or []
    except metadata.PackageNotFoundError:
        return Check("warn", "tutor runs without being installed", "", "Run: pip install .")
    found, missing = [], []
    for name in (re.match(r"[\w.-]+", line) for line in required if "extra ==" not in line):
        try:
            found.append(f"{name[0]} {metadata.version(name[0])}" if name else "")
        except metadata.PackageNotFoundError:
            missing.append(name[0] if name else "")
    if missing:
        remedy = f"Run: pip install {' '.join(missing)}"
        return Check("bad", f"packages are missing: {', '.join(missing)}", "", remedy)
    return Check("ok", f"packages: {', '.join(found)}")


def _writable(folder: Path) -> Check:
    there = next((p for p in (folder, *folder.parents) if os.path.lexists(p)), folder)
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return Check("ok", "folder can be written to", str(folder))
    remedy = "Make it writable, or set TUTOR_HOME to a folder that is."
    return Check("bad", "folder cannot be written to", str(folder), remedy)


def _notes_and_index(setup: Setup, notes: str | None, model: Check) -> Iterator[Check]:
    try:
        root = setup.root(notes)
        yield Check("ok", f"notes, {_reason(notes)}", str(root))
        if model.state == "ok":
            yield from _index(setup, root)
        else:
            yield Check("warn", "the index was not looked at, for want of the model")
    except (IndexMissing, IndexStale) as error:
        yield Check("warn", error.fact, "", error.remedy, partial(_index_anew, setup, notes, False))
    except IndexDamaged as error:
        yield Check("bad", error.fact, "", error.remedy, partial(_index_anew, setup, notes, True))
    except TutorError as error:
        yield Check.of(error)


def _index_anew(setup: Setup, notes: str | None, is_forced: bool) -> str:
    notices = Notices.from_command()
    report = setup.index(setup.root(notes), setup.encoder(None, notices), is_forced, notices)
    return f"indexed: {format_report(report, with_seconds=False)}"


def _reason(notes: str | None) -> str:
    """Return what decided on the notes, in the order in which it is looked at."""
    if notes:
        return "named by --notes"
    if os.environ.get("TUTOR_NOTES"):
        return "named by TUTOR_NOTES"
    return "as corpus/ here or above, or else the last that were indexed"


def _index(setup: Setup, root: Path) -> Iterator[Check]:
    freshness, manifest = setup.check(root, setup.encoder(), is_whole=True)
    counts = ", ".join(f"{number} {name}" for name, number in sorted(manifest.counts.items()))
    if freshness.is_fresh:
        yield Check("ok", f"the index is up to date: {counts}")
    else:
        again = partial(_index_anew, setup, str(root), False)
        yield Check("warn", format_changes(freshness), counts, "Run: tutor index", again)
    for skipped in manifest.skipped:
        yield Check("warn", f"a file is left out: {skipped.reason}", skipped.file)


def _model(setup: Setup) -> Check:
    # What was remembered of the files is forgotten first, so that all of them are read.
    with suppress(OSError):
        setup.paths.checksums_file.unlink(missing_ok=True)
    try:
        identity = setup.encoder().identity
    except TutorError as error:
        return Check.of(error)
    return Check("ok", f"model {identity.name}, {identity.dim} numbers", identity.fingerprint)


def _export(setup: Setup) -> Check:
    from tutor.encoder.exports import Exports
    from tutor.encoder.model import find_model

    try:
        export = Exports(setup.paths).find(find_model(setup.config.model, setup.paths.checksums_file))
    except TutorError as error:
        return Check("warn", error.fact, "", error.remedy, partial(_prepare, setup))
    if export is None:
        return Check("ok", "the model is prepared for onnxruntime when a text is encoded next")
    if export.refused:
        return Check("warn", f"the model takes seconds to load, for it could not be prepared: {export.refused}")
    return Check("ok", "the model is prepared for onnxruntime", str(export.folder))


def _prepare(setup: Setup) -> str:
    setup.encoder(None, Notices.from_command()).encode(["heart"])
    return "the model is prepared for onnxruntime"
