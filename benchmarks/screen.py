"""Time to the first article, and from a key to the changed screen, over a bare Textual app in the same run.

    python -m benchmarks.screen [--rounds 7] [--keys 60] [--large 100000] [--many 1000000] [--sizes 3 100 1000 5000]

Aims: first article <= 1.4 times a bare app's first paint; a key <= 1.5 times a bare app's, median and 95th percentile,
up to 1 MB, and <= 2 at 5 MB; the next document <= 3 times a bare app's change of all that is on the screen.
"""

from __future__ import annotations

import argparse
import compileall
import json
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers import SLATE_KEYS, slate
from benchmarks.terminal import Terminal

ROOT = Path(__file__).parent.parent
CURATOR = [sys.executable, "-m", "curator"]
SENTENCE = "Workers at the depot said on Friday that the gates were closed and ivan petrov left. "
"""One span in 15 words; the rules find nothing, so that there are no more."""
SPAN = (SENTENCE.index("ivan"), SENTENCE.index(" left"), "PERSON")
ACTS = (
    ("move", b"l", b""),
    ("accept", b"a", b"\t"),
    ("new span", b"r", b"l" * 7),
    ("undo", b"u", b"\ta"),
    ("page down", b"\x1b[6~", b""),
    ("next document", b"J", b""),
    ("search hit", b"n", b""),
)
"""What is measured: the act, its key, and what is pressed before it, unmeasured."""


QUIET = {"least": 0.06, "plain": 0.06, "peer": 0.06, "ours": 0.35}
"""Seconds without output after which a key is done. Ours looks the text in focus up once that has rested."""
BACK = {b"\x1b[6~": b"\x1b[5~", b"}": b"{", b"J": b"K", b"]": b"["}
"""The way back from pages and documents."""


def article(number: int, size: int, spans: int) -> dict[str, object]:
    """A document of about ``size`` characters with so many suggestions."""
    lines = []
    while sum(map(len, lines)) < size:
        lines.append(f"Paragraph {len(lines)} of {number}. " + SENTENCE * 4)
    text = "\n\n".join(lines)
    found = []
    place = text.find(SENTENCE)
    while place >= 0 and len(found) < spans:
        found.append({"start": place + SPAN[0], "end": place + SPAN[1], "label": SPAN[2]})
        place = text.find(SENTENCE, place + 1)
    return {"id": f"doc-{number:06}", "title": f"Article {number}", "text": text, "spans": found}


def project(folder: Path, documents: int, size: int, spans: int) -> Path:
    """A project folder with that many documents, imported and suggested."""
    import subprocess

    folder.mkdir()
    labels = (ROOT / "labels.yaml").read_bytes()
    (folder / "labels.yaml").write_bytes(labels)
    with (folder / "in.jsonl").open("w", encoding="utf-8") as out:
        for number in range(documents):
            out.write(json.dumps(article(number, size, spans)) + "\n")
    subprocess.run([*CURATOR, "import", "in.jsonl"], cwd=folder, check=True, capture_output=True)
    return folder


