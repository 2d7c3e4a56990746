"""A tour of one minute: a practice article whose suggestions are right, wrong and missing, and what to do with each.

It is played on a real session; a step is done when the article is as the step wants it, however one got there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import msgspec

from curator.labels import Label, LabelSet
from curator.model import Document, Span, Suggestion, text_hash
from curator.review.session import Session

TEXT = (
    "A practice article\n\n"
    "General Oleg Sidorov was detained at the Northern Depot on Friday. Sidorovhas denied taking a bribe of "
    "3 million rubles. Major Anna Orlova spoke for him.\n"
)
DOCUMENT = Document("tour", TEXT, text_hash(TEXT), "A practice article")
_SUGGESTED = (
    ("General", "RANK"), ("Oleg Sidorov", "PERSON"), ("Northern Depot", "PERSON"), ("Sidorovhas", "PERSON"),
    ("taking a bribe", "CHARGE"), ("Major", "PERSON"), ("Anna Orlova", "PERSON"),
)  # fmt: skip
_LABELS = (
    ("PERSON", "p", "#5a96d2", "A name, without rank or title."),
    ("RANK", "r", "#b4871e", "A rank or an office, without the name."),
    ("CHARGE", "c", "#cd5c94", "The alleged offence, as briefly as it is named."),
    ("AMOUNT", "m", "#961eff", "A sum of money, with its currency."),
)

_SPARE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Step(msgspec.Struct, frozen=True):
    """One thing to do.

    ``text`` has the names of commands, and of labels as ``label.NAME``, in braces where their keys are to stand.
    ``done`` is told the session and the command that was carried out last. The last step ends with the article.
    """

    text: str
    done: Callable[[Session, str], bool]


class Tour:
    """Where one is on the tour."""

    def __init__(self) -> None:
        self._place = 0

    def look(self, session: Session, command: str) -> None:
        """Go on past the steps that are done, after a command was carried out; past all once the article is done."""
        if session.review.status == "done":
            self._place = len(STEPS)
        while self._place < len(STEPS) and STEPS[self._place].done(session, command):
            self._place += 1
            # One command is one step, where it is the command that counts.
            command = ""

    @property
    def ended(self) -> bool:
        """Whether all steps are done."""
        return self._place == len(STEPS)

    def told(self, keys: Mapping[str, str]) -> str:
        """What is to be done now. ``keys`` are the live ones, by command, parted by spaces."""
        text = _END if self.ended else STEPS[self._place].text
        first = {name.replace(".", "_"): held.split(" ")[0] for name, held in keys.items()}
        count = f"Tour {min(self._place + 1, len(STEPS))}/{len(STEPS)}"
        return f"{count} · {text.replace('label.', 'label_').format_map(_Keys(first))}"


class _Keys(dict[str, str]):
    """The keys by name; a command that has none is done by its name."""

    def __missing__(self, name: str) -> str:
        return f"(unbound: {name})"


def suggestions() -> list[Suggestion]:
    """What is suggested on the practice article: some of it wrong, and the sum of money is missing."""
    found = []
    for quote, label in _SUGGESTED:
        start = TEXT.index(quote)
        found.append(Suggestion(Span(start, start + len(quote), label), "tour", None, "for practice"))
    return found


def label_set(taken: Collection[str]) -> LabelSet:
    """The labels of the tour, on keys that are none of those taken."""
    free = [key for key in _SPARE if key not in taken]
    labels = []
    for name, key, colour, guideline in _LABELS:
        held = key if key not in taken else free.pop(0)
        free = [other for other in free if other != held]
        labels.append(Label(name, name.title(), held, colour, guideline))
    return LabelSet(tuple(labels), overlap=True, suggesters=(), sha256="")


def _holds(quote: str, label: str, occurrence: str | None = None) -> Callable[[Session, str], bool]:
    """Whether the layer has this span; ``occurrence`` is a longer text that begins where the span does."""
    start = TEXT.index(occurrence or quote)
    wanted = (start, start + len(quote), label)
    return lambda session, _: any(span.key == wanted for span in session.layer_spans())


def _rejected(quote: str) -> Callable[[Session, str], bool]:
    start = TEXT.index(quote)
    return lambda session, _: any(item.span.start == start for item in session.rejected())


STEPS = (
    Step(
        "Suggestions stand under the lines, with a question mark. The double line is the focus. "
        "General is a rank: {accept} accepts it.",
        _holds("General", "RANK"),
    ),
    Step("The focus went on to the next one. It is right, too: {accept}.", _holds("Oleg Sidorov", "PERSON")),
    Step("A depot is no person: {reject} rejects it. Nothing moves, so that you can read on.", _rejected("Northern")),
    Step(
        "Two words have run together. {end_character_left} moves the span's end back by a character: three times. "
        "({end_left} and {end_right} move it by words.)",
        _holds("Sidorov", "PERSON", "Sidorovhas"),
    ),
    Step("{next_pending} goes on to the next suggestion. Accept it.", _holds("taking a bribe", "CHARGE")),
    Step(
        "Nobody suggested the sum. Go to the 3, with the arrows or {left} and {right}, and press {label.AMOUNT}; "
        "then {end_right} until the span holds the rubles. ({undo} takes a slip back.)",
        _holds("3 million rubles", "AMOUNT"),
    ),
    Step(
        "On to Major with {next_pending}. It is a rank, not a person: a label's key, here {label.RANK}, relabels and "
        "accepts.",
        _holds("Major", "RANK"),
    ),
    Step("{undo} takes the last act back, without limit; {redo} does it again.", lambda _, name: name == "undo"),
    Step(
        "{accept_finish} accepts what is left and finishes the article; {finish} finishes one where nothing is left.",
        lambda session, _: False,
    ),
)
_END = (
    "That is all it takes. {help} has all keys, {guideline} the guidelines, {palette} every act by name. "
    "{quit} goes to your own articles."
)
