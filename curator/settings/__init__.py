"""How the program behaves for one reviewer or in one project: what may be set, what it means, and from which files.

The types cost nothing to import; what reads files is imported by the first call that finds one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from curator.settings.loaded import Loaded
from curator.settings.types import ADJUDICATE, DEFAULTS, THEMES, Settings

__all__ = ["ADJUDICATE", "DEFAULTS", "THEMES", "Loaded", "Settings", "load_settings"]


def load_settings(own: Path | None, project: Path | None, *, commands: Mapping[str, tuple[str, ...]]) -> Loaded:
    """Read the settings. Files that are not there set nothing.

    Args:
        own: The reviewer's own file. Messages name it as it is given here.
        project: The project's, which is stronger.
        commands: The commands that can be bound, with the keys that they have; those of the adjudication behind
            ``adjudicate.``.

    Raises:
        CuratorError: A file cannot be read, or something in it is wrong.
    """
    there = [path for path in (own, project) if path is not None and os.path.lexists(path)]
    if not there:
        return Loaded()
    from curator.settings.reader import parse
    from curator.settings.together import together
    from curator.source import read

    return together([parse(read(path), str(path), commands, own=path is own) for path in there], commands)
