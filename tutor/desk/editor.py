"""The user's editor, opened at a line."""

import os
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path

from tutor.errors import UsageError

_WITH_PLUS = {"vi", "vim", "nvim", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "ne", "mg", "gedit"}
_WITH_COLON = {"hx", "helix", "subl", "zed"}
_WITH_GOTO = {"code", "codium", "cursor"}


def editor_command(environ: Mapping[str, str], path: Path, line: int) -> list[str]:
    """Return what opens a file at a line: VISUAL, else EDITOR, else the first of a few that is installed.

    An editor that is not known opens the file without the line.

    Raises:
        UsageError: there is none.
    """
    named = environ.get("VISUAL") or environ.get("EDITOR") or ""
    try:
        command = shlex.split(named)
    except ValueError:
        command = [named]
    if not command:
        command = [name for name in ("nano", "vim", "vi", "emacs") if shutil.which(name)][:1]
    if not command or not shutil.which(command[0]):
        raise UsageError(f"There is no editor {named}.".replace(" .", "."), "Set EDITOR to one.")
    name, file = os.path.basename(command[0]), str(path)
    if name in _WITH_PLUS:
        return [*command, f"+{line}", file]
    if name in _WITH_COLON:
        return [*command, f"{file}:{line}"]
    return [*command, "--goto", f"{file}:{line}"] if name in _WITH_GOTO else [*command, file]
