"""A report as one HTML page that needs nothing else: no script, no font, no picture from elsewhere.

Everything that comes from data is escaped. Colour is never the only cue: each cell shows its figure, and a highlighted
span its label.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import pairwise

from curator.agreement.disagreements import KINDS, Key
from curator.agreement.report import Passage, Report
from curator.agreement.tables import confusion_table
from curator.agreement.values import MEANINGS, Measure
from curator.agreement.words import KIND_TITLES, LINES, TITLES, figure, notes, quotable, remarks, with_interval


def page(report: Report) -> str:
    """The whole page."""
    parts = [
        f"<h1>{escape(quotable(report))}</h1>",
        *(f"<p>{escape(line)}</p>" for line in remarks(report)),
        *(_between(report) if report.alone is None else ()),
        *([_section("With oneself: second answers against the first", _own(report))] if report.own else []),
        *([_section("Passages", _passages(report))] if report.alone is None else []),
        *(f"<p class=note>{escape(line)}</p>" for line in notes(report)),
    ]
    style = files("curator.agreement").joinpath("page.css").read_text("utf-8")
    return (
        "<!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n"
        '<meta name=viewport content="width=device-width">\n<title>Agreement</title>\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n" + "\n".join(parts) + "\n</body>\n</html>\n"
    )


def _between(report: Report) -> Iterator[str]:
    """What there is to tell of people with each other, but for the passages."""
    yield _section("By label", _labels(report))
    yield _section("All measures", _measures(report))
    yield _section("Pairs: exact F1", _pairs(report))
    yield _section("Labels against labels", _confusion(report))
    yield _section("Disagreements", _kinds(report))
    yield _section("Worst documents", _worst(report))
    if report.trend:
        yield _section("Over time", _trend(report))


def _section(title: str, body: str) -> str:
    return f"<section>\n<h2>{escape(title)}</h2>\n{body}\n</section>"


def _table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; the headers are text, the cells HTML."""
    head = "".join(f"<th>{escape(header)}</th>" for header in headers)
    lines = "\n".join("<tr>" + "".join(cells) + "</tr>" for cells in rows)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{lines}\n</tbody>\n</table>"


def _name(text: str) -> str:
    return f"<th scope=row>{escape(text)}</th>"


def _cell(text: str) -> str:
    return f"<td>{escape(text)}</td>"


def _bar(measure: Measure) -> str:
    """The value and its interval between 0 and 1, with lines at .667 and .800."""
    if measure.value is None:
        return f"<td class=note>{escape(MEANINGS.get(measure.reason or '', ''))}</td>"
    interval = measure.interval
    low, high = (measure.value,) * 2
    if interval is not None and interval.low is not None and interval.high is not None:
        low, high = interval.low, interval.high
    low, high, value = (min(max(each, 0.0), 1.0) * 200 for each in (low, high, measure.value))
    lines = "".join(f'<line class=mark x1="{at * 200:.1f}" x2="{at * 200:.1f}" y1="0" y2="16"/>' for at in LINES)
    return (
        f'<td><svg role=img width="200" height="16" aria-label="{escape(with_interval(measure))}">{lines}'
        f'<rect class=interval x="{low:.1f}" y="5" width="{max(high - low, 1):.1f}" height="6"/>'
        f'<rect class=value x="{max(value - 1, 0):.1f}" y="2" width="2" height="12"/></svg></td>'
    )


def _heat(text: str, share: float, *, good: bool) -> str:
    """A cell whose background is as strong as the share, from 0 to 1."""
    hue = "--good" if good else "--bad"
    percent = round(100 * min(max(share, 0.0), 1.0))
    return f'<td class=heat style="--share:{percent}%;--hue:var({hue})">{escape(text)}</td>'


def _labels(report: Report) -> str:
    rows = (
        (
            _name(each.label), _cell(str(each.spans)), _cell(with_interval(each.measures["exact_f1"])),
            _cell(figure(each.measures["type_f1"].value)), _cell(figure(each.measures["boundary_f1"].value)),
            _cell(with_interval(each.measures["alpha"])), _bar(each.measures["alpha"]),
        )
        for each in report.agreement.by_label
    )  # fmt: skip
    return _table(("label", "spans", "exact F1", "type F1", "boundary F1", "alpha", "alpha from 0 to 1"), rows)


def _measures(report: Report) -> str:
    measures = dict(report.agreement.measures)
    if report.gamma is not None:
        measures["gamma"] = report.gamma.measure
    rows = ((_name(TITLES[name]), _cell(with_interval(value)), _bar(value)) for name, value in measures.items())
    return _table(("measure", "value", "from 0 to 1"), rows)


