"""Checks on what other programs wrote about spans: offsets in any unit, the quote, the label, the attributes."""

from __future__ import annotations

from typing import Any

from curator.formats.api import Unit
from curator.formats.checks import Bad, kind_of
from curator.formats.units import Offsets
from curator.model import Attributes, Span

_MOST_NAMED = 20
_QUOTE_LENGTH = 40


class Marks:
    """Checks the spans of one text.

    Args:
        text: The exact text.
        labels: The labels that are known; None accepts all.
        unit: What the offsets count.
    """

    def __init__(self, text: str, labels: frozenset[str] | None, unit: Unit = "code-points") -> None:
        self._text = text
        self._labels = labels
        self._offsets = Offsets(text, unit)
        self._unit = unit

    def span(self, start: Any, end: Any, label: Any, quote: Any = None, attributes: Any = None) -> Span:
        """The span, if its values hold on this text; see `checked_span`.

        Raises:
            Bad: A value has the wrong type, lies out of range or contradicts the text.
        """
        if type(start) is float or type(end) is float:
            start, end = _whole(start), _whole(end)
        if self._offsets.same or type(start) is not int or type(end) is not int:
            return checked_span(self._text, start, end, label, quote, attributes, self._labels)
        left, right = self._offsets.point(start), self._offsets.point(end)
        if left is None or right is None or (quote is not None and self._text[left:right] != quote):
            self._explain(start, end, quote)
        return checked_span(self._text, left, right, label, quote, attributes, self._labels)

    def exact(self, start: Any, end: Any, label: Any, quote: Any) -> Span | None:
        """The span where it holds as it stands, in code points and with its quote; else None, and `span` says more."""
        if self._offsets.same and quote is not None and holds(self._text, start, end, label, quote, self._labels):
            return Span(start, end, label)
        return None

    def slice(self, start: Any, end: Any) -> str | None:
        """What stands between two offsets; None where they are none in this text."""
        if type(start) is not int or type(end) is not int:
            return None
        left, right = self._offsets.point(start), self._offsets.point(end)
        return None if left is None or right is None or not 0 <= left < right else self._text[left:right]

    def _explain(self, start: int, end: int, quote: Any) -> None:
        """Raise Bad for offsets that do not hold in the unit, and say so where they hold in code points."""
        size = self._offsets.of(len(self._text))
        if isinstance(quote, str) and self._text[start:end] == quote:
            what = f"{start}:{end} is no {_shown(quote)} in {UNITS[self._unit]}"
            raise Bad(what, _mend("code-points"))
        for name, value in (("start", start), ("end", end)):
            if not 0 <= value <= size:
                raise Bad(f"{name} {value} lies outside the text of {size} {UNITS[self._unit]}", "correct the offsets")
            if self._offsets.point(value) is None:
                raise Bad(f"{name} {value} lies within a character, in {UNITS[self._unit]}", "correct the offsets")


def _whole(offset: Any) -> Any:
    """An offset such as 5.0, which pandas makes of 5, as an integer."""
    return int(offset) if type(offset) is float and offset.is_integer() and abs(offset) < 1 << 53 else offset


UNITS: dict[Unit, str] = {
    "code-points": "code points",
    "utf-16": "UTF-16 units",
    "utf-8": "bytes of UTF-8",
    "crlf": "code points with each CRLF as one",
}


def _mend(unit: Unit) -> str:
    return f"the offsets count {UNITS[unit]}: say so with --offsets {unit}"


def holds(text: str, start: Any, end: Any, label: Any, quote: Any, labels: frozenset[str] | None) -> bool:
    """Whether a span holds on this text, for what `checked_span` takes; that one says why it does not."""
    # In one expression: it is run for every span of a corpus.
    return (
        type(start) is type(end) is int
        and 0 <= start < end <= len(text)
        and type(label) is str
        and (label in labels if labels is not None else label != "" and not label.isspace())
        and (quote is None or text[start:end] == quote)
    )


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
    if not holds(text, start, end, label, quote, labels):
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
        return _mend("utf-8")
    if text.encode("utf-16-le")[2 * start : 2 * end] == quote.encode("utf-16-le", errors="surrogatepass"):
        return _mend("utf-16")
    if text.replace("\r\n", "\n")[start:end] == quote.replace("\r\n", "\n"):
        return _mend("crlf")
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
