"""Keys for each correct gold span: a perfect reviewer plays the real review session.

    python -m benchmarks.effort [GOLD.jsonl] [--suggestions FILE] [--f1 0.8] [--labels labels.yaml]

The reviewer knows the gold and the keys, and takes the cheapest way that it finds; it presses real keys of the real
commands. Without ``--suggestions`` it plays with those of the rules, with gold that was made worse to the F1 that is
asked for, and from nothing. Aims: with suggestions of F1 0.8 at most 1.6 keys a span; from nothing at most 4.5 for
spans of one to four tokens.
"""

from __future__ import annotations

import argparse
import random
import statistics
import string
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from benchmarks.degrade import degraded
from benchmarks.keyboard import Keyboard
from benchmarks.player import Cost, PerfectReviewer
from curator import text as words
from curator.errors import CuratorError
from curator.formats.api import Flaw, Record
from curator.formats.sources import read_sources
from curator.labels import Label, LabelSet, load_labels
from curator.model import Document, Span, Suggestion
from curator.review.desk import Desk
from curator.review.keymap import reserved
from curator.review.prepare import amounts_in
from curator.store import open_store
from curator.store.records import Incoming
from curator.suggest import build

ROOT = Path(__file__).parent.parent
_SHOWN = 12


class Article(NamedTuple):
    """A document with its gold and what is suggested."""

    document: Document
    gold: list[Span]
    suggestions: list[Suggestion]


def play(name: str, articles: Sequence[Article], labels: LabelSet, *, one_by_one: bool = False) -> float:
    """One reviewer through all articles; prints and returns the keys a span."""
    ratios, spans, total = [], 0, Counter[str]()
    costs: list[Cost] = []
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder, "curator.db"))
        store.add((Incoming(a.document, tuple(a.suggestions)) for a in articles), lambda _: None)
        desk = Desk(store, labels, layer="perfect", author="perfect", amounts_in=amounts_in)
        keyboard = Keyboard(desk)
        for number, article in enumerate(articles, start=1):
            desk.open(number)
            keyboard.pressed.clear()
            reviewer = PerfectReviewer(keyboard, article.gold, one_by_one=one_by_one)
            reviewer.work()
            got = {span.key for span in store.state("perfect", number).layer_spans()}
            gold = {span.key for span in article.gold}
            right = len(got & gold)
            spans, total = spans + right, total + keyboard.pressed
            costs += reviewer.costs
            ratios += [keyboard.pressed.total() / right] if right else []
            if got != gold:
                print(f"  {article.document.key}: {len(gold - got)} not reached, {len(got - gold)} too many")
        store.close()
    f1 = _f1(articles)
    _print(name, f1, ratios, spans, total, costs)
    return total.total() / spans


def _f1(articles: Iterable[Article]) -> float:
    """Exact F1 of the suggestions against the gold, all articles together."""
    hits = proposed = wanted = 0
    for article in articles:
        gold, found = {s.key for s in article.gold}, {s.span.key for s in article.suggestions}
        hits, proposed, wanted = hits + len(gold & found), proposed + len(found), wanted + len(gold)
    return 2 * hits / (proposed + wanted) if proposed + wanted else 0.0


def _print(
    name: str, f1: float, ratios: list[float], spans: int, total: Mapping[str, int], costs: Sequence[Cost]
) -> None:
    ratios.sort()
    print(
        f"{name} (F1 {f1:.3f}): {sum(total.values()) / spans:.2f} keys a span ({spans} spans, {len(ratios)} documents)"
    )
    deciles = statistics.quantiles(ratios, n=10, method="inclusive") if len(ratios) > 1 else ratios
    print(f"  by document: {ratios[0]:.2f} to {ratios[-1]:.2f}; deciles {' '.join(f'{each:.2f}' for each in deciles)}")
    ordered = sorted(total.items(), key=lambda each: -each[1])
    print("  by purpose:", ", ".join(f"{purpose} {count / spans:.3f}" for purpose, count in ordered))
    _print_acts(costs, spans)


