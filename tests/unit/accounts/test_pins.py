"""Which PINs will do."""

import pytest

from propertydesk.accounts.rules import pin_problem, typed_pin

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("pin", ["482915", "070418", "990817"])
def test_six_digits_that_nobody_guesses_will_do(pin: str) -> None:
    assert pin_problem(pin, phone="13812345678") is None


@pytest.mark.parametrize(
    "pin",
    ["", "48291", "4829150", "48a915", "４８２９１５", "123456", "987654", "890123", "111111",
     "121212", "482482", "345678"],
)  # fmt: skip
def test_runs_repeats_the_own_phone_and_what_is_no_pin_will_not(pin: str) -> None:
    assert pin_problem(pin, phone="138-12345678") is not None


def test_spaces_do_not_count() -> None:
    assert typed_pin(" 482 915 ") == "482915"
    assert typed_pin("482 91") == ""
