"""What the front ends open: settings, notes, encoder, index. One place for each."""

import os
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from tutor.config import Config, load_config
from tutor.errors import IndexMissing
from tutor.paths import Paths

if TYPE_CHECKING:
    from tutor.encoder import Encoder
    from tutor.library.build import BuildReport
    from tutor.library.freshness import Freshness
    from tutor.library.library import Library
    from tutor.library.manifest import Manifest


class Notices(Protocol):
    """Where what is said while something long goes on is shown; a context manager that ends the progress."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...

    def notify(self, text: str) -> None:
        """Say, in one sentence, what the user should know though it stops nothing."""

    def progress(self, stage: str, done: int, total: int) -> None:
        """Say how many of how many are done in a stage of the work."""


@dataclass(frozen=True, slots=True)
class Setup:
    """Where this user's things are, and the settings."""

    paths: Paths
    config: Config

    @classmethod
    def find(cls) -> "Setup":
        """Return them as the environment and config.toml have them."""
        paths = Paths.from_environ(os.environ)
        return cls(paths, load_config(paths.config_file))

    def root(self, notes: str | None) -> Path:
        """Return the folder or file of notes to use; `notes` is what was named, if anything."""
        from tutor.library.opening import choose_notes, working_directory
        from tutor.library.registry import Registry

        registry = Registry(self.paths.registry_file)
        return choose_notes(notes, os.environ, registry, working_directory())

    def encoder(self, model: str | None = None, notices: Notices | None = None, is_for_many: bool = False) -> "Encoder":
        """Return the encoder to use, for many questions or a few; it loads nothing yet.

        Without notices nothing is said of what it prepares.
        """
        from tutor.encoder.opening import open_encoder

        heard = notices or _Silence()
        return open_encoder(model or self.config.model, self.paths, heard.notify, heard.progress, is_for_many)

    def library(self, root: Path, encoder: "Encoder", notices: Notices) -> "Library":
        """Return the open library of some notes, built or brought up to date first where it has to be."""
        from tutor.library.opening import open_library, place_of

        place = place_of(root, self.paths, os.environ)
        with notices:
            return open_library(place, encoder, notices.notify, notices.progress)

    def index(self, root: Path, encoder: "Encoder", is_forced: bool, notices: Notices) -> "BuildReport":
        """Bring an index up to date; with `is_forced` from nothing."""
        from tutor.library.opening import index_notes, place_of

        place = place_of(root, self.paths, os.environ)
        with notices:
            return index_notes(place, encoder, is_forced, notices.progress)

    def check(self, root: Path, encoder: "Encoder", is_whole: bool = False) -> "tuple[Freshness, Manifest]":
        """Return what changed since an index was built, and what it holds; write nothing.

        With `is_whole` every file of the index is read and compared with its checksum, however large it is.

        Raises:
            IndexMissing, IndexDamaged, IndexStale: There is no index to compare with.
        """
        from tutor.library.opening import check_notes, place_of
        from tutor.library.registry import Registry

        if Registry(self.paths.registry_file).find(root) is None:
            raise IndexMissing("These notes have not been indexed yet.", "Run: tutor index")
        place = place_of(root, self.paths, os.environ)
        freshness, current = check_notes(place, encoder), place.generations.current()
        if is_whole:
            place.generations.verify(current)
        return freshness, current.manifest

    def remember(self, root: Path) -> None:
        """Put on record that these notes are the ones to use where no others are found."""
        from tutor.library.registry import Registry

        Registry(self.paths.registry_file).set_last(root)


class _Silence:
    """Notices that nobody hears."""

    def notify(self, text: str) -> None:
        """Say nothing."""

    def progress(self, stage: str, done: int, total: int) -> None:
        """Say nothing."""
