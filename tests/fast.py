"""Which cases of a test run each time, and which with the slow tests."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis.strategies import SearchStrategy


def but_first(cases: Iterable[Any]) -> list[Any]:
    """The cases of a test that takes seconds for each: the first one runs each time, the others with the slow tests.

    A case of several values is a tuple.
    """
    first, *others = cases
    return [first, *(pytest.param(*_values(case), marks=pytest.mark.slow) for case in others)]


def examples(few: int, many: int) -> pytest.MarkDecorator:
    """How many ``examples`` of a property are tried: few each time, others and many more with the slow tests."""
    return pytest.mark.parametrize("examples", [few, pytest.param(many, marks=pytest.mark.slow)])


def tried(few: int, many: int, *strategies: SearchStrategy[Any], base: settings | None = None) -> Callable[..., Any]:
    """A property of what these draw, tried with few examples each time, and with many with the slow tests."""

    def decorate(test: Callable[..., None]) -> Callable[[int], None]:
        @examples(few, many)
        def run(examples: int) -> None:
            settings(base or settings.default, max_examples=examples)(given(*strategies)(test))()

        run.__name__, run.__doc__ = test.__name__, test.__doc__
        return run

    return decorate


def _values(case: Any) -> tuple[Any, ...]:
    return case if isinstance(case, tuple) else (case,)
