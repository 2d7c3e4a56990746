"""Measures of agreement on layers; no store, no screen.

    from curator.agreement import Shared, measure

    agreement = measure([Shared("a", {"anna": [(0, 5, "PERSON")], "bea": [(0, 6, "PERSON")]}, text="Orlov left.")])
    agreement.measures["exact_f1"].value

Names are imported when they are used, so that whoever needs none of the arrays does not pay for NumPy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from curator.agreement.documents import LeftOut, Shared, gather
    from curator.agreement.gamma_measure import Gamma, gamma
    from curator.agreement.measures import (
        Agreement,
        DocumentAgreement,
        LabelAgreement,
        PairAgreement,
        measure,
    )
    from curator.agreement.unitizing import Unitizing, unitizing_alpha
    from curator.agreement.values import Interval, Measure

__all__ = [
    "Agreement",
    "DocumentAgreement",
    "Gamma",
    "Interval",
    "LabelAgreement",
    "LeftOut",
    "Measure",
    "PairAgreement",
    "Shared",
    "Unitizing",
    "gamma",
    "gather",
    "measure",
    "unitizing_alpha",
]

_WHERE = {
    "documents": ("LeftOut", "Shared", "gather"),
    "gamma_measure": ("Gamma", "gamma"),
    "measures": ("Agreement", "DocumentAgreement", "LabelAgreement", "PairAgreement", "measure"),
    "unitizing": ("Unitizing", "unitizing_alpha"),
    "values": ("Interval", "Measure"),
}


def __getattr__(name: str) -> Any:
    for module, names in _WHERE.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
