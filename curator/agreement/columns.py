"""Tables of counts: a row a document, a column a count."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from curator.agreement.batch import Bools
from curator.agreement.matching import Ints

Floats = npt.NDArray[np.float64]
Columns = dict[str, Floats]
"""Counts by name: a row a document (or a sum), and for counts by label a column a label."""


@dataclass(frozen=True)
class Table:
    """Counts of documents.

    Attributes:
        rows: The number of each document, ascending.
        columns: The counts. Names whose counts are the same share one array, which is then summed once.
    """

    rows: Ints
    columns: Columns

    def some(self, which: Ints | Bools) -> Columns:
        """The counts of some rows."""
        distinct = {id(column): column for column in self.columns.values()}
        chosen = {name: column[which] for name, column in distinct.items()}
        return {name: chosen[id(column)] for name, column in self.columns.items()}


Known = dict[tuple[int, ...], tuple[list[Floats], Floats]]
"""Columns that were joined, by the identities of their parts; the parts are kept, so that those stay their own."""


def joined(tables: list[Table], known: Known) -> Table:
    """One table after another; the documents of each are behind those of the one before.

    Args:
        tables: What to join.
        known: What was joined before: counts that tables of different annotators share stay one array.
    """
    if not tables:
        return Table(np.zeros(0, np.int64), {})
    columns: Columns = {}
    for name in tables[0].columns:
        parts = [table.columns[name] for table in tables]
        key = tuple(map(id, parts))
        if key not in known:
            known[key] = parts, np.concatenate(parts)
        columns[name] = known[key][1]
    return Table(np.concatenate([table.rows for table in tables]), columns)
