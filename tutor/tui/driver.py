"""A terminal whose input may be anything: bytes that are no UTF-8, broken sequences, an end."""

import os
import re
import selectors
from codecs import getincrementaldecoder
from contextlib import suppress

from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

_CHUNK = 4096
_ESCAPES = re.compile("(?=\x1b)")
_PAUSE = 0.1  # seconds after which an escape that nothing follows is the key


class TolerantDriver(LinuxDriver):
    """The driver for Linux and macOS, that goes on where the stock one ends the program.

    Bytes that are not UTF-8 become U+FFFD, sequences that cannot be parsed are dropped, and a terminal that is gone
    ends the input.
    """

    def run_input_thread(self) -> None:
        """Read until the terminal is gone or the program ends."""
        decode = getincrementaldecoder("utf-8")("replace").decode
        parser = XTermParser()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                data = ""
                if selector.select(_PAUSE):
                    try:
                        raw = os.read(self.fileno, _CHUNK)
                    except OSError:
                        return
                    if not raw:
                        return
                    data = decode(raw)
                # A sequence that breaks the parser takes nothing with it of what follows.
                for piece in _ESCAPES.split(data):
                    if not self._is_parsed(parser, piece):
                        parser = XTermParser()
        with suppress(EOFError, ParseError):
            list(parser.feed(""))

    def _is_parsed(self, parser: XTermParser, data: str) -> bool:
        """Pass on what the data says; return whether the parser can still be used."""
        try:
            for events in (parser.feed(data) if data else (), parser.tick()):
                for event in events:
                    self.process_message(event)
        except (ValueError, OverflowError, RuntimeError, StopIteration):
            return False
        return True
