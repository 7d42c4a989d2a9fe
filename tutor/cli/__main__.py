"""`python -m tutor.cli` is `tutor`."""

from tutor.cli.main import start

start()
