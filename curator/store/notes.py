"""The notes of a layer, on documents and on spans."""

from __future__ import annotations

from curator.store import rows
from curator.store.part import Part
from curator.store.records import Note

# A note on a document has no span; a span that was moved since is where it is now.
_ON_DOCUMENTS = (
    "SELECT r.document, r.note, NULL, NULL, NULL, NULL, NULL, NULL FROM reviews r "
    "WHERE r.layer = :layer AND r.note <> ''"
)
_ON_SPANS = (
    "SELECT n.document, n.text, n.id, s.kind, coalesce(s.span_start, n.span_start), coalesce(s.span_end, n.span_end), "
    "coalesce(s.label, n.label), coalesce(s.attributes, n.attributes) FROM span_notes n LEFT JOIN spans s "
    "ON s.layer = n.layer AND s.document = n.document AND s.id = n.id WHERE n.layer = :layer AND n.text <> ''"
)


class Notes(Part):
    """Finding notes."""

    def notes(self, layer: str, containing: str = "", *, limit: int | None = None) -> list[Note]:
        """The notes that hold these words, whatever the case, by document and place; that on the document goes first.

        Every note of the layer is read, which somebody wrote by hand; of the documents only those with one that is
        found.
        """
        wanted = " ".join(containing.split()).casefold()
        with self._db.reading():
            found = self._db.rows(
                f"{_ON_DOCUMENTS} UNION ALL {_ON_SPANS} ORDER BY 1, 5 NULLS FIRST, 6, 3", {"layer": layer}
            )
            matching = [row for row in found if wanted in " ".join(row[1].split()).casefold()][:limit]
            documents: dict[int, tuple[str, str, str]] = {}
            notes = []
            for number, text, span_id, kind, *place in matching:
                if number not in documents:
                    row = self._db.row("SELECT key, title, text FROM documents WHERE id = ?", (number,))
                    documents = {number: row or ("", "", "")}  # one at a time: they may be long
                key, title, article = documents[number]
                span = None if span_id is None else rows.span(*place)
                quote = article[span.start : span.end] if span else ""
                notes.append(Note(number, key, title, text, span_id, span, kind, quote))
        return notes
