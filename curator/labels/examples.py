"""Examples in a guideline: a text in which ``**`` stands around each part that is meant."""

from __future__ import annotations

MARK = "**"


def marked(example: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text of an example without its marks, and the parts that they stand around.

    The parts are half-open [start, end) in code points of the text that is returned. An example without marks
    is meant as a whole.

    Raises:
        ValueError: A mark has no partner, or there is nothing or a space next to the inside of one.
    """
    pieces = example.split(MARK)
    if len(pieces) == 1:
        return example, ((0, len(example)),)
    if len(pieces) % 2 == 0:
        raise ValueError("one ** has no partner")
    parts: list[tuple[int, int]] = []
    start = 0
    for index, piece in enumerate(pieces):
        end = start + len(piece)
        if index % 2:
            if not piece or piece != piece.strip():
                raise ValueError("the ** must touch the text that they stand around")
            parts.append((start, end))
        start = end
    return "".join(pieces), tuple(parts)
