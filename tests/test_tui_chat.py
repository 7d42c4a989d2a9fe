"""The conversation: questions in, cards out, by keyboard and mouse."""

from contextlib import nullcontext
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Static

from tests.tui import NARROW, TINY, WIDE, Chat, chat, in_loop, prepare
from tutor.tui.actions import actions_of
from tutor.tui.app import TutorApp
from tutor.tui.screens.conversations import ConversationsScreen
from tutor.tui.screens.help import HelpScreen
from tutor.tui.widgets.block_view import BlockView
from tutor.tui.widgets.chip import Chip
from tutor.tui.widgets.note_view import NoteView
from tutor.tui.widgets.openable import SectionLink


@pytest.fixture(autouse=True)
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return prepare(tmp_path, monkeypatch)


def follow_ups(running: Chat) -> list[int]:
    """Return how often each answer that is shown was read as a follow-up."""
    answers = [turn.answer for turn in running.screen.conversation.turns]
    return [sum(u.kind == "follow-up" for u in answer.understood) for answer in answers if answer]


@in_loop
async def test_a_question_gives_a_card_with_its_quote() -> None:
    async with chat() as running:
        await running.press(*"retention", "space", *"period", "enter")
        (turn,) = running.screen.conversation.turns
        assert turn.answer is not None
        assert turn.answer.verdict == "sure"
        shown = running.text()
        assert "you  retention period" in shown
        assert "┃ - Default retention period: 4 days" in shown
        assert "storage.md:5" in shown
        assert running.screen.box.text == ""
        assert running.app.focused is running.screen.box


@in_loop
async def test_what_is_asked_before_the_notes_are_open_is_answered_then() -> None:
    async with chat(wait=False) as running:
        await running.ask("default retention period")
        await running.settle()
        assert "Default retention period: 4 days" in running.text()


@in_loop
async def test_questions_that_wait_are_answered_in_their_order_and_may_lean_on_each_other() -> None:
    async with chat(wait=False) as running:
        for question in ("what is the S3 retention period", "and Kinesis?", "zebra stripes"):
            await running.ask_without_waiting(question)
        await running.settle()
        turns = running.screen.conversation.turns
        assert [turn.answer is not None for turn in turns] == [True, True, True]
        assert turns[1].answer is not None
        assert [u.target for u in turns[1].answer.understood] == ["what is the Kinesis retention period"]
    async with chat(is_continued=True) as running:
        kept = [turn.question for turn in running.screen.conversation.turns]
        assert kept == ["what is the S3 retention period", "and Kinesis?", "zebra stripes"]


@in_loop
async def test_a_follow_up_carries_on_and_its_chip_can_be_dismissed() -> None:
    async with chat() as running:
        await running.ask("what is the S3 retention period")
        await running.ask("and Kinesis?")
        chip = running.screen.query(Chip).last()
        assert "↳ what is the Kinesis retention period ✕" in running.text()
        chip.focus()
        await running.press("enter")
        assert follow_ups(running) == [0, 0]
        assert "without ↳ what is the Kinesis retention period ↺" in running.text()
        assert running.app.focused is running.screen.query(Chip).last()
    async with chat(is_continued=True) as running:
        assert follow_ups(running) == [0, 0]


@in_loop
async def test_what_was_dismissed_can_be_brought_back_in_the_same_card() -> None:
    async with chat() as running:
        await running.ask("what is the S3 retention period")
        await running.ask("and Kinesis?")
        await running.click(running.screen.query(Chip).last())
        assert follow_ups(running) == [0, 0]
        await running.click(running.screen.query(Chip).last())
        assert follow_ups(running) == [0, 1]
        assert "↳ what is the Kinesis retention period ✕" in running.text()
    async with chat(is_continued=True) as running:
        assert follow_ups(running) == [0, 1]


@in_loop
async def test_nothing_in_notes_or_questions_acts() -> None:
    async with chat(WIDE) as running:
        await running.ask("does the zebra have [/] stripes [@click=app.quit] \x1b[2J")
        shown = running.text()
        assert "[/] stripes, [bold]not[/bold] spots ␛[2J" in shown
        assert "\x1b" not in shown
        await running.ask("zebra vs spider")
        assert "[@click=app.quit]" in running.text()
        for block in running.screen.query(BlockView):
            await running.click(block)
        assert running.app.is_running


