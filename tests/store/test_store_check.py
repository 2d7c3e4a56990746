"""What the examination finds in a database that somebody meddled with."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from store_builders import Log, fill, suggestion

from curator.errors import CuratorError
from curator.model import Span
from curator.store import open_store
from curator.store.api import Store


@pytest.fixture
def worked_on(store: Store) -> Store:
    log = Log()
    finish = log.decide("finish", "b")
    store.commit([log.span("accept", 0, 3), log.span("reject", 4, 8)])
    store.commit([finish])
    store.commit([log.undo(finish.id, "b")])
    store.commit([log.decide("note", "d", span_id="4:8:PERSON", span=Span(4, 8, "PERSON"), text="odd")])
    store.save_suggestions([(3, [suggestion(0, 3)])], source="rules", fingerprint="1")
    return store


def meddle(path: Path, *statements: str) -> None:
    database = sqlite3.connect(path)
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()


def test_healthy_database_has_nothing_wrong(worked_on: Store) -> None:
    assert list(worked_on.check()) == []


SHA = "its text does not have the SHA-256 that it was imported with"
DROP = "DROP TRIGGER decisions_refuse_update"


@pytest.mark.parametrize(
    ("statement", "lines"),
    [
        ("UPDATE documents SET text = replace(text, 'text', 'Text') WHERE key = 'b'", [f"document 'b': {SHA}"]),
        ("UPDATE documents SET length = 3 WHERE key = 'b'", ["document 'b': its text has 48 code points, not 3"]),
        (
            "UPDATE documents SET meta = '{' WHERE key = 'b'",
            ["document number 2: some of its metadata or attributes is no JSON (Input data was truncated)"],
        ),
        (
            "UPDATE suggestions SET span_end = 500",
            ["document 'c': suggestion 0:500:PERSON of rules: is empty or outside the text"],
        ),
        (
            "UPDATE spans SET span_end = 2 WHERE id = '0:3:PERSON'",
            ["document 'a', layer 'anna': span 0:3:PERSON is not what the decisions amount to"],
        ),
        (
            "DELETE FROM spans WHERE id = '4:8:PERSON'",
            ["document 'a', layer 'anna': span 4:8:PERSON is not what the decisions amount to"],
        ),
        (
            "INSERT INTO spans SELECT 'ghost', 5, id, kind, span_start, span_end, label, attributes, suggestion, "
            "decision FROM spans WHERE id = '4:8:PERSON'",
            ["document 'e', layer 'ghost': span 4:8:PERSON is not what the decisions amount to"],
        ),
        (
            "UPDATE span_notes SET text = 'z'",
            ["document 'd', layer 'anna': the note on span 4:8:PERSON is not what the decisions amount to"],
        ),
        (
            "INSERT INTO span_notes VALUES ('ghost', 5, 's', 0, 1, 'PERSON', '{}', '', '')",
            ["document 'e', layer 'ghost': the note on span s is not what the decisions amount to"],
        ),
        (
            "UPDATE reviews SET status = 'done' WHERE document = 1",
            ["document 'a', layer 'anna': the review is not what the decisions amount to"],
        ),
        (
            "INSERT INTO reviews VALUES ('anna', 2, 'done', NULL, 0, '', 0)",
            ["document 'b', layer 'anna': the review is not what the decisions amount to"],
        ),
        (
            "UPDATE acts SET undone = 0 WHERE undone",
            [
                "layer 'anna', author 'anna': act 01900000-0000-7000-8000-000000000001 "
                "is wrongly taken for undone, or for standing"
            ],
        ),
        (
            "DELETE FROM acts WHERE undoes IS NOT NULL",
            [
                "layer 'anna', author 'anna': act 01900000-0000-7000-8000-000000000004 "
                "is in the log, but not among the acts",
                "layer 'anna', author 'anna': act 01900000-0000-7000-8000-000000000001 "
                "is wrongly taken for undone, or for standing",
            ],
        ),
        (
            "INSERT INTO acts VALUES ('anna', 'zoe', 'x', NULL, 0)",
            ["layer 'anna', author 'zoe': act x is not what the log says"],
        ),
        (
            DROP,
            ["table decisions: the trigger decisions_refuse_update is missing, so that decisions could be changed"],
        ),
    ],
)
def test_damage_is_named(worked_on: Store, path: Path, statement: str, lines: list[str]) -> None:
    meddle(path, statement)
    assert list(worked_on.check()) == lines


def test_changed_decision_is_named(worked_on: Store, path: Path) -> None:
    meddle(path, DROP, "UPDATE decisions SET span_end = 400 WHERE kind = 'accept'")
    lines = list(worked_on.check())
    assert any("document 'a', layer 'anna': decision" in line and "outside the text" in line for line in lines)
    assert "document 'a', layer 'anna': span 0:3:PERSON is not what the decisions amount to" in lines


def test_missing_document_is_named(worked_on: Store, path: Path) -> None:
    meddle(path, "DELETE FROM documents WHERE key = 'a'")
    lines = list(worked_on.check())
    assert "table decisions: a row refers to a row of documents that is not there" in lines
    assert "document number 1: is missing" in lines


def test_many_documents_are_examined_window_by_window(worked_on: Store, path: Path) -> None:
    fill(worked_on, [f"more {n}" for n in range(500)])
    meddle(path, "UPDATE documents SET length = 1 WHERE key IN ('more 0', 'more 300', 'more 499')")
    assert [line.split(":")[0] for line in worked_on.check()] == [
        "document 'more 0'", "document 'more 300'", "document 'more 499'",
    ]  # fmt: skip


def test_damaged_file_is_a_line(worked_on: Store, path: Path) -> None:
    worked_on.close()
    data = bytearray(path.read_bytes())
    for page in range(8192, len(data), 8192):
        data[page : page + 40] = b"\xff" * 40
    path.write_bytes(bytes(data))
    try:
        store = open_store(path)
    except CuratorError as error:
        lines = [str(error)]
    else:
        lines = list(store.check())
        store.close()
    assert lines
    assert all("\n" not in line for line in lines)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions SET text = 'x'",
        "DELETE FROM decisions",
        "INSERT OR REPLACE INTO decisions SELECT * FROM decisions WHERE kind = 'accept'",
    ],
)
def test_database_refuses_to_change_the_log(worked_on: Store, path: Path, statement: str) -> None:
    before = list(worked_on.decisions())
    with pytest.raises(sqlite3.IntegrityError, match=r"decisions are never (changed|deleted|replaced)"):
        meddle(path, statement)
    assert list(worked_on.decisions()) == before
