"""brat standoff: a text in a ``.txt`` file, and in the ``.ann`` file beside it a line for each annotation.

Offsets are code points, in which a CRLF counts as two. A line cannot hold a line break, so a span over one is written
as its fragments, joined by a space, as brat does; such fragments are put together again when they are read. Fragments
with something else between them are read as a span each, and told. Attribute values are written as they stand where
they are a word, else as JSON; white space and ``%`` are percent-encoded in names and values.

Read: ``T`` (spans), ``A`` and ``M`` (attributes), ``#`` (notes). ``R``,
``E``, ``*`` and ``N`` are counted and named, since nothing here holds relations, events and references.

Losses: ``edges`` (kept without the line breaks at its edges), ``no_text`` (nothing but line breaks), ``line_breaks``
(of the note on it, which became spaces).
"""

from __future__ import annotations

from curator.formats.api import Format
from curator.formats.brat_read import read
from curator.formats.brat_write import CARRIES, writer
from curator.formats.head import Head


def detect(head: Head) -> bool:
    """Whether it is a text with an ``.ann`` file beside it, or such a file."""
    if head.path is None:
        return False
    return head.ending == ".ann" or (head.ending == ".txt" and head.path.with_suffix(".ann").is_file())


FORMAT = Format(
    name="brat",
    title="brat standoff: a folder of .txt and .ann files",
    endings=(".ann",),
    carries=CARRIES,
    detect=detect,
    read=read,
    writer=writer,
)
