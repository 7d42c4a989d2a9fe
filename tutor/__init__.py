"""A study tutor for the terminal that answers from your own notes, word for word."""

import os

# Libraries latch these at import, and some report home or reach for the network unless told
# otherwise: onnxruntime, which sentence-transformers picks up where it is installed, sends
# telemetry from C++ where no Python guard sees it. They are set in the package, before any other
# import, and in the environment, so that worker processes inherit them. What the user has set
# stays: HF_HUB_OFFLINE=0 is the way to let a model be fetched by name.
for _name, _value in (
    ("ORT_DISABLE_TELEMETRY", "1"),
    ("HF_HUB_OFFLINE", "1"),
    ("TRANSFORMERS_OFFLINE", "1"),
    ("HF_HUB_DISABLE_TELEMETRY", "1"),
    ("DO_NOT_TRACK", "1"),
    # A tokenizer's thread pool warns on stderr, or deadlocks, when the process forks.
    ("TOKENIZERS_PARALLELISM", "false"),
    # Progress and advice of a library are noise in an answer.
    ("TRANSFORMERS_VERBOSITY", "error"),
    ("HF_HUB_DISABLE_PROGRESS_BARS", "1"),
):
    os.environ.setdefault(_name, _value)
del _name, _value

__version__ = "0.1.0"
