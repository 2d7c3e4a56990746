"""The acts of this session on the open document: to take them back, or do them again, nothing has to be read."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from curator.fold import DocumentState


class Entry(msgspec.Struct, frozen=True):
    """An act on one document.

    Attributes:
        act: Its id.
        kinds: Those of its decisions, in order.
        spans: The spans that it speaks of.
        before: The cells of these spans, and the review, as they were before the act.
        after: The same as they were after it.
        undo: The id of the undo that takes it back, if one does.
    """

    act: str
    kinds: tuple[str, ...]
    spans: Collection[str]
    before: DocumentState
    after: DocumentState
    undo: str | None = None


class Journal:
    """Acts in the order in which they can be taken back, and those that were."""

    def __init__(self) -> None:
        self._done: list[Entry] = []
        self._undone: list[Entry] = []

    @property
    def last_done(self) -> Entry | None:
        """What an undo takes back; None where only the store knows."""
        return self._done[-1] if self._done else None

    @property
    def last_undone(self) -> Entry | None:
        """What is done again; None where only the store knows."""
        return self._undone[-1] if self._undone else None

    def forget(self) -> None:
        """Another document is open now, or what was noted may not have been saved."""
        self._done.clear()
        self._undone.clear()

    def note(self, entry: Entry) -> None:
        """Something new was done: what was taken back before cannot be done again any more."""
        self._done.append(entry)
        self._undone.clear()

    def undid(self, undo: str) -> None:
        """The last act was taken back by this undo."""
        self._undone.append(msgspec.structs.replace(self._done.pop(), undo=undo))

    def redid(self) -> None:
        """The last undo was taken back."""
        self._done.append(msgspec.structs.replace(self._undone.pop(), undo=None))
