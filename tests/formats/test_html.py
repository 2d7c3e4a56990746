"""HTML to text, with the way back to the source."""

import io
import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.formats.head import Head
from curator.formats.html import FORMAT, RUNS, source_offset
from tests.formats.formats_kit import read

PAGE = """<!DOCTYPE html>
<html><head><title>The &amp; trial</title><style>p { x: y }</style></head>
<body><h1>Day  one</h1>
<p>General <b>Ivanov</b>
was&nbsp;there &mdash; <i>alone</i>.</p><script>var x = "<p>no</p>";</script>
<ul><li>5&#8364;<li>6 &euro;</ul><pre>a
  b</pre><!-- no --> end</body></html>
"""


def page(tmp_path, text: str):
    path = tmp_path / "a.html"
    path.write_text(text, newline="")
    (found,) = read(path)
    return found


def test_the_text(tmp_path):
    record = page(tmp_path, PAGE)
    assert record.document.title == "The & trial"
    assert record.document.text == "Day one\nGeneral Ivanov was\xa0there — alone.\n5€\n6 €\na\n  b\nend"


def test_every_character_is_found_in_the_source(tmp_path):
    document = page(tmp_path, PAGE).document
    for offset, character in enumerate(document.text):
        place = source_offset(document.meta[RUNS], offset)
        if place is None:
            assert character == "\n"
        elif PAGE[place] != "&":
            assert PAGE[place] == character or (character == " " and PAGE[place].isspace())
    at = document.text.index("Ivanov")
    assert PAGE[source_offset(document.meta[RUNS], at) :].startswith("Ivanov</b>")


PIECES = [
    "<p>", "</p>", "<b>", "<br/>", "text ", "&amp;", "&bogus;", "&", "<", ">", "<!--", "-->", "<script>", "</script>",
    "<pre>", "</pre>", "\r\n", "  ", "😀", "<![CDATA[", "]]>", "<?x", "&#0;", "&#xd800;", "<title>", "</title>", "\f",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=["Cs"]), max_size=3), max_size=12))
def test_any_page(new_folder, parts):
    source = "".join(parts)
    found = page(new_folder("html"), source)
    if not hasattr(found, "document"):
        assert found.what
        return
    text, runs = found.document.text, found.document.meta[RUNS]
    assert all(a[0] + a[2] <= b[0] for a, b in itertools.pairwise(runs))
    for start, place, length in runs:
        stands = source[place : place + length]
        same = all(a == b or (a == " " and b.isspace()) for a, b in zip(text[start:], stands, strict=False))
        assert same or source[place] == "&"


@pytest.mark.parametrize("text", ["", "<p></p>", "<script>x</script>"])
def test_a_page_without_text(tmp_path, text):
    assert page(tmp_path, text).what == "the text is empty"


@pytest.mark.parametrize("section", ["<![>", "<![ x]>", "<![foo[ x]]>", "<![endif]>", "<![if !IE]>"])
def test_sections_that_no_parser_knows_are_comments(tmp_path, section):
    assert page(tmp_path, f"<p>a{section}b</p>").document.text == "ab"


@pytest.mark.parametrize("opened", ["<b", "</b", "<!--", "<!", "<?", "<a b='"])
def test_a_page_of_tags_without_end_is_refused_at_once(tmp_path, opened):
    """The parser would go again to the end from each of them."""
    start = time.process_time()
    assert page(tmp_path, "<p>a" + opened * 50_000).what.startswith("the tag at character ")
    assert time.process_time() - start < 2


def test_comments_before_a_page_are_passed_in_one_go():
    head = Head(io.BytesIO(b"<!--a-->" * 3000 + b"x"), None)
    start = time.process_time()
    assert not FORMAT.detect(head)
    assert FORMAT.detect(Head(io.BytesIO(b"<!--a--> <!--b--><p>c"), None))
    assert time.process_time() - start < 2
