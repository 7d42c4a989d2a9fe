"""Questions that the notes could not answer, kept until they can.

Kept apart from the conversations, so that they outlast the one-shots that they were asked in.
"""

import sqlite3

from tutor.notes.words import fold_word, tokens
from tutor.store.values import Gap

KEPT = 2000
"""Askings kept for each notes, newest first: enough to read through, and a bound for a batch gone wrong."""


def fold_question(question: str) -> str:
    """Return what questions that differ in case, accents, spaces and punctuation only have in common."""
    return " ".join(fold_word(match.group()) for match in tokens(question)) or question.strip()


def record_verdict(db: sqlite3.Connection, conversation: int, question: str, asked_at: int, verdict: str) -> None:
    """Add to a question's gaps, or close them if the verdict is sure; inside a transaction."""
    (notes_id,) = db.execute("SELECT notes FROM conversation WHERE id = ?", (conversation,)).fetchone()
    folded = fold_question(question)
    if verdict == "sure":
        db.execute("DELETE FROM gap WHERE notes = ? AND folded = ?", (notes_id, folded))
        return
    db.execute(
        "INSERT INTO gap (notes, conversation, folded, question, asked_at, verdict) VALUES (?, ?, ?, ?, ?, ?)",
        (notes_id, conversation, folded, question, asked_at, verdict),
    )
    db.execute(
        "DELETE FROM gap WHERE notes = :notes AND id <="
        " (SELECT id FROM gap WHERE notes = :notes ORDER BY id DESC LIMIT 1 OFFSET :kept)",
        {"notes": notes_id, "kept": KEPT},
    )


def read_gaps(db: sqlite3.Connection, notes_id: str) -> list[Gap]:
    """Return the open gaps, last asked first."""
    # With a single max(), SQLite takes the other columns from the row that has it.
    rows = db.execute(
        "SELECT question, asked_at, verdict, count(*), max(id) AS newest FROM gap WHERE notes = ?"
        " GROUP BY folded ORDER BY asked_at DESC, newest DESC",
        (notes_id,),
    )
    return [Gap(*row[:4]) for row in rows]