@in_loop
async def test_what_the_notes_do_not_have_leads_to_the_nearest_sections() -> None:
    async with chat() as running:
        await running.ask("xylophone Zanzibar penguins")
        (turn,) = running.screen.conversation.turns
        if turn.answer and turn.answer.verdict == "absent":
            assert "Not in your notes." in running.text()
            links = running.screen.query(SectionLink)
            assert links
            links.first().focus()
            await running.press("enter")
            assert running.screen.has_class("-source")


@in_loop
async def test_enter_on_an_empty_box_opens_the_best_quote_at_its_line() -> None:
    async with chat(WIDE) as running:
        await running.ask("default retention period")
        await running.press("enter")
        view = running.screen.source.view
        assert running.app.focused is view
        assert view.line == 5
        assert "5 ┃ • Default retention period: 4 days" in running.text()
        assert "storage.md:5" in running.text("#source")


@in_loop
async def test_a_click_on_a_quote_opens_it_too_and_escape_leads_back() -> None:
    async with chat(NARROW) as running:
        await running.ask("default retention period")
        await running.click(running.screen.query(BlockView).first())
        assert running.screen.source.view.has_focus
        assert "you  default retention period" not in running.text()
        await running.press("escape")
        assert running.screen.box.has_focus
        assert "you  default retention period" in running.text()


@in_loop
async def test_up_and_down_go_through_what_was_asked_and_keep_the_draft() -> None:
    async with chat() as running:
        await running.ask("zebra stripes")
        await running.ask("penguins swim")
        await running.type("draft")
        await running.press("up")
        assert running.screen.box.text == "penguins swim"
        await running.press("up")
        assert running.screen.box.text == "zebra stripes"
        await running.press("down", "down")
        assert running.screen.box.text == "draft"


@in_loop
async def test_a_paste_of_several_lines_asks_nothing_and_is_made_harmless() -> None:
    async with chat() as running:
        running.screen.box.post_message(events.Paste("default\rretention\r\n\x1b[2Jperiod"))
        await running.settle()
        assert running.screen.box.text == "default\nretention\n␛[2Jperiod"
        assert running.screen.conversation.turns == []
        await running.press("ctrl+j")
        assert running.screen.box.text.endswith("\n")


@in_loop
async def test_single_letters_act_outside_of_text_boxes_only() -> None:
    async with chat() as running:
        await running.press(*("question_mark", "slash"), *"jkyerw")
        assert running.screen.box.text == "?/jkyerw"
        running.screen.box.load_text("")
        await running.ask("default retention period")
        await running.press("tab")
        running.screen.query(BlockView).first().focus()
        await running.press("question_mark")
        assert isinstance(running.app.screen, HelpScreen)


@in_loop
async def test_an_answer_is_shown_in_full_in_its_place_and_kept_as_it_was() -> None:
    async with chat() as running:
        await running.ask("default retention period")
        running.screen.query(BlockView).first().focus()
        await running.press("f")
        (turn,) = running.screen.conversation.turns
        assert turn.answer is not None
        assert turn.answer.quotes[0].lines == (3, 6)
        await running.press("f")
        assert turn.answer.quotes[0].lines == (5, 6)
    async with chat(is_continued=True) as running:
        assert len(running.screen.conversation.turns) == 1


@in_loop
async def test_a_quote_is_copied_as_the_note_has_it_and_that_is_said() -> None:
    async with chat() as running:
        await running.ask("default retention period")
        block = running.screen.query(BlockView).first()
        block.focus()
        await running.press("y")
        assert running.app.clipboard == block.block.quotes[0].text
        await running.press("Y")
        assert running.app.clipboard.endswith("(Simple Storage Service (S3) › Retention, deep/storage.md:5-6)")
        await running.press("enter", "Y")
        assert running.screen.source.view.has_focus
        assert running.app.clipboard.endswith("› Retention, deep/storage.md:5-6)")
        assert any("OSC 52" in toast.message for toast in running.app._notifications)


