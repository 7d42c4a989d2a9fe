"""From what the learner wishes to a session: the one that was left, a new one, or why there is none."""

from dataclasses import dataclass

from tutor.quiz.course import Course
from tutor.quiz.planning import Outlook, Wish, make_plan, outlook
from tutor.quiz.session import Session


@dataclass(frozen=True, slots=True)
class Begun:
    """What a wish came to.

    Attributes:
        session: what is asked; None where there is nothing of what was wished for.
        notice: what to say of it in passing; empty for nothing.
        outlook: what there is instead, if there is no session.
    """

    session: Session | None
    notice: str = ""
    outlook: Outlook | None = None


def begin(course: Course, wish: Wish) -> Begun:
    """Return the session of a wish; where nothing in particular is wished for, the one that was left today.

    Raises:
        UsageError: nothing that is drilled is on the topic.
    """
    if wish.is_plain and (session := Session.resume(course)):
        done = f"{session.answered} of {len(session.plan.cards)} done"
        return Begun(session, f"Going on with the quiz that you left, {done}.")
    plan = make_plan(course, wish)
    if not plan.cards:
        return Begun(None, outlook=outlook(course))
    return Begun(Session.start(course, plan), f"{plan.waiting} more are waiting." if plan.waiting else "")
