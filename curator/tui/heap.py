"""Memory: what is there for good is not looked through again, and what was freed goes back to the system."""

from __future__ import annotations

import gc


def keep() -> None:
    """Have the garbage collector leave all that there is now alone.

    What the program itself consists of, a hundred thousand objects, would be looked through again and again, each time
    for 40 ms in the middle of a key.
    """
    gc.collect(1)
    gc.freeze()


def trim() -> None:
    """Give back what is free, where the C library is glibc, which keeps it; elsewhere nothing is done, nor needed."""
    import ctypes  # half a megabyte, which only pays for itself here

    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError, TypeError):
        return
