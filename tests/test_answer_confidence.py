"""Sure, doubtful, or not in the notes."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes import FakeEncoder
from tests.vaults import Bench, write_notes
from tutor.answer import judging
from tutor.answer.answering import PLAIN_WISH, answer, find
from tutor.answer.confidence import Fit, Signals, load_fit, measure, unseen_names
from tutor.answer.judging import judge
from tutor.library.library import Library
from tutor.search.asking import kind_asked

SURE = Signals(0.7, 0.6, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, math.log(6), math.log(4))
STRANGE = Signals(0.2, 0.1, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, math.log(6), math.log(4))


def test_the_fit_that_comes_with_the_program_tells_the_plain_cases_apart() -> None:
    fit = load_fit()
    assert fit.confidence(SURE) > fit.doubtful > fit.absent > fit.confidence(STRANGE)


def test_a_missing_number_lowers_the_confidence() -> None:
    fit = load_fit()
    asked = replace(SURE, similarity=0.35, fact_cover=0.7, cover=0.8, asks_kind=1.0)
    assert fit.confidence(replace(asked, lacks_kind=1.0)) < fit.confidence(asked)


def test_a_question_of_another_field_is_far_from_every_fact(library: Library) -> None:
    asked, strange = "NLB handles millions of requests", "xylophone zanzibar zeppelin"
    assert _measure(library, asked).closeness > _measure(library, strange).closeness
    fit = load_fit()
    everyday = replace(SURE, closeness=0.35, similarity=0.2, unseen=0.6, cover=0.1, fact_cover=0.1)
    assert fit.confidence(replace(everyday, closeness=0.15)) < fit.confidence(everyday)


@pytest.mark.parametrize("similarity", [-1.0, 0.0, 0.5, 1.0])
def test_a_confidence_is_a_probability(similarity: float) -> None:
    assert 0 <= load_fit().confidence(replace(SURE, similarity=similarity)) <= 1


def test_signals_count_what_the_notes_never_use(library: Library) -> None:
    known = _measure(library, "which layer does the NLB work on")
    strange = _measure(library, "which Zanzibar does Xylophone have")
    assert (known.unseen, known.unseen_name) == (0, 0)
    assert known.known_cover == 1
    assert (strange.unseen, strange.unseen_name) == (1, 1)


def test_a_number_asked_for_and_not_found_is_seen(library: Library) -> None:
    with_number = _measure(library, "how long is the interval of the checks")
    assert (with_number.asks_kind, with_number.lacks_kind) == (1, 0)
    assert kind_asked("How many zones?") == ("quantity", "how many")
    assert kind_asked("why?") is None
    assert kind_asked("default retention of a stream") == ("quantity", "default retention")
    assert kind_asked("What is the EFS Max I/O mode for, and is it on by default?") is None


@pytest.mark.parametrize(
    ("question", "why", "answering"),
    [
        ("when was penicillin discovered?", "nothing here says when", "Penicillin was discovered in 1928."),
        ("who discovered penicillin?", "nothing here says who", "Alexander Fleming discovered penicillin."),
        ("how many doses of penicillin?", "nothing here says how many", "Give four doses of penicillin."),
    ],
)
def test_the_kind_of_answer_asked_for_is_looked_for(
    question: str, why: str, answering: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "load_fit", lambda: a_fit(0.0, 1.1))
    lacking = "Penicillin was discovered by chance, and doses of penicillin are small."
    assert _why(question, lacking, tmp_path / "lacking") == why
    assert _why(question, answering, tmp_path / "there") != why


def _why(question: str, said: str, folder: Path) -> str | None:
    notes = write_notes(folder / "notes", {"drugs.md": f"# Drugs\n\n{said}\n"})
    with Bench(notes, folder / "home").open() as library:
        return answer(library, FakeEncoder(), question).why


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


def test_what_the_notes_call_by_the_name_asked_is_never_refused(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "load_fit", lambda: a_fit(1.1, 1.1))
    assert answer(library, FakeEncoder(), "layer of the NLB").verdict == "doubtful"
    assert answer(library, FakeEncoder(), "layer of the xylophone").verdict == "absent"


def test_an_encoder_without_a_fit_refuses_only_what_nothing_ties_to_the_notes(library: Library) -> None:
    query, hits = find(library, FakeEncoder(), "NLB of Zanzibar", PLAIN_WISH)
    assert judge(library, FakeEncoder(), query, hits).verdict == "sure"
    query, hits = find(library, FakeEncoder(), "xylophone Zanzibar", PLAIN_WISH)
    assert judge(library, FakeEncoder(), query, hits).verdict == "absent"


def _measure(library: Library, question: str) -> Signals:
    encoder = FakeEncoder()
    return measure(library, encoder, *find(library, encoder, question, PLAIN_WISH))
