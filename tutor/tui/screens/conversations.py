"""The conversations that are kept: to be searched, resumed, renamed, deleted and exported."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from tutor.clean import clean_line
from tutor.desk.exporting import export_name, write_export
from tutor.errors import TutorError
from tutor.tui.widgets.clean_input import CleanInput

if TYPE_CHECKING:
    from tutor.store.store import Store
    from tutor.store.values import Conversation
    from tutor.tui.app import TutorApp

_HINT = "type to search · Enter resumes · Tab, or a click: to the list"


class _Kept(OptionList):
    """A list in which the first click on a row chooses it, and the next one goes on with it."""

    async def _on_click(self, event: events.Click) -> None:
        clicked = event.style.meta.get("option")
        if clicked is not None and clicked != self.highlighted:
            # Textual would call the handler of OptionList next, which selects at once.
            event.prevent_default()
            self.highlighted = clicked


class ConversationsScreen(ModalScreen["Conversation | None"]):
    """A list with a line above it, in which is typed what is looked for, a new title, or a file to export to.

    Returns the conversation to go on with, or None.

    Args:
        store: where they are kept.
        notes_id: whose conversations.
        notes: the folder of notes, which nothing is exported to.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="history.back", tooltip="Leave the list"),
        Binding("r", "rename", "Rename", id="history.rename", tooltip="Give the conversation another title"),
        Binding("x", "export", "Export", id="history.export", tooltip="Write the conversation to a Markdown file"),
        Binding("d,delete", "delete", "Delete", id="history.delete", tooltip="Delete the conversation; asks once more"),
        Binding("slash", "search", "Search", id="history.search", tooltip="Search titles and questions"),
        Binding("down", "to_list", "To the list", show=False, id="history.list", tooltip="Go to the list"),
    ]

    app: "TutorApp"

    def __init__(self, store: "Store", notes_id: str, notes: Path) -> None:
        super().__init__()
        self._store, self._notes_id, self._notes = store, notes_id, notes
        self._shown: list[Conversation] = []
        self._mode: Literal["search", "rename", "export"] = "search"
        self._doomed: int | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield CleanInput(id="wanted", compact=True)
            yield _Kept(id="kept", markup=False)
            yield Static(id="hint")
            yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self._begin("search", "", "search the conversations")
        self._fill("")

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    @property
    def _chosen(self) -> "Conversation | None":
        at = self._list.highlighted
        return self._shown[at] if at is not None and at < len(self._shown) else None

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        if self._mode == "search":
            self._fill(event.value.strip())

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        conversation, text = self._chosen, event.value.strip()
        if conversation is None:
            return
        if self._mode == "search":
            self.dismiss(conversation)
        elif text:
            self._try(self._rename if self._mode == "rename" else self._export, conversation, text)

    @on(OptionList.OptionSelected)
    def _resume(self) -> None:
        self.dismiss(self._chosen)

    @on(OptionList.OptionHighlighted)
    def _spare(self) -> None:
        self._doomed = None
        self._hint(_HINT)

    def action_back(self) -> None:
        """Leave the list, or first what was begun in it."""
        if self._mode == "search":
            self.dismiss(None)
        else:
            self.action_search()

    def action_search(self) -> None:
        """Search."""
        self._begin("search", "", "search the conversations")

    def action_to_list(self) -> None:
        """Go to the list."""
        self._list.focus()

    def action_rename(self) -> None:
        """Ask for another title."""
        if conversation := self._chosen:
            self._begin("rename", conversation.title, "another title")

    def action_export(self) -> None:
        """Ask for a file."""
        if conversation := self._chosen:
            self._begin("export", str(Path.home() / export_name(conversation.title)), "a file that does not exist yet")

    def action_delete(self) -> None:
        """Delete the conversation, at the second time."""
        conversation = self._chosen
        if conversation is None:
            return
        if self._doomed == conversation.id:
            self._try(self._delete, conversation, "")
        else:
            self._doomed = conversation.id
            self._hint("Press d again to delete it with all its questions and answers.")

    def _begin(self, mode: Literal["search", "rename", "export"], value: str, placeholder: str) -> None:
        self._mode = mode
        box = self.query_one(Input)
        with self.prevent(Input.Changed):
            box.value, box.placeholder = clean_line(value), placeholder
        box.focus()
        self._hint(_HINT if mode == "search" else f"Enter to {mode}, Esc to let it be")

    def _try(self, change: "Callable[[Conversation, str], None]", conversation: "Conversation", text: str) -> None:
        try:
            change(conversation, text)
        except TutorError as error:
            self.app.show_error(error)
            return
        self.action_search()
        self._fill("")
        self._list.focus()

    def _rename(self, conversation: "Conversation", title: str) -> None:
        self._store.rename(conversation.id, title)

    def _delete(self, conversation: "Conversation", _: str) -> None:
        self._store.delete(conversation.id)

    def _export(self, conversation: "Conversation", file: str) -> None:
        from tutor.answer.values import Answer
        from tutor.show.export import render_markdown

        turns = self._store.turns(conversation.id, Answer.from_json)
        write_export(Path(file), render_markdown(conversation.title, turns), self._notes)
        self.app.say(f"Exported to {file}")

    def _fill(self, wanted: str) -> None:
        at = self._list.highlighted or 0
        store, notes_id = self._store, self._notes_id
        self._shown = store.find_conversations(notes_id, wanted) if wanted else store.conversations(notes_id)
        self._list.clear_options()
        self._list.add_options(Option(_label(conversation)) for conversation in self._shown)
        self._list.highlighted = min(at, len(self._shown) - 1) if self._shown else None
        if not self._shown:
            self._hint("Nothing holds that." if wanted else "No conversation is kept yet.")

    def _hint(self, text: str) -> None:
        self.query_one("#hint", Static).update(Content(text))


def _label(conversation: "Conversation") -> Content:
    day = datetime.fromtimestamp(conversation.used_at / 1e9, UTC).astimezone().strftime("%d %b %H:%M")
    about = f"  {day} · {conversation.turns} question{'' if conversation.turns == 1 else 's'}"
    return Content.assemble(clean_line(conversation.title) or "(no title)", (about, "$tutor-faint"))
