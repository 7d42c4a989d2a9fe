"""What can be done at which stage of the quiz."""

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tutor.quiz.course import Course
    from tutor.quiz.session import Session

Stage = Literal["opening", "asked", "revealed", "told", "over", "nothing"]
"""Nothing is open yet; a question is open; what was to be recalled is shown; it was answered; all is done; or there is
nothing to ask."""

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
