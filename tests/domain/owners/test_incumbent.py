"""The incumbent's room list: its generations, codes and fillers, and the result in its own columns."""

from typing import Any

import pytest
from sqlalchemy import select

from propertydesk.estate.models import Building, Entrance, Home
from propertydesk.owners import queries
from propertydesk.owners.models import HouseholdTie, Person, PersonPhone
from propertydesk.platform import tasks
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from tests.domain.owners.taken import count, figures, only, reasons, returned
from tests.factories import workbooks as book
from tests.factories.estate import HomeFactory
from tests.factories.identity import resident_number
from tests.factories.owners import PersonFactory, TieFactory
from tests.factories.workbooks import rooms

pytestmark = pytest.mark.domain

RIGHT_NUMBER = resident_number()
GENERATIONS = {
    "rooms-1": book.ROOMS_1,
    "rooms-2": book.ROOMS_2,
    "rooms-3": book.ROOMS_3,
    "rooms-4": book.ROOMS_4_LONG,
}


@pytest.mark.parametrize("layout", GENERATIONS)
def test_each_generation_is_known_by_its_headings(run, layout: str):
    shop = {"楼号": "11", "单元": "0", "房间": "05", "业主名称": "李秀英", "性别": "",
            "手机号": "10012345679", "是否有电梯": "无"}  # fmt: skip
    member = {"业主名称": "张小明", "业主类型": "1002", "手机号": "18999999999", "人员角色": 3}
    file = lambda: rooms(GENERATIONS[layout], {}, member, shop, aside=book.HELP)  # noqa: E731  # built anew each time
    checked = run(file(), dry_run=True)
    assert (checked.outcome["layout"], figures(checked)) == (layout, (3, 3, 0, 0, 0))
    assert count(Home) == 0
    assert figures(run(file())) == (3, 3, 0, 0, 0)
    home = only(Home, code="3-2-1501")
    assert (home.area_centi, home.indoor_centi, home.floor, home.layout) == (9837, 8120, 15, "")
    assert only(Home, code="11-0-05").kind == "shop"
    assert only(Building, no="3").floors == 18
    assert [each.has_elevator for each in db.session.scalars(select(Entrance).order_by("no"))] == [
        False,
        True,
    ]
    assert only(Person, name="张伟明").salutation == "mr"
    assert only(Person, name="李秀英").salutation == ""
    child = only(Person, name="张小明")
    assert only(HouseholdTie, person_id=child.id).tie == "member"
    assert count(PersonPhone, person_id=child.id) == 0
    assert count(Person, identity_kind="") == 3
    told = count(Activity)
    assert figures(run(file())) == (3, 0, 0, 3, 0)
    assert count(Activity) == told


def test_the_heading_may_stand_in_the_second_row(run):
    assert figures(run(rooms(book.ROOMS_3, {}, help_row=book.HELP))) == (1, 1, 0, 0, 0)


def test_columns_are_known_by_their_words_wherever_they_stand(run):
    assert figures(run(rooms(reversed(book.ROOMS_3), {}))) == (1, 1, 0, 0, 0)
    assert only(Home).area_centi == 9837


@pytest.mark.parametrize(
    ("state", "occupancy"),
    [(2001, "owner"), (2003, "vacant"), (2004, "vacant"), (2005, "vacant"), (2006, "let"),
     (2007, "vacant"), (2008, "vacant"), ("2009", "renovating"), ("已入住", "owner")],
)  # fmt: skip
def test_states_become_how_a_home_is_lived_in(run, state: Any, occupancy: str):
    run(rooms(book.ROOMS_3, {"房屋状态": state}))
    assert only(Home).occupancy == occupancy


def test_a_state_that_fits_the_register_does_not_change_it(run):
    run(rooms(book.ROOMS_3, {"房屋状态": 2003}))
    home = only(Home)
    home.occupancy = "owner"
    db.session.commit()
    assert figures(run(rooms(book.ROOMS_3, {"房屋状态": 2003}))) == (1, 0, 0, 1, 0)
    assert figures(run(rooms(book.ROOMS_3, {"房屋状态": 2009}))) == (1, 0, 1, 0, 0)


