-- What the learner did. Every row says which notes it is about. Times are nanoseconds since 1970, UTC.
-- Version 1. It is not edited any more: what changed since stands in `migrations.py`, which a new database goes
-- through, too.

CREATE TABLE conversation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,   -- never given twice: another tutor may still hold a deleted one
    notes TEXT NOT NULL,
    title TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    is_hidden INTEGER NOT NULL CHECK (is_hidden IN (0, 1))
);
CREATE INDEX conversation_by_use ON conversation (notes, used_at);

CREATE TABLE turn (
    conversation INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,                -- from 1
    notes TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    question TEXT NOT NULL,
    understood TEXT NOT NULL,               -- the question that was searched
    answer TEXT NOT NULL,                   -- versioned JSON, ASCII
    PRIMARY KEY (conversation, number)
);

-- One row for each time that a question was not answered for sure, until it is.
CREATE TABLE gap (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    notes TEXT NOT NULL,
    conversation INTEGER REFERENCES conversation (id) ON DELETE SET NULL,
    folded TEXT NOT NULL,                   -- equal for questions that differ in case, accents and punctuation only
    question TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('doubtful', 'absent'))
);
CREATE INDEX gap_by_question ON gap (notes, folded);
CREATE INDEX gap_of_conversation ON gap (conversation);
