"""The application of an adjudication."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from curator.labels import LabelSet
from curator.model import GOLD
from curator.review.bench import Bench
from curator.review.prepare import amounts_in
from curator.settings import DEFAULTS, Settings
from curator.store import open_store
from curator.store.api import Store
from curator.tui.app import READERS_CACHE, CuratorApp, run_to_the_end
from curator.tui.elsewhere import Sought
from curator.tui.screens.adjudicate import AdjudicationScreen
from curator.tui.screens.article import ArticleScreen


class AdjudicationApp(CuratorApp):
    """The adjudication of one project by one person.

    Args:
        store: Where everything is.
        labels: What may be labelled.
        path: The database.
        reviewers: Whose layers are adjudicated.
        author: Who rules.
        title: The project's name.
        shuffled: Whether the letters of the reviewers change from document to document.
        settings: How the screen behaves.
    """

    def __init__(
        self,
        store: Store,
        labels: LabelSet,
        path: Path,
        *,
        reviewers: Sequence[str],
        author: str,
        title: str,
        shuffled: bool = False,
        settings: Settings = DEFAULTS,
    ) -> None:
        self._reviewers = reviewers
        self._shuffled = shuffled
        super().__init__(store, labels, path, layer=GOLD, author=author, title=title, settings=settings)

    def _make_screen(self, store: Store, labels: LabelSet, layer: str, author: str) -> ArticleScreen[Any]:
        bench = Bench(
            store,
            labels,
            reviewers=self._reviewers,
            author=author,
            shuffled=self._shuffled,
            keeper=self.saver,
            attributes_of=self._attributes_of,
            amounts_in=amounts_in,
        )
        title, look_up = self.title or "", self._look_up
        return AdjudicationScreen(
            bench,
            title,
            self.saver,
            self.background,
            self.settings,
            prepare=self.prepare,
            look_up=look_up,
            quit=self.leave,
        )

    def _look_up(self, sought: Sought) -> None:
        """What one layer knows of a text is no evidence for a dispute between several."""


def run_adjudication(
    path: Path,
    labels: LabelSet,
    *,
    reviewers: Sequence[str],
    author: str,
    number: int | None,
    title: str,
    shuffled: bool,
    settings: Settings,
) -> int:
    """Adjudicate the documents of a database in the terminal until the adjudicator quits.

    Args:
        path: The database.
        labels: What may be labelled.
        reviewers: Whose layers are adjudicated.
        author: Who rules.
        number: The document to open; None for the one that was left last, or the most disputed.
        title: The project's name, for the header.
        shuffled: Whether the letters of the reviewers change from document to document.
        settings: How the screen behaves.

    Returns:
        The exit code.

    Raises:
        CuratorError: The database cannot be opened, no document was finished by two of the reviewers, or the last
            rulings could not be saved.
    """
    store = open_store(path, create=False, cache_kib=READERS_CACHE)
    try:
        app = AdjudicationApp(
            store, labels, path, reviewers=reviewers, author=author, title=title, shuffled=shuffled, settings=settings
        )
        if number is not None:
            app.desk.open(number)
        return run_to_the_end(app)
    finally:
        store.close()