@in_loop
async def test_the_tree_filters_reads_and_limits() -> None:
    async with chat(WIDE) as running:
        pane = running.screen.sections
        assert "awkward" in running.text("#sections")
        assert "Awkward [notes]" not in running.text("#sections")
        pane.section_tree.focus()
        await running.press("home", "space")
        assert "Awkward [notes]" in running.text("#sections")
        running.screen.box.focus()
        await running.press("ctrl+t")
        await running.press("ctrl+t")
        await running.type("kinesis")
        assert "Kinesis" in running.text("#sections")
        assert "awkward" not in running.text("#sections")
        await running.press("enter")
        pane.section_tree.cursor_line = pane.section_tree.last_line
        await running.press("enter")
        assert "Kinesis retention period" in running.text("#source")
        pane.section_tree.focus()
        await running.press("s")
        assert "in: Simple Storage Service (S3) › Kinesis" in running.text()
        await running.ask("retention period")
        (turn,) = running.screen.conversation.turns
        assert turn.answer is not None
        assert {quote.heading_path[-1] for quote in turn.answer.quotes} == {"Kinesis"}
        running.screen.query(Chip).first().focus()
        await running.press("enter")
        assert "in: everything" in running.text()


@in_loop
async def test_notes_stand_in_their_folders(vault: Path) -> None:
    async with chat(WIDE) as running:
        assert "deep/" in running.text("#sections")
        assert "storage" not in running.text("#sections")
        running.screen.sections.section_tree.focus()
        await running.press("end", "enter")
        assert "storage" in running.text("#sections")
        await running.press("end", "enter")
        assert "Default retention period" in running.text("#source")


@in_loop
async def test_finding_marks_and_steps_in_the_conversation_and_in_the_note() -> None:
    async with chat(WIDE) as running:
        await running.ask("default retention period")
        await running.press("ctrl+f")
        await running.type("retention  PERIOD")
        asked, *held = [
            line for line in running.text("#conversation").split("\n") if "retention period" in line.lower()
        ]
        assert "you" in asked
        assert f"1 of {1 + len(held)}" in running.text("#find")
        await running.press("enter")
        assert f"2 of {1 + len(held)}" in running.text("#find")
        await running.press("escape")
        await running.ask("zebra stripes")
        await running.press("enter")
        await running.press("slash")
        await running.type("penguins")
        await running.settle()
        assert "1 of 2" in running.text("#find")
        await running.press("enter")
        assert "2 of 2" in running.text("#find")
        assert running.screen.source.view.line == 15
        await running.press("escape")
        assert running.app.focused is running.screen.source.view


@in_loop
async def test_the_note_is_shown_raw_or_rendered_as_grid_or_records() -> None:
    async with chat(WIDE) as running:
        await running.ask("how many legs has a spider")
        await running.press("enter")
        assert "spider  8" in running.text("#source")
        await running.press("w")
        assert "Legs: 8" in running.text("#source")
        await running.press("r")
        assert "| spider | 8    |" in running.text("#source")


@in_loop
async def test_conversations_are_kept_listed_searched_and_resumed() -> None:
    async with chat() as running:
        await running.ask("default retention period")
        await running.press("ctrl+n")
        assert running.screen.conversation.turns == []
        await running.ask("zebra stripes")
        await running.press("ctrl+o")
        assert isinstance(running.app.screen, ConversationsScreen)
        assert "zebra stripes" in running.text()
        await running.type("default")
        await running.settle()
        assert "zebra stripes" not in running.text("#kept")
        await running.press("enter")
        (turn,) = running.screen.conversation.turns
        assert turn.question == "default retention period"
        await running.ask("and Kinesis?")
    async with chat(is_continued=True) as running:
        assert [turn.question for turn in running.screen.conversation.turns] == [
            "default retention period",
            "and Kinesis?",
        ]
        await running.press("up")
        assert running.screen.box.text == "and Kinesis?"


@in_loop
async def test_a_conversation_is_renamed_exported_and_deleted_at_the_second_time(tmp_path: Path) -> None:
    async with chat() as running:
        await running.ask("default retention period")
        await running.press("ctrl+o", "tab", "r")
        await running.type("Queues")
        await running.press("enter")
        assert "Queues" in running.text("#kept")
        await running.press("x")
        await running.type(str(tmp_path / "out.md"))
        await running.press("enter")
        exported = (tmp_path / "out.md").read_text()
        assert exported.startswith("# Queues\n\n## default retention period\n\n> - Default retention period: 4 days")
        await running.press("d")
        assert "Press d again" in running.text()
        assert "Queues" in running.text("#kept")
        await running.press("d")
        assert "Queues" not in running.text("#kept")
        await running.press("escape")
        assert running.app.focused is running.screen.box


