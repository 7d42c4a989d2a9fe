"""Where the program keeps its own files, outside the notes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tutor.errors import CannotWrite, UsageError


@dataclass(frozen=True, slots=True)
class Paths:
    """The program's own folders, absolute; none of them need exist."""

    config: Path
    """Folder of config.toml."""

    data: Path
    """What cannot be made again: which notes are known, and under which id; what the learner did."""

    cache: Path
    """What can be made again: indexes and exports of models. Safe to delete at any time."""

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Paths":
        """Decide on the folders; touch none of them.

        TUTOR_HOME, when it is set and not empty, is looked up in `environ` and holds everything.
        Otherwise the folders are the platform's usual ones, as platformdirs finds them from the
        environment of the process.

        Raises:
            UsageError: TUTOR_HOME is relative and the working folder is gone, or the user has no
                home folder.
        """
        if home := environ.get("TUTOR_HOME"):
            root = _make_absolute(home)
            return cls(config=root, data=root, cache=root / "cache")
        return cls._from_platform()

    @classmethod
    def _from_platform(cls) -> "Paths":
        # Loaded only without TUTOR_HOME. It ignores relative XDG folders, as their
        # specification asks, and finds the home of a user without HOME in the password database.
        import platformdirs

        try:
            return cls(
                config=platformdirs.user_config_path("tutor", appauthor=False),
                data=platformdirs.user_data_path("tutor", appauthor=False),
                cache=platformdirs.user_cache_path("tutor", appauthor=False),
            )
        except RuntimeError:
            raise UsageError(
                "This user has no home folder.",
                "Set TUTOR_HOME to a folder that tutor may use.",
            ) from None

    @property
    def config_file(self) -> Path:
        """The file of the user's settings."""
        return self.config / "config.toml"

    @property
    def registry_file(self) -> Path:
        """The record of the notes that are known, their ids and their indexes' keys."""
        return self.data / "notes.json"

    @property
    def database_file(self) -> Path:
        """The database of what the learner did."""
        return self.data / "tutor.db"

    @property
    def encoders(self) -> Path:
        """Folder of the models' exports, one for each model."""
        return self.cache / "encoders"

    @property
    def checksums_file(self) -> Path:
        """What is remembered of the SHA-256 of the models' files."""
        return self.cache / "checksums.json"

    def library(self, notes_id: str) -> Path:
        """Return the folder of the index of one folder of notes."""
        return self.cache / "library" / notes_id


def _make_absolute(home: str) -> Path:
    # Not Path.resolve or os.path.abspath: these need a working folder even for an absolute path,
    # or cut ".." without regard to symlinks.
    path = Path(home)
    if path.is_absolute():
        return path
    try:
        return Path.cwd() / path
    except OSError:
        raise UsageError(
            f"TUTOR_HOME is {home}, a relative path, and the working folder no longer exists.",
            "Set TUTOR_HOME to an absolute path.",
        ) from None


def private_folder(path: Path) -> Path:
    """Make a folder and its missing parents, closed to other users, and return it.

    Made folders have mode 0700, parents included; folders that exist keep the mode they have.

    Raises:
        CannotWrite: The path or one of its parents is a file, or a folder cannot be made.
    """
    # Path.mkdir(parents=True) gives 0700 to the last folder only.
    for folder in (*reversed(path.parents), path):
        if not _is_folder(folder):
            _make_folder(folder)
    return path


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a parent that may not be entered, or a name that is too long
        return False


def _make_folder(path: Path) -> None:
    remedy = "Set TUTOR_HOME to a folder that you can write to."
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        if not path.is_dir():  # else another process was faster
            raise CannotWrite(f"{path} is not a folder.", remedy) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise CannotWrite(f"The folder {path} cannot be made: {reason}.", remedy) from error
