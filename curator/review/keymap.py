"""Which keys the commands and labels have, once the settings are heard."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from curator.errors import CuratorError
from curator.labels import Label, LabelSet
from curator.review.keys import COMMANDS, DEFAULT_KEYS
from curator.settings import ADJUDICATE, DEFAULTS, Loaded, Settings

_LABEL = "label."
_FREE_KEYS_SHOWN = 6


def keymap(settings: Settings = DEFAULTS) -> dict[str, tuple[str, ...]]:
    """The keys of each command: characters, or names such as ``shift+left``."""
    return {name: settings.keys.get(name, keys) for name, keys in DEFAULT_KEYS.items()}


def reserved(settings: Settings = DEFAULTS) -> dict[str, str]:
    """The printable keys that no label in labels.yaml may have, each with what its command does.

    Keys that the settings give to commands are not among them: whether a label has one, `with_keys` checks, since then
    it is the settings that want mending.
    """
    unchanged = (command for command in COMMANDS if command.name not in settings.keys)
    return {key: command.title for command in unchanged for key in command.keys if len(key) == 1}


def with_keys(labels: LabelSet, loaded: Loaded) -> LabelSet:
    """The labels with the keys that the settings give them.

    Raises:
        CuratorError: The settings of the project name a label that there is not, or put two things on one key.
    """
    keys = loaded.settings.keys
    if not keys:
        return labels
    _check_known(labels, loaded)
    changed = tuple(
        msgspec.structs.replace(label, key=keys[_LABEL + label.name][0]) if _LABEL + label.name in keys else label
        for label in labels.labels
    )
    owners = {key: name for name, held in keymap(loaded.settings).items() for key in held}
    ruling = {key: name for name, held in keys.items() if name.startswith(ADJUDICATE) for key in held}
    for label in sorted(filter(lambda label: label.key, changed), key=lambda label: _LABEL + label.name in keys):
        owner, name = owners.get(label.key) or ruling.get(label.key), _LABEL + label.name
        if owner is not None:
            raise _both(loaded, owner, name, label.key, _free_keys(changed, {**owners, **ruling, **_ruled(owner)}))
        owners[label.key] = name
    return msgspec.structs.replace(labels, labels=changed)


def _check_known(labels: LabelSet, loaded: Loaded) -> None:
    """That the project has each label that it gives a key; a reviewer's own file may mean those of other projects."""
    names = [label.name for label in labels.labels]
    for name in loaded.settings.keys:
        label = name.removeprefix(_LABEL)
        if label != name and label not in names and not loaded.is_own(f"keys.{name}"):
            from curator.source import did_you_mean, quoted  # only a mistake needs it

            raise loaded.error(f"keys.{name}", f"there is no label {quoted(label)}", did_you_mean(label, names))


def _both(loaded: Loaded, owner: str, label: str, key: str, free: str) -> CuratorError:
    """The error for a label on the key of a command or of another label; one of the two is set."""
    from curator.source import quoted

    set_one, other = (label, owner) if label in loaded.settings.keys else (owner, label)
    what = f"{set_one} and {other} are both on the key {quoted(key)}"
    return loaded.error(f"keys.{set_one}", what, f"give {set_one} a free key: {free}")


def _ruled(name: str) -> dict[str, str]:
    """The keys that are not free for a command, if it is one of the adjudication, beside those of the review."""
    if not name.startswith(ADJUDICATE):
        return {}
    from curator.review.adjudication_keys import DEFAULT_KEYS as RULING  # only a mistake needs it

    return {key: each for each, held in RULING.items() for key in held}


def _free_keys(labels: tuple[Label, ...], owners: Mapping[str, str]) -> str:
    import string

    taken = {*owners, *(label.key for label in labels)}
    free = [c for c in string.ascii_letters + string.punctuation if c not in taken]
    return ", ".join(free[:_FREE_KEYS_SHOWN]) or "there is none left"
