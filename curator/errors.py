"""The one kind of failure that reaches a user: a line that says what, where, and how to mend it."""

from __future__ import annotations


class CuratorError(Exception):
    """A mistake in the input or in the surroundings, which the user can mend.

    Args:
        what: What is wrong, as a short clause.
        where: The place, such as ``labels.yaml:12``, ``a.jsonl:3`` or ``a.txt: byte 17``.
        fix: How to mend it, as a short clause.
    """

    def __init__(self, what: str, *, where: str | None = None, fix: str | None = None) -> None:
        super().__init__(what, where, fix)
        self.what = what
        self.where = where
        self.fix = fix

    def __str__(self) -> str:
        """The error as one line."""
        line = f"{self.where}: {self.what}" if self.where else self.what
        line = f"{line}; {self.fix}" if self.fix else line
        return " ".join(line.split())
