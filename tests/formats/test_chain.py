"""Six formats, one after the other, in any order: no span is lost or moved but those that a format has told."""

from collections import Counter

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.formats.api import CHANGED, MOVED
from curator.model import Annotated
from tests.formats.formats_kit import TEXTS, WRITABLE, check_documents, check_spans, corpora, read, records, written

LENGTH = 6
SETTINGS = {"uima": {"as": "json"}}  # XML cannot hold every text
BY_TOKENS = {"conll", "gliner", "docbin"}
CHAINS = st.lists(st.sampled_from(WRITABLE), min_size=LENGTH, max_size=LENGTH)
EXACT = st.lists(
    st.sampled_from([each for each in WRITABLE if each not in BY_TOKENS]), min_size=LENGTH, max_size=LENGTH
)
WORDS = TEXTS.map(lambda text: f"A {text}")  # formats of tokens hold no text without one


def hop(name: str, documents: list[Annotated], folder) -> tuple[list[Annotated], Counter]:
    """Through one format, and back; and what is lost, by kind."""
    path, done = written(name, documents, folder, **SETTINGS.get(name, {}))
    back = {each.document.key: each for each in records(read(path, name, documents))}
    ordered = [back[each.document.key] for each in documents]
    bare = "attributes" in done.losses.counts or name in ("conll", "gliner")
    check_spans(documents, ordered, done, attributes=not bare)
    check_documents(documents, ordered, done)
    assert [each.document.text for each in ordered] == [each.document.text for each in documents]
    return [msgspec.structs.replace(each.annotated("gold"), status="done") for each in ordered], Counter(
        done.losses.counts
    )


def through(chain, documents, new_folder) -> tuple[list[Annotated], Counter]:
    """The documents as they come out of all these formats, one behind the other, and all that was lost."""
    lost = Counter()
    for name in chain:
        documents, losses = hop(name, documents, new_folder(name))
        lost += losses
    return documents, lost


def keys(documents: list[Annotated]) -> Counter:
    return Counter((each.document.key, *span.key) for each in documents for span in each.spans)


@settings(max_examples=30, deadline=None)
@given(corpora(WORDS), CHAINS)
def test_only_what_is_told_is_lost(new_folder, documents, chain):
    first = documents
    documents, lost = through(chain, documents, new_folder)
    gone = sum(count for kind, count in lost.items() if kind not in {*CHANGED, "document_notes"})
    moved = sum(count for kind, count in lost.items() if kind in MOVED)
    assert keys(documents).total() == keys(first).total() - gone
    changed = keys(documents) - keys(first)
    assert changed.total() <= moved
    for key, start, end, label in changed:  # without its edges, it lies where it was
        assert any(k == key and lab == label and s <= start and end <= e for k, s, e, lab in keys(first))


@settings(max_examples=30, deadline=None)
@given(corpora(WORDS), EXACT)
def test_without_tokens_nothing_is_lost_but_what_brat_cannot_hold(new_folder, documents, chain):
    first = documents
    documents, lost = through(chain, documents, new_folder)
    assert set(lost) <= {
        "attributes",
        "notes",
        "line_breaks",
        "edges",
        "no_text",
        "merged",
        "not_in_tags",
        "document_notes",
    }
    if not {"edges", "no_text", "merged"} & set(lost):
        assert keys(documents) == keys(first)
    if not {"attributes", "edges", "no_text", "merged"} & set(lost):
        assert [each.spans for each in documents] == [each.spans for each in first]
    if not set(lost) - {"not_in_tags"}:
        assert [each.notes for each in documents] == [each.notes for each in first]
