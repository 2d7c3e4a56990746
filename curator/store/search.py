"""Finding documents by their text.

A query is found as it stands, anywhere in a text, whatever its case: a character matches another that is its upper
or lower case one to one ("ß" does not match "SS"), and a letter beyond ASCII never stands for one of ASCII.

A scan finds it in 100,000 articles of 2.5 KB in a few tenths of a second. Where there is more text than that, an
index of all sequences of three characters (FTS5, trigrams) is built at the first search, in steps between which
others can write, and brought up to date at each later one. What it proposes is looked up in the text, so that both
ways find the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.errors import CuratorError
from curator.store.connection import Row
from curator.store.part import Part, can_be_stored
from curator.store.records import Hit

SCAN_CHARACTERS = 260_000_000
"""The length of all texts together (code points) up to which a scan is fast enough."""

_FILE_FOR_TEXT = 1.3
"""Bytes of the file for each character of articles in ASCII, with nothing but them in the database."""
_AROUND = 40
_TRIGRAM = 3
_STEP = 1_000
_CANDIDATES = 200
_HIT = "id, key, title, text"
# From the most frequent on. A scan for a rare character stops less often, which makes it up to three times as fast.
_FREQUENT = " etaoinsrhldcumfpgwybvkxjqz"


class Search(Part):
    """The search over the texts."""

    def search(self, query: str, *, limit: int = 50) -> list[Hit]:
        """The first documents whose text holds the query, whatever its case."""
        if not query or limit < 1 or not can_be_stored(query):
            return []
        wanted = re.compile(re.escape(query), re.IGNORECASE)
        pieces = trigrams(query)
        indexed = 0
        if pieces and (self._has_index() or self._is_large()):
            self._bring_index_up_to_date()
            indexed = self._indexed()
        hits = self._look_up(pieces, wanted, limit) if indexed else []
        if len(hits) < limit:
            hits += self._scan(query, wanted, indexed, limit - len(hits))
        return hits

    # scanning

    def _scan(self, query: str, wanted: re.Pattern[str], after: int, limit: int) -> list[Hit]:
        """The first documents behind ``after`` that match, by reading them all."""
        if query.isascii():
            return self._scan_ascii(query, wanted, after, limit)
        numbers = self._scan_bytes(query, wanted, after, limit)
        found = (self._db.row(f"SELECT {_HIT} FROM documents WHERE id = ?", (number,)) for number in numbers)
        return [hit for row in found if row and (hit := _hit(row, wanted))]

    def _scan_ascii(self, query: str, wanted: re.Pattern[str], after: int, limit: int) -> list[Hit]:
        """SQLite's LIKE knows the case of ASCII letters; it searches from the rarest character of the query on."""
        patterns = like_patterns(query)
        matches = "AND text LIKE ? ESCAPE '!' " * len(patterns)
        found = self._db.rows(
            f"SELECT {_HIT} FROM documents WHERE id > ? {matches}ORDER BY id LIMIT ?",
            (after, *patterns, limit),
        )
        return [hit for row in found if (hit := _hit(row, wanted))]

    def _scan_bytes(self, query: str, wanted: re.Pattern[str], after: int, limit: int) -> list[int]:
        """The numbers of the first documents that match a query which holds letters beyond ASCII.

        LIKE does not know their case, and to fold the case of all texts would take seconds. So the bytes in which
        the cases of the query's characters differ are made the same, in the needle and in the texts; the few texts
        that then hold the needle are compared in full.
        """
        alike, needle = _needle(query)
        numbers: list[int] = []

        def take(row: Row) -> bool:
            number, text = row
            if not text.isascii() and needle in text.translate(alike) and wanted.search(text.decode()):
                numbers.append(number)
            return len(numbers) < limit

        self._db.scan("SELECT id, CAST(text AS BLOB) FROM documents WHERE id > ? ORDER BY id", (after,), take)
        return numbers

    # the index

    def _look_up(self, trigrams: list[str], wanted: re.Pattern[str], limit: int) -> list[Hit]:
        """The first documents that match, of those that hold all the trigrams."""
        expression = " AND ".join('"' + trigram.replace('"', '""') + '"' for trigram in trigrams)
        hits: list[Hit] = []
        last = 0
        while len(hits) < limit:
            found = self._db.rows(
                f"SELECT {_HIT} FROM documents WHERE id IN (SELECT rowid FROM document_trigrams "
                "WHERE document_trigrams MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?) ORDER BY id",
                (expression, last, _CANDIDATES),
            )
            hits.extend(hit for row in found if (hit := _hit(row, wanted)))
            if len(found) < _CANDIDATES:
                break
            last = found[-1][0]
        return hits[:limit]

    def _is_large(self) -> bool:
        """Whether there is too much text for a scan; lengths take a while to add up, so the file's size goes first."""
        row = self._db.row("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        if row is None or row[0] < SCAN_CHARACTERS * _FILE_FOR_TEXT:
            return False
        row = self._db.row("SELECT total(length) FROM documents")
        return row is not None and row[0] > SCAN_CHARACTERS

    def _has_index(self) -> bool:
        return self._db.row("SELECT 1 FROM sqlite_master WHERE name = 'document_trigrams'") is not None

    def _indexed(self) -> int:
        """The number up to which documents are in the index: that is what FTS5's own table of sizes ends with."""
        if not self._has_index():
            return 0
        row = self._db.row("SELECT max(id) FROM document_trigrams_docsize")
        return (row and row[0]) or 0

    def _bring_index_up_to_date(self) -> None:
        """Index the documents that it lacks. Where that cannot be done now, the scan finds them."""
        try:
            with self._db.room():
                while self._indexed() < self.count():
                    with self._db.writing(durable=False):
                        self._index_step()
        except CuratorError:
            return

    def _index_step(self) -> None:
        if not self._has_index():
            # The texts stay where they are; of each trigram, only the documents that hold it are kept.
            self._db.run(
                "CREATE VIRTUAL TABLE document_trigrams USING fts5(text, content='documents', content_rowid='id', "
                "tokenize='trigram', detail='none')"
            )
        start = self._indexed()
        self._db.run(
            "INSERT INTO document_trigrams (rowid, text) SELECT id, text FROM documents WHERE id > ? AND id <= ?",
            (start, start + _STEP),
        )


def _hit(row: Row, wanted: re.Pattern[str]) -> Hit | None:
    """The document as a hit, with what stands around the first match; None where it does not match."""
    number, key, title, text = row
    match = wanted.search(text)
    if match is None:
        return None
    start, end = match.span()
    return Hit(number, key, title, start, text[max(0, start - _AROUND) : end + _AROUND])


def _rarity(character: str) -> int:
    """How rare a character is in running text: greater is rarer."""
    place = _FREQUENT.find(character.lower())
    return len(_FREQUENT) if place < 0 else place


def like_patterns(query: str) -> list[str]:
    """The patterns that a text which holds the query (in ASCII) matches, the one that is decided fastest first."""
    rarest = max(range(len(query)), key=lambda i: _rarity(query[i]))
    return [_like(query[rarest:]), _like(query)] if rarest else [_like(query)]


def _like(piece: str) -> str:
    """The pattern that finds the piece as it stands."""
    return "%" + re.sub(r"[%_!]", r"!\g<0>", piece) + "%"


def _cases(character: str) -> set[str]:
    """The character in its cases, or nothing where they are not two characters of the same size at most.

    Such as "ß", and the Greek sigma, which has two lower cases.
    """
    cases = {character, character.lower(), character.upper()}
    if len(cases) > 2 or "σ" in cases or any(len(case) != 1 for case in cases):
        return set()
    return cases if len({len(case.encode()) for case in cases}) == 1 else set()


def _stretches(query: str) -> Iterator[str]:
    """The stretches of the query whose characters all have plain cases."""
    stretch = ""
    for character in query:
        if _cases(character):
            stretch += character
        else:
            yield stretch
            stretch = ""
    yield stretch


def trigrams(query: str) -> list[str]:
    """The sequences of three characters by which the index finds the query; none where it cannot."""
    if "\0" in query:
        return []
    return [stretch[i : i + _TRIGRAM] for stretch in _stretches(query) for i in range(len(stretch) - _TRIGRAM + 1)]


def _needle(query: str) -> tuple[bytes, bytes]:
    """A table for ``bytes.translate`` that makes the cases of the query's letters alike, and what to look for then."""
    stretch = max(_stretches(query), key=len)
    alike = list(range(256))
    for character in stretch:
        for places in zip(*(case.encode() for case in _cases(character)), strict=True):
            old, new = {alike[place] for place in places}, min(alike[place] for place in places)
            alike = [new if byte in old else byte for byte in alike]
    table = bytes(alike)
    return table, stretch.encode().translate(table)
