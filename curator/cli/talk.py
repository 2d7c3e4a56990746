"""The conversation of curator review --plain: what is asked, and what answers lead to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from curator.cli.places import Places
from curator.labels import Label
from curator.review import attributes, evidence, plain
from curator.review.again import Again
from curator.review.desk import Desk
from curator.review.items import Item
from curator.review.pick import best
from curator.review.prepare import prepare
from curator.review.said import PAST, shortened
from curator.review.selection import Selection
from curator.review.session import Proposal, Refused, Session
from curator.suggest.api import Suggester

Lines = list[str]
_NO_SPACE = frozenset("=+/:'")
"""Answers behind which the rest may follow without a space."""


@dataclass(frozen=True)
class Answer:
    """What can be answered: its names, shortest first, what stands behind it, and what it does."""

    names: tuple[str, ...]
    title: str
    run: Callable[[Talk, str], Lines]
    behind: str = ""
    needed: bool = False


class Talk:
    """The conversation about the documents of a desk: questions, and what answers lead to.

    Args:
        desk: What is worked on.
        suggesters: What proposes spans where they are missing.
        answers: What can be answered beside the labels.
    """

    def __init__(self, desk: Desk, suggesters: Sequence[Suggester], answers: Sequence[Answer]) -> None:
        self.desk = desk
        self.over = False
        self._suggesters = suggesters
        self._again = Again()
        self._recent: list[str] = []
        self.places = Places(desk)
        self._opened = (0, "")
        self._finishing = False
        self.label_keys = {label.key for label in desk.labels.labels if label.key}
        # A label's key is the label, as on the screen; the command then goes by its other names.
        self._answers = {name: answer for answer in answers for name in answer.names if name not in self.label_keys}

    # Out

    def opening(self) -> Lines:
        """The line on a document that was opened since this was asked last, and the suggestions for it."""
        desk = self.desk
        if (desk.number, desk.layer) == self._opened:
            return []
        self._opened = desk.number, desk.layer
        if prepare(desk.store, self._suggesters, desk.number):
            desk.refresh_suggestions()
        self.onward()
        return [plain.document_line(desk.session, desk.ordinal, desk.tally.documents)]

    def question(self) -> str:
        """The line that is to be answered."""
        session = self.desk.session
        if self._finishing:
            return f"{len(session.pending)} pending: a accepts them, x rejects them, b goes back ?"
        if session.selection:
            start, end = session.target() or (0, 0)
            quote = shortened(session.text[start:end])
            return f'selected "{quote}" | {plain.context(session.text, start, end)}; a label labels it ?'
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
            return self.give(label.name)
        word, _, rest = line.partition(" ")
        if line[:1] and line[0] in _NO_SPACE and line[0] in self._answers:
            word, rest = line[0], line[1:]
        answer = self._answers.get(word or "next")
        if answer is None:
            if rest and self._label_by_key(word):
                raise Refused(f"{word} is a label's key here: nothing may stand behind it; ? lists all answers")
            return self.give(self.label(line).name)
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
            raise Refused(f"“{shortened(word, 40)}” is neither an answer nor a label; ? lists both")
        return found

    # What answers do

    def give(self, name: str) -> Lines:
        """Give a label to what is selected or asked about."""
        proposal = self._again.label(self.desk.session, name)
        self._recent = [name, *(other for other in self._recent if other != name)]
        return self.act(proposal)

    def pick(self, typed: str) -> Lines:
        """Give the label that fits these letters best."""
        found = best(self.desk.labels.labels, typed, self._recent)
        if not found:
            raise Refused(f"no label fits “{shortened(typed, 40)}”; ? lists all")
        return self.give(found[0].name)

    def do(self, act: Callable[[Session], Proposal]) -> Lines:
        """Do what can be done again."""
        proposal = act(self.desk.session)
        self._again.did(act)
        return self.act(proposal)

    def again(self) -> Lines:
        """Do the last act again."""
        return self.act(self._again.propose(self.desk.session))

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
            values = next((draft.span.attributes for draft in reversed(proposal.drafts) if draft.span), {})
            read = "".join(f" {each}={value}" for each, value in values.items())
            said = self.act(proposal, f"{more}{read and f',{read}'}: {plain.context(session.text, start, end)}")
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
        asked = self.asked()
        if rest:
            return self.put(*plain.code_points(rest), None)
        return [f"edges {asked.span.start}-{asked.span.end}"]

    def become(self, rest: str) -> Lines:
        """Move the edges to where this text stands."""
        self.asked()
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
        if session.focus is None or session.selection:
            raise Refused(f"no span is asked about; {self.name('note')} writes a note on the document")
        if not rest:
            return [f"note: {session.focus.note}" if session.focus.note else "there is no note on this span"]
        proposal = session.note_span("" if rest == "-" else rest)
        return [f"{self.desk.act(proposal)}; saved" if proposal.drafts else "nothing changed: it is so already"]

    def asked(self) -> Item:
        """The span that is asked about. Raises Refused where there is none."""
        focus = self.desk.session.focus
        if focus is None or self.desk.session.selection:
            raise Refused("no span is asked about")
        return focus

    def of_label(self, kind: Literal["accept", "reject"]) -> Lines:
        """Decide on all that is pending of the label that is asked about."""
        return self.act(self.desk.session.decide_pending(kind, label=self.asked().span.label))

    def from_score(self) -> Lines:
        """Accept all that is pending with at least the score that is asked about."""
        score = self.asked().score
        if score is None:
            raise Refused("this span has no score")
        return self.act(self.desk.session.decide_pending("accept", at_least=score))

    def attributes(self, rest: str) -> Lines:
        """Set the attributes of the span; without any, read them."""
        item = self.asked()
        label = self.desk.labels.label(item.span.label)
        if label is None or not label.attributes:
            raise Refused(f"{item.span.label} has no attributes")
        if rest:
            read = attributes.read(label, rest)
            return self.act(self.desk.session.set_attributes(read), f": {attributes.written(label, read)}")
        values = item.span.attributes or self.desk.session.read_attributes()
        return [
            f"{each.name}: {values.get(each.name, 'not set')}; {', '.join(each.choices) or each.type}"
            for each in label.attributes
        ]

    def last(self) -> Lines:
        """Ask about the span again that was decided on last."""
        session = self.desk.session
        if not self.desk.touched:
            raise Refused("nothing was decided on in this document since it was opened")
        item = session.items.get(self.desk.touched[-1])
        if item is None:
            raise Refused(f"it was rejected or removed; {self.name('u')} takes that back")
        session.selection = None
        session.go(item.span.start)
        session.focus_on(item.id)
        return []

    def evidence(self) -> Lines:
        """What speaks for the span that is asked about, and against it."""
        return list(evidence.evidence(self.desk, self.asked()))

    def history(self) -> Lines:
        """What was done to the span that is asked about."""
        return list(evidence.history(self.desk, self.asked()))

    def spans(self) -> Lines:
        """All spans, a line each."""
        session = self.desk.session
        return [plain.span_line(session, item) for item in session.items] or ["no spans"]

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
            names = ", ".join(filter(None, (label.key, str(place) if place <= 9 else "", label.name)))
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
            self.desk.step(step)
        elif not self.desk.open_unfinished():
            raise Refused("no unfinished document is left")
        return []

    def quit(self) -> Lines:
        """End the conversation."""
        self.over = True
        return []
