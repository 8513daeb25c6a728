"""Cells and rows of our own import workbook, as people really fill them in."""

from datetime import date, datetime, time

import pytest

from propertydesk.kernel.errors import Invalid
from propertydesk.owners.rules import cells
from propertydesk.owners.rules.columns import Shape, SheetKey, columns_in, is_example
from propertydesk.owners.rules.differences import compare
from propertydesk.owners.rules.standing import Mark, Register
from propertydesk.owners.rules.takeover import Row, households_of, read_row
from propertydesk.owners.rules.workbook import (
    BY_KEY,
    HOMES,
    PEOPLE,
    SHEETS,
    VEHICLES,
    sheet_named,
)
from propertydesk.owners.services.importing.reading import READERS

pytestmark = pytest.mark.unit

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("3-2-1501", "3-2-1501"),
        ("03-02-1501", "3-2-1501"),
        ("3栋2单元1501室", "3-2-1501"),
        ("3号楼2单元1501", "3-2-1501"),
        ("\uff13\uff0d\uff12\uff0d\uff11\uff15\uff10\uff11", "3-2-1501"),
        ("3 - 2 - 1501", "3-2-1501"),
        ("3-1501", "3-1501"),
        ("A座1501", "A座-1501"),
        ("11-0-05", "11-0-05"),
        ("11栋商铺05", "11-0-05"),
        ("3–2–1501", "3-2-1501"),
    ],
)
def test_a_home_is_read_in_many_spellings(written: str, code: str):
    assert cells.door_in(written).code == code


@pytest.mark.parametrize(
    "written", ["1501", "", "3-2-1501-7", "3-2-", "3-<b>-1", date(2015, 2, 3), "3-2-" + "9" * 30]
)
def test_what_names_no_home_is_refused(written):
    with pytest.raises(Invalid):
        cells.door_in(written)


def test_leading_zeros_do_not_tell_homes_apart():
    assert cells.door_in("11-0-05").key == cells.door_in("11-0-5").key


@pytest.mark.parametrize(
    ("written", "area"),
    [("98.37", 9837), (98.37, 9837), (98.37 + 1e-13, 9837), (46, 4600), ("46 ㎡", 4600),
     ("1,234.5", 123450), ("\uff19\uff18.\uff13\uff17", 9837), (0.1 + 0.2, 30), ("0", 0)],
)  # fmt: skip
def test_areas_are_exact(written, area: int):
    assert cells.area_in(written) == area


@pytest.mark.parametrize("written", ["98.375", 98.375, "-1", -1.0, "abc", True, 1e12, float(10**8)])
def test_areas_beyond_two_decimals_or_sense_are_refused(written):
    with pytest.raises(Invalid):
        cells.area_in(written)


@pytest.mark.parametrize(
    "written",
    ["2026-11-21", "2026/11/21", "2026年11月21日", "2026.11.21", "20261121", 46347, 46347.0,
     "46347", 20261121.0, DAY, datetime.combine(DAY, time()), "2026-11-21 00:00:00",
     "\uff12\uff10\uff12\uff16-11-21"],
)  # fmt: skip
def test_dates_come_in_many_forms(written):
    assert cells.day_in(written) == DAY


@pytest.mark.parametrize(
    "written", ["2026-13-01", "0000-00-00", "21.11.2026", "soon", 1, 10**9, True]
)
def test_what_is_no_date_is_refused(written):
    with pytest.raises(Invalid):
        cells.day_in(written)


@pytest.mark.parametrize(("written", "floor"), [(15, 15), ("15层", 15), ("B1", -1), ("-1", -1)])
def test_floors(written, floor: int):
    assert cells.floor_in(written) == floor


@pytest.mark.parametrize(
    "written", ["业主", "Owner", "owner", "业主 Owner", "产权人", "业主 Eigner"]
)
def test_a_choice_may_stand_in_either_language(written: str):
    assert cells.choice_in(written, PEOPLE.column("tie")) == "owner"


def test_an_unknown_choice_is_told_what_there_is():
    with pytest.raises(Invalid) as refused:
        cells.choice_in("房东", PEOPLE.column("tie"))
    assert "业主 Owner" in refused.value.values["choices"]


@pytest.mark.parametrize("name", ["房屋 Homes", "房屋", "homes", " HOMES "])
def test_sheets_are_known_by_either_name(name: str):
    assert sheet_named(name) is HOMES


def test_no_heading_and_no_choice_stands_for_two():
    for sheet in SHEETS:
        assert len(columns_in(sheet, [c.chinese for c in sheet.columns])) == len(sheet.columns)
        assert len(columns_in(sheet, [c.english for c in sheet.columns])) == len(sheet.columns)
        for column in sheet.columns:
            labels = [choice.label for choice in column.choices]
            values = [choice.value for choice in column.choices]
            assert [cells.choice_in(label, column) for label in labels] == values


def test_the_examples_of_the_template_are_examples_and_would_be_right():
    for sheet in SHEETS:
        for example in sheet.examples:
            assert is_example(str(example["home"]))
            real = {**example, "home": str(example["home"]).removeprefix("例 e.g. ")}
            for key in ("area_centi", "share"):
                if key in real:
                    real[key] = real[key] / 100
            assert made(sheet, **real).faults == []


def made(sheet=PEOPLE, number: int = 2, **values) -> Row:
    row = read_row(
        sheet,
        dict(enumerate(sheet.columns)),
        number,
        [values.get(column.key) for column in sheet.columns],
        READERS,
    )
    assert row is not None
    return row


