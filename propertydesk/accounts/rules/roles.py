"""The roles of staff, what may be done with accounts, and how that reads in a history."""

from collections.abc import Iterable
from enum import StrEnum

from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.words import N_


class Permission(StrEnum):
    """What may be done with accounts."""

    END_SESSIONS = "accounts:session:end"
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


#: Whoever holds one of these moves money or rights (reliability 5.11, threat A1).
GUARDED_ROLES = frozenset({Role.CASHIER, Role.FINANCE, Role.MANAGER, Role.ADMINISTRATOR})


class Origin(StrEnum):
    """How a role came to be held."""

    BEFORE = "before"
    GRANTED = "granted"
    FOUNDER = "founder"
    SERVER = "server"
    DEMO = "demo"
    ALONE = "alone"


def owes_second_factor(roles: Iterable[str], *, has_one: bool, is_demo: bool) -> bool:
    """Whether somebody has to set up a second factor before anything else; never in the demo."""
    return not is_demo and not has_one and bool(GUARDED_ROLES & set(roles))


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

ACTIONS = {
    "account_link.make": ActionWords(N_("One-time link made: %(number)s"), "send"),
    "staff.close": ActionWords(N_("Account closed: %(number)s"), "lock"),
    "staff.edit": ActionWords(N_("Account corrected: %(number)s"), "edit"),
    "staff.end_sessions": ActionWords(N_("Signed out on all devices: %(number)s"), "logout"),
    "staff.factor": ActionWords(N_("Second factor set up: %(number)s"), "shield-check"),
    "staff.factor_off": ActionWords(N_("Second factor taken off: %(number)s"), "shield-lock"),
    "staff.grant": ActionWords(N_("Role given: %(number)s"), "key"),
    "staff.open": ActionWords(N_("Account opened: %(number)s"), "user-plus"),
    "staff.pin": ActionWords(N_("PIN set: %(number)s"), "key"),
    "staff.password": ActionWords(N_("Password changed: %(number)s"), "key"),
    "staff.recovery_codes": ActionWords(N_("New recovery codes: %(number)s"), "list"),
    "staff.reopen": ActionWords(N_("Account opened again: %(number)s"), "user-check"),
    "staff.sign_in": ActionWords(N_("Signed in: %(number)s"), "login"),
    "staff.sign_in_pin": ActionWords(N_("Took over the phone by PIN: %(number)s"), "login"),
    "staff.sign_in_recovery": ActionWords(
        N_("Signed in with a recovery code: %(number)s"), "login"
    ),
    "staff.sign_out": ActionWords(N_("Signed out: %(number)s"), "logout"),
    "staff.withdraw": ActionWords(N_("Role withdrawn: %(number)s"), "key"),
}
