"""One label at many places of many articles: what is drafted, what is left out, one act, one undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.fold import DocumentState
from curator.model import Suggestion
from curator.query import parse
from curator.review.corpus import Opener, Plan, marks_at, plan
from curator.review.desk import Desk
from curator.review.session import Refused, Session
from curator.store import open_store
from curator.store.api import Store
from curator.store.records import Assignment, Passage
from tests.review.conftest import LABELS, document, suggestion

TEXT = "General Ivan Petrov met Petrov, and Petrov's friend Petrovsky."
SECOND = "Nobody but Petrov."
MakeDesk = Callable[..., Desk]


def hits(store: Store, line: str) -> list[Passage]:
    return [passage for part in store.sweep(parse(line)) for passage in part.passages]


def planned(desk: Desk, line: str, label: str = "PERSON") -> Plan:
    opener = Opener(desk.layer, desk.labels, lambda: ())
    return plan(label, opener.open(desk.store, hits(desk.store, line)))


def spans(desk: Desk) -> list[list[tuple[str, str]]]:
    found = desk.store.annotated(desk.layer, ("todo", "started", "done", "skipped"))
    return [[(each.document.text[s.start : s.end], s.label) for s in each.spans] for each in found]


def test_the_marked_hits_of_many_articles_are_labelled_as_one_act(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, SECOND, "Something else.")
    made = planned(desk, "Petrov")
    assert made.question == "label 4 hits in 2 articles as PERSON?"
    assert desk.act_over(made) == "4 hits “Petrov” in 2 articles labelled PERSON"
    assert spans(desk) == [[("Petrov", "PERSON")] * 3, [("Petrov", "PERSON")], []]
    assert len({decision.act for decision in desk.store.decisions()}) == 1
    assert [item.mark for item in desk.session.items] == ["added"] * 3
    assert len(desk.touched) == 3
    assert desk.tally.started == 2
    assert list(desk.store.check()) == []


def test_undo_and_redo_take_all_articles(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, SECOND, "Something else.")
    desk.act_over(planned(desk, "Petrov"))
    desk.open(3)
    assert desk.undo() == "undid: 4 added “Petrov”"
    assert spans(desk) == [[], [], []]
    assert desk.tally.started == 0
    desk.redo()
    assert [len(each) for each in spans(desk)] == [3, 1, 0]


def test_what_is_decided_or_inside_something_longer_is_left_out(desk_on: MakeDesk) -> None:
    longer, same = suggestion(8, 19), suggestion(24, 30, "RANK")
    desk = desk_on(TEXT, SECOND, suggestions=(longer, same))
    desk.session.focus_on(desk.session.items.at(1).id)
    desk.act(desk.session.reject())
    made = planned(desk, "Petrov")
    assert made.left_out == {"longer": 1, "decided": 1}
    assert made.question.endswith("2 articles as PERSON? Left out: 1 decided, 1 inside a longer suggestion.")
    assert made.places == 2


def test_finished_articles_are_left_out_until_they_are_opened_again(desk_on: MakeDesk) -> None:
    desk = desk_on(SECOND, TEXT)
    desk.finish()
    made = planned(desk, "Petrov")
    assert (made.places, made.left_out) == (3, {"finished": 1})
    desk.open(1)
    desk.act(desk.session.reopen())
    assert planned(desk, "Petrov").places == 4


def test_a_pending_suggestion_of_just_the_hit_is_answered(desk_on: MakeDesk) -> None:
    desk = desk_on(SECOND, suggestions=(suggestion(11, 17),))
    accepted = planned(desk, "Petrov").drafts[0][1]
    assert [(draft.kind, draft.suggestion) for draft in accepted] == [("accept", "11:17:PERSON")]
    relabelled = planned(desk, "Petrov", "RANK").drafts[0][1]
    assert [(draft.kind, draft.suggestion) for draft in relabelled] == [("relabel", "11:17:PERSON")]


def test_where_spans_may_not_overlap_the_other_suggestions_yield(desk_on: MakeDesk) -> None:
    labels = msgspec.structs.replace(LABELS, overlap=False)
    desk = desk_on(SECOND, suggestions=(suggestion(11, 17), suggestion(11, 17, "RANK")), labels=labels)
    assert [draft.kind for draft in planned(desk, "Petrov").drafts[0][1]] == ["accept", "reject"]


def test_part_of_a_word_is_left_out(desk_on: MakeDesk) -> None:
    desk = desk_on("The ex-general and the general.")
    made = planned(desk, "general")
    assert (made.places, made.left_out) == (1, {"part": 1})


def test_nothing_to_label_is_refused(desk_on: MakeDesk) -> None:
    desk = desk_on("The ex-general.")
    with pytest.raises(Refused, match=r"nothing to label\. Left out: 1 part of a word\."):
        desk.act_over(planned(desk, "general"))
    assert desk.store.last_decision() is None


def test_attributes_are_read_from_the_text(tmp_path: Path) -> None:
    class Suggester:
        name, fingerprint = "amounts", "1"

        def suggest(self, text: str) -> list[Suggestion]:
            found = suggestion(0, len(text), "AMOUNT", source="amounts")
            span = msgspec.structs.replace(found.span, attributes={"value": 5, "unknown": 1})
            return [msgspec.structs.replace(found, span=span)] if text == "5 rubles" else []

    store = open_store(tmp_path / "more.db")
    from tests.review.conftest import fill

    fill(store, [(document("a", "He took 5 rubles."), ())])
    opener = Opener("anna", LABELS, lambda: [Suggester()])
    (draft,) = plan("AMOUNT", opener.open(store, hits(store, '"5 rubles"'))).drafts[0][1]
    assert draft.span is not None
    assert draft.span.attributes == {"value": 5}
    assert store.fingerprint(1, "amounts") == "1"
    store.close()


def test_what_is_labelled_at_a_hit(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, suggestions=(suggestion(8, 19), suggestion(13, 19, "RANK"), suggestion(24, 30)))
    desk.session.focus_on("24:30:PERSON")
    desk.act(desk.session.reject())
    shown = marks_at(desk.store, "anna", hits(desk.store, "Petrov"))
    assert [[(item.span.label, item.mark) for item in items] for items in shown] == [
        [("RANK", "pending"), ("PERSON", "pending")],
        [("PERSON", "rejected")],
        [],
    ]
    others = marks_at(desk.store, "boris", hits(desk.store, "Petrov"))
    assert [[item.mark for item in items] for items in others] == [["pending", "pending"], ["pending"], []]


words = st.lists(st.sampled_from(["Petrov", "Ivan", "met", "Petrov's"]), min_size=1, max_size=12).map(" ".join)
proposed = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 15), st.sampled_from(["PERSON", "RANK"])), max_size=6)


@given(text=words, proposed=proposed, overlap=st.booleans())
def test_a_plan_decides_nothing_twice_and_overlaps_nothing(
    text: str, proposed: list[tuple[int, int, str]], overlap: bool
) -> None:
    labels = msgspec.structs.replace(LABELS, overlap=overlap)
    suggestions = [suggestion(s, min(s + n, len(text)), label) for s, n, label in proposed if s < len(text)]
    session = Session(document("a", text), suggestions, DocumentState(), labels)
    places = parse("Petrov").hits(text)
    made = plan("PERSON", [(session, places)])
    drafts = [draft for _, here in made.drafts for draft in here]
    answered = [draft.span_id for draft in drafts if draft.span_id]
    assert len(answered) == len(set(answered))
    assert made.places + sum(made.left_out.values()) == len(places)
    kept = [draft.span for draft in drafts if draft.kind != "reject" and draft.span]
    assert [(span.start, span.end) for span in kept] == sorted({(span.start, span.end) for span in kept})
    assert {(span.start, span.end) for span in kept} <= set(places)
    assert all(span.label == "PERSON" for span in kept)


def test_articles_that_are_not_assigned_are_left_out(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, SECOND)
    desk.store.assign([Assignment(id="a1", time="", author="x", layer="anna", document="d1", position=1)])
    made = planned(desk, "Petrov")
    assert (made.places, made.left_out) == (1, {"foreign": 3})
    assert made.spared == " Left out: 3 in articles that are not assigned to you."
