"""Searching: passages best first, dense and lexical added up, in an order that chance has no part in."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import FakeEncoder
from tests.vaults import Bench, write_notes
from tutor.library.library import Library
from tutor.library.stored import FACT_VECTORS, PASSAGE_VECTORS
from tutor.notes.words import terms
from tutor.search.hits import Hit
from tutor.search.query import read_query
from tutor.search.searching import WEIGHTS, Weights, query_vector, search
from tutor.search.subject import put_first

WORDS = "alpha beta gamma delta epsilon zeta heart valve load balancer".split()


def hits_of(library: Library, question: str, within: list[int] | None = None, weights: Weights = WEIGHTS) -> list[Hit]:
    encoder = FakeEncoder()
    return search(library, encoder, read_query(question, library, encoder), within, weights)


def texts_of(library: Library, hits: list[Hit]) -> list[str]:
    return [library.stored.text(hit.passage.note)[slice(*hit.passage.span)] for hit in hits]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("troponin after three hours", "Troponin rises after three hours."),
        ("protocols of a GWLB", "| GWLB     | 3     |"),
        ("unhealthy threshold", "  - unhealthy after 2"),
        ("s3:GetObject", "permits downloads"),
        ("what begins the treatment of a myocardial infarction", "1. aspirin"),
    ],
)
def test_the_passage_that_answers_comes_first(library: Library, question: str, text: str) -> None:
    assert text in texts_of(library, hits_of(library, question))[0]


def test_a_hit_has_its_numbers(library: Library) -> None:
    hits = hits_of(library, "unhealthy threshold")
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    first = hits[0]
    assert first.cover == pytest.approx(1)
    assert first.best is not None
    assert first.best.score == max(fact.score for fact in first.facts)
    assert [fact.fact.span for fact in first.facts] == sorted(fact.fact.span for fact in first.facts)
    assert first.score == pytest.approx(
        WEIGHTS.passage * first.similarity + first.best.score + WEIGHTS.passage_cover * first.cover
    )


def test_weights_decide(library: Library) -> None:
    lexical = hits_of(library, "anticoagulation", weights=Weights(0, 0, 1, 0))
    assert [hit.score for hit in lexical] == [hit.cover for hit in lexical]
    dense = hits_of(library, "anticoagulation", weights=Weights(1, 0, 0, 0))
    assert [hit.score for hit in dense] == [hit.similarity for hit in dense]


def test_a_search_can_be_limited(library: Library) -> None:
    everywhere = hits_of(library, "layer")
    within = [everywhere[3].passage.number, everywhere[1].passage.number]
    limited = hits_of(library, "layer", within)
    assert [hit.passage.number for hit in limited] == within[::-1]
    assert [hit.rank for hit in limited] == [1, 2]
    assert [hit.score for hit in limited] == pytest.approx([everywhere[1].score, everywhere[3].score])
    assert hits_of(library, "layer", []) == []


def test_the_best_are_scored_and_of_the_others_those_near_them(tmp_path: Path) -> None:
    sections = [f"# Part {i}\n\n{'Heart' if i % 5 == 0 else 'Valve'} number{i}.\n" for i in range(350)]
    bench = Bench(write_notes(tmp_path / "notes", {"a.md": "\n".join(sections)}), tmp_path / "home")
    with bench.open() as library:
        hits = hits_of(library, "heart")
        hearts = {hit.passage.number for hit in hits if hit.cover}
        others = {hit.passage.number for hit in hits} - hearts
        assert len(hearts) == 64  # of 70
        assert others
        assert all(min(abs(number - heart) for heart in hearts) <= 2 for number in others)


def test_a_line_that_defines_the_subject_gains_though_another_is_better(tmp_path: Path) -> None:
    notes = {"a.md": "# Organs\n\n- It beats all day.\n- Heart: a pump.\n"}
    bench = Bench(write_notes(tmp_path / "notes", notes), tmp_path / "home")
    with bench.open() as library:
        (hit,) = hits_of(library, "heart")
        better, defining = hit.facts
        hit = hit._replace(facts=(better._replace(score=defining.score + 10), defining))
        (raised,) = put_first(library, [tuple(terms("heart"))], [hit])
        assert raised.score == hit.score
        assert [fact.score for fact in raised.facts] == [hit.facts[0].score, pytest.approx(defining.score + 0.25)]


def test_what_all_notes_have_in_common_does_not_decide(library: Library) -> None:
    vector = query_vector(library, FakeEncoder(), "anticoagulation")
    plain = FakeEncoder().encode(["anticoagulation"])[0]
    wanted = (plain - library.centre) / np.linalg.norm(plain - library.centre)
    assert vector == pytest.approx(wanted, abs=1e-6)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1)


def test_a_question_that_is_the_centre_itself_has_no_direction(tmp_path: Path) -> None:
    bench = Bench(write_notes(tmp_path / "notes", {"a.md": "Alpha.\n"}), tmp_path / "home")
    with bench.open() as library:
        text = library.vectors[FACT_VECTORS].rows(library.vectors[FACT_VECTORS].ids)[0]
        assert (text == library.centre).all()
        assert not query_vector(library, FakeEncoder(), "a: Alpha.").any()
        assert len(hits_of(library, "a: Alpha.")) == 1


def test_an_empty_library_has_no_hits(tmp_path: Path) -> None:
    encoder = FakeEncoder()
    bench = Bench(write_notes(tmp_path / "notes", {"a.md": "---\n"}), tmp_path / "home", encoder)
    with bench.open() as library:
        encoder.encoded.clear()
        assert search(library, encoder, read_query("only a heading", library, encoder)) == []
        assert encoder.encoded == []


def test_a_passage_in_several_windows_counts_by_its_best(tmp_path: Path) -> None:
    row = "| " + " ".join(f"word{number}" for number in range(600)) + " needle | x |"
    notes = {"a.md": f"| A | B |\n|---|---|\n{row}\n", "b.md": "Needle work.\n"}
    bench = Bench(write_notes(tmp_path / "notes", notes), tmp_path / "home")
    with bench.open() as library:
        (passage,) = (number for number in (1, 2) if len(library.stored.vectors_of(PASSAGE_VECTORS, [number])) > 1)
        vector = query_vector(library, bench.encoder, "needle")
        ids = [number for number, _ in library.stored.vectors_of(PASSAGE_VECTORS, [passage])]
        cosines = library.vectors[PASSAGE_VECTORS].cosines(vector, np.array(ids))
        assert library.similarity(PASSAGE_VECTORS, vector, [passage]) == {passage: pytest.approx(cosines.max())}
        nearest = library.nearest(PASSAGE_VECTORS, vector, 99)
        assert nearest[passage] == pytest.approx(cosines.max(), abs=1e-6)
        assert list(nearest.values()) == sorted(nearest.values(), reverse=True)


TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(lambda words: f"{' '.join(words)}.")


@settings(max_examples=25)
@given(texts=st.lists(TEXTS, min_size=1, max_size=8), question=TEXTS)
def test_equals_rank_in_the_order_of_the_notes(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], question: str
) -> None:
    folder = tmp_path_factory.mktemp("ties")
    # Every text stands in two notes of the same title, and twice in each.
    text = "\n\n# Again\n\n".join((*texts, *texts))
    bench = Bench(write_notes(folder / "notes", {"b/x.md": text, "a/x.md": text}), folder / "home")
    with bench.open() as library:
        files = {note.number: note.file for note in library.stored.notes()}
        hits = hits_of(library, question)
        assert len(hits) == 4 * len(texts)
        places = [(-hit.score, files[hit.passage.note], hit.passage.span) for hit in hits]
        assert places == sorted(places)
        assert [hit.passage.number for hit in hits_of(library, question)] == [hit.passage.number for hit in hits]
        # Of two that say the same, neither is worth more.
        by_text: dict[str, set[float]] = {}
        for found, hit in zip(texts_of(library, hits), hits, strict=True):
            by_text.setdefault(f"{found} {hit.passage.span.start == 0}", set()).add(hit.score)
        assert all(len(scores) == 1 for scores in by_text.values())
