import io
from collections import Counter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator import text as words
from curator.errors import CuratorError
from curator.formats import conll
from curator.formats.api import CHANGED, FIRST_LOSSES, Flaw, Record, Source
from curator.formats.tagged import Tagged, read_tagged
from curator.model import Annotated, Document, Span, reading_order, text_hash

CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
PIECES = [
    "General ",
    "Ivanov",
    ". ",
    "\r\n\r\n",
    "\n",
    "'s",
    "😀",
    "\u0301",
    "\u200b",
    "\ufeff",
    " ",
    "-",
    "עם",
    "中",
    "A",
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(CHARACTERS, max_size=3), min_size=1, max_size=12).map("".join)
NAMES = st.sampled_from(["PER", "RANK", "a b", "B-x", "100%"])
KEYS = st.text(CHARACTERS | st.sampled_from("% \n\t/"), min_size=1).filter(str.strip)


@st.composite
def annotated(draw) -> Annotated:
    text = draw(TEXTS.filter(bool))
    edges = sorted({0, len(text), *(edge for token in words.tokens(text) for edge in token)})
    offsets = st.sampled_from(edges) | st.integers(0, len(text))
    spans = []
    for _ in range(draw(st.integers(0, 6))):
        start, end = sorted((draw(offsets), draw(offsets)))
        if start < end:
            spans.append(Span(start, end, draw(NAMES), draw(st.sampled_from([{}, {"x": 1}]))))
    document = Document(draw(KEYS), text, text_hash(text), "T")
    return Annotated(document, "gold", "done", tuple(sorted(spans, key=reading_order)))


def made(text: str, *spans: Span, key: str = "d1") -> Annotated:
    return Annotated(Document(key, text, text_hash(text), "T"), "gold", "done", tuple(spans))


def written(tmp_path, *documents: Annotated) -> tuple[str, conll.Written]:
    path = tmp_path / "documents.conll"
    done = conll.writer({}).write(documents, path)
    assert conll.writer({}).difference(documents, path) is None
    return path.read_bytes().decode(), done


def read(data: str | bytes) -> list[Tagged | Flaw]:
    return list(read_tagged(io.BytesIO(data.encode() if isinstance(data, str) else data), Source("a.conll", "a")))


def losses(tmp_path, document: Annotated) -> list[tuple[str, str]]:
    _, done = written(tmp_path, document)
    return [(kind, loss.text) for kind, named in done.losses.first.items() for loss in named]


@given(st.lists(annotated(), max_size=3))
def test_what_is_written_reads_back_but_for_the_losses(new_folder, documents):
    path = new_folder("out") / "documents.conll"
    done = conll.writer({}).write(documents, path)
    assert conll.writer({}).difference(documents, path) is None
    again = conll.writer({})  # one that remembers what it has written
    again.write(documents, path.with_name("again.conll"))
    assert again.difference(documents, path.with_name("again.conll")) is None
    with path.open("rb") as file:
        back = list(read_tagged(file, Source("a", "a")))
    assert [each.key for each in back] == [each.document.key for each in documents]
    for given_one, tagged in zip(documents, back, strict=True):
        check_document(given_one, tagged)
    assert done.spans == sum(len(tagged.runs()) for tagged in back)


def check_document(given_one: Annotated, tagged: Tagged) -> None:
    """Every span given is among those read back, as far as white space at its edges goes, or among the losses."""
    text = given_one.document.text
    tokens = list(words.tokens(text))
    assert list(tagged.tokens) == [text[start:end] for start, end in tokens]
    kept = sorted((tokens[first][0], tokens[behind - 1][1], label) for first, behind, label in tagged.runs())
    found = conll.carry(given_one).losses
    gone = [loss.span for loss in found if loss.kind in ("nested", "overlap", "merged", "sub_token", "no_token")]
    wanted = list(given_one.spans)
    for span in gone:
        wanted.remove(span)
    assert kept == sorted((*words.trim(text, s.start, s.end), s.label) for s in wanted)
    moved = [s for s in wanted if words.trim(text, s.start, s.end) != (s.start, s.end)]
    assert sorted(moved, key=reading_order) == [loss.span for loss in found if loss.kind == "edges"]
    assert sum(bool(s.attributes) for s in wanted) == sum(loss.kind == "attributes" for loss in found)


