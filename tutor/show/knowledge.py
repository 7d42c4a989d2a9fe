"""How well a section is known, in a mark and in words."""

from tutor.quiz.statistics import Standing
from tutor.show.statistics import percent

_DOTS = 3


def knowledge_mark(standing: Standing) -> str:
    """Return `●●○`: of three dots, how many are as good as known."""
    full = round(_DOTS * standing.knowledge)
    return "●" * full + "○" * (_DOTS - full)


def knowledge_text(standing: Standing) -> str:
    """Return the same, and more, in words."""
    return (
        f"You would know {percent(standing.knowledge)} today: {standing.asked} of {standing.cards} cards asked, "
        f"{standing.due} due"
    )
