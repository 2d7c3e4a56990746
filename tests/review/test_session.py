"""What each act does to the layer, the focus and the cursor."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from curator.model import Span
from curator.review.desk import Desk
from curator.review.everywhere import label_everywhere
from curator.review.prepare import amounts_in
from curator.review.session import Refused
from curator.store.api import Store
from tests.review.conftest import LABELS, document, fill, suggestion

TEXT = "General Ivan Petrov took Lukashenkohas 3 million rubles from Anna Orlova."
IVAN, LUKA, ANNA = suggestion(8, 19), suggestion(25, 38, score=0.4), suggestion(61, 72)
ALL = (IVAN, LUKA, ANNA)
MakeDesk = Callable[..., Desk]


def spans(desk: Desk) -> list[tuple[str, str]]:
    text = desk.session.text
    return [(text[span.start : span.end], span.label) for span in desk.session.layer_spans()]


def focus(desk: Desk) -> str | None:
    item = desk.session.focus
    return desk.session.text[item.span.start : item.span.end] if item else None


def test_a_document_opens_on_its_first_pending_span(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, suggestions=ALL)
    assert focus(desk) == "Ivan Petrov"
    assert len(desk.session.pending) == 3


def test_accept_and_reject_move_on(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, suggestions=ALL)
    assert desk.act(desk.session.accept()) == "accepted PERSON “Ivan Petrov”"
    assert focus(desk) == "Lukashenkohas"
    desk.act(desk.session.reject())
    assert focus(desk) == "Anna Orlova"
    assert spans(desk) == [("Ivan Petrov", "PERSON")]
    assert [item.mark for item in desk.session.rejected()] == ["rejected"]


def test_a_label_on_the_focus_relabels_and_accepts(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, suggestions=ALL)
    desk.act(desk.session.label("RANK"))
    assert spans(desk) == [("Ivan Petrov", "RANK")]
    assert focus(desk) == "Lukashenkohas"


def test_the_label_it_has_accepts(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, suggestions=ALL)
    desk.act(desk.session.label("PERSON"))
    assert [item.mark for item in desk.session.items] == ["accepted", "pending", "pending"]


def test_an_edge_moves_by_character_out_of_a_word(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, suggestions=ALL)
    desk.session.next_pending()
    for _ in "has":
        desk.act(desk.session.move_edge("end", "character", -1))
    assert spans(desk) == [("Lukashenko", "PERSON")]
    assert focus(desk) == "Lukashenko"
    item = desk.session.focus
    assert item is not None
    assert item.mark == "edited"


def test_an_edge_moved_back_is_an_acceptance(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, suggestions=ALL)
    desk.act(desk.session.move_edge("end", "token", -1))
    desk.act(desk.session.move_edge("end", "token", 1))
    assert [item.mark for item in desk.session.items if item.live] == ["accepted"]


def test_edges_move_by_token(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, suggestions=ALL)
    desk.act(desk.session.move_edge("start", "token", -1))
    assert spans(desk) == [("General Ivan Petrov", "PERSON")]
    desk.act(desk.session.move_edge("end", "token", -1))
    desk.act(desk.session.move_edge("end", "token", -1))
    assert spans(desk) == [("General", "PERSON")]
    with pytest.raises(Refused):
        desk.session.move_edge("end", "token", -1)


def test_edges_as_a_selection_keep_the_label_or_change_it(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, suggestions=ALL)
    desk.session.select_focus()
    desk.session.move("token", -1)
    desk.act(desk.session.keep_label())
    assert spans(desk) == [("Ivan", "PERSON")]
    desk.session.focus_on(IVAN.id)
    desk.session.select_focus()
    desk.session.swap_ends()
    desk.session.move("token", -1)
    desk.act(desk.session.label("RANK"))
    assert spans(desk) == [("General Ivan", "RANK")]


def test_escape_from_a_selection_leaves_all_as_it_was(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, suggestions=ALL)
    desk.session.select_focus()
    desk.session.move("token", 1)
    desk.session.cancel()
    assert desk.session.selection is None
    assert focus(desk) == "Ivan Petrov"
    assert spans(desk) == []


def test_leaving_a_selection_elsewhere_focuses_on_what_is_there(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, suggestions=ALL)
    desk.session.select_range(61, 65)
    desk.session.cancel()
    assert focus(desk) == "Anna Orlova"
    desk.session.select_range(0, 7)
    desk.session.cancel()
    assert focus(desk) is None


def test_a_label_without_focus_labels_the_token_at_the_cursor(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT)
    desk.session.go(2)
    desk.act(desk.session.label("RANK"))
    assert spans(desk) == [("General", "RANK")]
    assert focus(desk) == "General"


def test_a_selection_grows_and_shrinks_by_token_through_its_start(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT)
    desk.session.go(13)
    desk.session.select()
    assert desk.session.target() == (13, 19)
    desk.session.move("token", 1)
    assert TEXT[slice(*desk.session.target() or (0, 0))] == "Petrov took"
    desk.session.move("token", -1)
    desk.session.move("token", -1)
    assert TEXT[slice(*desk.session.target() or (0, 0))] == "Ivan Petrov"
    desk.session.move("token", 1)
    assert TEXT[slice(*desk.session.target() or (0, 0))] == "Petrov"


def test_edge_white_space_is_stripped_from_a_selection(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT)
    desk.session.select_range(7, 20)
    desk.act(desk.session.label("PERSON"))
    assert spans(desk) == [("Ivan Petrov", "PERSON")]


def test_a_drag_within_a_word_is_exact_and_over_words_takes_them_whole(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT)
    desk.session.select_range(25, 35)
    assert TEXT[slice(*desk.session.target() or (0, 0))] == "Lukashenko"
    desk.session.select_range(10, 15)
    assert TEXT[slice(*desk.session.target() or (0, 0))] == "Ivan Petrov"


def test_a_span_over_a_pending_one_of_its_label_answers_it(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, suggestions=ALL)
    desk.session.select_range(25, 35)
    desk.act(desk.session.label("PERSON"))
    assert spans(desk) == [("Lukashenko", "PERSON")]
    assert len(desk.session.pending) == 2


def test_nested_spans_are_reached_from_inside_out(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, suggestions=(suggestion(0, 19, "RANK"), IVAN))
    desk.session.go(9)
    assert focus(desk) == "Ivan Petrov"
    desk.session.outward()
    assert focus(desk) == "General Ivan Petrov"
    desk.session.outward()
    assert focus(desk) == "Ivan Petrov"


def test_the_same_span_twice_is_refused(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT)
    desk.session.select_range(8, 19)
    desk.act(desk.session.label("PERSON"))
    desk.session.select_range(8, 19)
    with pytest.raises(Refused, match="already"):
        desk.session.label("PERSON")


def test_where_overlap_is_forbidden_the_pending_yield_and_the_accepted_stand(desk_on: MakeDesk) -> None:
    strict = msgspec.structs.replace(LABELS, overlap=False)
    desk = desk_on(TEXT, suggestions=(suggestion(0, 19, "RANK", 0.5), IVAN), labels=strict)
    desk.session.focus_on(IVAN.id)
    desk.act(desk.session.accept())
    assert spans(desk) == [("Ivan Petrov", "PERSON")]
    assert len(desk.session.pending) == 0
    desk.session.select_range(13, 24)
    with pytest.raises(Refused, match="overlap"):
        desk.session.label("RANK")


def test_accepting_all_is_one_act(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, suggestions=ALL)
    desk.act(desk.session.decide_pending("accept"))
    assert len(spans(desk)) == 3
    assert desk.undo() == "undid: 3 accepted “Ivan Petrov”"
    assert spans(desk) == []


def test_attributes_come_along_where_the_label_has_them(desk_on: MakeDesk) -> None:
    sum_of = msgspec.structs.replace(
        suggestion(39, 55, "AMOUNT"), span=Span(39, 55, "AMOUNT", {"value": 3_000_000, "currency": "RUB"})
    )
    desk = desk_on(TEXT, suggestions=(sum_of,))
    desk.act(desk.session.move_edge("end", "token", -1))
    assert desk.session.layer_spans()[0].attributes == {"value": 3_000_000, "currency": "RUB"}
    desk.act(desk.session.label("RANK"))
    assert desk.session.layer_spans()[0].attributes == {}


def test_finish_asks_for_what_is_pending_and_moves_to_the_next_unfinished(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, "Second.", "Third.", suggestions=ALL)
    with pytest.raises(Refused, match="3 pending"):
        desk.finish()
    desk.finish("accept")
    assert desk.number == 2
    desk.skip("a duplicate")
    assert desk.number == 3
    assert desk.finish() == "finished; no unfinished document is left"
    assert (desk.tally.done, desk.tally.skipped) == (2, 1)
    desk.open(2)
    assert (desk.session.review.status, desk.session.review.reason) == ("skipped", "a duplicate")


def test_undo_in_another_document_shows_what_it_took_back(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, "Second text.", suggestions=ALL)
    desk.act(desk.session.accept())
    desk.session.next_pending()
    desk.act(desk.session.accept())
    desk.open(2)
    desk.act(desk.session.label("RANK"))
    desk.open(1)
    desk.undo()
    assert desk.number == 2
    assert desk.undo() == "undid: accepted “Anna Orlova”"
    assert (desk.number, focus(desk)) == (1, "Anna Orlova")
    desk.open(2)
    assert desk.redo() == "did again: accepted “Anna Orlova”"
    assert focus(desk) == "Anna Orlova"


def test_undo_goes_back_across_documents_and_restarts(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, "Second one.", suggestions=ALL)
    desk.finish("accept")
    desk.act(desk.session.label("RANK"))
    desk.leave()
    again = desk_on()
    assert again.number == 2
    again.undo()
    assert spans(again) == []
    again.undo()
    assert (again.number, again.session.review.status, len(again.session.pending)) == (1, "todo", 3)
    with pytest.raises(Refused, match="nothing to undo"):
        again.undo()
    again.redo()
    assert (again.number, again.session.review.status) == (1, "done")
    again.redo()
    assert (again.number, spans(again)) == (2, [("Second", "RANK")])
    with pytest.raises(Refused):
        again.redo()


def test_a_new_act_ends_what_could_be_done_again(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, suggestions=ALL)
    desk.act(desk.session.accept())
    desk.undo()
    desk.act(desk.session.flag())
    with pytest.raises(Refused):
        desk.redo()


def test_reopening_resumes_at_the_place_and_focus(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, "Second.", suggestions=ALL)
    desk.session.focus_on(ANNA.id)
    desk.top = 25
    desk.leave()
    again = desk_on()
    assert (again.number, focus(again), again.session.cursor, again.top) == (1, "Anna Orlova", 61, 25)


def test_flag_note_and_reopen(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT)
    desk.act(desk.session.flag())
    desk.act(desk.session.note(" look again "))
    review = desk.session.review
    assert (review.flagged, review.note, review.status) == (True, "look again", "started")
    desk.act(desk.session.finish())
    desk.act(desk.session.reopen())
    assert desk.session.review.status == "started"
    desk.act(desk.session.flag())
    assert desk.session.review.flagged is False


def test_reviewers_do_not_see_each_other(desk_on: MakeDesk) -> None:
    first = desk_on(TEXT, suggestions=ALL)
    first.act(first.session.decide_pending("accept"))
    second = desk_on(reviewer="boris")
    assert len(second.session.pending) == 3
    with pytest.raises(Refused):
        second.undo()


REPEATED = "Petrov met Ivan Petrov. Petrov’s man, not Petrova; Petrov left."


def test_the_same_text_everywhere_is_one_act_that_leaves_what_was_decided(desk_on: MakeDesk) -> None:
    desk = desk_on(REPEATED, suggestions=(suggestion(11, 22), suggestion(24, 30, "RANK")))
    desk.session.go(51)
    desk.act(desk.session.label("PERSON"))
    desk.session.go(0)
    desk.act(desk.session.label("PERSON"))
    assert desk.act(label_everywhere(desk.session)) == "1 more “Petrov” labelled PERSON"
    assert [span.start for span in desk.session.layer_spans()] == [0, 24, 51]
    assert len(desk.session.pending) == 1
    with pytest.raises(Refused):
        label_everywhere(desk.session)
    desk.undo()
    assert [span.start for span in desk.session.layer_spans()] == [0, 51]


def test_the_same_text_everywhere_goes_on_from_a_suggestion_that_it_accepts(desk_on: MakeDesk) -> None:
    desk = desk_on(REPEATED, suggestions=(suggestion(0, 6), suggestion(11, 22), suggestion(24, 30, "RANK")))
    desk.act(label_everywhere(desk.session))
    assert [span.start for span in desk.session.layer_spans()] == [0, 24, 51]
    assert focus(desk) == "Ivan Petrov"


def test_a_leap_goes_to_the_next_word_with_that_letter(desk_on: MakeDesk) -> None:
    desk = desk_on(REPEATED)
    desk.session.leap("i")
    assert desk.session.cursor == 11
    desk.session.leap("m")
    with pytest.raises(Refused):
        desk.session.leap("N")
    desk.session.leap("n")
    desk.session.leap("P")
    assert desk.session.cursor == 42
    with pytest.raises(Refused):
        desk.session.leap("z")


def test_a_label_takes_as_many_words_as_it_is_told(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT)
    desk.session.go(39)
    desk.act(desk.session.label("AMOUNT", tokens=3))
    assert spans(desk) == [("3 million rubles", "AMOUNT")]


def test_all_of_a_label_or_from_a_score_on(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, suggestions=(*ALL, suggestion(0, 7, "RANK", 0.5)))
    assert desk.act(desk.session.decide_pending("accept", label="RANK")) == "accepted 1 RANK"
    assert spans(desk) == [("General", "RANK")]
    assert desk.act(desk.session.decide_pending("accept", at_least=0.9)) == "accepted 2 with 0.90 or more"
    assert len(spans(desk)) == 3
    desk.act(desk.session.decide_pending("reject", label="PERSON"))
    assert len(desk.session.pending) == 0


QUOTED = "He said “so be it (or not)” to Ivan Petrov. “Never” was “so be it” 3 rubles."


def selected(desk: Desk) -> str | None:
    place = desk.session.target() if desk.session.selection else None
    return desk.session.text[slice(*place)] if place else None


def test_a_text_object_is_selected_and_asked_for_again_it_is_the_next_one_out(desk_on: MakeDesk) -> None:
    desk = desk_on(QUOTED)
    desk.session.go(QUOTED.index("not"))
    steps = []
    for kind in ("brackets", "brackets", "quote", "quote", "sentence", "word"):
        desk.session.select_object(kind)  # type: ignore[arg-type]
        steps.append(selected(desk))
    assert steps == [
        "or not", "(or not)", "so be it (or not)", "“so be it (or not)”",
        "He said “so be it (or not)” to Ivan Petrov.", ".",
    ]  # fmt: skip


def test_a_text_object_that_is_not_there_is_refused_and_nothing_changes(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT)
    with pytest.raises(Refused, match="no quote"):
        desk.session.select_object("quote")
    assert desk.session.selection is None


def test_a_selection_grows_and_shrinks_the_same_way_back(desk_on: MakeDesk) -> None:
    desk = desk_on(QUOTED)
    desk.session.go(QUOTED.index("be"))
    desk.session.select()
    steps = [selected(desk)]
    for _ in range(3):
        desk.session.grow()
        steps.append(selected(desk))
    assert steps == [
        "be", "so be it (or not)", "“so be it (or not)”", "He said “so be it (or not)” to Ivan Petrov.",
    ]  # fmt: skip
    for before in reversed(steps[:-1]):
        desk.session.shrink()
        assert selected(desk) == before
    with pytest.raises(Refused):
        desk.session.shrink()


def test_growing_stops_at_suggestions_and_ends_with_everything(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, suggestions=(suggestion(39, 55, "AMOUNT"),))
    desk.session.go(41)
    desk.session.select()
    desk.session.grow()
    assert selected(desk) == "3 million rubles"
    desk.session.grow()
    assert selected(desk) == TEXT
    with pytest.raises(Refused, match="whole article"):
        desk.session.grow()


def test_a_grown_selection_that_is_moved_has_nothing_to_shrink_to(desk_on: MakeDesk) -> None:
    desk = desk_on(QUOTED)
    desk.session.select()
    desk.session.grow()
    desk.session.move("token", -1)
    with pytest.raises(Refused):
        desk.session.shrink()


def test_the_edges_of_a_span_become_those_of_an_object(desk_on: MakeDesk) -> None:
    desk = desk_on(QUOTED, suggestions=(suggestion(12, 14),))
    desk.session.select_focus()
    desk.session.select_object("quote")
    desk.act(desk.session.keep_label())
    assert spans(desk) == [("so be it (or not)", "PERSON")]


def test_an_amount_is_selected_as_the_rules_find_it(store: Store) -> None:
    fill(store, [(document("d", "Of 5 million dollars, " + "x " * 2000 + "US$3.5bn was spent."), ())])
    desk = Desk(store, LABELS, layer="anna", author="anna", amounts_in=amounts_in)
    desk.session.go(6)
    desk.session.select_object("amount")
    assert selected(desk) == "5 million dollars"
    desk.session.cancel()
    desk.session.go(25)
    desk.session.select_object("amount")
    assert selected(desk) == "US$3.5bn"


def test_the_next_object_without_the_label(desk_on: MakeDesk) -> None:
    desk = desk_on(QUOTED)
    for _ in range(3):
        desk.session.select_next_object("quote", "RANK")
        desk.act(desk.session.label("RANK"))
    assert [text for text, _ in spans(desk)] == ["so be it (or not)", "Never", "so be it"]
    with pytest.raises(Refused, match="no further quote"):
        desk.session.select_next_object("quote", "RANK")


def test_undo_of_a_span_made_by_hand_says_which_one_is_gone(desk_on: MakeDesk) -> None:
    """Also after a restart, where only the store knows what was done."""
    desk = desk_on("Ivan Petrov met Anna Orlova.")
    desk.session.go(5)
    desk.act(desk.session.label("RANK"))
    assert desk.undo() == "undid: added “Petrov”"
    assert desk.redo() == "did again: added “Petrov”"
    desk.open(1)
    assert desk.undo() == "undid: added “Petrov”"
    again = Desk(desk.store, LABELS, layer=desk.layer, author=desk.author)
    assert again.redo() == "did again: added “Petrov”"
    assert again.undo() == "undid: added “Petrov”"


def test_undo_in_another_document_says_which_text_is_gone(desk_on: MakeDesk) -> None:
    desk = desk_on("Ivan Petrov met Anna Orlova.", "A second one.")
    desk.session.go(16)
    desk.act(desk.session.label("RANK"))
    desk.act(desk.session.reject())
    desk.open(2)
    assert desk.undo() == "undid: removed “Anna”"
    desk.open(2)
    assert desk.undo() == "undid: added “Anna”"
    assert desk.number == 1
    desk.open(2)
    assert desk.redo() == "did again: added “Anna”"
    desk.open(2)
    assert desk.redo() == "did again: removed “Anna”"
    assert spans(desk) == []
