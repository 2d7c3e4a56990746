"""Label sets that were read before, by the hash of the file: reading YAML takes longer than opening the database."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

import curator
from curator.labels.types import LabelSet


def remembered(path: Path, reserved: Mapping[str, str], folder: Path, read: Callable[[], LabelSet]) -> LabelSet:
    """The label set of a file: from the folder, if this very file was found right before; else ``read``, and kept.

    Args:
        path: The labels.yaml.
        reserved: The keys that commands use; with others, the file may be wrong.
        folder: Where label sets are kept. It need not exist, and what is in it may be deleted at any time.
        read: Reads and checks the file.
    """
    try:
        source = path.read_bytes()
    except OSError:
        return read()
    asked = msgspec.json.encode([curator.__version__, sorted(reserved.items())])
    kept = folder / f"labels-{hashlib.sha256(asked + source).hexdigest()[:32]}.json"
    with contextlib.suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(kept.read_bytes(), type=LabelSet)
    labels = read()
    # Without a place to keep it, reading it again costs a moment and nothing else.
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=folder)
        with open(handle, "wb") as file:
            file.write(msgspec.json.encode(labels))
        os.replace(beside, kept)
    return labels
