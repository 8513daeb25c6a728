"""The PIN of a shared phone: six digits that change who is signed in, and open nothing else.

A guard who takes over the phone types the PIN instead of a password (reliability G3). What it
begins is a session with the rights of the gate alone, whatever else the person may do.
"""

import re

from propertydesk.accounts.rules.roles import Role
from propertydesk.kernel.words import N_

PIN_LENGTH = 6
#: Wrong tries in a row, after which a PIN rests until its owner sets a new one with the password.
PIN_TRIES = 5
#: The only rights of a session that a PIN began.
PIN_ROLE = Role.GUARD
_PIN = re.compile(rf"[0-9]{{{PIN_LENGTH}}}", re.ASCII)
_UPWARDS = "01234567890123456789"
_FEWEST_DIFFERENT = 3


def typed_pin(typed: str) -> str:
    """What was typed as a PIN, "" when it is none: spaces do not count."""
    digits = "".join(typed.split())
    return digits if _PIN.fullmatch(digits) else ""


def pin_problem(pin: str, *, phone: str = "") -> str | None:
    """The words against a PIN, or None when it will do: no runs, no repeats, not the own phone."""
    if not typed_pin(pin):
        return N_("A PIN has six digits.")
    digits = typed_pin(pin)
    is_run = digits in _UPWARDS or digits[::-1] in _UPWARDS
    is_repeated = digits == digits[:3] * 2 or len(set(digits)) < _FEWEST_DIFFERENT
    if is_run or is_repeated or digits in phone.replace("-", ""):
        return N_("This PIN is too easy to guess.")
    return None
