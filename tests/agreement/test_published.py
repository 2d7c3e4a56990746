"""Worked examples from the literature come out as they were printed.

Coded units are documents of one token; a value that is missing is a document that the annotator did not finish.
"""

import pytest

from curator.agreement import Shared, measure

FLEISS_1971 = (
    "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 "
    "144444 124444 222333 144444 224445 333335 111455 111112 224444 133555 "
    "555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"
)


def coded(units):
    """A document a unit; a dot is a missing value."""
    documents = [
        Shared(
            str(number), {f"r{rater}": [(0, 1, value)] for rater, value in enumerate(unit) if value != "."},
            length=1, tokens=[(0, 1)],
        )
        for number, unit in enumerate(units)
    ]  # fmt: skip
    return measure(documents, resamples=0).measures


def test_fleiss_1971():
    assert coded(FLEISS_1971.split())["fleiss_kappa"].value == pytest.approx(0.430, abs=5e-4)


def test_artstein_and_poesio_2008():
    first = ["SS"] * 20 + ["IS"] * 20 + ["SI"] * 10 + ["II"] * 50
    assert coded(first)["cohen_kappa"].value == pytest.approx(0.348, abs=5e-4)
    second = ["SS"] * 46 + ["IS"] * 6 + ["II"] * 32 + ["IC"] * 6 + ["CC"] * 10
    measures = coded(second)
    assert measures["cohen_kappa"].value == pytest.approx(0.801, abs=5e-4)
    assert measures["alpha"].value == pytest.approx(0.800, abs=1e-3)
    assert measures["fleiss_kappa"].value == pytest.approx(0.7995, abs=5e-5)  # of two raters it is Scott's pi


@pytest.mark.parametrize(
    ("units", "alpha"),
    [
        ("10 11 01 00 00 01 00 01 00 00", 0.095),
        ("aa ab bb bb bb bb bc cc cc cc cc cc", 0.734),
        ("BB.B LLPL PPPP PPPP LLLL BLPC CCCC BBLB LLLL .FFF ..BB ..P.", 0.743),
        ("111 122 222 444 144 222 123 333 222", 0.642),
    ],
)
def test_krippendorff_1980_and_2004(units, alpha):
    assert coded(units.split())["alpha"].value == pytest.approx(alpha, abs=6e-4)


def test_gwet_2008():
    measures = coded(["yy"] * 8 + ["nn"] + ["yn"])
    assert measures["ac1"].value == pytest.approx(0.8658, abs=5e-5)
    assert measures["fleiss_kappa"].value == pytest.approx(0.6078, abs=5e-5)


def continuum(length, first, second):
    document = Shared("d", {"i": first, "j": second}, length=length, tokens=[(0, 1)])
    return measure([document], resamples=0)


def test_krippendorff_2004_unitizing():
    """The example of 11.6, on the continuum from 150 to 450."""
    first = [(75, 145, "c"), (220, 250, "c"), (30, 90, "k"), (150, 200, "k")]
    second = [(70, 150, "c"), (205, 225, "c"), (250, 270, "c"), (30, 90, "k"), (150, 200, "k")]
    agreement = continuum(300, first, second)
    assert agreement.measures["unitizing_alpha"].value == pytest.approx(0.859, abs=5e-4)
    by_label = {each.label: each.measures["unitizing_alpha"].value for each in agreement.by_label}
    assert by_label["c"] == pytest.approx(0.7286, abs=5e-5)
    assert by_label["k"] == 1.0
    assert agreement.measures["u_alpha"].reason == "overlapping_spans"  # c and k overlap


def test_units_on_a_short_continuum():
    """One long unit against three of length 1 in it: observed .91, expected .5351 (DKPro Statistics)."""
    value = continuum(10, [(1, 9, "A")], [(2, 3, "A"), (4, 5, "A"), (6, 7, "A")]).measures["unitizing_alpha"].value
    assert value == pytest.approx(-0.7003, abs=5e-5)


@pytest.mark.parametrize(
    ("label", "first", "second", "alpha"),
    [
        ("A", [(2, 10), (14, 20)], [(4, 8), (15, 17)], 0.553),
        ("B", [(0, 18)], [(0, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 9), (9, 10)], -0.926),
        ("C", [(2, 8), (10, 12), (14, 18), (20, 22)], [(0, 2), (4, 8), (10, 14), (16, 18), (20, 22)], 0.679),
        ("D", [(0, 2), (2, 10), (10, 14), (14, 20), (20, 24)], [(0, 4), (4, 8), (8, 15), (15, 17), (17, 24)], 0.066),
    ],
)
def test_krippendorff_1995_unitizing(label, first, second, alpha):
    """On a fine scale, as in the paper; DKPro Statistics allows .02, for an error in the paper's own arithmetic."""
    fine = 5_000
    sides = ([(s * fine, e * fine, label) for s, e in each] for each in (first, second))
    assert continuum(24 * fine, *sides).measures["unitizing_alpha"].value == pytest.approx(alpha, abs=0.02)
