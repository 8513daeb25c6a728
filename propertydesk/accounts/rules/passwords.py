"""Which passwords will do: long ones that are neither common nor about their owner (5.11)."""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

from propertydesk.kernel.words import N_

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
_LIST = Path(__file__).with_name("common_passwords.txt")
_LEET = str.maketrans("@4031!5$7+", "aaoeiisstt")
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_SHORTEST_CONTEXT = 3
_LONGEST_RUN = 6


def password_problem(password: str, *, login: str, name: str = "", company: str = "") -> str | None:
    """The words against a password, or None when it will do.

    `login` and `name` are the owner's, `company` is where they work: a password made of them is the
    first that is tried.
    """
    if len(password) < SHORTEST_PASSWORD:
        return N_("Use at least 12 characters; a short sentence is easy to remember.")
    if len(password) > LONGEST_PASSWORD:
        return N_("Use at most 128 characters.")
    lowered = password.lower()
    if (
        _names_its_owner(lowered, login, name, company)
        or _is_common(lowered)
        or _is_a_pattern(lowered)
    ):
        return N_("This password is too easy to guess.")
    return None


def _names_its_owner(password: str, *words: str) -> bool:
    context = [word.replace(" ", "").lower() for word in words]
    return any(
        word in password
        for word in context
        if len(word) >= _SHORTEST_CONTEXT or (word and not word.isascii() and len(word) > 1)
    )


def _is_common(password: str) -> bool:
    """A common password, dressed up with digits, signs, or repeated."""
    cores = {password, _EDGES.sub("", password)}
    cores |= {_EDGES.sub("", core.translate(_LEET)) for core in cores}
    return any(core in _common() or _unit(core) in _common() for core in cores if core)


def _is_a_pattern(password: str) -> bool:
    """Few different characters, or a long run such as abcdefg or 7654321."""
    if len(set(password)) < 5 or _unit(password) != password:
        return True
    steps = [ord(b) - ord(a) for a, b in pairwise(password)]
    runs = re.findall(r"u+|d+|s+", "".join({1: "u", -1: "d", 0: "s"}.get(s, ".") for s in steps))
    return any(len(run) >= _LONGEST_RUN for run in runs)


def _unit(text: str) -> str:
    """The part that is repeated all through, or the text itself."""
    at = (text + text).find(text, 1)
    return text[:at] if text else text


@cache
def _common() -> frozenset[str]:
    lines = _LIST.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
