import dataclasses
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import curator
from curator.errors import CuratorError
from curator.formats import jsonl_write, registry
from curator.formats.api import Source
from curator.formats.tagged import read_tagged
from curator.gold import export, folder
from curator.gold.export import LossError, Plan, export_layer
from curator.gold.manifest import DecisionFacts, Facts, LeftOut
from curator.model import Annotated, Document, Span, text_hash

FILES = ("documents.jsonl", "documents.conll", "labels.yaml", "README.md", "manifest.json")
FACTS = Facts(
    "gold",
    LeftOut(3, 1, 2, {"no article": 2}),
    DecisionFacts(9, "id-1", "2025-01-01T00:00:00.000Z", "id-9", "2025-01-02T00:00:00.000Z"),
    ("PERSON", "RANK", "UNUSED"),
)
TEXT = "General 😀 Ivanov left.\r\n"


def made(key: str, *spans: Span, text: str = TEXT) -> Annotated:
    return Annotated(Document(key, text, text_hash(text), "General", {"b": 1, "a": 2}), "gold", "done", spans)


DOCUMENTS = (
    made("d1", Span(0, 16, "RANK"), Span(10, 16, "PERSON", {"known": True})),
    made("d2", Span(10, 15, "PERSON")),
    made("d3"),
)


@pytest.fixture
def labels(tmp_path) -> Path:
    path = tmp_path / "my-labels.yaml"
    path.write_bytes("labels: [PERSON]\r\n# цвет\n".encode())
    return path


def run(target: Path, labels: Path, documents=DOCUMENTS, facts=FACTS, **options):
    plan = Plan(**({"formats": ("jsonl", "conll"), "allow_loss": True} | options))
    return export_layer(documents, folder=target, facts=facts, labels=labels, plan=plan)


def contents(target: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in target.iterdir() if path.is_file()}


def test_what_is_in_the_folder(tmp_path, labels):
    target = tmp_path / "exports" / "gold"
    report = run(target, labels)
    assert sorted(path.name for path in target.iterdir()) == sorted(FILES)
    assert (target / "labels.yaml").read_bytes() == labels.read_bytes()
    assert (report.documents, report.spans, report.labels) == (3, 3, {"PERSON": 2, "RANK": 1})
    assert (report.folder, report.files) == (target, FILES)
    assert report.losses["jsonl"].counts == {}
    assert report.losses["conll"].counts == {"nested": 1, "sub_token": 1}
    lines = (target / "documents.jsonl").read_bytes().splitlines()
    assert [jsonl_write.read_annotated(line) for line in lines] == list(DOCUMENTS)
    with (target / "documents.conll").open("rb") as file:
        tagged = list(read_tagged(file, Source("a", "a")))
    assert [(each.key, each.runs()) for each in tagged] == [("d1", ((0, 3, "RANK"),)), ("d2", ()), ("d3", ())]


def test_the_manifest(tmp_path, labels):
    target = tmp_path / "gold"
    run(target, labels)
    found = json.loads((target / "manifest.json").read_text())
    losses = found["formats"]["conll"].pop("losses")
    files = {name: data for name, data in contents(target).items() if name != "manifest.json"}
    assert found == {
        "manifest_version": 2,
        "selection": {},
        "split": None,
        "curator": curator.__version__,
        "layer": "gold",
        "documents": 3,
        "spans": 3,
        "labels": {"PERSON": 2, "RANK": 1, "UNUSED": 0},
        "left_out": {"todo": 3, "started": 1, "skipped": 2, "reasons": {"no article": 2}},
        "decisions": {
            "count": 9,
            "authors": 1,
            "first": {"id": "id-1", "time": "2025-01-01T00:00:00.000Z"},
            "last": {"id": "id-9", "time": "2025-01-02T00:00:00.000Z"},
        },
        "formats": {
            "jsonl": {
                "files": {"all": "documents.jsonl"},
                "version": 3,
                "settings": {},
                "documents": 3,
                "spans": 3,
                "losses": {},
            },
            "conll": {"files": {"all": "documents.conll"}, "version": 1, "settings": {}, "documents": 3, "spans": 1},
        },
        "files": {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in files.items()
        },
    }
    nested = {"document": "d1", "start": 10, "end": 16, "label": "PERSON", "text": "Ivanov"}
    cut = {"document": "d2", "start": 10, "end": 15, "label": "PERSON", "text": "Ivano"}
    assert losses == {"nested": {"count": 1, "first": [nested]}, "sub_token": {"count": 1, "first": [cut]}}


