"""What the garbage collector looks through while a reviewer works."""

from __future__ import annotations

import gc

from curator.tui import heap


def test_what_the_program_consists_of_is_not_looked_through_again() -> None:
    try:
        heap.keep()
        assert gc.get_freeze_count() > len(gc.get_objects())
    finally:
        gc.unfreeze()
