"""Facts taken apart."""

from typing import Any

from hypothesis import given, settings

from tests.notes_laws import TEXTS, parse
from tutor.notes.values import Claim, Lines


def claims(text: str, kind: str, file: str = "2.md") -> list[Claim]:
    return [claim for claim in parse(text, file=file).claims if claim.kind == kind]


def told(found: list[Claim]) -> list[Any]:
    return [(claim.subject, claim.relation, claim.value) for claim in found]


def test_a_labelled_bullet_says_something_of_its_label() -> None:
    found = claims("# Bones\n\n- Femur: the longest bone\n- **Tibia** — the shin bone\n", "label")
    assert told(found) == [("Femur", "", "the longest bone"), ("Tibia", "", "the shin bone")]
    assert [claim.lines for claim in found] == [Lines(3, 3), Lines(4, 4)]
    assert found[0].group == found[1].group


def test_a_label_that_names_nothing_is_an_attribute_of_what_stands_above_it() -> None:
    assert told(claims("# Drugs\n\n- Aspirin\n  - Purpose: relieves pain\n  - Dose: 500 mg\n", "label")) == [
        ("Aspirin", "Purpose", "relieves pain"),
        ("Dose", "", "500 mg"),
    ]


def test_a_sentence_that_begins_like_a_label_is_a_statement() -> None:
    found = claims("# Policies\n\n- There are two types of policies: managed and inline\n", "statement")
    assert told(found) == [("Policies", "", "There are two types of policies: managed and inline")]


def test_an_is_a_sentence_is_a_definition_of_its_subject() -> None:
    found = claims("# Consideration\n\nA promise is a statement of intent. It is an offer.\n", "definition")
    assert told(found) == [("promise", "", "A promise is a statement of intent.")]


def test_names_below_a_label_are_a_list_and_sentences_are_points() -> None:
    text = (
        "# Cell\n\n- Organelles:\n  - nucleus\n  - ribosome\n  - vacuole\n- Membrane\n  - it keeps the inside apart\n"
    )
    text += "  - it lets only some of the small molecules through\n"
    assert [(claim.names, claim.parts, claim.lines) for claim in claims(text, "list")] == [
        (("Cell", "Organelles"), ("nucleus", "ribosome", "vacuole"), Lines(3, 6))
    ]
    assert [(claim.names[-1], len(claim.parts)) for claim in claims(text, "points")] == [("Membrane", 2)]


def test_a_line_that_ends_in_a_colon_names_the_list_below_it() -> None:
    found = claims("# Contract\n\nIt needs:\n\n- offer\n- acceptance\n- consideration\n", "list")
    assert [claim.names for claim in found] == [("Contract", "It needs")]


def test_a_bold_line_names_what_follows_it() -> None:
    found = claims("# Asthma\n\n**Triggers**\n- cold air\n- pollen\n- exercise\n", "list")
    assert [claim.names for claim in found] == [("Asthma", "Triggers")]


def test_the_title_of_a_note_without_headings_names_what_it_claims() -> None:
    assert claims("- Onset: minutes\n", "label", file="Acute asthma.md")[0].names == ("Acute asthma",)


def test_an_acronym_is_claimed_where_it_is_introduced() -> None:
    found = claims("# Heart\n\nThe ejection fraction (EF) is measured.\n", "acronym")
    assert told(found) == [("EF", "", "ejection fraction")]


def test_what_is_set_in_bold_or_highlighted_is_kept() -> None:
    found = claims("# Firewalls\n\n- Inbound traffic is **blocked** and outbound ==allowed==\n", "statement")
    assert found[0].marked == ("blocked", "allowed")


def test_cells_speak_of_rows_or_of_columns() -> None:
    rows = "# Bones\n\n| Bone | Length |\n|---|---|\n| Femur | 48 cm |\n| Tibia | N/A |\n"
    columns = "# Bones\n\n| Feature | Femur | Tibia |\n|---|---|---|\n| Length | 48 cm | 43 cm |\n"
    assert told(claims(rows, "cell")) == [("Femur", "Length", "48 cm")]
    assert (claims(rows, "cell")[0].names, claims(rows, "cell")[0].parts) == (("Bones",), ("Bone",))
    assert told(claims(columns, "cell")) == [("Femur", "Length", "48 cm"), ("Tibia", "Length", "43 cm")]
    assert claims(columns, "cell")[0].parts == ()


def test_code_is_not_claimed() -> None:
    assert parse("# A\n\n```\nx: 3 days\n```\n").claims == ()


@given(TEXTS)
@settings(max_examples=50)
def test_every_claim_stands_on_lines_of_its_note(text: str) -> None:
    note = parse(text)
    for claim in note.claims:
        assert 1 <= claim.lines.first <= claim.lines.last <= note.text.line_count
        assert len(claim.parts) == len(claim.part_lines)


def test_a_dash_inside_a_link_between_notes_ends_no_label() -> None:
    links = "# Index\n\n- [[DDD - value objects]] have no identity of their own\n- DDD - a way to model\n"
    labels = [claim.subject for claim in claims(links, "label")]
    assert labels == ["DDD"]
