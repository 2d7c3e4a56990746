"""A folder whose files are replaced together: locked, made durable, and put back if anything fails."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from curator.errors import CuratorError

_FRESH = ".export-"
_OLD = ".old-"
_MANY = 200


@contextlib.contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Hold the folder, so that two exports do not mix their files. It is made where it is missing.

    A folder that was made here is removed again if the work fails and leaves nothing in it.

    Raises:
        CuratorError: Another process holds it.
    """
    made = _make(folder)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            fix = "wait until it is done, or name another folder"
            raise CuratorError("another export writes to this folder", where=str(folder), fix=fix) from error
        try:
            yield
        except BaseException:
            for each in made:
                with contextlib.suppress(OSError):  # somebody else put something there meanwhile
                    each.rmdir()
            raise
    finally:
        os.close(handle)


def _make(folder: Path) -> list[Path]:
    """Make the folder with all above it; returns what was made, the innermost first."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


@contextlib.contextmanager
def fresh_folder(folder: Path) -> Iterator[Path]:
    """An empty folder inside a folder that is held, which goes away with all in it.

    If the work succeeds, those go too which were left behind by processes that were killed.
    """
    fresh = Path(tempfile.mkdtemp(prefix=_FRESH, dir=folder))
    try:
        yield fresh
        for left_behind in folder.glob(f"{_FRESH}*"):
            shutil.rmtree(left_behind, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_all(folder: Path) -> None:
    """Wait until all that is in a folder is on the disk: file by file, or all at once where there are many."""
    paths = [Path(where, name) for where, _, names in os.walk(folder) for name in names]
    if len(paths) > _MANY:
        os.sync()
        return
    for path in paths:
        sync(path)


def swap(fresh: Path, folder: Path, names: Sequence[str], unwanted: Sequence[str]) -> None:
    """Move these files and folders from ``fresh`` into the folder, in this order, and remove the unwanted ones from it.

    Both folders lie on the same file system. If a step fails, the old files are put back. A file is replaced in one
    step; a folder is away for a moment.

    Raises:
        CuratorError: A folder stands in the place of a file, or a file in that of a folder.
        OSError: A file cannot be moved.
    """
    for name in names:
        there, comes = (folder / name).is_dir(), (fresh / name).is_dir()
        if (folder / name).exists() and there != comes:
            what = "a folder stands where a file would go" if there else "a file stands where a folder would go"
            fix = "move the folder away" if there else "move the file away"
            raise CuratorError(what, where=str(folder / name), fix=fix)
    gone = [name for name in unwanted if (folder / name).exists()]
    kept = [name for name in (*names, *gone) if (folder / name).is_file()]
    away = [name for name in (*names, *gone) if (folder / name).is_dir()]
    for name in kept:
        _keep(folder / name, fresh / f"{_OLD}{name}")
    try:
        for name in names[:-1]:
            if name in away:
                os.replace(folder / name, fresh / f"{_OLD}{name}")
            os.replace(fresh / name, folder / name)
        for name in gone:
            if name in away:
                os.replace(folder / name, fresh / f"{_OLD}{name}")
            else:
                (folder / name).unlink()
        sync(folder)
        # The last one vouches for the others, so it must not come before them after a power cut.
        os.replace(fresh / names[-1], folder / names[-1])
        sync(folder)
    except BaseException:
        _put_back(fresh, folder, names, kept, away)
        raise


def _put_back(fresh: Path, folder: Path, names: Sequence[str], kept: Sequence[str], away: Sequence[str]) -> None:
    """Have the folder as it was before the swap."""
    for name in names:
        if name in away:
            continue
        if (folder / name).is_dir():
            shutil.rmtree(folder / name)
        elif name not in kept:
            (folder / name).unlink(missing_ok=True)
    for name in kept:
        os.replace(fresh / f"{_OLD}{name}", folder / name)
    for name in away:
        if (fresh / f"{_OLD}{name}").exists():
            shutil.rmtree(folder / name, ignore_errors=True)
            os.replace(fresh / f"{_OLD}{name}", folder / name)


def _keep(path: Path, beside: Path) -> None:
    """Have the file under a second name too, without a moment in which it lacks the first."""
    try:
        os.link(path, beside, follow_symlinks=False)
    except OSError:  # not every file system has hard links
        shutil.copy2(path, beside, follow_symlinks=False)
