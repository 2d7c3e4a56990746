"""How the program behaves for one reviewer or in one project: what may be set, and what it means."""

from __future__ import annotations

from curator.settings.types import DEFAULTS, THEMES, Settings

__all__ = ["DEFAULTS", "THEMES", "Settings"]
