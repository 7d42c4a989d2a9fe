"""Where notes disagree with themselves, and where they only seem to."""

import pytest

from tests.notes_laws import parse
from tutor.notes.disagreements import find_disagreements


def disagreements(text: str) -> list[tuple[str, str]]:
    return [(d.first.text, d.second.text) for d in find_disagreements(parse(text).claims)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("## Kinesis\n\n- Retention: up to 7 days\n\n## Kinesis limits\n\n- Retention: at most 365 days\n", 1),
        ("## Kinesis\n\n- Retention: 7 days\n\n## Kinesis limits\n\n- Retention: 168 hours\n", 0),
        ("## Kinesis\n\n- Default retention: 1 day\n\n## Kinesis limits\n\n- Retention: up to 365 days\n", 0),
        (
            "## Kinesis\n\n- Retention: 1 day (default) to 9 days\n\n## Kinesis limits\n\n- Retention: up to 7 days\n",
            1,
        ),
        ("## Kinesis\n\n- Retention: up to 7 days\n\n## Queues\n\n- Retention: up to 14 days\n", 0),
        ("## Kinesis\n\n- Retention: up to 7 days\n\n## Kinesis limits\n\n- Record size: up to 1 MB\n", 0),
        ("## Kinesis\n\n- Retention: 1 day\n\n## Kinesis limits\n\n- Retention: for example 3 days\n", 0),
        ("## Femur\n\n- Length: 48 cm\n\n## Bones\n\n| Bone | Length |\n|---|---|\n| Femur | 43 cm |\n", 1),
        ("## Bones\n\n| Bone | Length | Length of a child's |\n|---|---|---|\n| Femur | 48 cm | 30 cm |\n", 0),
    ],
)
def test_the_same_attribute_of_the_same_thing_with_another_quantity_is_one(text: str, found: int) -> None:
    assert len(disagreements(text)) == found


CABLES = """## Cables

| Feature | Cat 5 | Coaxial (coax) |
|---|---|---|
| Power over Ethernet (PoE) | Supported | Not supported |
| Full duplex | Yes | Yes |
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("## Coax\n\n- Support for PoE to feed a camera\n", [("Not supported", "Support for PoE to feed a camera")]),
        ("## Coax\n\n- Power over Ethernet: yes\n", [("Not supported", "yes")]),
        ("## Wiring\n\n- Coaxial does not support full duplex.\n", [("Yes", "Coaxial does not support full duplex.")]),
        ("## Coax\n\n- Supports PoE only with an injector\n", []),
        ("## Coax\n\n- Does not support PoE\n", []),
        ("## Fibre\n\n- Supports PoE\n", []),
        ("## Coax\n\n- Supports PoE and television\n", []),
    ],
)
def test_what_holds_in_one_place_and_not_in_another_is_one(text: str, found: list[tuple[str, str]]) -> None:
    assert disagreements(f"{CABLES}\n{text}") == found
