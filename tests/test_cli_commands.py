"""The commands that need no index: help, settings, paths, completion, doctor."""

import os
from pathlib import Path

import click
import pytest

from tutor import __version__
from tutor.cli.checks import Check
from tutor.cli.index import format_changes, format_report
from tutor.cli.program import program, run
from tutor.library.build import BuildReport
from tutor.library.freshness import Freshness


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TUTOR_NOTES", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


def commands(group: click.Group, *above: str) -> list[tuple[tuple[str, ...], click.Command]]:
    found: list[tuple[tuple[str, ...], click.Command]] = []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found.append(((*above, name), command))
        if isinstance(command, click.Group):
            found += commands(command, *above, name)
    return found


COMMANDS = commands(program)
README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=[" ".join(p) for p, _ in COMMANDS])
def test_every_command_and_option_has_help(
    path: tuple[str, ...], command: click.Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.help
    options = [param for param in command.params if isinstance(param, click.Option)]
    assert all(option.help for option in options)
    pages = []
    for flag in ("-h", "--help"):
        assert run([*path, flag]) == 0
        pages.append(capsys.readouterr())
    assert pages[0] == pages[1]
    assert pages[0].out.startswith(f"Usage: tutor {' '.join(path)}")
    assert pages[0].err == ""


@pytest.mark.parametrize("args", [[], ["chat"], ["chat", "-c"]], ids=" ".join)
def test_the_chat_needs_a_terminal(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(args) == 2
    assert capsys.readouterr() == ("", "tutor: The chat needs a terminal that can draw. Run: tutor chat --plain\n")


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr() == (f"tutor {__version__}\n", "")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["nonsense"], "tutor: No such command 'nonsense'."),
        (["paths", "x"], "tutor: Got unexpected extra argument"),
        (["completion", "csh"], "tutor: Invalid value for '{bash|zsh|fish}': 'csh' is not one of"),
        (["ask", "-n", "0", "x"], "tutor: Invalid value for '-n': 0 is not in the range"),
        (["config", "get", "nope"], "tutor: There is no setting named nope. Run: tutor config"),
        (["config", "set", "quotes", "-1"], "tutor: No such option"),
        (["config", "set", "quotes", "x"], "tutor: The setting quotes must be a whole number."),
    ],
)
def test_a_command_line_that_makes_no_sense_exits_2(
    args: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(args) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(message)
    assert err.count("\n") == 1


def test_settings_are_written_shown_and_taken_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config", "set", "model", 'some "model"']) == 0
    assert run(["config", "get", "model"]) == 0
    assert run(["config", "unset", "model"]) == 0
    assert run(["config", "get", "quotes"]) == 0
    assert capsys.readouterr() == (
        'model = "some \\"model\\""\nsome "model"\nmodel = ""\n0\n',
        "",
    )


def test_settings_are_listed_with_their_help(capsys: pytest.CaptureFixture[str]) -> None:
    run(["config", "set", "quotes", "4"])
    capsys.readouterr()
    assert run(["config"]) == run(["config", "list"]) == 0
    out, err = capsys.readouterr()
    half = out[: len(out) // 2]
    assert (out, err) == (half * 2, "")
    assert 'model = ""  (default)\n    Model to encode with' in half
    assert "quotes = 4\n    Most quotes to show" in half


def test_a_wrong_setting_can_be_taken_out(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home.mkdir()
    (home / "config.toml").write_text("nope = 1\n")
    assert run(["config"]) == 2
    assert run(["config", "unset", "nope"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("tutor: The setting nope in ")


def test_paths_are_a_name_and_a_path_each(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["paths"]) == 0
    out, err = capsys.readouterr()
    rows = dict(line.split(None, 1) for line in out.splitlines())
    assert rows["config"] == str(home / "config.toml")
    assert rows["cache"] == str(home / "cache")
    assert err == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_for_the_shell(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    out, err = capsys.readouterr()
    assert f"_TUTOR_COMPLETE={shell}_complete" in out
    assert err == ""


def test_the_doctor_finds_that_there_are_no_notes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tutor.cli.doctor._model", lambda _: Check("ok", "model"))
    assert run(["doctor"]) == 3
    out, err = capsys.readouterr()
    assert err == ""
    states = [line.split()[0] for line in out.splitlines()]
    assert set(states) <= {"ok", "warn", "bad"}
    assert "bad   There are no notes to ask." in out
    assert "ok    Python " in out


def test_the_doctor_goes_on_after_a_broken_setting(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tutor.cli.doctor._model", lambda _: Check("ok", "model"))
    home.mkdir()
    (home / "config.toml").write_text("= \x1b[2J")
    assert run(["doctor", "--notes", "nowhere"]) == 3
    out, _ = capsys.readouterr()
    assert "bad   The settings in " in out
    assert "nowhere" in out
    assert "\x1b" not in out


def test_the_doctor_warns_of_notes_that_were_never_indexed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tutor.cli.doctor._model", lambda _: Check("ok", "model"))
    monkeypatch.setattr("tutor.cli.doctor._export", lambda _: Check("ok", "export"))
    monkeypatch.setattr("tutor.desk.setup.Setup.encoder", lambda *_, **__: None)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.md").write_text("# A\n\nText.\n")
    assert run(["doctor"]) == 0
    out, _ = capsys.readouterr()
    assert "warn  These notes have not been indexed yet.  Run: tutor index" in out
    assert not (tmp_path / "home").exists()


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_the_doctor_finds_a_folder_that_cannot_be_written_to(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tutor.cli.doctor._model", lambda _: Check("ok", "model"))
    home.mkdir(mode=0o500)
    assert run(["doctor"]) == 3
    assert "bad   folder cannot be written to" in capsys.readouterr().out


REPORT = BuildReport(
    notes=1,
    sections=20,
    passages=30,
    facts=400,
    changed=("a.md",),
    removed=(),
    embedded=40,
    reused=5,
    skipped=(),
    seconds=1.26,
)


def test_what_was_indexed_is_one_line() -> None:
    line = "1 note, 20 sections, 30 passages, 400 facts; 40 texts embedded, 5 reused"
    assert format_report(REPORT, with_seconds=False) == line
    assert format_report(REPORT, with_seconds=True) == f"{line} (1.3 s)"


def test_many_changes_are_counted() -> None:
    freshness = Freshness((), (), (), ("a.md", "b.md", "c.md", "d.md", "e.md"))
    assert format_changes(freshness) == ("The index is older than the notes (gone: a.md, b.md, c.md and 2 more).")


@pytest.mark.parametrize("path", [" ".join(path) for path, _ in COMMANDS if len(path) == 1])
def test_every_command_stands_in_the_readme(path: str) -> None:
    assert f"tutor {path}" in README


# Said once for all commands, by tutor --help.
OF_ALL = {"quiet"}
OF_ASK = [
    option for option in dict(COMMANDS)[("ask",)].params if option.name not in OF_ALL and option.opts[0][0] == "-"
]


@pytest.mark.parametrize("option", OF_ASK, ids=lambda option: str(option.name))
def test_every_option_of_ask_stands_in_the_readme(option: click.Parameter) -> None:
    assert any(name in README for name in option.opts)
