"""How each sort of claim is asked, and what is not asked."""

import pytest

from tests.notes_laws import parse
from tutor.quiz.deck import Deck
from tutor.quiz.listings import enumerated
from tutor.quiz.values import Question

BONES = """# Bones

| Bone | Length | Place | Paired |
|---|---|---|---|
| Femur | 48 cm | thigh, above the knee | Yes |
| Tibia | 43 cm | shin, below the knee | Yes |
| Sternum | 17 cm | front of the chest | No |
| Sacrum | 11 cm | back of the pelvis | No |
"""
PLEADINGS = """# Civil procedure

## Types of pleading

- Complaint: sets out what the plaintiff asks the court to order
- Answer brief: replies to each allegation in turn
- Demurrer: concedes every fact and denies that the law gives a remedy
- Counterclaim: turns the suit around against whoever began it
"""


def asked(text: str, kind: str = "", file: str = "1.md") -> list[Question]:
    return [question for question in Deck(parse(text, file=file).claims) if kind in {"", question.kind}]


def prompts(text: str, kind: str) -> list[str]:
    return [question.question for question in asked(text, kind)]


def test_a_cell_is_asked_with_the_other_cells_of_its_sort_as_choices() -> None:
    question = next(q for q in asked(BONES, "table_value") if "Femur" in q.question and "Place" in q.question)
    assert question.question == "Bones: “Place” of Femur?"
    assert question.answer == "thigh, above the knee"
    assert set(question.choices or ()) == {
        "thigh, above the knee", "shin, below the knee", "front of the chest", "back of the pelvis",
    }  # fmt: skip
    truths = {d.choice: (d.truth, d.lines) for d in question.distractors or ()}
    assert truths["front of the chest"] == ("Sternum: front of the chest", (7, 7))


def test_a_cell_that_is_a_quantity_can_be_typed() -> None:
    assert "Bones: “Length” of Tibia?" in prompts(BONES, "table_typed")


def test_what_only_one_row_says_is_asked_backwards() -> None:
    question = next(q for q in asked(BONES, "table_reverse") if "43 cm" in q.question)
    assert question.question == "Bones: which Bone has “Length” = 43 cm?"
    assert question.answer == "Tibia"
    assert not any("“Paired”" in prompt for prompt in prompts(BONES, "table_reverse"))


def test_yes_and_no_are_asked_where_another_row_has_the_opposite() -> None:
    question = next(q for q in asked(BONES, "table_yesno") if "Sacrum" in q.question)
    assert (question.answer, set(question.choices or ())) == ("No", {"Yes", "No"})
    assert [d.truth for d in question.distractors or ()] == ["Femur: Yes"]


def test_a_labelled_bullet_is_asked_among_its_siblings() -> None:
    question = next(q for q in asked(PLEADINGS, "which_of") if "remedy" in q.question)
    assert question.answer == "Demurrer"
    assert set(question.choices or ()) <= {"Complaint", "Answer brief", "Demurrer", "Counterclaim"}


def test_a_word_that_gives_the_label_away_is_left_out_and_too_many_are_not_asked() -> None:
    once = PLEADINGS.replace("concedes every fact", "is the demurring party's concession of every fact")
    twice = once.replace("gives a remedy", "gives the demurrant a remedy")
    assert any("the […] party's concession" in prompt for prompt in prompts(once, "which_of"))
    assert not any("concession" in prompt for prompt in prompts(twice, "which_of"))


def test_two_siblings_are_a_choice_only_where_they_say_enough() -> None:
    text = "# Cells\n\n- Osteoblast: builds new tissue along the shaft\n- Osteoclast: dissolves tissue\n"
    assert [q.answer for q in asked(text, "which_of")] == ["Osteoblast"]


def test_a_definition_is_asked_among_the_things_that_the_note_defines() -> None:
    text = "# Tides\n\n## Spring tide\n\nA spring tide is a swell of more than usual range at new moon.\n\n"
    text += "## Neap tide\n\nA neap tide is a swell of less than usual range at half moon.\n\n"
    text += "## Ebb\n\nThe ebb is the outward flow towards open water.\n"
    questions = asked(text, "what_is")
    assert [(q.question, q.answer) for q in questions][-1] == (
        "Tides: ____ is the outward flow towards open water.",
        "ebb",
    )


