"""Whether layers can be compared: what was finished when a label was not there yet says nothing of that label."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from curator.store.api import Store


class LabelSets:
    """Under which labels the documents of some layers were finished.

    Args:
        store: Where the layers are.
        layers: Their names.
        compared: The labels that are compared. Others do not matter.
    """

    def __init__(self, store: Store, layers: Sequence[str], compared: Iterable[str]) -> None:
        self._compared = frozenset(compared)
        self._found = {layer: store.labels_at(layer) for layer in layers}

    def differing(self, key: str, layers: Iterable[str]) -> tuple[str, ...]:
        """The labels that some of these layers could have when they finished the document, and others not; sorted.

        A layer of which that is not known is passed over.
        """
        known = [self._compared.intersection(self._found[layer][key]) for layer in layers if key in self._found[layer]]
        return tuple(sorted(frozenset.union(*known) - frozenset.intersection(*known))) if known else ()
