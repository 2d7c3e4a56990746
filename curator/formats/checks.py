"""Checks on what other programs wrote about spans, with messages that say how to mend it."""

from __future__ import annotations

from typing import Any

from curator.model import Attributes, Span

_MOST_NAMED = 20
_QUOTE_LENGTH = 40


class Bad(Exception):
    """A value that cannot be taken: ``what`` is wrong, and the ``fix``."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what, fix)
        self.what = what
        self.fix = fix


def kind_of(value: Any) -> str:
    """What a JSON value is, in the words of JSON."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "an array"
    return "an object"


def checked_span(
    text: str, start: Any, end: Any, label: Any, quote: Any, attributes: Any, labels: frozenset[str] | None
) -> Span:
    """The span, if its values hold on this text.

    Args:
        text: The exact text.
        start: First code point of the span.
        end: Behind its last code point.
        label: One of ``labels``, or any that is not empty where ``labels`` is None.
        quote: What must stand there, or None.
        attributes: An object of plain values, or None.
        labels: The known labels.

    Raises:
        Bad: A value has the wrong type, lies out of range or contradicts the text.
    """
    if not (
        # The common case in one expression: it is run for every span of a corpus.
        type(start) is type(end) is int
        and 0 <= start < end <= len(text)
        and type(label) is str
        and (label in labels if labels is not None else label and not label.isspace())
        and (quote is None or text[start:end] == quote)
    ):
        _check_offsets(text, start, end, quote)
        _check_label(label, labels)
        if quote is not None:
            _check_quote(text, start, end, quote)
    if attributes is None:
        return Span(start, end, label)
    return Span(start, end, label, _checked_attributes(attributes))


def _check_offsets(text: str, start: Any, end: Any, quote: Any) -> None:
    for name, value in (("start", start), ("end", end)):
        if type(value) is not int:  # a boolean is no offset, though Python takes it for an int
            what = f"{name} is missing" if value is None else f"{name} is {kind_of(value)}, not an integer"
            raise Bad(what, "give start and end as whole numbers of code points")
    if 0 <= start < end <= len(text):
        return
    if start > end:
        raise Bad(f"start {start} lies behind end {end}", "give the smaller offset first")
    if start == end:
        raise Bad(f"the span is empty: start and end are both {start}", "remove it; end is behind the last code point")
    if start < 0:
        raise Bad(f"start {start} lies before the text", "count from 0")
    fix = _shift(text, start, end, quote) if isinstance(quote, str) else None
    what = f"end {end} lies behind the text, which has {len(text)} code points"
    raise Bad(what, fix or "count in code points of the exact text, not in bytes or UTF-16 units")


def _check_label(label: Any, labels: frozenset[str] | None) -> None:
    if not isinstance(label, str):
        raise Bad("label is missing" if label is None else f"label is {kind_of(label)}, not a string", "name a label")
    if not label.strip():
        raise Bad("label is empty", "name a label")
    if labels is not None and label not in labels:
        known = ", ".join(sorted(labels)[:_MOST_NAMED]) + (", ..." if len(labels) > _MOST_NAMED else "")
        raise Bad(f"label {label!r} is not known", f"add it to labels.yaml, or use one of: {known}")


def _check_quote(text: str, start: int, end: int, quote: Any) -> None:
    if not isinstance(quote, str):
        raise Bad(f"the span's text is {kind_of(quote)}, not a string", "give the stretch of text, or leave it out")
    found = text[start:end]
    if found != quote:
        what = f"{start}:{end} is {_shown(found)} in the text, not {_shown(quote)}"
        raise Bad(what, _shift(text, start, end, quote) or "correct the offsets or the span's text")


def _shift(text: str, start: int, end: int, quote: str) -> str | None:
    """How the offsets must be meant so that they cut out the quote, as a fix; None if nothing fits."""
    wanted = quote.encode(errors="surrogatepass")
    if text.encode()[start:end] == wanted:
        return "the offsets count bytes of UTF-8: convert them to code points"
    if text.encode("utf-16-le")[2 * start : 2 * end] == quote.encode("utf-16-le", errors="surrogatepass"):
        return "the offsets count UTF-16 units: convert them to code points"
    if text.replace("\r\n", "\n")[start:end] == quote.replace("\r\n", "\n"):
        return "the offsets count each CRLF as one character: count both"
    if text[start : end + 1] == quote:
        return "the end seems to be inclusive: add 1"
    if start and text[start - 1 : end - 1] == quote:
        return "the offsets seem to count from 1: subtract 1"
    at = text.find(quote) if quote else -1
    if at >= 0 and text.find(quote, at + 1) < 0:
        return f"it stands at {at}:{at + len(quote)}"
    return None


def _shown(quote: str) -> str:
    return repr(quote if len(quote) <= _QUOTE_LENGTH else quote[: _QUOTE_LENGTH - 3] + "...")


def _checked_attributes(attributes: Any) -> Attributes:
    if not isinstance(attributes, dict):
        raise Bad(f"attributes are {kind_of(attributes)}, not an object", 'write them as {"name": value}')
    for name, value in attributes.items():
        if not isinstance(value, str | int | float | bool):
            raise Bad(f"attribute {name!r} is {kind_of(value)}", "give a string, a number, true or false")
    return attributes
