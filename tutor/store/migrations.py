"""How a database of an older schema becomes one of the present schema."""

_CARDS_AND_REVIEWS = """\
-- What of some notes is drilled. Days here and below are study days, as days since 0001-01-01, that one being 1.
CREATE TABLE deck (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    notes TEXT NOT NULL UNIQUE,
    exam INTEGER,                           -- the day of the exam
    version TEXT NOT NULL                   -- of the notes that its cards were last compared with
);

-- A claim that was asked, or a question of which was taken out; claims that never were have no row.
CREATE TABLE card (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    deck INTEGER NOT NULL REFERENCES deck (id),
    identity TEXT NOT NULL,                 -- by its place in the notes' structure
    key TEXT NOT NULL,                      -- the same, shared by equals
    content TEXT NOT NULL,                  -- hash of what it says
    kind TEXT NOT NULL,
    said TEXT NOT NULL,                     -- what it says, to be recognised by after an edit
    value TEXT NOT NULL,                    -- the answer
    names TEXT NOT NULL,                    -- JSON list of the headings and labels above it
    file BLOB NOT NULL,
    line INTEGER NOT NULL,
    is_archived INTEGER NOT NULL CHECK (is_archived IN (0, 1)), -- gone from the notes
    value_before TEXT,                      -- where the answer changed and was not asked since
    -- What its reviews come to; see tutor.quiz.scheduling.
    state INTEGER NOT NULL,
    step INTEGER,
    stability REAL,
    difficulty REAL,
    day INTEGER,
    due INTEGER,
    reps INTEGER NOT NULL,
    lapses INTEGER NOT NULL
);
-- An archived card leaves its identity to what takes its place.
CREATE UNIQUE INDEX card_by_identity ON card (deck, identity) WHERE NOT is_archived;
CREATE INDEX card_by_due ON card (deck, is_archived, due);
CREATE INDEX card_by_day ON card (deck, is_archived, day);

CREATE TABLE session (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    deck INTEGER NOT NULL REFERENCES deck (id),
    started_at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    plan TEXT NOT NULL,                     -- JSON
    is_over INTEGER NOT NULL CHECK (is_over IN (0, 1))
);
CREATE INDEX session_of_deck ON session (deck);

-- One row for each answer, and one for each that was taken back. Never changed, never deleted.
CREATE TABLE review (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    deck INTEGER NOT NULL REFERENCES deck (id),
    card INTEGER NOT NULL REFERENCES card (id),
    session INTEGER REFERENCES session (id),
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('review', 'drill', 'cram', 'void')), -- only reviews are scheduled by
    voids INTEGER REFERENCES review (id),   -- the answer that is taken back
    question TEXT NOT NULL DEFAULT '',      -- the kind of question
    given TEXT NOT NULL DEFAULT '',
    verdict TEXT NOT NULL DEFAULT '',
    is_overruled INTEGER NOT NULL DEFAULT 0 CHECK (is_overruled IN (0, 1)), -- by the learner
    is_scored INTEGER NOT NULL DEFAULT 1 CHECK (is_scored IN (0, 1)),
    hints INTEGER NOT NULL DEFAULT 0,
    rating INTEGER NOT NULL DEFAULT 0,      -- 1 to 4
    milliseconds INTEGER NOT NULL DEFAULT 0,
    predicted REAL                          -- the probability of recall before a review; none before the first
);
CREATE INDEX review_of_card ON review (card);
CREATE INDEX review_by_day ON review (deck, day);
CREATE INDEX review_of_session ON review (session);
CREATE UNIQUE INDEX review_voided ON review (voids) WHERE voids IS NOT NULL;

-- Questions that the learner took out.
CREATE TABLE bad_question (
    card INTEGER NOT NULL REFERENCES card (id),
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    question TEXT NOT NULL,                 -- as it was asked
    PRIMARY KEY (card, kind)
) WITHOUT ROWID;

-- What the learner says is right as well.
CREATE TABLE own_answer (
    card INTEGER NOT NULL REFERENCES card (id),
    answer TEXT NOT NULL,
    review INTEGER NOT NULL REFERENCES review (id),
    PRIMARY KEY (card, answer)
) WITHOUT ROWID;
"""

MIGRATIONS: tuple[str, ...] = (_CARDS_AND_REVIEWS,)
"""Number n, from 1, brings version n to n + 1, in one transaction; SQL in which no two statements share a line.

Never edited once released: a new version is a new migration. A new database is `schema.sql`, then all of them.
"""
