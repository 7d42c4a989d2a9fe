"""Aliases: what a note gives two names to, and nothing that only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.notes_laws import TEXTS
from tutor.notes.aliases import mine_aliases, mine_initials
from tutor.notes.values import Alias, NoteText


def mined(raw: str, headings: tuple[str, ...] = (), cells: tuple[str, ...] = ()) -> set[tuple[str, str]]:
    return {(alias.short, alias.long) for alias in mine_aliases(NoteText(raw), headings, cells)}


def initials(*names: str) -> set[tuple[str, str]]:
    return {(alias.short, alias.long) for alias in mine_initials(names)}


@pytest.mark.parametrize(
    ("line", "short", "long"),
    [
        ("An Application Load Balancer (ALB) reads requests.", "ALB", "Application Load Balancer"),
        ("Use an ALB (Application Load Balancer) here.", "ALB", "Application Load Balancer"),
        ("- **ALB**: Application Load Balancer", "ALB", "Application Load Balancer"),
        ("- **ALB** - Application Load Balancer, for HTTP", "ALB", "Application Load Balancer"),
        ("ALB – Application Load Balancer. It reads requests.", "ALB", "Application Load Balancer"),
        ("ALB stands for Application Load Balancer", "ALB", "Application Load Balancer"),
        ("EBS Elastic Block Store", "EBS", "Elastic Block Store"),
        ("**Elastic Block Store** (**EBS**)", "EBS", "Elastic Block Store"),
        ("the *Simple Queue Service* (`SQS`)", "SQS", "Simple Queue Service"),
        ("Application Load Balancers (ALBs) are", "ALB", "Application Load Balancers"),
        ("Gateway Load Balancer (GWLB)", "GWLB", "Gateway Load Balancer"),
        ("Relational Database Service (RDS)", "RDS", "Relational Database Service"),
        ("Multi-Factor Authentication (MFA)", "MFA", "Multi-Factor Authentication"),
        (
            "Transmission Control Protocol/Internet Protocol (TCP/IP)",
            "TCP/IP",
            "Transmission Control Protocol/Internet Protocol",
        ),
        # medicine
        ("chronic obstructive pulmonary disease (COPD)", "COPD", "chronic obstructive pulmonary disease"),
        ("Acute myocardial infarction (AMI) is", "AMI", "Acute myocardial infarction"),
        ("deoxyribonucleic acid (DNA)", "DNA", "deoxyribonucleic acid"),
        ("messenger RNA (mRNA) leaves the nucleus", "mRNA", "messenger RNA"),
        ("an eGFR (estimated glomerular filtration rate) of", "eGFR", "estimated glomerular filtration rate"),
        ("activities of daily living (ADLs)", "ADL", "activities of daily living"),
        # law
        ("the European Convention on Human Rights (ECHR)", "ECHR", "European Convention on Human Rights"),
        ("Court of Justice of the European Union (CJEU)", "CJEU", "Court of Justice of the European Union"),
        ("the General Data Protection Regulation (GDPR) applies", "GDPR", "General Data Protection Regulation"),
        ("Agreement on Trade-Related Aspects (ATRA)", "ATRA", "Agreement on Trade-Related Aspects"),
    ],
)
def test_what_a_note_introduces_is_an_alias(line: str, short: str, long: str) -> None:
    assert mined(line) == {(short, long)}


def test_it_is_found_wherever_it_stands_in_a_long_line() -> None:
    raw = "This paragraph says a lot of things. " * 300 + "An Application Load Balancer (ALB) ends it."
    assert mined(raw) == {("ALB", "Application Load Balancer")}


def test_a_line_may_introduce_several() -> None:
    raw = "A Network Load Balancer (NLB), an ALB (Application Load Balancer) and a Virtual Private Cloud (VPC)."
    assert {short for short, _ in mined(raw)} == {"NLB", "ALB", "VPC"}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_read_one_by_one(newline: str) -> None:
    assert mined(newline.join(["Application Load", "Balancer (ALB)", "VPC: Virtual Private Cloud"])) == {
        ("VPC", "Virtual Private Cloud")
    }


@pytest.mark.parametrize(
    "line",
    [
        "It scales out well (ALB) and more",
        "Network Load Balancer (ALB)",
        "Application Load Balancer (ALP)",
        "ALB (Network Load Balancer)",
        "An example that works (see AWS)",
        "Regions and zones (US)",
        "Application Load Balancer (alb)",
        "NLB: layer 4 only",
        "a b c (AB-)",
        "Alpha (A)",
    ],
)
def test_running_text_must_spell_the_short_form(line: str) -> None:
    assert mined(line) == set()


def test_a_misspelt_short_form_in_a_title_is_tied_by_its_long_form() -> None:
    title = "Application Load Balancer (ALP)"
    assert mined("", headings=(title,)) == {("ALP", "Application Load Balancer")}
    assert mined("", cells=(title,)) == {("ALP", "Application Load Balancer")}


@pytest.mark.parametrize(
    "title",
    ["Network Load Balancer (ALP)", "Application Load Balancer (XYZ)", "Use of Application Load Balancer (ALP)"],
)
def test_a_title_may_have_one_letter_wrong_and_never_the_first(title: str) -> None:
    assert mined("", headings=(title,)) == set()


def test_short_forms_that_differ_in_one_letter_are_never_joined() -> None:
    raw = "Application Load Balancer (ALB). Network Load Balancer (NLB). ALP is something else. NAT and NACL too."
    assert mined(raw) == {("ALB", "Application Load Balancer"), ("NLB", "Network Load Balancer")}


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Elastic IP", "EIP"),
        ("Recovery Time Objective", "RTO"),
        ("Recovery Point Objective (in hours)", "RPO"),
        ("Law of Diminishing Returns", "LDR"),
        ("Cross-Region Replication", "CRR"),
        ("Point in time recovery", "PTR"),
    ],
)
def test_initials_are_made_of_a_names_words(name: str, short: str) -> None:
    assert initials(name) == {(short, name.partition(" (")[0])}
    assert all(alias.is_initials for alias in mine_initials([name]))


@pytest.mark.parametrize(
    "name",
    [
        "Storage",
        "of the",
        "One two three four five six seven",
        "What is it?",
        "a: b",
        "",
        "1. Storage",
        "Law of Demand",
    ],
)
def test_what_is_no_name_has_no_initials(name: str) -> None:
    assert initials(name) == set()


@pytest.mark.parametrize("number", ["1. ", "2) ", "3.2 ", "3.2. "])
def test_the_number_of_a_heading_is_no_part_of_a_name(number: str) -> None:
    assert initials(f"{number}Elastic IP") == {("EIP", "Elastic IP")}
    assert mined("", (f"{number}Application Load Balancer (ALP)",)) == {("ALP", "Application Load Balancer")}


def test_aliases_come_sorted_and_once() -> None:
    found = mine_aliases(
        NoteText("VPC: Virtual Private Cloud\nVirtual Private Cloud (VPC)\nElastic IP (EIP)\n"), (), ()
    )
    assert found == (Alias("EIP", "Elastic IP"), Alias("VPC", "Virtual Private Cloud"))


@given(TEXTS, st.text(" ABab(-)/", max_size=40))
def test_no_text_makes_it_fail(raw: str, title: str) -> None:
    for alias in (*mine_aliases(NoteText(raw), [title], [title]), *mine_initials([title, raw])):
        assert alias.short
        assert alias.long


@pytest.mark.parametrize(
    "line",
    [
        "A-" + "b-" * 10_000 + "(",
        "A-" + "b-" * 200 + "!",
        ("a/" * 60 + "a a (AAAAAAAAAB)") * 20,
        "A" * 20_000 + " (" + "A" * 20_000,
        "A B C D E F G H (ABCDEFGZ) " * 500,
        "A." * 20_000 + " (AB)",
        "AB " + "a-a " * 5_000,
        "AB (" * 10_000,
    ],
)
def test_hostile_lines_take_no_time(line: str) -> None:
    found = [*mined(line, (line[:300],), (line,)), *initials(line)]
    assert all(short in line and long in line for short, long, *_ in found)
