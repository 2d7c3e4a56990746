"""Texts with what no reader sees: spans stand where the text has them."""

from hypothesis import given
from hypothesis import strategies as st

from curator.suggest.mend import Mended
from tests.suggest.helpers import found, usual

WRAPPED = """The court has found Lieutenant
Colonel Kuzma Belov guilty of abuse of
authority; the road cost 130 million
rubles and broke up at
once."""


def test_invisible_characters() -> None:
    text = "\u200bColonel \u200bTimofei Yur\u00adchenkov took 5,5\u200b00 rubles\u200b."
    assert found(text, "RANK") == ["Colonel"]
    assert found(text, "PERSON") == ["Timofei Yur\u00adchenkov"]
    assert found(text, "AMOUNT") == ["5,5\u200b00 rubles"]


def test_invisible_characters_that_were_escaped() -> None:
    text = r"Colonel\u200b Timofei Yurchenkov is accused of \u200blarge-scale fraud\u200b."
    assert found(text, "PERSON") == ["Timofei Yurchenkov"]
    assert found(text, "CHARGE") == ["large-scale fraud"]


def test_wrapped_lines() -> None:
    for text in (WRAPPED, WRAPPED.replace("\n", "\r\n")):
        end = "\r\n" if "\r" in text else "\n"
        assert found(text, "RANK") == [f"Lieutenant{end}Colonel"]
        assert found(text, "CHARGE") == [f"abuse of{end}authority"]
        assert found(text, "AMOUNT") == [f"130 million{end}rubles"]


def test_lines_that_are_paragraphs_stay_apart() -> None:
    assert found("Colonel\nIvan Popov\nCaptain\nLev Antonov", "PERSON") == ["Ivan Popov", "Lev Antonov"]


@given(st.text(alphabet="aZ.,- \n\r\u200b\u00ad\ufeffé", max_size=80))
def test_offsets_lead_back(text: str) -> None:
    mended = Mended(text)
    for i, char in enumerate(mended.text):
        start, end = mended.original(i, i + 1)
        assert 0 <= start < end <= len(text)
        assert char == " " or text[start:end] == char


def test_nothing_to_mend() -> None:
    mended = Mended("Ivan Popov\n\nleft.")
    assert mended.text == "Ivan Popov\n\nleft."
    assert mended.original(3, 7) == (3, 7)
    assert usual().suggest("\u200b") == []
