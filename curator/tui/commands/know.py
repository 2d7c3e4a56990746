"""Commands that tell what is known: guidelines, evidence, notes, figures."""

from __future__ import annotations

from curator.model import GOLD
from curator.review.proposal import Refused
from curator.review.said import quoted
from curator.store.records import Place
from curator.tui.commands.stage import Stage, Table, ask


class Know:
    """Guidelines; the evidence for a span; notes on spans, and all notes; the session panel."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._desk = stage.desk

    def table(self) -> Table:
        """The commands."""
        return {
            "guideline": self._guideline,
            "evidence": self._evidence,
            "note_span": self._note_span,
            "notes": self._notes,
            "progress": self._progress,
            "feedback": self._feedback,
        }

    def _guideline(self) -> None:
        from curator.tui.screens.pages import guideline_page

        focus = self._desk.session.focus
        label = self._desk.labels.label(focus.span.label) if focus else None
        self._stage.app.push_screen(guideline_page([label] if label else self._desk.labels.labels))

    def _evidence(self) -> None:
        from curator.tui.screens.evidence import EvidenceScreen

        focus = self._desk.session.focus
        if focus is None:
            raise Refused("no span in focus")
        self._desk.flush()
        self._stage.app.push_screen(EvidenceScreen(self._desk, focus, self._stage.pane.ink), self._visit)

    def _note_span(self) -> None:
        session = self._desk.session
        focus = session.focus
        if focus is None:
            raise Refused(f"no span in focus; {self._key('note')} writes a note on the document")
        quote = quoted(session.text[focus.span.start : focus.span.end])
        ask(
            self._stage,
            f"Note on {focus.span.label} {quote}; empty takes it away",
            focus.note,
            lambda text: self._desk.act(session.note_span(text)),
        )

    def _notes(self) -> None:
        from curator.tui.screens.notes import NotesScreen

        self._desk.flush()
        note, note_span = self._key("note"), self._key("note_span")
        none_yet = f"none yet: {note} writes one on the article, {note_span} on the span in focus"
        self._stage.app.push_screen(NotesScreen(self._desk.notes, self._stage.pane.ink, none_yet), self._visit)

    def _key(self, name: str) -> str:
        return self._stage.live_keys().get(name, "").split(" ")[0] or "the palette"

    def _progress(self) -> None:
        from curator.tui.screens.progress import ProgressScreen

        self._desk.flush()
        self._stage.app.push_screen(ProgressScreen(self._desk, self._stage.pane.ink))

    def _feedback(self) -> None:
        from curator.gold.feedback import feedback
        from curator.tui.screens.pages import feedback_page

        desk = self._desk
        desk.flush()
        if desk.store.review(GOLD, desk.number).status != "done":
            raise Refused("this article was not adjudicated yet")
        found = list(feedback(desk.store, desk.home, desk.number))
        if not found:
            raise Refused("gold differs nowhere from what you had")
        self._stage.app.push_screen(feedback_page(found))

    def _visit(self, place: Place | None) -> None:
        if place is not None:
            self._stage.attempt(lambda: self._desk.visit(place))
