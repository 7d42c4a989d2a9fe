"""The keys of the quiz, and what can be done at which stage of it."""

from typing import TYPE_CHECKING, Literal

from textual.binding import Binding, BindingType

if TYPE_CHECKING:
    from tutor.quiz.course import Course
    from tutor.quiz.session import Session

Stage = Literal["opening", "asked", "revealed", "told", "over", "nothing"]
"""Nothing is open yet; a question is open; what was to be recalled is shown; it was answered; all is done; or there is
nothing to ask."""

NUMBERS = "123456789"

KEYS: list[BindingType] = [
    Binding(",".join(NUMBERS), "choose", "Choose", show=False, id="quiz.choose", tooltip="Choose, or tick a point"),
    Binding("0", "not_sure", "Not sure", id="quiz.not_sure", tooltip="Say that you do not know"),
    Binding("space,enter", "reveal", "Reveal", id="quiz.reveal", tooltip="Show what was to be recalled"),
    Binding("a", "all_points", "All", id="quiz.all", tooltip="Say that you had all points"),
    Binding("enter", "go_on", "Next", id="quiz.next", tooltip="Go on to the next question"),
    Binding("h", "hint", "Hint", id="quiz.hint", tooltip="Take a hint; a right answer counts as hard then"),
    Binding("o", "overrule", "I was right", id="quiz.overrule", tooltip="Count it as right, and remember it"),
    Binding("plus", "easy", "Too easy", show=False, id="quiz.easy", tooltip="Ask this much later"),
    Binding("s", "section", "Section", id="quiz.section", tooltip="Show the whole section, or the lines alone"),
    Binding("u", "undo", "Undo", id="quiz.undo", tooltip="Take the last answer back"),
    Binding("x", "take_out", "Bad question", id="quiz.bad", tooltip="Never ask this again; tutor bad lists it"),
    Binding("p", "skip", "Skip", show=False, id="quiz.skip", tooltip="Put it off to the end"),
    Binding("r", "retry", "Retry missed", id="quiz.retry", tooltip="Ask again what was missed"),
    Binding("m", "more", "Ten more", id="quiz.more", tooltip="Ask ten more cards"),
    Binding("q,escape", "leave", "Quit (saved)", id="quiz.leave", tooltip="Leave the quiz; all is saved"),
]
"""What each key does; `is_offered` says when."""

_ACTIONS: dict[str, frozenset[str]] = {
    "choose": frozenset({"asked", "revealed"}),
    "not_sure": frozenset({"asked"}),
    "reveal": frozenset({"asked"}),
    "all_points": frozenset({"revealed"}),
    "hint": frozenset({"asked"}),
    "skip": frozenset({"asked"}),
    "take_out": frozenset({"asked", "revealed", "told"}),
    "go_on": frozenset({"revealed", "told", "over"}),
    "section": frozenset({"told"}),
    "overrule": frozenset({"told"}),
    "easy": frozenset({"told"}),
    "undo": frozenset({"asked", "revealed", "told", "over"}),
    "retry": frozenset({"over"}),
    "more": frozenset({"over", "nothing"}),
}
"""In which stages an action can be done; others always."""


def is_offered(action: str, stage: Stage, session: "Session | None", course: "Course | None") -> bool:
    """Whether an action of the quiz's screen can be done now."""
    if stage not in _ACTIONS.get(action, {stage}):
        return False
    asked, feedback = (session.asked, session.feedback) if session else (None, None)
    form = asked.question.form if asked else ""
    is_right = feedback is not None and feedback.judgement.outcome == "right"
    match action:
        case "reveal" | "not_sure":
            return form == ("recall" if action == "reveal" else "choice")
        case "hint":
            return asked is not None and asked.more_hints > 0
        case "overrule" | "easy":
            return is_right if action == "easy" else feedback is not None and feedback.can_overrule
        case "retry" | "undo":
            return session is not None and (session.can_undo if action == "undo" else bool(session.summary().missed))
        case _:
            return action != "more" or course is not None
