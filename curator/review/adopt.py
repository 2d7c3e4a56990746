"""What somebody did in another tool, as decisions of their layer here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from curator.errors import CuratorError
from curator.fold import DocumentState
from curator.ids import Ids
from curator.model import Annotated, Decision, Kind, Span

_Act = tuple[Kind, Span | None, str | None]
"""What is done, with which span, and the note or reason."""


class Adopter:
    """Makes the decisions that amount to a layer's state of a document.

    Args:
        layer: The layer; its author bears its name.
        after: The last decision in the log, behind which the new ones sort.
        clock: Seconds since 1970.
    """

    def __init__(self, layer: str, after: str | None, clock: Callable[[], float]) -> None:
        self._layer = layer
        self._ids = Ids(after, clock)
        self._clock = clock

    def decisions(self, work: Annotated, key: str, state: DocumentState, note: str = "") -> Sequence[Decision]:
        """The decisions that turn an untouched document into what was done with it; none if it is that already.

        Args:
            work: The spans and how far the document is.
            key: The key that the document has here.
            state: What the layer has on it.
            note: A note on the document.

        Raises:
            CuratorError: The layer holds other work on the document.
        """
        if state.spans or state.review.status != "todo":
            same = {span.key for span in state.layer_spans()} == {span.key for span in work.spans}
            if same and state.review.status == work.status:
                return ()
            what = f"layer {self._layer} has work of its own on document {key!r}"
            raise CuratorError(what, fix="import it under another name, or take only one annotator's: --only NAME")
        acts: list[_Act] = []
        for span in work.spans:
            acts.append(("add", span, None))
            if span.key in work.notes:
                acts.append(("note", span, work.notes[span.key]))
        if note:
            acts.append(("note", None, note))
        if work.status == "done":
            acts.append(("finish", None, None))
        elif work.status == "skipped":
            acts.append(("skip", None, work.reason or "skipped"))
        return self._stamped(acts, key)

    def _stamped(self, acts: Sequence[_Act], key: str) -> list[Decision]:
        """Each a decision, all of one act; a note on a span follows what added it, and is on that."""
        now = datetime.fromtimestamp(self._clock(), UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        ids = [self._ids() for _ in acts]
        before = ids[:1] + ids[:-1]
        spans = [last if kind == "note" else name for name, last, (kind, *_) in zip(ids, before, acts, strict=True)]
        return [
            Decision(
                id=name, act=ids[0], time=now, layer=self._layer, author=self._layer, document=key, kind=kind,
                span_id=of if span else None, span=span, text=text,
            )
            for name, of, (kind, span, text) in zip(ids, spans, acts, strict=True)
        ]  # fmt: skip
