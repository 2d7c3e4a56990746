"""Suggestions made in the background: for the open document where they are missing, and for the ones after it."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from curator.errors import CuratorError
from curator.labels import LabelSet
from curator.suggest.api import Suggester

PATIENCE_TO_END = 1.0
"""Seconds that the worker has to finish the document at hand, when the program ends."""


class Ahead:
    """Has documents prepared by a worker (`curator.review.worker`), which is started when it is first needed.

    Args:
        path: The database.
        labels: The labels, which say which suggesters run.
        ready: Called in a thread with the number of a document whose suggestions were made just now.
        failed: Called in a thread with a line for the user, when the worker has given up.
    """

    def __init__(
        self, path: Path, labels: LabelSet, ready: Callable[[int], None], failed: Callable[[str], None]
    ) -> None:
        self._path = path
        self._labels = labels
        self._ready = ready
        self._failed = failed
        self._worker: subprocess.Popen[bytes] | None = None
        self._suggesters: Sequence[Suggester] | None = None
        self._stopping = False

    @property
    def suggesters(self) -> Sequence[Suggester]:
        """Those that run, here: to read the attributes of spans that are made by hand."""
        if self._suggesters is None:
            from curator.suggest import build

            try:
                self._suggesters = build(self._labels)
            except CuratorError:
                # The worker has said so.
                self._suggesters = ()
        return self._suggesters

    def want(self, number: int, layer: str) -> None:
        """Prepare this document, then those that come next in the layer's queue; what was wanted before gives way."""
        if not self._labels.suggesters:
            return
        if self._worker is None:
            self._worker = self._start()
        self._send(f"{number} {layer}\n".encode())

    def stop(self) -> None:
        """Finish the document at hand and end."""
        self._stopping = True
        if self._worker is None or self._worker.stdin is None:
            return
        with contextlib.suppress(OSError):
            self._worker.stdin.close()
        try:
            self._worker.wait(PATIENCE_TO_END)
        except subprocess.TimeoutExpired:
            self._worker.kill()
            self._worker.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        # Of a session of its own: what the terminal sends to its programs is not meant for it.
        worker = subprocess.Popen(
            [sys.executable, "-m", "curator.review.worker", str(self._path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self._worker = worker
        threading.Thread(target=self._listen, args=(worker,), name="curator-ahead", daemon=True).start()
        self._send(msgspec.json.encode(self._labels) + b"\n")
        return worker

    def _send(self, line: bytes) -> None:
        stdin = self._worker.stdin if self._worker else None
        # One that has ended has said why, or is missed by the thread that listens.
        with contextlib.suppress(OSError, ValueError):
            if stdin is not None:
                stdin.write(line)
                stdin.flush()

    def _listen(self, worker: subprocess.Popen[bytes]) -> None:
        said = False
        for line in worker.stdout or ():
            kind, _, rest = line.decode(errors="replace").strip().partition(" ")
            if kind == "ready":
                self._ready(int(rest))
            else:
                said = True
                self._failed(f"no suggestions: {rest}")
        if not self._stopping and not said:
            self._failed(f"no suggestions: what makes them has ended (exit code {worker.wait()})")
