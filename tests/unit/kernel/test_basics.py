"""Masking, numbering, phrases, opening hours, state tables."""

from datetime import UTC, date, datetime, time
from enum import StrEnum

import pytest

from propertydesk.kernel import clock
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.masking import mask_identity, mask_name, mask_phone, mask_plate
from propertydesk.kernel.numbering import document_number, is_document_number
from propertydesk.kernel.phrases import fill
from propertydesk.kernel.settings import Setting
from propertydesk.kernel.states import Move, Tone, Workflow
from propertydesk.kernel.worktime import OpeningHours

SHANGHAI = "Asia/Shanghai"


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812345678", "138****5678"),
        ("+8613812345678", "138****5678"),
        ("021-66126612", "021-****6612"),
        ("+85291234567", "+85****4567"),
        ("110", "****"),
    ],
)
def test_phones_are_masked(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [("张伟明", "张*明"), ("张伟", "张*"), ("张", "张"), ("Sarah Miller", "S*** Miller")],
)
def test_names_are_masked(name: str, shown: str) -> None:
    assert mask_name(name) == shown


def test_plates_and_identities_are_masked() -> None:
    assert mask_plate("沪AD68K3") == "沪A***K3"
    assert mask_identity("330102199001011234") == "330*************34"


def test_document_numbers_carry_prefix_day_and_serial() -> None:
    number = document_number("BX", date(2026, 11, 21), 7)
    assert number == "BX20261121-0007"
    assert is_document_number(number)
    assert not is_document_number("BX2026-7")


def test_a_phrase_is_filled_and_never_reaches_into_objects() -> None:
    assert fill("您好{name}，{home}", {"name": "张女士"}) == "您好张女士，…"
    assert fill("{name.__class__}", {"name": "x"}) == "{name.__class__}"


def test_the_business_date_is_the_communitys_own() -> None:
    late = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
    assert clock.business_date(late, SHANGHAI) == date(2026, 11, 21)
    assert clock.day_start(date(2026, 11, 21), SHANGHAI) == datetime(2026, 11, 20, 16, tzinfo=UTC)


HOURS = OpeningHours(time(8, 30), time(17, 30), SHANGHAI, lambda day: day.weekday() < 5)


def test_a_limit_runs_only_while_the_centre_is_open() -> None:
    friday_evening = clock.at(date(2026, 11, 20), time(17, 0), SHANGHAI)
    assert HOURS.after(friday_evening, 60) == clock.at(date(2026, 11, 23), time(9, 0), SHANGHAI)


def test_a_limit_that_never_finds_hours_runs_on_the_clock() -> None:
    never = OpeningHours(time(8), time(9), SHANGHAI, lambda _day: False)
    start = datetime(2026, 11, 20, tzinfo=UTC)
    assert never.after(start, 30) == datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


class Light(StrEnum):
    OFF = "off"
    ON = "on"


def test_a_state_table_knows_its_cells_and_who_may_move() -> None:
    on = Move("switch", (Light.OFF,), Light.ON, "light:switch", "Switch on", "Switched on")
    flow = Workflow(
        "light", Light, (on,), {"off": "Off", "on": "On"}, dict.fromkeys(Light, Tone.GREY)
    )
    assert flow.move("off", "switch") is on
    assert flow.move("on", "switch") is None
    assert flow.allowed("off", {"light:switch"}) == (on,)
    assert flow.allowed("off", set()) == ()


def test_a_table_with_two_answers_to_one_question_is_refused() -> None:
    move = Move("switch", (Light.OFF,), Light.ON, "p", "l", "d")
    with pytest.raises(ValueError, match="two moves"):
        Workflow("light", Light, (move, move), {}, {})


def test_a_setting_keeps_its_kind_and_bounds() -> None:
    gap = Setting("x.gap", 4, "integer", "Gap", "", minimum=1, maximum=9)
    assert gap.read(gap.write(7)) == 7
    moment = Setting("x.at", time(8, 30), "time", "At", "")
    assert moment.read(moment.write(time(9, 15))) == time(9, 15)
    for wrong in (0, 10, "4", True):
        with pytest.raises(Invalid):
            gap.check(wrong)
