"""The reviewer's own settings: where they are, by the habits of the system."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click


def own_settings() -> Path:
    """The file, whether it is there or not: in ``$XDG_CONFIG_HOME/curator``, or where the system keeps such files."""
    base = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    if base.is_absolute():  # others are to be ignored, says the XDG Base Directory Specification
        folder = base / "curator"
    elif sys.platform in ("win32", "darwin"):
        folder = Path(click.get_app_dir("curator"))
    else:
        folder = Path(os.path.expanduser("~/.config/curator"))
    return folder / "settings.toml"
