"""Keys for each correct gold span: a perfect reviewer plays the real review session.

    python -m benchmarks.effort [GOLD.jsonl] [--f1 0.8]

The reviewer knows the gold and the keys, and takes the cheapest way that it finds; it never presses a key that a person
could not. Aims: with suggestions of F1 0.8 at most 1.6 keys a span; from nothing at most 4.5 for spans of one to four
tokens.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from curator import text as words
from curator.labels import LabelSet, load_labels
from curator.model import Document, Span, Suggestion, text_hash
from curator.review.desk import Desk
from curator.review.everywhere import label_everywhere
from curator.review.items import Item
from curator.review.session import Refused
from curator.store import open_store
from curator.store.api import Incoming
from curator.suggest import build

ROOT = Path(__file__).parent.parent


class Keyboard:
    """Presses keys on a desk, and counts them by what they are for."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.pressed: Counter[str] = Counter()
        self.letter = ""

    def press(self, keys: str, purpose: str) -> None:
        """Press keys one after the other; ``;x`` is a leap and takes two."""
        session = self.desk.session
        focus = session.focus
        acts: dict[str, Callable[[], object]] = {
            "a": lambda: self.desk.act(session.accept()),
            "x": lambda: self.desk.act(session.reject()),
            "\t": session.next_pending,
            "l": lambda: session.move("token", 1),
            ")": lambda: session.move("sentence", 1),
            ">": lambda: session.move("paragraph", 1),
            ",": lambda: session.leap(self.letter),
            "[": lambda: self.desk.act(session.move_edge("end", "token", -1)),
            "]": lambda: self.desk.act(session.move_edge("end", "token", 1)),
            "{": lambda: self.desk.act(session.move_edge("start", "token", -1)),
            "}": lambda: self.desk.act(session.move_edge("start", "token", 1)),
            "-": lambda: self.desk.act(session.move_edge("end", "character", -1)),
            "=": lambda: self.desk.act(session.move_edge("end", "character", 1)),
            "_": lambda: self.desk.act(session.move_edge("start", "character", -1)),
            "+": lambda: self.desk.act(session.move_edge("start", "character", 1)),
            "*": lambda: self.desk.act(label_everywhere(session)),
            "&": lambda: self.desk.act(session.decide_pending("accept", label=focus.span.label if focus else None)),
            "A": lambda: self.desk.act(session.decide_pending("accept")),
            "\r": lambda: None,
            "o": session.outward,
            "H": lambda: session.go(0),
        }
        self.pressed[purpose] += len(keys)
        place = 0
        while place < len(keys):
            key = keys[place]
            label = self.desk.labels.by_key(key)
            if key == ";":
                place += 1
                self.letter = keys[place]
                session.leap(self.letter)
            elif label:
                self.desk.act(session.label(label.name))
            else:
                acts[key]()
            place += 1


