"""How the tables came to be. A migration that was released is never changed; a new one is added behind it.

The statements are plain SQL, with care for what PostgreSQL spells otherwise: no column is named ``end``, JSON is
text, and only the triggers, ``WITHOUT ROWID`` and the integer keys that number themselves are SQLite's own.
Loading this module is slow (sqlite-utils); only a database that lacks a migration needs it.
"""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

from curator.store.schema import MIGRATION_SET

migrations = Migrations(MIGRATION_SET)

# ``length`` stands before ``text``, so that it can be read without the pages that a long text runs on into.
_DOCUMENTS = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    length INTEGER NOT NULL,
    meta TEXT NOT NULL,
    text TEXT NOT NULL
)
"""

_SUGGESTIONS = """
CREATE TABLE suggestions (
    document INTEGER NOT NULL REFERENCES documents(id),
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    label TEXT NOT NULL,
    attributes TEXT NOT NULL,
    score REAL,
    reason TEXT NOT NULL,
    PRIMARY KEY (document, source, id)
) WITHOUT ROWID
"""

_SUGGESTER_RUNS = """
CREATE TABLE suggester_runs (
    document INTEGER NOT NULL REFERENCES documents(id),
    source TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    PRIMARY KEY (document, source)
) WITHOUT ROWID
"""

# Every index costs each decision a page: there is one for an id, one for a document, and ``decisions_of_act`` holds
# only the later parts of an act, since its first part bears the act's id itself.
_DECISIONS = """
CREATE TABLE decisions (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    act TEXT NOT NULL,
    time TEXT NOT NULL,
    layer TEXT NOT NULL,
    author TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES documents(id),
    kind TEXT NOT NULL,
    span_id TEXT,
    span_start INTEGER,
    span_end INTEGER,
    label TEXT,
    attributes TEXT,
    suggestion TEXT,
    undoes TEXT,
    text TEXT
);
CREATE INDEX decisions_of_document ON decisions (document, layer);
CREATE INDEX decisions_of_act ON decisions (act) WHERE act <> id
"""

# INSERT OR REPLACE deletes without asking the trigger against DELETE, so a third one watches the ids that come in.
_APPEND_ONLY = (
    "CREATE TRIGGER {0}_refuse_update BEFORE UPDATE ON {0} BEGIN SELECT RAISE(ABORT, '{0} are never changed'); END",
    "CREATE TRIGGER {0}_refuse_delete BEFORE DELETE ON {0} BEGIN SELECT RAISE(ABORT, '{0} are never deleted'); END",
    "CREATE TRIGGER {0}_refuse_replace BEFORE INSERT ON {0} "
    "WHEN EXISTS (SELECT 1 FROM {0} WHERE id = NEW.id OR seq = NEW.seq) "
    "BEGIN SELECT RAISE(ABORT, '{0} are never replaced'); END",
)

# Folded from the decisions: what was done by whom, and whether it is taken back.
_ACTS = """
CREATE TABLE acts (
    layer TEXT NOT NULL,
    author TEXT NOT NULL,
    id TEXT NOT NULL,
    undoes TEXT,
    undone INTEGER NOT NULL,
    PRIMARY KEY (layer, author, id)
) WITHOUT ROWID;
CREATE INDEX acts_undoing ON acts (undoes) WHERE undoes IS NOT NULL
"""

# Folded from the decisions: a cell for each span that a standing decision speaks of, also of rejection.
_SPANS = """
CREATE TABLE spans (
    layer TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES documents(id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    label TEXT NOT NULL,
    attributes TEXT NOT NULL,
    suggestion TEXT,
    decision TEXT NOT NULL,
    PRIMARY KEY (layer, document, id)
) WITHOUT ROWID
"""

# Folded from the decisions; a document that is still to do has no row.
_REVIEWS = """
CREATE TABLE reviews (
    layer TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES documents(id),
    status TEXT NOT NULL,
    reason TEXT,
    flagged INTEGER NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (layer, document)
) WITHOUT ROWID;
CREATE INDEX reviews_by_status ON reviews (layer, status, document, flagged)
"""

_PLACES = """
CREATE TABLE places (
    layer TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES documents(id),
    focus TEXT,
    cursor INTEGER NOT NULL,
    top INTEGER NOT NULL,
    PRIMARY KEY (layer, document)
) WITHOUT ROWID;
CREATE TABLE last_places (
    layer TEXT NOT NULL PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents(id)
) WITHOUT ROWID
"""

# Folded from the decisions: the last note on each span, also on one that nobody decided on.
_SPAN_NOTES = """
CREATE TABLE span_notes (
    layer TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES documents(id),
    id TEXT NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    label TEXT NOT NULL,
    attributes TEXT NOT NULL,
    text TEXT NOT NULL,
    decision TEXT NOT NULL,
    PRIMARY KEY (layer, document, id)
) WITHOUT ROWID
"""

# What is decided on one span of a document is found without its other decisions; what is on no span stands together.
_SPANS_OF_DECISIONS = """
DROP INDEX decisions_of_document;
CREATE INDEX decisions_of_span ON decisions (document, layer, span_id)
"""

# Derived from the log when it is wanted, up to the decision in ``quotes_indexed``: hashes of the texts of its spans.
_QUOTES = """
CREATE TABLE quotes (
    folded INTEGER NOT NULL,
    seq INTEGER NOT NULL REFERENCES decisions(seq),
    exact INTEGER NOT NULL,
    PRIMARY KEY (folded, seq)
) WITHOUT ROWID;
CREATE TABLE quotes_indexed (seq INTEGER NOT NULL);
INSERT INTO quotes_indexed (seq) VALUES (0)
"""


def _run(db: Database, script: str) -> None:
    """Each statement of a script; sqlite3's own ``executescript`` would end the transaction first."""
    for statement in script.split(";"):
        db.conn.execute(statement)


@migrations()
def first_tables(db: Database) -> None:
    """Documents, suggestions, the log of decisions, what is folded from it, and places."""
    for table in (_DOCUMENTS, _SUGGESTIONS, _SUGGESTER_RUNS, _DECISIONS, _ACTS, _SPANS, _REVIEWS, _PLACES):
        _run(db, table)
    for trigger in _APPEND_ONLY:
        db.conn.execute(trigger.format("decisions"))


@migrations()
def span_notes_and_time(db: Database) -> None:
    """Notes on spans, the time that a decision took, and decisions by their spans."""
    db.conn.execute("ALTER TABLE decisions ADD COLUMN seconds REAL")
    for script in (_SPAN_NOTES, _SPANS_OF_DECISIONS):
        _run(db, script)


@migrations()
def quotes(db: Database) -> None:
    """Decisions by the texts of their spans."""
    _run(db, _QUOTES)


# A log like the decisions: who was to label what, from when on, and until when.
_ASSIGNMENTS = """
CREATE TABLE assignments (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    time TEXT NOT NULL,
    author TEXT NOT NULL,
    layer TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES documents(id),
    position INTEGER NOT NULL,
    given INTEGER NOT NULL
);
CREATE INDEX assignments_of_document ON assignments (document, layer)
"""

# Folded from the assignments: what is assigned now.
_ASSIGNED = """
CREATE TABLE assigned (
    layer TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES documents(id),
    position INTEGER NOT NULL,
    PRIMARY KEY (layer, document)
) WITHOUT ROWID;
CREATE INDEX assigned_in_order ON assigned (layer, position, document)
"""

_ACCESSES = """
CREATE TABLE accesses (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    time TEXT NOT NULL,
    author TEXT NOT NULL,
    layers TEXT NOT NULL,
    purpose TEXT NOT NULL
)
"""

_EXPORTS = """
CREATE TABLE exports (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    time TEXT NOT NULL,
    author TEXT NOT NULL,
    layer TEXT NOT NULL,
    documents INTEGER NOT NULL,
    spans INTEGER NOT NULL,
    manifest TEXT NOT NULL
)
"""


@migrations()
def adjudication(db: Database) -> None:
    """Who labels what, who saw whose work, what was exported; and by which ruling a decision came about."""
    for table in (_ASSIGNMENTS, _ASSIGNED, _ACCESSES, _EXPORTS):
        _run(db, table)
    for log in ("assignments", "accesses", "exports"):
        for trigger in _APPEND_ONLY:
            db.conn.execute(trigger.format(log))
    db.conn.execute("ALTER TABLE decisions ADD COLUMN ruling TEXT")


@migrations()
def queue_indexes(db: Database) -> None:
    """What the queue walks: lengths in order; and numbers, keys and titles without the texts between them."""
    db.conn.execute("CREATE INDEX documents_by_length ON documents (length)")
    db.conn.execute("CREATE INDEX documents_by_heading ON documents (id, key, title)")


# How many spans are suggested on each document, and how many of these are pending in a layer: `store.pending`.
_PENDING = """
CREATE TABLE suggested (
    document INTEGER PRIMARY KEY REFERENCES documents(id),
    spans INTEGER NOT NULL
);
INSERT INTO suggested (document, spans)
    SELECT d.id, (SELECT count(DISTINCT g.id) FROM suggestions g WHERE g.document = d.id) FROM documents d;
CREATE INDEX suggested_by_spans ON suggested (spans DESC, document);
ALTER TABLE reviews ADD COLUMN pending INTEGER NOT NULL DEFAULT 0;
UPDATE reviews SET pending = (SELECT count(DISTINCT g.id) FROM suggestions g WHERE g.document = reviews.document
    AND NOT EXISTS (SELECT 1 FROM spans s
        WHERE s.layer = reviews.layer AND s.document = reviews.document AND s.id = g.id));
CREATE INDEX reviews_by_pending ON reviews (layer, pending DESC, document, status, flagged)
"""


@migrations()
def pending(db: Database) -> None:
    """How much is pending, for the queue that is sorted by it."""
    _run(db, _PENDING)


@migrations()
def labels_of_finishes(db: Database) -> None:
    """Which labels could be given when a document was finished."""
    db.conn.execute("ALTER TABLE decisions ADD COLUMN labels TEXT")


@migrations()
def acts_noted(db: Database) -> None:
    """Up to which decision the acts are kept."""
    db.conn.execute("CREATE TABLE acts_noted (seq INTEGER NOT NULL)")
    db.conn.execute("INSERT INTO acts_noted (seq) SELECT coalesce(max(seq), 0) FROM decisions")


# In reading order, so that a stretch of a long document, or one page of it after the other, is read without the rest.
_SUGGESTIONS_BY_PLACE = """
CREATE TABLE suggestions_by_place (
    document INTEGER NOT NULL REFERENCES documents(id),
    span_start INTEGER NOT NULL,
    id TEXT NOT NULL,
    source TEXT NOT NULL,
    span_end INTEGER NOT NULL,
    label TEXT NOT NULL,
    attributes TEXT NOT NULL,
    score REAL,
    reason TEXT NOT NULL,
    PRIMARY KEY (document, span_start, id, source)
) WITHOUT ROWID;
INSERT INTO suggestions_by_place (document, span_start, id, source, span_end, label, attributes, score, reason)
    SELECT document, span_start, id, source, span_end, label, attributes, score, reason FROM suggestions
    ORDER BY document, span_start, id, source;
DROP TABLE suggestions;
ALTER TABLE suggestions_by_place RENAME TO suggestions
"""


@migrations()
def suggestions_by_place(db: Database) -> None:
    """Suggestions in the order of their places."""
    _run(db, _SUGGESTIONS_BY_PLACE)


# A span names its suggestion, so that no id need be kept beside it; and the key is the order in which they are read.
_SUGGESTIONS_BY_SPAN = """
CREATE TABLE suggestions_by_span (
    document INTEGER NOT NULL REFERENCES documents(id),
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    label TEXT NOT NULL,
    source TEXT NOT NULL,
    attributes TEXT NOT NULL,
    score REAL,
    reason TEXT NOT NULL,
    PRIMARY KEY (document, span_start, span_end DESC, label, source)
) WITHOUT ROWID;
INSERT OR IGNORE INTO suggestions_by_span (document, span_start, span_end, label, source, attributes, score, reason)
    SELECT document, span_start, span_end, label, source, attributes, score, reason FROM suggestions
    ORDER BY document, span_start, span_end DESC, label, source;
DROP TABLE suggestions;
ALTER TABLE suggestions_by_span RENAME TO suggestions
"""


@migrations()
def suggestions_by_span(db: Database) -> None:
    """Suggestions in the order in which they are read, each under its span."""
    _run(db, _SUGGESTIONS_BY_SPAN)


def migrate(connection: sqlite3.Connection) -> None:
    """Apply what is missing, within the transaction that the caller has begun."""
    migrations.apply(Database(connection, recursive_triggers=False, execute_plugins=False))
