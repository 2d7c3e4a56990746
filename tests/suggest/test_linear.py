"""Time must grow with the length of a text and no faster."""

import time

import pytest

from tests.suggest.helpers import usual

SIZE = 100_000
UNITS = (
    *("A", "A ", "Ivan ", "Ivan Petrov ", "1", "1 ", "1,", "000 ", " ", "\n", "a-", "a'", "a.", "A. ", "$", "$1 "),
    *("¥1 ", "!?", "General ", "head of the ", "head of the head ", "deputy ", "accused of ", "accused of taking a "),
    *("bribery ", "Lukashenkohas ", "million ", "two and a half ", "van der ", "“", "Путин ", "министр обороны "),
    *("万", "\u0301", "e\u0301", "ex-", "'s", "of the Main Department and ", "Ivanov, ", "Ivan “Van” Ivanov "),
)


@pytest.mark.parametrize("unit", UNITS)
def test_repeated(unit: str) -> None:
    usual().suggest("warm")
    text = (unit * (SIZE // len(unit) + 1))[:SIZE]
    started = time.process_time()
    spans = [s.span for s in usual().suggest(text)]
    # A quadratic step over so many code points would take minutes. Its own time: others may keep the machine busy.
    assert time.process_time() - started < 2
    assert all(span.end <= SIZE for span in spans)
