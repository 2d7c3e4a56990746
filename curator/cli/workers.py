"""Suggesters at work on batches of texts: in this process, or in several."""

from __future__ import annotations

import contextlib
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from curator.errors import CuratorError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

    from curator.labels import LabelSet
    from curator.model import Suggestion
    from curator.suggest.api import Suggester

Batch = Sequence[tuple[int, str]]
"""Numbers of documents, with their texts."""
Rows = list[tuple[int, "list[Suggestion]"]]
"""Numbers of documents, with what was found in them."""
Run = Callable[[str, Iterable[Batch]], Iterator[Rows]]
"""Runs the suggester of this name over batches; gives the results in their order."""

_AHEAD = 2
"""How many batches wait for each process, so that none is idle while results are written."""

_here: dict[str, Suggester] = {}
"""The suggesters of a worker process, by name."""


@contextlib.contextmanager
def runner(labels: LabelSet, suggesters: Sequence[Suggester], jobs: int) -> Iterator[Run]:
    """What runs suggesters for the length of the block.

    Args:
        labels: The label set, from which other processes build their suggesters.
        suggesters: Those of this process.
        jobs: How many processes; with 1 all is done in this one.

    Raises:
        CuratorError: A process died.
    """
    if jobs == 1:
        by_name = {suggester.name: suggester for suggester in suggesters}
        yield lambda name, batches: (_found(by_name[name], batch) for batch in batches)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    # A fresh interpreter each: a fork would share the open database, which SQLite forbids.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, context, _start, (labels,))
    try:
        yield lambda name, batches: _in_order(pool, name, batches, jobs * _AHEAD)
    except BrokenProcessPool as error:
        fix = "run it again with fewer --jobs; what was saved stays"
        raise CuratorError("a worker process died, perhaps for lack of memory", fix=fix) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(pool: ProcessPoolExecutor, name: str, batches: Iterable[Batch], ahead: int) -> Iterator[Rows]:
    """The results in order, with only so many batches on their way that memory does not grow."""
    waiting: deque[Future[Rows]] = deque()
    for batch in batches:
        waiting.append(pool.submit(_work, name, batch))
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _start(labels: LabelSet) -> None:
    """Make a worker process ready."""
    # Ctrl+C goes to all processes of the terminal; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from curator.suggest import build

    _here.update((suggester.name, suggester) for suggester in build(labels))


def _work(name: str, batch: Batch) -> Rows:
    return _found(_here[name], batch)


def _found(suggester: Suggester, batch: Batch) -> Rows:
    return [(number, suggester.suggest(text)) for number, text in batch]
