"""The sections of all notes as a tree."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static, Tree
from textual.widgets.tree import TreeNode

from tutor.clean import clean_line
from tutor.notes.values import Lines, Section
from tutor.show.citation import format_path
from tutor.tui.place import Place, QuizWanted
from tutor.tui.widgets.clean_input import CleanInput

if TYPE_CHECKING:
    from tutor.desk.sitting import Outline
    from tutor.quiz.statistics import Standing

_MOST_FOUND = 300  # sections that a filter shows; more are found by a longer one


class SectionTree(Tree[Place]):
    """The tree; a node is a folder, a note or a section."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", "Read", id="sections.read", tooltip="Read the section"),
        Binding(
            "s", "scope", "Ask here only", id="sections.scope", tooltip="Ask only in this section; again: anywhere"
        ),
        Binding(
            "q", "quiz_here", "Quiz me", id="sections.quiz", tooltip="Be asked about the section, and come back here"
        ),
        Binding("space", "toggle_node", "Unfold", show=False, id="sections.toggle", tooltip="Unfold or fold"),
        Binding("k", "cursor_up", "Up", show=False, id="sections.up", tooltip="One up"),
        Binding("j", "cursor_down", "Down", show=False, id="sections.down", tooltip="One down"),
    ]
    auto_expand = False

    def __init__(self) -> None:
        super().__init__("notes")
        self.show_root = False
        self.guide_depth = 2
        self.standings: Mapping[tuple[str, tuple[str, ...]], Standing] = {}

    def about(self, node: TreeNode[Place] | None) -> str:
        """Return what a node's row has no room for: all its headings, and in words how well it is known."""
        if not (node and node.data):
            return ""
        name = format_path(node.data.heading_path) or clean_line(node.data.file)
        if not (standing := self._standing(node)):
            return name
        from tutor.show.knowledge import knowledge_text

        return f"{name}\n{knowledge_text(standing)}"

    def render_label(self, node: TreeNode[Place], base_style: Style, style: Style) -> Text:
        """Return a heading, cut where there is no room for it, and how well it is known."""
        label = super().render_label(node, base_style, style)
        if not self.size.width:
            return label  # not on the screen yet
        mark = ""
        if standing := self._standing(node):
            from tutor.show.knowledge import knowledge_mark

            mark = f" {knowledge_mark(standing)}"
        room = self.scrollable_content_region.width - self._indent(node) - cell_len(mark)
        label.truncate(max(1, room), overflow="ellipsis", pad=bool(mark))
        return label.append(mark)

    def watch_hover_line(self, previous_hover_line: int, hover_line: int) -> None:
        super().watch_hover_line(previous_hover_line, hover_line)
        about = self.about(self.get_node_at_line(hover_line))
        self.tooltip = Content(about) if about else None

    def _standing(self, node: TreeNode[Place]) -> "Standing | None":
        return self.standings.get((node.data.file, node.data.heading_path)) if node.data else None

    def _indent(self, node: TreeNode[Place]) -> int:
        depth = -1 if node.parent else 0
        while node.parent:
            node, depth = node.parent, depth + 1
        return depth * self.guide_depth

    def action_scope(self) -> None:
        """Limit the questions to the section under the cursor."""
        if self.cursor_node and self.cursor_node.data:
            self.post_message(SectionsPane.Scoped(self.cursor_node.data))

    def action_quiz_here(self) -> None:
        """Be asked about the section under the cursor."""
        if self.cursor_node and self.cursor_node.data:
            self.post_message(QuizWanted(self.cursor_node.data))


