"""A program in a pseudo-terminal: keys go in, and the time until the screen has changed comes out."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence


class Terminal:
    """Runs a command in a pty of the given size (columns, rows)."""

    def __init__(self, command: Sequence[str], *, columns: int = 120, rows: int = 36, cwd: str | None = None) -> None:
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", COLUMNS=str(columns), LINES=str(rows))
            if cwd:
                os.chdir(cwd)
            os.execvp(command[0], list(command))
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.output = bytearray()

    def wait_for(self, needle: bytes, patience: float = 60.0) -> float:
        """Seconds since the start until these bytes have come."""
        deadline = time.perf_counter() + patience
        while needle not in self.output:
            if not self._read(deadline - time.perf_counter()):
                raise TimeoutError(f"{needle!r} did not appear in {patience} s: {bytes(self.output[-500:])!r}")
        return time.perf_counter() - self.started

    def settle(self, quiet: float = 0.3) -> None:
        """Read until nothing has come for ``quiet`` seconds."""
        while self._read(quiet):
            pass

    def press(self, keys: bytes, gap: float = 0.001, quiet: float = 0.06) -> float:
        """Seconds from a key until the frame that it changes has come; then waits until all is quiet.

        A frame ends where nothing follows for ``gap`` seconds. What comes later ("saved") is not counted.
        """
        self.settle(0)
        start = last = time.perf_counter()
        os.write(self.fd, keys)
        wait = 5.0
        while self._read(wait):
            last, wait = time.perf_counter(), gap
        self.settle(quiet)
        return last - start

    def _read(self, seconds: float) -> bool:
        if seconds < 0 or not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.fd, 1 << 20)
        except OSError:
            return False
        self.output += data
        return bool(data)

    def memory(self) -> int:
        """Bytes of resident memory."""
        with open(f"/proc/{self.pid}/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def close(self) -> None:
        """End the program."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)
