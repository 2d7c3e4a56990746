"""Time to the first hits of a search in all articles, and from a key to the screen while it searches and in its list.

    python -m benchmarks.finding [--documents 100000] [--project FOLDER]

Aim: the first hits of any query < 0.5 s after its last key; no key waits for the search.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.screen import CURATOR, ROOT, quantiles
from benchmarks.terminal import Terminal

QUERIES = {
    "in every third article": "petrov",
    "in one of 5,000": "zanzibar",
    "a rare beginning": "zanz*",
    "a phrase": '"ivan petrov"',
    "two words": "petrov zanzibar",
    "Cyrillic": "путін",
    "nowhere": "quagga",
}


def corpus(folder: Path, documents: int) -> Path:
    """A project of articles of some 2.5 KB in made-up words."""
    chance = random.Random(7)
    letters = "etaoinsrhldcumfpgwybvk"
    known = ["".join(chance.choices(letters, k=chance.randint(2, 9))) for _ in range(20_000)]
    pool = chance.choices(known, [1 / (place + 3) for place in range(len(known))], k=1_000_000)
    folder.mkdir(exist_ok=True)
    (folder / "labels.yaml").write_bytes((ROOT / "labels.yaml").read_bytes())
    with (folder / "in.jsonl").open("w", encoding="utf-8") as out:
        for number in range(documents):
            start = chance.randrange(len(pool) - 450)
            words = [f"Article {number}:", *pool[start : start + 420]]
            if number % 3 == 0:
                words.insert(200, "General Ivan Petrov")
            if number % 5000 == 4999:
                words.insert(100, "zanzibar")
            if number % 50 == 7:
                words.insert(50, "Володимир Путін")
            out.write(json.dumps({"id": f"doc-{number:07}", "title": words[1], "text": " ".join(words)}) + "\n")
    subprocess.run([*CURATOR, "import", "in.jsonl"], cwd=folder, check=True, capture_output=True)
    return folder


def first_hits(terminal: Terminal, query: str) -> tuple[float, float]:
    """Seconds from the last key of a query until its first hits are on the screen, and until all were found."""
    for letter in query[:-1]:
        terminal.press(letter.encode())
    terminal.settle(1.5)
    before = len(terminal.output)
    started = time.perf_counter()
    os.write(terminal.fd, query[-1].encode())
    first = None
    while terminal._read(1.5):
        now = time.perf_counter() - started
        new = bytes(terminal.output[before:])
        if first is None and ((b"hits in" in new and b" 0+" not in new) or b"nothing found" in new):
            first = now
        last = now
    return first or last, last


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--project", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as base:
        folder = options.project or corpus(Path(base, "project"), options.documents)
        opened = Terminal([*CURATOR, "--project", str(folder), "review"], cwd=str(ROOT))
        opened.wait_for(b"saved")
        opened.settle(3)
        opened.press(b"\x1b[F")
        print(f"search screen opens in {opened.press(b'F', quiet=0.5) * 1000:.0f} ms")
        for name, query in QUERIES.items():
            first, last = first_hits(opened, query)
            print(f"  {name:<24} first hits {first * 1000:5.0f} ms   last paint {last * 1000:6.0f} ms")
            opened.press(b"\r", quiet=0.5)
            opened.press(b"/")
        typed = [opened.press(letter.encode()) for letter in "zanzibar petrov general" * 2]
        print("  a key of the query, while it searches: median {:.1f} ms, p95 {:.1f} ms".format(*ms(typed)))
        opened.press(b"\r", quiet=0.5)
        opened.press(b"/")
        for letter in b"petrov\r":
            opened.press(bytes([letter]), quiet=0.3)
        moves = [opened.press(b"j") for _ in range(60)]
        pages = [opened.press(b"\x1b[6~") for _ in range(60)]
        print("  a line down: median {:.1f} ms, p95 {:.1f} ms".format(*ms(moves)))
        print("  a page down: median {:.1f} ms, p95 {:.1f} ms".format(*ms(pages)))
        print(f"  memory {opened.memory() / 1e6:.0f} MB")
        opened.close()


def ms(seconds: list[float]) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds."""
    median, high = quantiles(seconds)
    return median * 1000, high * 1000


if __name__ == "__main__":
    main()
