"""What an installation still lacks for production, found out by looking."""

import os
import shutil
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from flask import current_app
from sqlalchemy import select

from propertydesk import demo
from propertydesk.accounts.models import Staff, StaffRole
from propertydesk.accounts.rules import Role
from propertydesk.config import KEY_FILE, Desk, others_may_read
from propertydesk.platform import health, marks, seals
from propertydesk.platform.clock import now
from propertydesk.platform.db import db, on_sqlite

_MOST_COUNTED = 10_000
_SEALED_WITHIN = timedelta(hours=1)


class Mark(StrEnum):
    GOOD = "good"
    ADVICE = "advice"
    MISSING = "missing"


@dataclass(frozen=True)
class Remark:
    """One finding in plain words."""

    mark: Mark
    words: str

    Mark = Mark


def remarks() -> list[Remark]:
    """All findings, in the order in which one would see to them."""
    desk: Desk = current_app.config["DESK"]
    found = [_mode(desk), _address(desk), _key(desk), _proxies(desk), _database(), _tools()]
    trouble = health.trouble()
    if trouble:
        return [*found, Remark(Mark.MISSING, f"Not ready: {trouble}.")]
    return [
        *found,
        Remark(Mark.GOOD, "The database is up to date."),
        *_accounts(),
        *_demo(),
        *_seals(),
    ]


def _mode(desk: Desk) -> Remark:
    if desk.mode == "production":
        return Remark(Mark.GOOD, "The mode is production.")
    return Remark(
        Mark.MISSING, f"The mode is {desk.mode}, with known passwords: set DESK_MODE=production."
    )


def _address(desk: Desk) -> Remark:
    if desk.base_url.startswith("https://"):
        return Remark(Mark.GOOD, f"Links lead to {desk.base_url}.")
    return Remark(
        Mark.MISSING,
        "Owners' links need an https:// address: set DESK_BASE_URL, such as"
        " https://desk.example.cn, and put a server with a certificate in front.",
    )


def _key(desk: Desk) -> Remark:
    path = desk.instance / KEY_FILE
    if os.environ.get("DESK_SECRET"):
        return Remark(Mark.GOOD, "The key comes from DESK_SECRET. Keep a copy in another place.")
    if path.exists() and others_may_read(path):
        return Remark(Mark.MISSING, f"Others can read the key: chmod 600 {path}")
    return Remark(Mark.GOOD, f"The key is {path}. Keep a copy of it in another place.")


def _proxies(desk: Desk) -> Remark:
    if desk.proxies:
        return Remark(Mark.GOOD, f"{desk.proxies} server(s) in front are trusted.")
    return Remark(
        Mark.ADVICE,
        "No server in front is trusted: with one, set DESK_PROXIES=1, or the log will"
        " show its address for everybody.",
    )


def _database() -> Remark:
    if not on_sqlite():
        return Remark(Mark.GOOD, "The database is PostgreSQL.")
    return Remark(
        Mark.ADVICE,
        "The database is SQLite: good for one machine and one community. For more,"
        " set DATABASE_URL to PostgreSQL.",
    )


def _tools() -> Remark:
    if on_sqlite() or shutil.which("pg_dump"):
        return Remark(Mark.GOOD, "Backups can be made: let `backup FILE` run daily.")
    return Remark(Mark.MISSING, "pg_dump is missing for backups: install postgresql-client.")


def _demo() -> list[Remark]:
    """Whether this is the demo's database, or its accounts, whose password everybody knows, are open."""
    if marks.carries(marks.DEMO):
        words = "This database was filled by the demo and never serves production: begin with an empty one."
        return [Remark(Mark.MISSING, words)]
    logins = {each.login for each in demo.SIGN_INS}
    query = select(Staff.login).where(Staff.login.in_(logins), Staff.is_active)
    found = sorted(db.session.scalars(query))
    if not found:
        return []
    words = f"Accounts of the demo are open ({', '.join(found)}): close them, or begin with an empty database."
    return [Remark(Mark.MISSING, words)]


def _seals() -> list[Remark]:
    """Whether entries of the activity log wait for their seal as if no scheduler ran."""
    found = seals.waiting(_MOST_COUNTED)
    if found.oldest is None or now() - found.oldest < _SEALED_WITHIN:
        return []
    words = (
        f"{found.count} entries of the activity log wait for a seal, the oldest of"
        f" {found.oldest:%Y-%m-%d %H:%M} UTC: is the scheduler running?"
    )
    return [Remark(Mark.ADVICE, words)]


def _accounts() -> list[Remark]:
    holders = (
        select(Staff.id)
        .join(StaffRole, StaffRole.staff_id == Staff.id)
        .where(StaffRole.role == Role.ADMINISTRATOR, Staff.is_active)
    )
    count = len(set(db.session.scalars(holders)))
    if count == 0:
        words = "Nobody is administrator: flask --app run create-user NAME --role administrator"
        return [Remark(Mark.MISSING, words)]
    if count == 1:
        return [Remark(Mark.ADVICE, "There is one administrator. A second one helps on sick days.")]
    return [Remark(Mark.GOOD, f"There are {count} administrators.")]
