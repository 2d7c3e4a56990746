"""curator agreement: how far people agree, and where they do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from curator.cli.blind import adjudicator_option, see
from curator.cli.common import WORDS, json_option, project, project_option, reviewer, reviewer_option
from curator.cli.formats import FormatName, format_settings
from curator.cli.output import complain, print_json, progress
from curator.errors import CuratorError

if TYPE_CHECKING:
    from curator.agreement.disagreements import Disagreement
    from curator.agreement.documents import Shared
    from curator.agreement.report import Repeats, Report
    from curator.cli.compared import Compared, Wanted
    from curator.cli.output import Meter
    from curator.formats.api import Unit
    from curator.formats.sources import Reading

_PASSAGES = 3
_PASSAGES_ON_PAGE = 200
_PASSAGES_IN_JSON = 1_000


class _Names(click.ParamType[tuple[str, ...]]):
    """Names with commas between them."""

    name = "names"

    def convert(
        self, value: str | tuple[str, ...], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """The names, without blanks."""
        if isinstance(value, tuple):
            return value
        found = tuple(name.strip() for name in WORDS.convert(value, param, ctx).split(","))
        if not all(found):
            self.fail("a name is empty", param, ctx)
        return found


class _Number(click.ParamType[int | None]):
    """A whole number from 0 up, or ``all``, which is None."""

    name = "number"

    def convert(self, value: str | int | None, param: click.Parameter | None, ctx: click.Context | None) -> int | None:
        """The number."""
        if not isinstance(value, str):
            return value
        if value == "all":
            return None
        if not value.isdecimal():
            self.fail(f"{value!r} is no number of documents; write such as 20, or all", param, ctx)
        return int(value)


class _Did(click.ParamType[tuple[str, tuple[str, ...]]]):
    """A name and the labels that somebody did, such as ``anna=RANK,PERSON``."""

    name = "labels"

    def convert(
        self, value: str | tuple[str, tuple[str, ...]], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, tuple[str, ...]]:
        """The name and the labels."""
        if isinstance(value, tuple):
            return value
        who, equals, labels = value.partition("=")
        if not equals or not who.strip():
            self.fail(f"{value!r} does not say who did what; write such as anna=RANK,PERSON", param, ctx)
        return who.strip(), _Names().convert(labels, param, ctx)


@click.command(short_help="Measure how far reviewers agree.")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--reviewers", metavar="A,B", type=_Names(), multiple=True, help="Only these. Default: all.")
@click.option(
    "--label", "labels", metavar="NAME", type=WORDS, multiple=True, help="Only this label; as often as wanted."
)
@click.option(
    "--did",
    metavar="NAME=LABEL,...",
    type=_Did(),
    multiple=True,
    help="This person did only these labels: the others are missing there, not missed.",
)
@click.option("--since", metavar="DAY", help="Only what was finished on this day (UTC) or later, such as 2026-05-01.")
@click.option("--until", metavar="DAY", help="Only what was finished on this day or before.")
@click.option("--query", metavar="TEXT", type=WORDS, help="Only documents that hold this text, whatever its case.")
@click.option(
    "--what-if",
    metavar="NAME",
    multiple=True,
    help="As if punctuation (at edges), titles (in names) or labels (one-label) did not matter.",
)
@click.option(
    "--documents",
    "worst",
    metavar="N|all",
    type=_Number(),
    default="10",
    show_default=True,
    help="How many documents are listed, those with the lowest exact F1 first.",
)
@click.option("--gamma", "with_gamma", is_flag=True, help="Gamma, too, from 300 samples.")
@click.option("--seed", type=click.IntRange(min=0), metavar="N", help="Of the resamples and samples. Default: 2004.")
@click.option("--csv", "as_csv", is_flag=True, help="Print all figures as CSV, one a row.")
@click.option("--html", metavar="FILE", type=click.Path(path_type=Path), help="Write a page with everything in it.")
@click.option("--format", "format_", type=FormatName(), help="What the files are. Default: what is in each of them.")
@click.option(
    "--offsets",
    type=click.Choice(["code-points", "utf-16", "utf-8", "crlf"]),
    help="What their offsets count. Default: what the format says.",
)
@click.option("-o", "--option", "options", metavar="NAME=VALUE", multiple=True, help="An option of the format.")
@click.option("--screen", "on_screen", is_flag=True, help="Show it on a screen; Enter opens what is behind a figure.")
@json_option
@adjudicator_option
@reviewer_option
@project_option
def agreement(
    paths: tuple[Path, ...],
    reviewers: tuple[tuple[str, ...], ...],
    labels: tuple[str, ...],
    did: tuple[tuple[str, tuple[str, ...]], ...],
    since: str | None,
    until: str | None,
    query: str | None,
    what_if: tuple[str, ...],
    worst: int | None,
    with_gamma: bool,
    seed: int | None,
    as_csv: bool,
    html: Path | None,
    format_: str | None,
    offsets: str | None,
    options: tuple[str, ...],
    on_screen: bool,
    as_json: bool,
    as_adjudicator: bool,
) -> int | None:
    """Measure how far people agree on spans: in the project, or in files, with a file or folder for each person.

    Documents count if both have finished them. In the project this shows what reviewers decided, so it is for
    adjudicators. What the measures mean: docs/agreement.md.

    \b
    Examples:
      curator agreement --as-adjudicator
      curator agreement --as-adjudicator --reviewers anna,bea --label RANK --html agreement.html
      curator agreement anna/ bea/
      curator agreement --json --what-if punctuation a.jsonl b.jsonl
    """
    if as_json + as_csv + on_screen > 1:
        raise click.UsageError("only one of --json, --csv and --screen can be given")
    if did and "one-label" in what_if:
        raise click.UsageError("--did tells labels apart, and --what-if one-label does not")
    if on_screen:
        from curator.cli.review import need_terminal

        need_terminal("the screen", "leave out --screen")
    from curator.cli.compared import Wanted

    names = tuple(dict.fromkeys(name for given in reviewers for name in given))
    wanted = Wanted(names, tuple(dict.fromkeys(labels)), _day(since), _day(until), query, dict(did))
    most = _PASSAGES_IN_JSON if as_json else _PASSAGES_ON_PAGE if html else _PASSAGES
    asked = _Asked(wanted, tuple(dict.fromkeys(what_if)), with_gamma, seed, most, worst, keep=on_screen)

    def show(report: Report, compared: Compared) -> int | None:
        if html is not None:
            _write_page(report, html)
        if on_screen:
            return asked.on_screen(report, compared)
        if as_json:
            from curator.agreement.tables import as_json as whole

            print_json(whole(report))
        elif as_csv:
            _print_csv(report)
        else:
            from curator.cli.agreement_text import print_report

            print_report(report)
        return None

    if not paths:
        return asked.of_project(show, as_adjudicator=as_adjudicator)
    from curator.formats.sources import Reading

    settings = format_settings(options, (format_,) if format_ else ())
    return asked.of_files(paths, Reading(format_, cast("Unit | None", offsets), settings, tokens=True), show)


def _day(text: str | None) -> str | None:
    from datetime import date

    try:
        return None if text is None else date.fromisoformat(text).isoformat()
    except ValueError:
        raise click.UsageError(f"{text!r} is no day; write it as 2026-05-01") from None


_Show = Callable[["Report", "Compared"], int | None]


class _Asked:
    """What is asked for, wherever the layers are."""

    def __init__(
        self,
        wanted: Wanted,
        what_if: tuple[str, ...],
        with_gamma: bool,
        seed: int | None,
        passages: int,
        worst: int | None,
        keep: bool,
    ) -> None:
        self._wanted = wanted
        self._what_if = what_if
        self._with_gamma = with_gamma
        self._seed = seed
        self._passages = passages
        self._worst = worst
        self._keep = keep
        self._found: list[Disagreement] = []
        self._own: list[Disagreement] = []

    def of_project(self, show: _Show, *, as_adjudicator: bool) -> int | None:
        """Report on the layers of the project; that they were seen is kept."""
        from curator.cli.compared import of_project

        place = project()
        labels = place.labels()
        with place.store() as store:
            compared = of_project(store, labels, self._wanted, alone=as_adjudicator)
            see(store, compared.layers, reviewer(), as_adjudicator=as_adjudicator, purpose="agreement")
            return show(self._report(compared, store.count), compared)

    def of_files(self, paths: tuple[Path, ...], reading: Reading, show: _Show) -> int | None:
        """Report on the layers in these files and folders."""
        from curator.cli.compared import of_files

        with progress("read", lambda: None) as meter:
            compared = of_files(paths, self._wanted, reading, meter.say)
        return show(self._report(compared, lambda: sum(1 for _ in compared.documents())), compared)

    def on_screen(self, report: Report, compared: Compared) -> int:
        """Show the report until the reader has done."""
        from curator.tui.agreement import run_agreement
        from curator.tui.screens.agreement import Material

        def document_of(key: str) -> Shared:
            return next(self._changed(iter((compared.document(key),)), compared))

        return run_agreement(Material(report, self._found, document_of, compared.weeks, self._own))

    def _report(self, compared: Compared, total: Callable[[], int | None]) -> Report:
        from curator.agreement.bootstrap import SEED
        from curator.agreement.report import make_report
        from curator.agreement.whatif import ANY_LABEL
        from curator.cli.compared import nothing_shared

        labels = (ANY_LABEL,) if "one-label" in self._what_if else compared.labels
        with progress("compare", total) as meter:
            documents = self._changed(_advancing(compared.documents(), meter), compared)
            report = make_report(
                documents, compared.annotators, labels, seed=SEED if self._seed is None else self._seed,
                passages=self._passages, worst=self._worst, with_gamma=self._with_gamma, left_out=compared.left_out,
                what_if=self._what_if, subset=self._wanted.words(), periods=compared.weeks,
                on_found=(lambda _, found: self._found.append(found)) if self._keep else None,
                repeats=[replace(each, documents=partial(self._again, each, compared)) for each in compared.repeats],
                on_own=(lambda _, found: self._own.append(found)) if self._keep else None,
            )  # fmt: skip
        if not report.agreement.shared and not any(each.documents for each in report.own):
            raise nothing_shared(compared.annotators, compared.left_out, self._wanted.words())
        return report

    def _again(self, repeats: Repeats, compared: Compared) -> Iterator[Shared]:
        return self._changed(iter(repeats.documents()), compared)

    def _changed(self, documents: Iterator[Shared], compared: Compared) -> Iterator[Shared]:
        """The documents as if what was named did not matter."""
        from curator.agreement.whatif import what_if

        titles = _titles() if "titles" in self._what_if else ()
        documents = map(self._wanted.scoped, documents)
        return what_if(documents, self._what_if, titles=titles, labels=compared.labels)


def _advancing(documents: Iterator[Shared], meter: Meter) -> Iterator[Shared]:
    for each in documents:
        yield each
        meter.advance()


def _titles() -> frozenset[str]:
    """The words that ranks, offices and forms of address are made of."""
    from curator.suggest.data import entries

    sections = ("ranks", "rank suffixes", "offices alone", "offices", "modifiers")
    found = [*(each for section in sections for each in entries("ranks", section)), *entries("names", "honorifics")]
    return frozenset(word.strip("*.") for each in found for word in each.replace("-", " ").split())


def _print_csv(report: Report) -> None:
    import csv
    import io

    from curator.agreement.tables import COLUMNS, rows

    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows(report):
        writer.writerow({name: _cell(value) for name, value in row.items()})
    click.echo(text.getvalue(), nl=False)


def _cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _write_page(report: Report, path: Path) -> None:
    import os

    from curator.agreement.page import page

    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(page(report), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CuratorError(f"cannot be written: {error.strerror}", where=str(path), fix="name another file") from error
    complain(f"{path} is written")
