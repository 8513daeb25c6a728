"""How long a sign-in lasts: twelve hours at most, less without a click, locked on the phone of a gate."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from propertydesk.accounts.rules.roles import GUARDED_ROLES, Role
from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_

#: A long shift; after it everybody signs in again (reliability S4).
LONGEST_SESSION = timedelta(hours=12)
#: How long one can look back at where an account was signed in.
SESSIONS_KEPT = timedelta(days=180)
#: For so long after giving it, the password is not asked again for a sensitive act (5.11).
CONFIRMED_FOR = timedelta(minutes=5)
#: On site the phone itself is locked, and hands are not free for passwords.
_ON_SITE = frozenset({Role.GUARD, Role.TECHNICIAN, Role.INSPECTOR, Role.CONTRACTOR})

IDLE_SITE = Setting(
    "accounts.idle_site",
    240,
    "integer",
    N_("On site: signed out without a click"),
    N_("Guards, technicians, inspectors and contractors. Holds from the next sign-in."),
    unit=N_("minutes"),
    minimum=5,
    maximum=480,
)
IDLE_DESK = Setting(
    "accounts.idle_desk",
    60,
    "integer",
    N_("At the desk: signed out without a click"),
    N_("Clerks and leads. Locking the screen when leaving the desk protects sooner."),
    unit=N_("minutes"),
    minimum=5,
    maximum=480,
)
IDLE_GUARDED = Setting(
    "accounts.idle_guarded",
    20,
    "integer",
    N_("Money and rights: signed out without a click"),
    N_("Cashiers, finance, managers and administrators: whoever can move money or give rights."),
    unit=N_("minutes"),
    minimum=5,
    maximum=120,
)
LOCK_GATE = Setting(
    "accounts.lock_gate",
    2,
    "integer",
    N_("At the gate: the screen is locked without a touch"),
    N_(
        "A gate's phone lies about: PIN or password opens it again. 0: never. Holds from the next sign-in."
    ),
    unit=N_("minutes"),
    minimum=0,
    maximum=60,
)
SETTINGS: tuple[Setting, ...] = (IDLE_DESK, IDLE_GUARDED, IDLE_SITE, LOCK_GATE)


class End(StrEnum):
    """Why a session ended before its time."""

    SIGNED_OUT = "signed_out"
    ENDED = "ended"
    PASSWORD = "password"  # noqa: S105  # a reason, not a password
    ROLES = "roles"
    CLOSED = "closed"
    GUESSING = "guessing"
    FACTOR = "factor"
    RESET = "reset"
    CHANGED = "changed"


END_WORDS = {
    End.SIGNED_OUT: N_("signed out"),
    End.ENDED: N_("ended from another device"),
    End.PASSWORD: N_("ended with a new password"),
    End.ROLES: N_("ended because roles changed"),
    End.CLOSED: N_("ended with the account"),
    End.GUESSING: N_("ended after wrong passwords"),
    End.FACTOR: N_("ended with a new second factor"),
    End.RESET: N_("ended by a reset"),
    End.CHANGED: N_("ended when somebody else took over the phone"),
}


def idle_minutes(roles: Iterable[str], minutes: dict[str, int]) -> int:
    """How many minutes without a click end the session of somebody with these roles.

    `minutes` holds the community's values by key of the setting; of several roles the most
    guarded one counts. On site only where no other role is held.
    """
    held = set(roles)
    if held & GUARDED_ROLES:
        return minutes[IDLE_GUARDED.key]
    if held and held <= _ON_SITE:
        return minutes[IDLE_SITE.key]
    return minutes[IDLE_DESK.key]


def lock_minutes(roles: Iterable[str], minutes: dict[str, int]) -> int:
    """After how many minutes without a touch the screen is locked; 0: never (reliability G3).

    Only for whoever has the rights of the gate and no others: that phone is shared.
    """
    return minutes[LOCK_GATE.key] if set(roles) == {Role.GUARD} else 0


def is_idle(seen: datetime, minutes: int, now: datetime) -> bool:
    """Whether the last click is too long ago."""
    return now - seen >= timedelta(minutes=minutes)
