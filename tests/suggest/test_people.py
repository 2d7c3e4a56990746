import pytest

from tests.suggest.helpers import found, usual

NAMED = [
    ("Major General Ivan Popov was arrested.", ["Ivan Popov"]),
    ("President Zubr spoke.", ["Zubr"]),
    ("Sergei Shoigu’s deputy resigned.", ["Sergei Shoigu"]),
    ("It was signed by A. B. Petrov and Yu. V. Sidorenko.", ["A. B. Petrov", "Yu. V. Sidorenko"]),
    ("Timur Vadimovich Ivanov denied it.", ["Timur Vadimovich Ivanov"]),
    ("Ivanov Timur Vadimovich denied it.", ["Ivanov Timur Vadimovich"]),
    ("The money went to Ludwig van der Meer.", ["Ludwig van der Meer"]),
    ("He paid Nargiza Asanova kyzy and Elnur Mammadov oglu.", ["Nargiza Asanova kyzy", "Elnur Mammadov oglu"]),
    ("Witnesses named Alla Korotenko-Blum.", ["Alla Korotenko-Blum"]),
    ("They met Hayk al-Rashid in Baku.", ["Hayk al-Rashid"]),
    ("China expelled Li Shangfu and Wei Fenghe.", ["Li Shangfu", "Wei Fenghe"]),
    ("Then Xarbo Quendt, 45, was arrested.", ["Xarbo Quendt"]),
    ("“Nothing changes,” Ikrom Khodzhaev said.", ["Ikrom Khodzhaev"]),
    ("Президент Росії Володимир Путін прибув.", ["Володимир Путін"]),
    ("Суд арестовал Тимура Иванова.", ["Тимура Иванова"]),
    ("Republican Haley Barbour, a lawyer", ["Haley Barbour"]),
    ("His wife, Agnia, kept it; a certain Gorgo did not.", ["Agnia", "Gorgo"]),
    ("Ivan Popov left. Later Ivan wept.", ["Ivan Popov", "Ivan"]),
    ("Yongchul “Charlie” Kim was charged.", ["Yongchul “Charlie” Kim"]),
    ("Then Xarbo Quendt left. Quendt said nothing.", ["Xarbo Quendt", "Quendt"]),
    ("Photo: Robert P. Burke", ["Robert P. Burke"]),
    ("The verdict on Andrei Ukrainian, 44, was read.", ["Andrei Ukrainian"]),
    ("A title\nBy Will Ashgrove for WireOnline\n", ["Will Ashgrove"]),
    ("By RACHAEL FERRANTE and WILL ASHGROVE\n", ["RACHAEL FERRANTE", "WILL ASHGROVE"]),
    ("BY OWEN SOUKUP IN PRAGUE, MARK BELL AND LIDIA FERRANTE\n", ["OWEN SOUKUP", "MARK BELL", "LIDIA FERRANTE"]),
]

NOBODY = [
    "The mayor of Lesnoy Yar said so.",
    "It was bought from the supplier Polevaya Kukhnya.",
    "The Agency for Soft Inventory claims it.",
    "The director of the Patriot Army Park in Moscow Region.",
    "The Moscow Times reports that the Ministry of Defense denied it.",
    "On Monday the Kremlin said nothing; in May the Kerch Strait froze.",
    "Read more: Ukraine Strikes Crimea",
    "Intercommerce Bank and the Investigative Committee",
    "The Boris Nemtsov Square is closed.",
    "In March Will Russian tanks return?",
    "By Agence France-Presse",
    "By Reuters Staff\n\nBy DAILY MAIL REPORTER\n",
    "By Colonel Trust\n",
    "According to Bloomberg, Belgorod and Bryansk were shelled.",
    "Close this search box. Subscribe To Our Newsletter. Follow us on Google News",
    "The Christian Democrats lost in Hong Kong.",
    "A Group of tanks lined up in U.S. waters.",
    "",
]


@pytest.mark.parametrize(("text", "names"), NAMED)
def test_named(text: str, names: list[str]) -> None:
    assert found(text, "PERSON") == names


@pytest.mark.parametrize("text", NOBODY)
def test_nobody(text: str) -> None:
    assert found(text, "PERSON") == []


def test_surname_alone_before_and_after_the_full_name() -> None:
    text = "Xarbo was detained. Major Pavel Xarbo denied it. Xarbo's lawyer was absent; so was XARBO."
    assert found(text, "PERSON") == ["Xarbo", "Pavel Xarbo", "Xarbo", "XARBO"]


@pytest.mark.parametrize("later", ["Shamarin denied it.", "Then in court Mr Belov met Shamarin again."])
def test_mention_says_of_whom(later: str) -> None:
    """Also one that its own ending would speak for."""
    last = usual().suggest(f"Vadim Shamarin was detained. {later}")[-1]
    assert (last.reason, last.score) == ("mention of Vadim Shamarin", 0.92)


def test_inflected_mention_in_cyrillic() -> None:
    text = "Арестован Юрий Подоляко. Ранее у Подоляки изъяли деньги."
    assert found(text, "PERSON") == ["Юрий Подоляко", "Подоляки"]


def test_name_run_into_the_next_word() -> None:
    assert found("Ivan Quendtov came. Quendtovhas left.", "PERSON") == ["Ivan Quendtov", "Quendtov"]


def test_full_name_run_into_the_next_word() -> None:
    text = "Andrei Belousovsaid so. Then Xarbo Quendtovhas left; Quendtov wept."
    assert found(text, "PERSON") == ["Andrei Belousov", "Xarbo Quendtov", "Quendtov"]


def test_sure_names_score_higher_than_guesses() -> None:
    sure, guess = (
        usual().suggest(text)[-1].score or 0 for text in ("General Ivan Popov left.", "They met Xarbo Quendt.")
    )
    assert sure >= 0.9 > 0.5 > guess
