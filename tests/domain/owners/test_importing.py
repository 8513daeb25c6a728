"""Taking homes, people and vehicles over: what goes in, what comes back, and what a kill leaves."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from propertydesk.estate.models import Building, Entrance, Home
from propertydesk.owners.models import HouseholdTie, Person, PersonPhone, Vehicle
from propertydesk.owners.services import importing
from propertydesk.owners.services.importing import work
from propertydesk.platform import search, tasks
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from propertydesk.platform.tasks import Task, TaskState
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.workbook.opening import read_workbook
from tests.conftest import NOW
from tests.factories.estate import CommunityFactory, HomeFactory, ParkingSpaceFactory
from tests.factories.owners import PersonFactory, PhoneFactory, TieFactory, VehicleFactory
from tests.factories.workbooks import workbook

pytestmark = pytest.mark.domain

HOMES = [
    {"home": "3-2-1501", "area_centi": "98.37", "floor": 15, "handed_over_on": "2021年6月18日"},
    {"home": "3-2-1502", "area_centi": 88.5, "occupancy": "空置"},
    {"home": "11-0-05", "area_centi": "46"},
]
PEOPLE = [
    {"home": "3-2-1501", "tie": "业主", "name": "张伟明", "salutation": "先生",
     "phone": "100 1234 5678", "share": 50},
    {"home": "3-2-1501", "tie": "业主", "name": "李秀英", "phone": "10012345679", "share": 50},
    {"home": "3-2-1502", "tie": "业主", "name": "张伟明", "phone": "10012345678"},
    {"home": "11-0-05", "tie": "租户", "name": "Sarah Miller", "phone": "+85291234567",
     "language": "English", "lease_ends_on": 46538},
]  # fmt: skip
VEHICLES = [{"home": "3-2-1501", "plate": "浙a·12345", "driver": "李秀英", "space": "b1-001"}]


def as_it_stands(task_id: int) -> Task:
    db.session.rollback()
    return db.session.get_one(Task, task_id, populate_existing=True)


def figures(task: Task) -> tuple[int, ...]:
    keys = ("read", "added", "changed", "unchanged", "errors")
    return tuple(task.outcome[key] for key in keys)


def count(model, **criteria) -> int:
    return db.session.scalar(select(func.count()).select_from(model).filter_by(**criteria))


def faults(task: Task) -> dict[tuple[str, int], str]:
    """Sheet and row to the words of the result workbook."""
    sheets = read_workbook(tasks.folder() / task.result_path)
    return {
        (sheet.name.split()[-1].lower(), number): str(cells[1])
        for sheet in sheets
        for number, cells in sheet.rows[1:]
        if cells[1]
    }


def test_everything_goes_in(run, community):
    ParkingSpaceFactory(community_id=community.id, no="B1-001")
    task = run(workbook(HOMES, PEOPLE, VEHICLES))
    assert task.state == TaskState.DONE
    assert figures(task) == (8, 8, 0, 0, 0)
    home = db.session.scalars(select(Home).filter_by(code="3-2-1501")).one()
    assert (home.area_centi, home.floor, home.handed_over_on) == (9837, 15, date(2021, 6, 18))
    assert db.session.scalars(select(Home.kind).filter_by(code="11-0-05")).one() == "shop"
    assert db.session.scalars(select(Home.occupancy).filter_by(code="11-0-05")).one() == "let"
    assert sorted(db.session.scalars(select(Building.no))) == ["11", "3"]
    assert count(Entrance) == 2
    assert (count(Person), count(PersonPhone), count(HouseholdTie)) == (3, 3, 4)
    tenancy = db.session.scalars(select(HouseholdTie).filter_by(tie="tenant")).one()
    assert tenancy.lease_ends_on == date(2027, 5, 31)
    vehicle = db.session.scalars(select(Vehicle)).one()
    assert vehicle.plate == "浙A12345"
    assert db.session.get_one(Person, vehicle.person_id).name == "李秀英"
    assert vehicle.space_id is not None


def test_the_same_workbook_again_changes_nothing(run, community):
    ParkingSpaceFactory(community_id=community.id, no="B1-001")
    run(workbook(HOMES, PEOPLE, VEHICLES))
    told = count(Activity)
    assert figures(run(workbook(HOMES, PEOPLE, VEHICLES))) == (8, 0, 0, 8, 0)
    assert count(Activity) == told


def test_a_check_tells_the_same_and_enters_nothing(run):
    task = run(workbook(HOMES, PEOPLE), dry_run=True)
    assert figures(task) == (7, 7, 0, 0, 0)
    assert task.outcome["records"]["people"]["added"] == 3
    assert task.outcome["records"]["ties"]["added"] == 4
    assert (count(Home), count(Person), count(Activity)) == (0, 0, 0)
    entered = run(workbook(HOMES, PEOPLE))
    assert entered.outcome["records"] == task.outcome["records"]


def test_what_differs_is_set_and_told_old_and_new(run):
    run(workbook(HOMES, PEOPLE))
    homes = [{**HOMES[0], "area_centi": "99.00"}, *HOMES[1:]]
    people = [{**PEOPLE[0], "phone": "10087654321"}, *PEOPLE[1:]]
    people[2] = {**people[2], "phone": "10087654321"}
    task = run(workbook(homes, people))
    assert figures(task) == (7, 0, 2, 5, 0)
    shown = {each["sheet"]: each["differences"] for each in task.outcome["shown"]["changed"]}
    assert shown["homes"] == [["area_centi", 9837, 9900]]
    assert shown["people"] == [["phone", "100****5678", "100****4321"]]
    phones = select(PersonPhone.number, PersonPhone.ends_on).join(Person).where(
        Person.name == "张伟明"
    )  # fmt: skip
    assert {(n, ends is None) for n, ends in db.session.execute(phones)} == {
        ("10012345678", False), ("10087654321", True)}  # fmt: skip
    activity = db.session.scalars(select(Activity).order_by(Activity.id.desc())).first()
    assert "10012345678" not in str(activity.changes)


def test_empty_cells_leave_the_register_alone(run):
    run(workbook(HOMES, PEOPLE))
    bare = [{"home": "3-2-1501"}]
    nobody_else = [{"home": "3-2-1501", "tie": "业主", "name": "张伟明"}]
    assert figures(run(workbook(bare, nobody_else))) == (2, 0, 0, 2, 0)


def test_one_activity_for_each_home_touched(run):
    run(workbook(HOMES, PEOPLE))
    rows = db.session.scalars(select(Activity).filter_by(action="home.import")).all()
    assert sorted(row.subject_no for row in rows) == ["11-0-05", "3-2-1501", "3-2-1502"]
    assert all(row.home_id == row.subject_id for row in rows)
    assert "张伟明" not in str([row.changes for row in rows])


def test_everybody_is_found_at_once(run, community):
    run(workbook(HOMES, PEOPLE, [{"home": "3-2-1501", "plate": "浙A12345"}]))
    for words in ("zwm", "张伟明", "5678", "3-2-1501", "12345", "Miller"):
        assert search.find(community.id, words), words


def test_good_rows_go_in_and_bad_ones_come_back_with_the_reason(run):
    homes = [*HOMES, {"home": "3-2-1503", "area_centi": "viel"}, {"home": "3-2-1501"}]
    people = [*PEOPLE, {"home": "9-9-901", "tie": "业主", "name": "王芳"},
              {"home": "3-2-1503", "tie": "业主", "name": "赵敏"}]  # fmt: skip
    task = run(workbook(homes, people))
    assert figures(task) == (11, 7, 0, 0, 4)
    assert count(Home) == 3
    told = faults(task)
    assert len(told) == 4
    assert sorted(told.values())[0].startswith("Area m²: Write the area in m²")
    assert any("neither in the sheet Homes nor in the register" in words for words in told.values())


def test_the_result_may_be_corrected_and_sent_again(run):
    task = run(workbook([{"home": "3-2-1501", "area_centi": "viel"}]))
    path = tasks.folder() / task.result_path
    with path.open("rb") as book:
        again = run(book)
    assert figures(again) == (1, 0, 0, 0, 1)
    (sheet, *_rest) = read_workbook(tasks.folder() / again.result_path)
    assert list(sheet.rows[0][1]).count("结果 Result") == 1


def test_the_result_is_data_never_a_formula(run):
    task = run(workbook([{"home": "3-2-1501", "note": "=1+1", "area_centi": "x"}]))
    content = (tasks.folder() / task.result_path).read_bytes()
    (sheet, *_rest) = read_workbook(tasks.folder() / task.result_path)
    assert "=1+1" in sheet.rows[1][1]
    assert b"<f>" not in content


def test_a_home_is_known_whatever_its_leading_zeros(run, community):
    home = HomeFactory(community_id=community.id, entrance_no="0", room_no="05")
    task = run(workbook([{"home": f"{home.building_no}-0-5", "area_centi": "46"}]))
    assert figures(task) == (1, 0, 1, 0, 0)
    assert count(Home) == 1


def test_known_people_are_known_by_phone_and_name(run, community):
    home = HomeFactory(community_id=community.id)
    person = PersonFactory(community_id=community.id, name="张伟明")
    PhoneFactory(community_id=community.id, person_id=person.id, number="10012345678")
    rows = [{"home": home.code, "tie": "业主", "name": "张伟明", "phone": "10012345678"}]
    run(workbook([], rows))
    assert count(Person) == 1
    assert count(HouseholdTie, person_id=person.id, home_id=home.id) == 1


def test_another_owner_is_no_sale(run, community):
    home = HomeFactory(community_id=community.id)
    person = PersonFactory(community_id=community.id, name="张伟明")
    TieFactory(community_id=community.id, home_id=home.id, person_id=person.id)
    task = run(workbook([], [{"home": home.code, "tie": "业主", "name": "王芳", "share": 100}]))
    assert figures(task) == (1, 0, 0, 0, 1)
    assert "enter a sale" in next(iter(faults(task).values()))


def test_a_plate_of_another_home_and_strange_drivers_are_refused(run, community):
    home = HomeFactory(community_id=community.id)
    other = HomeFactory(community_id=community.id)
    VehicleFactory(community_id=community.id, home_id=other.id, plate="浙A12345")
    rows = [
        {"home": home.code, "plate": "浙A12345"},
        {"home": home.code, "plate": "浙A12346", "driver": "无此人"},
        {"home": home.code, "plate": "浙A12347", "space": "X-1"},
        {"home": home.code, "plate": "浙A12347"},
    ]
    assert figures(run(workbook([], [], rows))) == (4, 0, 0, 0, 4)


def test_what_has_ended_takes_no_changes(run, community):
    home = HomeFactory(community_id=community.id, ended_on=date(2026, 1, 1))
    owner = {"home": home.code, "tie": "业主", "name": "王芳"}
    task = run(workbook([{"home": home.code}], [owner]))
    assert figures(task) == (2, 0, 0, 0, 2)


def test_another_communitys_homes_are_not_touched(run, community):
    elsewhere = HomeFactory(community_id=community.id)
    foreign = HomeFactory(community_id=CommunityFactory().id, room_no="909")
    task = run(workbook([], [{"home": foreign.code, "tie": "业主", "name": "王芳"}]))
    assert figures(task)[-1] == 1
    assert elsewhere.code != foreign.code


class Killed(BaseException):
    """Stands for a process that ends in the middle of its work."""


def many(homes: int) -> tuple[list[dict], list[dict]]:
    codes = [f"1-1-{floor}0{door}" for floor in range(1, homes // 4 + 1) for door in range(1, 5)]
    people = [
        {"home": code, "tie": "业主", "name": f"张{'伟明芳敏'[n % 4]}", "phone": f"100{n:08d}"}
        for n, code in enumerate(codes)
    ]
    return [{"home": code, "area_centi": "80"} for code in codes], people


def test_a_kill_leaves_whole_households_and_the_rest_follows(app, run, actor, monkeypatch):
    monkeypatch.setattr(work, "CHUNK", 8)
    homes, people = many(40)
    params = {"file": tasks.keep_input(workbook(homes, people), ".xlsx"), "dry_run": False}
    task_id = in_transaction(lambda: tasks.enqueue(importing.KIND, params, actor=actor, now=NOW).id)
    whole = work.take_over
    calls = []

    def third_is_killed(*args, **kwargs):
        calls.append(1)
        whole(*args, **kwargs)
        if len(calls) == 3:
            raise Killed

    monkeypatch.setattr(work, "take_over", third_is_killed)
    with pytest.raises(Killed):
        tasks.run_to_end(task_id, app)
    db.session.rollback()
    assert (count(Home), count(HouseholdTie)) == (16, 16)
    later = NOW + tasks.LEASE * 2
    (Path(app.instance_path) / "clock").write_text(later.isoformat(), "utf-8")
    tasks.run_to_end(task_id, app)
    task = as_it_stands(task_id)
    assert figures(task) == (80, 80, 0, 0, 0)
    assert (count(Home), count(Person), count(HouseholdTie)) == (40, 40, 40)
    sheets = read_workbook(tasks.folder() / task.result_path)
    assert all(cells[0] for sheet in sheets for _number, cells in sheet.rows)


def test_the_queries_do_not_grow_with_the_households(app, run):
    from tests.house.crawl import statements

    def asked(homes: int) -> int:
        with statements(app) as sent:
            run(workbook(*many(homes)), dry_run=True)
        return len(sent)

    assert asked(100) == asked(20)


@pytest.mark.parametrize(
    ("book", "words"),
    [
        (workbook, "no rows"),
        (lambda: workbook([{"home": "例 e.g. 3-2-1501"}]), "no rows"),
    ],
)
def test_an_empty_workbook_says_so(run, book, words):
    task = run(book())
    assert task.state == TaskState.FAILED
    assert words in task.message
