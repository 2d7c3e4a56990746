"""Going on after a stop of which the program was not told, as by ``kill -STOP``.

Textual takes every SIGCONT for the end of a suspension of its own, and starts its threads once more: two of them would
read the keys, and the program would not end. What is suspended with a key, or by SIGTSTP, does go on as it has it.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import Any

from textual.app import App, ReturnType
from textual.driver import Driver

_ALTERNATE_ON, _CURSOR_OFF, _PASTE_ON = "\x1b[?1049h", "\x1b[?25l", "\x1b[?2004h"
"""What a shell that came between may have changed of the terminal's modes."""


class GoesOn(App[ReturnType]):
    """An application that goes on in order after any stop."""

    def _build_driver(self, *args: Any, **options: Any) -> Driver:
        driver = super()._build_driver(*args, **options)
        _leave_to_system(driver)
        return driver

    def on_mount(self) -> None:
        """Mind stops from now on: it has the terminal."""
        _go_on_when_continued(self)


def _leave_to_system(driver: Driver) -> None:
    """Have a program that does not have the terminal yet just go on."""
    if hasattr(signal, "SIGCONT") and hasattr(driver, "_sigcont_application"):
        signal.signal(signal.SIGCONT, signal.SIG_DFL)


def _go_on_when_continued(app: App[Any]) -> None:
    """Have a program that has the terminal go on in order."""
    driver = app._driver
    if app.is_headless or driver is None or not hasattr(signal, "SIGCONT") or not hasattr(driver, "fileno"):
        return
    import termios

    fileno: int = driver.fileno
    try:
        modes = termios.tcgetattr(fileno)
    except termios.error:
        return

    def continued() -> None:
        if getattr(driver, "_must_signal_resume", False):
            driver._sigcont_application()  # type: ignore[attr-defined]
            return
        # A shell has put the terminal back into its own modes, and has written on it. Where it is that one's still,
        # this stops the program once more.
        with contextlib.suppress(termios.error):
            termios.tcsetattr(fileno, termios.TCSANOW, modes)
        driver.write(_ALTERNATE_ON + _CURSOR_OFF + _PASTE_ON)
        app.screen.refresh()

    asyncio.get_running_loop().add_signal_handler(signal.SIGCONT, continued)
