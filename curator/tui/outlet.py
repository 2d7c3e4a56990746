"""Where the screen is written to, which may be gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any


class Outlet:
    """A terminal that takes what is written to it also when its window is closed.

    Textual writes in a thread that would end there, and whoever handed it another piece would wait for ever.

    Args:
        file: The terminal.
        gone: Called in the thread that writes, once, where nothing can be written any more.
    """

    def __init__(self, file: IO[str], gone: Callable[[], None]) -> None:
        self._file = file
        self._gone = gone
        self._open = True

    def write(self, text: str) -> int:
        """Write, if there is anything left to write to."""
        self._attempt(lambda: self._file.write(text))
        return len(text)

    def flush(self) -> None:
        """Flush, if there is anything left to write to."""
        self._attempt(self._file.flush)

    def _attempt(self, call: Callable[[], object]) -> None:
        if not self._open:
            return
        try:
            call()
        except OSError:
            self._open = False
            self._gone()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)