def quantiles(values: list[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    ordered = sorted(values)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def first_paint(folder: Path, text: Path, rounds: int) -> None:
    """Interleaved starts of both programs."""
    ours, bare = [], []
    for turn in range(rounds + 1):
        for times, command, needle in (
            (bare, [sys.executable, "-m", "benchmarks.bare", str(text)], b" 0 of 0."),
            (ours, [*CURATOR, "--project", str(folder), "review"], b" 0 of 0."),
        ):
            terminal = Terminal(command, cwd=str(ROOT))
            seconds = terminal.wait_for(needle)
            terminal.settle(0.1)
            terminal.close()
            if turn:
                times.append(seconds)
    a, b = statistics.median(ours), statistics.median(bare)
    print(f"  first article {a * 1000:6.0f} ms   bare {b * 1000:6.0f} ms   ratio {a / b:.2f}")


def keys(
    folder: Path, text: Path, count: int, peer: list[str] | None = None, acts: Sequence[tuple[str, bytes, bytes]] = ACTS
) -> None:
    """Acts in our program, in both bare ones and in a peer, in turns."""
    bare = [sys.executable, "-m", "benchmarks.bare", str(text)]
    programs = {
        "least": Terminal(bare, cwd=str(ROOT)),
        "plain": Terminal([*bare, "--layout"], cwd=str(ROOT)),
        "ours": Terminal([*CURATOR, "--project", str(folder), "review"], cwd=str(ROOT)),
    }
    if peer:
        programs["peer"] = Terminal(peer, cwd=str(ROOT))
    for who, terminal in programs.items():
        terminal.wait_for({"ours": b" 0 of 0.", "peer": b"Workers at"}.get(who, b"ready"))
        terminal.settle(2)
    for name, key, before in acts:
        if name == "search hit":
            programs["ours"].press(b"/petrov\r", quiet=0.5)
            if peer:
                programs["peer"].press(b"\\Petrov\r", quiet=0.5)
        times: dict[str, list[float]] = {who: [] for who in programs}
        for turn in range(count + 5):
            for who, terminal in programs.items():
                if who == "ours" and before:
                    terminal.press(before)
                pressed = _key_of(who, name, key)
                # There and back: behind the last page or document nothing changes.
                if turn % 2 and who in ("ours", "peer"):
                    pressed = BACK.get(pressed, pressed)
                seconds = terminal.press(pressed, quiet=QUIET[who]) if pressed else 0.0
                if turn >= 5:
                    times[who].append(seconds)
        report(name, times)
    least = programs["least"].memory()
    for who, terminal in programs.items():
        print(f"  memory of {who}: {terminal.memory() / 1e6:.1f} MB, ratio {terminal.memory() / least:.2f}")
        terminal.close()


def _key_of(who: str, name: str, key: bytes) -> bytes:
    """What a program is sent for an act; nothing where it cannot do it."""
    if who == "peer":
        return SLATE_KEYS.get(name, b"")
    if who == "ours":
        return key
    return b"n" if name in ("page down", "next document") else b"l"


def report(name: str, times: dict[str, list[float]]) -> None:
    """One line: our times, and their ratios to the bare app's and the peer's."""
    mine, least, plain = (quantiles(times[who]) for who in ("ours", "least", "plain"))
    peer = quantiles(times["peer"]) if any(times.get("peer", ())) else None
    print(
        f"  {name:<13} median {mine[0] * 1000:5.1f} ms  p95 {mine[1] * 1000:5.1f} ms"
        f"   over a bare update {mine[0] / plain[0]:.2f} / {mine[1] / plain[1]:.2f}"
        f"   over one without layout {mine[0] / least[0]:.2f} / {mine[1] / least[1]:.2f}"
        + (f"   over SLATE {mine[0] / peer[0]:.2f} / {mine[1] / peer[1]:.2f}" if peer else "")
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--many", type=int, default=0, help="so many short documents, for the next document alone")
    parser.add_argument("--sizes", type=int, nargs="*", default=[3, 100, 1000, 5000], help="KB an article")
    parser.add_argument("--slate", default="slate", help="the command that starts SLATE, if it is there")
    options = parser.parse_args()
    # What pip installs is compiled; with PYTHONDONTWRITEBYTECODE, a checkout would be measured while it is compiled.
    compileall.compile_dir(ROOT / "curator", quiet=1)
    with tempfile.TemporaryDirectory() as base:
        text = Path(base, "text.txt")
        text.write_text(str(article(0, 6000, 0)["text"]), encoding="utf-8")
        if options.rounds:
            print("15 documents")
            first_paint(project(Path(base, "small"), 15, 3000, 30), text, options.rounds)
        if options.rounds and options.large:
            large = project(Path(base, "large"), options.large, 2500, 0)
            print(f"{options.large:,} documents")
            first_paint(large, text, options.rounds)
            print(f"keys, {options.large:,} documents")
            keys(large, text, options.keys)
        if options.many:
            print(f"next document, of {options.many:,}")
            folder = project(Path(base, "many"), options.many, 300, 3)
            keys(folder, text, options.keys, acts=[act for act in ACTS if act[0] == "next document"])
        for size in options.sizes:
            spans = size * 1000 // len(SENTENCE)
            print(f"keys, articles of {size:,} KB with {spans:,} spans")
            folder = project(Path(base, f"of-{size}"), 3, size * 1000, spans)
            peer = slate(options.slate, str(article(0, size * 1000, 0)["text"]), Path(base, f"slate-{size}"))
            keys(folder, text, options.keys, peer)


if __name__ == "__main__":
    main()
