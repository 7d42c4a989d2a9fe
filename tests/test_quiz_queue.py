"""The order of asking: misses come back after three others, until they were right once."""

from hypothesis import given
from hypothesis import strategies as st

from tutor.quiz.queue import SPACING, Event, queue_after

PLAN = tuple("abcdefgh")


def after(*events: str) -> str:
    """Return the queue after events such as `a+` (right), `a-` (wrong), `a>` (put off) and `ax` (taken out)."""
    outcomes = {"+": "right", "-": "wrong", ">": "skipped", "x": "gone"}
    return "".join(queue_after(PLAN, [Event(event[0], outcomes[event[1]]) for event in events]))  # type: ignore[arg-type]


def test_a_card_that_was_right_does_not_come_back() -> None:
    assert after("a+", "b+") == "cdefgh"


def test_a_miss_comes_back_after_three_others_each_time_until_it_is_right() -> None:
    assert after("a-") == "bcdaefgh"
    assert after("a-", "b+", "c+", "d+", "a-") == "efgah"
    assert after("a-", "b+", "c+", "d+", "a+") == "efgh"


def test_at_the_end_a_miss_comes_back_after_what_is_left() -> None:
    done = [f"{card}+" for card in "abcdef"]
    assert after(*done, "g-") == "hg"
    assert after(*done, "g-", "h+", "g-") == "g"


def test_a_card_that_is_put_off_comes_at_the_end_once() -> None:
    assert after("a>") == "bcdefgha"
    assert after("a>", *(f"{card}+" for card in "bcdefgh"), "a>") == ""


def test_a_card_that_is_taken_out_is_gone() -> None:
    assert after("ax") == "bcdefgh"


@given(st.lists(st.booleans(), max_size=200))
def test_every_session_ends_with_every_card_right_and_misses_spaced(answers: list[bool]) -> None:
    events: list[Event] = []
    for is_right in [*answers, *[True] * (len(PLAN) + 1)]:
        if not (queue := queue_after(PLAN, events)):
            break
        events.append(Event(queue[0], "right" if is_right else "wrong"))
    assert queue_after(PLAN, events) == ()
    for i, event in enumerate(events):
        if event.outcome == "wrong":
            again = next(j for j in range(i + 1, len(events)) if events[j].card == event.card)
            left = len(queue_after(PLAN, events[: i + 1])) - 1
            assert again - i - 1 >= min(SPACING, left)
