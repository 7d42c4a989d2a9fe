"""What Ctrl+P finds: every action, every section, every theme."""

from collections.abc import Iterator
from functools import partial
from itertools import islice

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.types import IgnoreReturnCallbackType

from tutor.clean import clean_line
from tutor.show.citation import format_path
from tutor.tui.actions import actions_of
from tutor.tui.place import Place
from tutor.tui.screens.chat import ChatScreen
from tutor.tui.widgets.sections_pane import SectionsPane

_MOST_SECTIONS = 50


class Actions(Provider):
    """Every action of the screen."""

    async def discover(self) -> Hits:
        for label, run, text in self._actions():
            yield DiscoveryHit(label, run, text)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for label, run, text in self._actions():
            if (score := matcher.match(text)) > 0:
                yield Hit(score, label, run, text)

    def _actions(self) -> Iterator[tuple[Content, IgnoreReturnCallbackType, str]]:
        for action in actions_of(self.screen):
            text = f"{action.binding.description}: {action.binding.tooltip}"
            label = Content.assemble(action.binding.description, (f"  {action.keys}", "$tutor-best"))
            about = Content.styled(f"\n{action.binding.tooltip}", "$tutor-faint")
            yield label + about, partial(self.app.run_action, action.binding.action, action.node), text


class Sections(Provider):
    """Every section of the notes."""

    async def search(self, query: str) -> Hits:
        if not isinstance(self.screen, ChatScreen):
            return
        # By words, not letter by letter: with the letters of any word scattered in them, half of all headings have it.
        found = list(islice(self.screen.sections.places(query), _MOST_SECTIONS))
        for number, place in enumerate(found):
            score = 1 - number / (2 * _MOST_SECTIONS)  # as the notes have them
            yield Hit(score, Content(f"§ {_name(place)}"), partial(self._open, place), _name(place))

    def _open(self, place: Place) -> None:
        self.screen.post_message(SectionsPane.Chosen(place))


class Themes(Provider):
    """Every theme; the one that is chosen is kept."""

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name in sorted(self.app.available_themes):
            text = f"Theme: {name}"
            if (score := matcher.match(text)) > 0:
                yield Hit(score, Content(text), partial(setattr, self.app, "theme", name), text)


def _name(place: Place) -> str:
    return format_path(place.heading_path) or clean_line(place.file)