class PerfectReviewer:
    """Brings the layer of one document to its gold."""

    def __init__(self, keyboard: Keyboard, gold: Sequence[Span]) -> None:
        self.keyboard = keyboard
        self.gold = sorted(gold, key=lambda span: (span.start, -span.end))

    @property
    def _done(self) -> set[tuple[int, int, str]]:
        return {span.key for span in self.keyboard.desk.session.layer_spans()}

    def work(self) -> int:
        """Decide on what is pending, label what is missing, finish; returns how many gold spans are right."""
        session = self.keyboard.desk.session
        while len(session.pending) and session.focus is not None:
            self._decide(session.focus)
        if any(span.key not in self._done for span in self.gold):
            if session.cursor:
                self.keyboard.press("H", "to the start")
            for span in self.gold:
                if span.key not in self._done:
                    self._label(span)
        self.keyboard.press("\r", "finish")
        return len(self._done & {span.key for span in self.gold})

    def _decide(self, item: Item) -> None:
        press, span = self.keyboard.press, item.span
        wanted = [g for g in self.gold if g.overlaps(span) and g.key not in self._done]
        exact = next((g for g in wanted if g.key == span.key), None)
        same_place = next((g for g in wanted if (g.start, g.end) == (span.start, span.end)), None)
        near = next((g for g in wanted if g.label == span.label), None)
        if exact:
            press(self._accepting(item), "accept")
        elif same_place:
            press(self._key(same_place), "relabel")
        elif near and (keys := self._edge_keys(span, near)) is not None:
            press(keys, "edges")
            press("\t", "edges")
        else:
            press("x", "reject")

    def _accepting(self, item: Item) -> str:
        """Accept the span; with all others that are pending, or all of its label, where these are right, too."""
        missing = {span.key for span in self.gold} - self._done
        pending = list(self.keyboard.desk.session.pending)
        wrong = {other.span.label for other in pending if other.span.key not in missing}
        if not wrong:
            return "A"
        return "a" if item.span.label in wrong else "&"

    def _edge_keys(self, span: Span, goal: Span) -> str | None:
        """The keys that bring a span's edges to the goal's; None where removing it is cheaper."""
        text = self.keyboard.desk.session.text
        keys = _end_keys(text, span.end, goal.end) + _start_keys(text, span.start, goal.start)
        return keys if len(keys) <= 6 else None

    def _key(self, span: Span) -> str:
        label = self.keyboard.desk.labels.label(span.label)
        assert label is not None
        return label.key

    def _label(self, span: Span) -> None:
        session, press = self.keyboard.desk.session, self.keyboard.press
        press(self._way(span.start), "move")
        if session.focus is not None:
            # Inside another span: a selection is what a label's key then acts on.
            session.select()
            self.keyboard.pressed["select"] += 1
        press(self._key(span), "label")
        made = session.focus
        if made is None:
            return
        press(_end_keys(session.text, made.span.end, span.end), "extend")
        press(_start_keys(session.text, session.focus.span.start if session.focus else 0, span.start), "extend")
        self._everywhere()

    def _everywhere(self) -> None:
        session = self.keyboard.desk.session
        try:
            drafts = label_everywhere(session).drafts
        except Refused:
            return
        missing = {span.key for span in self.gold} - self._done
        if len(drafts) > 1 and all(draft.span and draft.span.key in missing for draft in drafts):
            self.keyboard.press("*\r", "everywhere")

    def _way(self, goal: int) -> str:
        """The cheapest keys that bring the cursor to the token at the goal."""
        text, here = self.keyboard.desk.session.text, self.keyboard.desk.session.cursor
        token = words.token_at(text, goal)
        start = token[0] if token else goal
        ways = [""] if here == start else []
        for key, step in (("", None), (")", words.next_sentence), (">", words.next_paragraph)):
            place, prefix = here, ""
            while place <= start:
                ways.append(prefix + self._by_tokens(text, place, start))
                ways.append(prefix + self._by_leaps(text, place, start))
                if step is None:
                    break
                place, prefix = step(text, place), prefix + key
        return min(ways, key=len)

    @staticmethod
    def _by_tokens(text: str, here: int, goal: int) -> str:
        return "l" * sum(1 for start, _ in words.tokens(text, here, goal + 1) if here < start <= goal)

    @staticmethod
    def _by_leaps(text: str, here: int, goal: int) -> str:
        letter = text[goal]
        leaps = sum(
            1
            for start, _ in words.tokens(text, here, goal + 1)
            if here < start <= goal and text[start].casefold() == letter.casefold()
        )
        return f";{letter}" + "," * (leaps - 1) if leaps else "l" * 99


def _end_keys(text: str, here: int, goal: int) -> str:
    """Keys that move an end from one offset to another."""
    ends = [end for _, end in words.tokens(text, max(0, min(here, goal) - 80), max(here, goal) + 1)]
    return _edge(ends, here, goal, "[", "]", "-", "=")


def _start_keys(text: str, here: int, goal: int) -> str:
    """Keys that move a start from one offset to another."""
    starts = [start for start, _ in words.tokens(text, max(0, min(here, goal) - 80), max(here, goal) + 1)]
    return _edge(starts, here, goal, "{", "}", "_", "+")


