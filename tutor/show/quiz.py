"""A question, what came of it, and the end of a session, as styled lines for a terminal of a given width."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from rich.cells import cell_len
from rich.text import Text

from tutor.answer.values import Quote
from tutor.clean import clean_line
from tutor.quiz.planning import Outlook, Wish
from tutor.quiz.summary import Missed, Summary, Tally
from tutor.quiz.turns import Asked, Feedback
from tutor.quiz.values import Question
from tutor.show.citation import fit_path, format_path
from tutor.show.quote import render_quote
from tutor.show.wrap import wrap

_BAR = 10
_FULL, _EMPTY = "█", "░"
_NAME = 40
_INDENT = "  "


def draw_head(asked: Asked, score: Tally, done: int, width: int) -> Text:
    """Return `3 of 10   ━━━───   first try 2/2` at the left and the heading path at the right.

    Args:
        asked: the question that is shown.
        score: of the session so far.
        done: how many cards were answered.
        width: in cells.
    """
    cells = 30 if width >= 120 else 12
    full = round(cells * done / max(1, asked.total))
    left = Text.assemble(f"{asked.number} of {asked.total}{' again' if asked.is_again else ''}   ")
    left.append_text(Text.assemble(("━" * full, "marker"), ("─" * (cells - full), "gap")))
    left.append(f"   first try {score.right}/{score.asked}" if score.asked else "")
    path = fit_path(asked.question.heading_path, width - cell_len(left.plain) - 3) or ""
    left.append(" " * max(1, width - cell_len(left.plain) - cell_len(path)))
    return left.append(path, "citation")


def draw_question(asked: Asked, width: int) -> list[Text]:
    """Return the question, with its choices and what there is to say before it is answered."""
    return [*draw_prompt(asked, width), *draw_choices(asked, width), *draw_hints(asked, width)]


def draw_prompt(asked: Asked, width: int) -> list[Text]:
    """Return the question without its choices."""
    lines = [Text(piece, "heading") for piece in wrap(clean_line(asked.question.question), width)]
    if asked.value_before is not None:
        before = _wrapped(f"Your notes changed since you were asked this: it was {asked.value_before}.", width)
        lines = [*before, *lines]
    if asked.question.disputed:
        places = ", ".join(f":{claim.lines.first}" for claim in asked.question.disputed)
        own = f":{asked.question.lines.first}"
        lines += _wrapped(f"Your notes disagree here ({own}, {places}): either is accepted, nothing is scored.", width)
    if asked.is_leech:
        lines += _wrapped("You miss this one again and again: reading its section may help more.", width)
    return lines


def draw_choices(asked: Asked, width: int) -> list[Text]:
    """Return the choices with their numbers, after an empty line; nothing where there are none."""
    if asked.question.choices is None:
        return []
    numbered = enumerate(asked.question.choices, 1)
    lines = (line for n, choice in numbered for line in draw_choice(n, choice, choice in asked.removed, width))
    return [Text(), *lines]


def draw_choice(number: int, choice: str, is_removed: bool, width: int) -> list[Text]:
    """Return one choice; a dash for one that a hint took away."""
    pieces = ["—"] if is_removed else wrap(clean_line(choice), max(10, width - 5))
    first = Text.assemble(f"  {number}  ", (pieces[0], "missing" if is_removed else ""))
    return [first, *(Text(f"     {piece}") for piece in pieces[1:])]


def draw_points(question: Question, ticked: Collection[int], width: int) -> list[Text]:
    """Return what was to be recalled, each point with its number and a box."""
    points = [point.text for point in question.points] or [question.answer]
    lines: list[Text] = []
    for number, point in enumerate(points):
        box = "☒" if number in ticked else "☐"
        first, *rest = wrap(clean_line(point), max(10, width - 7))
        lines += [Text(f"  {number + 1} {box}  {first}"), *(Text(f"       {piece}") for piece in rest)]
    return lines


def draw_hints(asked: Asked, width: int) -> list[Text]:
    """Return the hints that were taken, after an empty line."""
    hints = [line for hint in asked.hints for line in _wrapped(f"hint: {hint}", width, "understood")]
    return [Text(), *hints] if hints else []


def draw_feedback(feedback: Feedback, width: int) -> list[Text]:
    """Return the verdict, what was answered and what is right."""
    question, judgement = feedback.asked.question, feedback.judgement
    place = f"(:{question.lines.first})"
    if judgement.outcome == "right":
        note = f"  {judgement.reason}" if judgement.reason else ""
        return _marked("✓ right", f"{question.answer}{note}  {place}", width)
    lines = _marked(*_verdict(feedback), width)
    if question.form != "recall":
        lines += _marked("✓ right", f"{question.answer}  {place}", width)
    return lines


def draw_next(feedback: Feedback, today: date) -> str:
    """Return when the card comes back."""
    if feedback.comes_back:
        return "comes back after three others"
    return f"due {format_day(feedback.due, today)}" if feedback.due else "not scheduled"


def draw_source(quote: Quote, width: int) -> list[Text]:
    """Return the note's own lines."""
    return render_quote(quote, width)


