"""The user's settings: config.toml, read by every command, written by `tutor config`."""

import os
import stat
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.errors import CannotWrite, ConfigInvalid, UsageError
from tutor.paths import private_folder

if TYPE_CHECKING:
    import tomlkit

MAX_BYTES = 1 << 20
"""A larger config.toml is some other file."""


@dataclass(frozen=True, slots=True)
class Config:
    """The user's settings. The help beside each field is what `tutor config` shows."""

    model: str = field(
        default="",
        metadata={"help": "Model to encode with, a name or a folder; empty: the bundled one."},
    )
    quotes: int = field(
        default=0,
        metadata={"help": "Most quotes to show; 0: as many as fit on a screen."},
    )
    quiz_topics: str = field(
        default="",
        metadata={"help": "Drill only below headings, in files or under tags that hold one of these (a, b, c)."},
    )
    quiz_tags: str = field(
        default="",
        metadata={"help": "Drill only notes with one of these tags (a, b, c)."},
    )
    quiz_exclude: str = field(
        default="",
        metadata={"help": "Never drill below headings, in files or under tags that hold one of these (a, b, c)."},
    )
    theme: str = field(
        default="tutor-dark",
        metadata={"help": "Colours of the chat: tutor-dark, tutor-light, or any other that its palette lists."},
    )
    sections: str = field(
        default="shown",
        metadata={
            "help": "Sections at the left of the chat, where there is room for them: shown or hidden.",
            "choices": ("shown", "hidden"),
        },
    )
    note: str = field(
        default="rendered",
        metadata={"help": "A note beside the chat: rendered or raw.", "choices": ("rendered", "raw")},
    )
    tables: str = field(
        default="grid",
        metadata={"help": "Tables in a note beside the chat: grid or records.", "choices": ("grid", "records")},
    )


class Option(NamedTuple):
    """What there is to say about one setting."""

    name: str
    type: type[str] | type[int]
    default: str | int
    help: str
    choices: tuple[str, ...] = ()


def options() -> list[Option]:
    """Return every setting, in the order of declaration."""
    return [
        Option(f.name, type(f.default), f.default, f.metadata["help"], f.metadata.get("choices", ()))
        for f in fields(Config)
        if isinstance(f.default, (str, int))
    ]


def load_config(file: Path) -> Config:
    """Read the settings; those that are not in the file, or all without a file, are the defaults.

    Raises:
        ConfigInvalid: The file cannot be read or is not TOML, or has an unknown key or a value
            of the wrong type. The message names the file and the key.
    """
    return _parse(file, _read(file))


def set_option(file: Path, key: str, text: str) -> Config:
    """Write one setting, keep the rest of the file with its comments, and return the settings.

    Raises:
        UsageError: There is no such setting, or the text is no value for it.
        ConfigInvalid: The file cannot be understood as it is; it stays untouched.
        CannotWrite: The file cannot be written; it stays as it was.
    """
    value = _convert(_option(key), text)
    load_config(file)
    document = _document(file)
    document[key] = value
    return _save(file, document)


def unset_option(file: Path, key: str) -> Config:
    """Take one setting out of the file and return the settings.

    An unknown key can be taken out too. Nothing is written when the key is not in the file.

    Raises:
        UsageError: The key is neither a setting nor in the file.
        ConfigInvalid: The file is not TOML, and stays untouched; or something else in it is
            wrong, and the key is gone all the same: so wrong keys can be taken out one by one.
        CannotWrite: The file cannot be written; it stays as it was.
    """
    document = _document(file)
    if key not in document:
        _option(key)
        return load_config(file)
    del document[key]
    return _save(file, document)


def _option(key: str) -> Option:
    for option in options():
        if option.name == key:
            return option
    raise UsageError(f"There is no setting {key}.", f"{_known_settings()}.")


def _known_settings() -> str:
    return f"The settings are {', '.join(option.name for option in options())}"


def _convert(option: Option, text: str) -> str | int:
    try:
        value = option.type(text)
    except ValueError:
        value = text
    if wrong := _find_fault(option, value):
        raise UsageError(f"The setting {option.name} {wrong}.", option.help)
    return value


def _find_fault(option: Option, value: object) -> str:
    """Return why this is no value for the setting, as the end of a sentence; empty if it is."""
    # Not isinstance: true is an int in Python and is not one in TOML.
    if type(value) is not option.type:
        return "must be a whole number" if option.type is int else "must be text in quotes"
    if isinstance(value, int) and not 0 <= value < 1 << 31:
        return "must be 0 or more" if value < 0 else "is too large"
    if isinstance(value, str) and not _is_storable(value):
        return "has characters that no name can have"
    return "" if not option.choices or value in option.choices else f"must be {' or '.join(option.choices)}"


def _is_storable(text: str) -> bool:
    # A NUL makes every file operation fail; surrogates, from arguments that are not UTF-8, have
    # no place in TOML.
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def _read(file: Path) -> str:
    """Return the text of the file, empty when there is none."""
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):  # opening a FIFO would hang
            raise _unreadable(file, "it is not a file")
        if status.st_size > MAX_BYTES:
            raise _unreadable(file, f"it is larger than {MAX_BYTES} bytes")
        return file.read_bytes().decode()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except UnicodeDecodeError as error:
        raise _unreadable(file, "it is not UTF-8 text") from error
    except OSError as error:
        raise _unreadable(file, error.strerror or str(error)) from error


def _unreadable(file: Path, reason: str) -> ConfigInvalid:
    return ConfigInvalid(f"The settings in {file} cannot be read: {reason}.", "Correct the file, or move it away.")


def _parse(file: Path, text: str) -> Config:
    values = _parse_toml(file, text)
    for key, value in values.items():
        try:
            option = _option(key)
        except UsageError:
            raise ConfigInvalid(
                f"The setting {key} in {file} is not known.",
                f"{_known_settings()}; take it out with: tutor config unset {key}",
            ) from None
        if wrong := _find_fault(option, value):
            raise ConfigInvalid(
                f"The setting {key} in {file} {wrong}.",
                f"Take it out with: tutor config unset {key}",
            )
    return Config(**values)


def _parse_toml(file: Path, text: str) -> dict[str, Any]:
    if not text:
        return {}
    import tomllib

    try:
        return tomllib.loads(text)
    # A number of thousands of digits is a plain ValueError, and deep nesting exhausts the stack.
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise _unreadable(file, f"no valid TOML, {reason}") from error


def _document(file: Path) -> "tomlkit.TOMLDocument":
    """Return the file with its comments and layout, to be changed and written back."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    text = _read(file)
    _parse_toml(file, text)
    try:
        return tomlkit.parse(text)
    except (TOMLKitError, RecursionError) as error:
        raise _unreadable(file, str(error)) from error


def _save(file: Path, document: "tomlkit.TOMLDocument") -> Config:
    import tomlkit

    text = tomlkit.dumps(document)
    # A symlink, as those who keep their settings in a repository have, stays a symlink.
    target = Path(os.path.realpath(file))
    private_folder(target.parent)
    try:
        _replace(target, text.encode())
    except OSError as error:
        reason = error.strerror or str(error)
        raise CannotWrite(
            f"The settings in {file} cannot be written: {reason}.",
            f"Make room and make sure that you may write to {target.parent}.",
        ) from error
    return _parse(file, text)


def _replace(target: Path, data: bytes) -> None:
    """Put a new file, mode 0600, in the place of the old one, so that no reader sees half."""
    import tempfile

    handle, name = tempfile.mkstemp(prefix=".config-", dir=target.parent)
    try:
        with open(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(handle)
        os.replace(name, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