@given(annotated())
def test_losses_have_their_reason(document):
    tokens = list(words.tokens(document.document.text))
    starts, ends = {s for s, _ in tokens}, {e for _, e in tokens}
    for loss in conll.carry(document).losses:
        inside = [t for t in tokens if t[0] < loss.span.end and loss.span.start < t[1]]
        cut = bool(inside) and (inside[0][0] < loss.span.start or inside[-1][1] > loss.span.end)
        assert (loss.kind == "no_token") == (not inside)
        assert (loss.kind == "sub_token") == cut
        if loss.kind == "edges":
            assert loss.span.start not in starts or loss.span.end not in ends


@given(annotated())
def test_sentences_are_those_of_the_text_but_inside_spans(document):
    carried = conll.carry(document)
    begins = [start for start, _ in words.sentences(document.document.text)]
    inside = {index for first, behind, _ in carried.runs for index in range(first + 1, behind)}
    wanted = [0] if carried.words else []
    for index in range(1, len(carried.words)):
        before, here = carried.starts[index - 1], carried.starts[index]
        if any(before < begin <= here for begin in begins) and index not in inside:
            wanted.append(index)
    assert carried.breaks == wanted


def test_the_bytes(tmp_path):
    text = "General Timur Ivanov left.\r\n\r\nNobody knows."
    document = made(text, Span(0, 7, "RANK"), Span(8, 20, "PERSON"), key="a b/1%")
    content, done = written(tmp_path, document, made(" ", key="empty"))
    assert content == (
        "-DOCSTART- -X- O O a%20b/1%25\tO\n\nGeneral\tB-RANK\nTimur\tB-PERSON\nIvanov\tI-PERSON\nleft\tO\n.\tO\n\n"
        "Nobody\tO\nknows\tO\n.\tO\n\n-DOCSTART- -X- O O empty\tO\n\n"
    )
    assert (done.documents, done.spans, done.losses.counts) == (2, 2, {})
    assert [each.key for each in read(content)] == ["a b/1%", "empty"]


def test_neighbours_with_the_same_label_stay_apart(tmp_path):
    content, _ = written(tmp_path, made("a b c", Span(0, 1, "X"), Span(2, 5, "X")))
    assert read(content)[0].runs() == ((0, 1, "X"), (1, 3, "X"))


def test_a_sentence_is_not_broken_inside_a_span(tmp_path):
    text = "He met Ivanov. Petrov came. He left."
    content, done = written(tmp_path, made(text, Span(7, 21, "PERSON")))
    (tagged,) = read(content)
    assert [tagged.tokens[index] for index in tagged.breaks] == ["He", "He"]
    assert done.losses.counts == {}


@pytest.mark.parametrize(
    ("spans", "lost"),
    [
        ([Span(0, 20, "X"), Span(8, 13, "Y")], [("nested", "Timur")]),
        ([Span(0, 7, "X"), Span(0, 7, "A")], [("nested", "General")]),
        ([Span(0, 13, "X"), Span(8, 20, "Y")], [("overlap", "Timur Ivanov")]),
        ([Span(0, 7, "X"), Span(8, 20, "X"), Span(0, 13, "Y")], [("nested", "General"), ("overlap", "Timur Ivanov")]),
        ([Span(8, 11, "X")], [("sub_token", "Tim")]),
        ([Span(9, 20, "X")], [("sub_token", "imur Ivanov")]),
        ([Span(7, 8, "X")], [("no_token", " ")]),
        ([Span(7, 14, "X")], [("edges", " Timur ")]),
        ([Span(0, 7, "X", {"n": 1})], [("attributes", "General")]),
        ([Span(0, 8, "X", {"n": 1})], [("edges", "General "), ("attributes", "General ")]),
    ],
)
def test_losses_by_kind(tmp_path, spans, lost):
    assert losses(tmp_path, made("General Timur Ivanov", *spans)) == lost


def test_only_the_first_losses_of_a_kind_are_named(tmp_path):
    documents = [made("abc", Span(0, 1, "X"), key=str(index)) for index in range(25)]
    _, done = written(tmp_path, *documents, made("a b", Span(1, 2, "X")))
    assert done.losses.counts == {"sub_token": 25, "no_token": 1}
    assert [loss.document for loss in done.losses.first["sub_token"]] == [str(i) for i in range(FIRST_LOSSES)]
    assert len(done.losses.first["no_token"]) == 1


