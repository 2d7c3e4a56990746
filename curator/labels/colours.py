"""The colours that have a name in labels.yaml.

Each has a contrast of at least 3:1 with white and with the dark grey ``#1e1e1e``, so that it reads on light and on
dark terminals, and they differ for people who confuse red with green or blue with yellow. The first four differ most.
"""

from __future__ import annotations

import re

COLOURS: dict[str, str] = {
    "blue": "#5a96d2",
    "ochre": "#b4871e",
    "magenta": "#c32d78",
    "violet": "#961eff",
    "green": "#4b781e",
    "pink": "#ff3cb4",
    "rose": "#d26978",
    "lilac": "#9678ff",
}

_HEX = re.compile("#[0-9a-f]{6}")


def colour_code(text: str) -> str | None:
    """The colour as ``#rrggbb``, in lower case; none where the text is no colour."""
    text = text.lower()
    return text if _HEX.fullmatch(text) else COLOURS.get(text)
