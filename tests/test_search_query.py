"""A question as it is searched for: names, typos, technical terms, and signs that mean nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import FakeEncoder
from tests.vaults import VAULT, Bench, write_notes
from tutor.library.library import Library
from tutor.search.query import Query, read_query
from tutor.search.searching import search

NOTES = VAULT | {
    "names.md": """\
# Provisioned IOPS

Provisioned volumes cost more. Provisioned volumes are fast. Every volume has a snapshot.

Simple Queue Service (SQS) decouples. Use SQS, said the SQS guide.

The dead letter queue keeps what SQS could not deliver. SQS polls.

## Kubernetes

Containers, containers, containers: orchestrate containers.

## HTTP

HTTP status, REST and CRUD.
""",
    "sqs.md": "# SQS limits\n\nSQS holds messages for 4 days.\n\n# More\n\nSQS is cheap.\n\n# Most\n\nSQS scales.\n",
}


@pytest.fixture(scope="module")
def asked_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("query")
    with Bench(write_notes(folder / "vault", NOTES), folder / "home").open() as library:
        yield library


class Asker:
    def __init__(self, library: Library, encoder: FakeEncoder) -> None:
        self.library, self.encoder = library, encoder

    def read(self, question: str) -> Query:
        return read_query(question, self.library, self.encoder)

    def texts(self, question: str) -> list[str]:
        """Return the passages that hold every word of the question or another name of it."""
        query = self.read(question)
        hits = search(self.library, self.encoder, query)
        text = self.library.stored.text
        return [
            text(hit.passage.note)[slice(*hit.passage.span)]
            for hit in hits
            if query.words and query.cover(hit.passage.terms) == pytest.approx(1)
        ]


@pytest.fixture
def ask(asked_library: Library) -> Asker:
    # A language that has no word but those that it is used for here.
    language = frozenset("the timetable architect volume".split())
    return Asker(asked_library, FakeEncoder(knows=lambda word: word in language))


# Names


def test_a_short_form_finds_what_is_spelt_out_and_back(tmp_path: Path) -> None:
    # Where they are joined, and one place for each alone.
    notes = {
        "a.md": "The Simple Queue Service (SQS) is one.\n",
        "b.md": "SQS polls.\n",
        "c.md": "A simple queue service scales.\n",
    }
    bench = Bench(write_notes(tmp_path / "notes", notes), tmp_path / "home")
    with bench.open() as library:
        ask = Asker(library, FakeEncoder())
        for question in ("SQS", "simple queue service", "Simple Queue Services", "sqs"):
            assert set(ask.texts(question)) == {text.strip() for text in notes.values()}, question


def test_a_name_is_found_among_repeated_words(ask: Asker) -> None:
    query = ask.read("network load balancer or application load balancer")
    runs = {run for word in query.words for run in word.others}
    assert {("alb",), ("nlb",)} <= runs


def test_a_question_that_has_both_names_needs_neither(ask: Asker) -> None:
    query = ask.read("Application Load Balancer (ALB)")
    assert query.aliases == ()
    assert query.encoder_input == query.text


def test_initials_that_the_notes_never_write_are_spelt_out(ask: Asker) -> None:
    query = ask.read("what is an EIP")
    assert query.aliases == (("EIP", "Elastic IP"),)
    assert query.encoder_input == "what is an EIP (Elastic IP)"
    (word,) = query.words
    assert word.is_known
    assert word.others == (("elast", "ip"),)
    assert "An NLB takes one static address for each zone; an ALB takes none." in ask.texts("EIP")


def test_a_name_that_the_notes_use_is_not_spelt_out(ask: Asker) -> None:
    query = ask.read("SQS limits")
    assert query.aliases == ()
    assert query.encoder_input == "SQS limits"
    assert ("simpl", "queue", "servic") in query.words[0].others


def test_what_is_asked_about_as_a_whole_is_encoded_by_both_its_names(ask: Asker) -> None:
    assert ask.read("what does SQS stand for?").encoder_input == "what does SQS stand for? (Simple Queue Service)"
    assert ask.read("SQS limits of a queue").encoder_input == "SQS limits of a queue"


def test_the_names_in_a_notes_header_are_its_titles(ask: Asker) -> None:
    query = ask.read("CB")
    assert query.aliases == (("CB", "Cardiology basics"),)


def test_what_is_spelt_out_is_found_by_its_initials(ask: Asker) -> None:
    query = ask.read("quantum flux garden")
    assert not any(word.is_known for word in query.words)
    query = ask.read("create, read, update, delete")
    assert all(word.others == (("crud",),) for word in query.words)
    query = ask.read("cats rather under doors")
    assert not any(word.others for word in query.words)  # "of" has no initial of its own
    assert "REST and CRUD" in ask.texts("create, read, update, delete")[0]


# Typos


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("anticoagulaton", "anticoagulation"),  # one letter too few
        ("heparrin", "heparin"),  # one too many
        ("trobonin", "troponin"),  # one wrong
        ("aspirni", "aspirin"),  # two swapped count as one
        ("kuberentse", "kubernetes"),  # two edits in a long word
        ("Heparrin", "heparin"),
        ("containesr", "containers"),
    ],
)
def test_a_typo_is_taken_for_the_word_that_was_meant(ask: Asker, typed: str, meant: str) -> None:
    query = ask.read(f"dose of {typed}?")
    assert query.typos == ((typed, meant),)
    assert query.encoder_input == f"dose of {meant}?"
    assert query.words[-1].is_known
    right = ask.read(f"dose of {meant.title() if typed.istitle() else meant}?")
    assert query.words[-1].weight == right.words[-1].weight


@pytest.mark.parametrize(
    "word",
    [
        "htpp",  # short
        "exma",
        "HEPARRIN",  # in capitals
        "hepaarrrin",  # too far
        "xeparin",  # another first letter
        "hepar1n",  # not letters alone
        "hepar-rin",
        "heparin",  # known
        "Heparin",
        "timetables",  # a word of the notes, inflected
        "architect",  # a word of the language
    ],
)
def test_other_words_are_left_alone(ask: Asker, word: str) -> None:
    query = ask.read(f"dose of {word}?")
    assert query.typos == ()
    assert query.encoder_input == query.text


def test_of_equally_near_words_the_commonest_is_meant(tmp_path: Path) -> None:
    notes = {"a.md": "Cranes.\n", "b.md": "Crates.\n", "c.md": "Crates again.\n"}
    with Bench(write_notes(tmp_path / "notes", notes), tmp_path / "home").open() as library:
        assert Asker(library, FakeEncoder(knows=lambda _: False)).read("crases").typos == (("crases", "crates"),)


def test_only_the_typo_itself_is_replaced(ask: Asker) -> None:
    query = ask.read("heparrin, heparrinase and (heparrin)")
    assert query.encoder_input == "heparin, heparrinase and (heparin)"


def test_a_typo_in_a_long_name_is_no_obstacle_to_its_short_form(ask: Asker) -> None:
    query = ask.read("aplication load balancer")
    assert query.typos == (("aplication", "application"),)
    assert any(("alb",) in word.others for word in query.words)


# Technical terms


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("Lambda@Edge", "Lambda@Edge rewrites"),
        ("lambda@edge", "Lambda@Edge rewrites"),
        ("s3:GetObject", "s3:GetObject permits"),
        ("GetObject", "s3:GetObject permits"),
        ("get object", "s3:GetObject permits"),
        ("us-east-1", "start in us-east-1"),
        ("HTTP/2", "speaks HTTP/2"),
        ("C++", "written in C++"),
    ],
)
def test_technical_terms_are_found_as_they_are(ask: Asker, term: str, text: str) -> None:
    assert any(text in found for found in ask.texts(term))


def test_a_technical_term_is_not_taken_for_its_parts(ask: Asker) -> None:
    assert not any("C++" in text for text in ask.texts("C#"))
    assert not any("us-east-1" in text for text in ask.texts("us-west-2"))


@pytest.mark.parametrize(
    "question",
    [
        '"heparin', "heparin*", "heparin AND NOT", "NEAR(heparin, 2)", "(heparin", "terms:heparin", "heparin OR",
        "^heparin", "-heparin", '""""', "heparin;--", "{heparin}:", "heparin\x00", "rowid:1 heparin",
    ],
)  # fmt: skip
def test_signs_of_the_word_index_mean_nothing_in_a_question(ask: Asker, question: str) -> None:
    query = ask.read(question)
    assert search(ask.library, ask.encoder, query)
    assert query.typos == ()
    if "heparin" in question:
        assert any(word.term == "heparin" and word.is_known for word in query.words)


@given(st.text())
def test_any_question_can_be_searched_for(asked_library: Library, question: str) -> None:
    encoder = FakeEncoder(knows=lambda _: False)
    query = read_query(question, asked_library, encoder)
    hits = search(asked_library, encoder, query)
    assert all(0 <= query.cover(hit.passage.terms) <= 1 + 1e-9 for hit in hits)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))


def test_a_question_of_stop_words_has_no_words(ask: Asker) -> None:
    query = ask.read("what is the")
    assert (query.words, query.lookups) == ((), [])
    assert query.cover(frozenset({"heparin"})) == 0


def test_a_rare_word_weighs_more(ask: Asker) -> None:
    words = {word.term: word for word in ask.read("troponin layer nonesuch").words}
    assert words["nonesuch"].weight > words["troponin"].weight > words["layer"].weight > 0
    assert not words["nonesuch"].is_known


def test_a_word_counts_once(ask: Asker) -> None:
    assert [word.term for word in ask.read("layer Layers LAYER layer").words] == ["layer"]


def test_a_very_long_question_is_searched_for_by_its_beginning(ask: Asker) -> None:
    query = ask.read("heparin " + "x1 " * 10_000 + "troponin")
    assert [word.term for word in query.words] == ["heparin", "x1"]