@pytest.mark.parametrize(
    ("line", "prompt", "answer"),
    [
        ("Default retention period: 4 days", "Queues › Default retention period: ____ days", "4"),
        ("Visible for 30 seconds, at most 12 hours", "Queues: Visible for 30 seconds, at most ____ hours", "12"),
        ("The queue closes after 900 s (15 minutes)", "Queues: The queue closes after ____ s (… minutes)", "900"),
    ],
)
def test_a_number_with_a_unit_is_hidden(line: str, prompt: str, answer: str) -> None:
    assert (prompt, answer) in [(q.question, q.answer) for q in asked(f"# Queues\n\n- {line}\n", "cloze_number")]


@pytest.mark.parametrize(
    "line",
    [
        "For example, keep messages for 4 days in the queue",
        "There are two types of queue: fast and slow",
        "Up to 256 KB",
        "As the following figure shows, 12 hours pass between messages",
        "Described in ISO 27001 and in many other standards",
    ],
)
def test_a_number_that_is_no_fact_of_its_own_is_not_asked(line: str) -> None:
    assert asked(f"# Queues\n\n- {line}\n", "cloze_number") == []


def test_a_run_in_bold_is_hidden_unless_it_is_only_emphasis() -> None:
    text = "# Firewalls\n\n- Inbound traffic is **silently dropped** by the default rule\n"
    text += "- **Never** open every port at once\n"
    assert [(q.question, q.answer) for q in asked(text, "cloze_bold")] == [
        ("Firewalls: Inbound traffic is ____ by the default rule", "silently dropped")
    ]


def test_an_acronym_is_asked_once() -> None:
    text = "# Heart\n\n- The ejection fraction (EF) falls\n\n# Echo\n\n- It shows the ejection fraction (EF)\n"
    questions = asked(text, "acronym")
    assert [q.question for q in questions] == ["What does EF stand for?"]


def test_an_acronym_of_two_things_is_asked_with_its_place() -> None:
    text = "# Heart\n\n- The ejection fraction (EF) falls\n\n# Fees\n\n- The entrance fee (EF) rises\n"
    questions = asked(text, "acronym")
    assert [(q.question, q.accepted) for q in questions] == [
        ("Heart: what does EF stand for?", ("ejection fraction",)),
        ("Fees: what does EF stand for?", ("entrance fee",)),
    ]


def test_a_list_is_asked_for_all_its_members_and_clauses_are_points() -> None:
    text = "# Cell\n\n- Organelles:\n  - nucleus\n  - ribosome\n  - vacuole\n- Membranes:\n  - keep the inside apart\n"
    text += "  - let small molecules through\n  - carry receptors\n"
    listed, points = asked(text, "list_recall"), asked(text, "point_recall")
    assert [(q.question, q.answer) for q in listed] == [
        ("Cell › Organelles: name all 3.", "nucleus; ribosome; vacuole")
    ]
    assert [(point.text, point.lines.first) for point in listed[0].points][1] == ("ribosome", 5)
    assert "Cell › Membranes: what are the 3 points in your notes?" in [q.question for q in points]


def test_what_only_tells_the_learner_to_learn_is_no_statement_to_match() -> None:
    text = "# Exam\n\n- Storage: know the price of each class by heart\n- Access: understand who may read a bucket\n"
    text += "- Limits: remember the largest size of an upload\n"
    assert asked(text, "which_of") == []
    assert asked(text, "open_recall") == []


def test_every_wrong_choice_stands_where_it_says() -> None:
    for text in (BONES, PLEADINGS):
        note = parse(text, file="1.md")
        for question in asked(text):
            for distractor in question.distractors or ():
                line = note.text.slice(note.text.span_of(distractor.lines))
                assert distractor.truth.partition(": ")[2] in line
                assert distractor.choice in (question.choices or ())
                assert distractor.choice != question.answer