def test_examples_and_empty_rows_are_passed_over():
    columns = dict(enumerate(HOMES.columns))
    assert read_row(HOMES, columns, 2, ["例 e.g. 3-2-1501", "住宅"], READERS) is None
    assert read_row(HOMES, columns, 2, [None, "  ", ""], READERS) is None


def test_every_wrong_cell_of_a_row_is_named():
    row = made(HOMES, home="3-2-1501", area_centi="viel", floor="hoch", handed_over_on="gestern")
    assert [fault.column for fault in row.faults] == ["floor", "area_centi", "handed_over_on"]


def test_what_is_needed_is_asked_for():
    assert {f.column for f in made(home="3-1-101").faults} == {"tie", "name"}
    assert {f.column for f in made(VEHICLES, home="3-1-101").faults} == {"plate"}


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"tie": "租户", "share": "50"}, "share"),
        ({"tie": "业主", "lease_ends_on": "2027-01-01"}, "lease_ends_on"),
        (
            {"tie": "租户", "starts_on": "2027-01-01", "lease_ends_on": "2026-01-01"},
            "lease_ends_on",
        ),
        ({"tie": "业主", "phone": "138"}, "phone"),
        ({"tie": "业主", "name": "  12 "}, "name"),
        ({"tie": "业主", "name": "张" * 81}, "name"),
    ],
)
def test_a_persons_row_is_refused_for_its_own_reasons(values: dict, column: str):
    row = made(**{"home": "3-1-101", "name": "张伟明", **values})
    assert [fault.column for fault in row.faults] == [column]


def test_numbers_are_read_however_they_are_typed():
    row = made(home="3-1-101", tie="业主", name="张伟明", phone=13812345678.0,
               second_phone="+86 138-1234-5679")  # fmt: skip
    assert (row.values["phone"], row.values["second_phone"]) == ("13812345678", "13812345679")


def test_the_later_twin_is_refused():
    twins = [made(HOMES, 2, home="11-0-5"), made(HOMES, 3, home="11-0-05")]
    households, homeless = households_of(twins)
    assert twins[0].is_good
    assert [fault.values for fault in twins[1].faults] == [{"row": 2}]
    assert len(households) == 1
    assert homeless == [twins[1]]


def test_one_person_in_two_homes_is_one_and_may_not_contradict_themself():
    def owner(number: int, phone: str = "10012345678", **more) -> Row:
        home = f"1-1-10{number}"
        return made(number=number, home=home, tie="业主", name="张伟明", phone=phone, **more)

    first, again = owner(2, salutation="先生"), owner(3)
    other, namesake = owner(4, salutation="女士"), owner(5, "10012345679")
    households_of([first, again, other, namesake])
    assert (first.repeats, again.repeats, namesake.repeats) == (False, True, False)
    assert [fault.column for fault in other.faults] == ["salutation"]


def outcomes_of(*rows: Row):
    households, _homeless = households_of(rows)
    register = Register()
    return [outcome for each in households for outcome in compare(each, register)], register


def test_a_single_owner_has_all():
    found, register = outcomes_of(
        made(HOMES, home="1-1-101"), made(home="1-1-101", tie="业主", name="张伟明")
    )
    assert [outcome.mark for outcome in found] == [Mark.ADDED, Mark.ADDED]
    (home,) = register.homes.values()
    assert [tie.values["share"] for tie in home.owners] == [10000]


@pytest.mark.parametrize(
    ("shares", "is_good"),
    [(("50", "50"), True), (("33.33", "66.67"), True), ((50, 40), False), ((None, None), False),
     ((100, None), False)],
)  # fmt: skip
def test_shares_of_several_owners_sum_to_100(shares, is_good: bool):
    people = [
        made(number=n, home="1-1-101", tie="业主", name=name, share=share)
        for n, (name, share) in enumerate(zip(["张伟明", "李秀英"], shares, strict=True), 2)
    ]
    found, _register = outcomes_of(made(HOMES, home="1-1-101"), *people)
    assert {o.mark for o in found[1:]} == ({Mark.ADDED} if is_good else {Mark.ERROR})


def test_unit_zero_is_a_shop():
    _found, register = outcomes_of(made(HOMES, home="11-0-05"))
    assert [home.values["kind"] for home in register.homes.values()] == ["shop"]


def test_rows_of_an_unknown_home_are_refused():
    found, _register = outcomes_of(made(home="9-9-909", tie="业主", name="张伟明"))
    assert [outcome.mark for outcome in found] == [Mark.ERROR]


def test_a_new_tenant_makes_the_home_a_let_one_unless_the_workbook_says_otherwise():
    rows = [made(HOMES, home="1-1-101"), made(home="1-1-101", tie="租户", name="Sarah Miller")]
    _found, register = outcomes_of(*rows)
    assert next(iter(register.homes.values())).values["occupancy"] == "let"
    rows = [
        made(HOMES, home="1-1-101", occupancy="自住"),
        made(home="1-1-101", tie="租户", name="Sarah Miller"),
    ]
    _found, register = outcomes_of(*rows)
    assert next(iter(register.homes.values())).values["occupancy"] == "owner"


def test_every_shape_has_a_reader():
    assert set(READERS) == set(Shape)
    assert set(BY_KEY) == set(SheetKey) - {SheetKey.DOORS, SheetKey.SPACES}
