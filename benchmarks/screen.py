"""Time to the first article, and from a key to the changed screen, over a bare Textual app in the same run.

    python -m benchmarks.screen [--rounds 7] [--keys 60] [--large 100000]

Aims: first article <= 1.4 times a bare app's first paint; a key <= 1.5 times a bare app's, median and 95th percentile.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.terminal import Terminal

ROOT = Path(__file__).parent.parent
CURATOR = [sys.executable, "-m", "curator"]
SENTENCE = "General Ivan Petrov of the Northern Depot was charged with taking a bribe of 3 million rubles on Friday. "
SPANS = ((0, 7, "RANK"), (8, 19, "PERSON"), (58, 72, "CHARGE"), (76, 92, "AMOUNT"))


def article(number: int, size: int, spans: int) -> dict[str, object]:
    """A document of about ``size`` characters with so many suggestions."""
    lines = []
    while sum(map(len, lines)) < size:
        lines.append(f"Paragraph {len(lines)} of {number}. " + SENTENCE * 4)
    text = "\n\n".join(lines)
    found = []
    place = text.find(SENTENCE)
    while place >= 0 and len(found) < spans:
        found += [{"start": place + s, "end": place + e, "label": label} for s, e, label in SPANS]
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
            (bare, [sys.executable, "-m", "benchmarks.bare", str(text)], b"Paragraph 0"),
            (ours, [*CURATOR, "--project", str(folder), "review"], b"Paragraph 0"),
        ):
            terminal = Terminal(command, cwd=str(ROOT))
            seconds = terminal.wait_for(needle)
            terminal.settle(0.1)
            terminal.close()
            if turn:
                times.append(seconds)
    a, b = statistics.median(ours), statistics.median(bare)
    print(f"  first article {a * 1000:6.0f} ms   bare {b * 1000:6.0f} ms   ratio {a / b:.2f}")


def keys(folder: Path, text: Path, count: int) -> None:
    """Acts in our program and in both bare ones, in turns."""
    bare = [sys.executable, "-m", "benchmarks.bare", str(text)]
    least, plain = Terminal(bare, cwd=str(ROOT)), Terminal([*bare, "--layout"], cwd=str(ROOT))
    ours = Terminal([*CURATOR, "--project", str(folder), "review"], cwd=str(ROOT))
    for terminal, needle in ((least, b"ready"), (plain, b"ready"), (ours, b"Paragraph 0")):
        terminal.wait_for(needle)
        terminal.settle(2)
    for name, key, before in (("move", b"l", b""), ("accept", b"a", b"\t"), ("new span", b"r", b"l" * 7)):
        times: dict[str, list[float]] = {"ours": [], "least": [], "plain": []}
        for turn in range(count + 5):
            if before:
                ours.press(before)
            for who, terminal, pressed in (("least", least, b"l"), ("plain", plain, b"l"), ("ours", ours, key)):
                seconds = terminal.press(pressed)
                if turn >= 5:
                    times[who].append(seconds)
        report(name, times)
    print(f"  memory {ours.memory() / 1e6:.0f} MB   bare {least.memory() / 1e6:.0f} MB")
    for terminal in (ours, least, plain):
        terminal.close()


def report(name: str, times: dict[str, list[float]]) -> None:
    """One line: our times, and their ratios to the bare app's."""
    mine, least, plain = (quantiles(times[who]) for who in ("ours", "least", "plain"))
    print(
        f"  {name:<9} median {mine[0] * 1000:5.1f} ms  p95 {mine[1] * 1000:5.1f} ms"
        f"   over a bare update {mine[0] / plain[0]:.2f} / {mine[1] / plain[1]:.2f}"
        f"   over one without layout {mine[0] / least[0]:.2f} / {mine[1] / least[1]:.2f}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--large", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as base:
        text = Path(base, "text.txt")
        text.write_text(str(article(0, 3000, 0)["text"]), encoding="utf-8")
        small = project(Path(base, "small"), 15, 3000, 40)
        print("15 documents")
        first_paint(small, text, options.rounds)
        if options.large:
            large = project(Path(base, "large"), options.large, 2500, 0)
            print(f"{options.large:,} documents")
            first_paint(large, text, options.rounds)
        print("keys, 3 KB article")
        keys(small, text, options.keys)
        print("keys, 1 MB article with 5,000 spans")
        keys(project(Path(base, "long"), 2, 1_000_000, 5000), text, options.keys)


if __name__ == "__main__":
    main()
