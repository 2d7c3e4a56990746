"""A perfect reviewer: knows the gold and every key, and takes the cheapest way that a person could take."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from benchmarks.keyboard import Keyboard
from benchmarks.ways import Map, State, shortest
from curator import text as words
from curator.model import Span
from curator.review.everywhere import label_everywhere
from curator.review.items import Item
from curator.review.objects import OBJECTS, around, grown
from curator.review.proposal import Refused

_MOST_EDGE_KEYS = 4
_TRIES = 3


class Cost(NamedTuple):
    """What one span took: keys, what was done, the document, and the span's text."""

    keys: int
    act: str
    document: str
    quote: str


class PerfectReviewer:
    """Brings the layer of the open document to its gold, in reading order, and finishes.

    What is suggested and right is accepted with all the rest at the end; or, ``one_by_one``, by a key of its own.
    """

    def __init__(self, keyboard: Keyboard, gold: Sequence[Span], *, one_by_one: bool = False) -> None:
        self.keyboard = keyboard
        self._one_by_one = one_by_one
        self.gold = sorted(gold, key=lambda span: (span.start, -span.end))
        self.costs: list[Cost] = []
        self._keys = {span.key for span in gold}
        self._map = Map(keyboard.desk.session.text)
        self._letter = ""
        self._last: tuple[str, int, str | None] = ("", 0, None)
        self._tried: dict[object, int] = {}

    def work(self) -> None:
        """Do it all."""
        session = self.keyboard.desk.session
        self._judge_all()
        while (target := self._next()) is not None:
            tried = target if isinstance(target, str) else target.key
            self._tried[tried] = self._tried.get(tried, 0) + 1
            before = self.keyboard.pressed.total()
            try:
                act = self._mend(target) if isinstance(target, str) else self._make(target)
            except Refused as refused:
                act = f"refused: {refused}"
                session.cancel()
            span = self._span(target)
            self.costs.append(
                Cost(
                    self.keyboard.pressed.total() - before,
                    act,
                    session.document.key,
                    f"{span.label} “{session.text[span.start : span.end][:60]}”",
                )
            )
        pending = [item.span.key in self._keys for item in session.pending]
        # What could not be mended after some tries is rejected with the rest, or accepted, whichever is less wrong.
        ending = ["enter"] if not pending else ["D"] if 2 * sum(pending) > len(pending) else ["enter", "x"]
        self.keyboard.press(ending, "finish")

    # What is to be done

    def _done(self) -> set[tuple[int, int, str]]:
        return {span.key for span in self.keyboard.desk.session.layer_spans()}

    def _missing(self) -> list[Span]:
        session = self.keyboard.desk.session
        there = self._done() | {item.span.key for item in session.pending}
        return [span for span in self.gold if span.key not in there]

    def _wrong(self) -> list[Item]:
        """What is pending or labelled and not in the gold."""
        return [item for item in self.keyboard.desk.session.items if item.span.key not in self._keys]

    def _next(self) -> str | Span | None:
        """The next thing to do in reading order: the id of a span that is wrong, or one that is missing."""
        mended = {gold.key for item in self._wrong() if (gold := self._match(item))}
        items = self._wrong()
        if self._one_by_one:
            items += [item for item in self.keyboard.desk.session.pending if item.span.key in self._keys]
        todo: list[tuple[int, int, str | Span]] = [
            (item.span.start, 0, item.id) for item in items if self._tried.get(item.id, 0) < _TRIES
        ]
        todo += [
            (span.start, 1, span)
            for span in self._missing()
            if span.key not in mended and self._tried.get(span.key, 0) < _TRIES
        ]
        return min(todo, default=(0, 0, None), key=lambda each: each[:2])[2]

    def _span(self, target: str | Span) -> Span:
        if isinstance(target, Span):
            return target
        session = self.keyboard.desk.session
        item = session.items.get(target) or session._item(target)
        assert item is not None
        return item.span

    def _match(self, item: Item) -> Span | None:
        """The missing gold span that a wrong one can be made into with fewer keys than it would take anew."""
        span = item.span
        fits = [gold for gold in self._missing() if gold.overlaps(span)]
        ways = [(self._edge_keys(span, gold), gold) for gold in fits]
        cheap = [
            (len(keys) + (gold.label != span.label), gold.start, gold)
            for keys, gold in ways
            if len(keys) <= _MOST_EDGE_KEYS
        ]
        return min(cheap, default=(0, 0, None), key=lambda each: each[:2])[2]

    # Doing it

    def _judge_all(self) -> None:
        """Reject at once where a label, or everything, is wrong from end to end."""
        session, press = self.keyboard.desk.session, self.keyboard.press
        pending = list(session.pending)
        if len(pending) > 1 and all(item.span.key not in self._keys and not self._match(item) for item in pending):
            press(["X"], "reject")

    def _mend(self, item_id: str) -> str:
        session = self.keyboard.desk.session
        item = session.items.get(item_id)
        assert item is not None

        def goal(state: State) -> list[str] | None:
            return [] if state.focus == item_id else None

        self._go(goal, item.span.start)
        self._last = ("", 0, None)  # a dot would do again what now follows
        if item.span.key in self._keys:
            self.keyboard.press(["a"], "accept")
            return "accept"
        gold = self._match(item)
        if gold is None:
            same = [other for other in session.pending if other.span.label == item.span.label]
            hopeless = all(other.span.key not in self._keys and not self._match(other) for other in same)
            self.keyboard.press(["%" if len(same) > 1 and hopeless else "x"], "reject")
            return "reject"
        edges = self._edge_keys(item.span, gold)
        self.keyboard.press(edges, "edges")
        if gold.label != item.span.label:
            self.keyboard.press(self.keyboard.label_keys(gold.label), "relabel")
        return "edges" if gold.label == item.span.label else "relabel" if not edges else "edges and label"

    def _make(self, span: Span) -> str:
        session = self.keyboard.desk.session
        token = words.token_at(session.text, span.start)
        start = token[0] if token else span.start
        objects = self._objects(span)
        label = self.keyboard.label_keys(span.label)
        direct, selecting = self._direct(span, label), self._selecting(span, start, label)

        def goal(state: State) -> list[str] | None:
            ways = [letters + label for letters in objects(state.place)]
            if state.place == start:
                ways += [selecting] if selecting else []
                ways += [direct] if direct and state.focus is None else []
            return min(ways, key=len) if ways else None

        keys = self._go(goal, start)
        self._press_making(keys)
        self._note(span, keys)
        made = next((item for item in session.items if item.live and item.span.key == span.key), None)
        if made is None:
            return "make: not reached"
        self._everywhere()
        return f"make: {len(list(words.tokens(session.text, span.start, span.end)))} tokens"

    def _go(self, goal: Callable[[State], list[str] | None], near: int) -> list[str]:
        """Press the fewest keys to where ``goal`` is met; returns the keys that it then asks for."""
        found = shortest(self._map, self.keyboard.desk.session, self._letter, goal, near)
        if found is None:
            raise Refused("no way there")
        moves, rest = found
        self.keyboard.press(moves, "move")
        leaps = [moves[place + 1] for place, key in enumerate(moves[:-1]) if key == ";"]
        self._letter = leaps[-1] if leaps else self._letter
        return rest

    def _press_making(self, keys: list[str]) -> None:
        place = 0
        while place < len(keys):
            if keys[place] in ("'", ";"):
                self.keyboard.press(keys[place : place + 2], "select" if keys[place] == "'" else "extend")
                self._letter = self._letter if keys[place] == "'" else keys[place + 1]
                place += 2
            elif keys[place] == ":":
                end = keys.index("enter", place) + 1
                self.keyboard.press(keys[place:end], "label")
                place = end
            else:
                purpose = "extend" if keys[place] in _EDGES else "select" if keys[place] == "v" else "label"
                self.keyboard.press([keys[place]], purpose)
                place += 1

    # Ways to make a span

    def _direct(self, span: Span, label: list[str]) -> list[str] | None:
        """Label the token, or as many as were labelled last, then move the edges."""
        text = self.keyboard.desk.session.text
        token = words.token_at(text, span.start)
        if token is None:
            return None
        ways = [label + self._edge_keys(Span(*token, span.label), span)]
        name, size, kind = self._last
        if name == span.label and kind is None and size:
            end = token[1]
            for _ in range(size - 1):
                following = words.next_token(text, end - 1)
                end = following[1] if following else end
            ways.append([".", *self._edge_keys(Span(token[0], end, span.label), span)])
        best = min(ways, key=len)
        return best if len(best) <= 1 + len(label) + 40 else None

    def _selecting(self, span: Span, start: int, label: list[str]) -> list[str] | None:
        """Select by growth, or by tokens, then label."""
        text, items = self.keyboard.desk.session.text, self.keyboard.desk.session.items
        token = words.token_at(text, start)
        if token is None:
            return None
        ways, place, keys = [], token, ["v"]
        for _ in range(6):
            if place == (span.start, span.end):
                ways.append(keys + label)
                break
            if not (span.start <= place[0] and place[1] <= span.end):
                break
            others = [(item.span.start, item.span.end) for item in items.overlapping(*place)]
            following = grown(text, *place, others)
            if following is None:
                break
            place, keys = following, [*keys, "v"]
        tokens = list(words.tokens(text, start, span.end))
        if token[0] == span.start and tokens and tokens[-1][1] == span.end:
            ways += [["v", *onward, *label] for onward in self._reaching(tokens)]
        ways.append(["v", *label, *self._edge_keys(Span(*token, span.label), span)])
        return min(ways, key=len, default=None)

    def _reaching(self, tokens: list[tuple[int, int]]) -> Iterator[list[str]]:
        """Ways to bring the end of a selection from the first of these tokens to the last: steps, leaps, both."""
        text = self.keyboard.desk.session.text
        yield ["l"] * (len(tokens) - 1)
        for short in range(min(4, len(tokens) - 1)):
            letter = text[tokens[len(tokens) - 1 - short][0]]
            leaps = sum(letter in (text[at], text[at].casefold()) for at, _ in tokens[1 : len(tokens) - short])
            yield [";", letter, *[","] * (leaps - 1), *["l"] * short]

    def _objects(self, span: Span) -> Callable[[int], Iterator[list[str]]]:
        """From each place, the text objects that select just this span there."""
        session = self.keyboard.desk.session
        text, wanted = session.text, (span.start, span.end)
        kinds = [
            each
            for each in OBJECTS
            if around(text, span.start, each.kind, session._amounts(each.kind, span.start, span.start)) == wanted
        ]

        def found(place: int) -> Iterator[list[str]]:
            for each in kinds:
                if (
                    place <= span.end
                    and around(text, place, each.kind, session._amounts(each.kind, place, place)) == wanted
                ):
                    yield ["'", each.letters[0]]

        return found

    def _note(self, span: Span, keys: list[str]) -> None:
        """What a dot would do now."""
        if keys[:1] == ["'"]:
            self._last = (span.label, 0, keys[1])
        else:
            text = self.keyboard.desk.session.text
            self._last = (span.label, len(list(words.tokens(text, span.start, span.end))), None)

    def _everywhere(self) -> None:
        session = self.keyboard.desk.session
        try:
            drafts = label_everywhere(session).drafts
        except Refused:
            return
        missing = {span.key for span in self._missing()} | {item.span.key for item in session.pending} & self._keys
        if drafts and all(draft.span and draft.span.key in missing for draft in drafts):
            self.keyboard.press(["*", "enter"], "everywhere")

    def _edge_keys(self, span: Span, goal: Span) -> list[str]:
        text = self.keyboard.desk.session.text
        return [*_end_keys(text, span, goal), *_start_keys(text, Span(span.start, goal.end, span.label), goal)]


