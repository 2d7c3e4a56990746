"""Libraries that a test needs, and that are not installed everywhere."""

import importlib
import os
from types import ModuleType

import pytest

REQUIRED = frozenset(os.environ.get("CURATOR_CONSUMERS", "").split())
"""The modules that must be there: without one of them a test fails, where it would be skipped elsewhere."""


def needs(name: str) -> ModuleType:
    """The module of this name; the test is skipped where it is not installed, unless it must be."""
    if name.partition(".")[0] in REQUIRED:
        return importlib.import_module(name)
    return pytest.importorskip(name)
