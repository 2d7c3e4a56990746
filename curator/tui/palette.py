"""The command palette: every command of the review, and every label, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider

from curator.tui.screens.article import ArticleScreen

_HELD, _CALLED = 2000.0, 1000.0
"""What counts for more than letters that are found in this order: the letters of most queries are, in most titles."""


class _Offered(NamedTuple):
    """What can be done: its title; in small letters, what it is called elsewhere; its keys; how it is done."""

    title: str
    words: str
    keys: str
    call: Callable[[], None]


class ReviewCommands(Provider):
    """What can be done in the review, each with its keys."""

    def _all(self) -> Iterator[_Offered]:
        screen = self.screen
        if not isinstance(screen, ArticleScreen):
            return
        keys = screen.live_keys()
        for command in screen.commands:
            if command.name != "palette":
                title = command.title[0].upper() + command.title[1:]
                words = f"{command.hint} {command.name.replace('_', ' ')}".casefold()
                call = partial(screen.action_run, command.name)
                yield _Offered(title, words, _under(keys.get(command.name, "")), call)
        for label in screen.desk.labels.labels:
            call = partial(screen.action_label, label.name)
            yield _Offered(f"Label {label.name}", label.title.casefold(), _under(label.key), call)

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for each in self._all():
            yield DiscoveryHit(each.title, each.call, help=each.keys)

    async def search(self, query: str) -> Hits:
        """Those whose title holds what is typed; then what is called so elsewhere; then titles with its letters."""
        matcher, typed = self.matcher(query), query.casefold().strip()
        for each in self._all():
            score = (
                matcher.match(each.title) + _HELD * (typed in each.title.casefold()) + _CALLED * (typed in each.words)
            )
            if score > 0:
                yield Hit(score, matcher.highlight(each.title), each.call, help=each.keys)


def _under(keys: str) -> str:
    """The keys as they stand under a title."""
    return f"  {keys}" if keys else ""