def test_what_stands_alone_below_a_name_is_what_the_notes_say_of_it() -> None:
    text = (
        "# Cables\n\n## Crossover cable\n\n- connects two switches without an uplink port\n\n## Testers\n\n- or none\n"
    )
    text += "\n## Stripper\n\nA tool that takes the sheath off without a nick.\n"
    text += "\n## Patch panel\n\n- ends the runs of a floor\n\n### Labels\n\n- number both ends alike\n"
    assert prompts(text, "open_recall") == [
        "Cables › Crossover cable: what do your notes say?",
        "Cables › Patch panel › Labels: what do your notes say?",
    ]


def test_a_section_that_opens_with_a_definition_is_asked_once() -> None:
    questions = asked("# Economics\n\n## Swaps\n\nSwaps are a series of forward contracts at several dates.\n")
    assert [q.question for q in questions if not q.is_graded] == ["Economics: what are Swaps?"]


def test_the_names_that_a_sentence_ends_with_are_asked_for() -> None:
    text = "# Switches\n\n- Managed switches report over protocols such as SNMP, NETCONF and gNMI.\n"
    text += "- The firmware is loaded using a cable, taking care that the power stays on, and patience.\n"
    (question,) = asked(text, "list_recall")
    assert question.question == "Switches: Managed switches report over protocols such as ____. Name all 3."
    assert [point.text for point in question.points] == ["SNMP", "NETCONF", "gNMI"]


def test_a_thing_that_is_defined_where_there_is_nothing_to_choose_from_is_named() -> None:
    text = "# Economics\n\n## Arbitrage (arb)\n\n"
    text += "Arbitrage is the purchase of an asset in one market for immediate resale at a higher price in another.\n"
    (question,) = asked(text, "name_it")
    assert question.question.startswith("Economics: ____ is the purchase of an asset in one market")
    assert question.accepted == ("Arbitrage",)
    assert (
        asked("# Arbitrage\n\nArbitrage is one of the most important ideas of modern finance theory today.", "name_it")
        == []
    )


def test_a_statement_that_holds_its_label_twice_hides_both_places_where_enough_is_left() -> None:
    text = "# Disks\n\n- Replication: a second array keeps a copy, and replication lag is reported every minute to it\n"
    text += "- Encryption: each block is written with a key that never leaves the controller of the shelf\n"
    text += "- Caching: hot blocks stay in flash until the nightly run writes them through to slower plates\n"
    text += "- Striping: striping means striping\n"
    hidden = [q.question for q in asked(text, "which_of") if "[…]" in q.question]
    assert hidden == [
        "Disks: which of these does this describe? “a second array keeps a copy, and […] lag is reported every minute "
        "to it”"
    ]


def test_an_outline_of_a_subject_is_no_outline_of_a_course() -> None:
    text = "# Criminal law outline\n\n## Duress\n\n- Threat of death or serious harm\n- No reasonable way to escape\n"
    assert prompts(text, "point_recall") == ["Criminal law outline › Duress: what are the 2 points in your notes?"]
    assert asked("# Torts\n\n## Outline\n\n- Intentional torts come first\n- Negligence follows later\n") == []


def test_a_bullet_without_words_among_others_is_no_point() -> None:
    text = "# Harbour\n\n## Pilots\n\n- Board outside the breakwater\n- ![map](map.png)\n- Leave at the second buoy\n"
    assert prompts(text, "point_recall") == []


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("Windows, Linux or Mac OS", ("Windows", "Linux", "Mac OS")),
        ("dashboards, log and event aggregation, and IoT", ("dashboards", "log and event aggregation", "IoT")),
        ("HTTP/S, email, SMS, and more", ()),
        ("Linux, Windows, macOS etc.", ()),
        ("Deep integration with ECS, EKS, Lambda", ()),
    ],
)
def test_a_list_is_asked_for_only_where_its_members_are_plain(text: str, members: tuple[str, ...]) -> None:
    assert enumerated(text) == members
