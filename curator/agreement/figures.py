"""The measures, as formulas on sums of counts. Each takes many sums at once: one, one a document, one a resample.

A result is `Values`: an array with NaN where the measure is undefined, and beside it why. Sources of the formulas:
docs/agreement.md.
"""

from __future__ import annotations

from typing import NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from curator.agreement.columns import Columns, Floats
from curator.agreement.values import Reason

REASONS: tuple[Reason, ...] = get_args(Reason)
_CODES = {reason: code for code, reason in enumerate(REASONS, 1)}


class Values(NamedTuple):
    """Values of a measure, and where there is none the number of the reason in `REASONS`, from 1 on; else 0."""

    value: Floats
    why: npt.NDArray[np.int8]


def _values(value: Floats, *undefined: tuple[npt.NDArray[np.bool_], Reason]) -> Values:
    """The values, but for those that one of the conditions takes away; the first that holds is the reason."""
    why = np.zeros(value.shape, np.int8)
    for where, reason in reversed(undefined):
        why[np.broadcast_to(where, value.shape)] = _CODES[reason]
    return Values(np.where(why > 0, np.nan, value), why)


def _over(part: Floats, whole: Floats) -> Floats:
    shape = np.broadcast_shapes(part.shape, whole.shape)
    found: Floats = np.divide(part, whole, out=np.full(shape, np.nan), where=whole != 0)
    return found


def _f1(twice: Floats, left: Floats, right: Floats, documents: Floats) -> Values:
    whole = left + right
    return _values(_over(twice, whole), (documents == 0, "no_documents"), (whole == 0, "no_spans"))


def pair_figures(sums: Columns) -> dict[str, Values]:
    """The measures of a pair; Cohen's kappa on all tokens, and without those that both left alone."""
    documents = sums["documents"][:, 0]
    left, right = sums["left"].sum(axis=1), sums["right"].sum(axis=1)
    touches = [sums[f"touches_{side}"].sum(axis=1) for side in ("left", "right", "both")]
    return {
        "exact_f1": _f1(2 * sums["exact"].sum(axis=1), left, right, documents),
        "type_f1": _f1(2 * sums["type"].sum(axis=1), left, right, documents),
        "boundary_f1": _f1(sums["boundary"].sum(axis=1), left, right, documents),
        "partial_f1": _f1(2 * sums["partial"][:, 0], left, right, documents),
        "token_f1": _f1(2 * touches[2], touches[0], touches[1], documents),
        "cohen_kappa": _cohen(sums, without=False),
        "cohen_kappa_without_o": _cohen(sums, without=True),
        **complete_figures(of_two := _of_two(sums)),
        **together_figures(of_two),
    }


def _of_two(sums: Columns) -> Columns:
    """The counts of a pair as those of all annotators, where there are two."""
    marked = sums["tokens_left"] + sums["tokens_right"]
    outside = sums["units_all"] - sums["labelled_left"] - sums["labelled_right"] + sums["labelled_both"]
    apart = sums["units_all"] - outside - sums["tokens_both"].sum(axis=1, keepdims=True)
    return {
        **{name: sums[name] for name in ("documents", "clashes", "overlaps", "total_length")},
        "length": sums["length_left"] + sums["length_right"],
        "squares": sums["squares_left"] + sums["squares_right"],
        "single_pairable": 2 * sums["units_all"],
        "single_values": marked,
        "disagree": 2 * apart,
        "same_length": 2 * sums["same_length"],
        "covered": 2 * sums["covered"],
        "pairable": 2 * sums["units"],
        "values": marked,
        "differ": 2 * (marked - 2 * sums["tokens_both"]),
    }


def pair_label_figures(sums: Columns) -> dict[str, Values]:
    """The measures of a pair by label; a column a label."""
    # A label that not both did is in no document that both finished.
    documents = sums["documents"] * ((sums["units"] > 0) | (sums["units_all"] == 0))
    left, right = sums["left"], sums["right"]
    return {
        "exact_f1": _f1(2 * sums["exact"], left, right, documents),
        "type_f1": _f1(2 * sums["type"], left, right, documents),
        "boundary_f1": _f1(sums["boundary"], left, right, documents),
        "partial_f1": _f1(2 * sums["partial_label"], left, right, documents),
        "token_f1": _f1(2 * sums["touches_both"], sums["touches_left"], sums["touches_right"], documents),
        "cohen_kappa": _cohen_label(sums, documents),
        **together_label_figures(_of_two(sums)),
    }


def _kappa(observed: Floats, expected: Floats, *undefined: tuple[npt.NDArray[np.bool_], Reason]) -> Values:
    return _values(
        _over(observed - expected, 1 - expected), *undefined, (~(np.abs(1 - expected) > 1e-12), "no_variation")
    )


def _cohen(sums: Columns, *, without: bool) -> Values:
    """Cohen (1960): (po - pe) / (1 - pe), one label a token, O where there is none."""
    total = sums["units_all"][:, 0]
    left, right = sums["tokens_left"], sums["tokens_right"]
    both_out = total - sums["labelled_left"][:, 0] - sums["labelled_right"][:, 0] + sums["labelled_both"][:, 0]
    out_left, out_right = total - sums["labelled_left"][:, 0], total - sums["labelled_right"][:, 0]
    agree = sums["tokens_both"].sum(axis=1)
    if without:
        total, out_left, out_right = total - both_out, out_left - both_out, out_right - both_out
    else:
        agree = agree + both_out
    expected = _over((left * right).sum(axis=1) + out_left * out_right, total**2)
    return _kappa(
        _over(agree, total), expected,
        (sums["documents"][:, 0] == 0, "no_documents"), (sums["clashes"][:, 0] > 0, "overlapping_spans"),
        (total == 0, "no_spans" if without else "no_tokens"),
    )  # fmt: skip


