"""curator stats: how fast and how far the work goes."""

import pytest

from tests.cli.conftest import as_json, decide, run


@pytest.fixture
def worked(filled):
    def act(desk):
        desk.act(desk.session.accept())
        desk.finish("reject")

    decide(filled, act)
    decide(filled, lambda desk: desk.act(desk.session.accept()), layer="boris")
    return filled


def test_tables(worked):
    lines = run("stats").stdout.splitlines()
    assert lines[0] == "layer anna"
    words = [line.split() for line in lines]
    assert ["spans", "decided", "2"] in words
    assert ["documents", "finished", "or", "skipped", "1"] in words
    assert ["rules", "1", "0", "1", "50", "%"] in words
    assert ["PLACE", "0", "0", "1", "0", "%"] in words
    assert lines[-1].endswith("█" * 30)


def test_json(worked):
    found = as_json("stats")
    assert (found["layer"], found["spans"], found["documents"], found["decisions"]) == ("anna", 2, 1, 3)
    assert found["kinds"] == {"accept": 1, "finish": 1, "reject": 1}
    assert found["spans_per_hour"] is None
    assert 0 <= found["active_seconds"] < 60
    assert [(day["spans"], day["documents"]) for day in found["days"]] == [(2, 1)]
    assert found["suggestions"][0] == {"source": "rules", "label": "PERSON", "accepted": 1, "edited": 0, "rejected": 0}


def test_nothing_was_done(filled):
    assert as_json("stats")["days"] == []
    assert run("stats", "--reviewer", "zoe").stdout.splitlines()[0] == "layer zoe"
