"""Which cases of a test run each time, and which with the slow tests."""

from collections.abc import Iterable
from typing import Any

import pytest


def but_first(cases: Iterable[Any]) -> list[Any]:
    """The cases of a test that takes seconds for each: the first one runs each time, the others with the slow tests.

    A case of several values is a tuple.
    """
    first, *others = cases
    return [first, *(pytest.param(*_values(case), marks=pytest.mark.slow) for case in others)]


def examples(few: int, many: int) -> pytest.MarkDecorator:
    """How many ``examples`` of a property are tried: few each time, others and many more with the slow tests."""
    return pytest.mark.parametrize("examples", [few, pytest.param(many, marks=pytest.mark.slow)])


def _values(case: Any) -> tuple[Any, ...]:
    return case if isinstance(case, tuple) else (case,)
