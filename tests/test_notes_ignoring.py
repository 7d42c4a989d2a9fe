"""Ignore files: the same is left out as by gitignore's rules, in time that no pattern can blow up."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from tutor.notes.ignoring import ignore_rules
from tutor.notes.values import Skipped

_PARTS = st.sampled_from(["*", "**", "a", "b", "/", "/", "?", "[ab]", "[!a]", "\\*", "ab", "."])
_PATTERNS = st.lists(_PARTS, max_size=9)
_PATHS = st.lists(st.text("ab*.", min_size=1, max_size=4), min_size=1, max_size=5)


@settings(max_examples=600)
@given(pattern=_PATTERNS.map("".join), path=_PATHS.map("/".join), is_folder=st.booleans())
@example("a*b/**/b*a", "aab/b/bb/ba", False)
@example("**/a*/**/b", "b/a/a/b/b", False)
@example("**/a/**/a/b*b", "a/b/a/bab", True)
def test_what_is_matched_in_bounded_time_is_what_is_matched_at_all(
    tmp_path: Path, pattern: str, path: str, is_folder: bool
) -> None:
    path += "/" * is_folder
    try:
        expected = bool(GitIgnoreSpec.from_lines([pattern]).match_file(path))
    except ValueError:
        return
    (tmp_path / ".tutorignore").write_text(f"{pattern}\n")
    assert ignore_rules(tmp_path, [])(path) == expected


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 120 + "b", "a" * 250),
        ("*a*?" * 60 + "b", "a" * 250),
        ("**/a/" * 50 + "b", "a/" * 2000 + "c"),
        ("**/*a/" * 50 + "b", "a/" * 2000 + "c"),
        ("a/**/" * 50 + "b", "a/" * 2000 + "c"),
        ("/".join(["*a*a*a*b"] * 20), "/".join(["a" * 200] * 20)),
    ],
)
def test_no_pattern_takes_long(tmp_path: Path, pattern: str, path: str) -> None:
    """Each of these would take more than hours if wildcards were tried in every combination."""
    (tmp_path / ".tutorignore").write_text(f"{pattern}\n" * 10)
    assert not ignore_rules(tmp_path, [])(path)


def test_of_very_many_patterns_the_first_are_used_and_that_is_said(tmp_path: Path) -> None:
    (tmp_path / ".tutorignore").write_text("# a comment\n\n" + "".join(f"{number}.md\n" for number in range(1001)))
    skipped: list[Skipped] = []
    is_ignored = ignore_rules(tmp_path, skipped)
    assert skipped == [Skipped(".tutorignore", "only its first 1000 patterns are used")]
    assert is_ignored("999.md")
    assert not is_ignored("1000.md")
