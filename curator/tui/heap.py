"""Memory that was freed goes back to the system: the C library keeps it otherwise, once a long document was read."""

from __future__ import annotations


def trim() -> None:
    """Give back what is free, where the C library is glibc; elsewhere nothing is done, nor needed."""
    import ctypes  # half a megabyte, which only pays for itself here

    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError, TypeError):
        return
