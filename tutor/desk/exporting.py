"""Where an exported conversation goes."""

import os
import re
from pathlib import Path

from tutor.errors import CannotWrite

_LONGEST = 60  # characters of a file's name


def export_name(title: str) -> str:
    """Return a file name for a conversation: `nlb-vs-alb.md`."""
    slug = re.sub(r"[^\w]+", "-", title.casefold()).strip("-_")[:_LONGEST].rstrip("-_")
    return f"{slug or 'conversation'}.md"


def write_export(path: Path, text: str, notes: Path) -> None:
    """Write an export to a file that does not exist yet.

    Raises:
        CannotWrite: there is such a file, it would lie among the notes, or it cannot be written.
    """
    target = Path(os.path.realpath(path.expanduser()))
    if target.is_relative_to(notes):
        raise CannotWrite(f"{target} lies among your notes, which tutor never writes to.", "Name another folder.")
    try:
        with open(target, "x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise CannotWrite(f"{target} exists already.", "Name another file.") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise CannotWrite(f"{target} cannot be written: {reason}.", "Name another file.") from error
