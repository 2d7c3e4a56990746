"""curator review --plain: one line out, one line in. For screen readers, dumb terminals and pipes."""

from __future__ import annotations

import contextlib
import io
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click

from curator.cli.output import complain, on_terminal, safe
from curator.errors import CuratorError
from curator.labels import Label, LabelSet
from curator.review import plain
from curator.review.desk import PAST, Desk
from curator.review.everywhere import label_everywhere
from curator.review.prepare import prepare
from curator.review.selection import Selection
from curator.review.session import Proposal, Refused
from curator.store import open_store
from curator.suggest import build

Lines = list[str]


@dataclass(frozen=True)
class Answer:
    """What can be answered: its names, shortest first, what stands behind it, and what it does."""

    names: tuple[str, ...]
    title: str
    run: Callable[[Talk, str], Lines]
    behind: str = ""
    needed: bool = False


class Talk:
    """The conversation about the documents of a desk: questions, and what answers lead to."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.over = False
        self._suggesters = build(desk.labels)
        self._opened = 0
        self._finishing = False
        self.label_keys = {label.key for label in desk.labels.labels}
        # A label's key is the label, as on the screen; the command then goes by its other names.
        self._answers = {name: answer for answer in ANSWERS for name in answer.names if name not in self.label_keys}

    # Out

    def opening(self) -> Lines:
        """The line on a document that was opened since this was asked last, and the suggestions for it."""
        desk = self.desk
        if desk.number == self._opened:
            return []
        self._opened = desk.number
        if prepare(desk.store, self._suggesters, desk.number):
            desk.refresh_suggestions()
        self.onward()
        return [plain.document_line(desk.session, desk.number, desk.tally.documents)]

    def question(self) -> str:
        """The line that is to be answered."""
        session = self.desk.session
        if self._finishing:
            return f"{len(session.pending)} pending: a accepts them, x rejects them, b goes back ?"
        if session.focus:
            return f"{plain.span_line(session, session.focus)} ?"
        if session.review.status in ("done", "skipped"):
            return f"this document is {session.review.status}; {self.name('K')} and {self.name('J')} open others ?"
        return f"nothing is pending; {self.name('done')} finishes, {self.name('+')} LABEL TEXT adds a span ?"

    def name(self, name: str) -> str:
        """The shortest way to give this answer."""
        answer = self._answers[name]
        return next(each for each in answer.names if self._answers.get(each) is answer)

    def onward(self) -> None:
        """Ask about something pending, if anything is; else about no span."""
        session = self.desk.session
        if (session.focus is None or session.focus.decided) and not session.next_pending():
            session.focus_on(None)

    # In

    def answer(self, line: str) -> Lines:
        """What this answer leads to, in lines. Raises CuratorError where it was not to be."""
        line = line.strip()
        self.desk.active()
        if self._finishing:
            self._finishing = False
            return self._how_to_finish(line)
        label = self._label_by_key(line)
        if label:
            return self.act(self.desk.session.label(label.name))
        word, _, rest = line.partition(" ")
        if line[:1] in ("=", "+") and line[:1] in self._answers:
            word, rest = line[0], line[1:]
        answer = self._answers.get(word or "next")
        if answer is None:
            if rest and self._label_by_key(word):
                raise Refused(f"{word} is a label's key here: nothing may stand behind it; ? lists all answers")
            return self.act(self.desk.session.label(self.label(line).name))
        if rest.strip() and not answer.behind:
            raise Refused(f"nothing may stand behind {word}")
        if answer.needed and not rest.strip():
            raise Refused(f"say more: {word} {answer.behind}")
        return answer.run(self, rest.strip())

    def _label_by_key(self, line: str) -> Label | None:
        labels = self.desk.labels.labels
        if line.isascii() and line.isdigit() and len(line) == 1 and 0 < int(line) <= len(labels):
            return labels[int(line) - 1]
        return self.desk.labels.by_key(line)

    def label(self, word: str) -> Label:
        """The label of this name, whatever its case, or on this key. Raises Refused."""
        by_name = {label.name.casefold(): label for label in self.desk.labels.labels}
        found = self._label_by_key(word) or self.desk.labels.label(word) or by_name.get(word.casefold())
        if found is None:
            raise Refused(f"“{plain.shortened(word, 40)}” is neither an answer nor a label; ? lists both")
        return found

    # What answers do

    def act(self, proposal: Proposal, more: str = "") -> Lines:
        """Have it committed, then go on to what is pending."""
        if not proposal.drafts:
            self.desk.act(proposal)
            self.onward()
            return ["nothing changed: it is so already"]
        said = self.desk.act(proposal)
        besides = 0 if proposal.said else len(proposal.drafts) - 1
        self.onward()
        return [f"{said}{f', {besides} in its way rejected' if besides else ''}{more}; saved"]

    def _how_to_finish(self, line: str) -> Lines:
        if line in ("a", "accept"):
            return self._finished("accept")
        if line in ("x", "reject"):
            return self._finished("reject")
        if line in ("", "b", "back", "n", "next"):
            return ["not finished"]
        raise Refused("not finished: only a, x or b answers this")

    def _finished(self, kind: Literal["accept", "reject"] | None) -> Lines:
        proposed = self.desk.session.finish(kind).drafts
        kinds = Counter(draft.kind for draft in proposed if draft.kind != "finish")
        rest = "".join(f"{number} {PAST[each]}, " for each, number in kinds.items())
        said = self.desk.finish(kind)
        self.onward()
        return [f"{rest}{said}; saved"]

    def done(self, rest: str) -> Lines:
        """Finish the document; ask first what becomes of what is pending."""
        if rest:
            self._finishing = True
            return self.answer(rest)
        if len(self.desk.session.pending):
            self._finishing = True
            return []
        return self._finished(None)

    def put(self, start: int, end: int, name: str | None, more: str = "") -> Lines:
        """Label this stretch; without a label, move the edges of the span in focus there."""
        session = self.desk.session
        if not 0 <= start < end <= len(session.text):
            raise Refused(f"no such place: the text ends at {len(session.text)}")
        asked = session.focus
        if name is None and asked is None:
            raise Refused("no span in focus")
        if asked and name is None and (end <= asked.span.start or asked.span.end <= start):
            raise Refused(f"{start}-{end} shares nothing with the span at {asked.span.start}-{asked.span.end}")
        session.selection = Selection(start, end, asked.id if asked and name is None else None)
        try:
            proposal = session.label(name) if name is not None else session.keep_label()
            said = self.act(proposal, f"{more}: {plain.context(session.text, start, end)}")
        finally:
            session.selection = None
        if asked and name is not None:
            # What was asked is not yet answered.
            session.go(asked.span.start)
            if session.pending.get(asked.id):
                session.focus_on(asked.id)
            self.onward()
        return said

    def add(self, rest: str) -> Lines:
        """Add a span by its text, or by its place."""
        word, _, quoted = rest.partition(" ")
        if not quoted.strip():
            raise Refused("say more: + LABEL TEXT")
        name = self.label(word).name
        if quoted.strip().startswith("@"):
            return self.put(*plain.code_points(quoted.strip()[1:]), name)
        found = plain.next_undecided(self.desk.session, name, quoted)
        return self.put(found.start, found.end, name, f", place {found.nth} of {found.total}")

    def edges(self, rest: str) -> Lines:
        """Move the edges to these code points; without any, say where they are."""
        focus = self.desk.session.focus
        if rest:
            return self.put(*plain.code_points(rest), None)
        if focus is None:
            raise Refused("no span in focus")
        return [f"edges {focus.span.start}-{focus.span.end}"]

    def become(self, rest: str) -> Lines:
        """Move the edges to where this text stands."""
        found = plain.around_focus(self.desk.session, rest)
        return self.put(found.start, found.end, None)

    def step(self, forward: bool, *, pending: bool) -> Lines:
        """Go to another span, without a decision."""
        session = self.desk.session
        before = session.focus
        if pending:
            moved = session.next_pending() if forward else session.previous_pending()
        else:
            moved = session.next_item() if forward else session.previous_item()
        if not moved:
            raise Refused("nothing is pending" if pending else f"this is the {'last' if forward else 'first'} span")
        if before and session.focus and (session.focus.key <= before.key) == forward:
            return ["from the start again" if forward else "from the end again"]
        return []

    def note(self, rest: str) -> Lines:
        """Write the note on the document; without one, read it."""
        session = self.desk.session
        if rest:
            lines = self.act(session.note("" if rest == "-" else rest))
            return lines if not lines[0].startswith("note") else [f"note {'removed' if rest == '-' else 'kept'}; saved"]
        return [f"note: {session.review.note}" if session.review.note else "there is no note"]

    def note_span(self, rest: str) -> Lines:
        """Write the note on the span that is asked about; without one, read it."""
        session = self.desk.session
        if session.focus is None:
            raise Refused(f"no span is asked about; {self.name('note')} writes a note on the document")
        if not rest:
            return [f"note: {session.focus.note}" if session.focus.note else "there is no note on this span"]
        proposal = session.note_span("" if rest == "-" else rest)
        return [f"{self.desk.act(proposal)}; saved" if proposal.drafts else "nothing changed: it is so already"]

    def text(self, rest: str) -> Lines:
        """The paragraph, or the whole article."""
        if rest not in ("", "all"):
            raise Refused("say t for the paragraph, t all for the whole article")
        return self.desk.session.text.splitlines() if rest else plain.paragraph(self.desk.session)

    def guideline(self, rest: str) -> Lines:
        """The guideline of a label; of the span in focus, or of all where there is none."""
        focus = self.desk.session.focus
        if rest or focus:
            return plain.guideline(self.label(rest or (focus.span.label if focus else "")))
        return [line for label in self.desk.labels.labels for line in plain.guideline(label)]

    def help(self) -> Lines:
        """All answers, as they hold with these labels."""
        lines = []
        for answer in dict.fromkeys(self._answers.values()):
            names = ", ".join(name for name in answer.names if self._answers.get(name) is answer)
            lines.append(f"{names}{' ' + answer.behind if answer.behind else ''}: {answer.title}")
        for place, label in enumerate(self.desk.labels.labels, start=1):
            names = ", ".join([label.key, *([str(place)] if place <= 9 else []), label.name])
            lines.append(f"{names}: label it {label.title}")
        return lines

    def undo(self, again: bool) -> Lines:
        """Take back the last act, or do it again."""
        said = self.desk.redo() if again else self.desk.undo()
        self.onward()
        return [f"{said}; saved"]

    def open(self, step: Literal[-1, 0, 1]) -> Lines:
        """Open the next document, the one before, or the first unfinished one."""
        if step:
            self.desk.open(self.desk.number + step)
        elif not self.desk.open_unfinished():
            raise Refused("no unfinished document is left")
        return []

    def quit(self) -> Lines:
        """End the conversation."""
        self.over = True
        return []


ANSWERS: tuple[Answer, ...] = (
    Answer(("a", "accept"), "accept it", lambda talk, _: talk.act(talk.desk.session.accept())),
    Answer(("x", "reject"), "reject it, or remove the span", lambda talk, _: talk.act(talk.desk.session.reject())),
    Answer(("n", ">", "next"), "the next pending span, no decision; so does an empty line on a terminal",
           lambda talk, _: talk.step(True, pending=True)),
    Answer(("p", "<", "previous"), "the pending span before", lambda talk, _: talk.step(False, pending=True)),
    Answer((">>",), "the next span, decided or not", lambda talk, _: talk.step(True, pending=False)),
    Answer(("<<",), "the span before, decided or not", lambda talk, _: talk.step(False, pending=False)),
    Answer(("=",), "the span becomes this text, where it stands around the span", Talk.become, "TEXT", True),
    Answer(("e", "edges"), "the span gets these edges, in code points; alone: say them", Talk.edges, "START-END"),
    Answer(("+", "add"), "add a span where this text stands undecided next, or at these code points", Talk.add,
           "LABEL TEXT, or LABEL @START-END", True),
    Answer(("*", "everywhere"), "label the same text so everywhere in the document",
           lambda talk, _: talk.act(label_everywhere(talk.desk.session))),
    Answer(("A",), "accept all that is pending", lambda talk, _: talk.act(talk.desk.session.decide_pending("accept"))),
    Answer(("X",), "reject all that is pending", lambda talk, _: talk.act(talk.desk.session.decide_pending("reject"))),
    Answer(("u", "undo"), "undo, without limit, in any document", lambda talk, _: talk.undo(False)),
    Answer(("U", "redo"), "do again what was undone", lambda talk, _: talk.undo(True)),
    Answer(("d", "done"), "finish the document; with a the rest is accepted, with x rejected", Talk.done, "a or x"),
    Answer(("s", "skip"), "skip the document for this reason",
           lambda talk, rest: [f"{talk.desk.skip(rest)}; saved"], "REASON", True),
    Answer(("f", "flag"), "flag the document, or take the flag off",
           lambda talk, _: talk.act(talk.desk.session.flag())),
    Answer(("w", "note"), "write a note on the document; - removes it; alone: read it", Talk.note, "TEXT"),
    Answer(("W",), "write a note on the span, which may stay pending; - removes it; alone: read it", Talk.note_span,
           "TEXT"),
    Answer(("R", "reopen"), "open a finished or skipped document again",
           lambda talk, _: talk.act(talk.desk.session.reopen())),
    Answer(("J",), "the next document", lambda talk, _: talk.open(1)),
    Answer(("K",), "the document before", lambda talk, _: talk.open(-1)),
    Answer(("G",), "the first unfinished document", lambda talk, _: talk.open(0)),
    Answer(("t", "text"), "read the paragraph; with all, the whole article", Talk.text, "all"),
    Answer(("g", "guideline"), "read the guideline of the label, or of another one", Talk.guideline, "LABEL"),
    Answer(("?", "help"), "read this", lambda talk, _: talk.help()),
    Answer(("q", "quit"), "quit; all is saved", lambda talk, _: talk.quit()),
)  # fmt: skip
"""All answers but the labels, in the order of the help."""


def run_plain(path: Path, labels: LabelSet, *, layer: str, author: str, number: int | None) -> int:
    """Review in lines until the reviewer quits or the answers end; returns the exit code.

    Args:
        path: The database.
        labels: What may be labelled.
        layer: The layer to work on.
        author: Who decides.
        number: The document to open; None for the one that was left last.

    Raises:
        CuratorError: The database cannot be opened; or, in a pipe, a decision could not be saved.
    """
    with contextlib.closing(open_store(path, create=False)) as store:
        desk = Desk(store, labels, layer=layer, author=author)
        if number is not None:
            desk.open(number)
        try:
            code = _converse(Talk(desk))
        except BaseException:
            # What ended it is the news; every decision was committed before it was told.
            with contextlib.suppress(CuratorError):
                desk.leave()
            raise
        desk.leave()
        click.echo("all is saved")
        return code


def _converse(talk: Talk) -> int:
    """Ask and listen until it is over; returns 1 if an answer from a pipe was wrong."""
    piped = not on_terminal(sys.stdin)
    wrong = False
    _say(*talk.opening(), talk.question())
    for number, line in enumerate(_answers(), start=1):
        # A file of answers may be laid out and explained; at a terminal an empty line is an answer.
        if piped and (not line.strip() or (line.startswith("#") and line.strip() not in talk.label_keys)):
            continue
        try:
            _say(*talk.answer(_checked(line)))
        except Refused as error:
            wrong = True
            _tell(error, number if piped else None)
        except CuratorError as error:
            if piped:
                raise CuratorError(f"not saved: {error}", where=f"line {number}") from error
            _say(f"not saved: {error}")
        if talk.over:
            break
        _say(*talk.opening(), talk.question())
    return 1 if piped and wrong else 0


def _answers() -> Iterator[str]:
    """The lines of standard input, each as soon as it is there."""
    stream = sys.stdin
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="surrogateescape")
    while stream is not None and (line := stream.readline()):
        yield line.removeprefix("\ufeff").rstrip("\r\n")


def _checked(line: str) -> str:
    try:
        line.encode()
    except UnicodeEncodeError:
        raise Refused("the bytes of this line are not valid UTF-8") from None
    return line


def _tell(error: Refused, number: int | None) -> None:
    """What was wrong: to the reader on a terminal; else, with the line of the answer, on standard error."""
    if number is None:
        _say(str(error))
    else:
        complain(f"line {number}: {error}")


def _say(*lines: str) -> None:
    for line in lines:
        click.echo(safe(line))
