"""Libraries that come with an extra of this package, imported where they are needed."""

from __future__ import annotations

import importlib
from typing import Any

from curator.errors import CuratorError


def needed(module: str, extra: str, form: str) -> Any:
    """The module, imported now.

    Raises:
        CuratorError: It is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        what = f"the format {form} needs {module.partition('.')[0]}, which is not installed"
        raise CuratorError(what, fix=f'install it: pip install "curator[{extra}]"') from error
