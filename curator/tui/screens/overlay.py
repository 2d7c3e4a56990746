"""What lies over the review to be read or looked through, and goes away by the key that brought it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingsMap
from textual.screen import ModalScreen

from curator.tui.keymap import bindable

_Answer = TypeVar("_Answer")


class Overlay(ModalScreen[_Answer]):
    """A screen over the review that is no question. Whatever keys it has of its own, those of its opener close it.

    Attributes:
        AGAIN: What the keys of its opener do; by default they close it.
    """

    AGAIN: ClassVar = ("dismiss(None)", "back")

    def close_with(self, keys: Iterable[str]) -> None:
        """Have these keys close it: those of the command that opened it, as in the keymap."""
        closing = BindingsMap(Binding(bindable(key), *self.AGAIN) for key in keys)
        self._bindings = BindingsMap.from_keys({**self._bindings.key_to_bindings, **closing.key_to_bindings})
