"""The command palette: every command of the review, and every label, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual.command import DiscoveryHit, Hit, Hits, Provider

from curator.tui.screens.review import ArticleScreen


class ReviewCommands(Provider):
    """What can be done in the review, each with its keys."""

    def _all(self) -> Iterator[tuple[str, str, Callable[[], None]]]:
        screen = self.screen
        if not isinstance(screen, ArticleScreen):
            return
        keys = screen.live_keys()
        for command in screen.commands:
            if command.name != "palette":
                title = command.title[0].upper() + command.title[1:]
                yield title, keys.get(command.name, ""), lambda name=command.name: screen.action_run(name)  # type: ignore[misc]
        for label in screen.desk.labels.labels:
            yield f"Label {label.name}", label.key, lambda name=label.name: screen.action_label(name)  # type: ignore[misc]

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for title, keys, call in self._all():
            yield DiscoveryHit(title, call, help=keys)

    async def search(self, query: str) -> Hits:
        """Those that match what is typed."""
        matcher = self.matcher(query)
        for title, keys, call in self._all():
            score = matcher.match(title)
            if score > 0:
                yield Hit(score, matcher.highlight(title), call, help=keys)
