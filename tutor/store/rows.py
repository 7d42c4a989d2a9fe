"""Rows of the tables of the drill, to and from values."""

import json
import os
import sqlite3
from datetime import date
from typing import Any

from tutor.store.connection import encodable
from tutor.store.drilled import Given, Memory, Profile, Review, StoredCard

MEMORY = "state, step, stability, difficulty, day, reps, lapses"
PROFILE = "identity, key, content, kind, said, value, names, file, line"
GIVEN = "session, at, day, question, given, verdict, is_overruled, is_scored, hints, rating, milliseconds"
CARD = f"id, {PROFILE}, {MEMORY}, due, is_archived, value_before"
REVIEW = f"id, card, kind, predicted, {GIVEN}"
LIVE = "voids IS NULL AND NOT EXISTS (SELECT 1 FROM review AS v WHERE v.voids = r.id)"
"""What makes a row of `review AS r` an answer that was not taken back."""

Row = tuple[Any, ...]


def columns(table: str, names: str) -> str:
    """Return column names as those of a table: `r.id, r.card`."""
    return ", ".join(f"{table}.{name}" for name in names.split(", "))


def assignments(names: str) -> str:
    """Return what sets columns: `id = ?, card = ?`."""
    return ", ".join(f"{name} = ?" for name in names.split(", "))


def insert(db: sqlite3.Connection, table: str, names: str, row: Row) -> int:
    """Add a row and return its id."""
    marks = ", ".join("?" * len(row))
    number = db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", row).lastrowid
    assert number is not None
    return number


def ordinal(day: date | None) -> int | None:
    """Return a day as it is stored."""
    return None if day is None else day.toordinal()


def to_day(number: int | None) -> date | None:
    """Return a stored day."""
    return None if number is None else date.fromordinal(number)


def memory_row(memory: Memory) -> Row:
    """Return the values of the MEMORY columns."""
    return (
        memory.state,
        memory.step,
        memory.stability,
        memory.difficulty,
        ordinal(memory.day),
        memory.reps,
        memory.lapses,
    )


def to_memory(row: Row) -> Memory:
    """Return what the MEMORY columns hold."""
    state, step, stability, difficulty, day, reps, lapses = row
    return Memory(state, step, stability, difficulty, to_day(day), reps, lapses)


def profile_row(profile: Profile) -> Row:
    """Return the values of the PROFILE columns."""
    texts = (profile.identity, profile.key, profile.content, profile.kind, profile.said, profile.value)
    names = json.dumps([encodable(name) for name in profile.names])
    return (*map(encodable, texts), names, os.fsencode(profile.file), profile.line)


def to_card(row: Row) -> StoredCard:
    """Return what the CARD columns hold."""
    identity, key, content, kind, said, value, names, file, line = row[1:10]
    profile = Profile(identity, key, content, kind, said, value, tuple(json.loads(names)), os.fsdecode(file), line)
    due, is_archived, value_before = row[17:]
    return StoredCard(row[0], profile, to_memory(row[10:17]), to_day(due), bool(is_archived), value_before)


def given_row(answer: Given) -> Row:
    """Return the values of the GIVEN columns."""
    return (
        answer.session,
        answer.at,
        answer.day.toordinal(),
        answer.question,
        encodable(answer.given),
        answer.verdict,
        answer.is_overruled,
        answer.is_scored,
        answer.hints,
        answer.rating,
        answer.milliseconds,
    )


def to_review(row: Row) -> Review:
    """Return what the REVIEW columns hold."""
    number, card, kind, predicted, session, at, day, question, given, verdict, overruled, scored, *rest = row
    answer = Given(session, at, date.fromordinal(day), question, given, verdict, bool(overruled), bool(scored), *rest)
    return Review(number, card, kind, answer, predicted)
