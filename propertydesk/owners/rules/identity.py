"""Identity numbers: their kinds, their one spelling, and what tells a mistyped one (pure).

A number is never required (domain.md A46): whoever does not give it is served all the same.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from enum import StrEnum

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import PersonKind


class IdentityKind(StrEnum):
    """The document that a number stands on."""

    RESIDENT = "resident"
    PASSPORT = "passport"
    HK_MACAO = "hk-macao"
    TAIWAN = "taiwan"
    RESIDENCE = "residence"
    FOREIGNER = "foreigner"
    CREDIT = "credit"


KIND_WORDS = {
    IdentityKind.RESIDENT: N_("Resident identity card"),
    IdentityKind.PASSPORT: N_("Passport"),
    IdentityKind.HK_MACAO: N_("Mainland travel permit for Hong Kong and Macao"),
    IdentityKind.TAIWAN: N_("Mainland travel permit for Taiwan"),
    IdentityKind.RESIDENCE: N_("Residence permit for Hong Kong, Macao and Taiwan"),
    IdentityKind.FOREIGNER: N_("Foreigner's permanent residence card"),
    IdentityKind.CREDIT: N_("Unified social credit code"),
}

#: Characters kept in an identity check's result (domain.md A49).
LAST_FOUR = 4

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CENTURY = "19"
_COUNTING = "1234567890" * 2
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NOISE = re.compile(r"[\s\-()]")

_SHAPES = {
    IdentityKind.RESIDENT: re.compile(r"[0-9]{17}[0-9X]|[0-9]{15}"),
    IdentityKind.PASSPORT: re.compile(r"(?=.*[0-9])[A-Z0-9]{6,12}"),
    IdentityKind.HK_MACAO: re.compile(r"[HM](?:[0-9]{8}|[0-9]{10})"),
    IdentityKind.TAIWAN: re.compile(r"[0-9]{8}|[0-9]{10}[A-Z]?"),
    IdentityKind.RESIDENCE: re.compile(r"8[123]0000[0-9]{11}[0-9X]"),
    IdentityKind.FOREIGNER: re.compile(r"9[0-9]{16}[0-9X]|[A-Z]{3}[0-9]{12}"),
    IdentityKind.CREDIT: re.compile(rf"[{_CREDIT_ALPHABET}]{{18}}"),
}
_SHAPE_WORDS = {
    IdentityKind.RESIDENT: N_("An identity card number has 18 characters, an old one 15 digits."),
    IdentityKind.PASSPORT: N_("A passport number has 6 to 12 letters and digits."),
    IdentityKind.HK_MACAO: N_("The number begins with H or M and has 8 digits, or 10 with issue."),
    IdentityKind.TAIWAN: N_("The number has 8 digits; an old one has 10, perhaps with a letter."),
    IdentityKind.RESIDENCE: N_("The number has 18 characters and begins with 810000 to 830000."),
    IdentityKind.FOREIGNER: N_(
        "The number has 18 characters beginning with 9, or 3 letters and 12 digits."
    ),
    IdentityKind.CREDIT: N_("A credit code has 18 characters, without I, O, S, V and Z."),
}


def kinds_for(person_kind: str) -> tuple[IdentityKind, ...]:
    """The documents that a natural person, or a company, can have."""
    if person_kind == PersonKind.COMPANY:
        return (IdentityKind.CREDIT,)
    return tuple(kind for kind in IdentityKind if kind is not IdentityKind.CREDIT)


def normalise(number: str) -> str:
    """The one spelling: capital letters and digits of plain width, without blanks and dashes."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", number)).upper()


def checked(kind: str, number: str) -> str:
    """The number in its one spelling. Raises Invalid on `number` with what is wrong about it.

    Sources: GB 11643 (citizens' numbers, also on residence permits), GB 32100 (credit codes).
    """
    wanted = IdentityKind(kind)
    plain = normalise(number)
    if is_filler(plain):
        raise Invalid(
            N_("This is no number but a filler; leave it empty if it is not known."), field="number"
        )
    if not _SHAPES[wanted].fullmatch(plain):
        raise Invalid(_SHAPE_WORDS[wanted], field="number")
    if not _PROOFS.get(wanted, _is_enough)(plain):
        raise Invalid(N_("The number does not add up; compare it once more."), field="number")
    return plain


def canonical(number: str) -> str:
    """By what a number is compared: an old one of 15 digits is the same as its 18 (GB 11643)."""
    plain = normalise(number)
    if len(plain) == 15 and plain.isdigit():
        longer = f"{plain[:6]}{_CENTURY}{plain[6:]}"
        return longer + citizen_check(longer)
    return plain


def looks_like_identity(text: str) -> bool:
    """Whether a typed text could be a whole identity number of any kind, right or wrong."""
    plain = normalise(text)
    return any(shape.fullmatch(plain) for shape in _SHAPES.values())


def is_filler(plain: str) -> bool:
    """111111111111111111 and the like, typed where a form demanded something."""
    digits = plain.lstrip(_LETTERS)
    return len(digits) > 5 and (len(set(digits)) == 1 or digits in _COUNTING)


def citizen_check(body: str) -> str:
    """The eighteenth character to seventeen digits: weights modulo 11 (GB 11643-1999, 6.2)."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=False))
    return _CHECK_DIGITS[total % 11]


def credit_check(body: str) -> str:
    """The eighteenth character to seventeen of a credit code: 3^i modulo 31 (GB 32100-2015)."""
    weighed = (_CREDIT_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body[:17]))
    return _CREDIT_ALPHABET[-sum(weighed) % 31]


def _is_citizen(plain: str) -> bool:
    if len(plain) == 15:
        return _is_day(f"{_CENTURY}{plain[6:12]}")
    return _is_day(plain[6:14]) and citizen_check(plain) == plain[17]


def _is_foreigner(plain: str) -> bool:
    return len(plain) == 15 or citizen_check(plain) == plain[17]


def _is_credit_code(plain: str) -> bool:
    return credit_check(plain) == plain[17]


def _is_enough(_plain: str) -> bool:
    return True


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1850
    except ValueError:
        return False


_PROOFS: dict[IdentityKind, Callable[[str], bool]] = {
    IdentityKind.RESIDENT: _is_citizen,
    IdentityKind.RESIDENCE: _is_citizen,
    IdentityKind.FOREIGNER: _is_foreigner,
    IdentityKind.CREDIT: _is_credit_code,
}
