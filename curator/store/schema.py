"""What the database is made of, by name: cheap to import, so that opening need not load the migrations."""

from __future__ import annotations

MIGRATION_SET = "curator"
MIGRATIONS = (
    "first_tables",
    "span_notes_and_time",
    "quotes",
    "adjudication",
    "queue_indexes",
    "pending",
    "labels_of_finishes",
    "acts_noted",
    "suggestions_by_place",
    "suggestions_by_span",
)
"""The names of the migrations, oldest first; the test suite holds it against ``migrations.py``."""

LOGS = ("accesses", "assignments", "decisions", "exports")
"""The tables to which rows are only ever added."""
TRIGGERS = tuple(f"{log}_refuse_{what}" for log in LOGS for what in ("delete", "replace", "update"))
"""What makes the logs append-only."""

PAGE_BYTES = 8192
"""Three articles of 2.5 KB fill a page; SQLite's own 4096 would hold one and waste a third of the file."""
