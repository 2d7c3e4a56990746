"""What can be answered in curator review --plain, beside the labels: the table from which its help is made, too."""

from __future__ import annotations

from curator.cli.talk import Answer, Talk
from curator.review.everywhere import label_everywhere
from curator.review.session import Session

ANSWERS: tuple[Answer, ...] = (
    Answer(("a", "accept"), "accept it", lambda talk, _: talk.do(Session.accept)),
    Answer(("x", "reject"), "reject it, or remove the span", lambda talk, _: talk.do(Session.reject)),
    Answer((".", "again"), "the last of a, x and labels again, on what is asked or selected now",
           lambda talk, _: talk.again()),
    Answer((":", "label"), "give the label that fits these letters best", lambda talk, rest: talk.pick(rest),
           "LETTERS", True),
    Answer(("n", ">", "next"), "the next pending span, no decision; so does an empty line on a terminal",
           lambda talk, _: talk.step(True, pending=True)),
    Answer(("p", "<", "previous"), "the pending span before", lambda talk, _: talk.step(False, pending=True)),
    Answer((">>",), "the next span, decided or not", lambda talk, _: talk.step(True, pending=False)),
    Answer(("<<",), "the span before, decided or not", lambda talk, _: talk.step(False, pending=False)),
    Answer(("=",), "the span becomes this text, where it stands around the span", Talk.become, "TEXT", True),
    Answer(("e", "edges"), "the span gets these edges, in code points; alone: say them", Talk.edges, "START-END"),
    Answer(("+", "add"), "add a span where this text, with or without quotation marks, stands undecided next, or at "
           "these code points", Talk.add,
           "LABEL TEXT, or LABEL @START-END", True),
    Answer(("*", "everywhere"), "label the same text so everywhere in the document",
           lambda talk, _: talk.act(label_everywhere(talk.desk.session))),
    Answer(("A",), "accept all that is pending", lambda talk, _: talk.act(talk.desk.session.decide_pending("accept"))),
    Answer(("X",), "reject all that is pending", lambda talk, _: talk.act(talk.desk.session.decide_pending("reject"))),
    Answer(("&",), "accept all that is pending of this label", lambda talk, _: talk.of_label("accept")),
    Answer(("%",), "reject all that is pending of this label", lambda talk, _: talk.of_label("reject")),
    Answer(("^",), "accept all that is pending with at least this score", lambda talk, _: talk.from_score()),
    Answer(("V", "attributes"), "set the attributes of the span, such as value=3 currency=RUB; alone: read them",
           Talk.attributes, "NAME=VALUE ..."),
    Answer(("/", "search"), "go to where this stands, and select it; alone: to the next place",
           lambda talk, rest: talk.places.search(rest), "TEXT"),
    Answer(("N",), "the place before", lambda talk, _: talk.places.search("", back=True)),
    Answer(("'", "object"), "select what this letter names, here or next: w word, n name, q quote, ( brackets, "
           "s sentence, l line, p paragraph, m amount", lambda talk, rest: talk.places.object(rest), "LETTER", True),
    Answer(("v", "select"), "select what is asked about; again: what is around it", lambda talk, _: talk.places.grow()),
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
    Answer(("@", "last"), "ask once more about the span that was decided on last", lambda talk, _: talk.last()),
    Answer(("i", "evidence"), "read who proposes the span and why, and how often its text was accepted or rejected "
           "elsewhere",
           lambda talk, _: talk.evidence()),
    Answer(("h", "history"), "read who did what to the span, and when", lambda talk, _: talk.history()),
    Answer(("l", "list"), "read all spans, a line each", lambda talk, _: talk.spans()),
    Answer(("t", "text"), "read the paragraph; with all, the whole article", Talk.text, "all"),
    Answer(("g", "guideline"), "read the guideline of the label, or of another one", Talk.guideline, "LABEL"),
    Answer(("?", "help"), "read this", lambda talk, _: talk.help()),
    Answer(("q", "quit"), "quit; all is saved", lambda talk, _: talk.quit()),
)  # fmt: skip
"""All answers but the labels, in the order of the help."""
