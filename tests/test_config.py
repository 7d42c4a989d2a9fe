"""The user's settings, read and written."""

import errno
import os
import stat
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.config import MAX_BYTES, Config, load_config, options, set_option, unset_option
from tutor.errors import CannotWrite, ConfigInvalid, UsageError

COMMENTED = "# mine\nquotes = 3  # three\n\n# the vault\nmodel = '/vault'\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_without_a_file_the_settings_are_the_defaults(file: Path) -> None:
    assert load_config(file) == Config(model="", quotes=0)


def test_below_a_file_the_settings_are_the_defaults(file: Path) -> None:
    file.write_text("")
    assert load_config(file / "config.toml") == Config()


def test_settings_are_read_and_the_rest_are_defaults(file: Path) -> None:
    file.write_text(COMMENTED)
    assert load_config(file) == Config(model="/vault", quotes=3)


def test_settings_cannot_be_changed_in_passing() -> None:
    with pytest.raises(FrozenInstanceError):
        Config().quotes = 1  # type: ignore[misc]


def test_every_setting_has_a_type_a_default_and_help() -> None:
    assert [(o.name, o.type, o.default) for o in options()] == [
        ("model", str, ""),
        ("quotes", int, 0),
        ("quiz_topics", str, ""),
        ("quiz_tags", str, ""),
        ("quiz_exclude", str, ""),
        ("theme", str, "tutor-dark"),
        ("sections", str, "shown"),
        ("note", str, "rendered"),
        ("tables", str, "grid"),
    ]
    assert all(o.help.endswith(".") for o in options())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "colour = 'red'",
            "The setting colour in {file} is not known. The settings are model, quotes, quiz_topics, quiz_tags, "
            "quiz_exclude, theme, sections, note, tables; take it out with: tutor config unset colour",
        ),
        (
            "quotes = 'many'",
            "The setting quotes in {file} must be a whole number. Take it out with: tutor config unset quotes",
        ),
        (
            "quotes = true",
            "The setting quotes in {file} must be a whole number. Take it out with: tutor config unset quotes",
        ),
        (
            "quotes = -1",
            "The setting quotes in {file} must be 0 or more. Take it out with: tutor config unset quotes",
        ),
        (
            "quotes = 99999999999",
            "The setting quotes in {file} is too large. Take it out with: tutor config unset quotes",
        ),
        (
            "model = ['a', 'b']",
            "The setting model in {file} must be text in quotes. Take it out with: tutor config unset model",
        ),
        (
            'model = "a\\u0000b"',
            "The setting model in {file} has characters that no name can have. "
            "Take it out with: tutor config unset model",
        ),
        (
            "note = 'cooked'",
            "The setting note in {file} must be rendered or raw. Take it out with: tutor config unset note",
        ),
        (
            "model = ",
            "The settings in {file} cannot be read: no valid TOML, Invalid value "
            "(at end of document). Correct the file, or move it away.",
        ),
        (
            "quotes = " + "[" * 100_000,
            "The settings in {file} cannot be read: no valid TOML, it is nested too deeply. "
            "Correct the file, or move it away.",
        ),
        (
            "#" * (MAX_BYTES + 1),
            f"The settings in {{file}} cannot be read: it is larger than {MAX_BYTES} bytes. "
            "Correct the file, or move it away.",
        ),
    ],
    ids=lambda value: value[:20],
)
def test_a_wrong_file_is_named_with_its_fault_and_remedy(file: Path, text: str, message: str) -> None:
    file.write_text(text)
    with pytest.raises(ConfigInvalid) as caught:
        load_config(file)
    assert str(caught.value) == message.format(file=file)


def test_a_number_of_thousands_of_digits_is_refused(file: Path) -> None:
    file.write_text("quotes = " + "9" * 10_000)
    with pytest.raises(ConfigInvalid, match="cannot be read: no valid TOML"):
        load_config(file)


def test_a_file_that_is_not_text_is_refused(file: Path) -> None:
    file.write_bytes(b"model = '\xff'")
    with pytest.raises(ConfigInvalid, match="cannot be read: it is not UTF-8 text"):
        load_config(file)


def test_a_folder_in_the_place_of_the_file_is_refused(file: Path) -> None:
    file.mkdir()
    with pytest.raises(ConfigInvalid, match="cannot be read: it is not a file"):
        load_config(file)


def test_a_pipe_in_the_place_of_the_file_does_not_hang(file: Path) -> None:
    os.mkfifo(file)
    with pytest.raises(ConfigInvalid, match="cannot be read: it is not a file"):
        load_config(file)


