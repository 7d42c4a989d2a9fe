"""Where the program starts: signals, streams, and the exit status.

Only light modules of the standard library are imported here, so that all of it is in force before
anything slow begins.
"""

import errno
import gc
import os
import signal
import sys
from contextlib import suppress
from typing import NoReturn

# What writing to a stream can end in. Whoever opens a file turns its errors into a TutorError.
_STREAM_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF, errno.EPIPE}

# Objects made between two looks for garbage. Of what the imports of a question make hardly any is, and looking for it
# at Python's own 700 takes a tenth of the time of an answer.
GARBAGE = 200_000


def start() -> NoReturn:
    """Be the process `tutor`, to its end."""
    code = main()
    with suppress(OSError):
        sys.stdout.flush()
    # Nothing is left to be written. Taking numpy, FAISS and onnxruntime apart takes a tenth of the time of an answer.
    os._exit(code)


def main() -> int:
    """Run `tutor` with the arguments of the process and return its exit status."""
    gc.set_threshold(GARBAGE)
    _prepare_signals()
    os.umask(0o077)
    _prepare_streams()
    from tutor.cli.program import run, say

    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except OSError as error:
        if error.filename is not None or error.errno not in _STREAM_ERRORS:
            return _report_bug()
        say(f"The output cannot be written: {error.strerror}.", "Send it where there is room.")
        _drop_output()
        return 5
    except Exception:
        return _report_bug()
    return code


def _prepare_signals() -> None:
    """Let signals end the process at once.

    A KeyboardInterrupt would be a traceback during the imports, which take seconds, and nothing
    is lost without it: what is written is written so that it may be killed at any time.
    """
    # Ignored if the program was started in the background, and then it stays so.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def _prepare_streams() -> None:
    """Make sure that the three streams are there and can print any text.

    With a closed one, the next file to be opened would take its place, and what is meant for the
    terminal would be written into it.
    """
    for descriptor, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free one, which is this one
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(descriptor, mode, encoding="utf-8", closefd=False))
    for stream, errors in ((sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        # A terminal of another encoding shows what it can.
        stream.reconfigure(errors=errors)  # type: ignore[union-attr]


def _report_bug() -> int:
    """Print the traceback of an error that nobody expected; it may hold text from a note."""
    import traceback

    from tutor.clean import clean

    with suppress(OSError):
        sys.stderr.write(clean(traceback.format_exc()))
        sys.stderr.flush()
    return 70


def _drop_output() -> None:
    # Python writes what is left at exit, and would complain once more.
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
