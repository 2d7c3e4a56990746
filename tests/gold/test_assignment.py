"""Who labels what: balanced, with its overlap, and changing only what must change."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import CuratorError
from curator.gold.assignment import GAP, Change, Entry, Wish, plan
from curator.model import Status, repeat_layer

Held = dict[str, dict[int, int]]
Work = dict[str, dict[int, Status]]
TEAM = ("anna", "boris", "clara")


def entries(count: int, strata: int = 1) -> list[Entry]:
    return [Entry(n, f"doc-{n}", f"s{n % strata}") for n in range(1, count + 1)]


def after(held: Held, changes: list[Change]) -> Held:
    found = {layer: dict(there) for layer, there in held.items()}
    for change in changes:
        if change.given:
            found.setdefault(change.layer, {})[change.number] = change.position
        else:
            del found[change.layer][change.number]
    return found


def loads(held: Held, *layers: str) -> list[int]:
    return [len(held.get(layer, {})) for layer in layers]


def copies(held: Held) -> Counter[int]:
    return Counter(n for layer, there in held.items() if not layer.endswith("~2") for n in there)


def test_each_document_goes_to_so_many_and_all_have_the_same() -> None:
    held = after({}, plan(entries(100), {}, {}, Wish(reviewers=TEAM, copies=2)))
    assert set(copies(held).values()) == {2}
    assert max(loads(held, *TEAM)) - min(loads(held, *TEAM)) <= 1
    assert all(sorted(there.values()) == list(range(1, len(there) + 1)) for there in held.values())


def test_overlap_is_drawn_from_each_stratum() -> None:
    documents = entries(100, strata=4)
    found = copies(after({}, plan(documents, {}, {}, Wish(reviewers=TEAM, overlap=0.2))))
    doubled = Counter(each.stratum for each in documents if found[each.number] == 2)
    assert sorted(found.values()) == [1] * 80 + [2] * 20
    assert set(doubled.values()) == {5}


def test_order_is_mixed_and_of_the_seed() -> None:
    one, same, other = (
        after({}, plan(entries(60), {}, {}, Wish(reviewers=TEAM, copies=3, seed=seed))) for seed in (1, 1, 2)
    )
    orders = [sorted(held["anna"], key=held["anna"].__getitem__) for held in (one, same, other)]
    assert orders[0] == orders[1]
    assert orders[0] != orders[2]
    assert orders[0] != sorted(orders[0])
    assert orders[0] != sorted(one["boris"], key=one["boris"].__getitem__)


def test_the_same_again_changes_nothing() -> None:
    wish = Wish(reviewers=TEAM, overlap=0.3, repeats=0.1)
    held = after({}, plan(entries(50, 3), {}, {}, wish))
    assert plan(entries(50, 3), held, {}, wish) == []


def test_new_documents_stand_behind_the_old_ones() -> None:
    wish = Wish(reviewers=TEAM, copies=2)
    held = after({}, plan(entries(30), {}, {}, wish))
    changes = plan(entries(60), held, {}, wish)
    assert all(change.given and change.number > 30 for change in changes)
    assert all(change.position > max(held[change.layer].values()) for change in changes)
    assert max(loads(after(held, changes), *TEAM)) - min(loads(after(held, changes), *TEAM)) <= 1


def test_who_leaves_keeps_what_is_finished_and_others_get_the_rest() -> None:
    held = after({}, plan(entries(30), {}, {}, Wish(reviewers=TEAM)))
    done, begun, *rest = sorted(held["clara"])
    work: Work = {"clara": {done: "done", begun: "started"}}
    changes = plan(entries(30), held, work, Wish(reviewers=("anna", "boris")))
    assert {change.number for change in changes} == {begun, *rest}
    found = after(held, changes)
    assert list(found["clara"]) == [done]
    assert set(copies(found).values()) == {1}
    assert abs(len(found["anna"]) - len(found["boris"])) <= 1


def test_who_comes_gets_a_fair_share_of_what_nobody_has_begun() -> None:
    held = after({}, plan(entries(40), {}, {}, Wish(reviewers=("anna", "boris"))))
    work: Work = {"anna": dict.fromkeys(list(held["anna"])[:15], "done")}
    found = after(held, plan(entries(40), held, work, Wish(reviewers=TEAM)))
    assert set(work["anna"]) <= set(found["anna"])
    assert sorted(loads(found, *TEAM)) == [12, 13, 15], "anna keeps the 15 that are done"
    assert set(copies(found).values()) == {1}


def test_what_was_begun_without_an_assignment_counts() -> None:
    work: Work = {"anna": {1: "done", 2: "started"}}
    found = after({}, plan(entries(4), {}, work, Wish(reviewers=("anna", "boris"))))
    assert set(found["anna"]) == {1, 2}
    assert set(found["boris"]) == {3, 4}


def test_repeats_come_some_documents_after_the_first_answer() -> None:
    held = after({}, plan(entries(200), {}, {}, Wish(reviewers=TEAM, repeats=0.1)))
    for layer in TEAM:
        again = held[repeat_layer(layer)]
        assert len(again) == round(len(held[layer]) * 0.1)
        assert all(GAP[0] <= position - held[layer][n] <= GAP[1] for n, position in again.items())


def test_repeat_goes_with_its_document() -> None:
    held = after({}, plan(entries(40), {}, {}, Wish(reviewers=TEAM, repeats=1.0)))
    found = after(held, plan(entries(40), held, {}, Wish(reviewers=("anna", "boris"), repeats=1.0)))
    assert found["clara"] == found["clara~2"] == {}
    assert found["anna"].keys() == found["anna~2"].keys()


def test_too_few_reviewers() -> None:
    with pytest.raises(CuratorError, match="3 reviewers a document need at least 3, and there are 2"):
        plan(entries(3), {}, {}, Wish(reviewers=("anna", "boris"), copies=2, overlap=0.5))


teams = st.lists(st.sampled_from(["anna", "boris", "clara", "dora", "emil"]), min_size=3, unique=True).map(tuple)
wishes = st.builds(
    lambda reviewers, copies, overlap, repeats, seed: Wish(
        reviewers=reviewers, copies=copies, overlap=overlap, repeats=repeats, seed=seed
    ),
    teams, st.integers(1, 2), st.sampled_from([0, 0.2, 0.5, 1]), st.sampled_from([0, 0.1]), st.integers(0, 3),
)  # fmt: skip


@given(st.lists(st.tuples(wishes, st.integers(0, 15)), min_size=1, max_size=4), st.data())
def test_whoever_comes_and_goes_the_plan_holds(steps: list[tuple[Wish, int]], data: st.DataObject) -> None:
    held: Held = {}
    work: Work = {}
    count = 0
    for wish, more in steps:
        count += more
        documents = entries(count, 3)
        changes = plan(documents, held, work, wish)
        for change in changes:
            if not change.given:
                status = work.get(change.layer, {}).get(change.number, "todo")
                assert status == "todo" or (status == "started" and change.layer not in wish.reviewers)
        held = after(held, changes)
        assert plan(documents, held, work, wish) == []
        found = copies(held)
        assert all(found[each.number] >= wish.copies for each in documents)
        assert sum(found[each.number] > wish.copies for each in documents) >= round(count * wish.overlap)
        for layer, there in held.items():
            if there and not layer.endswith("~2"):
                assert len(set(there.values())) == len(there)
                begun = data.draw(st.lists(st.sampled_from(sorted(there)), max_size=5))
                for n in begun:
                    work.setdefault(layer, {})[n] = data.draw(st.sampled_from(["started", "done", "skipped"]))
