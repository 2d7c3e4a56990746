"""Commands that show something, or show it otherwise."""

from __future__ import annotations

from curator.review.keys import COMMANDS
from curator.review.objects import OBJECTS
from curator.tui.commands.stage import Ground, Stage, Table


class Look:
    """Lanes, marks, theme and panel, as any screen with an article has them; and out."""

    def __init__(self, stage: Ground) -> None:
        self._stage = stage

    def table(self) -> Table:
        """The commands."""
        stage = self._stage
        return {
            "panel": stage.toggle_panel,
            "lanes": self._toggle_lanes,
            "marks": self._toggle_marks,
            "theme": self._next_theme,
            "suspend": lambda: stage.app.action_suspend_process(),
            "quit": stage.quit,
        }

    def _toggle_lanes(self) -> None:
        self._stage.pane.lanes = not self._stage.pane.lanes
        self._stage.pane.relayout()

    def _toggle_marks(self) -> str:
        from curator.tui.cells import LEGEND

        pane = self._stage.pane
        pane.marks = not pane.marks
        pane.relayout()
        return LEGEND if pane.marks else "marks hidden"

    def _next_theme(self) -> str:
        from curator.tui.themes import LOOKS, following

        app = self._stage.app
        app.theme = following(app.theme)
        return f"theme {app.theme}: {LOOKS[app.theme].title} (theme in the settings keeps it)"


class See:
    """Help, the palette, and what was rejected, beside how it all looks."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._desk = stage.desk
        self._look = Look(stage)

    def table(self) -> Table:
        """The commands."""
        stage = self._stage
        return self._look.table() | {
            "rejected": self._toggle_rejected,
            "help": self._help,
            "tour": stage.tour,
            "palette": lambda: stage.app.action_command_palette(),
        }

    def _help(self) -> None:
        from curator.tui.screens.pages import help_page

        keys, labels = self._stage.live_keys(), self._desk.labels.labels
        rows = [(command.group, keys.get(command.name, ""), command.title) for command in COMMANDS]
        quote = keys.get("object", "")
        rows += [("Edges and selection", f"{quote} {each.letters[0]}", f"select: {each.title}") for each in OBJECTS]
        by_name = keys.get("pick", "")
        rows += [("Labels", keys.get(f"label.{one.name}", by_name), f"{one.name}: {one.title}") for one in labels]
        self._stage.app.push_screen(help_page(rows))

    def _toggle_rejected(self) -> str:
        pane = self._stage.pane
        pane.rejected_shown = not pane.rejected_shown
        pane.relayout()
        return f"{len(self._desk.session.rejected())} rejected {'shown' if pane.rejected_shown else 'hidden'}"
