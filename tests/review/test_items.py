"""The index of items: whatever comes and goes, it finds what is there, by id and by place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from curator.model import Span, suggestion_id
from curator.review.items import Item, ItemIndex, named

IDS = ["a", "b", "0:1", "3", "03:4:PERSON", "٣:4:PERSON"]
spans = st.builds(lambda start, size: Span(start, start + size, "PERSON"), st.integers(0, 12), st.integers(1, 5))
suggested = spans.map(lambda span: Item(span, "pending"))
moved = st.builds(lambda of, span: named(suggestion_id(of), span, "edited"), spans, spans)
own = st.builds(lambda item_id, span: named(item_id, span, "added"), st.sampled_from(IDS), spans)
items = st.one_of(suggested, moved, own)
acts = st.lists(st.tuples(st.sampled_from(["put", "drop", "take"]), st.lists(items, max_size=6)))


@given(acts)
def test_it_finds_what_is_there_and_nothing_else(acts: list[tuple[str, list[Item]]]) -> None:
    index, there, known = ItemIndex(), dict[str, Item](), set[str]()
    for act, some in acts:
        known |= {item.id for item in some}
        if act == "take":
            fresh = {item.id: item for item in some if item.id not in there}
            index.take(fresh.values())
            there |= fresh
        for item in some if act != "take" else ():
            before = there.pop(item.id, None)
            if before:
                index.drop(before)
            if act == "put":
                index.put(item)
                there[item.id] = item
        for one in known:
            assert index.get(one) == there.get(one)
    assert list(index) == sorted(there.values(), key=lambda item: item.key)
    short = index.only(lambda item: item.span.end - item.span.start < 3)
    for one in known:
        wanted = there.get(one)
        assert short.get(one) == (wanted if wanted and wanted.span.end - wanted.span.start < 3 else None)
    for place in range(18):
        expected = [item for item in index if item.span.start < place + 1 and item.span.end > place]
        assert index.overlapping(place, place + 1) == expected