class SectionsPane(Vertical):
    """A tree of sections with a filter above it."""

    @dataclass
    class Chosen(Message):
        """A section is to be read."""

        place: Place

    @dataclass
    class Scoped(Message):
        """Questions are to be limited to a section, or to a note where the heading path is empty."""

        place: Place

    def __init__(self, id: str) -> None:  # noqa: A002  (Textual's name for it)
        super().__init__(id=id)
        self._outlines: Sequence[Outline] = ()
        self._folded: dict[str, Outline] = {}
        self._folders: dict[str, TreeNode[Place]] = {}

    def compose(self) -> ComposeResult:
        yield CleanInput(placeholder="/ filter", id="filter", compact=True)
        yield SectionTree()
        yield Static(id="about")

    @property
    def section_tree(self) -> SectionTree:
        """The tree."""
        return self.query_one(SectionTree)

    def on_mount(self) -> None:
        self.query_one("#about").display = False

    def on_descendant_focus(self) -> None:
        self.query_one("#about").display = True

    def on_descendant_blur(self) -> None:
        self.query_one("#about").display = self.has_focus_within

    def show(self, outlines: "Sequence[Outline]") -> None:
        """Show the sections of these notes."""
        self._outlines = outlines
        self._fill()

    def show_standings(self, standings: "Mapping[tuple[str, tuple[str, ...]], Standing]") -> None:
        """Show how well the sections are known, by file and heading path."""
        self.section_tree.standings = standings
        self.section_tree.notify_style_update()  # the tree keeps its rows drawn until then
        self._tell(self.section_tree.cursor_node)

    def places(self, wanted: str = "") -> Iterator[Place]:
        """Yield every section that a filter leaves, in the order of the notes."""
        words = wanted.casefold().split()
        for outline in self._outlines:
            found = (s for s in outline.sections if s.path and _matches(outline.file, s, words))
            yield from (_place(outline.file, section) for section in found)

    @on(Input.Changed)
    def _filter(self) -> None:
        self._fill()

    @on(Input.Submitted)
    def _enter_tree(self) -> None:
        self.section_tree.focus()

    @on(Tree.NodeHighlighted)
    def _highlight(self, event: "Tree.NodeHighlighted[Place]") -> None:
        event.stop()
        self._tell(event.node)

    def _tell(self, node: TreeNode[Place] | None) -> None:
        self.query_one("#about", Static).update(Content(self.section_tree.about(node)))

    @on(Tree.NodeExpanded)
    def _unfold(self, event: "Tree.NodeExpanded[Place]") -> None:
        event.stop()
        node = event.node
        outline = self._folded.pop(node.data.file, None) if node.data and not node.data.heading_path else None
        if outline:
            self._add_sections(node, outline, [section for section in outline.sections if section.path], False)

    @on(Tree.NodeSelected)
    def _read(self, event: "Tree.NodeSelected[Place]") -> None:
        event.stop()
        if event.node.data:
            self.post_message(self.Chosen(event.node.data))
        else:
            event.node.toggle()  # a folder

    def _fill(self) -> None:
        words = self.query_one("#filter", Input).value.casefold().split()
        tree = self.section_tree
        tree.clear()
        self._tell(None)
        self._folded.clear()
        self._folders.clear()
        left = _MOST_FOUND
        for outline in self._outlines:
            sections = [s for s in outline.sections if s.path and _matches(outline.file, s, words)][
                : left if words else None
            ]
            left -= len(sections)
            if sections or not words:
                self._add_note(outline, sections, is_open=bool(words))
            if words and left <= 0:
                break

    def _add_note(self, outline: "Outline", sections: Sequence[Section], is_open: bool) -> None:
        root = self.section_tree.root
        if len(self._outlines) == 1:
            self._add_sections(root, outline, sections, is_open)
            return
        folder, _, name = outline.file.rpartition("/")
        above = self._folder(folder, is_open) if folder else root
        label = Text(clean_line(name.removesuffix(".md")), "bold")
        node = above.add(label, Place(outline.file, Lines(1, 1)), expand=is_open, allow_expand=bool(sections))
        if is_open:
            self._add_sections(node, outline, sections, is_open)
        else:
            # Filled when it is unfolded: all sections of a large vault take seconds.
            self._folded[outline.file] = outline

    def _folder(self, path: str, is_open: bool) -> TreeNode[Place]:
        """Return the node of a folder, made with those above it where it is its first note."""
        if path not in self._folders:
            parent, _, name = path.rpartition("/")
            above = self._folder(parent, is_open) if parent else self.section_tree.root
            self._folders[path] = above.add(Text(f"{clean_line(name)}/"), expand=is_open)
        return self._folders[path]

    def _add_sections(
        self, parent: TreeNode[Place], outline: "Outline", sections: Sequence[Section], is_open: bool
    ) -> None:
        levels: list[tuple[tuple[str, ...], TreeNode[Place]]] = []
        for section in sections:
            while levels and section.path[: len(levels[-1][0])] != levels[-1][0]:
                levels.pop()
            above = levels[-1][1] if levels else parent
            # A note's only title, with all the rest below it, says nothing folded.
            is_title = len(section.path) == 1 and section is outline.sections[0]
            label = Text(clean_line(section.path[-1]) or "(no name)")
            node = above.add(label, _place(outline.file, section), expand=is_open or is_title, allow_expand=False)
            above.allow_expand = True
            levels.append((section.path, node))


def _place(file: str, section: Section) -> Place:
    return Place(file, section.lines, section.path)


def _matches(file: str, section: Section, words: Sequence[str]) -> bool:
    # The heading itself has one of the words, so that what it stands below does not bring all it holds.
    heading, whole = section.path[-1].casefold(), " ".join((file, *section.path)).casefold()
    return not words or (any(word in heading for word in words) and all(word in whole for word in words))
