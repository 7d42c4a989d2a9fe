"""What a question is limited to: a topic, a section, or a note."""

from dataclasses import dataclass

from tutor.errors import UsageError
from tutor.library.library import Library


@dataclass(frozen=True, slots=True)
class Scope:
    """A section with all below it, or a whole note where the heading path is empty."""

    file: str
    heading_path: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called: its headings, or the note's file."""
        return " › ".join(self.heading_path) or self.file


def passages_on(library: Library, topic: str) -> list[int] | None:
    """Return the passages below headings, in files or under tags that hold a topic's words; None without a topic.

    Raises:
        UsageError: there is none.
    """
    wanted = topic.strip().casefold()
    if not wanted:
        return None
    notes = {note.number: note for note in library.stored.notes()}
    sections = []
    for stored in library.stored.all_sections():
        note = notes[stored.note]
        names = (*stored.section.path, note.file, note.title)
        if any(wanted in name.casefold() for name in names) or wanted.lstrip("#") in map(str.casefold, note.tags):
            sections.append(stored.number)
    passages = library.stored.passages_of_sections(sections) if sections else []
    if not passages:
        raise UsageError(
            f'No heading, file or tag in your notes matches "{topic}".', "Leave --topic out, or name another."
        )
    return passages


def passages_in(library: Library, scope: Scope) -> list[int]:
    """Return the passages of a section with all below it, or of a note.

    Raises:
        UsageError: there is none.
    """
    depth = len(scope.heading_path)
    sections = [
        stored.number
        for stored in library.stored.all_sections()
        if stored.file == scope.file and stored.section.path[:depth] == scope.heading_path
    ]
    passages = library.stored.passages_of_sections(sections)
    if not passages:
        raise UsageError(f"Nothing can be quoted from {scope.name}.", "Ask everywhere, or in another section.")
    return passages
