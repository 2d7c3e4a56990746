"""Acts: what is undone and done again as one, and which act an undo or a redo would take back.

An act is undone when an undo of it stands, that is, when that undo is not itself undone. Only undos that are later
than the act count, as in ``fold.standing``.

The table of acts may lag behind the log, by some hundreds of decisions, so that a commit need not pay for it. Those are
in order and none is an undo, so each of them stands: whoever asks for acts looks at them, too (`NOT_NOTED`).
"""

from __future__ import annotations

from collections.abc import Sequence

from curator.model import Decision
from curator.store.connection import Row
from curator.store.part import Part
from curator.store.records import Act

# A decision that is the first of its act bears the act's id; the partial index holds the others.
OF_ACT = "(d.id = :act OR (d.act = :act AND d.act <> d.id))"
NOT_NOTED = "seq > (SELECT seq FROM acts_noted)"
"""Which decisions are not in the table of acts yet."""
MOST_NOT_NOTED = 500
"""So many may not be: they are read whole."""
_NOTE = "INSERT INTO acts (layer, author, id, undoes, undone)"
_ONCE = "ON CONFLICT (layer, author, id) DO NOTHING"
STANDING_UNDO = "EXISTS (SELECT 1 FROM acts u WHERE u.undoes = acts.id AND NOT u.undone AND u.id > acts.id)"


class Acts(Part):
    """What was done together."""

    def undo_target(self, layer: str, author: str) -> Act | None:
        """The act that an undo by this author in this layer would take back: the last one that stands."""
        row = self._last_not_noted(layer, author) or self._db.row(
            "SELECT id FROM acts WHERE layer = ? AND author = ? AND undoes IS NULL AND NOT undone "
            "ORDER BY id DESC LIMIT 1",
            (layer, author),
        )
        return self._act(row[0], row[0]) if row else None

    def redo_target(self, layer: str, author: str) -> Act | None:
        """The undo that a redo would take back; its ``kinds`` and ``documents`` are those of the act done again.

        There is none once the author has done something new since.
        """
        if self._last_not_noted(layer, author):
            return None
        row = self._db.row(
            "SELECT id, undoes FROM acts u WHERE layer = :layer AND author = :author AND undoes IS NOT NULL "
            "AND NOT undone AND id > coalesce((SELECT id FROM acts WHERE layer = :layer AND author = :author "
            "AND undoes IS NULL ORDER BY id DESC LIMIT 1), '') "
            "AND EXISTS (SELECT 1 FROM decisions d "
            "WHERE d.id = u.undoes AND d.kind <> 'undo') ORDER BY id DESC LIMIT 1",
            {"layer": layer, "author": author},
        )
        return self._act(*row) if row else None

    def _act(self, identifier: str, told_by: str) -> Act:
        """The act with this id, with the documents and kinds of the act ``told_by``."""
        found = self._db.rows(f"SELECT document, kind FROM decisions d WHERE {OF_ACT} ORDER BY d.id", {"act": told_by})
        documents = tuple(dict.fromkeys(number for number, _ in found))
        return Act(identifier, documents, tuple(kind for _, kind in found))

    def _last_not_noted(self, layer: str, author: str) -> Row | None:
        """The last act of an author in a layer, if it is not in the table of acts yet."""
        return self._db.row(
            f"SELECT act FROM decisions WHERE {NOT_NOTED} AND layer = ? AND author = ? ORDER BY id DESC LIMIT 1",
            (layer, author),
        )

    def _note_acts(self, decisions: Sequence[Decision], lag: int, *, in_order: bool) -> None:
        """Keep the acts of decisions, within the transaction that writes these: where they can wait, only now and then.

        Args:
            decisions: What is new, in order of the ids; it is in the log already.
            lag: How many decisions before them are not among the acts.
            in_order: Whether they sort behind all decisions that were there before.
        """
        if in_order and lag + len(decisions) <= MOST_NOT_NOTED and all(d.undoes is None for d in decisions):
            return
        if lag:
            self._db.run(
                f"{_NOTE} SELECT layer, author, act, NULL, 0 FROM "
                f"(SELECT * FROM decisions WHERE {NOT_NOTED} ORDER BY seq LIMIT ?) WHERE true {_ONCE}",
                (lag,),
            )
        acts = {(d.layer, d.author, d.act): d.undoes for d in reversed(decisions)}
        self._db.run_many(f"{_NOTE} VALUES (?, ?, ?, ?, 0) {_ONCE}", [(*act, undoes) for act, undoes in acts.items()])
        self._db.run("UPDATE acts_noted SET seq = (SELECT max(seq) FROM decisions)")
        if not in_order:
            for act in dict.fromkeys(d.act for d in decisions):
                self._settle(act)
        for undone in dict.fromkeys(d.undoes for d in decisions if d.undoes is not None):
            self._settle(undone)

    def _settle(self, act: str | None) -> None:
        """Work out whether an act is undone and, if that turns it round and it is an undo, the act behind it."""
        while act is not None:
            found = self._db.rows(
                f"SELECT layer, author, undoes, undone, {STANDING_UNDO} FROM acts "
                f"WHERE id = :act AND (layer, author) IN (SELECT layer, author FROM decisions d WHERE {OF_ACT})",
                {"act": act},
            )
            turned = [row for row in found if row[3] != row[4]]
            for layer, author, _, _, undone in turned:
                self._db.run(
                    "UPDATE acts SET undone = ? WHERE layer = ? AND author = ? AND id = ?",
                    (undone, layer, author, act),
                )
            act = next((row[2] for row in turned if row[2] is not None), None)
