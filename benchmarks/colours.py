"""How well text can be read, and labels be told apart, in each theme and to several eyes: python -m benchmarks.colours

Contrast is that of WCAG 2.1. Colour vision deficiencies are simulated after Machado, Oliveira and Fernandes, "A
Physiologically-based Model for Simulation of Color Vision Deficiency" (IEEE TVCG 15(6), 2009), at full severity;
differences are CIEDE2000 (Sharma, Wu and Dalal, Color Research and Application 30(1), 2005): 1 is just noticeable with
the samples side by side, 10 is seen at a glance. What is printed is kept in docs/themes.md, and a test compares.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, product
from pathlib import Path

from coloraide import Color
from rich.color import Color as Sent
from rich.color import ColorSystem
from rich.style import Style

from curator.labels import LabelSet, load_labels
from curator.model import Span
from curator.review.items import SIGNS, Item, Mark
from curator.tui.ink import Ink, make_ink
from curator.tui.themes import LOOKS, Look

ROOT = Path(__file__).parent.parent
EYES = {"usual": "", "protanopia": "protan", "deuteranopia": "deutan", "tritanopia": "tritan"}
COLOURED = [look for look in LOOKS.values() if look.colours == "any"]


def item(label: str, mark: Mark) -> Item:
    """A span of this label in this state."""
    return Item(Span(0, 1, label), mark)


def texts(ink: Ink, labels: LabelSet) -> Iterator[tuple[str, Style]]:
    """Every style that text has, by what it is for."""
    base = ink.base
    yield from (("plain", base), ("faint", base + ink.faint), ("at the cursor", ink.at_cursor(base)))
    yield from (("to be labelled", base + ink.target), ("selected", base + ink.selection), ("searched", base + ink.hit))
    yield from (("on the line of a list's cursor", ink.lit(style)) for style in (base, ink.faint))
    for style in (ink.bar.base, ink.bar.base + ink.bar.faint, *(ink.bar.name(label.name) for label in labels.labels)):
        yield "above and below the article", style
    for label, mark, focused in product(labels.labels, SIGNS, (False, True)):
        one = item(label.name, mark)
        state = f"{mark}{', in focus' if focused else ''}"
        yield state, base + ink.span(one, focused)
        yield "at the cursor", ink.at_cursor(base + ink.span(one, focused))
        yield "searched", base + ink.span(one, focused) + ink.hit
        yield "selected", base + ink.span(one, focused) + ink.selection
        yield "names", base + ink.lane(one, focused)
        yield "on the line of a list's cursor", ink.lit(ink.lane(one, focused))


def contrasts(look: Look, labels: LabelSet, system: ColorSystem = ColorSystem.TRUECOLOR) -> dict[str, float]:
    """The least contrast of each kind of text, as sent to a terminal of these colours."""
    found: dict[str, float] = {}
    for name, style in texts(make_ink(labels, look), labels):
        assert style.color is not None
        assert style.bgcolor is not None
        one, other = _seen(style.color, system=system), _seen(style.bgcolor, system=system)
        found[name] = min(found.get(name, 21.0), one.contrast(other, method="wcag21"))
    return found


def differences(look: Look, labels: LabelSet, eye: str) -> tuple[float, float]:
    """The least difference between two labels for an eye: in the text of suggested spans, and behind accepted ones."""
    ink = make_ink(labels, look)
    suggested = [ink.span(item(label.name, "pending"), False).color for label in labels.labels]
    accepted = [ink.span(item(label.name, "accepted"), False).bgcolor for label in labels.labels]
    return _least(filter(None, suggested), eye), _least(filter(None, accepted), eye)


def _least(colours: Iterable[Sent], eye: str) -> float:
    seen = [_seen(colour, eye) for colour in colours]
    return min(one.delta_e(other, method="2000") for one, other in combinations(seen, 2))


def _seen(sent: Sent, eye: str = "usual", system: ColorSystem = ColorSystem.TRUECOLOR) -> Color:
    """A colour as it is seen."""
    colour = Color("srgb", sent.downgrade(system).get_truecolor().normalized)
    return colour.filter(EYES[eye], method="machado") if EYES[eye] else colour


def report(labels: LabelSet) -> str:
    """All figures, as tables in Markdown."""
    rows = {look.theme.name: contrasts(look, labels) for look in COLOURED}
    kinds = list(next(iter(rows.values())))
    lines = ["| contrast of the text | " + " | ".join(rows) + " |", "|---|" + "---:|" * len(rows)]
    lines += [f"| {kind} | " + " | ".join(f"{rows[name][kind]:.1f}" for name in rows) + " |" for kind in kinds]
    least = [min(contrasts(look, labels, ColorSystem.EIGHT_BIT).values()) for look in COLOURED]
    lines += ["| the least, in 256 colours | " + " | ".join(f"{one:.1f}" for one in least) + " |", ""]
    lines += ["| difference of two labels, suggested / accepted | " + " | ".join(EYES) + " |", "|---|" + "---:|" * 4]
    for look in COLOURED:
        both = [differences(look, labels, eye) for eye in EYES]
        lines.append(f"| {look.theme.name} | " + " | ".join(f"{text:.0f} / {fill:.0f}" for text, fill in both) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print them, for the labels that ship."""
    print(report(load_labels(ROOT / "labels.yaml")), end="")


if __name__ == "__main__":
    main()