def test_keys_of_the_manifest_are_sorted_and_it_is_readable(tmp_path, labels):
    run(tmp_path / "gold", labels, facts=msgspec.structs.replace(FACTS, layer="золото"), documents=in_layer("золото"))
    text = (tmp_path / "gold" / "manifest.json").read_text()
    found = json.loads(text)
    assert text == json.dumps(found, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert "золото" in text


def in_layer(layer: str) -> list[Annotated]:
    return [msgspec.structs.replace(each, layer=layer) for each in DOCUMENTS]


def test_the_same_input_gives_the_same_bytes(tmp_path, labels):
    for name in ("one", "two"):
        run(tmp_path / name, labels)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    run(tmp_path / "one", labels)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")


@st.composite
def corpora(draw) -> list[Annotated]:
    documents = []
    for number in range(draw(st.integers(1, 4))):
        text = draw(st.text(CHARACTERS | st.sampled_from("\r\n \u200b\u0301😀ע"), min_size=1))
        edges = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=5))
        documents.append(made(str(number), *(Span(s, e, "X") for s, e in edges if s < e), text=text))
    return documents


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(corpora())
def test_any_documents_can_be_exported(tmp_path, labels, documents):
    target = tmp_path / "gold"
    report = run(target, labels, documents)
    lines = (target / "documents.jsonl").read_bytes().split(b"\n")
    assert [jsonl_write.read_annotated(line) for line in lines[:-1]] == documents
    assert report.spans == sum(len(each.spans) for each in documents)


def test_documents_are_read_one_by_one(tmp_path, labels):
    alive: set[int] = set()
    most = 0

    def stream() -> Iterator[Annotated]:
        nonlocal most
        for number in range(50):
            alive.add(number)
            most = max(most, len(alive))
            yield made(str(number))
            alive.discard(number)

    export_layer(stream(), folder=tmp_path / "gold", facts=FACTS, labels=labels)
    assert most == 1


def test_progress_is_told(tmp_path, labels):
    seen: list[None] = []
    run(tmp_path / "gold", labels, on_document=lambda: seen.append(None))
    assert len(seen) == len(DOCUMENTS) * len(["jsonl", "conll"])


def test_no_finished_document(tmp_path, labels):
    with pytest.raises(CuratorError) as raised:
        run(tmp_path / "exports" / "gold", labels, documents=())
    assert raised.value.what == "no finished document in layer gold: 3 to do, 1 started, 2 skipped"
    assert raised.value.fix
    assert not (tmp_path / "exports").exists()


def test_a_format_that_is_no_longer_wanted_goes_with_its_file(tmp_path, labels):
    target = tmp_path / "gold"
    run(target, labels)
    (target / "notes.md").write_text("mine")
    report = run(target, labels, formats=["jsonl", "jsonl"])
    assert sorted(contents(target)) == ["README.md", "documents.jsonl", "labels.yaml", "manifest.json", "notes.md"]
    assert report.files == ("documents.jsonl", "labels.yaml", "README.md", "manifest.json")


@pytest.mark.parametrize(("formats", "what"), [(["xml"], "there is no format 'xml'"), ([], "no format is named")])
def test_formats_that_are_not(tmp_path, labels, formats, what):
    with pytest.raises(CuratorError, match=f"{what}; .*conll, .*jsonl"):
        run(tmp_path / "gold", labels, formats=formats)


@pytest.mark.parametrize("changes", [{"status": "skipped"}, {"layer": "other"}])
def test_only_finished_documents_of_the_layer_may_be_given(tmp_path, labels, changes):
    with pytest.raises(ValueError, match="not done in gold"):
        run(tmp_path / "gold", labels, documents=[msgspec.structs.replace(DOCUMENTS[0], **changes)])


