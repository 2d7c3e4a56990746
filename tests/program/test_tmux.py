"""Characters of all widths in tmux, which people work in and which has its own mind about widths.

Every bracket must stand under its span by the cells that tmux gives the text, whatever any table says.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.fast import but_first
from tests.program.conftest import Project
from tests.program.terminal import PATIENCE, curator_command

pytestmark = pytest.mark.skipif(not shutil.which("tmux"), reason="needs tmux")

ODD = {
    "CJK": "日本語",
    "emoji": "😀",
    "joined emoji": "👩‍👩‍👧‍👦",
    "joined with a sign": "🧑‍🚀❤️‍🔥",
    "flags": "🇺🇦🇵🇱",
    "flag of a region": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "half a flag": "🇺",
    "skin tone": "👍🏽👩🏿‍🔬",
    "skin tone alone": "🏽",
    "combining marks": "e\u0301o\u0302\u0323к\u0306",
    "many marks": "z" + "\u0301\u0302\u0303\u0304\u0323" * 4,
    "enclosing mark": "a\u20dd",
    "keycap": "1\ufe0f\u20e3",
    "emoji selector": "❤\ufe0f☎\ufe0f™\ufe0f",
    "text selector": "😀\ufe0e",
    "zero-width space": "a\u200bb",
    "joiners": "a\u200db\u200cc",
    "byte order mark": "a\ufeffb",
    "soft hyphen": "co\u00adop",
    "direction": "a\u202eb\u202c",
    "isolates": "\u2067ab\u2069",
    "tab": "a\tb",
    "two tabs": "a\t\tb",
    "no-break space": "a\xa0b",
    "narrow no-break space": "a\u202fb",
    "ideographic space": "a\u3000b",
    "em space": "a\u2003b",
    "hangul": "한국어",
    "jamo": "\u1112\u1161\u11ab",
    "lone jamo": "\u1161\u11ab",
    "halfwidth": "ｶﾞ",
    "fullwidth": "Ａ（１）",
    "thai": "กำที่",
    "archaic hangul": "\u1112\u119e\u11ab\u1140\u119e\u11eb",
    "hangul word in parts": "\u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165",
    "hindi": "प्रधानमंत्री",
    "bengali": "কোম্পানি",
    "telugu": "స్త్రీ",
    "malayalam": "കൊച്ചി",
    "lone vowel sign": "ा",
    "lao": "ກຳ",
    "burmese": "မြန်မာ",
    "arabic sentence": "قال مرحبا",
    "hebrew and digits": "שלום 123 עולם",
    "number sign": "\u0600١٢",
    "devanagari": "क्षि",
    "tamil": "நி",
    "arabic": "مَرْحَبًا",
    "hebrew": "שָׁלוֹם",
    "cyrillic marks": "а̀҃",
    "mathematical": "𝐀𝛂",
    "ambiguous": "→①※…“±”§°×",
    "ideographs beyond": "𠀀",
    "private use": "\ue000",
    "unassigned": "\U0003fffd\u0378",
    "new emoji": "\U0001fae9\U0001fabe",
    "watch": "⌚⏰",
    "wavy": "〰〽",
    "bell and escape": "a\x07\x1bb",
    "delete": "a\x7fb",
    "c1": "a\x9bb",
    "line separator": "a\u2028b",
    "tibetan": "རྒྱ",
    "ligature": "ﬁ",
    "khmer": "ខ្មែរ",
    "myanmar": "မြန်",
    "balinese": "ᬓ᭄ᬱ",
    "playing card": "🂡🀄",
    "hangul filler": "a\u3164b",
    "braille": "⠿⠀b",
    "music": "𝄞𝅘𝅥",
    "dingbat": "✔✂✈",
    "old persian": "𐎠",
    "egyptian": "𓀀",
    "hieroglyph joiner": "𓀀𓐰𓀁",
    "invisible times": "a\u2062b",
    "interlinear": "a\ufff9b\ufffb",
    "object": "a\ufffcb",
    "variation of an ideograph": "葛\U000e0100",
    "mongolian": "\u182d\u180b",
    "form feed": "a\x0cb",
    "carriage return": "a\rb",
    "hexagram": "䷀☰",
    "three-per-em": "a\u2004\u2009\u200ab",
    "word joiner": "a\u2060b",
    "replacement": "\ufffd",
}
PER_DOCUMENT = 7


class Tmux:
    """A tmux of its own, with the program in one window, and in another one whatever is to be measured."""

    def __init__(self, project: Project, folder: str, size: tuple[int, int]) -> None:
        self._base = ["tmux", "-u", "-f", os.devnull, "-S", f"{folder}/s"]
        columns, lines = map(str, size)
        self._env = {**project.env, "TERM": "xterm-256color"}
        command = ["new-session", "-d", "-x", columns, "-y", lines, "-c", str(project.root), *curator_command()]
        self.run(*command)
        self.run("new-window", "-d", "-t", ":1", "cat")
        self._ruler = Path(self.run("display-message", "-p", "-t", ":1", "#{pane_tty}").strip())
        self._measured: dict[str, int] = {}

    def run(self, *args: str) -> str:
        done = subprocess.run(
            [*self._base, *args], env=self._env, capture_output=True, text=True, check=True, timeout=PATIENCE
        )
        return done.stdout

    def send(self, *keys: str) -> None:
        self.run("send-keys", "-t", ":0", *keys)

    @property
    def lines(self) -> list[str]:
        return self.run("capture-pane", "-p", "-t", ":0").split("\n")

    def wait(self, holds: Callable[[list[str]], object], what: str) -> list[str]:
        """The screen once this holds, and stays as it is: a frame may be captured while it is being drawn."""
        deadline = time.monotonic() + PATIENCE
        seen: list[list[str]] = []
        while not holds(lines := self.lines) or seen[-2:] != [lines, lines]:
            assert time.monotonic() < deadline, f"waited in vain for {what}:\n" + "\n".join(lines)
            seen.append(lines)
        return lines

    def width(self, text: str) -> int:
        """The cells that a text takes in this tmux."""
        if text not in self._measured:
            mark = f"m{len(self._measured)}"
            with self._ruler.open("w", encoding="utf-8") as ruler:
                ruler.write(f"\x1b[2J\x1b[H{text}\x1b]2;{mark}\x07")
            deadline = time.monotonic() + PATIENCE
            found = ""
            while not found.endswith(f" {mark}"):
                assert time.monotonic() < deadline, f"tmux did not measure {text!r}"
                found = self.run("display-message", "-p", "-t", ":1", "#{cursor_x} #{pane_title}").rstrip("\n")
            self._measured[text] = int(found.split()[0])
        return self._measured[text]


@pytest.fixture
def in_tmux() -> Iterator[Callable[..., Tmux]]:
    servers: list[Tmux] = []
    # Not in the folder of the test: the path of a socket may have hardly more than a hundred characters.
    with tempfile.TemporaryDirectory(prefix="c") as folder:

        def start(project: Project, size: tuple[int, int] = (80, 24)) -> Tmux:
            servers.append(Tmux(project, folder, size))
            return servers[-1]

        yield start
        for server in servers:
            server.run("kill-server")


def odd_project(make_project: Callable[[dict[str, str]], Project]) -> tuple[Project, list[list[str]]]:
    """Documents, each with some of the odd texts, one in a line: before a span, and within another one."""
    names = [list(ODD)[start : start + PER_DOCUMENT] for start in range(0, len(ODD), PER_DOCUMENT)]
    rows = []
    for number, group in enumerate(names):
        text, spans = "".join(ODD[name] for name in group) + "\n\n", []
        for name in group:
            start = len(text)
            text += f"a{ODD[name]}b qwert {ODD[name]} tail\n"
            middle = start + len(ODD[name]) + 2
            spans += [(start, middle, "RANK"), (middle + 1, middle + 6, "PERSON")]
        marked = [{"start": start, "end": end, "label": label} for start, end, label in spans]
        rows.append(json.dumps({"id": f"odd-{number}", "text": text, "spans": marked}))
    return make_project({"odd.jsonl": "\n".join(rows) + "\n"}), names


def misaligned(tmux: Tmux, lines: Sequence[str], names: Sequence[str]) -> list[str]:
    """The odd texts whose brackets do not stand under them."""
    wrong = []
    rows = [place for place, line in enumerate(lines) if " qwert " in line]
    assert len(rows) == len(names), "\n".join(lines)
    for name, place in zip(names, rows, strict=True):
        line, lane = lines[place], lines[place + 1].ljust(80)
        before, _, _ = line.partition("qwert")
        edges = [2, tmux.width(before.rstrip(" ")) - 1, tmux.width(before), tmux.width(before + "qwert") - 1]
        drawn = [place for place, sign in enumerate(lane.rstrip("▐ ")) if sign != " "]
        corners = "".join(lane[edge] for edge in edges if edges[1] - edges[0] > 1 or edge > edges[1])
        wanted = [*range(edges[0], edges[1] + 1), *range(edges[2], edges[3] + 1)]
        if drawn != wanted or set(corners) - set("╰╯╚╝"):
            wrong.append(f"{name}: edges at {edges} of\n{line}\n{lane}")
    return wrong


@pytest.mark.parametrize("marks", but_first([True, False]))
def test_every_bracket_stands_under_its_span(
    make_project: Callable[[dict[str, str]], Project], in_tmux: Callable[..., Tmux], marks: bool
) -> None:
    project, groups = odd_project(make_project)
    tmux = in_tmux(project)
    wrong = []
    if marks:
        tmux.wait(lambda lines: "qwert" in "".join(lines), "the document")
        tmux.send("M")
        tmux.wait(lambda lines: "tail↵" in "".join(lines), "the marks")
    for number, names in enumerate(groups):
        lines = tmux.wait(
            lambda lines, n=number: lines[1].startswith(f" odd-{n} ") and "qwert" in "".join(lines), "the document"
        )
        wrong += misaligned(tmux, lines, names)
        tmux.send("J")
    assert not wrong, "\n\n".join(wrong)


def test_nothing_leaves_its_column(
    make_project: Callable[[dict[str, str]], Project], in_tmux: Callable[..., Tmux]
) -> None:
    """With the panel beside it, whatever stands in article, panel and title."""
    project, groups = odd_project(make_project)
    tmux = in_tmux(project, (120, 40))
    wrong = []
    for number in range(len(groups)):
        tmux.wait(lambda lines, n=number: lines[1].startswith(f" odd-{n} ") and "◂" in "".join(lines), "the document")
        for _ in range(3):
            lines = tmux.lines
            wrong += [line for line in lines if "│" in line and tmux.width(line[: line.index("│")]) != 76] + [
                line for line in lines if "◂" in line and tmux.width(line[: line.index("◂")]) != 118
            ]
            tmux.send("Tab")
            tmux.wait(lambda after, before=lines[-3]: after[-3] != before, "the next span")
        tmux.send("J")
    assert not wrong, "\n".join(wrong)
