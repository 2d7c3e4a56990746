import pytest

from tests.suggest.helpers import found

TITLES = [
    ("Lieutenant General Vadim Shamarin", ["Lieutenant General"]),
    ("Lieutenant-General Vadim Shamarin", ["Lieutenant-General"]),
    ("Lt. Gen. Vadim Shamarin", ["Lt. Gen."]),
    ("Colonel of Justice Ivan Petrov", ["Colonel of Justice"]),
    ("former Deputy Defense Minister Timur Ivanov", ["Deputy Defense Minister"]),
    ("Russian President Vladimir Putin", ["President"]),
    ("the ex-governor was jailed", ["governor"]),
    ("then-deputy defence minister Pavel Popov", ["deputy defence minister"]),
    ("He met the head of the Main Directorate of Personnel, who left.", ["head of the Main Directorate of Personnel"]),
    (
        "Vadim Shamarin, head of the Main Communications Directorate of the Russian Armed Forces, was arrested",
        ["head of the Main Communications Directorate of the Russian Armed Forces"],
    ),
    ("the former commander of the 58th Army, Ivan Popov", ["commander of the 58th Army"]),
    (
        "director of the Victory Arms Park in Tula Region, and so on",
        ["director of the Victory Arms Park in Tula Region"],
    ),
    (
        "deputy head of the Ministry's Main Department of Housing",
        ["deputy head of the Ministry's Main Department of Housing"],
    ),
    ("The mayor of Sochi promised to stay.", ["mayor of Sochi"]),
    ("head of the construction department told reporters", ["head of the construction department"]),
    ("the head of Gazprom Alexei Miller", ["head of Gazprom"]),
    ("First Deputy Energy Minister Alla Zorina", ["First Deputy Energy Minister"]),
    ("first deputy finance minister Alla Zorina", ["first deputy finance minister"]),
    ("a letter to investigator Alla Zorina", ["investigator"]),
    ("They left it to judge Alla Zorina.", ["judge"]),
    ("Lev Markin was promoted to general in spring.", ["general"]),
    ("Alla Zorina, the other deputy minister, stayed", ["deputy minister"]),
    (
        "commander of the Bryansk operational and tactical group",
        ["commander of the Bryansk operational and tactical group"],
    ),
    ("chief of the General Staff", ["chief of the General Staff"]),
    ("former UK Defense Attaché in Moscow", ["Defense Attaché in Moscow"]),
    ("the head of Britain's MI6, said", ["head of Britain's MI6"]),
    ("The governor said nothing, and the judge agreed.", ["governor", "judge"]),
    ("FSB director Alexander Bortnikov", ["FSB director"]),
    ("Ivan Ivanov was appointed deputy minister of finance in May", ["deputy minister of finance"]),
    ("Major General Ivan Popov, commander of the 58th Army", ["Major General", "commander of the 58th Army"]),
    ("заместитель министра обороны Тимур Иванов", ["заместитель министра обороны"]),
    (
        "начальник управления кадров, генерал-лейтенант Юрий Кузнецов",
        ["начальник управления кадров", "генерал-лейтенант"],
    ),
    ("Lev Petrov, a colonel, left with a captain 3rd rank, Ivan Popov.", ["colonel", "captain 3rd rank"]),
    ("A judge ordered his arrest.", ["judge"]),
    ("The mayor blames everyone, and the commander withdrew.", ["mayor", "commander"]),
    ("Colonel jailed for bribery", ["Colonel"]),
    ("Russian general arrested", ["general"]),
    ("stripped of the rank of colonel", ["colonel"]),
    ("the fund's chairman, Lavr Petrov", ["chairman"]),
    ("Senior Assistant Military Prosecutor Ivan Popov", ["Senior Assistant Military Prosecutor"]),
    (
        "the commander of the Northern Fleet Admiral Ivan Popov said",
        ["commander of the Northern Fleet", "Admiral"],
    ),
    ("head of the Sever equipment depot, Ivan Popov", ["head of the Sever equipment depot"]),
    ("head of the Port Veterans' Council, Ivan Popov", ["head of the Port Veterans' Council"]),
    ("head of the Group's supply service, Ivan Popov", ["head of the Group's supply service"]),
    ("She became the first military commissar in the district.", ["military commissar"]),
    ("міський голова Іван Попов", ["міський голова"]),
    ("Президент Володимир Зеленський", ["Президент"]),
]

NO_TITLES = [
    "deputy ministers, department heads and senior commanders",
    "eight officials with general ranks and a group of generals",
    "The investment was private, and General Motors said so.",
    "A colonel is worth a flat, and greed is a private matter.",
    "In general, the general public saw a major scandal in the private sector.",
    "He was chosen to head the ministry, to chair Gazprom and to judge nobody.",
    "A governor is bought with a road, a general with a flat.",
    "The prosecutor's office and the Prosecutor General's Office declined.",
    "The General Staff is silent; so is the general election.",
    "a businessman, an economist and a lawyer",
]


@pytest.mark.parametrize(("text", "titles"), TITLES)
def test_titles(text: str, titles: list[str]) -> None:
    assert found(text, "RANK") == titles


@pytest.mark.parametrize("text", NO_TITLES)
def test_no_titles(text: str) -> None:
    assert found(text, "RANK") == []


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("They met the deputy minister's", ["deputy minister"]),
        ("They met deputy minister’s", []),
        ("said governor's", []),
    ],
)
def test_a_possessive_may_end_the_text(text: str, titles: list[str]) -> None:
    assert found(text, "RANK") == titles
