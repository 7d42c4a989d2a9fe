"""Which questions compare, and what."""

import pytest

from tutor.answer.sides import find_sides
from tutor.library.library import Name
from tutor.notes.values import Alias
from tutor.search.names import names_it, runs_of


@pytest.mark.parametrize(
    ("question", "names", "rest"),
    [
        ("NLB vs ALB", ("NLB", "ALB"), ""),
        ("NLB versus ALB?", ("NLB", "ALB"), ""),
        ("what is the difference between EBS and EFS", ("EBS", "EFS"), ""),
        ("difference between mitosis and meiosis", ("mitosis", "meiosis"), ""),
        ("when should I use NLB instead of ALB", ("NLB", "ALB"), ""),
        ("warfarin or heparin for pregnancy?", ("warfarin", "heparin"), "pregnancy"),
        ("Redis vs Memcached, which one when?", ("Redis", "Memcached"), "which one when"),
        ("SQS vs SNS vs Kinesis", ("SQS", "SNS", "Kinesis"), ""),
        ("SQS, SNS or Kinesis for ordering?", ("SQS", "SNS", "Kinesis"), "ordering"),
        ("compare a tort with a crime", ("tort", "crime"), ""),
        ("ECS or EKS, how do they differ?", ("ECS", "EKS"), ""),
    ],
)
def test_sides_are_found_however_they_are_set_against_each_other(
    question: str, names: tuple[str, ...], rest: str
) -> None:
    sides = find_sides(question)
    assert sides is not None
    assert (sides.names, sides.rest) == (names, rest)


@pytest.mark.parametrize(
    "question", ["what is an ALB", "is it free or not?", "", "who treats it", "what happens and why", "vs", "a vs a"]
)
def test_what_compares_nothing_has_no_sides(question: str) -> None:
    assert find_sides(question) is None


def test_only_an_or_is_a_weak_sign_of_a_comparison() -> None:
    weak, strong = find_sides("who can enable or disable it"), find_sides("enable vs disable")
    assert weak is not None
    assert strong is not None
    assert weak.is_weak
    assert not strong.is_weak


def test_a_misspelt_acronym_is_tied_by_the_long_form_and_never_by_its_letters() -> None:
    long = ("applic", "load", "balanc")
    names = [
        Name(Alias("ALB", "Application Load Balancer"), ("alb",), long),
        Name(Alias("ALP", "Application Load Balancer"), ("alp",), long),
        Name(Alias("NLB", "Network Load Balancer"), ("nlb",), ("network", "load", "balanc")),
    ]
    runs = runs_of("ALB", lambda runs: [name for name in names if {name.short, name.long} & {*runs}])
    assert names_it("Application Load Balancer (ALP)", runs)
    assert names_it("ALP vs GWLB", runs)
    assert not names_it("Network Load Balancer (NLB)", runs)
    assert not names_it("CLB", runs)