def test_other_files_of_the_kind_are_read():
    data = (
        "U.N. NNP I-NP I-ORG\nofficial NN I-NP O\n\n-DOCSTART- -X- O O\r\n\r\nEkeus NNP I-NP I-PER\r\nx y z I-LOC\r\n"
    )
    first, second = read(data)
    assert (first.key, first.tokens, first.runs()) == (None, ("U.N.", "official"), ((0, 1, "ORG"),))
    assert (second.key, second.runs()) == (None, ((0, 1, "PER"), (1, 2, "LOC")))


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (b"word", "a token and a tag are wanted"),
        (b"\tO", "a token and a tag are wanted"),
        (b"word\tX-PER", "'X-PER' is no IOB or BILUO tag"),
        (b"word\tB-", "'B-' is no IOB or BILUO tag"),
        (b"w\xff\tO", "invalid UTF-8 at byte 1 of the line"),
    ],
)
def test_flaws_name_the_line_and_leave_the_document_out(line, what):
    start = b"-DOCSTART- -X- O O %s\tO\n\n"
    found = read(start % b"a" + b"x\tO\n" + line + b"\ny\tO\n\n" + start % b"b" + b"z\tO\n")
    assert (found[0].where, found[0].what) == ("a.conll:4", what)
    assert [each.key for each in found[1:]] == ["b"]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("Timur\tB-PERSON", "Timur\tO", "spans: tokens (1, 3, 'PERSON') were given, (2, 3, 'PERSON') read back"),
        ("Timur", "Timor", "tokens"),
        ("left\tO", "left\tO\n", "sentences"),
        ("O O d1", "O O d2", "document 'd1' is not there"),
        ("left\tO", "left", "documents.conll:6: a token and a tag are wanted"),
        ("left\tO", "left\tO\n\n-DOCSTART- -X- O O d2\tO", "tokens"),
        (".\tO\n\n", ".\tO\n\n-DOCSTART- -X- O O d2\tO\n", "a document more than was given: 'd2'"),
    ],
)
def test_a_file_that_says_something_else_is_found_out(tmp_path, old, new, found):
    document = made("General Timur Ivanov left.", Span(8, 20, "PERSON"))
    content, _ = written(tmp_path, document)
    path = tmp_path / "documents.conll"
    path.write_text(content.replace(old, new), newline="")
    assert found in (conll.writer({}).difference([document], path) or "")


@pytest.mark.parametrize("remembers", [True, False])
def test_a_torn_file_is_found_out(tmp_path, remembers):
    documents = [made("one two.", key="a"), made("three.", key="b")]
    path = tmp_path / "documents.conll"
    writer = conll.writer({})
    writer.write(documents, path)
    content = path.read_text()
    path.write_text(content[: content.index("-DOCSTART- -X- O O b")])
    reader = writer if remembers else conll.writer({})
    assert reader.difference(documents, path) == "document 'b' is not there"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("two\tB-X", "tow\tB-X", "document 'a' differs in tokens"),
        ("two\tB-X", "two\tO", "document 'a' differs in spans"),
        ("two\tB-X", "two\tB-Y", "document 'a' differs in spans"),
        (".\tO\n", ".\tB-X\n", "document 'a' differs in spans"),
        ("\tO\n\nFive", "\tO\nFive", "document 'a' differs in sentences"),
        ("O O a\t", "O O c\t", "document 'a' is not there"),
    ],
)
def test_what_another_program_changed_is_found_out_by_who_wrote_it(tmp_path, old, new, found):
    documents = [made("one two. Five", Span(4, 7, "X"), key="a"), made("three.", key="b")]
    path = tmp_path / "documents.conll"
    writer = conll.writer({})
    writer.write(documents, path)
    content = path.read_text()
    assert old in content
    path.write_text(content.replace(old, new, 1))
    assert (writer.difference(documents, path) or "").startswith(found)


