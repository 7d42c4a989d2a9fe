"""A line of input in which nothing that is pasted can steer the terminal."""

import re

from textual import events
from textual.widgets import Input

from tutor.clean import clean_line


class CleanInput(Input):
    """An input that makes what is pasted harmless and one line."""

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(
            " ".join(clean_line(line.strip()) for line in re.split(r"[\r\n]+", event.text.strip()))
        )
