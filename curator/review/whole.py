"""What can be decided on a document as a whole, whoever reads it: it is done, skipped, or flagged."""

from __future__ import annotations

from collections.abc import Sequence

from curator.review.proposal import Draft, Proposal, Refused
from curator.review.reading import Reading


class Whole(Reading):
    """The acts on a document that are about no span: each proposes decisions."""

    def skip(self, reason: str) -> Proposal:
        """Leave the document out, for a reason."""
        if not reason.strip():
            raise Refused("a skip needs a reason")
        return Proposal((Draft(kind="skip", text=reason.strip()),))

    def flag(self) -> Proposal:
        """Flag the document, or take the flag off."""
        return Proposal((Draft(kind="flag", text="" if self.review.flagged else "1"),))

    def _finished(self, drafts: Sequence[Draft]) -> Proposal:
        """Have the document done with these decisions; nothing where it is done and there are none."""
        if self.review.status == "done" and not drafts:
            return Proposal(())
        return Proposal((*drafts, Draft(kind="finish")))
