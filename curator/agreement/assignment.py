"""The heaviest one-to-one assignment between two small sets."""

from __future__ import annotations

from collections.abc import Sequence


def heaviest(weights: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """The pairs (row, column) with the greatest total weight; pairs of weight 0 are left out.

    The Hungarian method with potentials (Kuhn 1955; Jonker and Volgenant 1987), row by row: O(rows² · columns).

    Args:
        weights: Whole numbers from 0 up, a row a list, all of the same length.
    """
    if not weights or not weights[0]:
        return []
    if len(weights) > len(weights[0]):
        return sorted((row, column) for column, row in heaviest(list(zip(*weights, strict=True))))
    rows, columns = len(weights), len(weights[0])
    row_price, column_price = [0] * (rows + 1), [0] * (columns + 1)
    owner = [0] * (columns + 1)  # of each column the row that has it; row 0 is none
    for row in range(1, rows + 1):
        owner[0] = row
        column = 0
        least: list[float] = [float("inf")] * (columns + 1)
        come_from = [0] * (columns + 1)
        done = [False] * (columns + 1)
        while owner[column]:
            done[column] = True
            here, delta, following = owner[column], float("inf"), 0
            for other in range(1, columns + 1):
                if done[other]:
                    continue
                cost = -weights[here - 1][other - 1] - row_price[here] - column_price[other]
                if cost < least[other]:
                    least[other], come_from[other] = cost, column
                if least[other] < delta:
                    delta, following = least[other], other
            for other in range(columns + 1):
                if done[other]:
                    row_price[owner[other]] += int(delta)
                    column_price[other] -= int(delta)
                else:
                    least[other] -= delta
            column = following
        while column:
            owner[column] = owner[come_from[column]]
            column = come_from[column]
    found = ((owner[column] - 1, column - 1) for column in range(1, columns + 1) if owner[column])
    return sorted((row, column) for row, column in found if weights[row][column] > 0)
