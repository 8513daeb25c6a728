"""Passwords: hashed slowly, on purpose, and never more than a few at once."""

import secrets
import threading
from functools import cache

from pwdlib import PasswordHash

from propertydesk.accounts import rules
from propertydesk.accounts.models import Staff
from propertydesk.kernel.errors import Invalid

HASHER = PasswordHash.recommended()
#: Each hash takes 64 MiB and a core: a flood of sign-ins must not take the desk with it (L6).
HASHES_AT_ONCE = 4
_turn = threading.BoundedSemaphore(HASHES_AT_ONCE)


def turn() -> threading.BoundedSemaphore:
    """Whoever hashes waits here for a turn."""
    return _turn


def hash_password(password: str, *, login: str, name: str = "", company: str = "") -> str:
    """The argon2id hash: call it outside transactions. Raises Invalid when weak."""
    problem = rules.password_problem(password, login=login, name=name, company=company)
    if problem:
        raise Invalid(problem, field="password")
    with _turn:
        return HASHER.hash(password)


def unknown_password() -> str:
    """The hash of a password that nobody ever saw, until a one-time link brings one: as above,
    call it outside transactions.
    """
    with _turn:
        return HASHER.hash(secrets.token_urlsafe(32))


def password_fits(staff: Staff | None, password: str) -> bool:
    """Whether the password is right; takes as long for a name that does not exist."""
    known = staff is not None and staff.is_active
    digest = staff.password_hash if staff is not None and known else _decoy()
    with _turn:
        return HASHER.verify(password[:200], digest) and known


@cache
def _decoy() -> str:
    return HASHER.hash("nobody has this password")
