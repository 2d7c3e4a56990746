"""The best alignment of the units of several annotators: exact, for many continua at once.

Units of different annotators are put together in tuples; what is cheapest over all is an integer program, of which the
parts that share no unit are solved apart. Nearly all parts have a single tuple worth considering, and are settled in
arrays; the rest goes to HiGHS as one linear program, and those few parts whose solution is not whole once more as an
integer program.
"""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np

from curator.agreement.batch import Bools, expand
from curator.agreement.columns import Floats
from curator.agreement.matching import Ints

_MOST_COLUMNS = 6_000
_WHOLE = 1e-6


class Units(NamedTuple):
    """Units of one or several continua, side by side.

    Attributes:
        group: What they belong to; units of different groups are never aligned. Ascending.
        who: The annotator of each.
        start: Where it begins.
        end: Where it ends.
        label: Its label.
    """

    group: Ints
    who: Ints
    start: Floats
    end: Floats
    label: Ints


class _Tuples(NamedTuple):
    """Possible tuples: their units, -1 where an annotator has none in it, and what each saves against units alone."""

    units: Ints
    saves: Floats


def least_cost(units: Units, annotators: int, groups: int) -> Floats:
    """What the best alignment of each group costs: 1 for each unit, less what aligning them saves.

    A tuple of k units of n annotators costs the mean over the n (n - 1) / 2 pairs of annotators: of two units
    ((|ds| + |de|) / (len1 + len2))^2 + [labels differ], and 1 where either has none (Mathet et al. 2015).
    """
    cost = np.bincount(units.group, minlength=groups).astype(np.float64)
    if not len(units.group):
        return cost
    tuples = _tuples(units, annotators)
    if not len(tuples.saves):
        return cost
    part = _parts(tuples.units, len(units.group))
    order = np.argsort(part, kind="stable")
    tuples, part = _Tuples(tuples.units[order], tuples.saves[order]), part[order]
    group = units.group[tuples.units.max(axis=1)]
    begin = np.flatnonzero(np.concatenate(([True], np.diff(part) > 0)))
    small = _small(tuples.units, begin)
    cost -= np.bincount(group[begin][small], np.maximum.reduceat(tuples.saves, begin)[small], groups)
    sizes = np.diff(np.concatenate((begin, [len(part)])))
    rest = np.flatnonzero(~np.repeat(small, sizes))
    for these in _portions(rest, part):
        chosen = _solve(tuples.units[these], tuples.saves[these], part[these])
        cost -= np.bincount(group[these], tuples.saves[these] * chosen, groups)
    return cost


def _tuples(units: Units, annotators: int) -> _Tuples:
    """All tuples of two or more units that can be part of a best alignment.

    With d of two units, putting a unit into a tuple of k others changes its cost by the sum of d - 1 over them,
    divided by the number of pairs of annotators; unless that is less than the 1 that the unit costs alone, the tuple
    is never better than the rest without it. So no d in such a tuple reaches the pairs plus annotators less 1.
    """
    pairs = annotators * (annotators - 1) / 2
    edges = _edges(units, annotators, pairs + annotators - 1)
    rows = np.arange(len(edges.cost))
    members = np.full((len(rows), annotators), -1, np.int64)
    members[rows, units.who[edges.left]] = edges.left
    members[rows, units.who[edges.right]] = edges.right
    level, total, last = members, 1 - edges.cost, edges.right
    found = []
    for size in range(2, annotators + 1):
        if size > 2:
            level, total, last = _grown(level, total, last, units, edges)
        worth = _worth(level, edges, pairs)
        found.append(_Tuples(level[worth], size - 1 + total[worth] / pairs))
    return _Tuples(np.concatenate([each.units for each in found]), np.concatenate([each.saves for each in found]))


class _Edges(NamedTuple):
    """Pairs of units of different annotators that can stand in one tuple; ``left`` is of the earlier annotator.

    Ascending by ``key``, which is left times the number of units plus right.
    """

    left: Ints
    right: Ints
    cost: Floats
    key: Ints
    units: int

    def costs(self, left: Ints, right: Ints) -> Floats:
        """The cost of these pairs; infinite where they cannot stand together, 1 where there is no unit."""
        if not len(self.key):
            return np.where((left < 0) | (right < 0), 1.0, np.inf)
        key = left * self.units + right
        at = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
        return np.where((left < 0) | (right < 0), 1.0, np.where(self.key[at] == key, self.cost[at], np.inf))


def _edges(units: Units, annotators: int, limit: float) -> _Edges:
    """The pairs of units that cost less than the limit."""
    half = (units.end - units.start) / 2
    # |ds| + |de| is at least twice the distance of the middles, so these are less than this times the halves apart.
    reach = np.sqrt(limit)
    low = float(units.start.min())
    stride = float(units.end.max()) - low + 4 * reach * float(half.max()) + 1
    middle = (units.start + units.end) / 2 - low + units.group * stride
    found: list[tuple[Ints, Ints]] = []
    for a, b in combinations(range(annotators), 2):
        mine, theirs = np.flatnonzero(units.who == a), np.flatnonzero(units.who == b)
        theirs = theirs[np.argsort(middle[theirs], kind="stable")]
        span = (half[mine] + half[theirs].max(initial=0.0)) * reach
        first = np.searchsorted(middle[theirs], middle[mine] - span, "left")
        behind = np.searchsorted(middle[theirs], middle[mine] + span, "right")
        found.append((np.repeat(mine, behind - first), theirs[expand(first, behind)]))
    left = np.concatenate([pair[0] for pair in found])
    right = np.concatenate([pair[1] for pair in found])
    shift = np.abs(units.start[left] - units.start[right]) + np.abs(units.end[left] - units.end[right])
    cost = (shift / (2 * (half[left] + half[right]))) ** 2 + (units.label[left] != units.label[right])
    keep = (cost < limit) & (units.group[left] == units.group[right])
    left, right, cost = left[keep], right[keep], cost[keep]
    key = left * len(units.group) + right
    order = np.argsort(key)
    return _Edges(left[order], right[order], cost[order], key[order], len(units.group))


