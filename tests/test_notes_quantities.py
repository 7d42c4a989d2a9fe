"""Quantities: what is one and where, in texts of any subject; what only looks like one; and which two are the same."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.notes_laws import TEXTS
from tutor.notes.comparing import compare
from tutor.notes.quantities import Quantity, find_quantities, parse_quantity

PIECES = st.lists(
    st.sampled_from(
        "1 12 1,000 3.5 ½ one two hundred and a half - – / : . , % $ KB mg kg h min to from between "
        "up at least in 1789 July BC century s per day nines x 10^ ² ( ) times once + pH °C".split()
    ),
    max_size=14,
).flatmap(lambda words: st.sampled_from(["", " "]).map(lambda gap: gap.join(words)))


def only(text: str) -> Quantity:
    (quantity,) = find_quantities(text)
    return quantity


def read(text: str) -> list[tuple[str, float, str]]:
    return [
        (text[q.span.start : q.span.end], amount.value, q.dimension)
        for q in find_quantities(text)
        for amount in q.amounts
    ]


@pytest.mark.parametrize(
    ("text", "span", "value", "dimension"),
    [
        ("retained for 24h by now", "24h", 24, "time"),
        ("an item of 400 KB", "400 KB", 400, "data"),
        ("reads at 500MBps", "500MBps", 500, "data/time"),
        ("10 000 IOPS", "10 000 IOPS", 10000, "count/time"),
        ("serves 3,000 requests per second", "3,000 requests per second", 3000, "count/time"),
        ("holds 15 cross-region read replicas here", "15 cross-region read replicas", 15, "count"),
        ("two hundred and fifty thousand people died", "two hundred and fifty thousand people", 250000, "count"),
        ("give 5 mg/kg/day", "5 mg/kg/day", 5, "mass/mass/time"),
        ("glucose 7,4 mmol/L", "7,4 mmol/L", 7.4, "amount/volume"),
        ("kept at −70 °C", "−70 °C", -70, "temperature"),
        ("costs $0.023 per GB", "$0.023 per GB", 0.023, "money USD/data"),
        ("a grant of €3.5m", "€3.5m", 3.5e6, "money EUR"),
        ("6.02 × 10²³ particles", "6.02 × 10²³ particles", 6.02e23, "count"),
        ("a 15-minute visit", "15-minute", 15, "time"),
        ("1 hour 30 minutes", "1 hour 30 minutes", 1.5, "time"),
        ("taken twice daily", "twice daily", 2, "count/time"),
        ("two and a half hours", "two and a half hours", 2.5, "time"),
        ("about 2/3 of them", "about 2/3", 2 / 3, ""),
        ("eleven nines of it", "eleven nines", 1 - 1e-11, ""),
        ("signed on 14 July 1789.", "14 July 1789", 1789, "date"),
        ("killed in 44 BC", "44 BC", -44, "date"),
        ("it began in 1914", "1914", 1914, "date"),
        ("in the 18th century", "the 18th century", 18, "date"),
        ("only one AZ", "one AZ", 1, "count"),
    ],
)
def test_a_quantity_is_found_with_its_unit(text: str, span: str, value: float, dimension: str) -> None:
    ((found, number, measured),) = read(text)
    assert (found, measured) == (span, dimension)
    assert number == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    "text",
    [
        "S3 and EC2 on t3.micro",
        "10.0.0.0/16",
        "release 1.2.3",
        "COVID-19",
        "3DES",
        "one of the zones, no one knows which",
        "once you have it",
        "open 24/7",
        "us-east-1",
    ],
)
def test_numbers_in_names_and_pronouns_are_no_quantities(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("1 to 35 days", (1, 35)),
        ("from one to thirty-five days", (1, 35)),
        ("128MB - 10GB", (128, 10)),
        ("between 5 and 10 minutes", (5, 10)),
        ("1914–18", (1914, 1918)),
        ("120/80 mmHg", (120, 80)),
        ("3:1", (3, 1)),
    ],
)
def test_ranges_and_pairs_have_two_ends(text: str, ends: tuple[float, float]) -> None:
    quantity = only(text)
    assert tuple(amount.value for amount in quantity.amounts) == ends
    assert text[quantity.span.start : quantity.span.end] == text


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("up to 15 replicas", "max"),
        ("no more than 5 minutes", "max"),
        ("35 days maximum", "max"),
        ("<5%", "max"),
        ("at least 18 years", "min"),
        ("no fewer than 12", "min"),
        ("65+ years", "min"),
        ("x ≥ 3", "min"),
        ("about 70 kg", "about"),
        ("exactly 3 copies", "exactly"),
        ("Default: 300 seconds", "default"),
        ("7 days by default", "default"),
        ("15 replicas", None),
    ],
)
def test_the_words_beside_a_number_bound_it(text: str, bound: str | None) -> None:
    assert only(text).bound == bound


def test_the_figures_can_be_hidden_apart_from_their_unit() -> None:
    text = "Up to 64,000 IOPS"
    start, end = only(text).number
    assert text[:start] + "____" + text[end:] == "Up to ____ IOPS"


def test_a_text_is_a_quantity_only_if_it_says_nothing_else() -> None:
    assert parse_quantity("up to 15 replicas") is not None
    assert parse_quantity("it is 15") is not None
    assert parse_quantity("15 in Oregon") is None
    assert parse_quantity("15 or 16") is None


@pytest.mark.parametrize(
    ("given", "meant", "relation"),
    [
        ("1 day", "24 hours", "same"),
        ("24 days", "24 hours", "unit"),
        ("24", "24 hours", "same"),
        ("7 days", "24 hours", "number"),
        ("400 KiB", "400KB", "same"),
        ("400 kb", "400KB", "same"),
        ("400MB", "400KB", "unit"),
        ("5 KB", "5120 bytes", "same"),
        ("1 TB", "1024 GB", "same"),
        ("1 TB", "1000 GB", "same"),
        ("500 Mbps", "500 MB/s", "unit"),
        ("500 IOPS", "500 MB/s", "unit"),
        ("15 days", "15 replicas", "unit"),
        ("11 nines", "99.999999999%", "same"),
        ("10 nines", "99.999999999%", "number"),
        ("half", "50%", "same"),
        ("0.5", "50 %", "same"),
        ("33%", "1/3", "same"),
        ("98.6 °F", "37 °C", "same"),
        ("37 °F", "37 °C", "unit"),
        ("5 lb", "2.3 kg", "same"),
        ("1.5 g", "1500 mg", "same"),
        ("1500 µg", "1500 mg", "unit"),
        ("100 mmol/L", "0.1 M", "same"),
        ("60 per minute", "1 Hz", "same"),
        ("2 times a day", "twice daily", "same"),
        ("a month", "30 days", "number"),
        ("1 month", "30 days", "same"),
        ("2 months", "30 days", "number"),
        ("12 months", "1 year", "same"),
        ("at most 5", "at least 5", "bound"),
        ("5", "at least 5", "same"),
        ("35 days", "1 to 35 days", "number"),
        ("1-35", "1 to 35 days", "same"),
        ("July 14th, 1789", "14 July 1789", "same"),
        ("1789", "14 July 1789", "number"),
        ("14/07/1789", "1789-07-14", "same"),
        ("44", "44 BC", "number"),
        ("1769", "born in 1769", "same"),
        ("3:1", "1:3", "number"),
    ],
)
def test_two_quantities_are_the_same_or_differ_in_one_thing(given: str, meant: str, relation: str) -> None:
    found = find_quantities(given)
    assert (compare(found[0], only(meant)) if found else "number") == relation


@given(TEXTS | PIECES)
def test_spans_lie_in_the_text_in_order_and_hold_their_number(text: str) -> None:
    at = 0
    for quantity in find_quantities(text):
        assert (
            at <= quantity.span.start <= quantity.number.start < quantity.number.end <= quantity.span.end <= len(text)
        )
        assert compare(quantity, quantity) == "same"
        at = quantity.span.end


@pytest.mark.parametrize(
    "piece", ["1 ", "1,", "1-", "one ", "1/", "a hundred and ", "1 to ", "July ", "1 mg/", "1h ", "9" * 50]
)
def test_hostile_text_takes_no_more_than_its_length(piece: str) -> None:
    def seconds(copies: int) -> float:
        begun = time.process_time()
        find_quantities(piece * copies)
        return time.process_time() - begun

    short = max(min(seconds(500) for _ in range(3)), 1e-3)
    assert seconds(4000) < 40 * short
