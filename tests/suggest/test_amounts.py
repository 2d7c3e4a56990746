from decimal import Decimal

import pytest

from curator.suggest.amounts import read_number
from tests.suggest.helpers import usual

SUMS = [
    ("about 200 million rubles", "200 million rubles", 200_000_000, "RUB"),
    ("more than $2 million.", "$2 million", 2_000_000, "USD"),
    ("€1.5bn", "€1.5bn", 1_500_000_000, "EUR"),
    ("three billion rubles", "three billion rubles", 3_000_000_000, "RUB"),
    ("RUB 40,000", "RUB 40,000", 40_000, "RUB"),
    ("fuel worth Rbl 2.6 million", "Rbl 2.6 million", 2_600_000, "RUB"),
    ("up to 40 000 rubles", "40 000 rubles", 40_000, "RUB"),
    ("40\u00a0000\u202f000 roubles", "40\u00a0000\u202f000 roubles", 40_000_000, "RUB"),
    ("1'000'000 francs", "1'000'000 francs", 1_000_000, "CHF"),
    ("₽3.2 million", "₽3.2 million", 3_200_000, "RUB"),
    ("half a million dollars", "half a million dollars", 500_000, "USD"),
    ("two and a half million rubles", "two and a half million rubles", 2_500_000, "RUB"),
    ("a million euros", "a million euros", 1_000_000, "EUR"),
    ("twenty-five thousand dollars", "twenty-five thousand dollars", 25_000, "USD"),
    ("12 млн рублей", "12 млн рублей", 12_000_000, "RUB"),
    ("3,5 млрд грн", "3,5 млрд грн", 3_500_000_000, "UAH"),
    ("50 тыс. евро", "50 тыс. евро", 50_000, "EUR"),
    ("受贿50万元。", "50万元", 500_000, "CNY"),
    ("2-3 million rubles", "2-3 million rubles", 3_000_000, "RUB"),
    ("US$275,000", "US$275,000", 275_000, "USD"),
    ("A$5m", "A$5m", 5_000_000, "AUD"),
    ("HK$7.8", "HK$7.8", 7.8, "HKD"),
    ("50 €", "50 €", 50, "EUR"),
    ("80,000 US dollars", "80,000 US dollars", 80_000, "USD"),
    ("80,000 U.S. dollars", "80,000 U.S. dollars", 80_000, "USD"),
    ("32,000 Belarusian rubles", "32,000 Belarusian rubles", 32_000, "BYN"),
    ("€ 12.500", "€ 12.500", 12_500, "EUR"),
    ("a 36-million-ruble bribe", "36-million-ruble", 36_000_000, "RUB"),
    ("78.1500 roubles", "78.1500 roubles", 78.15, "RUB"),
    ("1,185,000,000 rubles", "1,185,000,000 rubles", 1_185_000_000, "RUB"),
    ("CHF 800 million", "CHF 800 million", 800_000_000, "CHF"),
    ("12 млн руб. за год", "12 млн руб.", 12_000_000, "RUB"),
    ("12 млн руб. Суд решил", "12 млн руб", 12_000_000, "RUB"),
    ("12 млн руб.", "12 млн руб", 12_000_000, "RUB"),
    ("12 млн руб.\n\nи так далее", "12 млн руб", 12_000_000, "RUB"),
    ("5 тыс. грн., как сообщили", "5 тыс. грн.", 5_000, "UAH"),
    ("7.4bn rub. for the road", "7.4bn rub.", 7_400_000_000, "RUB"),
    ("for $5 mln. in cash", "$5 mln.", 5_000_000, "USD"),
    ("40 rubles. and so on", "40 rubles", 40, "RUB"),
    ("3000万元人民币。", "3000万元人民币", 30_000_000, "CNY"),
    ("סך 4 מיליון שקל", "4 מיליון שקל", 4_000_000, "ILS"),
    ("£180m;", "£180m", 180_000_000, "GBP"),
]

NO_SUMS = [
    "1,000 square kilometers",
    "on 7 October 2024",
    "70 percent of 1.5 billion bricks",
    "two ships and 500 m of wire",
    "five Russian generals",
    "$",
    "rubles",
]


@pytest.mark.parametrize(("text", "sum_", "value", "currency"), SUMS)
def test_sums(text: str, sum_: str, value: float, currency: str) -> None:
    (suggestion,) = [s for s in usual().suggest(text) if s.span.label == "AMOUNT"]
    assert text[suggestion.span.start : suggestion.span.end] == sum_
    assert suggestion.span.attributes == {"value": value, "currency": currency}
    assert type(suggestion.span.attributes["value"]) is type(value)


@pytest.mark.parametrize("text", NO_SUMS)
def test_no_sums(text: str) -> None:
    assert usual().suggest(text) == []


@pytest.mark.parametrize(
    ("digits", "value"),
    [("1,000", "1000"), ("1.000.000", "1000000"), ("1.234,56", "1234.56"), ("1,234.56", "1234.56"), ("0.125", "0.125")],
)
def test_read_number(digits: str, value: str) -> None:
    assert read_number(digits) == Decimal(value)


def test_number_too_long() -> None:
    assert read_number("9" * 5000) is None
