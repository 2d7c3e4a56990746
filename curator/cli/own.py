"""The reviewer's own settings: where they are, by the habits of the system."""

from __future__ import annotations

import os
from pathlib import Path

import click


def own_settings() -> Path:
    """The file, whether it is there or not: in ``$XDG_CONFIG_HOME/curator``, or where the system keeps such files."""
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base, "curator") if base else Path(click.get_app_dir("curator"))) / "settings.toml"
