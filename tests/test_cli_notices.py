"""Notices and progress on stderr."""

import sys

import pytest

from tutor.cli.notices import Notices, format_pace


def test_a_notice_is_one_clean_line_and_progress_names_each_stage(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Notices(is_quiet=False) as notices:
        notices.notify("one\n\x1b[2J")
        for done in range(4):
            notices.progress("embedding", done, 3)
        notices.progress("writing", 1, 1)
        notices.progress("reading", 0, 0)
    assert capsys.readouterr() == ("", "one␤␛[2J\nembedding 3 …\nwriting 1 …\n")


def test_on_a_terminal_progress_is_one_line_that_goes_away(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with Notices(is_quiet=False) as notices:
        notices.progress("embedding", 100, 200)
        notices.progress("writing", 1, 4)
        notices.notify("notice")
        notices.progress("writing", 4, 4)
    out, err = capsys.readouterr()
    assert out == ""
    first = "embedding 100 of 200 (50 %)"
    second = f"{'writing 1 of 4 (25 %)':{len(first)}}"
    assert err.startswith(f"\r{first}\r{second}\r")
    assert err.split("\r")[-1] == "notice\n"
    assert "\x1b" not in err


def test_quiet_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    with Notices(is_quiet=True) as notices:
        notices.notify("notice")
        notices.progress("embedding", 1, 2)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("done", "left", "seconds", "pace"),
    [
        (0, 100, 5.0, ""),
        (50, 100, 0.5, ""),
        (100, 300, 2.0, ", 50 a second, 6 s left"),
        (100, 60_000, 1.0, ", 100 a second, 10 min left"),
        (100, 0, 1.0, ", 100 a second, 0 s left"),
    ],
)
def test_progress_says_how_fast_and_how_long(done: int, left: int, seconds: float, pace: str) -> None:
    assert format_pace(done, left, seconds) == pace


def test_what_was_done_before_does_not_count_as_fast(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = iter([0.0, 10.0])
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr("tutor.cli.notices.time.monotonic", lambda: next(now))
    with Notices(is_quiet=False) as notices:
        notices.progress("embedding", 500, 1000)
        notices.progress("embedding", 700, 1000)
    assert "\rembedding 700 of 1000 (70 %), 20 a second, 15 s left" in capsys.readouterr().err
