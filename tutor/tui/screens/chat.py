"""The conversation with the notes, their sections at its left and their text at its right."""

from collections import deque
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from tutor.desk.setup import Setup
from tutor.notes.folder import note_path
from tutor.tui.background import Background
from tutor.tui.panes import Panes
from tutor.tui.place import EditWanted, Place, QuizWanted
from tutor.tui.widgets.ask_box import AskBox
from tutor.tui.widgets.find_bar import FindBar
from tutor.tui.widgets.openable import Openable
from tutor.tui.widgets.sections_pane import SectionsPane
from tutor.tui.widgets.turn import Again, Turn

if TYPE_CHECKING:
    from tutor.answer.answering import Wish
    from tutor.desk.choosing import Survey
    from tutor.desk.talk import Talk
    from tutor.store.values import Conversation as StoredConversation
    from tutor.tui.app import TutorApp


class ChatScreen(Panes):
    """Questions, answers, and the notes beside them.

    The notes are opened once the first frame is drawn; what is asked before waits.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "new", "New", id="chat.new", tooltip="Begin a new conversation", priority=True),
        Binding(
            "ctrl+t", "sections", "Sections", id="chat.sections", tooltip="Show or hide the sections", priority=True
        ),
        Binding("ctrl+r", "source", "Source", id="chat.source", tooltip="Show or hide the note", priority=True),
        Binding(
            "ctrl+f", "find", "Find", id="chat.find", tooltip="Find in the conversation or the note", priority=True
        ),
        Binding("f2", "choose", "Choose notes", show=False, id="chat.notes", tooltip="Name the folder of your notes"),
        Binding("slash", "find", "Find", show=False, id="chat.find_letter", tooltip="The same, outside of text boxes"),
        Binding("j,down", "step(1)", "Next quote", show=False, id="chat.next", tooltip="Go to the next quote"),
        Binding("k,up", "step(-1)", "Quote before", show=False, id="chat.before", tooltip="Go to the quote before"),
        Binding(
            "ctrl+o",
            "conversations",
            "Conversations",
            show=False,
            id="chat.conversations",
            priority=True,
            tooltip="List, search, resume, rename, delete or export conversations",
        ),
        Binding("f3", "quiz", "Quiz", id="chat.quiz", tooltip="Be asked what is due, then what is new"),
        Binding("escape", "back", "Back", show=False, id="chat.back", tooltip="Go back to the question box"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="chat.page_up", tooltip="Scroll the conversation up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="chat.page_down", tooltip="And down"),
    ]

    app: "TutorApp"

    def __init__(self, setup: Setup, notes: str | None, model: str | None, is_continued: bool) -> None:
        super().__init__(setup)
        self._opening = partial(self.open_notes, notes, model, is_continued)
        self._talk: Talk | None = None
        # What waits for its answer, in order, as each may lean on the one before; the first is being searched.
        self._line: deque[Turn] = deque()

    def on_mount(self) -> None:
        self.set_class(self.setup.config.sections == "hidden", "-fold")
        self.box.focus()
        self.say("opening your notes…")
        self.call_after_refresh(self.work_at, "open", self._opening)

    @on(Background.NotesWanted)
    def _want_notes(self) -> None:
        from tutor.tui.screens.first_run import FirstRunScreen

        self.say("no notes yet")
        self.app.push_screen(FirstRunScreen(), self._take_notes)

    def _take_notes(self, chosen: "Survey | None") -> None:
        if chosen:
            self.work_at("open", partial(self.open_chosen, chosen.root, self._opening))
        else:
            self.conversation.welcome("No notes yet. F2: name the folder that holds them.")

    def action_choose(self) -> None:
        """Choose the folder of notes, where there is none yet."""
        if self.sitting:
            self.app.say("These notes are open. For others, run: tutor chat --notes PATH")
        else:
            self._want_notes()

    @on(Background.Resumed)
    async def _restore(self, event: Background.Resumed) -> None:
        is_first = self._talk is None
        self._talk = event.talk
        self.box.remember([turn.question for turn in event.turns])
        if event.turns or not is_first:
            await self.conversation.restore(event.turns)
        if event.turns and self.sitting:
            # The notes may have changed since these answers were given.
            self.work_at("check", partial(self.check, self.sitting, self.conversation.quotes))
        if is_first:
            self._search()

    @on(AskBox.Asked)
    def _ask(self, event: AskBox.Asked) -> None:
        if event.text:
            turn = self.conversation.ask(event.text, self.waiting, self.scope)
            self._answer(turn)
        elif blocks := self.conversation.last_blocks:
            blocks[0].action_open()

    @on(Turn.AgainWanted)
    def _ask_again(self, event: Turn.AgainWanted) -> None:
        """Answer a question in its place, as it is to be taken now."""
        turn = event.turn
        if self.scope and self.scope == turn.scope and any(u.kind == "topic" for u in turn.wanted.without):
            self.scope = None
            self.say("")
        if self.sitting and self._talk:
            again = Again(turn, turn.wanted, turn.follow_up)
            self.work_at("answer", partial(self.find_again, self.sitting, self._talk, again, self._wish(turn)), turn)

    def _answer(self, turn: Turn) -> None:
        self._line.append(turn)
        if len(self._line) == 1:
            self._search()

    def _search(self) -> None:
        if self._line and self.sitting and self._talk:
            turn = self._line[0]
            find = partial(self.find, self.sitting, self._talk, turn, turn.wanted, self._wish(turn))
            self.work_at("answer", find, turn)

    @on(Background.Answered)
    @on(Background.Failed)
    def _search_next(self, event: Background.Answered | Background.Failed) -> None:
        if self._line and event.turn is self._line[0]:
            self._line.popleft()
            # Those of a conversation that was left are not asked any more.
            while self._line and not self._line[0].is_attached:
                self._line.popleft()
            self._search()

    def _wish(self, turn: Turn) -> "Wish":
        from tutor.answer.answering import Wish
        from tutor.answer.scope import Scope

        without = turn.wanted.without
        place = None if any(u.kind == "topic" for u in without) else self._scope_of(turn)
        scope = Scope(place.file, place.heading_path) if place else None
        literal = frozenset(u.source for u in without if u.kind != "topic")
        return Wish(self.setup.config.quotes or None, full=turn.wanted.is_full, scope=scope, literal=literal)

    def _scope_of(self, turn: Turn) -> Place | None:
        """Return where a question was asked; one of an earlier time has only the name of it."""
        if turn.scope or not turn.answer:
            return turn.scope
        names = {u.target for u in turn.answer.understood if u.kind == "topic"}
        return next((place for place in self.sections.places() if place.name in names), None)

    @on(Openable.Opened)
    @on(SectionsPane.Chosen)
    def _open_source(self, event: Openable.Opened | SectionsPane.Chosen) -> None:
        if self.sitting:
            self.work_at("read", partial(self.read, self.sitting, event.place))

    @on(EditWanted)
    def _edit(self, event: EditWanted) -> None:
        if self.sitting:
            self.app.edit(note_path(self.sitting.root, event.file), event.line)

    @on(QuizWanted)
    def _quiz(self, event: QuizWanted) -> None:
        from tutor.quiz.planning import Wish
        from tutor.tui.screens.quiz import QuizScreen

        if self.sitting:
            quiz = QuizScreen(self.setup, str(self.sitting.root), Wish(), event.place)
            self.app.push_screen(quiz, lambda _: self.look_at_knowledge())

    def action_quiz(self) -> None:
        """Be asked what is due, then what is new."""
        self.post_message(QuizWanted(None))

    @on(SectionsPane.Scoped)
    def _limit(self, event: SectionsPane.Scoped) -> None:
        self.scope = None if event.place == self.scope else event.place
        self.say("")
        self.box.focus()

    def action_new(self) -> None:
        """Begin a new conversation."""
        if self.sitting:
            self.work_at("resume", partial(self.resume, self.sitting, self.store, None))
        self.box.focus()

    def action_back(self) -> None:
        """Go back to the question box; from there, put away what covers the conversation."""
        if self.box.has_focus or self.has_class("-narrow"):
            self.remove_class("-source", "-sections")
        self.box.focus()

    def action_sections(self) -> None:
        """Show or hide the sections."""
        is_shown = bool(self.sections.styles.display != "none")
        self.set_class(is_shown, "-fold")
        if not self.has_class("-narrow"):  # there they come and go
            self.app.keep("sections", "hidden" if is_shown else "shown")
        self.set_class(not is_shown, "-sections")
        if is_shown:
            self.box.focus()
        else:
            if not self.has_class("-wide"):
                self.remove_class("-source")
            self.sections.query_one(Input).focus()

    def action_source(self) -> None:
        """Show or hide the note."""
        if self.has_class("-source"):
            self.remove_class("-source")
            self.box.focus()
        elif self.source.place:
            self.add_class("-source")
            self.source.view.focus()
        elif blocks := self.conversation.blocks:
            blocks[-1].action_open()

    def action_step(self, by: int) -> None:
        """Go to the next quote, or the one before."""
        stops = self.conversation.stops
        if not stops:
            return
        at = stops.index(self.focused) if isinstance(self.focused, Openable) else len(stops) - (by > 0)
        stops[min(max(at + by, 0), len(stops) - 1)].focus()

    def action_conversations(self) -> None:
        """List the conversations."""
        from tutor.tui.screens.conversations import ConversationsScreen

        if self.sitting and self.store:
            listed = ConversationsScreen(self.store, self.sitting.notes_id, self.sitting.root)
            self.app.push_screen(listed, self._go_on)

    def _go_on(self, conversation: "StoredConversation | None") -> None:
        if conversation and self.sitting:
            self.work_at("resume", partial(self.resume, self.sitting, self.store, conversation))
        self.box.focus()

    def action_page(self, by: int) -> None:
        """Scroll the conversation."""
        self.conversation.page(by)

    def action_find(self) -> None:
        """Find in the note if it has the focus, else in the conversation."""
        finder = self.query_one(FindBar)
        if self.source.view.has_focus:
            finder.open(self.source.view, "the note")
        else:
            finder.open(self.conversation, "the conversation")

    @on(FindBar.Closed)
    def _end_find(self, event: FindBar.Closed) -> None:
        (self.source.view if event.target is self.source.view else self.box).focus()
