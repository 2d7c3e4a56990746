"""The report on agreement as an application of its own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import ClassVar

from textual.app import App
from textual.filter import ANSIToTruecolor, LineFilter

from curator.tui.continued import GoesOn
from curator.tui.inorder import KeysInOrder
from curator.tui.screens.agreement import AgreementScreen, Material
from curator.tui.themes import LOOKS, Colourless, fitting


class AgreementApp(KeysInOrder[int], GoesOn[int]):
    """Shows a report until it is left.

    Args:
        material: What it shows.
        theme: The name of a theme.
    """

    ENABLE_COMMAND_PALETTE: ClassVar = False

    def __init__(self, material: Material, theme: str = "dark") -> None:
        super().__init__()
        self.animation_level = "none"
        for name in self.available_themes:
            self.unregister_theme(name)
        for look in LOOKS.values():
            self.register_theme(look.theme)
        self.set_reactive(App.theme, theme)
        self.stylesheet.set_variables(self.get_css_variables())
        self._colourless = Colourless()
        self._material = material

    def on_mount(self) -> None:
        """Show the report."""
        self.push_screen(AgreementScreen(self._material))

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What lines pass through before they are sent, as in the review."""
        if LOOKS[self.theme].colours == "none":
            return (self._colourless,)
        return [one for one in super().get_line_filters() if isinstance(one, ANSIToTruecolor)]

    async def action_quit(self) -> None:
        """End."""
        self.exit(0, return_code=0)


def run_agreement(material: Material) -> int:
    """Show the report in the terminal until the reader quits; returns the exit code."""
    app = AgreementApp(material)
    app.theme = fitting(os.environ, app.console.color_system)
    app.run()
    return app.return_code or 0