def _print_acts(costs: Sequence[Cost], spans: int) -> None:
    """The kinds of act with what they cost, and the dearest single ones."""
    acts: dict[str, list[int]] = {}
    for cost in costs:
        acts.setdefault(cost.act, []).append(cost.keys)
    for act, keys in sorted(acts.items(), key=lambda each: -sum(each[1]))[:_SHOWN]:
        spread = " ".join(f"{keys_of}:{number}" for keys_of, number in sorted(Counter(keys).items()))
        print(f"  {sum(keys) / spans:6.3f}  {act}: {len(keys)} times, {statistics.mean(keys):.2f} keys ({spread})")
    for cost in sorted(costs, key=lambda each: -each.keys)[:3]:
        print(f"  dearest: {cost.keys} keys, {cost.act}, {cost.document}: {cost.quote}")


def records(path: Path) -> list[Record]:
    """The documents of a file. Raises CuratorError where something is wrong in it."""
    found = []
    for entry in read_sources([path], labels=None):
        if isinstance(entry, Flaw):
            raise CuratorError(entry.what, where=entry.where, fix=entry.fix)
        found.append(entry)
    return found


def label_set(path: Path, names: Iterable[str]) -> LabelSet:
    """The labels of a file, with those that it lacks added: on a free key, as far as there are any."""
    commands = reserved()
    labels = load_labels(path, reserved=commands)
    missing = sorted(set(names) - {label.name for label in labels.labels})
    if not missing:
        return labels
    free = [key for key in string.ascii_letters if key not in commands and not labels.by_key(key)]
    added = []
    for name in missing:
        key = next((key for key in name.casefold() if key in free), free[0] if free else "")
        free = [other for other in free if other != key]
        added.append(Label(name, name.replace("_", " ").title(), key, "#808080", "From the gold."))
    print(f"not in {path}: {', '.join(f'{label.name} ({label.key})' for label in added)}", file=sys.stderr)
    return msgspec.structs.replace(labels, labels=(*labels.labels, *added), overlap=True)


def main() -> None:
    """Play with the suggestions that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="?", default=ROOT / "tests" / "data" / "gold-seeds.jsonl")
    parser.add_argument("--suggestions", type=Path, help="JSONL with the same texts, and spans that are suggested")
    parser.add_argument("--f1", type=float, default=0.8, help="how good the gold is that is made worse")
    parser.add_argument("--labels", type=Path, default=ROOT / "labels.yaml")
    options = parser.parse_args()
    try:
        _run(options)
    except CuratorError as error:
        sys.exit(f"effort: {error}")


def _run(options: argparse.Namespace) -> None:
    gold = {record.document.sha256: record for record in records(options.gold)}
    spans = {key: [each.span for each in record.suggestions] for key, record in gold.items()}
    given = {r.document.sha256: r for r in records(options.suggestions)} if options.suggestions else {}
    everything = [*gold.values(), *given.values()]
    labels = label_set(options.labels, (each.span.label for record in everything for each in record.suggestions))

    def articles(suggest: object) -> list[Article]:
        return [Article(record.document, spans[key], suggest(key, record)) for key, record in gold.items()]  # type: ignore[operator]

    if given:
        if missing := [record.document.key for key, record in gold.items() if key not in given]:
            print(f"nothing is suggested for {len(missing)} documents: {', '.join(missing[:5])}", file=sys.stderr)
        suggested = articles(lambda key, _: list(given[key].suggestions) if key in given else [])
        play("given", suggested, labels)
        play("given, each accepted by a key of its own", suggested, labels, one_by_one=True)
        return
    suggesters, chance = build(labels), random.Random(7)
    play("rules", articles(lambda _, record: [f for s in suggesters for f in s.suggest(record.document.text)]), labels)
    worse = articles(lambda key, r: degraded(spans[key], r.document.text, options.f1, chance))
    play("worse", worse, labels)
    play("worse, each accepted by a key of its own", worse, labels, one_by_one=True)
    play("from nothing", articles(lambda *_: []), labels)
    for key, record in gold.items():
        text = record.document.text
        spans[key] = [s for s in spans[key] if sum(1 for _ in words.tokens(text, s.start, s.end)) <= 4]
    play("from nothing, one to four tokens", articles(lambda *_: []), labels)


if __name__ == "__main__":
    main()