def _cohen_label(sums: Columns, documents: Floats) -> Values:
    """Cohen's kappa of one label against the rest."""
    total, left, right, both = sums["units"], sums["tokens_left"], sums["tokens_right"], sums["tokens_both"]
    expected = _over(left * right + (total - left) * (total - right), total**2)
    return _kappa(
        _over(total - left - right + 2 * both, total), expected,
        (documents == 0, "no_documents"), (total == 0, "no_tokens"),
    )  # fmt: skip


def mean_of_pairs(values: list[Values]) -> Values:
    """The mean over the pairs that have a value.

    A pair without common documents, or without spans, has no say. Any other reason makes the mean undefined: a mean
    over those pairs that happen to have a value would flatter.
    """
    value = np.stack([each.value for each in values])
    why = np.stack([each.why for each in values])
    passed = (why == _CODES["no_documents"]) | (why == _CODES["no_spans"])
    count = (why == 0).sum(axis=0)
    mean = np.divide(np.where(why == 0, value, 0).sum(axis=0), count, out=np.full(count.shape, np.nan), where=count > 0)
    worst = np.where(passed, 0, why).max(axis=0)
    none = np.where(count == 0, np.where(passed, why, 0).max(axis=0), 0)
    reason = np.where(worst > 0, worst, none).astype(np.int8)
    return Values(np.where(reason > 0, np.nan, mean), reason)


def together_figures(sums: Columns) -> dict[str, Values]:
    """Krippendorff's alpha, and his u-alpha with labels and without, of all annotators."""
    documents, clashes = sums["documents"][:, 0], sums["clashes"][:, 0] > 0
    total = sums["single_pairable"][:, 0]
    by_label = sums["single_values"]
    value, expected = _alpha(sums["disagree"][:, 0], total, _squares(by_label, total))
    alpha = _values(
        value, (documents == 0, "no_documents"), (clashes, "overlapping_spans"), (total == 0, "no_tokens"),
        (expected <= 0, "no_variation"),
    )  # fmt: skip
    return {"alpha": alpha, "u_alpha": _u_alpha(sums, binary=False), "u_alpha_binary": _u_alpha(sums, binary=True)}


def _squares(by_label: Floats, total: Floats) -> Floats:
    outside = total - by_label.sum(axis=-1)
    found: Floats = (by_label**2).sum(axis=-1) + outside**2
    return found


def _alpha(disagree: Floats, total: Floats, squares: Floats) -> tuple[Floats, Floats]:
    """Krippendorff (2004), nominal: 1 - Do / De, and n^2 - sum n_k^2, which is 0 where nothing varies."""
    expected = total**2 - squares
    return 1 - _over(disagree * (total - 1), expected), expected


def together_label_figures(sums: Columns) -> dict[str, Values]:
    """Krippendorff's alpha of each label against the rest; defined where spans nest, too."""
    total, marked = sums["pairable"], sums["values"]
    value, expected = _alpha(sums["differ"], total, marked**2 + (total - marked) ** 2)
    return {"alpha": _values(value, (total == 0, "no_documents"), (expected <= 0, "no_variation"))}


def complete_figures(sums: Columns) -> dict[str, Values]:
    """Fleiss' kappa and Gwet's AC1, on documents that all annotators finished.

    With n_uk of m annotators giving token u the label k, the pairs that differ are sum_u (m^2 - sum_k n_uk^2); divided
    by (m - 1), as they are in ``disagree``, and by m times the number of tokens, they are 1 - P.
    """
    total, by_label = sums["single_pairable"][:, 0], sums["single_values"]
    shares = np.concatenate((by_label, (total - by_label.sum(axis=1))[:, None]), axis=1)
    seen = (shares > 0).sum(axis=1).astype(np.float64)
    shares = _over(shares, total[:, None])
    observed = 1 - _over(sums["disagree"][:, 0], total)
    undefined: list[tuple[npt.NDArray[np.bool_], Reason]] = [
        (sums["documents"][:, 0] == 0, "no_documents"), (sums["clashes"][:, 0] > 0, "overlapping_spans"),
        (total == 0, "no_tokens"), (seen < 2, "no_variation"),
    ]  # fmt: skip
    by_chance = _over((shares * (1 - shares)).sum(axis=1), seen - 1)
    return {
        "fleiss_kappa": _kappa(observed, (shares**2).sum(axis=1), *undefined),
        "ac1": _kappa(observed, by_chance, *undefined),
    }


def _u_alpha(sums: Columns, *, binary: bool) -> Values:
    """Krippendorff, Mathet, Bouvry and Widlöcher (2016).

    A gap is a value of its own; each of its code points is a unit of length 1.
    """
    total = sums["total_length"][:, 0]
    length, same, squares = sums["length"], sums["same_length"], sums["squares"]
    if binary:
        length, same, squares = (each.sum(axis=1, keepdims=True) for each in (length, sums["covered"], squares))
    gap = total - length.sum(axis=1)
    of_units = squares.sum(axis=1) + gap
    agree = same.sum(axis=1) + total - 2 * length.sum(axis=1) + sums["covered"][:, 0]
    chance = (length**2 - squares).sum(axis=1) + gap**2 - gap
    expected = total - _over(total * chance, total**2 - of_units)
    # In whole numbers, so that rounding decides nothing: all that is not by chance the same.
    apart = total**2 - (length**2).sum(axis=1) - gap**2
    return _values(
        1 - _over(total - agree, expected),
        (sums["documents"][:, 0] == 0, "no_documents"), (sums["overlaps"][:, 0] > 0, "overlapping_spans"),
        (total == 0, "no_tokens"), (apart <= 0, "no_variation"),
    )  # fmt: skip
