"""A program that has loaded its modules already: forked where it would be started anew, a second of work each time.

What is forked goes on as ``python -m curator`` does, in a process, a session and a terminal of its own. How the program
starts from nothing is tested where a test gives an environment of its own, or asks for it.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import gc
import json
import os
import runpy
import select
import socket
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from fcntl import ioctl
from pathlib import Path

OF_A_TEST = ("HOME", "CURATOR_REVIEWER")
"""What of the environment nothing reads while it is loaded."""
_MODULES = ("curator.cli.review", "curator.cli.adjudicate", "curator.tui.app", "curator.tui.adjudicate")
_MESSAGE_BYTES = 1 << 16


class Forked:
    """A program that was forked, with what of ``subprocess.Popen`` the tests use.

    Args:
        pid: Its process.
        status: Where its exit code will be written; closed at the end.
    """

    def __init__(self, pid: int, status: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._status = status

    def poll(self) -> int | None:
        """The exit code; None as long as it runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; returns the exit code, below 0 where a signal ended it."""
        if self.returncode is None:
            if not select.select([self._status], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("curator", timeout or 0)
            self.returncode = int(os.read(self._status, 100))
            os.close(self._status)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)


def fork(arguments: Sequence[str], *, cwd: Path, env: Mapping[str, str], terminal: int) -> Forked:
    """Have the program go on in this terminal with these arguments."""
    loaded = tuple(sorted((name, value) for name, value in env.items() if name not in OF_A_TEST))
    status, told = os.pipe()
    request = json.dumps([*map(str, arguments)]), str(cwd), json.dumps(dict(env))
    socket.send_fds(_loaded(loaded), ["\0".join(request).encode()], [terminal, told])
    os.close(told)
    pid = b""
    while not pid.endswith(b"\n"):
        got = os.read(status, 1)
        assert got, "the loaded program is gone"
        pid += got
    return Forked(int(pid), status)


@functools.cache
def _loaded(env: tuple[tuple[str, str], ...]) -> socket.socket:
    """The line to the program that has loaded its modules in this environment."""
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    # Its streams are those of a terminal, as they are in what is forked.
    master, slave = os.openpty()
    process = subprocess.Popen(
        [sys.executable, __file__, str(there.fileno())], stdin=slave, stdout=slave, stderr=slave, env=dict(env),
        cwd=Path(__file__).parents[2], start_new_session=True, pass_fds=[there.fileno()],
    )  # fmt: skip
    os.close(slave)
    there.close()

    def end() -> None:
        here.close()
        process.wait()
        os.close(master)

    atexit.register(end)
    return here


def _serve(line: socket.socket) -> None:
    """Load, and fork for each request; returns in what was forked."""
    for name in _MODULES:
        __import__(name)
    gc.collect()
    gc.freeze()
    while True:
        message, descriptors, _, _ = socket.recv_fds(line, _MESSAGE_BYTES, 2)
        if not message:
            sys.exit()
        if not os.fork():
            line.close()
            _become(message.decode(), *descriptors)
            return
        for descriptor in descriptors:
            os.close(descriptor)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _become(message: str, terminal: int, told: int) -> None:
    """Fork the program itself, and wait for it; returns in the program."""
    pid = os.fork()
    if pid:
        os.close(terminal)
        os.write(told, b"%d" % os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        os._exit(0)
    os.setsid()
    for standard in range(3):
        os.dup2(terminal, standard)
    os.close(terminal)
    ioctl(0, termios.TIOCSCTTY, 0)
    arguments, cwd, env = message.split("\0")
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(json.loads(env))
    sys.argv[1:] = json.loads(arguments)
    os.write(told, b"%d\n" % os.getpid())
    os.close(told)


if __name__ == "__main__":
    sys.path[0] = ""
    _serve(socket.socket(fileno=int(sys.argv[1])))
    sys.path[0] = os.getcwd()
    runpy.run_module("curator", run_name="__main__", alter_sys=True)