def test_the_result_does_not_depend_on_the_order_of_the_spans():
    document = made("a b c d", *(Span(s, e, n) for s, e in [(0, 3), (2, 5), (4, 7), (0, 7)] for n in "XY"))
    turned = msgspec.structs.replace(document, spans=document.spans[::-1])
    assert conll.carry(document).runs == conll.carry(turned).runs


def records(data: str, **settings: str) -> list[Record | Flaw]:
    texts = {"known": "Ivanov  (the\nelder) came."}
    source = Source("a.conll", "a", settings=settings, text_of=texts.get)
    return list(conll.read(io.BytesIO(data.encode()), source))


def spans(record: Record) -> list[tuple[str, str]]:
    text = record.document.text
    return [(s.span.label, text[s.span.start : s.span.end]) for s in record.suggestions]


@pytest.mark.parametrize(
    "tags",
    [
        "B-PER I-PER O B-LOC B-LOC O",
        "I-PER I-PER O I-LOC B-LOC O",
        "B-PER L-PER O U-LOC U-LOC O",
        "B-PER E-PER O S-LOC S-LOC O",
    ],
)
def test_all_schemes_are_read(tags):
    words_of = ["Ivan", "Orlov", "left", "Tver", "Omsk", "."]
    data = "".join(f"{word} x {tag}\n" for word, tag in zip(words_of, tags.split(), strict=True))
    (record,) = records(data)
    assert record.document.text == "Ivan Orlov left Tver Omsk ."
    assert spans(record) == [("PER", "Ivan Orlov"), ("LOC", "Tver"), ("LOC", "Omsk")]


def test_no_span_crosses_the_end_of_a_sentence():
    (record,) = records("Ivan I-PER\n\nOrlov I-PER\n")
    assert (record.document.text, spans(record)) == ("Ivan\nOrlov", [("PER", "Ivan"), ("PER", "Orlov")])


@pytest.mark.parametrize("scheme", ["iob1", "iob2", "bilou", "bioes"])
def test_all_schemes_are_written(tmp_path, scheme):
    document = made("Ivan Orlov left Tver Omsk.", Span(0, 10, "PER"), Span(16, 20, "LOC"), Span(21, 25, "LOC"))
    path = tmp_path / "a.conll"
    conll.writer({"scheme": scheme}).write([document], path)
    assert conll.writer({"scheme": scheme}).difference([document], path) is None
    wanted = {
        "iob1": "I-PER I-PER O I-LOC B-LOC O",
        "iob2": "B-PER I-PER O B-LOC B-LOC O",
        "bilou": "B-PER L-PER O U-LOC U-LOC O",
        "bioes": "B-PER E-PER O S-LOC S-LOC O",
    }
    assert [line.split("\t")[1] for line in path.read_text().splitlines()[2:] if line] == wanted[scheme].split()


def test_columns_by_option():
    data = "1\tIvan\tB-PER\tx\n2\tleft\tO\tx\n"
    (record,) = records(data, columns="1,2")
    assert spans(record) == [("PER", "Ivan")]
    (flaw,) = records(data, columns="one")
    assert flaw.what == "columns are not two numbers"
    assert [each.what for each in records("a\tO\n", columns="0,7")] == ["a token and a tag are wanted"]


def test_a_sentence_a_document():
    first, second = records("# id 1\nIvan B-PER\n\n# id 2\nOmsk B-LOC\n", by="sentence")
    assert (first.document.key, second.document.key) == ("a:1", "a:2")
    assert second.document.text == "Omsk"


def test_documents_that_the_file_does_not_name():
    found = records("-DOCSTART- -X- O O\n\nIvan B-PER\n\n-DOCSTART- -X- O O\n\nOmsk B-LOC\n")
    assert [each.document.key for each in found] == ["a:1", "a:2"]


def test_a_known_text_is_the_one_that_spans_stand_on():
    data = "-DOCSTART- -X- O O known\tO\n\nIvanov\tB-PER\n(\tO\nthe\tO\n\nelder\tB-X\n)\tO\ncame\tO\n.\tO\n"
    (record,) = records(data)
    assert record.document.text == "Ivanov  (the\nelder) came."
    assert spans(record) == [("PER", "Ivanov"), ("X", "elder")]
    (other,) = records(data.replace("came", "went"))
    assert other.document.text == "Ivanov ( the\nelder ) went ."


