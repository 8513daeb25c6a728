"""Sealed values open at their own place, under their own key, and nowhere else."""

import dataclasses

import pytest
from flask import Flask

from propertydesk.platform import vault

pytestmark = pytest.mark.domain
PLACE = "people.identity:17"
NUMBER = "110101199003070011"


def test_a_sealed_value_is_read_again_at_its_place(app: Flask) -> None:
    sealed = vault.seal(NUMBER, place=PLACE)
    assert NUMBER.encode() not in sealed
    assert vault.unseal(sealed, place=PLACE) == NUMBER


def test_the_same_value_is_sealed_differently_each_time(app: Flask) -> None:
    assert vault.seal(NUMBER, place=PLACE) != vault.seal(NUMBER, place=PLACE)


def test_a_value_moved_to_another_row_does_not_open(app: Flask) -> None:
    with pytest.raises(vault.Unreadable):
        vault.unseal(vault.seal(NUMBER, place=PLACE), place="people.identity:18")


def test_a_changed_or_shortened_value_does_not_open(app: Flask) -> None:
    sealed = vault.seal(NUMBER, place=PLACE)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(vault.Unreadable):
            vault.unseal(bytes(changed), place=PLACE)
        with pytest.raises(vault.Unreadable):
            vault.unseal(sealed[:place], place=PLACE)


def test_another_key_says_so(app: Flask) -> None:
    sealed = vault.seal(NUMBER, place=PLACE)
    mine = app.config["DESK"]
    app.config["DESK"] = dataclasses.replace(mine, secret=b"other" * 8)
    try:
        with pytest.raises(vault.Unreadable, match="another key"):
            vault.unseal(sealed, place=PLACE)
    finally:
        app.config["DESK"] = mine


def test_equal_values_have_equal_fingerprints_for_one_purpose_only(app: Flask) -> None:
    first = vault.fingerprint(NUMBER, purpose="people.identity")
    assert first == vault.fingerprint(NUMBER, purpose="people.identity")
    assert first != vault.fingerprint(NUMBER, purpose="visits.identity")
    assert NUMBER not in first
