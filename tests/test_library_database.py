"""The database: notes in, the same notes out, and nothing left of those that were taken out."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import FakeEncoder
from tutor.errors import IndexDamaged
from tutor.library.reader import Reader
from tutor.library.stored import FACT_VECTORS, PASSAGE_VECTORS, VECTOR_FILES, input_hash
from tutor.library.writer import Writer
from tutor.notes.passages import Budget
from tutor.notes.reading import parse_note
from tutor.notes.values import Note
from tutor.notes.words import terms

NOTES = {
    "a.md": "# Encryption\n\nVolumes are encrypted. Keys rotate.\n\n- Application Load Balancer (ALB)\n",
    "b.md": "---\ntitle: Keys\ntags: [exam]\n---\n\nKeys are encrypted with C++ and s3:GetObject.\n",
    "c/d.md": "| A | B |\n|---|---|\n| x | y |\n",
}


def note(file: str, text: str) -> Note:
    return parse_note(file, text, Budget(FakeEncoder().count_tokens, 254))


def write(path: Path, *notes: Note, removed: tuple[str, ...] = ()) -> None:
    with closing(Writer(path)) as writer:
        for file in removed:
            writer.remove(file)
        for added in notes:
            writer.add(added)
        for table in VECTOR_FILES:
            writer.add_vectors(table)
        writer.commit()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
def reader(path: Path) -> Iterator[Reader]:
    write(path, *(note(file, text) for file, text in NOTES.items()))
    with closing(Reader(path)) as reader:
        yield reader


def dump(path: Path) -> dict[str, set[tuple[object, ...]]]:
    """Return what is in the tables, without ids that depend on the order of writing."""
    queries = {
        "note": "SELECT file, title, tags, text, words FROM note",
        "section": "SELECT n.file, s.number, s.path, s.first_line, s.last_line, s.level, s.is_empty "
        "FROM section s JOIN note n ON n.id = s.note",
        "passage": "SELECT n.file, p.start, p.end, p.lead, p.terms "
        "FROM passage p JOIN section s ON s.id = p.section JOIN note n ON n.id = s.note",
        "fact": "SELECT p.terms, f.start, f.end, f.lead, f.terms FROM fact f JOIN passage p ON p.id = f.passage",
        "passage_vector": "SELECT p.terms, v.input FROM passage_vector v JOIN passage p ON p.id = v.owner",
        "fact_vector": "SELECT f.terms, v.input FROM fact_vector v JOIN fact f ON f.id = v.owner",
        "alias": "SELECT n.file, short, long, is_initials, short_terms, long_terms "
        "FROM alias a JOIN note n ON n.id = a.note",
        "heading_name": "SELECT n.file, terms FROM heading_name h JOIN note n ON n.id = h.note",
        "claims": "SELECT n.file, body FROM claims c JOIN note n ON n.id = c.note",
        "spelling": "SELECT word, term, notes FROM spelling",
    }
    with closing(sqlite3.connect(path)) as database:
        found = {table: set(database.execute(query)) for table, query in queries.items()}
        for table in queries:
            assert database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] >= len(found[table])
        database.execute("INSERT INTO words (words) VALUES ('integrity-check')")
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        database.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, words, row)")
        found["words"] = set(database.execute("SELECT term, doc FROM temp.vocabulary"))
        assert found["words"] == set(database.execute("SELECT term, passages FROM term"))
    return found


def test_a_note_that_is_taken_out_leaves_nothing_behind(path: Path, tmp_path: Path) -> None:
    write(path, *(note(file, text) for file, text in NOTES.items()))
    write(path, removed=("a.md", "not there.md"))
    other = tmp_path / "other.db"
    write(other, *(note(file, text) for file, text in NOTES.items() if file != "a.md"))
    assert dump(path) == dump(other)
    write(path, removed=("b.md", "c/d.md"))
    assert not any(dump(path).values())


def test_a_note_can_be_put_back(path: Path, tmp_path: Path) -> None:
    write(path, *(note(file, text) for file, text in NOTES.items()))
    before = dump(path)
    write(path, note("a.md", NOTES["a.md"]), removed=("a.md",))
    assert dump(path) == before


def test_the_same_notes_give_the_same_bytes(path: Path, tmp_path: Path) -> None:
    write(path, *(note(file, text) for file, text in NOTES.items()))
    other = tmp_path / "other.db"
    write(other, *(note(file, text) for file, text in NOTES.items()))
    assert path.read_bytes() == other.read_bytes()


def test_a_word_that_only_one_note_has_goes_with_it(path: Path) -> None:
    write(path, *(note(file, text) for file, text in NOTES.items()))
    with closing(Reader(path)) as reader:
        # With the number of passages that hold its stem; stop words and compounds are not among them.
        assert reader.spellings()["encrypted"] == 2
        assert reader.spellings()["rotate"] == 1
        assert {"are", "s3", "c++", ""}.isdisjoint(reader.spellings())
    write(path, removed=("a.md",))
    with closing(Reader(path)) as reader:
        assert "encrypted" in reader.spellings()
        assert "encryption" not in reader.spellings()  # though its stem is there
        assert "rotate" not in reader.spellings()


def test_a_database_that_is_not_there_is_told_from_others(path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Reader(path)
    assert not path.exists()


def test_reading_changes_nothing(path: Path, reader: Reader) -> None:
    before = path.read_bytes()
    assert reader.passages_with(["encrypt"], 9)
    with pytest.raises(sqlite3.OperationalError):
        reader._db.execute("DELETE FROM note")
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["library.db"]


def test_what_notes_claim_is_read_back_in_the_order_asked_for(reader: Reader) -> None:
    first, second, third = (note(file, text).claims for file, text in NOTES.items())
    assert first
    assert reader.claims([3, 1, 2]) == [*third, *first, *second]
    assert reader.claims([]) == []


def test_claims_that_are_damaged_are_said_to_be(path: Path) -> None:
    write(path, *(note(file, text) for file, text in NOTES.items()))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE claims SET body = substr(body, 1, length(body) - 9) WHERE note = 1")
    with closing(Reader(path)) as damaged, pytest.raises(IndexDamaged, match="index file"):
        damaged.claims([1])


def test_many_ids_at_once_are_no_trouble(reader: Reader) -> None:
    ids = [1, 2, 3, *range(1000, 5000)]
    assert sorted(reader.passages(ids)) == [1, 2, 3]
    assert reader.passages([]) == {}
    assert reader.facts_of([]) == {}
    assert [number for number, facts in reader.facts_of(ids).items() if facts] == [1, 2, 3]


def test_vectors_are_found_by_their_owner_and_by_their_text(reader: Reader) -> None:
    for table in (PASSAGE_VECTORS, FACT_VECTORS):
        owners = reader.owners(table, range(1, reader.count(table) + 1))
        assert len(owners) == reader.count(table)
        assert dict(reader.vectors_of(table, [*owners.values()])) == owners
    text = note("a.md", NOTES["a.md"]).passages[0].inputs[0]
    found = reader.vectors_of_inputs(PASSAGE_VECTORS, [input_hash(text), input_hash("other")])
    assert list(found) == [input_hash(text)]


def test_new_vectors_get_ids_after_the_others_and_one_hash_a_text(path: Path) -> None:
    write(path, note("a.md", "Text.\n"))
    with closing(Writer(path)) as writer:
        writer.add(note("b.md", "Text.\n\n# Other\n\nText.\n"))
        made = writer.add_vectors(PASSAGE_VECTORS)
        assert [number for number, _, _ in made] == [2, 3]
        assert [key for _, key, _ in made] == [input_hash(text) for _, _, text in made]
        assert writer.waiting == len(note("b.md", "Text.\n\n# Other\n\nText.\n").passages)  # those of facts


# Words

OPERATORS = [
    'a"b', '"', "*", "encr*", "NEAR(a b)", "a AND b", "OR", "NOT", "terms:a", "(", ")", "^a", "-a", "a OR b", "{a b}:c",
    "", " ", ";", "'; DROP TABLE note; --", "\N{VULGAR FRACTION ONE HALF}",
]  # fmt: skip


@pytest.mark.parametrize("term", OPERATORS)
def test_no_term_is_taken_for_an_operator(reader: Reader, term: str) -> None:
    assert reader.passages_with([term], 9) == []
    assert reader.passages_with([term, "encrypt"], 9) == reader.passages_with(["encrypt"], 9) == [1, 2]
    assert reader.document_frequencies([term, "encrypt"]) == {"encrypt": 2}


@pytest.mark.parametrize("term", ["s3:getobject", "c++", "getobject", "s3"])
def test_technical_names_are_terms(reader: Reader, term: str) -> None:
    assert reader.passages_with([term], 9) == [2]
    assert reader.document_frequencies([term]) == {term: 1}


@given(st.text())
def test_whatever_is_asked_can_be_looked_up(tmp_path_factory: pytest.TempPathFactory, question: str) -> None:
    path = tmp_path_factory.getbasetemp() / "asked.db"
    if not path.exists():
        write(path, note("a.md", NOTES["a.md"]))
    with closing(Reader(path)) as reader:
        found = reader.passages_with(terms(question), 9)
        assert set(found) <= set(reader.passages_of_sections([s.number for s in reader.all_sections()]))
        assert not found or terms(question)
        reader.document_frequencies(terms(question))


WORDS = st.from_regex(r"[A-Za-z0-9À-ɏα-ωа-я]{1,12}([@:/.&_+-][A-Za-z0-9]{1,8}){0,3}(\+\+|#)?", fullmatch=True)


@settings(max_examples=20)
@given(st.lists(WORDS, min_size=1, max_size=8))
def test_every_word_of_a_note_is_found(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> None:
    path = tmp_path_factory.mktemp("words") / "library.db"
    text = "Also " + " and ".join(words) + "\n"
    write(path, note("a.md", text))
    with closing(Reader(path)) as reader:
        for term in terms(text):
            assert reader.passages_with([term], 9) == [1]
            assert reader.document_frequencies([term]) == {term: 1}


def test_the_best_match_comes_first_and_ties_stay_in_order(path: Path) -> None:
    texts = ["Alpha beta.\n", "Alpha gamma delta epsilon.\n", "Alpha beta.\n", "Zeta.\n"]
    write(path, *(note(f"{number}.md", text) for number, text in enumerate(texts, 1)))
    with closing(Reader(path)) as reader:
        assert reader.passages_with(["alpha"], 9) == [1, 3, 2]
        assert reader.passages_with(["beta", "gamma"], 9)[-2:] == [1, 3]
        assert reader.passages_with(["alpha"], 2) == [1, 3]
        assert reader.passages_with([], 9) == []
