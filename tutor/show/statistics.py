"""How far a learner is, as lines of tables."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from tutor.clean import clean_line
from tutor.quiz.statistics import Branch, Standing, Statistics
from tutor.quiz.values import Card
from tutor.show.quiz import format_day, share_bar
from tutor.show.wrap import wrap

_BAR, _LONGEST_BAR, _FULL = 10, 20, "█"
_COLUMNS = ("cards", "asked", "known", "due")
_NUMBER = 7
_LONGEST_NAME = 50
_DAYS = 14


def render_statistics(found: Statistics, width: int, depth: int, has_plots: bool = False) -> list[str]:
    """Return all of it as clean lines, the headings down to a depth; no bars where plots show the days."""
    bar = 0 if has_plots else _LONGEST_BAR
    blocks = (
        overview(found),
        _sections(found, width, depth),
        _retention(found),
        _days(found, bar),
        _forecast(found, bar),
    )
    lines: list[str] = []
    for block in blocks:
        lines += ["", *block] if lines and block else block
    return [line.rstrip() for line in lines]


def percent(share: float) -> str:
    """Return `87 %`."""
    return f"{round(100 * share)} %"


def overview(found: Statistics) -> list[str]:
    """Return what there is to say in sentences."""
    standing = found.standing
    unasked = standing.cards - standing.asked
    lines = [
        f"{standing.cards} cards: {standing.asked} asked, {standing.known} known, {standing.due} due today, "
        f"{unasked} never asked.",
        f"Asked all of them today, you would know {percent(standing.knowledge)}.",
    ]
    if found.streak:
        lines.append(f"Streak: {found.streak} day{'s' if found.streak > 1 else ''}.")
    if exam := found.readiness:
        lines.append(
            f"Exam on {exam.exam:%-d %b %Y}, {format_day(exam.exam, found.today)}: without another review you would "
            f"know {percent(exam.recall)} of all cards then."
        )
        if unasked:
            lines.append(f"{exam.new_a_day:.0f} new cards a day would ask all of them before.")
    lines += [f"Missed again and again: {_place(card)}" for card in found.leeches]
    if found.bad:
        lines.append(f"{found.bad} question{'s' if found.bad > 1 else ''} taken out: tutor bad")
    return lines


def _place(card: Card) -> str:
    return clean_line(f"{card.claim.subject} ({card.claim.file}:{card.claim.lines.first})")


def _sections(found: Statistics, width: int, depth: int) -> list[str]:
    rows = list(_rows(found.branches, depth))
    room = width - _NUMBER * len(_COLUMNS) - _BAR - 8
    name = max(16, min(_LONGEST_NAME, room, max((cell_len(label) for label, _ in rows), default=0)))
    head = "section".ljust(name) + "".join(column.rjust(_NUMBER) for column in _COLUMNS) + "  knowledge"
    return [head, *(_row(label, standing, name) for label, standing in rows)] if rows else []


def _rows(branches: Sequence[Branch], depth: int, indent: str = "") -> Iterator[tuple[str, Standing]]:
    """Yield a line for each heading; below one that was asked, what never was is a line together."""
    asked = [branch for branch in branches if branch.standing.asked or not indent]
    for branch in asked:
        yield f"{indent}{clean_line(branch.path[-1])}", branch.standing
        if depth > 1 and branch.standing.asked:
            yield from _rows(branch.below, depth - 1, f"{indent}  ")
    if others := [branch.standing for branch in branches if not branch.standing.asked and indent]:
        yield f"{indent}({len(others)} never asked)", sum(others, Standing())


def _row(label: str, standing: Standing, width: int) -> str:
    indent = label[: len(label) - len(label.lstrip())]
    shown = indent + wrap(label.lstrip(), width - len(indent))[0]
    numbers = (standing.cards, standing.asked, standing.known, standing.due)
    figures = "".join(str(number).rjust(_NUMBER) for number in numbers)
    knowledge = f"{share_bar(standing.knowledge)} {percent(standing.knowledge)}"
    return f"{shown}{' ' * (width - cell_len(shown))}{figures}  {knowledge}"


def _retention(found: Statistics) -> list[str]:
    names = {"week": "last 7 days", "month": "last 30 days", "all": "all time"}
    rows = [
        f"{names[name]:<14}{r.reviews:>9}{percent(r.true):>8}{percent(r.predicted):>11}"
        for name, r in found.retention.items()
        if r.reviews
    ]
    return [f"{'retention':<14}{'reviews':>9}{'right':>8}{'predicted':>11}", *rows] if rows else []


def _days(found: Statistics, bar: int) -> list[str]:
    days = found.days[-_DAYS:]
    most = max((day.first + day.again for day in days), default=0)
    rows = [
        f"{day.day:%a %d %b}{day.first:>8}{day.again:>9}{day.practice:>10}{day.milliseconds / 60_000:>9.0f}  "
        f"{_FULL * round(bar * (day.first + day.again) / max(1, most))}"
        for day in days
    ]
    return [f"{'day':<10}{'new':>8}{'reviews':>9}{'practice':>10}{'minutes':>9}", *rows] if rows else []


def _forecast(found: Statistics, bar: int) -> list[str]:
    most = max((count for _, count in found.forecast), default=0)
    if not most:
        return []
    rows = [f"{day:%a %d %b}{count:>8}  {_FULL * round(bar * count / most)}" for day, count in found.forecast]
    return [f"{'coming':<10}{'due':>8}", *rows]
