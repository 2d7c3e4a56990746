"""Records a minute of the real program, in a pseudo-terminal: python docs/session.py

Writes session.cast (asciicast 2, for ``asciinema play``) and session.svg, a film of the same that any browser plays.
The times are those of the script below, not those of the machine, so that the same program gives the same files.
"""

from __future__ import annotations

import fcntl
import html
import json
import os
import pty
import select
import shutil
import signal
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

import pyte

ROOT = Path(__file__).parent.parent
COLUMNS, LINES = 104, 28
QUIET = 0.4
"""Seconds without output after which the program is taken to be done with a key."""
SCRIPT: tuple[tuple[float, str], ...] = (
    (2.0, ""), (1.2, "a"), (0.8, "a"), (0.8, "a"), (0.8, "a"), (1.0, "x"), (1.0, "u"), (0.8, "a"), (0.8, "a"),
    (1.2, "\t"), (1.0, "r"), (1.0, "u"), (1.2, "/"), (0.3, "r"), (0.3, "u"), (0.3, "b"), (0.3, "l"), (0.3, "e"),
    (0.8, "\r"), (1.0, "m"), (0.7, "{"), (0.7, "{"), (1.5, "g"), (1.5, "\x1b"), (1.0, "\x1b[6~"), (1.2, "A"),
    (1.5, "\r"), (1.2, "&"), (1.2, "a"), (1.2, "D"), (1.5, "d"), (0.5, "j"), (0.5, "j"), (1.2, "\r"), (1.5, "a"),
    (1.5, "?"), (2.0, "\x1b"), (1.5, "f"), (2.0, ""),
)  # fmt: skip
"""Seconds that pass, then the keys that are pressed."""
_CELL, _LINE = 8.4, 18
_FONT = "ui-monospace, 'SFMono-Regular', Menlo, Consolas, 'DejaVu Sans Mono', monospace"


def record() -> list[tuple[float, str]]:
    """What the program wrote, each piece with the second of the script to which it belongs."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "news")
        (project / "seeds").mkdir(parents=True)
        shutil.copy(ROOT / "labels.yaml", project)
        for article in sorted((ROOT / "seeds").glob("wire-*.txt")):
            shutil.copy(article, project / "seeds")
        os.environ["CURATOR_REVIEWER"] = "anna"
        pid, master = pty.fork()
        if pid == 0:
            os.chdir(project)
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", HOME=folder, PYTHONPATH=str(ROOT))
            os.execvp(sys.executable, [sys.executable, "-m", "curator"])
        fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        try:
            return _play(master)
        finally:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            os.close(master)


def _play(master: int) -> list[tuple[float, str]]:
    _until(master, "decided")
    events, now = [(0.0, _until(master, ""))], 0.0
    for seconds, keys in SCRIPT:
        now += seconds
        os.write(master, keys.encode())
        events.append((now, _until(master, "")))
    return events


_seen: list[bytes] = []


def _until(master: int, text: str, patience: float = 30.0) -> str:
    """What is written until it holds the text and nothing more comes; what was read before stands first."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if select.select([master], [], [], QUIET)[0]:
            _seen.append(os.read(master, 65536))
        elif text.encode() in b"".join(_seen):
            break
    if text:
        return ""
    data = b"".join(_seen).decode(errors="replace")
    _seen.clear()
    return data


def cast(events: list[tuple[float, str]]) -> str:
    """The recording as asciicast 2."""
    head = {"version": 2, "width": COLUMNS, "height": LINES, "title": "curator", "env": {"TERM": "xterm-256color"}}
    rows = [json.dumps(head), *(json.dumps([round(at, 2), "o", data], ensure_ascii=False) for at, data in events)]
    return "\n".join(rows) + "\n"


def film(events: list[tuple[float, str]]) -> str:
    """The recording as an SVG: its frames side by side behind a window, one after the other in view."""
    screen = pyte.Screen(COLUMNS, LINES)
    stream = pyte.Stream(screen)
    known: dict[str, int] = {}
    frames, starts = [], []
    for at, data in events:
        stream.feed(data)
        lines = [_line(screen, y) for y in range(LINES)]
        places = [known.setdefault(line, len(known)) for line in lines]
        if not frames or frames[-1] != places:
            frames.append(places)
            starts.append(at)
    total = events[-1][0] + 2.0
    width, height = COLUMNS * _CELL, LINES * _LINE
    steps = "".join(
        f"{at / total * 100:.3f}%{{transform:translateX({-place * width:.1f}px)}}" for place, at in enumerate(starts)
    )
    symbols = "".join(f'<g id="l{number}">{line}</g>' for line, number in known.items() if line)
    drawn = {number for line, number in known.items() if line}
    strip = "".join(
        f'<use href="#l{line}" x="{place * width:.1f}" y="{y * _LINE}"/>'
        for place, lines in enumerate(frames)
        for y, line in enumerate(lines)
        if line in drawn
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.1f} {height}" width="{width:.0f}">'
        f"<style>text{{font:14px {_FONT};white-space:pre}}"
        f"#strip{{animation:film {total:.1f}s step-end infinite}}@keyframes film{{{steps}}}</style>"
        f'<defs>{symbols}</defs><rect width="100%" height="100%" fill="#121212"/><g id="strip">{strip}</g></svg>\n'
    )


def _line(screen: pyte.Screen, y: int) -> str:
    """A line of the screen: a rectangle for each stretch with a background, a text for each of one style."""
    runs: list[tuple[int, str, str, str, bool]] = []
    for x in range(COLUMNS):
        char = screen.buffer[y][x]
        front, back = (char.bg, char.fg) if char.reverse else (char.fg, char.bg)
        look = (_colour(front, "#e0e0e0"), _colour(back, "#121212"), char.bold)
        if runs and runs[-1][2:] == look:
            start, text, *_ = runs[-1]
            runs[-1] = (start, text + char.data, *look)
        else:
            runs.append((x, char.data, *look))
    parts = []
    for x, text, front, back, bold in runs:
        if back != "#121212":
            size = f'width="{len(text) * _CELL:.1f}" height="{_LINE}"'
            parts.append(f'<rect x="{x * _CELL:.1f}" {size} fill="{back}"/>')
        if text.strip():
            weight = ' font-weight="bold"' if bold else ""
            fitted = f'textLength="{len(text) * _CELL:.1f}" lengthAdjust="spacingAndGlyphs"'
            shown = html.escape(text.replace(" ", "\xa0"))
            parts.append(f'<text x="{x * _CELL:.1f}" y="14" {fitted} fill="{front}"{weight}>{shown}</text>')
    return "".join(parts)


def _colour(name: str, default: str) -> str:
    return default if name == "default" else f"#{name}" if len(name) == 6 else name


def main() -> None:
    """Record, and write both files."""
    events = record()
    (ROOT / "docs" / "session.cast").write_text(cast(events), encoding="utf-8")
    (ROOT / "docs" / "session.svg").write_text(film(events), encoding="utf-8")


if __name__ == "__main__":
    main()
