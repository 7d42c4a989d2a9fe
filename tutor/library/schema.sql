-- The parsed notes of one generation. Written once, then only read.

CREATE TABLE note (
    id INTEGER PRIMARY KEY,
    file BLOB NOT NULL UNIQUE,      -- relative path as bytes: a name need not be UTF-8
    title TEXT NOT NULL,
    tags TEXT NOT NULL,             -- JSON list
    text TEXT NOT NULL,             -- as it was read, for quotes to be compared with
    words TEXT NOT NULL             -- which rows of spelling it counts in, one space between
);

CREATE TABLE section (
    id INTEGER PRIMARY KEY,
    note INTEGER NOT NULL REFERENCES note (id),
    number INTEGER NOT NULL,        -- its place in the note, from 0
    path TEXT NOT NULL,             -- JSON list of headings, outermost first
    first_line INTEGER NOT NULL,
    last_line INTEGER NOT NULL,
    level INTEGER NOT NULL,
    is_empty INTEGER NOT NULL
);
CREATE INDEX section_of_note ON section (note, number);

CREATE TABLE passage (
    id INTEGER PRIMARY KEY,
    section INTEGER NOT NULL REFERENCES section (id),
    start INTEGER NOT NULL,         -- characters into the note's text, end exclusive
    end INTEGER NOT NULL,
    lead TEXT NOT NULL,             -- JSON list of [start, end]
    terms TEXT NOT NULL             -- what can be looked up in it, headings included, sorted, one space between
);
CREATE INDEX passage_of_section ON passage (section);

CREATE TABLE fact (
    id INTEGER PRIMARY KEY,
    passage INTEGER NOT NULL REFERENCES passage (id),
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    lead TEXT NOT NULL,
    terms TEXT NOT NULL
);
CREATE INDEX fact_of_passage ON fact (passage);

-- One row for each encoder input; its id is the vector's id in the FAISS file.
CREATE TABLE passage_vector (
    id INTEGER PRIMARY KEY,
    owner INTEGER NOT NULL REFERENCES passage (id),
    input BLOB NOT NULL             -- hash of the encoder input
);
CREATE INDEX passage_vector_of ON passage_vector (owner);
CREATE INDEX passage_vector_by_input ON passage_vector (input);

CREATE TABLE fact_vector (
    id INTEGER PRIMARY KEY,
    owner INTEGER NOT NULL REFERENCES fact (id),
    input BLOB NOT NULL
);
CREATE INDEX fact_vector_of ON fact_vector (owner);
CREATE INDEX fact_vector_by_input ON fact_vector (input);

CREATE TABLE alias (
    note INTEGER NOT NULL REFERENCES note (id),
    short TEXT NOT NULL,
    long TEXT NOT NULL,
    is_initials INTEGER NOT NULL,
    short_terms TEXT NOT NULL,      -- its terms, in order, one space between
    long_terms TEXT NOT NULL
);
CREATE INDEX alias_of_note ON alias (note);
CREATE INDEX alias_by_short ON alias (short_terms);
CREATE INDEX alias_by_long ON alias (long_terms);

-- What headings name, in terms with one space between: each heading whole, and the parts of one that joins some.
CREATE TABLE heading_name (
    note INTEGER NOT NULL REFERENCES note (id),
    terms TEXT NOT NULL
);
CREATE INDEX heading_name_of_note ON heading_name (note);
CREATE INDEX heading_name_by_terms ON heading_name (terms);

-- What each note claims, as it is read back: all of a note's at once.
CREATE TABLE claims (
    note INTEGER PRIMARY KEY REFERENCES note (id),
    body BLOB NOT NULL              -- see library.claims
);

-- Every word of letters alone, as the notes write it but for case and accents: what a typo is corrected to.
CREATE TABLE spelling (
    word TEXT PRIMARY KEY,
    term TEXT NOT NULL,
    notes INTEGER NOT NULL          -- how many notes have it
) WITHOUT ROWID;

-- How many passages have a term: the full-text index would count them anew for each question.
CREATE TABLE term (
    term TEXT PRIMARY KEY,
    passages INTEGER NOT NULL
) WITHOUT ROWID;

-- Numbers about the whole collection, for the search: name and raw bytes.
CREATE TABLE figure (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
);

-- Terms come folded and stemmed, with one space between, so the tokenizer only splits: what joins a technical name
-- (Lambda@Edge, s3:GetObject, us-east-1, HTTP/2) is part of a term, and so is, to this tokenizer, all beyond ASCII.
CREATE VIRTUAL TABLE words USING fts5 (
    terms,
    content = 'passage',
    content_rowid = 'id',
    tokenize = "ascii tokenchars '@:/.&_+-#'"
);
