"""Codes of passes: whatever was changed in one is no code of ours."""

import random
import string
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from propertydesk.passes.rules import Answer, Body, PassKind, Standing, answer_to, codes

KEYS = {(1, 1): b"a" * 32, (1, 2): b"b" * 32, (2, 1): b"c" * 32}
AT = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
UNTIL = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
BODY = Body(PassKind.EXIT, 1, 1, bytes(range(16)), AT, UNTIL, 1, b"digest!!")
BASE_32 = string.ascii_uppercase + "234567"
ALTERED = 100_000


def key_of(community_id: int, number: int) -> bytes | None:
    return KEYS.get((community_id, number))


def sealed(**changes: object) -> str:
    body = replace(BODY, **changes)  # type: ignore[arg-type]  # fields of the body
    return codes.sealed(body, KEYS[body.community_id, body.key])


def test_a_code_says_what_was_sealed():
    assert codes.opened(sealed(), key_of) == BODY
    assert len(sealed()) == codes.CODE_LENGTH


def flipped(code: str, chance: random.Random) -> str:
    place = chance.randrange(len(code))
    other = BASE_32[(BASE_32.index(code[place]) + chance.randrange(1, 32)) % 32]
    return code[:place] + other + code[place + 1 :]


def truncated(code: str, chance: random.Random) -> str:
    return code[: chance.randrange(len(code))]


def longer(code: str, chance: random.Random) -> str:
    return code + code[: chance.randrange(1, 40)]


def lower_case(code: str, chance: random.Random) -> str:
    place = chance.choice([at for at, each in enumerate(code) if each.isalpha()])
    return code[:place] + code[place].lower() + code[place + 1 :]


def look_alike(code: str, chance: random.Random) -> str:
    place = chance.randrange(len(code))
    wide = chr(ord(code[place]) + 0xFEE0)
    return code[:place] + wide + code[place + 1 :]


def swapped(code: str, chance: random.Random) -> str:
    while True:
        a, b = sorted(chance.sample(range(len(code)), 2))
        if code[a] != code[b]:
            return code[:a] + code[b] + code[a + 1 : b] + code[a] + code[b + 1 :]


def grafted(code: str, chance: random.Random) -> str:
    """The window, kind or community of another genuine code over this one's seal."""
    other = chance.choice(OTHERS)
    cut = chance.randrange(8, 90)
    return other[:cut] + code[cut:]


OTHERS = [
    sealed(kind=kind, community_id=place, public_id=bytes([number]) * 16)
    for kind in (PassKind.VISITOR, PassKind.WORKER)
    for place in (1, 2)
    for number in range(20)
]
CLASSES = (flipped, truncated, longer, lower_case, look_alike, swapped, grafted)


def test_no_altered_code_of_100_000_is_accepted(told):
    chance = random.Random(8)
    genuine = [
        sealed(public_id=chance.randbytes(16), kind=kind, key=key)
        for kind in PassKind
        for key in (1, 2)
    ]
    accepted = []
    for number in range(ALTERED):
        code = chance.choice(genuine)
        wrong = CLASSES[number % len(CLASSES)](code, chance)
        if wrong not in genuine and codes.opened(wrong, key_of) is not None:
            accepted.append(wrong)
    told(f"{ALTERED} altered codes of {len(CLASSES)} kinds, {len(accepted)} accepted")
    assert not accepted


def test_a_key_that_was_withdrawn_opens_nothing():
    assert codes.opened(sealed(), lambda _community, _number: None) is None


def test_a_code_sealed_with_another_communitys_key_is_none():
    forged = codes.sealed(BODY, KEYS[2, 1])
    assert codes.opened(forged, key_of) is None


def test_a_typed_code_is_read_in_any_grouping():
    typed = codes.new_typed()
    assert codes.read_typed(codes.grouped(typed)) == typed
    assert codes.read_typed(f" {typed.lower()} ") == typed


def test_every_wrong_character_and_every_exchange_of_neighbours_is_found():
    for _try in range(50):
        typed = codes.new_typed()
        for place in range(len(typed)):
            for other in codes.ALPHABET.replace(typed[place], ""):
                assert codes.read_typed(typed[:place] + other + typed[place + 1 :]) is None
        for place in range(len(typed) - 1):
            a, b = typed[place : place + 2]
            if a != b:
                assert codes.read_typed(typed[:place] + b + a + typed[place + 2 :]) is None


@pytest.mark.parametrize("text", ["", "7KQ4", "７ＫＱ４ＭＷＸ９", "IIIIIIII", "7KQ4-MWX9-1"])
def test_other_texts_are_no_typed_codes(text: str):
    assert codes.read_typed(text) is None


@pytest.mark.parametrize(
    ("used", "ended", "hour", "expected"),
    [
        (0, "", 8, Answer.GOOD),
        (0, "", 5, Answer.NOT_YET),
        (0, "", 14, Answer.EXPIRED),
        (1, "", 8, Answer.USED),
        (1, "replaced", 8, Answer.USED),
        (0, "replaced", 8, Answer.REPLACED),
        (0, "void", 20, Answer.VOID),
    ],
)
def test_the_gate_answers(used: int, ended: str, hour: int, expected: Answer):
    standing = Standing(AT, UNTIL, 1, used, ended)
    assert answer_to(standing, AT.replace(hour=hour)) is expected


def test_a_pass_for_any_number_of_uses_is_never_used_up():
    assert answer_to(Standing(AT, UNTIL, 0, 500, ""), AT) is Answer.GOOD
