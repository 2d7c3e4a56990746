"""The search in all articles: a query, its hits in context, and a label for many of them at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.widgets import Input

from curator.errors import CuratorError
from curator.query import QueryError, parse
from curator.review.corpus import Opener, Plan, plan
from curator.review.results import Results
from curator.review.session import Session
from curator.store.api import Store
from curator.tui import sweeping
from curator.tui.background import Wanted
from curator.tui.commands.stage import Said, Stage
from curator.tui.ink import Ink, Piece
from curator.tui.inorder import in_order
from curator.tui.keymap import key_name
from curator.tui.screens import found
from curator.tui.screens.ask import Choose, Question
from curator.tui.screens.told import PLAIN
from curator.tui.sweeping import CorpusSearch, Sweeping
from curator.tui.widgets.bars import Bar, Hints
from curator.tui.widgets.hits import HitList

TOGETHER_SECONDS = 0.25
"""Within this, Esc is one of the keys that were typed ahead; later, it takes those back that wait."""
_TOLD_EVERY = 50
_OWN_KEYS = {
    "enter": "open", "space": "mark", "tab": "query", "shift+tab": "query", "q": "back",
    "down": "down", "up": "up", "pagedown": "page_down", "pageup": "page_up", "home": "top", "end": "bottom",
}  # fmt: skip
"""The keys of the list that do not follow the keymap."""
_PLACEHOLDER = 'words, "a phrase", AND OR NOT -word, begin*'


class _QueryLine(Input):
    """The line of the query."""

    def __init__(self, value: str, leave: Callable[[], None]) -> None:
        super().__init__(value, compact=True, select_on_focus=False, placeholder=_PLACEHOLDER)
        self.cursor_blink = False
        self._leave = leave

    async def _on_key(self, event: events.Key) -> None:
        if event.key not in ("enter", "down", "tab"):
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        self._leave()


class SearchScreen(Question):
    """Answers "open" for the hit under the cursor, None when it is left with Esc.

    Args:
        stage: The review, which acts are attempted on.
        search: What to begin with.
        in_hand: The text in focus in the article.
    """

    CSS = """
    SearchScreen { background: $background; layout: vertical; }
    SearchScreen > #count { height: 1; }
    SearchScreen > Input { width: 100%; }
    SearchScreen > HitList { height: 1fr; }
    SearchScreen > #keys { height: 2; }
    """
    BINDINGS: ClassVar = [
        ("escape", "back", "back"),
        ("pagedown", "page(1)", "page down"),
        ("pageup", "page(-1)", "page up"),
    ]

    def __init__(self, stage: Stage, search: CorpusSearch, in_hand: str) -> None:
        super().__init__()
        self._stage = stage
        self._desk = stage.desk
        self._in_hand = in_hand
        self._said: tuple[str, bool] = ("", False)
        self._sweeping = Sweeping(
            search, stage.background, is_there=lambda: self.is_mounted, came=self._came, failed=self._failed
        )
        self._wanted_label: str | None = None
        self._waiting: list[events.Key] = []
        self._waiting_since = 0.0
        self._question: Question | None = None
        ink = stage.pane.ink
        self._input = _QueryLine(search.line, self.action_list)
        self._list = HitList(
            search.results, self._desk.store, self._desk.layer_of, self._desk.labels, ink,
            take_key=self._take_key, pointed=self._moved,
        )  # fmt: skip
        self._count, self._keys = Bar(ink, id="count"), Bar(ink, id="keys")
        self._acts = self._table()

    def _table(self) -> dict[str, Callable[[], None]]:
        """What can be done in the list, beside labels; mostly by the names of the review's commands."""
        move, page = self._move, self.action_page
        return {
            "open": self._open, "mark": self._toggle, "query": self._to_query, "back": lambda: self.answer(None),
            "down": lambda: move(1), "up": self._up, "page_down": lambda: page(1), "page_up": lambda: page(-1),
            "top": lambda: move(-len(self.results.passages)), "bottom": lambda: move(len(self.results.passages)),
            "next_document": lambda: self._to_article(1), "previous_document": lambda: self._to_article(-1),
            "everywhere": self._toggle_all, "search": self._to_query, "search_all": self._take_in_hand,
            "undo": lambda: self._act(self._desk.undo), "redo": lambda: self._act(self._desk.redo),
        }  # fmt: skip

    def _meaning(self, key: str) -> tuple[str, str]:
        """What a key does in the list, as in the keymap: ``("run", act)``, ``("label", name)`` or nothing."""
        if key in _OWN_KEYS:
            return "run", _OWN_KEYS[key]
        kind, name = self._stage.acts.get(key, ("", ""))
        return (kind, name) if kind == "label" or name in self._acts else ("", "")

    @property
    def search(self) -> CorpusSearch:
        """What is looked for."""
        return self._sweeping.search

    @property
    def results(self) -> Results:
        """What was found so far."""
        return self.search.results

    def compose(self) -> ComposeResult:
        """The query, how much was found, the hits, and the keys."""
        yield from (self._input, self._count, self._list, self._keys)

    def ready(self) -> None:
        """Go on with the search that was left, or begin."""
        self.set_focus(self._list if self.search.in_list else self._input)
        self._search_on()
        self._draw()

    def on_unmount(self) -> None:
        """Stop searching."""
        self._stage.background.drop()

    # Searching

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search for what is typed so far."""
        event.stop()
        self._search_for(event.value)

    def _search_for(self, line: str) -> None:
        if line == self.search.line:
            return
        self.search.line = line
        self._said = ("", False)
        documents = self._desk.store.count()
        try:
            query = parse(line) if line.strip() else None
        except QueryError as error:
            self._said = (str(error), True)
            self._draw()
            return
        if query is None or self.results.query is None or query.root != self.results.query.root:
            self._sweeping.begin(Results(query, documents))
        self._draw()

    def _search_on(self) -> None:
        """Fetch more hits where the cursor, or a label for all of them, needs them."""
        self._sweeping.go_on(to_end=self._wanted_label is not None)

    def _came(self) -> None:
        self._search_on()
        if self._wanted_label and not self._sweeping.running:
            self._plan(self._wanted_label)
        self._draw()
        self._replay()

    def _failed(self, error: CuratorError) -> None:
        self._sweeping.running, self._wanted_label = False, None
        self._waiting.clear()
        self._said = (str(error), True)
        self._draw()

    # Keys in the list

    def _must_wait(self, key: str) -> bool:
        """Whether what a key would be about is still to come: a label's question, or hits that it leads to."""
        if self._wanted_label is not None:
            return True
        results = self.results
        if not self._sweeping.running:
            return False
        act = self._meaning(key)[1]
        if act == "next_document":
            return not results.passages or results.passages[-1].number == results.passages[results.cursor].number
        page = max(1, self._list.area.height - 1)
        beyond = {"down": 1, "mark": 1, "page_down": page}.get(act, 0)
        return results.cursor + beyond >= len(results.passages)

    def _take_key(self, event: events.Key) -> bool:
        """Do what a key of the list means; or keep it until there is something that it can be about."""
        if self.app.screen is not self:
            in_order(self.app).take_again(event)
            return True
        together = bool(self._waiting) and time.monotonic() - self._waiting_since < TOGETHER_SECONDS
        if event.key == "escape" and not together:
            return False
        if self._waiting or self._must_wait(event.key):
            if not self._waiting:
                self._waiting_since = time.monotonic()
            self._waiting.append(events.Key(event.key, event.character))
            return True
        return self._do(event)

    def _do(self, event: events.Key) -> bool:
        """Do what a key of the list means; returns whether it means something."""
        kind, name = self._meaning(event.key)
        if kind == "label":
            self._label(name)
        elif kind:
            self._said = ("", False)
            self._acts[name]()
        return bool(kind)

    def _replay(self) -> None:
        """Do what waited, as far as it need not wait any longer."""
        while self._waiting and self.is_mounted and self._question is None:
            if self.focused is self._list and self._must_wait(self._waiting[0].key):
                return
            if self.focused is not self._list:
                self._give_back()
                return
            self._do(self._waiting.pop(0))

    def _give_back(self) -> None:
        """Let what waited go to what is in focus now."""
        for event in reversed(self._waiting):
            in_order(self.app).take_again(event)
        self._waiting.clear()

    def action_list(self) -> None:
        """Go from the query to the hits."""
        # The message that the line has changed may still be on its way.
        self._search_for(self._input.value)
        self.search.in_list = True
        self.set_focus(self._list)
        self._draw()

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages, from the query."""
        self._move(pages * max(1, self._list.area.height - 1))

    def action_back(self) -> None:
        """Wait no longer for what is being done; else back to the article."""
        if self._wanted_label is None and not self._waiting:
            self.answer(None)
            return
        self._wanted_label = None
        self._waiting.clear()
        self._sweeping.stop()
        self._search_on()
        self._draw()

    def _move(self, lines: int) -> None:
        self.results.move(lines)
        self._moved()

    def _moved(self) -> None:
        self._search_on()
        self._draw()

    def _up(self) -> None:
        if self.results.cursor:
            self._move(-1)
        else:
            self._to_query()

    def _to_article(self, step: int) -> None:
        self.results.next_article(1 if step > 0 else -1)
        self._moved()

    def _to_query(self) -> None:
        self.search.in_list = False
        # What is typed next takes the place of it, and an arrow keeps it.
        self._input.select_all()
        self.set_focus(self._input)
        self._draw()

    def _take_in_hand(self) -> None:
        if not self._in_hand.strip():
            self._said = ("nothing is in focus in the article", True)
            self._draw()
            return
        self._sweeping.search = CorpusSearch.of(self._in_hand, self._desk.store.count())
        self._input.value = self.search.line
        self._sweeping.begin(self.results)
        self._draw()

    def _open(self) -> None:
        if self.results.chosen:
            self.answer("open")

    # Marks and labels

    def _toggle(self) -> None:
        self.results.toggle()
        self._move(1)

    def _toggle_all(self) -> None:
        self.results.toggle_all()
        self._draw()

    def _label(self, name: str) -> None:
        """Find out what a label would do, and ask."""
        if self.results.chosen is None:
            return
        self._wanted_label = name
        if self.results.all_marked:
            self._search_on()
        if not (self.results.all_marked and self._sweeping.running):
            self._plan(name)
        self._draw()

    def _plan(self, name: str) -> None:
        places = self.results.targets()
        if len(places) > sweeping.MOST or (self.results.all_marked and not self.results.complete):
            self._wanted_label = None
            self._said = (f"more than {sweeping.MOST:,} hits: search for less, or mark some", True)
            self._replay()
            return
        desk = self._desk
        own = (desk.number, desk.layer)
        opener = Opener(desk.home, desk.labels, self._stage.background.suggesters, own)

        def errand(store: Store, is_wanted: Wanted) -> None:
            planned = plan(name, self._counted(opener.open(store, places), is_wanted))
            if is_wanted():
                self._sweeping.hand_over(lambda: self._planned(planned))

        self._sweeping.running = False
        self._stage.background.start(errand, self._failed)

    def _counted(
        self, articles: Iterator[tuple[Session | None, list[tuple[int, int]]]], is_wanted: Wanted
    ) -> Iterator[tuple[Session | None, Sequence[tuple[int, int]]]]:
        """The same articles, with word of how many there were; none once nobody wants to know."""
        for count, article in enumerate(articles, 1):
            if not is_wanted():
                return
            if not count % _TOLD_EVERY:
                self._sweeping.hand_over(lambda count=count: self._say(f"looking at the articles: {count:,}"))  # type: ignore[misc]
            yield article

    def _planned(self, planned: Plan) -> None:
        if self._wanted_label is None:
            return
        self._wanted_label = None
        self._search_on()
        if not planned.drafts:
            self._say(f"nothing to label.{planned.spared}", wrong=True)
            self._replay()
            return
        keys = [key for key, act in self._stage.acts.items() if act == ("label", planned.label)]
        shown = f"Enter or {key_name(keys[0])}" if keys else "Enter"
        question = Choose(f"{planned.question} {shown} does it, Esc back", dict.fromkeys(["enter", *keys], "yes"))
        self._question = question
        self._give_back()
        self._said = ("", False)
        self._draw()

        def answered(answer: str | None) -> None:
            self._question = None
            if answer:
                self._act(lambda: self._desk.act_over(planned))
            self._replay()

        self.app.push_screen(question, answered)

    def _act(self, call: Callable[[], Said]) -> None:
        """Attempt something on the review, and say here what came of it."""

        def told() -> Said:
            try:
                said = call()
            except CuratorError as error:
                self._said = (str(error), True)
                raise
            self._said = (said if isinstance(said, str) else "", False)
            self.results.unmark()
            return said

        self._stage.attempt(told)
        self._list.forget()
        self._draw()

    # Drawing

    def _say(self, line: str, *, wrong: bool = False) -> None:
        self._said = (line, wrong)
        self._draw()

    def _draw(self) -> None:
        self._list.show(self.results)
        ink = self._stage.pane.ink
        self._count.write(found.counts(self.results, ink, keys_wait=bool(self._waiting)))
        self._keys.write((self._status(ink), ()), (self._hints(ink), ()))

    def _status(self, ink: Ink) -> tuple[Piece, ...]:
        line, wrong = self._said
        if line:
            return found.said(line, wrong=wrong)
        chosen = self.results.chosen
        return ((" ", PLAIN),) if chosen is None else found.article(chosen, self._list.review(chosen.number), ink)

    def _hints(self, ink: Ink) -> Hints:
        if self.focused is self._input:
            return found.query_hints(ink)
        labels = " ".join(label.key for label in self._desk.labels.labels if label.key)
        return found.list_hints(ink, self._stage.live_keys(), labels, text_in_hand=bool(self._in_hand))