@in_loop
async def test_a_click_chooses_a_conversation_and_another_resumes_it() -> None:
    async with chat() as running:
        await running.ask("default retention period")
        await running.press("ctrl+n")
        await running.ask("zebra stripes")
        await running.press("ctrl+o")
        row = running.text().split("\n").index(next(r for r in running.text().split("\n") if "default ret" in r))
        await running.pilot.click(offset=(20, row))
        await running.settle()
        assert isinstance(running.app.screen, ConversationsScreen)
        assert "r Rename" in running.text()
        await running.pilot.click(offset=(20, row))
        await running.settle()
        assert [turn.question for turn in running.screen.conversation.turns] == ["default retention period"]


@in_loop
async def test_an_edited_note_is_noticed_and_quotes_that_fell_are_marked(vault: Path) -> None:
    async with chat(WIDE) as running:
        await running.ask("default retention period")
        await running.ask("zebra stripes")
        file = vault / "deep/storage.md"
        file.write_text(file.read_text().replace("4 days", "7 days"))
        running.screen.look_for_changes()
        await running.settle()
        assert "Your notes changed (deep/storage.md): re-indexed" in running.text("#ask")
        fallen = [block.fallen for block in running.screen.query(BlockView) if block.fallen]
        assert {quote.file for quotes in fallen for quote in quotes} == {"deep/storage.md"}
        assert "✗ not in the note any more" in running.text()
        await running.ask("default retention period")
        assert "Default retention period: 7 days" in running.text()
    async with chat(WIDE, is_continued=True) as running:
        assert [len(block.fallen) for block in running.screen.conversation.turns[0].blocks[:1]] == [1]
        assert running.screen.conversation.last_blocks[0].fallen == ()


@in_loop
async def test_an_error_is_shown_with_its_remedy_and_the_chat_goes_on(vault: Path) -> None:
    async with chat(WIDE) as running:
        await running.ask("default retention period")
        (vault / "deep/storage.md").unlink()
        await running.press("enter")
        assert any("cannot be read" in toast.message for toast in running.app._notifications)
        await running.ask("zebra stripes")
        assert len(running.screen.conversation.turns) == 2


@in_loop
async def test_an_answer_that_comes_too_late_is_dropped() -> None:
    async with chat() as running:
        running.screen.box.load_text("default retention period")
        await running.pilot.press("enter", "ctrl+n")
        await running.settle()
        assert running.screen.conversation.turns == []


@in_loop
async def test_any_size_will_do() -> None:
    async with chat() as running:
        await running.ask("zebra vs spider")
        await running.press("enter")
        for size in (TINY, WIDE, (250, 70), (1, 1), (500, 100), NARROW):
            await running.resize(*size)
        await running.press("escape")
        for size in (TINY, WIDE, (250, 70), (1, 1), (500, 100), NARROW):
            await running.resize(*size)
        assert "you  zebra vs spider" in running.text()


@in_loop
async def test_the_palette_finds_actions_and_sections() -> None:
    async with chat(WIDE) as running:
        await running.press("ctrl+p")
        await running.type("kinesis")
        await running.wait_until(lambda: "§ Simple Storage Service (S3) › Kinesis" in running.text())
        await running.press("enter", "enter")
        await running.settle()
        assert "Kinesis retention period" in running.text()


@in_loop
async def test_the_palette_does_what_it_names() -> None:
    async with chat(WIDE) as running:
        await running.ask("zebra stripes")
        await running.press("ctrl+p")
        await running.type("begin a new conversation")
        await running.wait_until(lambda: "ctrl+n" in running.text())
        await running.press("enter", "enter")
        await running.settle()
        assert running.screen.conversation.turns == []


@in_loop
async def test_the_help_tells_every_key_that_does_something_here() -> None:
    async with chat(WIDE) as running:
        actions = actions_of(running.app.screen)
        await running.press("f1")
        told = " ".join(str(running.app.screen.query_one(Static).content).split())
        missing = [str(a.binding.id) for a in actions if f"{a.binding.description}: {a.binding.tooltip}" not in told]
        assert len(actions) > 20
        assert missing == []


