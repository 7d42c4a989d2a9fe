"""From a question to an Answer: where is looked, what is said of it, and what is said where nothing is found."""

from pathlib import Path

import pytest

from tests.fakes import FakeEncoder
from tests.vaults import Bench, write_notes
from tutor.answer.answering import Wish, answer, explain
from tutor.answer.scope import passages_on
from tutor.answer.values import Nearest, Understood
from tutor.errors import UsageError
from tutor.library.library import Library
from tutor.notes.values import Lines


def test_an_answer_says_what_it_was_asked(library: Library) -> None:
    found = answer(library, FakeEncoder(), "What does troponin do?")
    assert (found.question, found.verdict, found.why, found.answered) == ("What does troponin do?", "sure", None, True)
    assert 0 < found.confidence <= 1
    assert found.quotes[0].file == "medicine/heart.md"
    assert found.quotes[0].heading_path == ("Myocardial infarction",)
    assert (found.comparison, found.nearest) == (None, ())


def test_how_a_question_was_read_is_said(library: Library) -> None:
    encoder = FakeEncoder(knows=lambda word: word != "troponni")
    found = answer(library, encoder, "troponni of an EIP", wish=Wish(topic="heart"))
    assert found.understood == (
        Understood("topic", "heart", "heart"),
        Understood("typo", "troponni", "troponin"),
        Understood("alias", "EIP", "Elastic IP"),
    )


def test_what_the_notes_never_mention_is_absent(library: Library) -> None:
    found = answer(library, FakeEncoder(), "xylophone Zanzibar?")
    assert (found.verdict, found.answered, found.quotes) == ("absent", False, ())
    assert found.confidence < 0.25
    assert found.why == 'they never mention "Zanzibar", "xylophone"'
    assert len(found.nearest) == 3
    assert len(set(found.nearest)) == 3


def test_the_nearest_sections_are_whole(tmp_path: Path) -> None:
    notes = {"a.md": "# A\n\nOne.\n\n## B\n\nTwo.\n"}
    bench = Bench(write_notes(tmp_path / "notes", notes), tmp_path / "home")
    with bench.open() as library:
        found = answer(library, FakeEncoder(), "xylophone")
        assert set(found.nearest) == {Nearest("a.md", Lines(1, 4), ("A",)), Nearest("a.md", Lines(5, 7), ("A", "B"))}


@pytest.mark.parametrize("question", ["xylophone", "what is the", "?!", ""])
def test_an_empty_library_answers_nothing(tmp_path: Path, question: str) -> None:
    bench = Bench(write_notes(tmp_path / "notes", {"a.md": "---\n"}), tmp_path / "home")
    with bench.open() as library:
        found = answer(library, FakeEncoder(), question)
        assert (found.verdict, found.quotes, found.nearest) == ("absent", (), ())
        assert explain(library, FakeEncoder(), question) == []


def test_the_same_question_has_the_same_answer(library: Library) -> None:
    assert answer(library, FakeEncoder(), "NLB vs ALB") == answer(library, FakeEncoder(), "NLB vs ALB")


# Topics


def sections_on(library: Library, topic: str) -> set[tuple[str, ...]]:
    passages = passages_on(library, topic)
    assert passages is not None
    stored = library.stored.passages(passages)
    return {library.stored.sections([p.section])[p.section].section.path for p in stored.values()}


@pytest.mark.parametrize(
    ("topic", "sections"),
    [
        ("infarction", {("Myocardial infarction",)}),
        ("INFARCTION ", {("Myocardial infarction",)}),
        ("Load balancing", {("Load balancing",), *(("Load balancing", n) for n in ("Elastic IP", "Comparison"))}),
        ("heart.md", {(), ("Myocardial infarction",), ("Atrial fibrillation",)}),
        ("Cardiology", {(), ("Myocardial infarction",), ("Atrial fibrillation",)}),
        ("exam/2", {(), ("Myocardial infarction",), ("Atrial fibrillation",)}),
        ("#exam/2", {(), ("Myocardial infarction",), ("Atrial fibrillation",)}),
    ],
)
def test_a_topic_is_a_heading_a_file_or_a_tag(library: Library, topic: str, sections: set[tuple[str, ...]]) -> None:
    found = sections_on(library, topic)
    assert sections <= found
    assert len({path[:1] for path in found}) == len({path[:1] for path in sections})


@pytest.mark.parametrize("topic", ["", " "])
def test_no_topic_is_everywhere(library: Library, topic: str) -> None:
    assert passages_on(library, topic) is None
    assert answer(library, FakeEncoder(), "troponin", wish=Wish(topic=topic)).understood == ()


def test_a_topic_limits_the_quotes(library: Library) -> None:
    everywhere = answer(library, FakeEncoder(), "layer", wish=Wish(quotes=10))
    assert len({quote.file for quote in everywhere.quotes}) > 1
    found = answer(library, FakeEncoder(), "layer", wish=Wish(quotes=10, topic="fibrillation"))
    assert {quote.heading_path for quote in found.quotes} == {("Atrial fibrillation",)}
    assert {hit.heading_path for hit in explain(library, FakeEncoder(), "layer", topic="fibrillation")} == {
        ("Atrial fibrillation",)
    }


@pytest.mark.parametrize("topic", ["xylophone", "exam/3", "#", "%", "*"])
def test_a_topic_that_nothing_matches_is_refused(library: Library, topic: str) -> None:
    with pytest.raises(UsageError) as caught:
        answer(library, FakeEncoder(), "layer", wish=Wish(topic=topic))
    assert caught.value.exit_code == 2
    assert str(caught.value) == (
        f'No heading, file or tag in your notes matches "{topic}". Leave --topic out, or name another.'
    )


# Explanations


def test_the_numbers_behind_an_answer_are_explained(library: Library) -> None:
    hits = explain(library, FakeEncoder(), "unhealthy threshold xylophone")
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert len(hits) <= 10
    first = hits[0]
    assert (first.file, first.heading_path) == ("cloud/balancers.md", ("Load balancing", "Health checks"))
    assert first.lines == Lines(19, 24)
    assert (first.words, first.missing) == (("unhealthy", "threshold"), ("xylophone",))
    assert 0 < first.cover < 1
    assert first.fact_cover == pytest.approx(first.cover)
    assert first.dense <= 1
    assert first.best_fact <= 1
