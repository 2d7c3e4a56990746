"""A terminal whose window is closed while it is written to."""

from __future__ import annotations

import io
import threading

from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from curator.tui.outlet import Outlet


class Closed(io.StringIO):
    """What a closed window is to a program."""

    def write(self, text: str) -> int:
        raise OSError(5, "Input/output error")


def test_what_is_written_to_a_closed_window_holds_up_nobody() -> None:
    gone: list[str] = []
    writer = WriterThread(Outlet(Closed(), lambda: gone.append("gone")))  # type: ignore[arg-type]
    writer.start()

    def write_and_end() -> None:
        for _ in range(3 * MAX_QUEUED_WRITES):
            writer.write("a frame")
        writer.stop()

    other = threading.Thread(target=write_and_end, daemon=True)
    other.start()
    other.join(10)
    assert not other.is_alive()
    assert gone == ["gone"]


def test_what_can_be_written_is() -> None:
    file = io.StringIO()
    outlet = Outlet(file, lambda: None)
    assert outlet.write("a frame") == 7
    outlet.flush()
    assert outlet.getvalue() == "a frame"
