"""Codes of the second factor: six digits that change every half minute, and those for a lost phone."""

import re
import secrets
from datetime import datetime, timedelta

#: Seconds that a code of an authenticator app stands (RFC 6238).
STEP_SECONDS = 30
#: How many steps a phone's clock may be off, each way.
STEPS_OFF = 1
RECOVERY_CODES = 10
#: How long a link for a new password, a new second factor or the first set-up can be used (5.11, 5.15).
LINK_LASTS = timedelta(minutes=15)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are read as another
_HALF = 5
_CODE = re.compile(r"[0-9]{6}", re.ASCII)
_RECOVERY = re.compile(rf"[{_LETTERS}]{{{2 * _HALF}}}")


def step_of(now: datetime) -> int:
    """The half minute that `now` lies in."""
    return int(now.timestamp()) // STEP_SECONDS


def steps_around(now: datetime) -> tuple[int, ...]:
    """The half minutes whose codes are taken now."""
    here = step_of(now)
    return tuple(range(here - STEPS_OFF, here + STEPS_OFF + 1))


def app_code(typed: str) -> str:
    """What was typed as a code of the app, "" when it is none: spaces do not count."""
    digits = "".join(typed.split())
    return digits if _CODE.fullmatch(digits) else ""


def recovery_code(typed: str) -> str:
    """What was typed as a recovery code in its one spelling, "" when it is none."""
    plain = "".join(each for each in typed.lower() if each.isalnum())
    return plain if _RECOVERY.fullmatch(plain) else ""


def new_recovery_code() -> str:
    """Ten characters, about 49 bits, written in two halves."""
    halves = ("".join(secrets.choice(_LETTERS) for _ in range(_HALF)) for _ in range(2))
    return "-".join(halves)


def in_groups(secret: str, size: int = 4) -> str:
    """A secret to be typed off, in groups."""
    return " ".join(secret[at : at + size] for at in range(0, len(secret), size))
