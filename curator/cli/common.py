"""Options that several commands share. They may stand before the command's name or behind it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from curator.cli.own import own_settings
from curator.cli.project import Project, find_project
from curator.errors import CuratorError

if TYPE_CHECKING:
    from curator.settings import Loaded

_Function = TypeVar("_Function", bound=Callable[..., Any])

_PROJECT = "curator.project"
_REVIEWER = "curator.reviewer"
_BAD_NAME = re.compile(r"^\.|^\s|\s$|[/\\\x00-\x1f\x7f\ud800-\udfff]")


class Words(click.ParamType[str]):
    """Text from the command line that can be looked up or stored: Python passes on bytes that are no UTF-8, too."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text as it was given."""
        try:
            value.encode()
        except UnicodeEncodeError:
            self.fail("the bytes are not valid UTF-8", param, ctx)
        return value


WORDS = Words()


def project_option(function: _Function) -> _Function:
    """``--project``, which `project` then goes by."""
    return click.option(
        "--project",
        type=click.Path(path_type=Path),
        metavar="DIR",
        expose_value=False,
        callback=_remember(_PROJECT),
        help="The project's folder. Default: CURATOR_PROJECT, or the nearest folder with a labels.yaml.",
    )(function)


def reviewer_option(function: _Function) -> _Function:
    """``--reviewer``, which `reviewer` then goes by."""
    return click.option(
        "--reviewer",
        metavar="NAME",
        expose_value=False,
        callback=_remember(_REVIEWER),
        help="Who you are. Default: CURATOR_REVIEWER, the settings, or the login name.",
    )(function)


def json_option(function: _Function) -> _Function:
    """``--json``, as ``as_json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")(function)


def _remember(key: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    """A callback that keeps the value where all commands find it; the one closest to the end of the line holds."""

    def keep(ctx: click.Context, _: click.Parameter, value: Any) -> None:
        if value is not None:
            ctx.meta[key] = value

    return keep


def project() -> Project:
    """The project that the command is about.

    Raises:
        CuratorError: There is none.
    """
    explicit: Path | None = click.get_current_context().meta.get(_PROJECT)
    if explicit is None and os.environ.get("CURATOR_PROJECT"):
        explicit = Path(os.environ["CURATOR_PROJECT"])
    return find_project(explicit)


def project_if_any() -> Project | None:
    """The project that the command is about; None where none is named, and none is here or above.

    Raises:
        CuratorError: The one that is named is none.
    """
    named = click.get_current_context().meta.get(_PROJECT) is not None or bool(os.environ.get("CURATOR_PROJECT"))
    try:
        return project()
    except CuratorError:
        if named:
            raise
        return None


def reviewer() -> str:
    """Who gives the command.

    Raises:
        CuratorError: Nobody can be found, or the name cannot be that of a layer.
    """
    given: str | None = click.get_current_context().meta.get(_REVIEWER)
    if given is None:
        given = os.environ.get("CURATOR_REVIEWER") or own().settings.reviewer or _login()
    return checked_name(given, "reviewer")


def own() -> Loaded:
    """The reviewer's own settings, without those of a project.

    Raises:
        CuratorError: Something in them is wrong.
    """
    from curator.review.adjudication_keys import KNOWN_KEYS
    from curator.settings import load_settings

    return load_settings(own_settings(), None, commands=KNOWN_KEYS)


def layer_or_own(layer: str | None) -> str:
    """This layer, or without one that of the reviewer, which bears the reviewer's name.

    Raises:
        CuratorError: The name cannot be that of a layer.
    """
    return reviewer() if layer is None else checked_name(layer, "layer")


def checked_name(name: str, what: str) -> str:
    """The name of a reviewer or layer, if a folder may bear it too.

    Raises:
        CuratorError: It may not.
    """
    if not name or _BAD_NAME.search(name):
        fix = "use one without slashes, and with neither a dot at its start nor spaces at its ends"
        raise CuratorError(f"{name!r} is no name for a {what}", fix=fix)
    return name


def now() -> str:
    """The time as the logs have it: UTC, RFC 3339 with milliseconds."""
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Weight(click.ParamType[tuple[str, float]]):
    """A reviewer with a weight, as ``anna=2``."""

    name = "weight"

    def convert(
        self, value: str | tuple[str, float], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, float]:
        """The name and the weight."""
        if isinstance(value, tuple):
            return value
        name, _, number = value.rpartition("=")
        try:
            weight = float(number)
        except ValueError:
            weight = -1.0
        if not name or not 0 <= weight < float("inf"):
            self.fail(f"{value!r} is no weight; say anna=2", param, ctx)
        return name, weight


class Share(click.ParamType[float]):
    """A share of a whole, as ``20%`` or ``0.2``."""

    name = "share"

    def convert(self, value: str | float, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The share, 0 to 1."""
        text = str(value).strip()
        try:
            share = float(text[:-1]) / 100 if text.endswith("%") else float(text)
        except ValueError:
            share = -1.0
        if not 0 <= share <= 1:
            self.fail(f"{value!r} is no share; say 20% or 0.2", param, ctx)
        return share


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError) as error:
        raise CuratorError("there is no login name", fix="say who you are: --reviewer NAME") from error
