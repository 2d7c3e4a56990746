"""Suggesters: each proposes spans with a score and a reason; found by name, pluggable."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from curator.errors import CuratorError
from curator.labels import LabelSet
from curator.suggest.api import Suggester

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "curator.suggesters"
"""The group of entry points in which other packages offer suggesters."""

_Factory = Callable[[LabelSet, dict[str, Any]], Suggester]


def build(label_set: LabelSet) -> list[Suggester]:
    """The suggesters that the label set asks for, in its order, ready to run.

    Raises:
        CuratorError: A suggester is unknown or cannot be loaded, or a setting of it is wrong.
    """
    # Loading this takes longer than all else of the package, and the screen does without it.
    from importlib.metadata import entry_points

    others = {point.name: point for point in entry_points(group=GROUP)}
    return [_factory(config.name, others)(label_set, dict(config.settings)) for config in label_set.suggesters]


def _factory(name: str, others: dict[str, EntryPoint]) -> _Factory:
    if name == "rules":
        # Imported only here, so that "import curator.suggest" stays light.
        from curator.suggest.rules import build_rules

        return build_rules
    if name not in others:
        raise CuratorError(
            f"unknown suggester {name!r}",
            where="suggesters in the label set",
            fix=f"name one of: {', '.join(sorted({'rules', *others}))}",
        )
    try:
        factory: _Factory = others[name].load()
    except (ImportError, AttributeError) as error:
        raise CuratorError(
            f"the suggester {name!r} cannot be loaded: {error}",
            where=f"entry point {others[name].value}",
            fix="install what it needs, or take it out of the label set",
        ) from error
    return factory
