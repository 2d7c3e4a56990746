import pytest

from tests.suggest.helpers import found

OFFENCES = [
    ("the embezzlement of 200 million rubles", ["embezzlement"]),
    ("He was detained for taking a bribe.", ["taking a bribe"]),
    ("Both are suspected of embezzling budget funds.", ["embezzling budget funds"]),
    (
        "accused of abuse of office, large-scale fraud and corruption",
        ["abuse of office", "large-scale fraud", "corruption"],
    ),
    ("arrested on corruption charges", ["corruption"]),
    ("indicted for setting up an organised crime group", ["setting up an organised crime group"]),
    ("convicted of membership in a criminal association", ["membership in a criminal association"]),
    ("expelled for serious violations of discipline", ["serious violations of discipline"]),
    ("charged with violating procurement procedures", ["violating procurement procedures"]),
    ("charges of corruption were dropped", ["corruption"]),
    ("convicted of taking a large bribe in Moscow", ["taking a large bribe"]),
    ("He pleaded not guilty to bribery and money laundering.", ["bribery", "money laundering"]),
    ("charged with leaking confidential charts to reporters", ["leaking confidential charts"]),
    ("organised theft? No: he was acquitted of theft", ["theft"]),
    ("suspected of complicity in fraud", ["complicity in fraud"]),
    ("She denies the illegal crossing of the state border.", ["illegal crossing of the state border"]),
    ("sought for laundering 6 million lari", ["laundering"]),
    ("підозрюють в одержанні неправомірної вигоди", ["одержанні неправомірної вигоди"]),
    ("виновен в растрате и получении взятки", ["растрате", "получении взятки"]),
    ("підозрюється у зловживанні владою", ["зловживанні владою"]),
]

NO_OFFENCES = [
    "endemic corruption in the army",
    "the fight against corruption and the National Anti-Corruption Bureau",
    "a crackdown on corruption",
    "The Serious Fraud Office opened a file.",
    "They spoke of taking part, of giving money to the poor.",
    "jailed for eight years",
    "It is constant work against corruption, he denied.",
]


@pytest.mark.parametrize(("text", "offences"), OFFENCES)
def test_offences(text: str, offences: list[str]) -> None:
    assert found(text, "CHARGE") == offences


@pytest.mark.parametrize("text", NO_OFFENCES)
def test_no_offences(text: str) -> None:
    assert found(text, "CHARGE") == []
