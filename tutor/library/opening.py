"""From what the user named to an open library: which notes, where their index lives, and whether it is up to date."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.encoder import Encoder, Notify, Progress
from tutor.errors import Busy, CannotWrite, IndexDamaged, IndexMissing, IndexStale, NotesMissing
from tutor.library.freshness import Freshness, compare
from tutor.library.generation import Generation, Generations
from tutor.library.library import Library
from tutor.library.registry import Entry, Registry
from tutor.notes.folder import list_notes, resolve_root
from tutor.paths import Paths

if TYPE_CHECKING:
    from tutor.library.build import BuildReport

_WAIT_TO_ASK = 20.0  # seconds that a question waits for another's indexing before it takes the old index
_WAIT_TO_INDEX = 120.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where the index of some notes lives."""

    root: Path
    entry: Entry
    generations: Generations


def choose_notes(option: str | None, environ: Mapping[str, str], registry: Registry, cwd: Path | None) -> Path:
    """Return the notes that are meant, resolved.

    They are what `--notes` names, else `TUTOR_NOTES`, else `corpus/` of the working directory or its nearest parent,
    else the folder last given to `tutor index`.

    Raises:
        NotesMissing: nothing names any, or what does is not there.
        NotesUnreadable: they may not be read.
    """
    if named := option or environ.get("TUTOR_NOTES"):
        return resolve_root(named)
    for folder in (cwd, *cwd.parents) if cwd else ():
        if os.path.isdir(folder / "corpus"):  # unlike Path.is_dir without an error where a folder may not be entered
            return resolve_root(folder / "corpus")
    if last := registry.last():
        return resolve_root(last)
    raise NotesMissing("There are no notes to ask.", "Name a folder of them: tutor index PATH")


def place_of(root: Path, paths: Paths, environ: Mapping[str, str]) -> Place:
    """Return where the index of some notes lives, put on record if they are new.

    Beside the checkout's own `corpus/` it is `index/`, unless `TUTOR_HOME` is set; else a folder under the program's.

    Raises:
        CannotWrite, Busy: they are new, and the record cannot be written.
    """
    entry = Registry(paths.registry_file).enroll(root)
    beside = root.parent / "index"
    is_checkout = root.name == "corpus" and (root.parent / "tutor" / "__init__.py").is_file()
    own = is_checkout and beside.is_dir() and not beside.is_symlink() and not environ.get("TUTOR_HOME")
    home = beside if own else paths.library(entry.notes_id)
    return Place(root, entry, Generations(home, entry.key))


def open_library(place: Place, encoder: Encoder, notify: Notify, progress: Progress) -> Library:
    """Return the library of some notes, its index built or brought up to date first where that is needed.

    Where it cannot be brought up to date (read-only, or another tutor is at it), the old index answers, and says so.

    Raises:
        TutorError: there is no index that can answer, and none can be built.
    """
    try:
        old = place.generations.current()
    except IndexMissing:
        notify(f"Indexing {place.root} for the first time; this takes a minute or so for a book's worth of notes.")
        old = None
    except (IndexDamaged, IndexStale) as error:
        notify(f"{error.fact} Building it anew.")
        old = None
    if old and old.manifest.model.fingerprint != encoder.identity.fingerprint:
        notify(f"The index was built with {old.manifest.model.name}; building it anew with {encoder.identity.name}.")
        old = None
    if old is None or not _is_fresh(place, old):
        old = _refresh(place, encoder, old, notify, progress)
    return _open(place, old)


def open_as_it_is(place: Place, encoder: Encoder) -> Library | None:
    """Return the library of some notes as their index stands, whether or not they have changed; None without one."""
    generation = usable_generation(place, encoder)
    return _open(place, generation) if generation else None


def renew(place: Place, encoder: Encoder, progress: Progress) -> str | None:
    """Bring the index of some notes up to date, and return what had changed, as one sentence; None if nothing had.

    Raises:
        TutorError: it cannot be; the old index stands.
    """
    report = index_notes(place, encoder, False, progress)
    return None if report.was_fresh else _what_changed(report)


def _open(place: Place, generation: Generation) -> Library:
    while True:
        try:
            return Library(place.root, generation)
        except FileNotFoundError:
            # Two builds by others since it was looked up have removed it: there is a newer one.
            newer = place.generations.current()
            if newer.name == generation.name:
                raise
            generation = newer


def index_notes(place: Place, encoder: Encoder, force: bool, progress: Progress) -> "BuildReport":
    """Bring the index of some notes up to date, from nothing if forced, and return what was done.

    Raises:
        TutorError: it cannot be; the old index stands.
    """
    from tutor.library.build import build

    with place.generations.lock(_WAIT_TO_INDEX):
        old = None if force else usable_generation(place, encoder)
        return build(place.root, place.entry.notes_id, place.generations, encoder, old, progress)


def check_notes(place: Place, encoder: Encoder) -> Freshness:
    """Return what has changed in the notes since their index was built.

    Raises:
        IndexMissing, IndexDamaged, IndexStale: there is no index to compare with; stale also means another model's.
    """
    current = place.generations.current()
    if current.manifest.model.fingerprint != encoder.identity.fingerprint:
        raise IndexStale(f"The index was built with another model, {current.manifest.model.name}.", "Run: tutor index")
    return compare(current.manifest, list_notes(place.root))


def usable_generation(place: Place, encoder: Encoder) -> Generation | None:
    """Return the current generation if its parts can be used again for this encoder."""
    try:
        current = place.generations.current()
    except (IndexMissing, IndexDamaged, IndexStale):
        return None
    return current if current.manifest.model.fingerprint == encoder.identity.fingerprint else None


def _is_fresh(place: Place, current: Generation) -> bool:
    return compare(current.manifest, list_notes(place.root)).is_fresh


def _refresh(place: Place, encoder: Encoder, old: Generation | None, notify: Notify, progress: Progress) -> Generation:
    from tutor.library.build import build  # which brings the parsers, that a question over fresh notes does without

    try:
        with place.generations.lock(_WAIT_TO_ASK):
            old_now = usable_generation(place, encoder)
            report = build(place.root, place.entry.notes_id, place.generations, encoder, old_now, progress)
            if old and not report.was_fresh:
                notify(_what_changed(report))
            return place.generations.current()
    except (CannotWrite, Busy) as error:
        if old is None:
            raise
        notify(f"Your notes changed, but the index was not updated: {error.fact} Answering from the old one.")
        return old


def _what_changed(report: "BuildReport") -> str:
    files = (*report.changed, *(f"{file} (gone)" for file in report.removed))
    named = files[0] if len(files) == 1 else f"{len(files)} files"
    return f"Your notes changed ({named}): re-indexed, {report.embedded} texts embedded."


def working_directory() -> Path | None:
    """Return the working directory, or None where it is gone."""
    try:
        return Path(os.getcwd())
    except OSError:
        return None
