"""curator history: who did what when, on which suggestion."""

import random

import pytest

from curator.errors import CuratorError
from curator.fold import standing
from curator.review.selection import Selection
from curator.store import open_store
from tests.cli.conftest import as_json, decide, failure, run


def acts(desk):
    """Accepted, edited, undone, done again, flagged, finished."""
    desk.act(desk.session.accept())
    desk.session.selection = Selection(12, 27, desk.session.focus.id)
    desk.act(desk.session.keep_label())
    desk.undo()
    desk.redo()
    desk.undo()
    desk.act(desk.session.flag())
    desk.act(desk.session.note("odd"))
    desk.finish("reject")
    desk.skip("too short")


@pytest.fixture
def worked(filled):
    decide(filled, acts)
    return filled


def lines(*args: str) -> list[str]:
    """What is told, without the times."""
    result = run("history", *args)
    assert result.exit_code == 0, result.output
    times, told = zip(*(line.split("Z ", 1) for line in result.stdout.splitlines()), strict=True)
    assert list(times) == sorted(times)
    return list(told)


def test_a_document(worked):
    told = lines("first")
    first, second, *others = told
    assert first.startswith('anna accepted PERSON "Plotkin" 0-7 | suggested by rules 0.')
    assert second.startswith(
        'anna changed PLACE "seen in Tavolsk" 12-27 (undone) | suggested as 20:27:PLACE by rules 0.'
    )
    assert others[:-2] == [
        'anna undid: changed PLACE "seen in Tavolsk" (undone)',
        'anna did again: changed PLACE "seen in Tavolsk"',
        'anna undid: changed PLACE "seen in Tavolsk"',
        "anna flagged",
        "anna note: odd",
    ]
    assert others[-2].startswith('anna rejected PLACE "Tavolsk" 20-27 | suggested by rules 0.')
    assert others[-1] == "anna finished"


def test_all_documents(worked):
    assert lines()[-2:] == ["anna first: finished", "anna second: skipped: too short"]
    assert lines()[:-1] == [line.replace("anna", "anna first:", 1) for line in lines("first")]


def test_the_last_of_them(worked):
    result = run("history", "--limit", "1")
    assert result.stdout.endswith("anna second: skipped: too short\n")
    assert result.stdout.count("\n") == 1
    assert result.stderr == "the last 1 of 10 decisions; --limit shows more\n"


@pytest.mark.parametrize("span", ["plotkin", "0:7:PERSON"])
def test_a_span(worked, span):
    assert lines("--span", span) == [lines()[0]]


@pytest.mark.parametrize("span", ["Tavolsk", "seen  in tavolsk", "20:27:PLACE"])
def test_a_span_by_any_text_that_it_had(worked, span):
    everything = lines("first")
    assert lines("first", "--span", span) == [*everything[1:5], everything[7]]


def test_a_suggestion_that_is_gone(worked):
    (worked / "labels.yaml").write_text((worked / "labels.yaml").read_text().replace("[Plotkin, Orlov]", "[Orlov]"))
    assert run("suggest").exit_code == 0
    assert lines()[0] == 'anna first: accepted PERSON "Plotkin" 0-7 | suggestion 0:7:PERSON, no longer proposed'


def test_json(worked):
    found = as_json("history", "first")
    assert [event["undone"] for event in found] == [False, True, True, *[False] * 6]
    assert found[0]["quote"] == "Plotkin"
    assert found[0]["span"] == {"start": 0, "end": 7, "label": "PERSON"}
    assert found[0]["suggestions"][0]["source"] == "rules"
    assert [event["again"] for event in found if event["kind"] == "undo"] == [False, True, False]
    assert [found[place]["undoes"] for place in (2, 3, 4)] == [found[place]["act"] for place in (1, 2, 1)]


def test_nothing(filled):
    result = run("history")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "nothing found\n")
    assert as_json("history") == []


def test_the_layers_of_others_are_not_told(worked):
    decide(worked, lambda desk: desk.act(desk.session.accept()), layer="boris")
    assert len(lines("--limit", "99")) == 10
    assert len(lines("--reviewer", "boris")) == 1
    assert failure("history", "--layer", "anna", "--reviewer", "boris") == (
        "the layer 'anna' is not shown to boris before it is adjudicated; "
        "name a layer of your own; an adjudicator says --as-adjudicator, which is kept"
    )
    assert failure("history", "--layer", "a/b").startswith("'a/b' is no name for a layer")


def test_a_layer_that_several_worked_on(worked):
    assert run("review", "--plain", "--layer", "pass", stdin="a\n").exit_code == 0
    assert run("review", "--plain", "--layer", "pass", "--reviewer", "boris", stdin="x\n").exit_code == 0
    assert [line.split()[0] for line in lines("--layer", "pass")] == ["anna", "boris"]
    assert [line.split()[0] for line in lines("--layer", "pass", "--author", "boris")] == ["boris"]


def test_what_is_asked_for_must_make_sense(worked):
    assert failure("history", "x") == "there is no document 'x'; find it by its text: curator search TEXT"
    assert failure("history", "--span", " ") == "there is nothing to look for; give the text of a span, or its id"


@pytest.mark.parametrize("seed", range(5))
def test_what_is_not_marked_is_what_stands(filled, seed):
    choice = random.Random(seed).choice

    def play(desk):
        for _ in range(40):
            act = choice(["accept", "reject", "flag", "undo", "undo", "redo", "other"])
            try:
                if act == "undo":
                    desk.undo()
                elif act == "redo":
                    desk.redo()
                elif act == "other":
                    desk.open(3 - desk.number)
                else:
                    desk.session.next_pending()
                    desk.act(getattr(desk.session, act)())
            except CuratorError:
                continue

    decide(filled, play)
    store = open_store(filled / "curator.db", create=False)
    stands = [decision.id for decision in standing(store.decisions())]
    store.close()
    found = as_json("history", "--limit", "999")
    assert [event["id"] for event in found if not event["undone"] and event["kind"] != "undo"] == stands
    assert len(stands) < len(found)