@given(annotated())
def test_what_is_written_comes_back_on_its_own_text(new_folder, document):
    path = new_folder("out") / "a.conll"
    done = conll.writer({}).write([document], path)
    with path.open("rb") as file:
        source = Source("a.conll", "a", text_of={document.document.key: document.document.text}.get)
        (record,) = conll.read(file, source)
    if isinstance(record, Flaw):
        assert record.what == "the document has no token"
        return
    assert record.document.text == document.document.text
    moved = Counter(loss.span.key for loss in done.losses.first.get("edges", []))
    gone = Counter(
        loss.span.key for kind in done.losses.first if kind not in CHANGED for loss in done.losses.first[kind]
    )
    exact = Counter(span.key for span in document.spans) - moved - gone
    assert not exact - Counter(s.span.key for s in record.suggestions)
    assert len(record.suggestions) == done.spans


@pytest.mark.parametrize(
    ("strict", "kept", "lost"),
    [("drop", [], {"sub_token": 1}), ("snap", [("X", "Timur")], {"snapped": 1})],
)
def test_spans_within_tokens(tmp_path, strict, kept, lost):
    path = tmp_path / "a.conll"
    document = made("General Timur", Span(8, 11, "X"))
    done = conll.writer({"strict-tokens": strict}).write([document], path)
    assert conll.writer({"strict-tokens": strict}).difference([document], path) is None
    assert done.losses.counts == lost
    with path.open("rb") as file:
        (record,) = conll.read(file, Source("a", "a"))
    assert spans(record) == kept


def test_spans_within_tokens_can_be_refused(tmp_path):
    with pytest.raises(CuratorError, match=r"d1:8:11: X 'Tim' does not stand on whole tokens; .*--strict-tokens snap"):
        conll.writer({"strict-tokens": "refuse"}).write([made("General Timur", Span(8, 11, "X"))], tmp_path / "a.conll")


def test_two_spans_that_are_widened_to_the_same(tmp_path):
    document = made("Timur", Span(0, 3, "X"), Span(1, 4, "X"))
    done = conll.writer({"strict-tokens": "snap"}).write([document], tmp_path / "a.conll")
    assert done.losses.counts == {"snapped": 1, "merged": 1}
    assert done.spans == 1


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("a.txt", "He took vitamin B-12", "text"),
        ("a.txt", "He took vitamin B-12\nand then O", "text"),
        ("a.txt", "Ivan B-PER\ncame O\n", "conll"),
        ("a.conll", "Ivan B-PER\n", "conll"),
        ("a.train", "-DOCSTART- -X- O O\n\nIvan NNP I-NP I-PER\n", "conll"),
    ],
)
def test_what_is_taken_for_conll(tmp_path, name, data, form):
    from curator.formats import registry
    from curator.formats.head import Head

    path = tmp_path / name
    path.write_text(data)
    with path.open("rb") as file:
        found = registry.detect(Head(file, path))
    assert found is not None
    assert found.name == form


def test_a_file_is_held_against_what_is_given_and_not_against_what_was_written(tmp_path):
    path = tmp_path / "documents.conll"
    writer = conll.writer({})
    writer.write([made("one two.", Span(4, 7, "X"), key="a")], path)
    assert (writer.difference([made("one two.", key="a")], path) or "").startswith("document 'a' differs in spans")


@pytest.mark.parametrize(
    "damaged",
    [
        "Ivan\tO\tx\nOrlov\tO\nO\n",
        "Ivan\tO\n\tO\nOrlov\tO\n",
        "Ivan\tO\r\nOrlov\tO\n",
        "Ivan\tO\nOrlov O\n",
        "\xff\tO\n",
    ],
)
def test_lines_that_are_not_plain_are_looked_at_one_by_one(damaged):
    """The same comes out whether the lines stand where many are read in one go, or at the start of a file."""
    alone = list(read(damaged.encode("latin-1")))
    behind = read(b"-DOCSTART- -X- O O\n\nOne\tO\n\n" + damaged.encode("latin-1"))
    assert [each.what for each in behind if isinstance(each, Flaw)] == [
        each.what for each in alone if isinstance(each, Flaw)
    ]
    if not any(isinstance(each, Flaw) for each in alone):
        assert behind[-1].tokens == ("One", *alone[-1].tokens)