@pytest.fixture
def old(tmp_path, labels) -> dict[str, bytes]:
    """An export that must not be touched."""
    run(tmp_path / "gold", labels, documents=DOCUMENTS[:1])
    return contents(tmp_path / "gold")


def check_untouched(target: Path, old: dict[str, bytes]) -> None:
    assert contents(target) == old
    assert sorted(path.name for path in target.iterdir()) == sorted(old)


@pytest.mark.parametrize("name", ["jsonl", "conll"])
def test_a_writer_that_fails_midway(tmp_path, labels, old, monkeypatch, name):
    def fail(annotated, path):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device", str(path))

    replace_writer(monkeypatch, name, write=fail)
    with pytest.raises(CuratorError, match=r"no space left on device; nothing was replaced"):
        run(tmp_path / "gold", labels)
    check_untouched(tmp_path / "gold", old)


def replace_writer(monkeypatch, name: str, **changes) -> None:
    """Have the format of this name written otherwise."""
    known = registry.known(name)
    changed = dataclasses.replace(known, writer=lambda s: dataclasses.replace(known.writer(s), **changes))
    know = registry.known
    monkeypatch.setattr(registry, "known", lambda wanted: changed if wanted == name else know(wanted))


@pytest.mark.parametrize("name", ["jsonl", "conll"])
@pytest.mark.parametrize("damage", [lambda data: data[:-9], lambda data: data.replace(b"Ivanov", b"Iwanow")])
def test_a_file_that_reads_back_differently(tmp_path, labels, old, monkeypatch, name, damage):
    write = registry.writer(name).write

    def damaged(annotated, path):
        done = write(annotated, path)
        path.write_bytes(damage(path.read_bytes()))
        return done

    replace_writer(monkeypatch, name, write=damaged)
    with pytest.raises(CuratorError, match=rf"documents\.{name}: what was written is not what was given"):
        run(tmp_path / "gold", labels)
    check_untouched(tmp_path / "gold", old)


def test_a_source_that_fails_midway(tmp_path, labels, old):
    def torn() -> Iterator[Annotated]:
        yield DOCUMENTS[0]
        raise CuratorError("the database is gone")

    with pytest.raises(CuratorError, match="the database is gone"):
        export_layer(torn(), folder=tmp_path / "gold", facts=FACTS, labels=labels)
    check_untouched(tmp_path / "gold", old)


def test_labels_that_cannot_be_read(tmp_path, labels, old):
    with pytest.raises(CuratorError, match=r"gone\.yaml: the export failed: no such file"):
        run(tmp_path / "gold", tmp_path / "gone.yaml")
    check_untouched(tmp_path / "gold", old)


@pytest.mark.parametrize("step", range(4))
def test_a_swap_that_fails_midway_is_taken_back(tmp_path, labels, old, monkeypatch, step):
    (tmp_path / "gold" / "documents.jsonl").unlink()
    del old["documents.jsonl"]
    replace, calls = os.replace, []

    def failing(source, target):
        calls.append(target)
        if len(calls) == step + 1:
            raise OSError(5, "Input/output error", str(target))
        replace(source, target)

    monkeypatch.setattr(folder.os, "replace", failing)
    with pytest.raises(CuratorError, match="input/output error"):
        run(tmp_path / "gold", labels)
    check_untouched(tmp_path / "gold", old)


def test_a_folder_in_the_place_of_a_file(tmp_path, labels):
    (tmp_path / "gold" / "manifest.json").mkdir(parents=True)
    with pytest.raises(CuratorError, match=r"manifest\.json: a folder stands where a file would go"):
        run(tmp_path / "gold", labels)
    assert [path.name for path in (tmp_path / "gold").iterdir()] == ["manifest.json"]


def test_a_file_in_the_place_of_the_folder(tmp_path, labels):
    (tmp_path / "gold").write_text("mine")
    with pytest.raises(CuratorError, match="the export failed: file exists"):
        run(tmp_path / "gold", labels)
    assert (tmp_path / "gold").read_text() == "mine"


