"""Makes the pictures of the README from the real screens: python docs/pictures.py"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from curator.formats.api import Record
from curator.formats.sources import read_sources
from curator.labels import load_labels
from curator.review.keymap import reserved
from curator.review.prepare import prepare
from curator.store import open_store
from curator.store.records import Incoming
from curator.suggest import build
from curator.tui.app import CuratorApp

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "seeds" / "court-0001.txt"
KEYS = ["a", "a", "a", "a", "tab"]


async def picture(name: str, theme: str, size: tuple[int, int]) -> None:
    """Review an article for a few keys, and keep what the screen shows."""
    labels = load_labels(ROOT / "labels.yaml", reserved=reserved())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "curator.db")
        store = open_store(path)
        records = (entry for entry in read_sources([ARTICLE], labels=None) if isinstance(entry, Record))
        store.add((Incoming(record.document) for record in records), lambda _: None)
        prepare(store, build(labels), 1)
        app = CuratorApp(store, labels, path, layer="anna", author="anna", title="purge")
        async with app.run_test(size=size) as pilot:
            app.theme = theme
            await pilot.press(*KEYS)
            await pilot.pause()
            svg = app.export_screenshot(title="curator")
        (ROOT / "docs" / name).write_text(svg, encoding="utf-8")
        app.close()
        store.close()


def main() -> None:
    """Make them all."""
    asyncio.run(picture("review.svg", "dark", (120, 32)))
    asyncio.run(picture("review-light.svg", "light", (80, 24)))


if __name__ == "__main__":
    main()
