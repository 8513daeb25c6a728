"""What a hand-over must say, and which shift it is."""

from datetime import datetime

import pytest

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.money import Money
from propertydesk.shifts.rules import (
    Permission,
    PostKind,
    Report,
    Turn,
    check_report,
    kept_text,
    kinds_seen,
    things,
    turn_at,
)

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("hour", "minute", "turn"),
    [
        (6, 29, Turn.NIGHT), (6, 30, Turn.EARLY), (14, 29, Turn.EARLY), (14, 30, Turn.LATE),
        (21, 29, Turn.LATE), (21, 30, Turn.NIGHT), (23, 45, Turn.NIGHT), (0, 0, Turn.NIGHT),
    ],
)  # fmt: skip
def test_the_gate_has_three_shifts_and_relief_comes_early(
    hour: int, minute: int, turn: Turn
) -> None:
    wall = datetime(2026, 11, 21, hour, minute)  # noqa: DTZ001  # a wall clock's reading
    assert turn_at(wall, PostKind.GATE) == turn


def test_desk_and_till_have_a_day_shift() -> None:
    night = datetime(2026, 11, 21, 23, 0)  # noqa: DTZ001  # a wall clock's reading
    assert {turn_at(night, kind) for kind in (PostKind.DESK, PostKind.TILL)} == {Turn.DAY}


def test_keys_that_belong_to_a_post_are_counted_and_add_up() -> None:
    check_report(Report(keys_in=11, keys_out=1), keys_held=12, cash_expected=None)
    check_report(Report(), keys_held=0, cash_expected=None)
    for wrong in (Report(), Report(keys_in=10, keys_out=1)):
        with pytest.raises(Invalid) as refused:
            check_report(wrong, keys_held=12, cash_expected=None)
        assert refused.value.field == "keys_in"
    told = Report(keys_in=10, keys_out=1, incidents="2号门钥匙丢失")
    check_report(told, keys_held=12, cash_expected=None)


def test_takings_are_counted_and_a_difference_is_explained() -> None:
    owed = Money(4_000)
    check_report(Report(cash=Money(4_000)), keys_held=0, cash_expected=owed)
    for wrong in (Report(), Report(cash=Money(3_000))):
        with pytest.raises(Invalid) as refused:
            check_report(wrong, keys_held=0, cash_expected=owed)
        assert refused.value.field == "cash"
    check_report(Report(cash=Money(3_000), incidents="少收一车"), keys_held=0, cash_expected=owed)


def test_broken_equipment_wants_a_word() -> None:
    with pytest.raises(Invalid) as refused:
        check_report(Report(faulty=("道闸",)), keys_held=0, cash_expected=None)
    assert refused.value.field == "incidents"


def test_what_is_kept_for_good_names_nobody() -> None:
    assert kept_text("粤B12345 停车不缴，车主13812345678") == "粤B***45 停车不缴，车主138****5678"


def test_equipment_is_a_line_with_commas_of_any_kind() -> None:
    assert things("电话、电脑，打印机; 对讲机,电话") == ("电话", "电脑", "打印机", "对讲机")


def test_everybody_sees_their_own_kind_of_post_and_the_lead_all() -> None:
    assert kinds_seen({Permission.STAND_GATE}) == {PostKind.GATE}
    assert kinds_seen({Permission.OVERSEE}) == set(PostKind)
    assert kinds_seen(set()) == frozenset()
