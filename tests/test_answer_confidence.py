"""Sure, doubtful, or not in the notes."""

import math
from dataclasses import replace

import pytest

from tests.fakes import FakeEncoder
from tutor.answer import judging
from tutor.answer.answering import PLAIN_WISH, answer, find
from tutor.answer.confidence import Fit, Signals, load_fit, measure, unseen_names
from tutor.answer.judging import judge
from tutor.library.library import Library
from tutor.search.asking import quantity_asked

SURE = Signals(0.6, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, math.log(6), math.log(4))
STRANGE = Signals(0.1, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, math.log(6), math.log(4))


def test_the_fit_that_comes_with_the_program_tells_the_plain_cases_apart() -> None:
    fit = load_fit()
    assert fit.confidence(SURE) > fit.doubtful > fit.absent > fit.confidence(STRANGE)


def test_a_missing_number_lowers_the_confidence() -> None:
    fit = load_fit()
    asked = replace(SURE, similarity=0.35, fact_cover=0.7, cover=0.8, asks_quantity=1.0)
    assert fit.confidence(replace(asked, lacks_quantity=1.0)) < fit.confidence(asked)


@pytest.mark.parametrize("similarity", [-1.0, 0.0, 0.5, 1.0])
def test_a_confidence_is_a_probability(similarity: float) -> None:
    assert 0 <= load_fit().confidence(replace(SURE, similarity=similarity)) <= 1


def test_signals_count_what_the_notes_never_use(library: Library) -> None:
    known = measure(library, *find(library, FakeEncoder(), "which layer does the NLB work on", PLAIN_WISH))
    strange = measure(library, *find(library, FakeEncoder(), "which Zanzibar does Xylophone have", PLAIN_WISH))
    assert (known.unseen, known.unseen_name) == (0, 0)
    assert known.known_cover == 1
    assert (strange.unseen, strange.unseen_name) == (1, 1)


def test_a_number_asked_for_and_not_found_is_seen(library: Library) -> None:
    with_number = measure(library, *find(library, FakeEncoder(), "how long is the interval of the checks", PLAIN_WISH))
    assert (with_number.asks_quantity, with_number.lacks_quantity) == (1, 0)
    assert quantity_asked("How many zones?") == "how many"
    assert quantity_asked("why?") is None


def test_a_name_is_what_is_written_like_one(library: Library) -> None:
    query, _ = find(library, FakeEncoder(), "What does Macie do with xylem in 2019", PLAIN_WISH)
    assert unseen_names(query) == ["Macie", "2019"]


def a_fit(absent: float, doubtful: float) -> Fit:
    return replace(load_fit(), fingerprint=FakeEncoder().identity.fingerprint, absent=absent, doubtful=doubtful)


@pytest.mark.parametrize(
    ("absent", "doubtful", "verdict"), [(0.0, 0.0, "sure"), (0.0, 1.1, "doubtful"), (1.1, 1.1, "absent")]
)
def test_the_thresholds_decide(
    absent: float, doubtful: float, verdict: str, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "load_fit", lambda: a_fit(absent, doubtful))
    found = answer(library, FakeEncoder(), "how many Zanzibars has the NLB")
    assert found.verdict == verdict
    assert found.answered == (verdict != "absent")
    assert bool(found.quotes) == (verdict != "absent")
    assert len(found.nearest) == (3 if verdict == "absent" else 0)
    assert found.why == (None if verdict == "sure" else 'they never mention "Zanzibars"')


def test_an_encoder_without_a_fit_refuses_only_what_nothing_ties_to_the_notes(library: Library) -> None:
    query, hits = find(library, FakeEncoder(), "NLB of Zanzibar", PLAIN_WISH)
    assert judge(library, FakeEncoder(), query, hits).verdict == "sure"
    query, hits = find(library, FakeEncoder(), "xylophone Zanzibar", PLAIN_WISH)
    assert judge(library, FakeEncoder(), query, hits).verdict == "absent"
