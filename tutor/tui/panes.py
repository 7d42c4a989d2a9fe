"""The three panes and the box, and what the threads find shown in them."""

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Footer

from tutor.desk.setup import Setup
from tutor.show.citation import format_path
from tutor.tui.background import Background
from tutor.tui.notices import PostedNotices
from tutor.tui.place import Place
from tutor.tui.widgets.ask_box import AskBox
from tutor.tui.widgets.conversation import Conversation
from tutor.tui.widgets.find_bar import FindBar
from tutor.tui.widgets.sections_pane import SectionsPane
from tutor.tui.widgets.source_pane import SourcePane

if TYPE_CHECKING:
    from tutor.desk.sitting import Sitting
    from tutor.store.store import Store
    from tutor.tui.app import TutorApp

_PAUSE = 2.0  # seconds between two looks whether the notes have changed
_IDLE = 20  # times as long as a look takes there is none, or a vault of 100,000 notes would keep a core busy


class Panes(Background):
    """The sections, the conversation, the note, and below them the question box.

    Attributes:
        sitting, store: the notes and what is kept, once they are open.
        scope: where is searched; None for everywhere.
    """

    app: "TutorApp"

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.sitting: Sitting | None = None
        self.store: Store | None = None
        self.scope: Place | None = None
        self._watch: Timer | None = None  # from when on questions are answered at once

    @property
    def waiting(self) -> str:
        """What a question waits for."""
        return "searching…" if self._watch else "waiting until your notes are open… (Ctrl+T: read them meanwhile)"

    def compose(self) -> ComposeResult:
        with Horizontal(id="panes"):
            yield SectionsPane(id="sections")
            yield Conversation(id="conversation")
            yield SourcePane(id="source")
        yield FindBar(id="find")
        yield AskBox(id="ask")
        yield Footer(show_command_palette=False)

    @property
    def box(self) -> AskBox:
        """The question box."""
        return self.query_one("#ask", AskBox)

    @property
    def conversation(self) -> Conversation:
        """The cards."""
        return self.query_one("#conversation", Conversation)

    @property
    def sections(self) -> SectionsPane:
        """The tree of sections."""
        return self.query_one("#sections", SectionsPane)

    @property
    def source(self) -> SourcePane:
        """The note."""
        return self.query_one("#source", SourcePane)

    def say(self, text: str) -> None:
        """Say what is going on, at the edge of the box."""
        where = (format_path(self.scope.heading_path) or self.scope.file) if self.scope else ""
        self.box.describe(where, text)

    def look_for_changes(self) -> None:
        """Have a thread look whether the notes have changed."""
        if self.sitting:
            self.work_at("watch", partial(self.catch_up, self.sitting, self.conversation.quotes))

    def on_unmount(self) -> None:
        """Back up what was changed; the store is not closed, for a thread may still be at work."""
        if self.store:
            self.store.leave()

    @on(Background.Opened)
    def _take_over(self, event: Background.Opened) -> None:
        self.sitting, self.store = event.sitting, event.store

    @on(Background.Ready)
    def _say_ready(self) -> None:
        self.say("")
        self._watch = self.set_timer(_PAUSE, self.look_for_changes)
        self.look_at_knowledge()

    @on(Background.Outlined)
    def _show_outlines(self, event: Background.Outlined) -> None:
        self.sections.show(event.outlines)
        sections = sum(len(outline.sections) for outline in event.outlines)
        self.conversation.welcome(
            f"Notes: {len(event.outlines)}. Sections: {sections}.\n\n"
            "Ask anything: you get the lines that answer, word for word.\n"
            "Enter asks; on an empty box it opens the best quote in its note.\n"
            "Ctrl+T shows the sections, Ctrl+P finds every action and section, F1 helps."
        )

    @on(Background.Answered)
    async def _show_answer(self, event: Background.Answered) -> None:
        if not event.turn.is_attached or event.manner is not event.turn.wanted:
            return  # the conversation was left, or the question is to be taken in another way by now
        if event.number is not None:
            event.turn.number = event.number
        self._keep(event)
        await event.turn.show(event.reply.answer, event.manner)
        self.conversation.reveal(event.turn)
        self.say(f"{1000 * event.reply.seconds:.0f} ms")

    def _keep(self, event: Background.Answered) -> None:
        """Have a thread keep an answer to a question that was taken in another way; whole sections are not kept."""
        turn, manner = event.turn, event.manner
        if turn.number is not None and manner.without != turn.kept_without and not manner.is_full:
            turn.kept_without = manner.without
            self.work_at("keep", partial(event.talk.amend, turn.number, event.reply.answer))

    @on(Background.Read)
    def _show_note(self, event: Background.Read) -> None:
        self.add_class("-source")
        self.call_after_refresh(self.source.show, event.note, event.place)
        self.source.view.focus()

    @on(Background.Looked)
    def _look_again_later(self, event: Background.Looked) -> None:
        if self._watch:
            self._watch.stop()
        self._watch = self.set_timer(max(_PAUSE, _IDLE * event.seconds), self.look_for_changes)

    def look_at_knowledge(self) -> None:
        """Have a thread find out how well each section is known."""
        if self.sitting and self.store:
            self.work_at("knowledge", partial(self.weigh, self.sitting, self.store))

    @on(Background.Known)
    def _show_knowledge(self, event: Background.Known) -> None:
        self.sections.show_standings(event.standings)

    @on(Background.CaughtUp)
    def _say_caught_up(self, event: Background.CaughtUp) -> None:
        self.say(event.text)

    @on(Background.Fallen)
    def _mark_fallen(self, event: Background.Fallen) -> None:
        for block in self.conversation.blocks:
            block.mark_fallen(event.quotes)

    @on(Background.Failed)
    def _say_failure(self, event: Background.Failed) -> None:
        self.app.show_error(event.error)
        self.say("")
        if event.turn and event.turn.is_attached:
            event.turn.fail(str(event.error))

    @on(PostedNotices.Said)
    def _say_notice(self, event: PostedNotices.Said) -> None:
        self.say(event.text)

    @on(PostedNotices.Progressed)
    def _say_progress(self, event: PostedNotices.Progressed) -> None:
        share = f" {100 * event.done // event.total} %" if event.total else ""
        self.say(f"{event.stage}{share}" if event.stage else "")