_EDGES = frozenset("[]{}-=_+l,")


def _end_keys(text: str, span: Span, goal: Span) -> str:
    """Keys that move the span's end to the goal's."""
    low, high = min(span.end, goal.end), max(span.end, goal.end)
    ends = [end for _, end in words.tokens(text, max(span.start, low - 80), high + 1)]
    return _edge(text, ends, span.end, goal.end, "[]-=")


def _start_keys(text: str, span: Span, goal: Span) -> str:
    """Keys that move the span's start to the goal's."""
    low, high = min(span.start, goal.start), max(span.start, goal.start)
    starts = [start for start, _ in words.tokens(text, max(0, low - 80), min(high + 80, span.end))]
    return _edge(text, starts, span.start, goal.start, "{}_+")


def _edge(text: str, places: list[int], here: int, goal: int, keys: str) -> str:
    """Keys for one edge: ``keys`` are a token back, a token on, a character back, a character on."""
    if here == goal:
        return ""
    back, on, back_one, on_one = keys
    by_token = back if goal < here else on
    between = [place for place in places if min(here, goal) < place < max(here, goal)]
    if goal in places:
        return by_token * (len(between) + 1)

    def characters(place: int) -> int:
        # A step over white space does not count: no edge is next to any.
        return sum(not char.isspace() for char in text[min(place, goal) : max(place, goal)])

    beyond = [place for place in places if (place < goal if goal < here else place > goal)]
    stops = [(here, 0), *((place, count) for count, place in enumerate(sorted(between, reverse=goal < here), start=1))]
    if beyond:
        stops.append(((max if goal < here else min)(beyond), len(between) + 1))
    place, tokens = min(stops, key=lambda stop: stop[1] + characters(stop[0]))
    return by_token * tokens + (back_one if goal < place else on_one) * characters(place)
