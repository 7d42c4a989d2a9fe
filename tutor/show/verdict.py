"""What is said about an answer before its quotes."""

from tutor.answer.values import Answer, Understood
from tutor.clean import clean_line
from tutor.show.citation import format_nearest


def understood_lines(answer: Answer) -> list[str]:
    """Return a line for each way in which the question was not taken word for word."""
    return [f"↳ understood: {clean_line(u.target)} ({u.kind})" for u in answer.understood]


def chip(understood: Understood) -> str:
    """Return the same in few words, to be dismissed: `dynamo → DynamoDB`."""
    source, target = clean_line(understood.source), clean_line(understood.target)
    if understood.kind == "topic":
        return f"in: {target}"
    return f"↳ {target}" if understood.kind == "follow-up" else f"{source} → {target}"


def verdict_lines(answer: Answer) -> list[str]:
    """Return what to think of the answer; nothing where it is sure."""
    why = clean_line(answer.why or "").strip().removesuffix(".")
    if answer.verdict == "doubtful":
        return [f"Your notes may not answer this{f': {why}' if why else ''}."]
    if answer.verdict == "sure":
        return []
    nearest = [f"Nearest: {format_nearest(answer.nearest)}"] if answer.nearest else []
    return [f"Not in your notes.{f'  ({why})' if why else ''}", *nearest]
