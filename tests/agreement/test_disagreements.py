"""Where two layers differ, and how."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.agreement import Shared
from curator.agreement.assignment import heaviest
from curator.agreement.disagreements import NOTHING, compare, disagreements, tally
from tests.agreement import slow
from tests.agreement.test_measures import NESTED, documents, measured

TITLE, NAME, LONG = (0, 7, "RANK"), (8, 14, "PER"), (0, 14, "PER")


@pytest.mark.parametrize(
    ("left", "right", "kinds", "confusion"),
    [
        ([TITLE], [TITLE], [], {("RANK", "RANK"): 1}),
        ([TITLE], [], ["missed"], {("RANK", NOTHING): 1}),
        ([], [NAME], ["missed"], {(NOTHING, "PER"): 1}),
        ([NAME], [LONG], ["boundary"], {("PER", "PER"): 1}),
        ([NAME], [(8, 14, "ORG")], ["label"], {("PER", "ORG"): 1}),
        ([TITLE], [LONG], ["both"], {("RANK", "PER"): 1}),
        ([TITLE, NAME], [LONG], ["split"], {("PER", "PER"): 1, ("RANK", NOTHING): 1}),
        ([LONG], [TITLE, NAME], ["split"], {("PER", "PER"): 1, (NOTHING, "RANK"): 1}),
        ([(0, 5, "PER")], [(5, 9, "PER")], ["missed", "missed"], {("PER", NOTHING): 1, (NOTHING, "PER"): 1}),
        # What both have takes no part in the rest.
        ([TITLE, LONG], [TITLE], ["missed"], {("RANK", "RANK"): 1, ("PER", NOTHING): 1}),
        # The same place comes before the same label, the same label before more common text.
        ([(0, 4, "A"), (2, 9, "B")], [(0, 4, "B"), (3, 9, "A")], ["label", "both"], {("A", "B"): 1, ("B", "A"): 1}),
        ([(0, 4, "A"), (3, 9, "B")], [(0, 8, "B"), (2, 9, "A")], ["boundary"] * 2, {("A", "A"): 1, ("B", "B"): 1}),
    ],
)  # fmt: skip
def test_kinds(left, right, kinds, confusion):
    found, counted = compare(left, right)
    assert [kind for kind, _, _ in found] == kinds
    assert dict(counted) == confusion


def test_places():
    document = Shared("d", {"anna": [NAME, (20, 25, "ORG")], "bea": [TITLE, NAME, (19, 25, "ORG")]}, length=30)
    first, second = disagreements(document, "anna", "bea")
    assert (first.kind, first.left_spans, first.right_spans, first.start, first.end) == ("missed", (), (TITLE,), 0, 7)
    assert (second.kind, second.start, second.end) == ("boundary", 19, 25)
    assert disagreements(document, "anna", "bea", labels=["PER"]) == []


@given(NESTED, NESTED)
def test_every_span_is_told_once(left, right):
    found, confusion = compare(left, right)
    mine, theirs = set(left) - set(right), set(right) - set(left)
    assert sorted(span for _, spans, _ in found for span in spans) == sorted(mine)
    assert sorted(span for _, _, spans in found for span in spans) == sorted(theirs)
    assert sum(n for (a, _), n in confusion.items() if a != NOTHING) == len(set(left))
    assert sum(n for (_, b), n in confusion.items() if b != NOTHING) == len(set(right))


@given(NESTED, NESTED)
def test_the_sides_can_be_exchanged(left, right):
    there, confusion = compare(left, right)
    back, other = compare(right, left)
    assert sorted(kind for kind, _, _ in there) == sorted(kind for kind, _, _ in back)
    assert sum(n for (a, b), n in confusion.items() if a == b) == sum(n for (a, b), n in other.items() if a == b)


@given(documents(NESTED))
def test_aligned_are_those_that_partial_f1_matches(found):
    """What is exact, or of the rest aligned, is the weight of the label-blind matching."""
    for (a, b), counted in tally(found, "ABC").items():
        both = slow.shared(found, (a, b))
        aligned = sum(n for (x, y), n in counted.confusion.items() if x and y)
        spans = sum(len(slow.layer(each, name)) for each in both for name in (a, b))
        missed = sum(n for (x, y), n in counted.confusion.items() if not (x and y))
        assert 2 * aligned + missed == spans


def test_tally_by_pair_and_the_places_as_they_come():
    found = []
    layers = {"a": [TITLE], "b": [TITLE, NAME], "c": [LONG]}
    shared = [Shared("x", layers, length=14), Shared("y", {"a": [NAME]}, length=14)]
    counted = tally(shared, ["c", "a", "b"], on_found=lambda document, each: found.append((document.key, each)))
    assert {pair: dict(each.kinds) for pair, each in counted.items()} == {
        ("a", "b"): {"missed": 1},
        ("a", "c"): {"both": 1},
        ("b", "c"): {"split": 1},
    }
    assert [(key, each.left, each.right, each.kind) for key, each in found] == [
        ("x", "a", "b", "missed"), ("x", "a", "c", "both"), ("x", "b", "c", "split"),
    ]  # fmt: skip


def test_labels_that_one_did_not_do_are_no_disagreement():
    document = Shared("x", {"a": [TITLE], "b": [TITLE, NAME]}, length=14, scope={"a": ["RANK"]})
    assert not tally([document], "ab")["a", "b"].kinds


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(st.integers(0, 9), min_size=n, max_size=n), max_size=4)))
def test_heaviest(weights):
    pairs = heaviest(weights)
    rows, columns = len(weights), len(weights[0]) if weights else 0
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    best = 0
    if rows and rows <= columns:
        best = max(sum(weights[r][c] for r, c in enumerate(p)) for p in permutations(range(columns), rows))
    elif rows:
        best = max(sum(weights[r][c] for c, r in enumerate(p)) for p in permutations(range(rows), columns))
    assert sum(weights[row][column] for row, column in pairs) == best


@given(documents(NESTED))
def test_no_disagreement_is_exact_f1_of_one(found):
    agreement = measured(found)
    counted = tally(found, "ABC")
    for pair in agreement.by_pair:
        value = pair.measures["exact_f1"].value
        if value is not None:
            assert (value == 1) == (not counted[pair.left, pair.right].kinds)
