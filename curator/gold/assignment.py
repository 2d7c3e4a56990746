"""Who labels what: a plan that changes only what must change. Pure: no store, no clock, no chance.

All that looks like chance is the order of hashes of the seed and the document's key, so that the same documents,
reviewers and seed give the same plan on any machine, and a document that comes later moves no other.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import floor

import msgspec

from curator.errors import CuratorError
from curator.model import Status, is_repeat, repeat_layer

GAP = 10, 30
"""How many documents come at least, and at most, between the first answer to a document and the second."""


class Entry(msgspec.Struct, frozen=True):
    """A document to be shared out. ``stratum``: the group within which the overlap is drawn."""

    number: int
    key: str
    stratum: str = ""


Held = Mapping[str, Mapping[int, int]]
"""What is assigned now: by layer and document, the place in the queue."""
Work = Mapping[str, Mapping[int, Status]]
"""What was begun, whether it was assigned or not: by layer and document, where it stands."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """How documents are to be shared out.

    Attributes:
        reviewers: Who takes part from now on; at least one.
        copies: To how many of them each document goes.
        overlap: The share of the documents, 0 to 1, that goes to one reviewer more.
        repeats: The share of each reviewer's documents, 0 to 1, that comes a second time.
        seed: Another one gives another plan.
    """

    reviewers: tuple[str, ...]
    copies: int = 1
    overlap: float = 0.0
    repeats: float = 0.0
    seed: int = 0


class Change(msgspec.Struct, frozen=True):
    """That a layer gets a document, at this place of its queue, or (``given`` False) loses it."""

    layer: str
    number: int
    position: int
    given: bool = True


def plan(documents: Sequence[Entry], held: Held, work: Work, wish: Wish) -> list[Change]:
    """What must change so that the wish holds.

    What somebody has begun stays theirs, and counts as assigned. Those who have left keep what they have finished;
    the rest goes to those who have least. A document may keep a reviewer more than it needs. Only where the numbers
    of documents of two reviewers differ by more than one do documents that nobody has begun move from one to the
    other.

    Raises:
        CuratorError: There are too few reviewers.
    """
    most = wish.copies + (wish.overlap > 0)
    if len(set(wish.reviewers)) < most:
        what = f"{most} reviewers a document need at least {most}, and there are {len(set(wish.reviewers))}"
        raise CuratorError(what, fix="name more reviewers, or ask for fewer copies")
    draft = _Draft(documents, held, work, wish)
    draft.let_go()
    draft.fill()
    draft.level()
    return [*draft.changes(), *_repeats(draft, held, work, wish)]


class _Draft:
    """The plan in the making: who holds which documents."""

    def __init__(self, documents: Sequence[Entry], held: Held, work: Work, wish: Wish) -> None:
        self._wish = wish
        self._team = tuple(dict.fromkeys(wish.reviewers))
        self._documents = documents
        self._work = work
        self._before = {layer: there for layer, there in held.items() if not is_repeat(layer)}
        self.hold: dict[str, set[int]] = {
            layer: {*self._before.get(layer, ()), *work.get(layer, ())}
            for layer in {**self._before, **dict.fromkeys(self._team)}
        }
        self._holders: dict[int, set[str]] = defaultdict(set)
        for layer, there in self.hold.items():
            for number in there:
                self._holders[number].add(layer)
        self.keys = {each.number: each.key for each in documents}

    def _rank(self, *parts: object) -> bytes:
        return _rank(self._wish.seed, *parts)

    def _movable(self, layer: str, number: int) -> bool:
        status = self._work.get(layer, {}).get(number, "todo")
        return status == "todo" if layer in self._team else status not in ("done", "skipped")

    def _take(self, layer: str, number: int) -> None:
        self.hold[layer].discard(number)
        self._holders[number].discard(layer)

    def _give(self, layer: str, number: int) -> None:
        self.hold[layer].add(number)
        self._holders[number].add(layer)

    def let_go(self) -> None:
        """Take from those who have left what they have not finished."""
        for layer in self.hold:
            if layer not in self._team:
                for number in [n for n in self.hold[layer] if self._movable(layer, n)]:
                    self._take(layer, number)

    def fill(self) -> None:
        """Give every document as many reviewers as it needs, from those who have least."""
        wanted = self._wanted()
        for each in sorted(self._documents, key=lambda each: self._rank("order", each.key)):
            for _ in range(wanted[each.number] - len(self._holders[each.number])):
                free = [layer for layer in self._team if layer not in self._holders[each.number]]
                self._give(min(free, key=lambda one: (len(self.hold[one]), self._rank(each.key, one))), each.number)

    def _wanted(self) -> dict[int, int]:
        """How many reviewers each document needs; into the overlap comes first what is in it already."""
        wish = self._wish
        strata: dict[str, list[Entry]] = defaultdict(list)
        for each in self._documents:
            strata[each.stratum].append(each)
        wanted = dict.fromkeys(self.keys, wish.copies)

        def order(each: Entry) -> tuple[bool, bytes]:
            return len(self._holders[each.number]) <= wish.copies, self._rank("overlap", each.key)

        for stratum, share in _shares({name: len(there) for name, there in strata.items()}, wish.overlap).items():
            for each in sorted(strata[stratum], key=order)[:share]:
                wanted[each.number] += 1
        return wanted

    def level(self) -> None:
        """Move documents that nobody has begun from those who have most to those who have least."""
        team = self._team
        movable = {
            layer: sorted(
                (n for n in self.hold[layer] if self._movable(layer, n)), key=lambda n: self._rank("move", self.keys[n])
            )
            for layer in team
        }
        stuck: set[tuple[str, str]] = set()
        while True:
            pairs = [
                (len(self.hold[one]) - len(self.hold[other]), one, other)
                for one in team
                for other in team
                if (one, other) not in stuck
            ]
            gap, most, least = max(pairs, default=(0, "", ""))
            if gap <= 1:
                return
            number = next((n for n in movable[most] if least not in self._holders[n]), None)
            if number is None:
                stuck.add((most, least))
                continue
            movable[most].remove(number)
            self._take(most, number)
            self._give(least, number)
            movable[least].append(number)
            # What has become free may be just what the others could not take before.
            stuck = {pair for pair in stuck if least not in pair and most not in pair}

    def changes(self) -> list[Change]:
        """What differs from before; what is new stands behind all that was in a queue before."""
        found = []
        for layer, now in self.hold.items():
            before = self._before.get(layer, {})
            found += [Change(layer, n, before[n], given=False) for n in sorted(before.keys() - now)]
            last = max(before.values(), default=0)
            ranks = {n: self._rank("queue", layer, self.keys[n]) for n in now - before.keys()}
            fresh = sorted(ranks, key=lambda n: ranks[n])
            found += [Change(layer, n, last + place) for place, n in enumerate(fresh, 1)]
        return found

    def queue(self, layer: str) -> list[int]:
        """The documents of a layer in the order of its queue, as it will be."""
        places = dict(self._before.get(layer, {}))
        places |= {
            change.number: change.position for change in self.changes() if change.layer == layer and change.given
        }
        return sorted(self.hold[layer], key=lambda n: (places[n], n))


def _repeats(draft: _Draft, held: Held, work: Work, wish: Wish) -> list[Change]:
    """The documents that come a second time. The position of one says how many documents are finished before it."""
    keys = draft.keys
    found = []
    for layer in draft.hold:
        repeat = repeat_layer(layer)
        before, begun = held.get(repeat, {}), work.get(repeat, {})
        lost = [n for n in before if n not in begun and n not in draft.hold[layer]]
        found += [Change(repeat, n, before[n], given=False) for n in sorted(lost)]
        queue = draft.queue(layer)
        if layer not in wish.reviewers:
            continue
        missing = round(len(queue) * wish.repeats) - (len(before) - len(lost))
        place = {number: at for at, number in enumerate(queue, 1)}
        free = sorted((n for n in queue if n not in before), key=lambda n: _rank(wish.seed, "repeat", layer, keys[n]))
        for number in free[: max(0, missing)]:
            low, high = GAP
            gap = low + int.from_bytes(_rank(wish.seed, "gap", layer, keys[number])) % (high - low + 1)
            found.append(Change(repeat, number, place[number] + gap))
    return found


def _shares(sizes: Mapping[str, int], share: float) -> dict[str, int]:
    """So much of each stratum that it is the share of all, by largest remainders."""
    exact = {name: size * share for name, size in sizes.items()}
    whole = {name: floor(each + 1e-9) for name, each in exact.items()}
    missing = round(sum(exact.values())) - sum(whole.values())
    by_rest = sorted(exact, key=lambda name: (whole[name] - exact[name], name))
    return {name: whole[name] + (name in by_rest[:missing]) for name in exact}


def _rank(*parts: object) -> bytes:
    return hashlib.blake2b("\0".join(map(str, parts)).encode(), digest_size=8).digest()