def _edge(places: list[int], here: int, goal: int, back: str, on: str, back_one: str, on_one: str) -> str:
    if here == goal:
        return ""
    between = [place for place in places if min(here, goal) < place < max(here, goal)]
    stops = sorted([*between, goal], reverse=goal < here)
    if goal in places:
        return (back if goal < here else on) * len(stops)
    nearest = min([*between, here], key=lambda place: abs(place - goal))
    by_token = (back if goal < here else on) * (len(between) if nearest != here else 0)
    return by_token + (back_one if goal < nearest else on_one) * abs(goal - nearest)


def degraded(gold: Sequence[Span], text: str, f1: float, chance: random.Random) -> list[Suggestion]:
    """Suggestions of about this F1: spans left out, labels and edges changed, others invented."""
    found: list[Span] = []
    for span in gold:
        dice = chance.random()
        if dice < f1 - 0.01:
            found.append(span)
        elif dice < f1 + (1 - f1) * 0.35:
            token = words.next_token(text, span.end - 1)
            found.append(Span(span.start, token[1] if token else span.end, span.label))
        elif dice < f1 + (1 - f1) * 0.5:
            other = chance.choice([g.label for g in gold])
            found.append(Span(span.start, span.end, other))
    tokens = list(words.tokens(text))
    for _ in range(round(len(gold) * (1 - f1) * 0.5)):
        start, end = chance.choice(tokens)
        if not any(g.start < end and start < g.end for g in gold):
            found.append(Span(start, end, chance.choice([g.label for g in gold])))
    unique = {span.key: span for span in found}
    return [Suggestion(span, "degraded", None, "for the benchmark") for span in unique.values()]


def play(name: str, documents: list[tuple[str, str, list[Span], list[Suggestion]]], labels: LabelSet) -> None:
    """One reviewer through all documents; prints the keys a span."""
    ratios, spans, total = [], 0, Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder, "curator.db"))
        incoming = [Incoming(Document(k, t, text_hash(t), k), tuple(s)) for k, t, _, s in documents]
        store.add(incoming, lambda _: None)
        desk = Desk(store, labels, layer="perfect", author="perfect")
        for number, (_, _, gold, _) in enumerate(documents, start=1):
            desk.open(number)
            keyboard = Keyboard(desk)
            right = PerfectReviewer(keyboard, gold).work()
            spans += right
            total += keyboard.pressed
            if right:
                ratios.append(sum(keyboard.pressed.values()) / right)
            if right < len(gold):
                print(f"  {len(gold) - right} gold spans were not reached in {documents[number - 1][0]}")
        store.close()
    ratios.sort()
    costs = ", ".join(f"{purpose} {count / spans:.2f}" for purpose, count in total.most_common())
    print(f"{name}: {sum(total.values()) / spans:.2f} keys a span ({spans} spans, {len(documents)} documents)")
    print(f"  by document: median {statistics.median(ratios):.2f}, {ratios[0]:.2f} to {ratios[-1]:.2f}")
    print(f"  by purpose: {costs}")


def main() -> None:
    """Play with the rules' suggestions, with degraded gold, and from nothing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, nargs="?", default=ROOT / "tests" / "data" / "gold-seeds.jsonl")
    parser.add_argument("--f1", type=float, default=0.8)
    options = parser.parse_args()
    labels = load_labels(ROOT / "labels.yaml")
    suggesters = build(labels)
    articles = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines()]
    chance = random.Random(7)
    rules, worse, nothing, short = [], [], [], []
    for article in articles:
        key, text = article["id"], article["text"]
        gold = [Span(span["start"], span["end"], span["label"]) for span in article["spans"]]
        proposed = [found for suggester in suggesters for found in suggester.suggest(text)]
        rules.append((key, text, gold, proposed))
        worse.append((key, text, gold, degraded(gold, text, options.f1, chance)))
        nothing.append((key, text, gold, []))
        few = [span for span in gold if sum(1 for _ in words.tokens(text, span.start, span.end)) <= 4]
        short.append((key, text, few, []))
    play("suggestions of the rules", rules, labels)
    play(f"suggestions of F1 {options.f1}", worse, labels)
    play("from nothing", nothing, labels)
    play("from nothing, spans of one to four tokens", short, labels)


if __name__ == "__main__":
    main()