def _pairs(report: Report) -> str:
    names = report.agreement.annotators
    of_pair = {(pair.left, pair.right): pair for pair in report.agreement.by_pair}

    def cell(row: str, column: str) -> str:
        pair = of_pair.get((min(row, column), max(row, column)))
        if pair is None:
            return "<td></td>"
        value = pair.measures["exact_f1"].value
        return _heat(f"{figure(value)} ({pair.documents})", value or 0.0, good=True)

    rows = ([_name(row), *(cell(row, column) for column in names)] for row in names)
    return _table(("(documents)", *names), rows)


def _confusion(report: Report) -> str:
    names, table = confusion_table(report)
    rows = []
    for place, (name, counts) in enumerate(zip(names, table, strict=True)):
        total = sum(counts) or 1
        cells = (_heat(str(n or "·"), n / total, good=place == column) for column, n in enumerate(counts))
        rows.append([_name(name), *cells])
    pair = report.agreement.annotators
    corner = f"{pair[0]} \\ {pair[1]}" if len(pair) == 2 else "one \\ other"
    return _table((corner, *names), rows)


def _kinds(report: Report) -> str:
    total = sum(report.kinds.values()) or 1
    rows = (
        (_name(KIND_TITLES[kind]), _heat(f"{number} ({100 * number / total:.0f} %)", number / total, good=False))
        for kind, number in report.kinds.items()
    )
    return _table(("kind", "places"), rows)


def _worst(report: Report) -> str:
    rows = (
        (_name(each.key), _cell(str(each.spans)), _cell(str(each.differences)),
         _cell(figure(each.measures["exact_f1"].value)))
        for each in report.worst
        if each.differences
    )  # fmt: skip
    return _table(("document", "spans", "differences", "exact F1"), rows)


def _trend(report: Report) -> str:
    rows = (
        (_name(each.name), _cell(str(each.documents)), _cell(figure(each.measures["exact_f1"].value)),
         _cell(figure(each.measures["alpha"].value)), _bar(each.measures["alpha"]))
        for each in report.trend
    )  # fmt: skip
    return _table(("week", "documents", "exact F1", "alpha", "alpha from 0 to 1"), rows)


def _own(report: Report) -> str:
    rows = (
        (_name(each.reviewer), _cell(str(each.documents)), _cell(str(each.spans)), _cell(str(each.disagreements)),
         _cell(with_interval(each.measures["exact_f1"])), _cell(with_interval(each.measures["alpha"])),
         _bar(each.measures["exact_f1"]))
        for each in report.own
    )  # fmt: skip
    headers = ("reviewer", "documents", "spans", "differences", "exact F1", "alpha", "exact F1 from 0 to 1")
    return _table(headers, rows)


def _passages(report: Report) -> str:
    parts = []
    for kind in KINDS:
        found = [each for each in report.passages if each.disagreement.kind == kind]
        if found:
            more = report.kinds[kind] - len(found)
            rest = f"<p class=note>and {more} more</p>" if more > 0 else ""
            rows = "\n".join(map(_passage, found))
            parts.append(f"<details open><summary>{escape(KIND_TITLES[kind])}</summary>\n{rows}{rest}\n</details>")
    return "\n".join(parts) or "<p>none</p>"


def _passage(each: Passage) -> str:
    found = each.disagreement
    where = escape(f"{found.document}:{found.start}:{found.end}")
    sides = "".join(
        f"<div><b>{escape(name)}</b><p>{_marked(each, spans, own)}</p></div>"
        for name, spans, own in (
            (found.left, each.left_spans, found.left_spans), (found.right, each.right_spans, found.right_spans),
        )
    )  # fmt: skip
    return f"<article><h3>{where}</h3><div class=sides>{sides}</div></article>"


def _marked(each: Passage, spans: Sequence[Key], disputed: Sequence[Key]) -> str:
    """The text with its spans; those that end later enclose the others, and what crosses is closed and opened again."""
    end_of_text = each.offset + len(each.text)
    clipped = [(max(s, each.offset), min(e, end_of_text), x, (s, e, x) in disputed) for s, e, x in spans]
    cuts = sorted({each.offset, end_of_text, *(s for s, *_ in clipped), *(e for _, e, *_ in clipped)})
    out = []
    for start, end in pairwise(cuts):
        here = sorted((s for s in clipped if s[0] <= start and end <= s[1]), key=lambda s: (s[0], -s[1], s[2]))
        text = escape(each.text[start - each.offset : end - each.offset])
        for s_start, s_end, label, is_disputed in reversed(here):
            name = f"<sub>{escape(label)}</sub>" if s_end == end else ""
            kind = "disputed" if is_disputed else "agreed"
            edge = (" start" if s_start == start else "") + (" end" if s_end == end else "")
            text = f'<mark class="{kind}{edge}">{text}{name}</mark>'
        out.append(text)
    return "".join(out)
