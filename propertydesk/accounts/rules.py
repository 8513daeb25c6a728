"""What holds for staff accounts: roles, passwords, and the growing delay after failures."""

from datetime import timedelta
from enum import StrEnum

from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_


class Permission(StrEnum):
    """What may be done with accounts."""

    MANAGE = "accounts:staff:manage"
    READ = "accounts:staff:read"


class Role(StrEnum):
    """The roles of DESIGN section 1, staff side."""

    CLERK = "clerk"
    SERVICE_LEAD = "service_lead"
    CASHIER = "cashier"
    FINANCE = "finance"
    GUARD = "guard"
    TECHNICIAN = "technician"
    ENGINEERING_LEAD = "engineering_lead"
    INSPECTOR = "inspector"
    CONTRACTOR = "contractor"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


ROLE_WORDS = {
    Role.CLERK: N_("Service clerk"),
    Role.SERVICE_LEAD: N_("Service lead"),
    Role.CASHIER: N_("Cashier"),
    Role.FINANCE: N_("Finance"),
    Role.GUARD: N_("Guard"),
    Role.TECHNICIAN: N_("Technician"),
    Role.ENGINEERING_LEAD: N_("Engineering lead"),
    Role.INSPECTOR: N_("Inspector"),
    Role.CONTRACTOR: N_("Contractor"),
    Role.MANAGER: N_("Project manager"),
    Role.ADMINISTRATOR: N_("Administrator"),
}

SETTINGS: tuple[Setting, ...] = ()

ACTIONS = {
    "staff.close": ActionWords(N_("Account closed: %(number)s"), "lock"),
    "staff.edit": ActionWords(N_("Account corrected: %(number)s"), "edit"),
    "staff.grant": ActionWords(N_("Role given: %(number)s"), "key"),
    "staff.open": ActionWords(N_("Account opened: %(number)s"), "user-plus"),
    "staff.password": ActionWords(N_("Password changed: %(number)s"), "key"),
    "staff.reopen": ActionWords(N_("Account opened again: %(number)s"), "user-check"),
    "staff.sign_in": ActionWords(N_("Signed in: %(number)s"), "login"),
    "staff.withdraw": ActionWords(N_("Role withdrawn: %(number)s"), "key"),
}

SHORTEST_PASSWORD = 12
_FREE_TRIES = 3
_LONGEST_DELAY = timedelta(minutes=15)
_WEAK = ("password", "123456", "woaini", "admin", "qwerty", "propertydesk", "wuye", "888888")


def delay_after(failures: int) -> timedelta:
    """How long to wait after so many failures in a row: nothing for three, then doubling to 15 min.

    It ends by itself: a stranger cannot lock somebody out for good.
    """
    if failures < _FREE_TRIES:
        return timedelta()
    return min(timedelta(seconds=2 ** (failures - _FREE_TRIES + 1)), _LONGEST_DELAY)


def password_problem(password: str, *, login: str) -> str | None:
    """The words against a password, or None when it will do."""
    if len(password) < SHORTEST_PASSWORD:
        return N_("Use at least 12 characters; a short sentence is easy to remember.")
    if len(password) > 128:
        return N_("Use at most 128 characters.")
    lowered = password.lower()
    if login.lower() in lowered or len(set(password)) < 5 or any(w in lowered for w in _WEAK):
        return N_("This password is too easy to guess.")
    return None
