"""What agreement would be if something did not matter: documents in, documents with other spans out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from unicodedata import category

from curator.agreement.documents import Shared, triples
from curator.errors import CuratorError
from curator.text import tokens

WHAT_IFS: dict[str, str] = {
    "punctuation": "punctuation and white space at the edges of spans did not matter",
    "titles": "titles at the start of names did not matter",
    "one-label": "all labels were one",
}
"""By name, in words that follow "if"."""

ANY_LABEL = "ANY"
"""What all labels are called where they are one."""

_Key = tuple[int, int, str]
_Change = Callable[[str, _Key], _Key]


def what_if(
    documents: Iterable[Shared],
    names: Collection[str],
    *,
    titles: Collection[str] = (),
    labels: Collection[str] | None = None,
) -> Iterator[Shared]:
    """The documents as if these things did not matter; a span is never left empty.

    Args:
        documents: Read one by one; their texts are needed but for ``one-label``.
        names: Of `WHAT_IFS`; all of them hold at once.
        titles: The words that titles are made of, in lower case, for ``titles``.
        labels: Spans with others are left out, before all labels are made one; None for all.

    Raises:
        CuratorError: There is no such thing.
    """
    unknown = next((name for name in names if name not in WHAT_IFS), None)
    if unknown is not None:
        raise CuratorError(f"there is no what-if {unknown!r}", fix=f"use one of: {', '.join(WHAT_IFS)}")
    known: dict[str, _Change] = {
        "punctuation": _without_punctuation,
        "titles": partial(_without_titles, frozenset(titles)),
        "one-label": _one_label,
    }
    changes = [known[name] for name in WHAT_IFS if name in names]
    return (_changed(document, changes, labels) for document in documents) if changes else iter(documents)


def _changed(document: Shared, changes: list[_Change], labels: Collection[str] | None) -> Shared:
    layers = {}
    for name, spans in document.layers.items():
        found = {span for span in triples(spans) if labels is None or span[2] in labels}
        for change in changes:
            found = {change(document.text, span) for span in found}
        layers[name] = sorted(found)
    one = _one_label in changes
    scope = {} if one else document.scope
    return Shared(document.key, layers, document.text, document.tokens, document.length, scope)


def _matters(character: str) -> bool:
    """Whether a character is more than punctuation, white space or invisible."""
    return category(character)[0] not in "PZC"


def _without_punctuation(text: str, span: _Key) -> _Key:
    start, end, label = span
    while start < end and not _matters(text[start]):
        start += 1
    while end > start and not _matters(text[end - 1]):
        end -= 1
    return (start, end, label) if start < end else span


def _without_titles(titles: frozenset[str], text: str, span: _Key) -> _Key:
    start, end, label = span
    for first, behind in tokens(text, start, end):
        word = text[first:behind].casefold()
        if behind > end:
            break
        if word not in titles and _matters(text[first]):
            return first, end, label
    return span  # it is a title, and nothing else


def _one_label(_: str, span: _Key) -> _Key:
    return span[0], span[1], ANY_LABEL