def _grown(level: Ints, total: Floats, last: Ints, units: Units, edges: _Edges) -> tuple[Ints, Floats, Ints]:
    """Each tuple with each unit of a later annotator that can stand together with all in it."""
    first = np.searchsorted(edges.left, last, "left")
    behind = np.searchsorted(edges.left, last, "right")
    which, new = np.repeat(np.arange(len(last)), behind - first), edges.right[expand(first, behind)]
    members = level[which]
    added = np.zeros(len(new))
    for column in range(level.shape[1]):
        added += 1 - edges.costs(members[:, column], new)
    keep = np.isfinite(added)
    members, new = members[keep], new[keep]
    members[np.arange(len(new)), units.who[new]] = new
    return members, total[which][keep] + added[keep], new


def _worth(level: Ints, edges: _Edges, pairs: float) -> Bools:
    """Whether no unit of a tuple would be cheaper alone."""
    width = level.shape[1]
    apart = np.zeros(level.shape)
    for a, b in combinations(range(width), 2):
        more = edges.costs(level[:, a], level[:, b]) - 1
        apart[:, a] += more
        apart[:, b] += more
    return np.asarray(((apart < pairs) | (level < 0)).all(axis=1))


def _parts(tuples: Ints, count: int) -> Ints:
    """For each tuple the number of its part: tuples that share a unit, directly or through others."""
    first = tuples.max(axis=1)
    at, column = np.nonzero(tuples >= 0)
    a, b = first[at], tuples[at, column]
    root = np.arange(count)
    while True:
        left, right = root[a], root[b]
        if (left == right).all():
            part: Ints = root[first]
            return part
        np.minimum.at(root, np.maximum(left, right), np.minimum(left, right))
        while (root[root] != root).any():
            root = root[root]


def _small(tuples: Ints, begin: Ints) -> Bools:
    """Whether the tuples of a part all share a unit, so that one of them is the best choice.

    That is so where no annotator but one has more than a single unit in it, and no more than two annotators have any;
    or where three annotators have one each, of which any tuple has two.
    """
    low = np.minimum.reduceat(np.where(tuples >= 0, tuples, np.iinfo(np.int64).max), begin, axis=0)
    high = np.maximum.reduceat(tuples, begin, axis=0)
    one_or_more = (high >= 0).sum(axis=1) + (low < high).sum(axis=1)
    sizes = np.diff(np.concatenate((begin, [len(tuples)])))
    found: Bools = (sizes == 1) | (one_or_more <= 3)
    return found


def _portions(rest: Ints, part: Ints) -> list[Ints]:
    """Tuples of whole parts, so many at a time as make a program of handy size."""
    if not len(rest):
        return []
    number = part[rest]
    edges = np.flatnonzero(np.concatenate(([True], np.diff(number) > 0)))
    cuts = [0]
    for edge in edges.tolist():
        if edge - cuts[-1] >= _MOST_COLUMNS:
            cuts.append(edge)
    return [rest[low:high] for low, high in zip(cuts, [*cuts[1:], len(rest)], strict=True)]


def _solve(tuples: Ints, saves: Floats, part: Ints) -> Floats:
    """For each tuple whether it is chosen: the choice that saves most and has each unit at most once."""
    chosen = _program(tuples, saves, whole=False)
    broken = np.unique(part[np.abs(chosen - np.round(chosen)) > _WHOLE])
    for each in broken.tolist():
        these = part == each
        chosen[these] = _program(tuples[these], saves[these], whole=True)
    return chosen


def _program(tuples: Ints, saves: Floats, *, whole: bool) -> Floats:
    """The packing program, as a linear or as an integer program."""
    import highspy
    from highspy._core import _Highs

    valid = tuples >= 0
    names, rows = np.unique(tuples[valid], return_inverse=True)
    model = highspy.HighsLp()
    columns = len(saves)
    model.num_col_, model.num_row_ = columns, len(names)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = saves
    model.col_lower_, model.col_upper_ = np.zeros(columns), np.ones(columns)
    model.row_lower_, model.row_upper_ = np.full(len(names), -highspy.kHighsInf), np.ones(len(names))
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.concatenate(([0], np.cumsum(valid.sum(axis=1)))).astype(np.int32)
    model.a_matrix_.index_ = rows.astype(np.int32)
    model.a_matrix_.value_ = np.ones(len(rows))
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * columns
    # The class for users of the modelling language prints a line on standard output when it is made.
    solver = _Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"the solver ended with {solver.getModelStatus()}")
    return np.array(solver.getSolution().col_value)
