"""Names that name nothing of their own."""

import pytest

from tutor.notes.generic import is_generic


@pytest.mark.parametrize("name", ["Use Cases", "Key points", "Notes", "Overview", "TODO 2", "Pros and cons", "", "3."])
def test_a_name_that_only_says_what_sort_of_remark_follows_is_generic(name: str) -> None:
    assert is_generic(name)


@pytest.mark.parametrize("name", ["Aspirin", "Use of force", "SQS Queue Types", "Habeas corpus", "光合成"])
def test_a_name_with_a_word_of_its_own_is_not_generic(name: str) -> None:
    assert not is_generic(name)
