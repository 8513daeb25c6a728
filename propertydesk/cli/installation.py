"""Setting an installation up: database, demo, first account, and what production still lacks."""

import sys
from typing import TextIO

import click
from flask import current_app

from propertydesk.accounts import queries as account_queries
from propertydesk.accounts import services as accounts
from propertydesk.accounts.rules import Origin, Role
from propertydesk.cli.examination import Remark, remarks
from propertydesk.cli.voice import Progress, command
from propertydesk.estate import queries as estate
from propertydesk.kernel.errors import Conflict, Invalid, Missing
from propertydesk.kernel.words import N_
from propertydesk.platform import schema
from propertydesk.platform.access import Actor
from propertydesk.platform.clock import now
from propertydesk.platform.transaction import in_transaction


def operator(community_id: int = 0) -> Actor:
    """Whoever sits at the command line; the system's own rights, under a name of its own."""
    return Actor("system", None, "Command line", community_id)


@command("init")
def init() -> None:
    """Create the database, or bring it up to date.

    Outside the demo, where nobody can sign in yet, it prints a one-time link for the first
    administrator.
    """
    click.echo(f"The database is at {schema.bring_up_to_date()}.")
    link = set_up_link()
    if link:
        click.echo(f"Set-up link (for one use, 15 minutes): {link}")


def set_up_link(address: str = "http://127.0.0.1:5000") -> str:
    """Where the first administrator is made; "" where there are accounts already, and in the demo.

    A new link each time: the ones before are void. `address` counts where DESK_BASE_URL says nothing.
    """
    desk = current_app.config["DESK"]
    if desk.mode == "demo" or not account_queries.is_unattended():
        return ""
    token = in_transaction(
        lambda: accounts.make_link(accounts.LinkKind.SET_UP, None, actor=operator(), now=now())
    )
    return f"{desk.base_url or address}/set-up/{token}"


@command("demo")
@click.option("--homes", default=3000, show_default=True, type=click.IntRange(1, 200_000))
@click.option("--months", default=12, show_default=True, type=click.IntRange(0, 120))
@click.option("--seed", default=1, show_default=True)
def demo(homes: int, months: int, seed: int) -> None:
    """Fill an empty database with a believable community; the same for the same seed."""
    if not current_app.config["DESK"].is_demo:
        raise Conflict(N_("This is a production installation: no invented data here."))
    from propertydesk import demo as invented

    schema.bring_up_to_date()
    progress = Progress("demo")
    invented.build(homes=homes, months=months, seed=seed, watch=progress.show)
    progress.end()
    click.echo(f"The demo community stands: {homes} homes, {months} months, seed {seed}.")


@command("create-user")
@click.argument("name")
@click.option("--role", required=True, type=click.Choice([str(role) for role in Role]))
@click.option("--community", "code", help="Its code; all communities when left out.")
def create_user(name: str, role: str, code: str | None) -> None:
    """Open an account with the login NAME.

    The password is asked for, or read from standard input when that is not a terminal.
    """
    community_id = community_of(code) if code else None
    digest = accounts.hash_password(_password(sys.stdin), login=name)
    by = operator(community_id or 0)

    def open_it() -> str:
        at = now()
        staff = accounts.open_account(login=name, name=name, password_hash=digest, actor=by, now=at)
        accounts.grant_role(staff, Role(role), community_id, origin=Origin.SERVER, actor=by, now=at)
        return staff.login

    click.echo(f"The account {in_transaction(open_it)} is open ({role}).")


@command("account-link")
@click.argument("name")
@click.option(
    "--for",
    "kind",
    default="password",
    show_default=True,
    type=click.Choice(["password", "second_factor"]),
    help="A new password, or taking off a second factor that is lost.",
)
def account_link(name: str, kind: str) -> None:
    """Print a one-time link for the account with the login NAME; its sessions end.

    For the day when no administrator can help another. It holds for fifteen minutes.
    """
    staff = account_queries.staff_by_login(name)
    if staff is None or not staff.is_active:
        raise Missing(N_("There is no open account with the login %(name)s."), name=name)
    wanted = accounts.LinkKind(kind)
    token = in_transaction(lambda: accounts.make_link(wanted, staff, actor=operator(), now=now()))
    page = "new-password" if wanted is accounts.LinkKind.PASSWORD else "lost-phone"
    base = current_app.config["DESK"].base_url or "http://127.0.0.1:5000"
    click.echo(f"{base}/{page}/{token}")


@command("doctor")
def doctor() -> None:
    """Say in plain words what this installation lacks for production.

    Exit code 1 when something that is needed is missing.
    """
    found = remarks()
    for remark in found:
        click.echo(f"{remark.mark}\t{remark.words}")
    if any(remark.mark is Remark.Mark.MISSING for remark in found):
        raise click.exceptions.Exit(1)


def community_of(code: str) -> int:
    """The id of a community by its code. Raises Missing."""
    found = estate.community_by_code(code)
    if found is None:
        raise Missing(N_("There is no community with the code %(code)s."), code=code)
    return found.id


def _password(source: TextIO) -> str:
    if source.isatty():
        typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return typed
    line = source.readline().rstrip("\r\n")
    if not line:
        raise Invalid(N_("Give the password on standard input."))
    return line
