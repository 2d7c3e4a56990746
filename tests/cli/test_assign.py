"""curator assign, the queues that it makes, and who is shown what."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from curator.review.proposal import Refused
from curator.store import open_store
from tests.cli.conftest import as_json, decide, failure, jsonl, run


@pytest.fixture
def articles(project: Path) -> Path:
    """Twenty articles, from two sources by turns."""
    rows = [
        {
            "id": f"doc-{n:02}",
            "text": f"Plotkin {n} was seen in Tavolsk.",
            "meta": {"source": "wire" if n % 2 else "web"},
        }
        for n in range(20)
    ]
    assert run("import", "-", stdin=jsonl(*rows)).exit_code == 0
    return project


def assigned(project: Path) -> dict[str, list[str]]:
    """The keys that each layer has, in the order of its queue."""
    with closing(open_store(project / "curator.db")) as store:
        found: dict[str, list[str]] = {}
        for each in store.assigned():
            found.setdefault(each.layer, []).append(store.document(each.number).key)
        return found


def test_documents_are_shared_out_with_an_overlap(articles: Path) -> None:
    found = as_json("assign", "anna", "boris", "clara", "--overlap", "20%", "--by", "source")
    assert sorted(each["documents"] for each in found["reviewers"]) == [8, 8, 8]
    held = Counter(key for keys in assigned(articles).values() for key in keys)
    doubled = [key for key, times in held.items() if times == 2]
    assert len(held) == 20
    assert Counter(int(key[-2:]) % 2 for key in doubled) == {0: 2, 1: 2}


def test_in_a_table(articles: Path) -> None:
    assert run("assign", "anna", "boris", "--each", "2", "--repeats", "0.1").stdout == (
        "reviewer  documents  shared  repeats  new  taken back\n"
        "anna             20      20        2   20           0\n"
        "boris            20      20        2   20           0\n"
        "44 changes\n"
    )
    assert run("assign", "--each", "2", "--repeats", "10%").stdout.endswith("nothing changes\n")


def test_dry_run_writes_nothing(articles: Path) -> None:
    assert "nothing was written" in run("assign", "anna", "--dry-run").stdout
    assert assigned(articles) == {}


def test_review_shows_ones_own_queue_in_its_order(articles: Path) -> None:
    run("assign", "anna", "boris")
    queue = assigned(articles)["anna"]
    opened: list[str] = []

    def finish_all(desk) -> None:  # type: ignore[no-untyped-def]
        assert desk.tally.documents == 10
        while True:
            opened.append(desk.session.document.key)
            assert desk.ordinal == len(opened)
            if "no unfinished document is left" in desk.finish("accept" if len(desk.session.pending) else None):
                return

    decide(articles, finish_all)
    assert opened == queue
    assert as_json("status")["status"] == {"todo": 0, "started": 0, "done": 10, "skipped": 0}


def test_status_counts_what_is_assigned(articles: Path) -> None:
    run("suggest")
    run("assign", "anna", "boris")
    decide(articles, lambda desk: desk.finish("accept"))
    found = as_json("status")
    assert (found["documents"], found["status"]["todo"], found["status"]["done"]) == (10, 9, 1)
    assert (found["spans"], found["pending"]) == ({"PERSON": 1, "PLACE": 1}, 18)


def test_document_of_somebody_else_cannot_be_opened(articles: Path) -> None:
    run("assign", "anna", "boris")
    other = assigned(articles)["boris"][0]
    assert failure("review", "--plain", "--document", other) == "this document is not assigned to you"


def test_next_and_previous_go_along_the_queue(articles: Path) -> None:
    run("assign", "anna", "boris")
    opened = []

    def walk(desk) -> None:  # type: ignore[no-untyped-def]
        for step in (1, 1, -1):
            opened.append(desk.session.document.key)
            desk.step(step)
        opened.append(desk.session.document.key)
        desk.step(-1)
        with pytest.raises(Refused, match="this is the first document"):
            desk.step(-1)

    decide(articles, walk)
    first, second, third, *_ = assigned(articles)["anna"]
    assert opened == [first, second, third, second]


def test_repeat_comes_without_the_first_answer_and_stays_out_of_sight(articles: Path) -> None:
    run("suggest")
    run("assign", "anna", "boris", "--repeats", "10%")
    (again,) = assigned(articles)["anna~2"]
    seen: list[str] = []

    def work(desk) -> None:  # type: ignore[no-untyped-def]
        while True:
            assert desk.session.decided == 0, "no answer from before is shown"
            seen.append(desk.session.document.key)
            desk.act(desk.session.accept())
            if "no unfinished document is left" in desk.finish("reject"):
                break
        assert desk.home == "anna"

    decide(articles, work)
    assert Counter(seen) == Counter([*assigned(articles)["anna"], again])
    assert seen[-1] == again
    with closing(open_store(articles / "curator.db")) as store:
        number = store.number(again) or 0
        assert store.review("anna~2", number).status == "done"
        assert store.tally("anna").done == 10
    assert "anna~2" not in run("status").stdout
    assert "is another reviewer's" in failure("review", "--plain", "--layer", "anna~2")


def test_undo_reaches_from_the_repeat_to_the_first_answers_and_back(articles: Path) -> None:
    run("suggest")
    run("assign", "anna", "--repeats", "5%")
    (again,) = assigned(articles)["anna~2"]

    def work(desk) -> None:  # type: ignore[no-untyped-def]
        while desk.layer == "anna":
            last = desk.session.document.key
            desk.finish("accept")
        assert desk.session.document.key == again
        desk.undo()
        assert (desk.layer, desk.session.document.key) == ("anna", last)
        desk.redo()
        assert desk.session.review.status == "done"
        desk.open_unfinished()
        assert desk.layer == "anna~2"
        desk.act(desk.session.accept())
        desk.undo()
        desk.undo()
        assert desk.layer == "anna"
        desk.redo()
        desk.redo()
        assert (desk.layer, desk.session.decided) == ("anna~2", 1)

    decide(articles, work)


def test_who_is_cut_off_in_a_repeat_comes_back_to_it(articles: Path) -> None:
    run("assign", "anna", "--repeats", "5%")

    def until_repeat(desk) -> None:  # type: ignore[no-untyped-def]
        while desk.layer == "anna":
            desk.finish("accept" if len(desk.session.pending) else None)

    decide(articles, until_repeat)
    decide(articles, lambda desk: desk.session.document.key == assigned(articles)["anna~2"][0] or pytest.fail("lost"))


@pytest.mark.parametrize(
    ("args", "line"),
    [
        ((), "nobody is named, and nobody has an assignment yet; say who: curator assign NAME"),
        (("anna", "--each", "2"), "2 reviewers a document need at least 2, and there are 1; name more reviewers, or "),
        (("a/b",), "'a/b' is no name for a reviewer"),
        (("gold",), "'gold' is no name for a reviewer; that layer has a meaning of its own"),
        (("anna~2",), "'anna~2' is no name for a reviewer"),
        (("anna", "--by", "x"), "no document has the field 'x' in its metadata; name one of: source"),
    ],
)
def test_mistakes_are_one_line_and_change_nothing(articles: Path, args: tuple[str, ...], line: str) -> None:
    assert failure("assign", *args).startswith(line)
    assert assigned(articles) == {}


@pytest.mark.parametrize("share", ["20", "-1%", "much", "101%"])
def test_share_that_is_none(articles: Path, share: str) -> None:
    result = run("assign", "anna", "boris", "--overlap", share)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is no share; say 20% or 0.2" in result.stderr


# Blind


@pytest.fixture
def worked(filled: Path) -> Path:
    decide(filled, lambda desk: desk.finish("accept"), layer="anna")
    decide(filled, lambda desk: desk.finish("reject"), layer="boris")
    return filled


def test_nobody_reviews_in_the_layer_of_another(worked: Path) -> None:
    line = "the layer 'boris' is another reviewer's; leave out --layer for your own"
    assert failure("review", "--plain", "--layer", "boris") == line


def test_adjudicator_sees_the_layers_and_this_is_kept(worked: Path) -> None:
    blind = "is not shown to anna before it is adjudicated"
    assert blind in failure("history", "--layer", "boris")
    assert blind in failure("export", "--layer", "boris")
    assert as_json("history", "--accesses") == []
    assert "boris first: rejected PERSON" in run("history", "--layer", "boris", "--as-adjudicator").stdout
    assert run("export", "--layer", "boris", "--as-adjudicator").exit_code == 0
    assert [(each["author"], each["layers"], each["purpose"]) for each in as_json("history", "--accesses")] == [
        ("anna", ["boris"], "history"), ("anna", ["boris"], "export"),
    ]  # fmt: skip
    line = run("history", "--accesses", "--limit", "1").stdout
    assert line.split(" ", 2)[2] == "anna saw boris: export\n"


def test_reviewer_who_does_not_exist(worked: Path) -> None:
    line = "there is no layer or reviewer 'zoe'; there are: anna, boris"
    assert failure("history", "--layer", "zoe") == line
    assert failure("export", "--layer", "zoe", "--as-adjudicator") == line


def test_search_and_status_show_nothing_of_others(worked: Path) -> None:
    as_anna, as_zoe = run("status"), run("status", "--reviewer", "zoe")
    assert "1 done" in as_anna.stdout
    assert "0 done" in as_zoe.stdout
    assert run("search", "Plotkin").stdout == run("search", "Plotkin", env={"CURATOR_REVIEWER": "zoe"}).stdout
