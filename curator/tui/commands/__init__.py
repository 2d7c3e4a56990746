"""What each command of the keymap does on the review screen: a module a group, joined here by name."""

from __future__ import annotations

from curator.tui.commands.corpus import Corpus
from curator.tui.commands.decide import EDGES, Decide
from curator.tui.commands.documents import Documents
from curator.tui.commands.find import Find
from curator.tui.commands.know import Know
from curator.tui.commands.move import EXTENDING, LINES, PAGES, UNITS, Move
from curator.tui.commands.narrow import Narrow
from curator.tui.commands.see import See
from curator.tui.commands.stage import Runs, Said, Stage

__all__ = ["KEEPS_COLUMN", "LEAVES", "STEPS", "Commands", "Runs", "Said", "Stage"]

STEPS = frozenset({*UNITS, *EDGES, *LINES, *EXTENDING})
"""The commands that go on by little, with which the text scrolls by lines."""
LEAVES = frozenset({"next_document", "previous_document", "first_unfinished", "queue", "help", "quit"})
"""The commands that need no more of a document than that it is open."""
KEEPS_COLUMN = LINES | PAGES
"""The commands that go up and down in the column where the first of them began."""


class Commands:
    """Each command by its name in the keymap, as something to call; what it returns is said in the status line."""

    def __init__(self, stage: Stage) -> None:
        self._decide = Decide(stage)
        finding = (Find(stage), Corpus(stage), Narrow(stage))
        groups = (self._decide, Move(stage), *finding, Documents(stage), Know(stage), See(stage))
        self.table = {name: call for group in groups for name, call in group.table().items()}

    def run(self, name: str) -> Said:
        """Carry out a command."""
        return self.table[name]()

    def label(self, name: str) -> Said:
        """Give a label to the selection, the span in focus or the token at the cursor."""
        return self._decide.label(name)
