"""Documents into train, dev and test, so that the same ones always go to the same part and nothing leaks across.

Near-duplicates, and documents that share the value of a metadata field, make a group; a group stays together. It goes
where the SHA-256 of the text of its first document says, so that documents which are added move none of those that are
there, unless they show that two groups belong together.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from curator.errors import CuratorError
from curator.gold.duplicates import Groups
from curator.model import Annotated

_PART = re.compile(r"([A-Za-z][\w-]*)=(\d+(?:\.\d+)?)")
_EXAMPLE = "write such as: train=80,dev=10,test=10"


class Parts(msgspec.Struct, frozen=True):
    """The names of the parts, and the share of each, which together are 1."""

    names: tuple[str, ...]
    shares: tuple[float, ...]

    def at(self, place: float) -> str:
        """The part at a place between 0 and 1."""
        behind = 0.0
        for name, share in zip(self.names, self.shares, strict=True):
            behind += share
            if place < behind:
                return name
        return self.names[-1]


def parse_parts(text: str) -> Parts:
    """The parts in ``train=80,dev=10,test=10``.

    Raises:
        CuratorError: It is none, or a name comes twice.
    """
    matches = [_PART.fullmatch(part.strip()) for part in text.split(",")]
    found = [(match[1], float(match[2])) for match in matches if match]
    if len(found) < len(matches):
        raise CuratorError(f"{text!r} is no list of parts", fix=_EXAMPLE)
    names = tuple(name for name, _ in found)
    total = sum(share for _, share in found)
    if len(set(map(str.casefold, names))) < len(names) or total <= 0:
        raise CuratorError(f"the parts in {text!r} are not all different, or all empty", fix=_EXAMPLE)
    if "manifest" in names or "labels" in names:
        raise CuratorError("a part cannot be called manifest or labels", fix=_EXAMPLE)
    return Parts(names, tuple(share / total for _, share in found))


class Division(msgspec.Struct, frozen=True):
    """Which document goes where, by its key, and how many are near-duplicates of an earlier one."""

    parts: Parts
    of: Mapping[str, str]
    near_duplicates: int
    groups: int


def divide(
    annotated: Iterable[Annotated], parts: Parts, *, group_by: str | None = None, stratify: bool = False
) -> Division:
    """Decide where every document goes.

    Args:
        annotated: The documents, in the order of their import.
        parts: The parts.
        group_by: The metadata field whose value keeps documents together.
        stratify: Whether each part gets its share of every label, as far as groups allow; then documents that are
            added can move others.
    """
    groups = Groups()
    keys: list[str] = []
    hashes: list[bytes] = []
    labels: list[Counter[str]] = []
    for each in annotated:
        # The sentences of one document stay together, too.
        origin = each.document.meta.get("document") if "#" in each.document.key else None
        name = _group_name(each.document.meta, group_by)
        groups.add(each.document.text, name if name is not None else origin)
        keys.append(each.document.key)
        hashes.append(bytes.fromhex(each.document.sha256))
        labels.append(Counter(span.label for span in each.spans) if stratify else Counter())
    firsts = [groups.first(number) for number in range(len(keys))]
    if stratify:
        home = _stratified(firsts, hashes, labels, parts)
    else:
        home = {first: parts.at(_place(hashes[first])) for first in firsts}
    of = {key: home[first] for key, first in zip(keys, firsts, strict=True)}
    return Division(parts, of, groups.near_duplicates, len(home))


def _group_name(meta: Mapping[str, Any], group_by: str | None) -> str | None:
    if group_by is None or meta.get(group_by) is None:
        return None
    return f"{group_by}={meta[group_by]}"


def _place(digest: bytes) -> float:
    """A place between 0 and 1, which has nothing to do with what other hashes are used for."""
    return int.from_bytes(hashlib.sha256(b"split" + digest).digest()[:8], "big") / 2**64


def _stratified(firsts: list[int], hashes: list[bytes], labels: list[Counter[str]], parts: Parts) -> dict[int, str]:
    """Give each group, those with the rarest labels first, to the part that lacks most of its rarest label.

    The greedy form of iterative stratification (Sechidis, Tsoumakas and Vlahavas 2011).
    """
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    for first, own in zip(firsts, labels, strict=True):
        counted[first] += own
        counted[first][""] += 1  # documents are shared out as a label is
    total: Counter[str] = sum(counted.values(), Counter())
    needed = {
        name: {label: share * count for label, count in total.items()}
        for name, share in zip(parts.names, parts.shares, strict=True)
    }

    def rarest(first: int) -> str:
        return min(counted[first], key=lambda label: (total[label], label))

    home: dict[int, str] = {}
    for first in sorted(counted, key=lambda first: (total[rarest(first)], _place(hashes[first]))):
        label = rarest(first)
        name = max(parts.names, key=lambda part: (needed[part][label], needed[part][""]))
        home[first] = name
        for each, count in counted[first].items():
            needed[name][each] -= count
    return home
