"""What in the notes there is to look at, from the command line too."""

import json
from pathlib import Path

import pytest

from tests.fakes import FakeEncoder
from tutor.cli.program import run
from tutor.desk.setup import Setup

STREAMS = """# Streams

## Kinesis

- Message retention: up to 7 days
- See [the limits](limits.md#kinesis), [this](missing.md) and [that](https://example.org/x.md)

## Kinesis limits

- Message retention: up to 365 days

## Shards

## TODO 1

## Kinesis

Again, [[Limits]] and [[Nowhere|here]].

```
[not](a-link.md) [[neither]]
```
"""


@pytest.fixture(autouse=True)
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "streams.md").write_text(STREAMS)
    (notes / "limits.md").write_text("# Limits\n\nThere are some.\n")
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TUTOR_NOTES", str(notes))
    monkeypatch.setattr(Setup, "encoder", lambda *_, **__: FakeEncoder())
    monkeypatch.chdir(tmp_path)
    return notes


def test_each_trouble_is_listed_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lint", "-q"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.splitlines() == [
        'streams.md:5  disagreement  Message retention: "up to 7 days", but "up to 365 days" elsewhere'
        "  (and streams.md:10)",
        "streams.md:6  dead link  missing.md",
        "streams.md:12  empty section  Shards",
        "streams.md:14  todo heading  TODO 1",
        "streams.md:16  duplicate heading  Streams › Kinesis  (and streams.md:3)",
        "streams.md:18  dead link  Nowhere",
    ]


def test_json_has_an_object_a_finding(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lint", "-q", "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert found[0]["others"] == [["streams.md", 10]]
    assert {"trouble": "dead link", "file": "streams.md", "line": 6, "text": "missing.md", "others": []} in found


def test_notes_without_trouble_say_so(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (notes / "streams.md").unlink()
    assert run(["lint", "-q"]) == 0
    assert capsys.readouterr().out == "Nothing to look at.\n"
