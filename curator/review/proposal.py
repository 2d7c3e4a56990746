"""What a session answers when something is decided: decisions without their who and when."""

from __future__ import annotations

from typing import Literal

import msgspec

from curator.errors import CuratorError
from curator.model import Kind, Ruling, Span


class Refused(CuratorError):
    """An act that makes no sense here. The message is for the status line; nothing has changed."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A decision without its who and when. ``span_id`` is None for a span that is only now made."""

    kind: Kind
    span_id: str | None = None
    span: Span | None = None
    suggestion: str | None = None
    text: str | None = None
    ruling: Ruling | None = None


class Proposal(msgspec.Struct, frozen=True):
    """What is to be decided in one act, and what comes into focus then.

    ``then``: ``next`` pending, ``stay`` where the focus is, ``made``: the span that the act makes or changes.
    """

    drafts: tuple[Draft, ...]
    then: Literal["next", "stay", "made"] = "stay"
    said: str = ""