@in_loop
async def test_the_editor_opens_at_the_quote_and_at_the_line(monkeypatch: pytest.MonkeyPatch, vault: Path) -> None:
    ran: list[list[str]] = []
    monkeypatch.setenv("VISUAL", "vim")
    monkeypatch.setattr("shutil.which", lambda name: name)
    monkeypatch.setattr(TutorApp, "suspend", lambda _: nullcontext())
    monkeypatch.setattr("subprocess.run", lambda command, **_: ran.append(command))
    file = str(vault.resolve() / "deep/storage.md")
    async with chat(WIDE) as running:
        await running.ask("default retention period")
        running.screen.conversation.blocks[0].focus()
        await running.press("e")
        await running.press("enter", "end", "e")
        assert ran == [["vim", "+5", file], ["vim", "+5", file]]


@in_loop
async def test_an_editor_that_is_not_there_is_said_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor")
    async with chat(WIDE) as running:
        await running.ask("default retention period")
        running.screen.conversation.blocks[0].focus()
        await running.press("e")
        assert any("Set EDITOR to one" in toast.message for toast in running.app._notifications)


@in_loop
async def test_of_two_ways_wanted_at_once_the_last_is_shown() -> None:
    async with chat() as running:
        await running.ask("default retention period")
        (turn,) = running.screen.conversation.turns
        turn.blocks[0].action_full()
        turn.blocks[0].action_full()
        await running.settle()
        assert turn.manner is turn.wanted
        assert not turn.manner.is_full
        assert turn.answer is not None
        assert turn.answer.quotes[0].lines == (5, 6)


@in_loop
async def test_the_sections_hide_where_there_is_no_room_for_them() -> None:
    async with chat((100, 24)) as running:
        assert running.screen.sections.display
        await running.resize(99, 24)
        assert not running.screen.sections.display
        await running.press("ctrl+t")
        assert running.screen.sections.display
        await running.press("escape")
        assert not running.screen.sections.display


@in_loop
async def test_the_wheel_scrolls_the_conversation() -> None:
    async with chat(TINY) as running:
        await running.ask("zebra vs spider")
        conversation = running.screen.conversation
        conversation.scroll_home(animate=False, immediate=True)
        event = events.MouseScrollDown(conversation, 5, 3, 0, 1, 0, False, False, False, 5, 3)
        conversation.post_message(event)
        await running.settle()
        assert conversation.scroll_offset.y > 0


@in_loop
async def test_the_theme_that_is_chosen_is_kept() -> None:
    async with chat() as running:
        running.app.theme = "tutor-light"
        await running.settle()
    async with chat() as running:
        assert running.app.theme == "tutor-light"


@in_loop
async def test_how_the_panes_are_shown_is_kept() -> None:
    async with chat(WIDE) as running:
        await running.ask("how many legs has a spider")
        await running.press("enter", "r", "w", "ctrl+t")
        assert not running.screen.sections.display
    async with chat(WIDE) as running:
        assert not running.screen.sections.display
        view = running.screen.source.view
        assert (view.is_raw, view.is_records) == (True, True)


@in_loop
async def test_every_theme_that_can_be_chosen_has_all_colours() -> None:
    async with chat(WIDE) as running:
        await running.ask("zebra vs spider")
        await running.press("enter")
        for name in running.app.available_themes:
            running.app.theme = name
            await running.settle()
        assert "spider" in running.text()


@in_loop
async def test_the_mouse_finds_below_a_quote_what_can_be_done_with_it() -> None:
    async with chat(WIDE) as running:
        await running.ask("default retention period")
        block = running.screen.query(BlockView).first()
        await running.pilot.hover(block)
        rows = running.text().split("\n")
        row = next(number for number, text in enumerate(rows) if "y copy" in text)
        await running.pilot.click(offset=(rows[row].index("y copy") + 1, row))
        await running.settle()
        assert running.app.clipboard == block.block.quotes[0].text
        assert not running.screen.has_class("-source")


@in_loop
async def test_without_colour_what_is_best_is_still_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with chat() as running:
        await running.ask("default retention period")
        assert running.app.no_color
        assert "┃ - Default retention period: 4 days" in running.text()


@in_loop
async def test_ctrl_q_leaves_with_status_0() -> None:
    async with chat() as running:
        await running.press("ctrl+q")
        assert running.app.return_code == 0
        assert running.screen.query_one(NoteView) is not None