def draw_summary(summary: Summary, streak: int, today: date, width: int) -> list[Text]:
    """Return what came of a session."""
    lines = _wrapped(" · ".join(_figures(summary, streak)), width, "heading")
    if summary.missed:
        lines += [Text(), Text.assemble(("missed".ljust(width - 12), "citation"), ("due again", "citation"))]
        lines += [line for missed in summary.missed for line in _missed(missed, today, width)]
    if summary.by_section:
        lines += [Text(), Text("by section", "citation"), *(_section(name, t, width) for name, t in summary.by_section)]
    if summary.weakest:
        card = summary.weakest
        place = f"{clean_line(card.claim.file)}:{card.claim.lines.first}"
        lines += [Text(), *_wrapped(f"weakest: {format_path(card.claim.heading_path[-2:])}  {place}", width)]
    return lines


def nothing_due(outlook: Outlook, wish: Wish, today: date) -> list[str]:
    """Return what to say where there is nothing to ask: when there is, and what can be asked anyway."""
    if not wish.is_plain:
        first = "Your notes have no such question to ask."
    elif outlook.due:
        first = f"Enough for today: {outlook.due} more are waiting, and can wait."
    elif outlook.next_day:
        cards = "1 card" if outlook.next_due == 1 else f"{outlook.next_due} cards"
        first = f"Nothing is due. Next: {cards} {format_day(outlook.next_day, today)}."
    else:
        first = "Nothing is due."
    return [first, *_offers(outlook)]


def format_day(day: date, today: date) -> str:
    """Return `today`, `tomorrow`, `in 5 days`, or the date where that is far."""
    days = (day - today).days
    if days <= 0:
        return "today"
    return "tomorrow" if days == 1 else f"in {days} days" if days <= 60 else f"on {day:%-d %b %Y}"


def share_bar(share: float) -> str:
    """Return a bar of ten cells for a share from 0 to 1."""
    full = round(_BAR * share)
    return _FULL * full + _EMPTY * (_BAR - full)


def _offers(outlook: Outlook) -> Iterator[str]:
    if outlook.due:
        yield "tutor quiz --due goes on with them all the same."
    if outlook.unasked:
        yield f"tutor quiz --new asks new ones: {outlook.unasked} were never asked."
    yield "tutor quiz --cram asks whatever you know least, without changing when it is due."


def _wrapped(text: str, width: int, style: str = "citation") -> list[Text]:
    return [Text(piece, style) for piece in wrap(clean_line(text), width)]


def _verdict(feedback: Feedback) -> tuple[str, str]:
    judgement, given = feedback.judgement, feedback.given
    if judgement.chosen:
        return "✗ wrong", f"{judgement.chosen.truth}  (:{judgement.chosen.lines.first})"
    if not given and judgement.outcome == "wrong":
        return ("✗ not recalled", "") if feedback.asked.question.form == "recall" else ("– not sure", "")
    # What is right is said below.
    is_told = feedback.asked.question.answer in judgement.reason
    reason = f"  {judgement.reason}" if judgement.reason and not is_told else ""
    mark = {"unsure": "? your call", "partial": "◐ partly"}.get(judgement.outcome, "✗ wrong")
    return mark, f"{given}{reason}"


def _marked(mark: str, text: str, width: int) -> list[Text]:
    """Return a verdict with its text, hanging."""
    head = f"{mark}   "
    pieces = wrap(clean_line(text), max(20, width - cell_len(head)))
    first = Text.assemble((head if pieces[0] else mark, "verdict"), pieces[0])
    return [first, *(Text(" " * cell_len(head) + piece) for piece in pieces[1:])]


def _figures(summary: Summary, streak: int) -> Iterable[str]:
    yield f"{summary.first_try.right} of {summary.first_try.asked} first try"
    if summary.recovered:
        yield f"{summary.recovered} came back and {'was' if summary.recovered == 1 else 'were'} right"
    minutes = round(summary.milliseconds / 60_000)
    yield f"{minutes} min" if minutes else f"{round(summary.milliseconds / 1000)} s"
    if streak > 1:
        yield f"streak {streak} days"


def _missed(missed: Missed, today: date, width: int) -> list[Text]:
    claim = missed.card.claim
    name = clean_line(": ".join(filter(None, (claim.subject, claim.relation))))
    due = format_day(missed.due, today) if missed.due else ""
    room = width - 14 - 7 - len(_INDENT)
    pieces = wrap(name, max(10, room))
    place = f":{claim.lines.first}"
    rest = f"{_INDENT}{pieces[0]}{' ' * max(1, room - cell_len(pieces[0]))} {place:<6} "
    return [Text.assemble(rest, (due, "citation")), *(Text(f"{_INDENT}{piece}") for piece in pieces[1:])]


def _section(name: str, tally: Tally, width: int) -> Text:
    room = max(10, min(_NAME, width - _BAR - 12))
    shown = wrap(clean_line(name), room)[0]
    score = f"{share_bar(tally.right / tally.asked)} {tally.right}/{tally.asked}"
    return Text(f"{_INDENT}{shown}{' ' * (room - cell_len(shown))} {score}")
