"""Identity numbers: what is accepted, and what is told to be a slip or a filler.

All numbers are made up: their region (990000, 000000) does not exist.
"""

import pytest

from propertydesk.kernel.errors import Invalid
from propertydesk.owners.rules import PersonKind, identity
from propertydesk.owners.rules.identity import IdentityKind as Kind

pytestmark = pytest.mark.unit
BODY = "99000019900307002"
RESIDENT = BODY + identity.citizen_check(BODY)
CREDIT_BODY = "91990000MA0ABCDE0"
CREDIT = CREDIT_BODY + identity.credit_check(CREDIT_BODY)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (Kind.RESIDENT, f" {RESIDENT[:6]} {RESIDENT[6:]} ", RESIDENT),
        (Kind.RESIDENT, "990000900307002", "990000900307002"),
        (Kind.PASSPORT, "e99999998", "E99999998"),
        (Kind.HK_MACAO, "h00000012", "H00000012"),
        (Kind.TAIWAN, "00000012", "00000012"),
        (Kind.FOREIGNER, "xxx000000900307", "XXX000000900307"),
        (Kind.CREDIT, CREDIT.lower(), CREDIT),
    ],
)
def test_a_number_is_kept_in_its_one_spelling(kind: Kind, typed: str, kept: str) -> None:
    assert identity.checked(kind, typed) == kept


def test_full_width_digits_mean_the_same() -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in RESIDENT)
    assert identity.checked(Kind.RESIDENT, wide) == RESIDENT


def test_every_single_wrong_digit_of_a_citizens_number_is_noticed() -> None:
    for place in range(17):
        for digit in set("0123456789") - {RESIDENT[place]}:
            with pytest.raises(Invalid):
                identity.checked(Kind.RESIDENT, RESIDENT[:place] + digit + RESIDENT[place + 1 :])


def test_two_neighbouring_digits_changed_over_are_noticed() -> None:
    for place in range(16):
        turned = list(RESIDENT)
        turned[place], turned[place + 1] = turned[place + 1], turned[place]
        if "".join(turned) != RESIDENT:
            with pytest.raises(Invalid):
                identity.checked(Kind.RESIDENT, "".join(turned))


def test_the_check_characters_are_those_of_the_standards() -> None:
    """The examples printed in GB 11643-1999 (annex A) and in GB 32100-2015 (annex)."""
    assert identity.citizen_check("11010519491231002") == "X"
    assert identity.citizen_check("44052418800101001") == "4"
    assert identity.credit_check("91350100M000100Y4") == "3"


def test_a_day_of_birth_that_does_not_exist_is_refused() -> None:
    body = "99000019900230002"
    with pytest.raises(Invalid):
        identity.checked(Kind.RESIDENT, body + identity.citizen_check(body))


@pytest.mark.parametrize("filler", ["1" * 18, "0" * 15, "123456789012345678", "H00000000"])
def test_a_filler_is_told_to_be_one(filler: str) -> None:
    for kind in Kind:
        with pytest.raises(Invalid, match="filler"):
            identity.checked(kind, filler)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.RESIDENT, "9900001990"),
        (Kind.PASSPORT, "ABCDEFG"),
        (Kind.HK_MACAO, "X00000012"),
        (Kind.TAIWAN, "0000012"),
        (Kind.RESIDENCE, RESIDENT),
        (Kind.FOREIGNER, RESIDENT[:17]),
        (Kind.CREDIT, CREDIT[:17] + "I"),
        (Kind.CREDIT, CREDIT[:17] + ("0" if CREDIT[17] != "0" else "1")),
    ],
)
def test_what_does_not_fit_its_document_is_refused(kind: Kind, typed: str) -> None:
    with pytest.raises(Invalid):
        identity.checked(kind, typed)


def test_an_old_number_is_compared_as_its_long_form() -> None:
    assert identity.canonical("990000900307002") == RESIDENT
    assert identity.canonical(RESIDENT) == RESIDENT


def test_companies_have_a_credit_code_and_people_have_not() -> None:
    assert identity.kinds_for(PersonKind.COMPANY) == (Kind.CREDIT,)
    assert Kind.CREDIT not in identity.kinds_for(PersonKind.PERSON)


@pytest.mark.parametrize("text", ["张伟明", "3栋1501", "100", "BX20261121-0007"])
def test_what_callers_say_is_not_taken_for_an_identity_number(text: str) -> None:
    assert not identity.looks_like_identity(text)
