"""Near-duplicate texts, by MinHash: those that share most of their runs of words.

One hash a run of five words, spread over bins, of which each keeps its least one (one permutation hashing: Li, Owen and
Zhang 2012); an empty bin takes the value of the next one that is not (Shrivastava and Li 2014). Texts that agree in a
whole band of bins are candidates, and are near-duplicates if they agree in enough bins, which estimates the Jaccard
similarity of their runs. 256 bytes a text are kept.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections.abc import Iterator

RUN = 5
BINS = 64
BAND = 4
ALIKE = 0.7
"""The estimated Jaccard similarity from which two texts are near-duplicates."""

_WORD = re.compile(r"\w+")
_EMPTY = 0xFFFFFFFF


def sketch(text: str) -> array[int]:
    """The least hash in each bin."""
    found = _WORD.findall(text.casefold()) or [text]
    least = [_EMPTY] * BINS
    for at in range(max(1, len(found) - RUN + 1)):
        value = zlib.crc32(" ".join(found[at : at + RUN]).encode(errors="surrogatepass"))
        # The multiplication spreads what CRC leaves regular (Knuth's 2654435761).
        value = value * 2654435761 & 0xFFFFFFFF
        place = value % BINS
        least[place] = min(least[place], value)
    return array("I", _filled(least))


def _filled(least: list[int]) -> Iterator[int]:
    """The bins, with the next full one's value, changed by the distance, in each empty one."""
    for place, value in enumerate(least):
        distance = 0
        while value == _EMPTY and distance < BINS:
            distance += 1
            value = least[(place + distance) % BINS]
        yield (value + distance) & 0xFFFFFFFF


class Groups:
    """Puts things together that belong together; each group is named by its first member."""

    def __init__(self) -> None:
        self._above: list[int] = []
        self._named: dict[str, int] = {}
        self._bands: dict[tuple[int, bytes], int] = {}
        self._sketches: list[array[int]] = []
        self.near_duplicates = 0

    def add(self, text: str, name: str | None = None) -> int:
        """Take in one more text.

        Args:
            text: It is compared with all before.
            name: What it shares with others that belong to its group, such as the source of an article.

        Returns:
            Its number, from 0.
        """
        number = len(self._above)
        self._above.append(number)
        own = sketch(text)
        self._sketches.append(own)
        if name is not None:
            self._join(self._named.setdefault(name, number), number)
        alike = False
        for band in range(0, BINS, BAND):
            other = self._bands.setdefault((band, own[band : band + BAND].tobytes()), number)
            if other != number and not (alike and self.first(other) == self.first(number)) and self._alike(other, own):
                alike = True
                self._join(other, number)
        self.near_duplicates += alike
        return number

    def _alike(self, number: int, own: array[int]) -> bool:
        same = sum(a == b for a, b in zip(self._sketches[number], own, strict=True))
        return same >= ALIKE * BINS

    def first(self, number: int) -> int:
        """The first member of its group."""
        root = number
        while self._above[root] != root:
            root = self._above[root]
        while self._above[number] != root:
            self._above[number], number = root, self._above[number]
        return root

    def _join(self, a: int, b: int) -> None:
        a, b = self.first(a), self.first(b)
        self._above[max(a, b)] = min(a, b)