def test_a_let_home_of_an_owner_who_lives_elsewhere_stays_let(run):
    tenant = {"业主名称": "Sarah Miller", "业主类型": 1003, "手机号": "10012345680", "性别": "女"}
    assert figures(run(rooms(book.ROOMS_3, {}, tenant))) == (2, 2, 0, 0, 0)
    assert only(Home).occupancy == "let"
    assert figures(run(rooms(book.ROOMS_3, {}, tenant))) == (2, 0, 0, 2, 0)


def test_what_is_not_sold_has_no_owner_and_what_is_has_one(run):
    nobody = dict.fromkeys(("业主名称", "性别", "手机号", "身份证号", "业主类型"), "")
    task = run(
        rooms(
            book.ROOMS_3,
            {**nobody, "房屋状态": 2002},
            {**nobody, "房间": 1502},
            {"房间": 1503, "房屋状态": 2002},
        )
    )
    assert figures(task) == (3, 1, 0, 0, 2)
    assert only(Home).occupancy == "unsold"
    assert any("leave the owner's cells empty" in each for each in reasons(task))
    assert any("Write the owner, or the state 2002" in each for each in reasons(task))


def test_members_need_an_owner_before_them_or_in_the_register(run, community):
    member = {"业主名称": "张小明", "业主类型": 1002, "房间": 1502, "手机号": ""}
    task = run(rooms(book.ROOMS_3, member, {"房间": 1502}))
    assert figures(task) == (2, 1, 0, 0, 1)
    assert "no good row of its owner stands before" in reasons(task)[0]
    assert figures(run(rooms(book.ROOMS_3, member))) == (1, 1, 0, 0, 0)


def test_several_owners_share_equally_until_somebody_says_otherwise(run):
    other = {"业主名称": "李秀英", "手机号": "10012345679"}
    third = {"业主名称": "赵敏", "手机号": "10012345670"}
    run(rooms(book.ROOMS_3, {}, other, third))
    shares = select(HouseholdTie).order_by(HouseholdTie.id)
    assert [tie.share for tie in db.session.scalars(shares)] == [3334, 3333, 3333]
    for tie, share in zip(db.session.scalars(shares), (5000, 2500, 2500), strict=True):
        tie.share = share
    db.session.commit()
    assert figures(run(rooms(book.ROOMS_3, {}, other, third))) == (3, 0, 0, 3, 0)


def test_a_line_goes_in_whole_or_comes_back_whole(run, community):
    home = HomeFactory(community_id=community.id, area_centi=100)
    person = PersonFactory(community_id=community.id, name="王芳")
    TieFactory(community_id=community.id, home_id=home.id, person_id=person.id)
    place = {"楼号": home.building_no, "单元": home.entrance_no, "房间": home.room_no}
    task = run(rooms(book.ROOMS_3, place, {"房间": 1502, "手机号": "1380"}))
    assert figures(task) == (2, 0, 0, 0, 2)
    assert (count(Home), only(Home).area_centi) == (1, 100)
    assert any("enter a sale" in each for each in reasons(task))


def test_empty_cells_leave_a_home_as_it_is(run):
    run(rooms(book.ROOMS_3, {}))
    empty = dict.fromkeys(("楼层", "总层数", "是否有电梯", "建筑面积", "室内面积", "房屋类型"), "")
    assert figures(run(rooms(book.ROOMS_3, empty))) == (1, 0, 0, 1, 0)
    assert only(Home).area_centi == 9837


@pytest.mark.parametrize("sign", "-#?&")
def test_signs_that_separate_are_no_part_of_a_number(run, sign: str):
    task = run(rooms(book.ROOMS_3, {"楼号": f"3{sign}1"}))
    assert figures(task) == (1, 0, 0, 0, 1)
    assert reasons(task)[0].startswith("楼号: Use letters and digits only")


@pytest.mark.parametrize(
    ("heading", "value"),
    [("身份证号", 1.8e17), ("身份证号", 330106199001011234), ("身份证号", "3.30106E+17"),
     ("手机号", 1.3e17), ("手机号", "1.00123E+10")],
)  # fmt: skip
def test_numbers_whose_digits_are_lost_are_told(run, heading: str, value: Any):
    task = run(rooms(book.ROOMS_3, {heading: value}))
    assert figures(task) == (1, 0, 0, 0, 1)
    assert reasons(task) == [
        f"{heading}: The program turned this number into a figure and lost its last digits; "
        "write it as text."
    ]