@settings(deadline=None)
@given(data=st.binary() | st.text().map(str.encode))
def test_any_file_gives_settings_or_one_clear_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_bytes(data)
    try:
        result: Config | ConfigInvalid = load_config(file)
    except ConfigInvalid as error:
        result = error
    assert isinstance(result, Config) or (str(file) in result.fact and result.remedy)


def test_setting_an_option_makes_a_private_file(tmp_path: Path) -> None:
    file = tmp_path / "new/config.toml"
    assert set_option(file, "quotes", "7") == Config(quotes=7)
    assert file.read_text() == "quotes = 7\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_setting_an_option_keeps_comments_and_order(file: Path) -> None:
    file.write_text(COMMENTED)
    assert set_option(file, "quotes", "5") == Config(model="/vault", quotes=5)
    assert file.read_text() == COMMENTED.replace("quotes = 3", "quotes = 5")


def test_an_option_is_added_below_a_last_line_without_newline(file: Path) -> None:
    file.write_text("quotes = 3\n# end")
    assert set_option(file, "model", "/v") == Config(model="/v", quotes=3)
    assert "# end\n" in file.read_text()


def test_unsetting_an_option_keeps_the_rest(file: Path) -> None:
    file.write_text(COMMENTED)
    assert unset_option(file, "model") == Config(quotes=3)
    assert file.read_text().startswith("# mine\nquotes = 3  # three\n")


def test_unsetting_an_option_that_is_not_set_writes_nothing(file: Path) -> None:
    assert unset_option(file, "model") == Config()
    assert not file.exists()


@settings(deadline=None)
@given(text=st.text().filter(lambda text: "\0" not in text))
def test_what_is_set_is_what_is_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.getbasetemp() / "round.toml"
    written = set_option(file, "model", text)
    assert written == load_config(file) == Config(model=text)


def test_wrong_keys_are_taken_out_one_by_one(file: Path) -> None:
    file.write_text("a = 1\nb = 2\nquotes = 3\n")
    with pytest.raises(ConfigInvalid, match="The setting b in"):
        unset_option(file, "a")
    assert unset_option(file, "b") == Config(quotes=3)
    assert file.read_text() == "quotes = 3\n"


@pytest.mark.parametrize("write", [lambda f: set_option(f, "x", "1"), lambda f: unset_option(f, "x")])
def test_an_unknown_option_is_refused(file: Path, write: Callable[[Path], Config]) -> None:
    with pytest.raises(UsageError) as caught:
        write(file)
    assert (
        str(caught.value)
        == "There is no setting x. The settings are model, quotes, quiz_topics, quiz_tags, quiz_exclude, theme, "
        "sections, note, tables."
    )
    assert not file.exists()


@pytest.mark.parametrize(
    ("key", "text", "fact"),
    [
        ("quotes", "many", "The setting quotes must be a whole number."),
        ("quotes", "-1", "The setting quotes must be 0 or more."),
        ("quotes", "9" * 5000, "The setting quotes must be a whole number."),
        ("model", "caf\udce9", "The setting model has characters that no name can have."),
        ("model", "a\0b", "The setting model has characters that no name can have."),
    ],
    ids=lambda value: value[:20],
)
def test_a_wrong_value_is_refused(file: Path, key: str, text: str, fact: str) -> None:
    with pytest.raises(UsageError) as caught:
        set_option(file, key, text)
    assert caught.value.fact == fact
    assert caught.value.remedy
    assert not file.exists()


def test_a_wrong_file_is_not_overwritten(file: Path) -> None:
    file.write_text("model = ")
    with pytest.raises(ConfigInvalid):
        set_option(file, "model", "/v")
    with pytest.raises(ConfigInvalid):
        unset_option(file, "model")
    assert file.read_text() == "model = "


def test_a_full_disk_leaves_the_old_file_and_nothing_else(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    file.write_text(COMMENTED)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite) as caught:
        set_option(file, "quotes", "5")
    assert str(caught.value) == (
        f"The settings in {file} cannot be written: No space left on device. "
        f"Make room and make sure that you may write to {file.parent}."
    )
    assert list(file.parent.iterdir()) == [file]
    assert file.read_text() == COMMENTED


def test_a_linked_file_stays_a_link(file: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles/config.toml"
    real.parent.mkdir()
    real.write_text("quotes = 3\n")
    file.symlink_to(real)
    set_option(file, "quotes", "4")
    assert file.is_symlink()
    assert real.read_text() == "quotes = 4\n"
