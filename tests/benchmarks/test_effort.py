"""The perfect reviewer of the benchmark: reaches the gold by the real keys, and within the aims."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from benchmarks import effort
from benchmarks.degrade import degraded
from tests.fast import but_first

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "data" / "gold-seeds.jsonl"


def articles(tmp_path: Path, suggested: float | None) -> tuple[list[effort.Article], effort.LabelSet]:
    lines = GOLD.read_text(encoding="utf-8").splitlines()[1:3]
    (tmp_path / "gold.jsonl").write_text("\n".join(lines), encoding="utf-8")
    chance, found = random.Random(1), []
    for record in effort.records(tmp_path / "gold.jsonl"):
        gold = [suggestion.span for suggestion in record.suggestions]
        worse = degraded(gold, record.document.text, suggested, chance) if suggested else []
        found.append(effort.Article(record.document, gold, worse))
    return found, effort.label_set(ROOT / "labels.yaml", ())


@pytest.mark.parametrize(("f1", "aim"), but_first([(0.8, 1.6), (None, 4.5)]))
def test_the_gold_is_reached_within_the_aim(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], f1: float | None, aim: float
) -> None:
    found, labels = articles(tmp_path, f1)
    keys = effort.play("some", found, labels)
    printed = capsys.readouterr().out
    assert 0.1 < keys <= aim
    assert "not reached" not in printed
    spans = sum(len(article.gold) for article in found)
    assert f"({spans} spans, 2 documents)" in printed


def test_other_gold_with_other_labels_and_suggestions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Anna met Boris in Oslo."
    gold = [{"start": 0, "end": 4, "label": "WHO"}, {"start": 18, "end": 22, "label": "WHERE"}]
    for name, spans in (("gold", gold), ("given", gold[:1])):
        row = {"id": "a", "text": text, "spans": spans}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row), encoding="utf-8")
    given = [str(tmp_path / "gold.jsonl"), "--suggestions", str(tmp_path / "given.jsonl")]
    monkeypatch.setattr("sys.argv", ["effort", *given])
    effort.main()
    printed = capsys.readouterr()
    assert "given (F1 0.667): 2.00 keys a span (2 spans, 1 documents)" in printed.out
    assert "WHERE" in printed.err


def test_a_file_that_is_wrong_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gold.jsonl").write_text('{"text": "a", "spans": [{"start": 0, "end": 9, "label": "X"}]}')
    monkeypatch.setattr("sys.argv", ["effort", str(tmp_path / "gold.jsonl")])
    with pytest.raises(SystemExit, match=r"effort: .*gold\.jsonl:1"):
        effort.main()
