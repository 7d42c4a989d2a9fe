"""What the commands open, and the options that name it."""

from tutor.cli.options import model_option, notes_option
from tutor.desk.setup import Setup

__all__ = ["Setup", "model_option", "notes_option"]