def test_a_phone_kept_as_a_figure_is_whole(run):
    assert figures(run(rooms(book.ROOMS_3, {"手机号": 10012345678.0}))) == (1, 1, 0, 0, 0)
    assert only(PersonPhone).number == "10012345678"


def test_identity_numbers_are_sealed_and_told_masked(run):
    task = run(rooms(book.ROOMS_3, {"身份证号": RIGHT_NUMBER}))
    person = only(Person)
    assert queries.identity_number(person) == RIGHT_NUMBER
    assert figures(run(rooms(book.ROOMS_3, {"身份证号": RIGHT_NUMBER.lower()}))) == (1, 0, 0, 1, 0)
    told = str([row.changes for row in db.session.scalars(select(Activity))])
    assert person.identity_masked in told
    for place in (told, str(task.outcome), str(task.params)):
        assert RIGHT_NUMBER not in place


def test_a_number_that_does_not_add_up_is_left_out_and_said_so(run):
    wrong = RIGHT_NUMBER[:-1] + ("0" if RIGHT_NUMBER[-1] != "0" else "1")
    task = run(rooms(book.ROOMS_3, {"身份证号": wrong}))
    assert figures(task) == (1, 1, 0, 0, 0)
    assert only(Person).identity_masked == ""
    assert reasons(task) == [
        "Left out: 身份证号: The number does not add up; compare it once more."
    ]
    assert ["资产信息", "身份证号", "identity", 1] in task.outcome["passed"]


def test_companies_have_a_contact(run):
    firm = {"业主名称": "杭州锦和贸易有限公司", "人员类型": "C", "人员角色": 1, "性别": "男",
            "联系人": "赵敏", "联系电话": "10012345670"}  # fmt: skip
    assert figures(run(rooms(book.ROOMS_4_LONG, firm))) == (1, 1, 0, 0, 0)
    assert (only(Person, kind="company").salutation, count(HouseholdTie)) == ("", 2)
    contact = only(Person, name="赵敏")
    assert only(HouseholdTie, person_id=contact.id).tie == "contact"
    assert only(PersonPhone, person_id=contact.id).number == "10012345670"


def test_what_has_no_place_here_is_told_by_column(run):
    task = run(rooms(book.ROOMS_2, {"租金": 1200}, {"房间": 1502, "手机号": "18999999999"}))
    assert task.outcome["passed"] == [
        ["资产信息", "年龄", "column", 2],
        ["资产信息", "房屋户型", "code", 2],
        ["资产信息", "手机号", "filler", 1],
        ["资产信息", "租金", "column", 2],
        ["资产信息", "身份证号", "filler", 2],
    ]


def test_the_result_is_the_file_itself_with_remarks_behind_it(run):
    task = run(rooms(book.ROOMS_3, {}, {"房间": 1502, "建筑面积": "viel"}, aside=book.HELP))
    (sheet,) = returned(task).values()
    assert list(returned(task)) == ["资产信息"]
    assert tuple(sheet[0][:17]) == book.ROOMS_3
    assert sheet[0][-2:] == ["结果 Result", "问题 What is wrong"]
    assert [row[2] for row in sheet[1:]] == [1502, 1501]
    assert sheet[1][-1].startswith("建筑面积: Write the area")
    with (tasks.folder() / task.result_path).open("rb") as file:
        again = run(file)
    assert figures(again) == (2, 0, 0, 1, 1)


def test_a_missing_column_is_named(run):
    task = run(rooms([each for each in book.ROOMS_3 if each != "业主名称"], {}))
    assert task.message % task.message_values == "The sheet 资产信息 lacks the column 业主名称."


def test_a_formula_in_the_data_is_named_and_one_aside_is_none(run):
    with_one = {"建筑面积": "=1+1"}
    task = run(rooms(book.ROOMS_3, with_one, formulas=True))
    assert task.message % task.message_values == (
        "Cell I2 of the sheet 资产信息 holds a formula. Paste the values in its place and send it "
        "again."
    )
    aside = rooms(book.ROOMS_3, {}, aside="=1+1", formulas=True)
    assert figures(run(aside)) == (1, 1, 0, 0, 0)
