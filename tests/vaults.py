"""Vaults of notes for tests, and a bench to index and ask them on."""

import os
from collections.abc import Mapping
from pathlib import Path

from tests.fakes import FakeEncoder
from tutor.encoder import Encoder
from tutor.library.build import BuildReport
from tutor.library.library import Library
from tutor.library.opening import Place, index_notes, open_library, place_of
from tutor.paths import Paths

VAULT = {
    "cloud/balancers.md": """\
# Load balancing

Application Load Balancer (ALB) works on layer 7. Network Load Balancer (NLB) works on layer 4.

## Elastic IP

An NLB takes one static address for each zone; an ALB takes none.

## Comparison

| Balancer | Layer | Protocols          |
|----------|-------|--------------------|
| ALB      | 7     | HTTP, HTTP/2, gRPC |
| NLB      | 4     | TCP, UDP, TLS      |
| GWLB     | 3     | IP, over GENEVE    |

## Health checks

The checks of a target group are:

- Interval: 30 seconds by default
- Threshold: how many in a row count
  - healthy after 5
  - unhealthy after 2
""",
    "cloud/storage.md": """\
# Simple Storage Service (S3)

- Durability is eleven nines.
- The policy action s3:GetObject permits downloads.
- Cross-region copies start in us-east-1.

## Standard-Infrequent Access

Retrieval costs money, storage is cheaper. Objects stay at least 30 days.

# Edge

Lambda@Edge rewrites requests. CloudFront speaks HTTP/2 to viewers. The old agent is written in C++.

```
aws s3 cp --region us-east-1
```
""",
    "medicine/heart.md": """\
---
title: Cardiology basics
aliases: [heart notes, CB]
tags: [cardiology, exam/2]
---

> [!warning] Time is muscle.

# Myocardial infarction

Troponin rises after three hours. ST elevation calls for angiography at once.

Treatment begins with:

1. aspirin
2. heparin
3. angiography

# Atrial fibrillation

Anticoagulation prevents stroke. Amiodarone restores the rhythm.
""",
    "2024-01-05.txt": "Revise anticoagulation. Ask about the exam timetable.\n",
}


def write_notes(folder: Path, notes: Mapping[str, str | bytes]) -> Path:
    """Write notes by their names below a folder, and return it."""
    for name, text in notes.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


class Bench:
    """Notes, the folder that tutor keeps its things in, and an encoder; remembers every notice."""

    def __init__(self, notes: Path, home: Path, encoder: Encoder | None = None) -> None:
        self.notes, self.home = Path(os.path.realpath(notes)), home
        self.encoder = encoder or FakeEncoder()
        self.notices: list[str] = []
        self.stages: list[str] = []

    @property
    def place(self) -> Place:
        environ = {"TUTOR_HOME": str(self.home)}
        return place_of(self.notes, Paths.from_environ(environ), environ)

    def open(self) -> Library:
        return open_library(self.place, self.encoder, self.notices.append, self._progress)

    def index(self, *, force: bool = False) -> BuildReport:
        return index_notes(self.place, self.encoder, force, self._progress)

    def write(self, name: str, text: str | bytes) -> Path:
        return write_notes(self.notes, {name: text}) / name

    def age(self, seconds: int = 3600) -> None:
        """Make every note older, so that its time alone tells that it was not touched."""
        for file in self.notes.rglob("*"):
            if file.is_file():
                status = file.stat()
                os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns - seconds * 10**9))

    def _progress(self, stage: str, done: int, total: int) -> None:
        assert 0 <= done <= total
        self.stages.append(stage)
