"""What `curator agreement` compares: the layers of a project, or files of several people."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from curator.agreement.documents import LeftOut, Shared, gather
from curator.agreement.report import Repeats
from curator.agreement.words import labels_of
from curator.cli.output import counted
from curator.errors import CuratorError
from curator.gold.labelsets import LabelSets
from curator.model import Annotated, Span, is_repeat, is_reviewers, repeat_layer

if TYPE_CHECKING:
    from curator.agreement.documents import Tokens
    from curator.formats.api import Record
    from curator.formats.sources import Reading
    from curator.labels import LabelSet
    from curator.store.api import Store


@dataclass(frozen=True)
class Wanted:
    """Which part is asked for; what is empty or None asks for all.

    Attributes:
        reviewers: Names of annotators.
        labels: Names of labels.
        since: The first day on which both must have finished, such as ``2026-05-01``.
        until: The last one.
        query: What the text of a document must hold, whatever the case.
        did: By annotator, the labels that they did, for those who did only some: what else they have, or have not, is
            missing.
    """

    reviewers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    query: str | None = None
    did: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def words(self) -> tuple[str, ...]:
        """The part in words."""
        found = []
        if self.labels:
            found.append(f"labels {', '.join(self.labels)}")
        if self.since:
            found.append(f"finished since {self.since}")
        if self.until:
            found.append(f"finished until {self.until}")
        if self.query:
            found.append(f"with {self.query!r}")
        found += [f"{name} did {', '.join(labels)} alone" for name, labels in self.did.items()]
        return tuple(found)

    def check_did(self, names: Sequence[str], labels: Sequence[str]) -> None:
        """Refuse annotators that are not compared, and labels that are not there.

        Raises:
            CuratorError: There is one.
        """
        for name, done in self.did.items():
            if name not in names:
                raise CuratorError(f"--did names {name!r}, who is not compared", fix=f"name one of: {', '.join(names)}")
            unknown = next((label for label in done if label not in labels), None)
            if unknown is not None:
                what = f"--did names the label {unknown!r}, which is not compared"
                raise CuratorError(what, fix=f"name some of: {', '.join(labels)}")

    def scoped(self, document: Shared) -> Shared:
        """The document with what each annotator did in it."""
        return replace(document, scope=self.did) if self.did else document

    def matches(self, text: str) -> bool:
        """Whether a document with this text is asked for."""
        return self.query is None or self.query.casefold() in text.casefold()


@dataclass(frozen=True)
class Compared:
    """What is compared.

    Attributes:
        annotators: Their names.
        labels: Names of the labels.
        documents: Reads the documents, one by one, each time that it is called.
        document: Reads one of them, by its key.
        left_out: What could not be compared, once the documents were read.
        weeks: The week in which the last person finished a document, by its key, once the documents were read; empty
            where that is not known.
        repeats: What reviewers answered twice; empty where nobody was to.
    """

    annotators: tuple[str, ...]
    labels: tuple[str, ...]
    documents: Callable[[], Iterator[Shared]]
    document: Callable[[str], Shared]
    left_out: list[LeftOut] = field(default_factory=list)
    weeks: dict[str, str] = field(default_factory=dict)
    repeats: tuple[Repeats, ...] = ()

    @property
    def layers(self) -> tuple[str, ...]:
        """All layers that are read."""
        return (*self.annotators, *(each.again for each in self.repeats))


# In a project


def of_project(store: Store, labels: LabelSet, wanted: Wanted, *, alone: bool = False) -> Compared:
    """The finished documents of the reviewers' layers.

    Args:
        store: Where they are.
        labels: The label set.
        wanted: What is asked for.
        alone: Whether one reviewer is enough, if they were to answer something twice.

    Raises:
        CuratorError: There is no such reviewer or label, or there are not two reviewers.
    """
    names, doubled = _reviewers(store, wanted, alone=alone)
    chosen = _labels(labels, wanted)
    wanted.check_did(names, chosen)
    checked = None if wanted.labels else frozenset(chosen)
    weeks: dict[str, str] = {}
    left_out: list[LeftOut] = []

    def document(key: str) -> Shared:
        number = store.number(key) or 0
        layers = {name: store.state(name, number).layer_spans() for name in found.layers}
        return Shared(key, layers, store.document(number).text)

    repeats = tuple(
        Repeats(name, again, partial(_twice, store, (name, again), wanted, checked, chosen))
        for name in (names if doubled else ())
        if (again := repeat_layer(name)) not in names and is_reviewers(name)
    )

    def documents() -> Iterator[Shared]:
        sets = LabelSets(store, names, chosen)
        left_out.clear()
        for each in _shared(store, names, wanted, checked, weeks):
            if missing := sets.differing(each.key, each.layers):
                left_out.extend(LeftOut(each.key, name, "other_labels", missing) for name in each.layers)
            else:
                yield each

    found = Compared(names, chosen, documents, document, left_out, weeks=weeks, repeats=repeats)
    return found


def _reviewers(store: Store, wanted: Wanted, *, alone: bool) -> tuple[tuple[str, ...], bool]:
    """Whose layers are compared, and whether one of these people was to answer something twice."""
    known = [layer for layer in store.layers() if is_reviewers(layer)]
    names = wanted.reviewers or tuple(known)
    for name in names:
        if name not in store.layers():
            fix = f"there are: {', '.join(known)}" if known else "nobody has decided anything yet"
            raise CuratorError(f"there is no reviewer {name!r}", fix=fix)
    twice = {layer for layer in (*store.layers(), *(each.layer for each in store.assigned())) if is_repeat(layer)}
    doubled = any(is_reviewers(name) and repeat_layer(name) in twice for name in names)
    if len(set(names)) < (1 if alone and doubled else 2):
        raise CuratorError("agreement takes two reviewers", fix=f"there are: {', '.join(known) or 'none'}")
    return names, doubled


def _labels(labels: LabelSet, wanted: Wanted) -> tuple[str, ...]:
    """The names of the labels that are compared."""
    every = tuple(label.name for label in labels.labels)
    for name in wanted.labels:
        if name not in every:
            raise CuratorError(f"there is no label {name!r} in labels.yaml", fix=f"use one of: {', '.join(every)}")
    return wanted.labels or every


def _twice(
    store: Store, pair: tuple[str, str], wanted: Wanted, labels: frozenset[str] | None, compared: Sequence[str]
) -> Iterator[Shared]:
    """The documents that were finished in both layers, under the same labels."""
    sets = LabelSets(store, pair, compared)
    dated = wanted.since is not None or wanted.until is not None
    days = [{key: time[:10] for key, time in store.finished_at(name).items()} for name in pair if dated]
    for beside in store.side_by_side(pair):
        if sets.differing(beside.key, pair):
            continue
        document = store.document(beside.number)
        if not wanted.matches(document.text) or not all(_within(each.get(beside.key, ""), wanted) for each in days):
            continue
        for layer, spans in beside.layers.items():
            _check_labels(Annotated(document, layer, "done", spans), labels)
        yield Shared(beside.key, beside.layers, document.text)


def _shared(
    store: Store, names: Sequence[str], wanted: Wanted, labels: frozenset[str] | None, weeks: dict[str, str]
) -> Iterator[Shared]:
    """The documents by number; each layer is read a page at a time."""
    dated = wanted.since is not None or wanted.until is not None
    days = {name: {key: time[:10] for key, time in store.finished_at(name).items()} for name in names}
    rows = heapq.merge(*(_numbered(store, name) for name in dict.fromkeys(names)), key=lambda row: row[0])
    for _, group in groupby(rows, key=lambda row: row[0]):
        found = [each for _, each in group]
        document = found[0].document
        if not wanted.matches(document.text):
            continue
        layers: dict[str, Sequence[Span]] = {}
        for each in found:
            _check_labels(each, labels)
            if not dated or _within(days[each.layer].get(document.key, ""), wanted):
                layers[each.layer] = each.spans
        if layers:
            last = max(days[name].get(document.key, "") for name in layers)
            if last:
                weeks[document.key] = _week(last)
            yield Shared(document.key, layers, document.text)


def _week(day: str) -> str:
    """The ISO week of a day, such as ``2026-W18``."""
    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year}-W{week:02}"


def _numbered(store: Store, layer: str) -> Iterator[tuple[int, Annotated]]:
    for each in store.annotated(layer, ("done",)):
        yield store.number(each.document.key) or 0, each


def _check_labels(each: Annotated, labels: frozenset[str] | None) -> None:
    if labels is None:
        return
    unknown = next((span.label for span in each.spans if span.label not in labels), None)
    if unknown is not None:
        raise CuratorError(
            f"the layer {each.layer!r} holds the label {unknown!r}, which is not in labels.yaml",
            where=each.document.key, fix="add it to labels.yaml, or name the labels to compare: --label NAME",
        )  # fmt: skip


def _within(day: str, wanted: Wanted) -> bool:
    return bool(day) and (wanted.since or "") <= day and (wanted.until is None or day <= wanted.until)


# In files


def of_files(paths: Sequence[Path], wanted: Wanted, reading: Reading, on_flaw: Callable[[str], None]) -> Compared:
    """The documents in files or folders, one a person; or in a single file that names its layers.

    Raises:
        CuratorError: A file has a mistake, there are not two people, or they have nothing in common.
    """
    if wanted.since or wanted.until:
        raise CuratorError("files do not say when a document was finished", fix="leave out --since and --until")
    people, tokens = _read(paths, reading, on_flaw)
    names = wanted.reviewers or tuple(people)
    for name in names:
        if name not in people:
            raise CuratorError(f"there is no reviewer {name!r} in these files", fix=f"there are: {', '.join(people)}")
    if len(set(names)) < 2:
        there = f"there is only {next(iter(people))}" if people else "there is none"
        raise CuratorError("agreement takes two people", fix=f"name a file or a folder of each; {there}")
    chosen = {name: people[name] for name in names}
    if not _keys_in_common(chosen):
        chosen, tokens = _by_text(chosen, tokens)
    left_out: list[LeftOut] = []
    documents = list(gather((each for found in chosen.values() for each in found), tokens=tokens, left_out=left_out))
    _check_common(documents, left_out, chosen)
    documents = [each for each in documents if wanted.matches(each.text)]
    known = sorted({span.label for found in chosen.values() for each in found for span in each.spans})
    unknown = next((label for label in wanted.labels if label not in known), None)
    if unknown is not None:
        there = f"use one of: {', '.join(known)}" if known else "there are no spans"
        raise CuratorError(f"there is no label {unknown!r} in these layers", fix=there)
    wanted.check_did(names, wanted.labels or known)
    by_key = {each.key: each for each in documents}
    return Compared(
        tuple(names), wanted.labels or tuple(known), lambda: iter(documents), by_key.__getitem__, left_out
    )  # fmt: skip


_People = dict[str, list[Annotated]]


def _read(paths: Sequence[Path], reading: Reading, on_flaw: Callable[[str], None]) -> tuple[_People, dict[str, Tokens]]:
    from curator.formats.api import Flaw
    from curator.formats.sources import read_sources

    people: _People = {}
    tokens: dict[str, Tokens] = {}
    mistakes = 0
    for path, name in zip(paths, _names(paths), strict=True):
        records: list[Record] = []
        for found in read_sources([path], labels=None, reading=reading):
            if isinstance(found, Flaw):
                mistakes += 1
                on_flaw(str(CuratorError(found.what, where=found.where, fix=found.fix)))
            else:
                records.append(found)
                if found.tokens is not None:
                    tokens.setdefault(found.document.key, found.tokens)
        layers = {record.layer for record in records}
        own = None if None in layers else layers
        for record in records:
            layer = (record.layer or name) if own and (len(paths) == 1 or len(own) == 1) else name
            annotated = record.annotated(layer)
            if _is_text_alone(record):
                annotated = replace(annotated, status="todo")
            people.setdefault(layer, []).append(annotated)
    if mistakes:
        raise CuratorError(counted(mistakes, "mistake"), fix="nothing was compared")
    return people, tokens


def _is_text_alone(record: Record) -> bool:
    """Whether it is a text that nothing says was annotated: no spans and no tags, and no annotations beside it."""
    file = record.where.partition(":")[0]
    text = not record.suggestions and record.tokens is None and file.lower().endswith(".txt")
    return text and not Path(file).with_suffix(".ann").is_file()


def _names(paths: Sequence[Path]) -> list[str]:
    """What to call the people: the names of their files or folders, with as many folders as tell them apart."""
    for depth in range(1, max((len(path.parts) for path in paths), default=1) + 1):
        bare = [path if path.is_dir() else path.with_suffix("") for path in paths]
        names = ["/".join(path.parts[-depth:]) or str(path) for path in bare]
        if len(set(names)) == len(names):
            return names
    raise CuratorError("the same file is named twice", where=str(paths[0]), fix="name one for each person")


def _keys_in_common(people: _People) -> bool:
    times = Counter(key for found in people.values() for key in {each.document.key for each in found})
    return any(number > 1 for number in times.values())


def _by_text(people: _People, tokens: dict[str, Tokens]) -> tuple[_People, dict[str, Tokens]]:
    """The same with documents known by their text, since they have no keys in common."""
    found: _People = {}
    kept: dict[str, Tokens] = {}
    for name, documents in people.items():
        times: Counter[str] = Counter()
        found[name] = []
        for each in documents:
            sha = each.document.sha256
            times[sha] += 1
            key = sha[:16] if times[sha] == 1 else f"{sha[:16]}.{times[sha]}"
            if each.document.key in tokens:
                kept.setdefault(key, tokens[each.document.key])
            found[name].append(replace(each, document=replace(each.document, key=key)))
    return found, kept


def _check_common(documents: Iterable[Shared], left_out: Sequence[LeftOut], people: _People) -> None:
    if any(len(each.layers) > 1 for each in documents):
        return
    other = {each.key for each in left_out if each.reason == "other_text"}
    if other:
        what = f"{_and(list(people))} have different texts in {counted(len(other), 'document')}, and share no other"
        raise CuratorError(what, where=min(other), fix="compare layers on the same texts")
    raise nothing_shared(list(people))


def nothing_shared(names: Sequence[str], left_out: Sequence[LeftOut] = (), subset: Sequence[str] = ()) -> CuratorError:
    """What to say where no two of these people finished the same document, or only some that were left out."""
    changed = [each for each in left_out if each.reason == "other_labels"]
    if changed:
        number = counted(len({each.key for each in changed}), "document")
        what = f"{_and(names)} finished {number} under different label sets, and share no other"
        fix = f"not all had {', '.join(labels_of(changed))}: name labels that all had, with --label"
        return CuratorError(what, where=min(each.key for each in changed), fix=fix)
    if len(names) == 1:
        what = f"{names[0]} has answered no document twice"
        return CuratorError(what, fix="have them finish what curator assign --repeats gave them")
    what = f"no document was finished by two of {_and(names)}"
    if subset:
        return CuratorError(
            f"{what} ({'; '.join(subset)})", fix="ask for more, or have two people finish the same ones"
        )
    return CuratorError(what, fix="have two people finish the same ones")


def _and(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
