"""A process of its own that makes suggestions ahead, so that no rule ever takes time or memory from the screen.

It is run as ``python -m curator.review.worker DATABASE``. Standard input brings a line with the label set as JSON, then
a line with a document's number and a layer whenever that one is wanted, and those that the reviewer of the layer gets
to behind it. Standard output brings the line
``ready NUMBER`` for each document that has other suggestions now, and ``failed REASON`` before it gives up.
"""

from __future__ import annotations

import contextlib
import os
import queue
import sys
import threading
from pathlib import Path

import msgspec

from curator.errors import CuratorError
from curator.labels import LabelSet
from curator.review.prepare import prepare
from curator.store import open_store
from curator.store.api import Store
from curator.suggest import build

AHEAD = 3
"""How many of the unfinished documents behind the wanted one are prepared."""
NICENESS = 10
"""By how much it stands back behind the screen, where both want the processor."""
_Wish = tuple[int, str]
"""A document's number, and in whose queue it stands."""


def work(path: Path, labels: LabelSet, wanted: queue.SimpleQueue[_Wish | None]) -> None:
    """Prepare what is wanted until None is; a later wish takes the place of what is left of an earlier one."""
    store = open_store(path, create=False)
    try:
        suggesters = build(labels)
        todo: list[int] = []
        while True:
            if not todo or not wanted.empty():
                wish = wanted.get()
                if wish is None:
                    return
                todo = _behind(store, *wish)
                continue
            number = todo.pop(0)
            if prepare(store, suggesters, number):
                _tell(f"ready {number}")
    finally:
        store.close()


def _behind(store: Store, number: int, layer: str) -> list[int]:
    """The document, and those that come next in the queue of the layer."""
    found = [number] if 1 <= number <= store.count() else []
    for _ in range(AHEAD):
        after = store.next_unfinished(layer, found[-1]) if found else None
        if after is None or after in found:
            break
        found.append(after)
    return found


def _tell(line: str) -> None:
    # In a pipe, Python would keep it back.
    print(line, flush=True)


def main() -> None:
    """Work until standard input ends, where nobody waits more urgently."""
    with contextlib.suppress(OSError, AttributeError):  # not there on Windows
        os.nice(NICENESS)
    labels = msgspec.json.decode(sys.stdin.readline(), type=LabelSet)
    wanted: queue.SimpleQueue[_Wish | None] = queue.SimpleQueue()

    def listen() -> None:
        for line in sys.stdin:
            number, _, layer = line.rstrip("\n").partition(" ")
            wanted.put((int(number), layer))
        wanted.put(None)

    threading.Thread(target=listen, daemon=True).start()
    try:
        work(Path(sys.argv[1]), labels, wanted)
    except CuratorError as error:
        _tell(f"failed {' '.join(str(error).split())}")


if __name__ == "__main__":
    main()
