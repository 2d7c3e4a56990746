"""What import and export cost, with a million spans in 50,000 articles, over the least that has to be done.

The floor of an export is to read the rows from SQLite and encode them with msgspec; that of an import is to decode the
lines with msgspec and insert them into bare tables. That of brat, beside, is to
make the two files that it has for each article. Every step runs in a process of its own, so that its peak of
memory can be told; the times are those of the processor. Run it as
``python benchmarks/formats.py [--articles N] [--only STEP,...] [FOLDER]``.

Where many files were deleted in the last five minutes, as behind another run, ext4 passes over their inodes one by one
for each file that is made, which may take three times as long as all of brat: wait, or name a FOLDER in memory.

``--peers label-studio=PYTHON,doccano=PYTHON`` has those programs import 1,000 of the articles with their own code and
SQLite, by Pythons that have them, beside ours from the same file.
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
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec

SPANS = 20
PEERS_ARTICLES = 1000
CHARACTERS = 2500
LABELS = ("PERSON", "RANK", "PLACE", "CHARGE")
_WORDS = 5000
_LABELS_YAML = "overlap: true\nlabels:\n" + "".join(
    f"  - {{name: {name}, title: {name.title()}, key: {key}, colour: blue, guideline: None.}}\n"
    for name, key in zip(LABELS, "prcm", strict=True)
)


def main() -> None:
    """Measure and print; or, in a process of its own, one of the steps."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where the articles and the databases are made")
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--only", help="these steps, with commas between")
    parser.add_argument("--peers", help="NAME=PYTHON,...: time these programs' import instead")
    parser.add_argument("--step", choices=sorted(STEPS), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        started = time.process_time()  # of this process alone, as the machine may be busy
        STEPS[arguments.step](arguments.folder)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(time.process_time() - started, peak)
        return
    if arguments.peers:
        compare(dict(each.split("=", 1) for each in arguments.peers.split(",")), arguments.folder)
        return
    steps = arguments.only.split(",") if arguments.only else [step for step in STEPS if step not in PEERS_STEPS]
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        folder = Path(name)
        write_articles(folder / "work.jsonl", arguments.articles)
        (folder / "labels.yaml").write_text(_LABELS_YAML)
        seconds = {
            step: _run(step, folder) for step in STEPS if step in steps or step in ("import floor", "import layer")
        }
    _told(seconds)


def compare(pythons: dict[str, str], where: Path | None) -> None:
    """Have other programs import articles with spans, each beside ours from the same file."""
    for name, python in pythons.items():
        with tempfile.TemporaryDirectory(dir=where) as made:
            folder = Path(made)
            write_articles(folder / "work.jsonl", PEERS_ARTICLES)
            (folder / "labels.yaml").write_text(_LABELS_YAML)
            _import(folder, "layer.db", "gold")
            _export(folder, name)
            ours = _run(f"import {name}", folder)
            file = next(each for each in sorted((folder / "out").iterdir()) if name in each.name)
            files = [file, file.with_suffix(".xml")] if file.with_suffix(".xml").exists() else [file]
            script = Path(__file__).parent / "importers" / f"into_{name.replace('-', '_')}.py"
            done = subprocess.run(
                [python, str(script), *files, str(folder)], capture_output=True, text=True, check=True
            )
            found = json.loads(done.stdout.strip().splitlines()[-1])
            count = f"{found['documents']} articles with {len(found['spans'])} spans"
            print(f"{name}: {count} in {found['seconds']:.1f} s; ours {ours:.1f} s")


def _run(step: str, folder: Path) -> float:
    command = [sys.executable, __file__, str(folder), "--step", step]
    seconds, peak = map(float, subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())
    print(f"{step:22} {seconds:7.1f} s, at most {peak:5.0f} MB", flush=True)
    return seconds


def _told(seconds: dict[str, float]) -> None:
    pairs = [
        ("import", "import floor"), ("import layer", "import floor"), ("write jsonl", "export floor"),
        ("export jsonl", "export floor"), ("export conll", "export jsonl"), ("export brat", "export jsonl"),
        ("export label-studio", "export jsonl"), ("bare files", "export jsonl"),
    ]  # fmt: skip
    for step, floor in pairs:
        if step in seconds and floor in seconds:
            print(f"{step} over {floor}: {seconds[step] / seconds[floor]:.2f}")


def write_articles(path: Path, count: int) -> None:
    """Write so many articles of random words with spans on them, the same ones each time."""
    chance = random.Random(1)
    words = ["".join(chance.choices("etaoinsrhldcumfpgwyb", k=chance.randint(2, 9))) for _ in range(_WORDS)]
    encode = msgspec.json.Encoder().encode
    with path.open("wb") as file:
        for number in range(count):
            chosen = [f"{number}.", *chance.choices(words, k=CHARACTERS // 7)]
            text = " ".join(chosen)
            starts = []
            at = 0
            for word in chosen:
                starts.append(at)
                at += len(word) + 1
            places = sorted(chance.sample(range(1, len(chosen)), SPANS))
            spans = [
                {"start": starts[place], "end": starts[place] + len(chosen[place]), "label": chance.choice(LABELS)}
                for place in places
            ]
            row = {"id": f"article-{number}", "text": text, "spans": spans, "layer": "gold", "status": "done"}
            file.write(encode(row) + b"\n")


def import_floor(folder: Path) -> None:
    """Decode, and insert into bare tables."""
    decode = msgspec.json.Decoder().decode
    with closing(sqlite3.connect(folder / "bare.db")) as database, (folder / "work.jsonl").open("rb") as file:
        database.execute("CREATE TABLE documents (id INTEGER PRIMARY KEY, key TEXT, text TEXT)")
        database.execute("CREATE TABLE spans (document INTEGER, start INTEGER, behind INTEGER, label TEXT)")
        batch = []
        for number, line in enumerate(file, 1):
            batch.append((number, decode(line)))
            if len(batch) == 500:
                _insert(database, batch)
                batch = []
        _insert(database, batch)
        database.execute("CREATE INDEX spans_of ON spans (document)")
        database.commit()


def _insert(database: sqlite3.Connection, batch: list[tuple[int, dict]]) -> None:
    database.executemany("INSERT INTO documents VALUES (?, ?, ?)", [(n, row["id"], row["text"]) for n, row in batch])
    spans = [(n, span["start"], span["end"], span["label"]) for n, row in batch for span in row["spans"]]
    database.executemany("INSERT INTO spans VALUES (?, ?, ?, ?)", spans)


def export_floor(folder: Path) -> None:
    """Read the rows that curator keeps of a layer, encode and write them."""
    encode = msgspec.json.Encoder().encode
    with closing(sqlite3.connect(folder / "layer.db")) as database, (folder / "floor.jsonl").open("wb") as file:
        spans = database.execute(
            "SELECT document, span_start, span_end, label, attributes FROM spans ORDER BY document, span_start"
        )
        waiting = spans.fetchone()
        documents = database.execute("SELECT id, key, sha256, title, meta, text FROM documents ORDER BY id")
        for number, key, sha256, title, meta, text in documents:
            found = []
            while waiting is not None and waiting[0] == number:
                _, start, behind, label, _ = waiting
                found.append({"start": start, "end": behind, "label": label, "text": text[start:behind]})
                waiting = spans.fetchone()
            row = {"id": key, "text": text, "sha256": sha256, "title": title, "spans": found, "meta": meta}
            file.write(encode(row) + b"\n")


def bare_files(folder: Path) -> None:
    """Make as many files as brat has, of the same sizes, and read them again."""
    (folder / "bare").mkdir()
    texts = (msgspec.json.decode(line)["text"] for line in (folder / "work.jsonl").open("rb"))
    for number, text in enumerate(texts):
        for ending, data in (("txt", text.encode()), ("ann", b"x" * 33 * SPANS)):
            path = folder / "bare" / f"article-{number}.{ending}"
            path.write_bytes(data)
            path.read_bytes()


def _import(folder: Path, name: str, layer: str | None, file: str = "work.jsonl") -> None:
    from curator.cli.intake import Wishes, import_paths
    from curator.labels import load_labels
    from curator.store import open_store

    labels = load_labels(folder / "labels.yaml")
    with closing(open_store(folder / name, create=True)) as store:
        import_paths(store, labels, [folder / file], wishes=Wishes(layer=layer))


def _export(folder: Path, form: str) -> None:
    from curator.gold.export import Plan
    from curator.gold.layers import Order, export_from_store
    from curator.labels import load_labels
    from curator.store import open_store

    path = folder / "labels.yaml"
    with closing(open_store(folder / "layer.db")) as store:
        plan = Plan([form], allow_loss=True)
        export_from_store(store, "gold", Order(folder / "out", load_labels(path), path, plan=plan))


def _write(folder: Path) -> None:
    """Write JSONL from the store, without reading it back."""
    from curator.formats import registry
    from curator.store import open_store

    def documents() -> Iterator[object]:
        return store.annotated("gold")

    with closing(open_store(folder / "layer.db")) as store:
        registry.writer("jsonl").write(documents(), folder / "written.jsonl")  # type: ignore[arg-type]


STEPS: dict[str, Callable[[Path], None]] = {
    "import floor": import_floor,
    "import": lambda folder: _import(folder, "suggestions.db", None),
    "import layer": lambda folder: _import(folder, "layer.db", "gold"),
    "import label-studio": lambda folder: _import(folder, "theirs.db", "gold", "out/documents.label-studio.json"),
    "import doccano": lambda folder: _import(folder, "theirs.db", "gold", "out/documents.doccano.jsonl"),
    "export floor": export_floor,
    "write jsonl": _write,
    "export jsonl": lambda folder: _export(folder, "jsonl"),
    "bare files": bare_files,
    "export conll": lambda folder: _export(folder, "conll"),
    "export brat": lambda folder: _export(folder, "brat"),
    "export label-studio": lambda folder: _export(folder, "label-studio"),
}


PEERS_STEPS = ("import label-studio", "import doccano")


if __name__ == "__main__":
    main()
