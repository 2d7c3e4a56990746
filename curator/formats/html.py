"""HTML to text, with the way back: which stretch of the text stands where in the source.

Python's own ``html.parser`` says where in the source each piece is, which the faster parsers do not. Blocks become
lines, ``pre`` keeps its white space, other white space is one space, and scripts, styles and the like are left out.

The metadata of the document have ``html_runs``: a list of ``[text, source, length]``, each of which says that so many
code points of the text, from this offset on, are those at that offset in the source. What came from an entity is a run
of its own, whose length is that of the text. `source_offset` finds the way.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html import unescape
from html.parser import HTMLParser
from typing import BinaryIO

from curator.formats.api import Carries, Flaw, Format, Record, Source
from curator.formats.checks import Bad, checked_document
from curator.formats.head import Head

RUNS = "html_runs"
# fmt: off
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "title", "tr", "ul",
})
_LEFT_OUT = frozenset({
    "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "textarea", "select",
})
# fmt: on
_HTML = re.compile(rb"^\s*(?:(?><!--.*?-->)\s*)*+<(?:!doctype html|html|head|body|article|div|p|h1)\b", re.I | re.S)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_OPEN = re.compile(r"<[a-zA-Z/!?](?:[^<>]*+<){5000}")

Runs = Sequence[Sequence[int]]


def detect(head: Head) -> bool:
    """Whether the file begins with a tag of HTML."""
    return head.ending in (".html", ".htm", ".xhtml") or (head.path is None and bool(_HTML.match(head.data)))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    """The text of a page."""
    data = file.read()
    source.on_bytes(len(data))
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        what = f"invalid UTF-8 (0x{data[error.start]:02x}: {error.reason})"
        fix = "convert the file to UTF-8, such as with: iconv -f WINDOWS-1252 -t UTF-8"
        yield Flaw(f"{source.name}: byte {error.start}", what, fix)
        return
    try:
        page = _Page(_with_closed_tags(text))
        document = checked_document(page.text(), source.key, page.title, {RUNS: page.runs})
    except Bad as bad:
        yield Flaw(source.name, bad.what, bad.fix)
        return
    yield Record(document, (), source.name)


def source_offset(runs: Runs, offset: int) -> int | None:
    """Where a code point of the text stands in the source; None for a line end that a block has made."""
    at = bisect_right(runs, offset, key=lambda run: run[0]) - 1
    if at < 0:
        return None
    start, source, length = runs[at]
    return source + offset - start if offset < start + length else None


def _with_closed_tags(page: str) -> str:
    """The page itself. Raises Bad for one over which the parser would go again from each of its open tags."""
    found = _OPEN.search(page)
    if found is not None:
        raise Bad(f"the tag at character {found.start()} has no end", "close it with >, or import the page as text")
    return page


class _Page(HTMLParser):
    """Collects the text of a page.

    Attributes:
        runs: Where the text stands in the source.
        title: What the page is called.
    """

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.runs: list[list[int]] = []
        self.title: str | None = None
        self._source = source
        self._lines = [0, *(match.end() for match in re.finditer("\n", source))]
        self._parts: list[str] = []
        self._length = 0
        self._skipped: list[str] = []
        self._in_title = False
        self._kept = 0  # how deep in elements that keep their white space
        self._break = False
        self._space: int | None = None
        self.feed(source)
        self.close()

    def text(self) -> str:
        """The text."""
        return "".join(self._parts)

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Take a section that the parser does not know for a comment, as browsers do; it would raise AssertionError."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            return self.parse_bogus_comment(i, report)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag begins."""
        if tag == "title":
            self._in_title = True
        if tag in _LEFT_OUT:
            self._skipped.append(tag)
        self._kept += tag == "pre"
        self._end_line(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that is all of its element."""
        self._end_line(tag)

    def handle_endtag(self, tag: str) -> None:
        """A tag ends."""
        if tag == "title":
            self._in_title = False
        if tag in self._skipped:
            del self._skipped[self._skipped.index(tag) :]
        if tag == "pre":
            self._kept = max(0, self._kept - 1)
        self._end_line(tag)

    def _end_line(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._break = True
            self._space = None

    def handle_data(self, data: str) -> None:
        """Plain characters."""
        place = self._place()
        if self._in_title:
            self.title = (self.title or "") + data
        elif not self._skipped:
            self._add(data, place)

    def handle_entityref(self, name: str) -> None:
        """A named character."""
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """A numbered character."""
        self._reference(f"&#{name};")

    def _reference(self, written: str) -> None:
        stands = unescape(written)
        if self._in_title:
            self.title = (self.title or "") + stands
        elif not self._skipped:
            self._put(stands, self._place(), same=False)

    def _add(self, data: str, place: int) -> None:
        """Characters as they stand in the source, with white space made one space."""
        if self._kept:
            self._put(data, place, same=True)
            return
        at = 0
        for match in _SPACE.finditer(data):
            if match.start() > at:
                self._put(data[at : match.start()], place + at, same=True)
            if self._parts and not self._break:
                self._space = place + match.start()
            at = match.end()
        if at < len(data):
            self._put(data[at:], place + at, same=True)

    def _put(self, text: str, place: int, *, same: bool) -> None:
        if self._break and self._parts:
            self._append("\n")
        elif self._space is not None:
            self._run(1, self._space, same=True)
            self._append(" ")
        self._break, self._space = False, None
        self._run(len(text), place, same=same)
        self._append(text)

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _run(self, length: int, place: int, *, same: bool) -> None:
        last = self.runs[-1] if self.runs else None
        follows = last is not None and last[0] + last[2] == self._length and last[1] + last[2] == place
        if last is not None and same and follows:
            last[2] += length
        else:
            self.runs.append([self._length, place, length])


FORMAT = Format(
    name="html",
    title="HTML: its text, with the offsets back to the source",
    endings=(".html", ".htm", ".xhtml"),
    carries=Carries(),
    detect=detect,
    read=read,
)
