"""How commands speak: results on standard output, a plain line on standard error in failure."""

import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from propertydesk.kernel.errors import Problem

View = Callable[..., Any]


class PlainCommand(click.Command):
    """A command whose foreseeable failures are one clear line, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Problem as problem:
            raise click.ClickException(str(problem)) from problem
        except DBAPIError as error:
            lines = str(error.orig).splitlines() or [type(error.orig).__name__]
            hint = " Run `flask --app run init` first." if _lacks_a_table(lines[0]) else ""
            raise click.ClickException(f"The database refused: {lines[0]}.{hint}") from error
        except OSError as error:
            name = f" ({error.filename})" if error.filename else ""
            raise click.ClickException(f"{error.strerror or error}{name}") from error


def command(name: str) -> Callable[[View], click.Command]:
    """A command with the application at hand."""

    def decorate(view: View) -> click.Command:
        return click.command(name, cls=PlainCommand)(with_appcontext(view))

    return decorate


class Progress:
    """One line on standard error that is written over; when piped, a line each tenth part."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._told = -1

    def show(self, done: int, total: int | None, words: str = "") -> None:
        """Say how far it is: `done` of `total` (None or 0: not known)."""
        share = done * 100 // total if total else 0
        text = f"{self._what}: {done}" + (f" of {total} ({share} %)" if total else "")
        text += f"  {words}" if words else ""
        if sys.stderr.isatty():
            click.echo(f"\r\033[K{text}", err=True, nl=False)
        elif total and share // 10 != self._told:
            click.echo(text, err=True)
        self._told = share // 10

    def end(self) -> None:
        """Close the line."""
        if sys.stderr.isatty():
            click.echo(err=True)


def instant(text: str | None, zone: str) -> datetime | None:
    """An instant as typed, on the clock of `zone` unless it names its own. Raises BadParameter."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter("write it as 2026-11-21T09:00", param_hint="--at") from error
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))


def _lacks_a_table(words: str) -> bool:
    return "no such table" in words or "does not exist" in words
