"""From a store to a plan of who labels what, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from curator.errors import CuratorError
from curator.gold.assignment import Change, Entry, Wish, plan
from curator.gold.settled import POLICIES
from curator.ids import Ids
from curator.model import GOLD, Status, is_repeat, is_reviewers, repeat_layer
from curator.store.api import Store
from curator.store.records import Assignment


class Share(msgspec.Struct, frozen=True):
    """What a reviewer has to label: documents, how many of them others have too, how many come twice; what changed."""

    reviewer: str
    documents: int
    shared: int
    repeats: int
    given: int
    taken: int


def team(store: Store) -> tuple[str, ...]:
    """Those who have an assignment now, sorted."""
    return tuple(sorted({each.layer for each in store.assigned() if is_reviewers(each.layer)}))


def reviewers(store: Store) -> tuple[str, ...]:
    """The layers that are reviewers' own, with decisions or an assignment, sorted."""
    return tuple(sorted({*filter(is_reviewers, store.layers()), *team(store)}))


def changes_for(store: Store, wish: Wish, by: str | None = None) -> list[Change]:
    """What must change so that the wish holds; see `plan`.

    Args:
        store: Where the documents are.
        wish: How they are to be shared out.
        by: The field of the metadata within whose values the overlap is drawn.

    Raises:
        CuratorError: A name cannot be a reviewer's, no document has the field, there are no documents, or there are
            too few reviewers.
    """
    for name in wish.reviewers:
        if name == GOLD or name in POLICIES or is_repeat(name):
            raise CuratorError(f"{name!r} is no name for a reviewer", fix="that layer has a meaning of its own")
    documents = _entries(store, by)
    held: dict[str, dict[int, int]] = defaultdict(dict)
    for each in store.assigned():
        held[each.layer][each.number] = each.position
    layers = {*held, *wish.reviewers}
    work: dict[str, dict[int, Status]] = {
        layer: store.statuses(layer) for layer in sorted(layers | {repeat_layer(one) for one in layers})
    }
    return plan(documents, held, work, wish)


def _entries(store: Store, by: str | None) -> list[Entry]:
    outlines = list(store.outlines())
    if not outlines:
        raise CuratorError("there are no documents", fix="import some: curator import FOLDER")
    if by is not None and not any(by in each.meta for each in outlines):
        known = sorted({field for each in outlines for field in each.meta})
        fix = f"name one of: {', '.join(known)}" if known else "the documents have no metadata"
        raise CuratorError(f"no document has the field {by!r} in its metadata", fix=fix)
    return [Entry(each.number, each.key, "" if by is None else str(each.meta.get(by, ""))) for each in outlines]


def carry_out(store: Store, changes: Sequence[Change], *, author: str, time: str) -> None:
    """Write the changes to the log of assignments.

    Args:
        store: Where it is.
        changes: What is to change.
        author: Who assigns.
        time: When, UTC in RFC 3339.
    """
    make_id = Ids(max((each.id for each in store.assignments()), default=None))
    keys = {each.number: each.key for each in store.outlines()}
    store.assign(
        [
            Assignment(
                id=make_id(), time=time, author=author, layer=each.layer, document=keys[each.number],
                position=each.position, given=each.given,
            )
            for each in changes
        ]
    )  # fmt: skip


def shares(store: Store, changes: Sequence[Change] = ()) -> list[Share]:
    """What each reviewer has to label once the changes are made, by name."""
    has: dict[str, set[int]] = defaultdict(set)
    for each in store.assigned():
        has[each.layer].add(each.number)
    for change in changes:
        (has[change.layer].add if change.given else has[change.layer].discard)(change.number)
    holders: dict[int, int] = defaultdict(int)
    for layer, numbers in has.items():
        for number in numbers if is_reviewers(layer) else ():
            holders[number] += 1
    return [
        Share(
            layer,
            len(has[layer]),
            sum(holders[number] > 1 for number in has[layer]),
            len(has.get(repeat_layer(layer), ())),
            sum(change.given for change in changes if change.layer == layer),
            sum(not change.given for change in changes if change.layer == layer),
        )
        for layer in sorted(filter(is_reviewers, has))
    ]