def test_two_exports_into_one_folder_do_not_mix(tmp_path, labels, old):
    handle = os.open(tmp_path / "gold", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        with pytest.raises(CuratorError, match="another export writes to this folder"):
            run(tmp_path / "gold", labels)
    finally:
        os.close(handle)
    check_untouched(tmp_path / "gold", old)


def test_what_a_killed_export_left_behind_is_cleared_away(tmp_path, labels):
    stale = tmp_path / "gold" / ".export-killed"
    stale.mkdir(parents=True)
    (stale / "documents.jsonl").write_text("half")
    run(tmp_path / "gold", labels)
    assert not stale.exists()


def test_a_file_system_without_hard_links(tmp_path, labels, old, monkeypatch):
    def refuse(*args, **options):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(folder.os, "link", refuse)
    assert run(tmp_path / "gold", labels).documents == 3
    assert contents(tmp_path / "gold") != old


def test_the_manifest_comes_last(tmp_path, labels, monkeypatch):
    order: list[str] = []
    replace = os.replace

    def noted(source, target):
        order.append(Path(target).name)
        replace(source, target)

    monkeypatch.setattr(folder.os, "replace", noted)
    run(tmp_path / "gold", labels)
    assert order == list(FILES)
    assert order[-1] == export.MANIFEST


def test_nothing_is_written_where_something_would_be_lost(tmp_path, labels, old):
    with pytest.raises(LossError) as raised:
        run(tmp_path / "gold", labels, allow_loss=False)
    assert str(raised.value) == "2 losses in conll; nothing was replaced; --allow-loss exports what can be carried"
    assert raised.value.losses["conll"].counts == {"nested": 1, "sub_token": 1}
    check_untouched(tmp_path / "gold", old)
    run(tmp_path / "gold", labels, allow_loss=False, formats=["jsonl"])


def test_a_card_that_somebody_else_wrote_is_not_replaced(tmp_path, labels):
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "README.md").write_text("mine")
    with pytest.raises(CuratorError, match=r"a README\.md stands there that no export has written"):
        run(tmp_path / "gold", labels)
    assert contents(tmp_path / "gold") == {"README.md": b"mine"}


def test_folders_and_files_beside_are_part_of_an_export(tmp_path, labels):
    target = tmp_path / "gold"
    for _ in range(2):
        report = run(target, labels, formats=["brat", "label-studio"])
    found = json.loads((target / "manifest.json").read_text())
    assert {"documents.brat/d1.ann", "documents.brat/annotation.conf", "documents.label-studio.xml"} <= set(
        found["files"]
    )
    assert "documents.label-studio.xml" in report.files
    run(target, labels, formats=["jsonl"])
    assert sorted(path.name for path in target.iterdir()) == [
        "README.md",
        "documents.jsonl",
        "labels.yaml",
        "manifest.json",
    ]


@pytest.mark.parametrize("step", range(6))
def test_a_swap_of_folders_that_fails_midway_is_taken_back(tmp_path, labels, monkeypatch, step):
    target = tmp_path / "gold"
    run(target, labels, formats=["brat"], documents=DOCUMENTS[:1])
    before = {path: path.read_bytes() for path in target.rglob("*") if path.is_file()}
    replace, calls = os.replace, []

    def failing(source, to):
        calls.append(to)
        if len(calls) == step + 1:
            raise OSError(5, "Input/output error", str(to))
        replace(source, to)

    monkeypatch.setattr(folder.os, "replace", failing)
    try:
        run(target, labels, formats=["brat"])
    except CuratorError:
        assert {path: path.read_bytes() for path in target.rglob("*") if path.is_file()} == before
    else:
        assert step >= 5


def test_settings_go_to_the_formats_that_have_them(tmp_path, labels):
    run(tmp_path / "gold", labels, settings={"scheme": "bilou", "strict-tokens": "snap"})
    found = json.loads((tmp_path / "gold" / "manifest.json").read_text())["formats"]
    assert found["conll"]["settings"] == {"scheme": "bilou", "strict-tokens": "snap"}
    assert found["jsonl"]["settings"] == {}
    assert "U-" in (tmp_path / "gold" / "documents.conll").read_text()
