"""The incumbent's workbook of five sheets, its asset export and its vehicle lists."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from propertydesk.estate.models import Building, Entrance, Home, ParkingSpace
from propertydesk.owners.models import HouseholdTie, Person, Vehicle
from propertydesk.platform.db import db
from propertydesk.platform.tasks import TaskState
from tests.domain.owners.taken import count, figures, only, reasons
from tests.factories import workbooks as book
from tests.factories.owners import PersonFactory, PhoneFactory
from tests.factories.workbooks import rooms, their_workbook

pytestmark = pytest.mark.domain


def five_sheets(**changed: Any) -> Any:
    """An old workbook: two homes of one owner, a member, a home of nobody, spaces and a car."""
    sheets = {
        "楼栋单元": (book.ENTRANCES, [{"楼栋号": 1, "单元编号": 1, "总层数": 11, "是否有电梯": "有"}]),
        "业主信息": (
            book.OWNERS,
            [
                {"编号": 1, "业主名称": "张伟明", "性别": "男", "手机号": "10012345678", "业主类型": 1001,
                 "业主编号": 1},
                {"编号": 2, "业主名称": "张小明", "业主类型": 1002, "业主编号": 1},
            ],
        ),
        "费用设置": (book.FEES, [{"费用编号": 1, "收费项目": "物业费"}]),
        "房屋信息": (
            book.HOMES,
            [
                {"房屋编号": 1001, "楼栋编号": 1, "单元编号": 1, "房屋楼层": 10, "建筑面积": 88.5,
                 "业主编号": 1, "房屋费用": "1#2", "房屋类型": 110, "室内面积": 70},
                {"房屋编号": 1002, "楼栋编号": 1, "单元编号": 1, "房屋楼层": 10, "建筑面积": 90,
                 "业主编号": 1},
                {"房屋编号": 1003, "楼栋编号": 1, "单元编号": 1, "建筑面积": 90, "业主编号": 0},
            ],
        ),
        "车位信息": (
            book.SPACES,
            [
                {"停车场编号": "A", "车位编码": "001", "停车场类型": 2001, "面积": 12.5, "业主编号": 1,
                 "车牌号": "浙A12345", "车品牌": "宝来", "车类型": 9901, "颜色": "白", "出租还是出售": "S",
                 "开始时间": 42370, "结束时间": "2037-01-01"},
                {"停车场编号": "A", "车位编码": "002", "停车场类型": 2001, "业主编号": 0},
                {"停车场编号": "B", "车位编码": "001", "停车场类型": 1001, "业主编号": 0},
            ],
        ),
    }  # fmt: skip
    sheets.update(changed)
    return their_workbook({name: sheet for name, sheet in sheets.items() if sheet})


def test_the_workbook_of_five_sheets(run):
    checked = run(five_sheets(), dry_run=True)
    assert checked.outcome["layout"] == "five-sheets"
    assert figures(checked) == (9, 9, 0, 0, 0)
    assert ["费用设置", "", "fees", 1] in checked.outcome["passed"]
    assert figures(run(five_sheets())) == (9, 9, 0, 0, 0)
    assert (count(Home), count(Person), count(HouseholdTie)) == (3, 2, 4)
    assert only(Home, code="1-1-1003").occupancy == "vacant"
    assert (only(Building).floors, only(Entrance).has_elevator) == (11, True)
    spaces = {each.no: each for each in db.session.scalars(select(ParkingSpace))}
    assert sorted(spaces) == ["001", "002", "B-001"]
    mine = spaces["001"]
    assert (mine.place, mine.kind, mine.area_centi) == ("A 地下", "owned", 1250)
    assert mine.home_id == only(Home, code="1-1-1001").id
    assert (spaces["002"].kind, spaces["002"].home_id) == ("free", None)
    car = only(Vehicle)
    assert (car.plate, car.model, car.space_id) == ("浙A12345", "宝来 白", mine.id)
    assert (car.starts_on, car.home_id) == (date(2016, 1, 1), mine.home_id)
    assert figures(run(five_sheets())) == (9, 0, 0, 9, 0)


def test_a_subset_of_the_sheets_will_do(run):
    task = run(five_sheets(业主信息=None, 车位信息=None, 费用设置=None))
    assert figures(task) == (4, 4, 0, 0, 0)
    assert any("the home goes in without its owner" in each for each in reasons(task))
    assert figures(run(five_sheets(业主信息=None, 房屋信息=None, 楼栋单元=None)))[-1] == 1


def test_a_home_of_an_unknown_owner_comes_back(run):
    homes = [{"房屋编号": 1001, "楼栋编号": 1, "单元编号": 1, "业主编号": 77}]
    task = run(five_sheets(房屋信息=(book.HOMES, homes), 车位信息=None))
    assert any("has the owner's number 77" in each for each in reasons(task))


def test_the_asset_export(run):
    rows = {
        "楼栋单元": [{"楼栋号": 1, "单元编号": 1, "总层数": 11, "是否有电梯": "无"}],
        "业主信息": [{"业主编号": 7, "业主名称": "张伟明", "性别": "男", "年龄": 40,
                   "手机号": "10012345678"}],
        "房屋信息": [{"房屋编号": 1001, "楼栋编号": 1, "单元编号": 1, "房屋楼层": 10, "建筑面积": 88.5,
                   "业主编号": 7}],
        "车位信息": [{"车位编码": "001", "停车场类型": 1001, "业主编号": 7, "车牌号": "浙A12345",
                   "出租还是出售": "H"}],
    }  # fmt: skip
    file = lambda: their_workbook({n: (book.EXPORTED[n], rows[n]) for n in rows})  # noqa: E731  # built anew each time
    task = run(file())
    assert (task.outcome["layout"], figures(task)) == ("asset-export", (4, 4, 0, 0, 0))
    assert only(ParkingSpace).kind == "let_monthly"
    assert figures(run(file())) == (4, 0, 0, 4, 0)


CAR = {
    "车牌号": "浙A12345", "业主名称": "张伟明", "手机号": "10012345678", "车辆品牌": "宝来",
    "车辆类型": 9902, "颜色": "白", "停车场": "B1", "车位": "017", "起租时间": "2026-01-01",
    "停车场类型": 2001, "车位状态": "H",
}  # fmt: skip


def test_owners_vehicles_go_to_the_home_of_their_owner(run):
    run(rooms(book.ROOMS_3, {}))
    strange = {**CAR, "车牌号": "浙A12346", "业主名称": "无此人", "车位": "018"}
    rows = (book.OWNER_CARS, [CAR, strange])
    file = lambda: their_workbook({"业主车辆信息": rows}, help_row=book.HELP)  # noqa: E731  # built anew each time
    task = run(file())
    assert (task.outcome["layout"], figures(task)) == ("owner-cars", (2, 1, 0, 0, 1))
    assert "No owner of this name and phone" in reasons(task)[0]
    car = only(Vehicle)
    assert (car.model, car.starts_on) == ("宝来 白 客车", date(2026, 1, 1))
    assert db.session.get_one(Person, car.person_id).name == "张伟明"
    assert (only(ParkingSpace).no, only(ParkingSpace).home_id) == ("017", car.home_id)
    assert figures(run(file())) == (2, 0, 0, 1, 1)


def test_a_filler_phone_names_an_owner_by_name_alone_unless_two_have_it(run, community):
    run(rooms(book.ROOMS_3, {}))
    car = {**CAR, "手机号": "18999999999"}
    file = lambda: their_workbook({"业主车辆信息": (book.OWNER_CARS, [car])})  # noqa: E731  # built anew each time
    PhoneFactory(
        community_id=community.id,
        person_id=PersonFactory(community_id=community.id, name="张伟明").id,
    )
    assert figures(run(file())) == (1, 0, 0, 0, 1)


def test_the_exported_vehicle_list_names_the_home(run):
    run(rooms(book.ROOMS_3, {}))
    rows = [
        {"车牌号": "浙A12345", "房屋号": "3-2-1501", "车辆品牌": "宝来", "颜色": "白", "业主": "张伟明",
         "车位": "B1-017", "有效期": "2037-01-01", "状态": "正常", "备注": "x"},
        {"车牌号": "浙A12346", "房屋号": "9-9-909"},
    ]  # fmt: skip
    task = run(their_workbook({"业主车辆": (book.CAR_LIST, rows)}))
    assert (task.outcome["layout"], figures(task)) == ("car-list", (2, 1, 0, 0, 1))
    assert any("the car goes in without it" in each for each in reasons(task))


def test_files_about_money_say_what_to_send_instead(run):
    task = run(their_workbook({"房屋缴费历史": (["房屋", "收费项目"], [])}))
    assert task.state == TaskState.FAILED
    assert "holds fees, meters or stock" in task.message
