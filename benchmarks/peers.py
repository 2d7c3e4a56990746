"""Other terminal tools for labelling, as they are driven for a comparison."""

from __future__ import annotations

import shutil
from pathlib import Path

SLATE_KEYS = {"move": b";", "new span": b"; r", "search hit": b"n", "page down": b"}", "next document": b"]"}
"""SLATE 1.1.3 has no suggestions to accept and no undo. A label is two keys: the space bar and the label's own."""
_SLATE_CONFIG = "Label: RANK SPACE_r red\nLabel: PERSON SPACE_p green\n"


def slate(executable: str, text: str, folder: Path) -> list[str] | None:
    """The command that shows a text in SLATE (``pip install slate-nlp``) for labels on tokens; None where it is not."""
    if not shutil.which(executable):
        return None
    folder.mkdir()
    names = []
    for name in ("one.txt", "two.txt"):
        (folder / name).write_text(text, encoding="utf-8")
        names.append(str(folder / name))
    (folder / "config").write_text(_SLATE_CONFIG, encoding="utf-8")
    options = ["-t", "categorical", "-s", "token", "-o", "-c", str(folder / "config"), "-l", str(folder / "log")]
    return [executable, *names, *options]
