"""Who may see whose work: reviewers work blind until it is adjudicated, in every command.

A layer is one's own if it bears one's name, or if one has worked on it and it bears nobody else's. All else is shown
only to whoever says ``--as-adjudicator``, and that it was shown is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from curator.cli.common import checked_name, now
from curator.errors import CuratorError
from curator.model import GOLD, is_repeat

if TYPE_CHECKING:
    from curator.store.api import Store

_Function = TypeVar("_Function", bound=Callable[..., Any])


def adjudicator_option(function: _Function) -> _Function:
    """``--as-adjudicator``, as ``as_adjudicator``."""
    return click.option(
        "--as-adjudicator", is_flag=True, help="See what reviewers decided, which is otherwise blind; this is kept."
    )(function)


def see(store: Store, layers: Sequence[str], me: str, *, as_adjudicator: bool, purpose: str) -> None:
    """Let this person see these layers, and keep that they did, where the layers are not their own.

    Args:
        store: Where the layers are.
        layers: Their names.
        me: Who asks.
        as_adjudicator: Whether they say that they are one.
        purpose: What it is for, such as the command.

    Raises:
        CuratorError: A layer is not there, or is not for this person to see.
    """
    others = [layer for layer in layers if not is_own(store, layer, me)]
    if not others:
        return
    known = {*store.layers(), *(each.layer for each in store.assigned())}
    for layer in others:
        if layer not in known:
            raise CuratorError(f"there is no layer or reviewer {layer!r}", fix=_known(known))
    if not as_adjudicator:
        what = f"the layer {others[0]!r} is not shown to {me} before it is adjudicated"
        raise CuratorError(what, fix="name a layer of your own; an adjudicator says --as-adjudicator, which is kept")
    keep_access(store, others, me, purpose)


def keep_access(store: Store, layers: Sequence[str], me: str, purpose: str) -> None:
    """Keep that this person saw these layers as an adjudicator."""
    from curator.ids import Ids
    from curator.store.records import Access

    before = store.accesses()
    make_id = Ids(before[-1].id if before else None)
    store.note_access(Access(id=make_id(), time=now(), author=me, layers=tuple(sorted(layers)), purpose=purpose))


def chosen_reviewers(store: Store, wanted: Sequence[str] = ()) -> tuple[str, ...]:
    """Those whose layers are settled: the ones that are named, or all.

    Raises:
        CuratorError: One of them does not exist, or there are not two.
    """
    from curator.gold.team import reviewers

    known = reviewers(store)
    names = tuple(dict.fromkeys(checked_name(name, "reviewer") for name in wanted))
    for name in names:
        if name not in known:
            there = f"there are: {', '.join(known)}" if known else "nobody has decided anything yet"
            raise CuratorError(f"there is no reviewer {name!r}", fix=there)
    names = names or known
    if len(names) < 2:
        raise CuratorError("it takes two reviewers to differ", fix=f"there are: {', '.join(names) or 'none yet'}")
    return tuple(sorted(names))


def see_settled(store: Store, names: Sequence[str], me: str, least: int, *, as_adjudicator: bool, purpose: str) -> None:
    """Let this person see what a policy makes of these layers, unless they still have to label one of the documents.

    Raises:
        CuratorError: They have, and do not say that they are an adjudicator.
    """
    if me in names and not as_adjudicator:
        finished = {number for number, status in store.statuses(me).items() if status in ("done", "skipped")}
        waiting = [
            beside.key
            for beside in store.side_by_side(names, least=least)
            if beside.number not in finished and store.in_queue(me, beside.number)
        ]
        if waiting:
            what = f"{me} has still to label {len(waiting)} of these documents, such as {waiting[0]!r}"
            raise CuratorError(what, fix="finish them first; an adjudicator says --as-adjudicator, which is kept")
    keep_access(store, names, me, purpose)


def may_work_on(store: Store, layer: str, me: str) -> None:
    """Refuse a review in a layer that shows, and would overwrite, what somebody else decided.

    Raises:
        CuratorError: The layer is another reviewer's, is made of second answers, or is gold that others made.
    """
    if layer == me or is_own(store, layer, me):
        return
    if layer == GOLD and layer in store.layers():
        raise CuratorError(f"{me} has not adjudicated anything", fix="gold is made with curator adjudicate")
    if is_repeat(layer) or _bears_a_name(store, layer):
        raise CuratorError(f"the layer {layer!r} is another reviewer's", fix="leave out --layer for your own")


def is_own(store: Store, layer: str, me: str) -> bool:
    """Whether the layer is this person's to see."""
    return layer == me or (not is_repeat(layer) and not _bears_a_name(store, layer) and _has_worked(store, layer, me))


def _bears_a_name(store: Store, layer: str) -> bool:
    """Whether somebody of this name labels in it."""
    return store.has_assignment(layer) or _has_worked(store, layer, layer)


def _has_worked(store: Store, layer: str, who: str) -> bool:
    return store.undo_target(layer, who) is not None or store.redo_target(layer, who) is not None


def _known(layers: set[str]) -> str:
    names = sorted(layer for layer in layers if not is_repeat(layer))
    return f"there are: {', '.join(names)}" if names else "nobody has decided anything yet"
