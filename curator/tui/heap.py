"""Memory: what is there for good is not looked through again, and what was freed goes back to the system."""

from __future__ import annotations

import contextlib
import gc


def keep() -> None:
    """Have the garbage collector leave all that there is now alone.

    What the program itself consists of, a hundred thousand objects, would be looked through again and again, each time
    for 40 ms in the middle of a key.
    """
    gc.collect(1)
    gc.freeze()


def forget_screens() -> None:
    """Let go of what was drawn on screens that are gone.

    Textual (8.2) remembers two colours for each of the last 1024 widgets by what it has drawn of them: 70 kB a screen.
    """
    with contextlib.suppress(ImportError, AttributeError):
        from textual._styles_cache import StylesCache

        StylesCache.get_inner_outer.cache_clear()


def trim() -> None:
    """Give back what is free, where the C library is glibc, which keeps it; elsewhere nothing is done, nor needed."""
    import ctypes  # half a megabyte, which only pays for itself here

    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError, TypeError):
        return
