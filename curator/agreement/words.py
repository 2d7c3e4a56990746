"""What figures are called, how they are written, and the lines that every report begins and ends with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from curator.agreement.bootstrap import FEW_DOCUMENTS, MOST_UNDEFINED
from curator.agreement.documents import LeftOut
from curator.agreement.report import Report
from curator.agreement.values import MEANINGS, Measure
from curator.agreement.whatif import WHAT_IFS

TITLES = {
    "exact_f1": "exact F1", "type_f1": "type F1", "boundary_f1": "boundary F1", "partial_f1": "partial F1",
    "token_f1": "token F1", "cohen_kappa": "Cohen's kappa", "cohen_kappa_without_o": "Cohen's kappa, without O",
    "fleiss_kappa": "Fleiss' kappa", "alpha": "Krippendorff's alpha", "ac1": "Gwet's AC1",
    "unitizing_alpha": "unitizing alpha (2004)", "u_alpha": "unitizing u-alpha (2016)",
    "u_alpha_binary": "... whatever the label", "gamma": "gamma",
}  # fmt: skip
"""What the measures are called."""

AXIS = 20
"""Cells of the axis on which a value is drawn."""
SHORT_AXIS = 14
"""The same where there is little room."""
LINES = (0.667, 0.8)
"""Krippendorff's: what he asks for, and where tentative conclusions are enough."""

_NAMES = 8
"""How many labels of a person are named in a warning."""

KIND_TITLES = {
    "missed": "missed by one", "boundary": "other boundary", "label": "other label", "both": "other boundary and label",
    "split": "split or merged",
}  # fmt: skip
"""What the kinds of disagreement are called."""


def figure(value: float | None) -> str:
    """A figure in two decimals, without the zero before the point: ``.81``, ``1.0``, ``-.12``."""
    if value is None:
        return "-"
    text = f"{value:.2f}"
    return "1.0" if text == "1.00" else text.replace("0.", ".", 1)


def with_interval(measure: Measure) -> str:
    """A figure with its interval, if it has one: ``.81 [.78 .84]``."""
    interval = measure.interval
    if measure.value is None or interval is None or interval.low is None:
        return figure(measure.value)
    return f"{figure(measure.value)} [{figure(interval.low)} {figure(interval.high)}]"


def quotable(report: Report) -> str:
    """The one line: exact F1 and alpha with their intervals, documents, reviewers, the share done by two or more.

    Of one person alone, how far they agree with themselves.
    """
    agreement = report.agreement
    if report.alone is not None:
        exact, alpha = (with_interval(report.alone.measures[name]) for name in ("exact_f1", "alpha"))
        twice = counted(report.alone.documents, "document")
        return f"{report.alone.reviewer} with oneself: exact F1 {exact} · alpha {alpha} · {twice} answered twice"
    share = 100 * agreement.shared / agreement.documents if agreement.documents else 0
    return (
        f"exact F1 {with_interval(agreement.measures['exact_f1'])} · "
        f"alpha {with_interval(agreement.measures['alpha'])} · "
        f"{counted(agreement.documents, 'document')}, {counted(len(agreement.annotators), 'reviewer')}, "
        f"{share:.0f} % by two or more"
    )


def remarks(report: Report) -> Iterator[str]:
    """What the figures are about, if not everything."""
    if report.subset:
        yield f"only: {'; '.join(report.subset)}"
    for name in report.what_if:
        yield f"as if {WHAT_IFS[name]}"
    if report.alone is not None:
        return
    if report.agreement.few_documents:
        yield f"warning: only {counted(report.agreement.shared, 'document')}; the intervals say little"
    apart = list(report.nothing_in_common())
    for (left, right), (mine, theirs) in apart[:1]:
        more = f"; nor do {counted(len(apart) - 1, 'other pair')}" if len(apart) > 1 else ""
        yield f"warning: {left} and {right} share no label: {_some(mine)} | {_some(theirs)}{more}"
    alpha = report.agreement.measures["alpha"]
    if alpha.reason is not None:
        yield f"alpha: {MEANINGS[alpha.reason]}"


def _some(names: Sequence[str]) -> str:
    return ", ".join([*names[:_NAMES], *(["…"] if len(names) > _NAMES else [])])


def notes(report: Report) -> Iterator[str]:
    """How the figures came about, and what was left out."""
    agreement = report.agreement
    whose = {"curator": "curator's own", "given": "those that came with the documents", "mixed": "partly given"}
    drawn = f"{agreement.resamples} resamples of documents, seed {agreement.seed}"
    yield f"tokens: {whose[agreement.tokens]}; intervals: 95 %, {drawn}"
    if any(value.interval is not None and value.interval.low is None for value in agreement.measures.values()):
        yield f"no interval: more than {100 * MOST_UNDEFINED:.0f} % of the resamples have no value"
    few = [each.reviewer for each in report.own if each.few_documents]
    if few:
        yield f"answered twice: fewer than {FEW_DOCUMENTS} documents by {', '.join(few)}; their intervals say little"
    if report.gamma is not None:
        yield f"gamma: {report.gamma.samples} samples of chance, seed {report.gamma.seed}; its interval is theirs"
    other = {each.key for each in report.left_out if each.reason == "other_text"}
    unfinished = sum(each.reason == "not_finished" for each in report.left_out)
    if other:
        yield f"left out: {counted(len(other), 'document')} with different texts, such as {min(other)}"
    changed = [each for each in report.left_out if each.reason == "other_labels"]
    if changed:
        yield (
            f"left out: {counted(len({each.key for each in changed}), 'document')} made under different label sets, "
            f"such as {min(each.key for each in changed)}: not all had {', '.join(labels_of(changed))}; "
            "--label compares those that all had"
        )
    if unfinished:
        yield f"left out: {unfinished} that somebody did not finish"


def labels_of(left_out: Iterable[LeftOut]) -> list[str]:
    """The labels that were not there for all, sorted."""
    return sorted({label for each in left_out for label in each.labels})


def counted(number: int, thing: str) -> str:
    """A number with its thing, in the plural where it must be."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def axis(cells: int = AXIS) -> str:
    """The head of the column of intervals: 0 to 1, with Krippendorff's .667 and .800."""
    return _drawn({}, cells)


def bar(measure: Measure, cells: int = AXIS) -> str:
    """A value and its interval on the axis."""
    if measure.value is None:
        return ""
    interval = measure.interval
    low, high = (measure.value,) * 2
    if interval is not None and interval.low is not None and interval.high is not None:
        low, high = interval.low, interval.high
    here = dict.fromkeys(range(_place(low, cells), _place(high, cells) + 1), "▒")
    return _drawn({**here, _place(measure.value, cells): "█"}, cells)


def bar_or_reason(measure: Measure, cells: int = AXIS) -> str:
    """A value on the axis, or in words why there is none."""
    return bar(measure, cells) if measure.reason is None else MEANINGS[measure.reason]


def _drawn(here: dict[int, str], cells: int) -> str:
    marks = {0: "├", cells - 1: "┤", **{_place(line, cells): "┼" for line in LINES}, **here}
    return "".join(marks.get(place, "─") for place in range(cells))


def _place(value: float, cells: int) -> int:
    return round(min(max(value, 0.0), 1.0) * (cells - 1))
