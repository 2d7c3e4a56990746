"""The whole program in a real pseudo-terminal: keys go in, and the screen that a person would see comes out."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Self

import pyte

from tests.program.prepared import Forked, fork

PATIENCE = 60.0
"""Seconds after which something that was waited for counts as missing; a machine under load is slow, not wrong."""
_FRAME_START, _FRAME_END = b"\x1b[?2026h", b"\x1b[?2026l"
_SYNC_QUERY = b"\x1b[?2026$p"
_SYNC_ANSWER = b"\x1b[?2026;2$y"
_STYLE = re.compile(rb"\x1b\[[0-9;:]*m")
_LOOK_SECONDS = 0.02
_HEADER = re.compile(
    r"(?P<number>\d+) of (?P<documents>\d+) · (?P<done>\d+) done · (?P<decided>\d+)/(?P<spans>\d+) decided"
    r"(?P<status>.*?)(?: · [^·]*/h)? · (?P<saved>saved ✓|saving ·|NOT SAVED)"
)

UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
SHIFT_RIGHT, SHIFT_LEFT = "\x1b[1;2C", "\x1b[1;2D"
HOME, END = "\x1b[H", "\x1b[F"
ENTER, ESC, TAB, CTRL_P, CTRL_Z = "\r", "\x1b", "\t", "\x10", "\x1a"


class Header(NamedTuple):
    """What the first line says."""

    number: int
    documents: int
    done: int
    decided: int
    spans: int
    status: str
    saved: str


class Terminal:
    """A program that believes that it runs in a terminal, as a session of its own with this as controlling terminal.

    It answers that it draws whole frames at once, so that `on_frame` never sees half of one.

    Args:
        command: The program and its arguments.
        cwd: Where it runs.
        env: All of its environment.
        size: Columns and lines.
        before: Called in the child before the program starts.
        loaded: Fork the program where it has loaded its modules already; the command is its arguments then.
        styles: Whether the cells of the screen have their colours; most of what a screen is told is colours, and most
            tests read only letters.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        cwd: Path,
        env: Mapping[str, str],
        size: tuple[int, int] = (120, 36),
        before: Callable[[], object] | None = None,
        loaded: bool = False,
        styles: bool = False,
    ) -> None:
        self.screen = pyte.Screen(*size)
        self.raw = bytearray()
        self.frames = 0
        self.on_frame: Callable[[Terminal], None] | None = None
        self._stream = pyte.ByteStream(self.screen)
        self._rest = b""
        self._styles = styles
        self._lines: list[str] = []
        self.master: int | None
        self.master, slave = os.openpty()
        self._set_size(*size)

        def prepare() -> None:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            if before:
                before()

        self.process: subprocess.Popen[bytes] | Forked
        if loaded:
            self.process = fork(command, cwd=cwd, env=env, terminal=slave)
        else:
            self.process = subprocess.Popen(
                command, stdin=slave, stdout=slave, stderr=slave, cwd=cwd, env=dict(env), start_new_session=True,
                preexec_fn=prepare,
            )  # fmt: skip
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.close()

    # In

    def send(self, keys: str) -> None:
        """Type."""
        assert self.master is not None
        data = keys.encode()
        while data:
            # What is shown must be taken, or neither side would go on.
            self._take(0)
            if select.select([], [self.master], [], _LOOK_SECONDS)[1]:
                data = data[os.write(self.master, data[:512]) :]

    def press(self, x: int, y: int) -> None:
        """Press the left button on a cell; columns and lines count from 0."""
        self._mouse(0, x, y, "M")

    def drag(self, x: int, y: int) -> None:
        """Move the mouse with the left button held."""
        self._mouse(32, x, y, "M")

    def release(self, x: int, y: int) -> None:
        """Let the left button go."""
        self._mouse(0, x, y, "m")

    def click(self, x: int, y: int) -> None:
        """Press and release the left button."""
        self.press(x, y)
        self.release(x, y)

    def wheel(self, x: int, y: int, *, down: bool) -> None:
        """Turn the wheel by a notch."""
        self._mouse(65 if down else 64, x, y, "M")

    def _mouse(self, button: int, x: int, y: int, end: str) -> None:
        self.send(f"\x1b[<{button};{x + 1};{y + 1}{end}")

    def resize(self, columns: int, lines: int) -> None:
        """Change the size of the window."""
        self.screen.resize(lines, columns)
        self._set_size(columns, lines)

    def _set_size(self, columns: int, lines: int) -> None:
        assert self.master is not None
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    # Out

    def _take(self, timeout: float) -> bool:
        """Take what the program has written; returns whether there was something."""
        if self.master is None or not select.select([self.master], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            return False
        self._feed(data)
        return bool(data)

    def _feed(self, data: bytes) -> None:
        self.raw += data
        if _SYNC_QUERY in self.raw[-len(data) - len(_SYNC_QUERY) :]:
            assert self.master is not None
            os.write(self.master, _SYNC_ANSWER)
        *frames, rest = (self._rest + data).split(_FRAME_END)
        for frame in frames:
            self._stream.feed((frame if self._styles else _STYLE.sub(b"", frame)) + _FRAME_END)
            self.frames += 1
            if self.on_frame:
                self.on_frame(self)
        # A frame that has begun is not shown before it is whole; its first bytes may be cut in two themselves.
        begun = rest.find(_FRAME_START)
        if begun < 0:
            cut = next((n for n in range(len(_FRAME_START) - 1, 0, -1) if rest.endswith(_FRAME_START[:n])), 0)
            begun = len(rest) - cut
        self._stream.feed(rest[:begun])
        self._rest = rest[begun:]

    def drain(self) -> None:
        """Take all that a program that has ended left behind."""
        while self._take(0):
            pass

    def wait_until(self, holds: Callable[[], object], what: str = "", timeout: float = PATIENCE) -> None:
        """Wait until something holds, looking after every change of the screen.

        Raises:
            AssertionError: It did not hold in time; with the screen as it was.
        """
        deadline = time.monotonic() + timeout
        while not holds():
            self._take(_LOOK_SECONDS)
            if time.monotonic() > deadline:
                # Where the whole machine stood still, what was waited for has come by now and was only not read.
                self.drain()
                if holds():
                    return
                shown = "\n".join(self.lines)
                raise AssertionError(f"waited in vain for {what or 'the screen'}; it shows:\n{shown}")

    def wait_for(self, text: str, timeout: float = PATIENCE) -> None:
        """Wait until the text stands somewhere on the screen."""
        self.wait_until(lambda: text in self.text, repr(text), timeout)

    def wait_header(self, timeout: float = PATIENCE, **wanted: object) -> Header:
        """Wait until the first line says all of this, and that it is saved unless something else is wanted."""
        wanted = {"saved": "saved ✓", **wanted}

        def holds() -> bool:
            header = self.header
            return header is not None and all(getattr(header, name) == value for name, value in wanted.items())

        self.wait_until(holds, str(wanted), timeout)
        assert self.header is not None
        return self.header

    def wait_end(self, timeout: float = PATIENCE) -> int:
        """Wait until the program has ended; returns its exit code."""
        self.wait_until(lambda: self.process.poll() is not None, "the end", timeout)
        self.drain()
        return self.process.returncode

    @property
    def lines(self) -> list[str]:
        """The lines of the screen, without the space at their ends."""
        return [line.rstrip() for line in self._display]

    @property
    def _display(self) -> list[str]:
        """The lines of the screen; those that changed since they were asked for are put together anew."""
        count = self.screen.lines
        changed = self.screen.dirty if len(self._lines) == count else set(range(count))
        self._lines = (self._lines + [""] * count)[:count]
        # A mark at the start of a line is put on the end of the line above.
        for y in (changed | {y - 1 for y in changed}) & set(range(count)):
            self._lines[y] = self.under(0, y, self.screen.columns)
        self.screen.dirty.clear()
        return self._lines

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    @property
    def header(self) -> Header | None:
        """What the first line says, where it says it whole."""
        # Not `screen.display`, which puts all lines together: this is asked after every piece of output.
        found = _HEADER.search(self.under(0, 0, self.screen.columns))
        if not found:
            return None
        number, documents, done, decided, spans, status, saved = found.groups()
        return Header(int(number), int(documents), int(done), int(decided), int(spans), status, saved)

    @property
    def status(self) -> str:
        """The line above the keys."""
        return self.lines[-2].strip()

    def find(self, text: str, *, panel: bool = False) -> tuple[int, int]:
        """The column and line, from 0, where the text stands first in the article, or in the panel beside it."""
        for y, line in enumerate(self._display):
            article = len(line.split("│", 1)[0])
            if text in (line[article:] if panel else line[:article]):
                return line.index(text, article if panel else 0), y
        raise AssertionError(f"{text!r} is not on the screen:\n{self.text}")

    def under(self, x: int, y: int, columns: int) -> str:
        """These cells of a line; the second cell of a wide character is empty."""
        cells = self.screen.buffer[y]
        return "".join([cells[column].data for column in range(x, x + columns)])

    # End

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        self.process.send_signal(number)

    def kill(self) -> None:
        """End the program at once, if it has not ended, and take what it had written."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.drain()

    def close(self) -> None:
        """Close the terminal's window."""
        if self.master is not None:
            os.close(self.master)
            self.master = None


def curator_command(*args: str) -> list[str]:
    """The program as its user starts it."""
    return [sys.executable, "-m", "curator", *args]
