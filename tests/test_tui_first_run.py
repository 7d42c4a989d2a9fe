"""The first run: a folder is chosen, and the notes can be read while they are indexed."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from textual.widgets import Input

from tests.fakes import FakeEncoder
from tests.tui import WIDE, chat, in_loop, prepare
from tutor.desk.setup import Setup
from tutor.tui.screens.first_run import FirstRunScreen
from tutor.tui.widgets.sections_pane import SectionsPane


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of notes that nothing names."""
    folder = prepare(tmp_path, monkeypatch)
    monkeypatch.delenv("TUTOR_NOTES")
    (tmp_path / "cwd").mkdir()
    monkeypatch.chdir(tmp_path / "cwd")
    return folder


@in_loop
async def test_without_notes_a_folder_is_asked_for_and_remembered(nowhere: Path) -> None:
    async with chat() as running:
        assert isinstance(running.app.screen, FirstRunScreen)
        assert "your notes are never" in running.text()
        for wrong, said in ((nowhere.parent / "no", "There are no notes at"), (nowhere.parent / "cwd", "no Markdown")):
            await running.type(str(wrong))
            await running.press("enter")
            assert said in running.text()
        await running.type(str(nowhere))
        assert "2 notes, 1 kB. Enter: index them, once, in about 5 seconds" in running.text()
        await running.press("enter")
        await running.ask("default retention period")
        assert "Default retention period: 4 days" in running.text()
    async with chat() as running:
        assert running.screen.sitting is not None
        assert running.screen.sitting.root == nowhere.resolve()


@in_loop
async def test_it_can_be_put_off_and_taken_up_again() -> None:
    async with chat() as running:
        await running.press("escape")
        assert "F2" in running.text()
        await running.press("f2")
        assert isinstance(running.app.screen, FirstRunScreen)
        assert running.app.screen.query_one(Input).has_focus


class HeldEncoder(FakeEncoder):
    """Encodes nothing before it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def encode(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> NDArray[np.float32]:
        if progress:
            progress(0, len(texts))
        assert self.let_go.wait(60)
        return super().encode(texts, progress)


@in_loop
async def test_notes_can_be_read_while_they_are_indexed(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = HeldEncoder()
    monkeypatch.setattr(Setup, "encoder", lambda *_, **__: encoder)
    monkeypatch.setenv("TUTOR_NOTES", str(nowhere))
    async with chat(WIDE, wait=False) as running:
        await running.ask_without_waiting("default retention period")
        await running.wait_until(lambda: "awkward" in running.text("#sections"))
        await running.wait_until(lambda: "0 %" in running.text("#ask"))
        assert "waiting until your notes are open" in running.text("#conversation")
        place = next(place for place in running.screen.sections.places() if place.heading_path[-1] == "Kinesis")
        running.screen.post_message(SectionsPane.Chosen(place))
        await running.wait_until(lambda: "Kinesis retention period" in running.text())
        encoder.let_go.set()
        await running.settle()
        assert "Default retention period: 4 days" in running.text("#conversation")
