"""Grading: what a fair teacher accepts and rejects, laws that hold for any answer, and the set it is measured by."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.eval.grading import ANSWERS, read_answers, tally
from tutor.quiz.grading import Vocabulary, grade

ITEMS = read_answers(ANSWERS)
PAIRS = st.sampled_from(ITEMS).map(lambda item: (item["prompt"], item["gold"], item["given"]))
ANYTHING = st.text(max_size=60).filter(str.strip)
AWS = Vocabulary(
    ("Amazon SQS", "Amazon SNS", "CloudFront", "CloudWatch", "Deep Archive", "SQS FIFO"),
    (("SQS", "Simple Queue Service"), ("SNS", "Simple Notification Service"), ("NAC", "N-acetylcysteine")),
)


def verdict(question: str, gold: str, given: str) -> str:
    return grade(question, gold, given).verdict


def test_the_set_is_graded_as_a_teacher_does() -> None:
    found = tally(ITEMS)
    assert found.count >= 2500
    assert found.share >= 0.95
    assert found.accepted <= 0.01 * found.count


@given(ANYTHING, ANYTHING)
def test_an_answer_is_right_for_itself(question: str, answer: str) -> None:
    assert verdict(question, answer, answer) == "right"


@given(PAIRS, st.sampled_from([str.upper, str.lower, str.capitalize]))
def test_case_never_changes_a_verdict(pair: tuple[str, str, str], cased: object) -> None:
    assert callable(cased)
    question, gold, answer = pair
    assert verdict(question, gold, cased(answer)) == verdict(question, gold, answer)


@given(PAIRS, st.sampled_from([" ", "  ", "\t", "\n"]), st.sampled_from(["", ".", "!", "...", " .", ";", "?"]))
def test_spaces_and_punctuation_at_the_end_never_change_a_verdict(
    pair: tuple[str, str, str], gap: str, end: str
) -> None:
    question, gold, answer = pair
    typed = gap + answer.replace(" ", gap) + gap + end
    assert verdict(question, gold, typed) == verdict(question, gold, answer)


@given(PAIRS, st.text(" \t\n.,;:!?", max_size=6))
def test_no_answer_is_wrong(pair: tuple[str, str, str], blank: str) -> None:
    assert verdict(pair[0], pair[1], blank) == "wrong"


def test_a_negated_answer_is_never_right() -> None:
    for gold, question in {item["gold"]: item["prompt"] for item in ITEMS}.items():
        for negated in (f"not {gold}", f"it is not {gold}", f"it isn't {gold}", f"never {gold}"):
            assert verdict(question, gold, negated) != "right", (question, negated)


@given(ANYTHING, ANYTHING, ANYTHING)
def test_every_answer_gets_a_verdict_with_its_share(question: str, answer: str, given_answer: str) -> None:
    found = grade(question, answer, given_answer, AWS)
    assert found.verdict in ("right", "wrong", "unsure", "partial")
    assert 0 <= found.share <= 1
    assert (found.share == 1) == (found.verdict == "right")
    assert found.reason or found.verdict == "right"


@pytest.mark.parametrize(
    "piece", ["a", "1 ", "not ", "((", "a, ", "and ", "C1-", "no ", "éa\u0301", "one hundred and ", "Ⅷ", "x" * 40 + " "]
)
def test_hostile_answers_take_bounded_time(piece: str) -> None:
    begun = time.process_time()
    grade("How many?", piece * 30, piece * 100_000)
    grade("Which?", "a, b, c, d", piece * 100_000)
    assert time.process_time() - begun < 5


def test_names_that_the_notes_know_are_no_slips_of_one_another() -> None:
    assert grade("Which service?", "Amazon SQS", "SNS", AWS).verdict == "wrong"
    assert grade("CDN?", "CloudFront", "CloudWatch", AWS).reason == '"CloudWatch" is another thing'
    assert grade("Which service?", "Amazon SQS", "Simple Queue Service", AWS).verdict == "right"
    assert grade("Which service?", "Amazon SQS", "Simple Quick Service", AWS).verdict == "wrong"


def test_a_name_that_the_notes_know_may_be_a_part_of_the_answer() -> None:
    known = Vocabulary(("On-Demand", "VPC", "Postgres", "Weighted Routing"), (("DNS", "Domain Name System"),))
    assert grade("Which mode bills per request?", "On-Demand mode", "on demand", known).verdict == "right"
    assert grade("Where does it attach?", "to the VPC", "VPC", known).verdict == "right"
    assert grade("What is it based on?", "PostgreSQL", "Postgres", known).verdict == "right"
    assert grade("Which routing policy splits traffic?", "Weighted", "weighted routing", known).verdict == "right"
    assert grade("What is it?", "DNS service", "domain name system service", known).verdict == "right"
    assert grade("What is it?", "DNS service", "dynamic network system service", known).verdict == "wrong"


@pytest.mark.parametrize(
    ("gold", "right", "wrong"),
    [
        ("6 pm", ["18:00", "6 p.m.", "six in the evening"], ["6 am", "16:00", "6"]),
        ("09:30", ["9.30 am", "half past nine", "0930"], ["9:30 pm", "quarter past nine", "09:03"]),
        ("172.16.0.0/12", ["172.16.0.0 - 172.31.255.255", "172.16.0.0 / 12"], ["172.16.0.0/16", "172.16.0.0"]),
        ("/27", ["255.255.255.224"], ["255.255.255.192", "/28"]),
        ("TCP 636", ["636", "port 636"], ["UDP 636", "389"]),
        ("Layer 3 (Network)", ["layer 3", "network"], ["Layer 3 (Transport)", "transport"]),
        ("46 (23 pairs)", ["46", "23 pairs"], ["23", "46 pairs"]),
        ("0.5 mg IM", ["0.5 mg", "500 mcg intramuscularly"], ["0.5 mg IV"]),
        ("two-thirds of the Senate", ["2/3 of the Senate"], ["two-thirds of the House"]),
        ("≥ 140/90 mmHg", ["140/90"], ["less than 140/90"]),
        ("II, VII, IX, X", ["2, 7, 9, 10"], ["V, VII, IX, X"]),
        ("149-146 BC", ["149 to 146 BC"], ["149-146 AD"]),
        ("5' to 3'", ["5'→3'"], ["3' to 5'"]),
        ("O(1), constant time", ["constant", "O(1)"], ["linear"]),
        ("p99 below 200 ms", ["p99 < 0.2 s"], ["p95 below 200 ms", "p99 below 200 s", "p99 above 200 ms"]),
        ("UDP (port 53)", ["UDP", "udp 53"], ["TCP", "TCP 53"]),
        ("Henry VIII", ["Henry the Eighth"], ["Henry VI"]),
        ("s 1(1)", ["section 1(1)"], ["s 11"]),
    ],
)
def test_an_answer_is_read_as_its_kind_is_written(gold: str, right: list[str], wrong: list[str]) -> None:
    assert [given for given in right if verdict("Which is it, and when?", gold, given) != "right"] == []
    assert [given for given in wrong if verdict("Which is it, and when?", gold, given) == "right"] == []


def test_an_answer_that_leaves_the_choice_is_none() -> None:
    assert verdict("First-line drug?", "metformin", "metformin or insulin") == "wrong"
    assert verdict("Which is true?", "strict liability", "strict liability or negligence") == "wrong"
    assert verdict("Which is true?", "AES (CCMP)", "AES or CCMP") == "right"


def test_the_order_of_a_list_tells_where_it_is_asked_for() -> None:
    assert verdict("TCP handshake order?", "SYN, SYN-ACK, ACK", "SYN, ACK, SYN-ACK") == "wrong"
    assert verdict("TCP handshake packets?", "SYN, SYN-ACK, ACK", "SYN, ACK, SYN-ACK") == "right"


def test_an_answer_that_changes_the_sides_over_is_wrong() -> None:
    gold = "speeds up reads at the cost of slower writes"
    assert verdict("Purpose of an index?", gold, "faster reads, slower writes") == "right"
    assert verdict("Purpose of an index?", gold, "speeds up writes at the cost of slower reads") == "wrong"
    cluster = "low latency and high throughput within one AZ"
    assert verdict("What does it optimise?", cluster, "high latency and low throughput in one AZ") == "wrong"
    gateway = "NAT gateway is managed by AWS"
    assert verdict("NAT gateway and NAT instance?", gateway, "NAT instance is managed by AWS") == "wrong"


@pytest.mark.parametrize(
    ("question", "gold", "given", "reason"),
    [
        ("Retention?", "24 hours", "24 days", "24 days is not 24 hours"),
        ("Protocols?", "NFS, SMB and iSCSI", "NFS and SMB", "2 of 3: missing iSCSI"),
        ("What does ALB stand for?", "Application Load Balancer", "application balancer", "missing: load"),
        ("Is it stored?", "No, it is not", "yes", "the answer is no"),
        ("Replication?", "synchronous", "asynchronous", '"asynchronous" is not "synchronous"'),
        ("Low calcium?", "hypocalcaemia", "hypokalaemia", 'it is "hypocalcaemia"'),
        ("Throughput?", "2 MB/s", "2 Mb/s", "2 Mb/s is not 2 MB/s"),
        ("Who wrote it?", "Martin Luther", "Martin Luther King", "another thing: king"),
        ("Graph database?", "Neptune", "neptine", 'spelt "neptune"'),
    ],
)
def test_the_reason_says_what_the_matter_is(question: str, gold: str, given: str, reason: str) -> None:
    assert grade(question, gold, given).reason == reason
