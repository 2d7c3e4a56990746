"""What an import costs, against parsing with ``json`` and one ``executemany`` into a bare table.

The articles (2.5 KB each) are JSONL, read with curator's own reader, which verifies and hashes them; every import
runs in a process of its own, so that its peak of memory can be told. Run it as
``python benchmarks/intake.py [--articles N] [FOLDER]``.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ARTICLE_CHARACTERS = 2500
_WORDS = 5000


def main() -> None:
    """Measure and print; or, in a process of its own, one of the two imports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where the articles and the databases are made")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=sorted(_IMPORTS), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        _IMPORTS[arguments.only](arguments.folder)
        return
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        folder = Path(name)
        write_articles(folder / "articles.jsonl", arguments.articles)
        ratios = sorted(_round(folder) for _ in range(arguments.rounds))
    print(f"ratio {ratios[len(ratios) // 2]:.2f} (median of {len(ratios)})")


def write_articles(path: Path, count: int) -> None:
    """Write so many articles of random words, the same ones each time."""
    chance = random.Random(1)
    words = ["".join(chance.choices("etaoinsrhldcumfpgwyb", k=chance.randint(2, 9))) for _ in range(_WORDS)]
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            text = " ".join(chance.choices(words, k=ARTICLE_CHARACTERS // 5))[:ARTICLE_CHARACTERS]
            file.write(json.dumps({"id": f"article-{number}", "title": f"Article {number}", "text": text}) + "\n")


def _round(folder: Path) -> float:
    """Import twice, and print the times; the ratio of ours to the bare one."""
    seconds = {}
    for name in ("bare", "curator"):
        command = [sys.executable, __file__, str(folder), "--only", name]
        answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        seconds[name], peak = map(float, answer.split())
        print(f"{name:8} {seconds[name]:6.2f} s, at most {peak:.0f} MB")
    return seconds["curator"] / seconds["bare"]


def import_bare(folder: Path) -> None:
    """The least that has to be done."""
    path = _fresh(folder / "bare.db")
    started = time.perf_counter()
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE documents (id INTEGER PRIMARY KEY, key TEXT, title TEXT, text TEXT)")
    database.executemany("INSERT INTO documents VALUES (NULL, ?, ?, ?)", _bare_rows(folder / "articles.jsonl"))
    database.commit()
    database.close()
    _tell(started)


def _bare_rows(path: Path) -> Iterator[tuple[str, str, str]]:
    with path.open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            yield row["id"], row["title"], row["text"]


def import_ours(folder: Path) -> None:
    """Through curator's reader into its store."""
    from curator.formats import jsonl
    from curator.formats.api import Flaw, Source
    from curator.store import open_store
    from curator.store.records import Incoming, Intake

    path = _fresh(folder / "curator.db")
    outcomes: dict[str, int] = {}

    def count(intake: Intake) -> None:
        outcomes[intake.outcome] = outcomes.get(intake.outcome, 0) + 1

    def incoming() -> Iterator[Incoming]:
        with (folder / "articles.jsonl").open("rb") as file:
            for record in jsonl.read(file, Source("articles.jsonl", "articles")):
                if isinstance(record, Flaw):
                    raise SystemExit(f"{record.where}: {record.what}")
                yield Incoming(record.document, record.suggestions, record.where)

    started = time.perf_counter()
    store = open_store(path)
    store.add(incoming(), count)
    store.close()
    _tell(started)


def _fresh(path: Path) -> Path:
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    return path


def _tell(started: float) -> None:
    """Print the seconds since then, and the peak of memory in MB."""
    print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


_IMPORTS = {"bare": import_bare, "curator": import_ours}

if __name__ == "__main__":
    main()
