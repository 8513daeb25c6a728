"""The import pages: choose, check, take over, and who may."""

from io import BytesIO

import pytest
from sqlalchemy import func, select

from propertydesk.accounts.rules import Role
from propertydesk.estate.models import Home
from propertydesk.owners.rules.importing import CHANGES_ALONE
from propertydesk.platform import settings, tasks
from propertydesk.platform.approvals import Approval
from propertydesk.platform.db import db
from propertydesk.platform.tasks import Task
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.workbook.opening import read_workbook
from tests.conftest import NOW
from tests.factories.workbooks import ROOMS_3, rooms, workbook

pytestmark = pytest.mark.web

HOMES = [{"home": "3-2-1501", "area_centi": "98.37"}]
PEOPLE = [
    {"home": "3-2-1501", "tie": "业主", "name": "张伟明", "phone": "10012345678"},
    {"home": "3-2-1502", "tie": "业主", "name": "李秀英"},
]


def send(browser, book, name: str = "业主资料.xlsx"):
    return browser.post_form(
        "/import", {"workbook": (book, name)}, content_type="multipart/form-data"
    )


def count_homes() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Home))


def test_from_the_file_to_the_register(app, sign_in):
    browser = sign_in(Role.MANAGER)
    answer = send(browser, workbook(HOMES, PEOPLE))
    assert answer.status_code == 303
    page = answer.location
    assert "hx-get" in browser.get(page).text
    assert tasks.run_next(app)
    checked = browser.get(page).text
    assert "Nothing has been entered yet. 2 rows would be added" in checked
    assert "neither in the sheet Homes nor in the register" in checked
    assert "100****5678" in checked
    assert "10012345678" not in checked
    assert count_homes() == 0
    answer = browser.post_form(f"{page}/take-over")
    assert answer.status_code == 303
    assert tasks.run_next(app)
    done = browser.get(answer.location).text
    assert "1 rows were in error" in done
    assert count_homes() == 1
    assert "has been taken over" in browser.get(page).text
    assert browser.post_form(f"{page}/take-over").status_code == 409
    result = browser.get(f"{answer.location}/result")
    assert result.status_code == 200
    path = tasks.folder() / "again.xlsx"
    path.write_bytes(result.data)
    result.close()
    names = [sheet.name.split()[1] for sheet in read_workbook(path)]
    assert names == ["Homes", "People", "Vehicles"]


def test_in_chinese(app, sign_in):
    browser = sign_in(Role.MANAGER, language="zh")
    assert browser.get("/import").status_code == 200
    answer = send(browser, workbook(HOMES, PEOPLE))
    tasks.run_next(app)
    assert "人员" in browser.get(answer.location).text


def test_the_template_may_be_sent_as_it_is(app, sign_in, tmp_path):
    browser = sign_in(Role.MANAGER)
    answer = browser.get("/import/template.xlsx")
    assert answer.status_code == 200
    path = tmp_path / "template.xlsx"
    path.write_bytes(answer.data)
    sheets = read_workbook(path)
    assert [sheet.name for sheet in sheets] == [
        "房屋 Homes",
        "人员 People",
        "车辆 Vehicles",
        "说明 Instructions",
    ]
    sent = send(browser, BytesIO(answer.data))
    tasks.run_next(app)
    assert "no rows besides the examples" in browser.get(sent.location).text


@pytest.mark.parametrize(
    ("book", "name", "words"),
    [
        (BytesIO(b""), "", "Choose a workbook"),
        (BytesIO(b""), "a.xlsx", "The file is empty"),
        (BytesIO(b"%PDF-1.4"), "a.xlsx", "no .xlsx workbook"),
        (BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), "a.xls", "old .xls"),
    ],
)
def test_what_is_no_workbook_is_refused_at_once(sign_in, book, name: str, words: str):
    answer = send(sign_in(Role.MANAGER), book, name)
    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.scalar(select(func.count()).select_from(Task)) == 0


def test_a_field_that_is_no_file_is_refused(sign_in):
    assert sign_in(Role.MANAGER).post_form("/import", {"workbook": "text"}).status_code == 422


@pytest.mark.parametrize("role", [Role.CLERK, Role.GUARD, Role.TECHNICIAN])
def test_only_who_may_import_comes_in(sign_in, role: Role):
    browser = sign_in(role)
    assert browser.get("/import").status_code == 403
    assert browser.get("/import/template.xlsx").status_code == 403
    assert send(browser, workbook(HOMES)).status_code == 403


def test_somebody_elses_workbook_is_not_shown(app, sign_in):
    page = send(sign_in(Role.MANAGER), workbook(HOMES)).location
    tasks.run_next(app)
    other = sign_in(Role.ADMINISTRATOR)
    assert other.get(page).status_code == 404
    assert other.get(f"{page}/result").status_code == 404
    assert other.post_form(f"{page}/take-over").status_code == 404
    assert "业主资料.xlsx" in other.get("/import").text


def test_the_same_form_twice_orders_one_check(sign_in):
    browser = sign_in(Role.MANAGER)
    book = workbook(HOMES).getvalue()
    form = {"once": "a" * 20, "workbook": (BytesIO(book), "a.xlsx")}
    first = browser.post("/import", data=form, content_type="multipart/form-data")
    form["workbook"] = (BytesIO(book), "a.xlsx")
    again = browser.post("/import", data=form, content_type="multipart/form-data")
    assert first.location == again.location


def taken_over(app, browser, book) -> str:
    """Check and take over; gives the import's page."""
    page = send(browser, book).location
    tasks.run_next(app)
    imported = browser.post_form(f"{page}/take-over").location
    tasks.run_next(app)
    return imported


def test_a_file_of_the_old_system_from_the_page_to_the_register(app, sign_in):
    browser = sign_in(Role.MANAGER)
    page = send(browser, rooms(ROOMS_3, {}, {"房间": 1502, "手机号": "1"})).location
    tasks.run_next(app)
    checked = browser.get(page).text
    assert "room list of the old system, third generation" in checked
    assert "手机号: A mobile number has 11 digits" in checked
    assert "资产信息, row 3" in checked
    assert "a code that says nothing" in checked
    assert "10012345678" not in checked


def test_an_import_is_taken_back_from_its_page(app, sign_in):
    browser = sign_in(Role.MANAGER)
    book = workbook(HOMES, PEOPLE).getvalue()
    imported = taken_over(app, browser, BytesIO(book))
    assert "Take it back" in browser.get(imported).text
    again = send(browser, BytesIO(book)).location
    tasks.run_next(app)
    assert "This very file was taken over on" in browser.get(again).text
    shown = browser.get(f"{imported}/undo").text
    assert "Nothing has been taken back yet" in shown
    assert browser.post_form(f"{imported}/undo").status_code == 303
    assert "hx-get" in browser.get(f"{imported}/undo").text
    assert browser.post_form(f"{imported}/undo").status_code == 409
    tasks.run_next(app)
    assert "The register is as it was before" in browser.get(f"{imported}/undo").text
    assert "Taken back" in browser.get("/import").text
    assert count_homes() == 0
    assert browser.post_form(f"{imported}/undo").status_code == 409


def test_what_stands_against_it_is_named_and_everything_stays(app, sign_in):
    browser = sign_in(Role.MANAGER)
    imported = taken_over(app, browser, workbook(HOMES, PEOPLE))
    home = db.session.scalars(select(Home)).one()
    noted = browser.post_form(f"/homes/{home.id}/notes/new", {"kind": "desk", "text": "先打电话"})
    assert noted.status_code == 303
    browser.post_form(f"{imported}/undo")
    tasks.run_next(app)
    shown = browser.get(f"{imported}/undo").text
    assert "1 homes were touched since, so nothing has been taken back" in shown
    assert "Homes and shops: something was entered for it since." in shown
    assert "3-2-1501" in shown
    assert count_homes() == 1


def test_a_colleague_may_take_back_but_not_read_the_workbook(app, sign_in):
    imported = taken_over(app, sign_in(Role.MANAGER), workbook(HOMES, PEOPLE))
    other = sign_in(Role.ADMINISTRATOR)
    assert other.get(imported).status_code == 404
    assert f"{imported}/undo" in other.get("/import").text
    assert other.get(f"{imported}/undo").status_code == 200
    assert sign_in(Role.CLERK).get(f"{imported}/undo").status_code == 403


def test_formulas_are_refused_at_once_with_their_cell(sign_in):
    answer = send(sign_in(Role.MANAGER), rooms(ROOMS_3, {"建筑面积": "=1+1"}, formulas=True))
    assert answer.status_code == 422
    assert "Cell I2 of the sheet 资产信息 holds a formula" in answer.text


@pytest.fixture
def _few_changes_alone(community, actor) -> None:
    in_transaction(lambda: settings.change(community.id, CHANGES_ALONE, 0, actor=actor, now=NOW))


@pytest.mark.usefixtures("_few_changes_alone")
def test_what_changes_much_takes_a_second_person(app, sign_in):
    sign_in(Role.SERVICE_LEAD)  # somebody who could agree
    browser = sign_in(Role.MANAGER)
    taken_over(app, browser, workbook(HOMES))
    page = send(browser, workbook([{"home": "3-2-1501", "area_centi": "120.00"}])).location
    tasks.run_next(app)
    assert "take a second person" in browser.get(page).text
    silent = browser.post_form(f"{page}/take-over")
    assert silent.status_code == 422
    assert "Say why this is needed" in silent.text
    browser.post_form(f"{page}/take-over", {"reason": "新测绘报告"})
    assert not tasks.run_next(app)
    assert "waits for a second person" in browser.get(page).text
    request = f"/approvals/{db.session.scalars(select(Approval.id)).one()}"
    assert browser.post_form(f"{request}/approval", {"note": ""}).status_code == 403

    browser = sign_in(Role.SERVICE_LEAD)
    shown = browser.get(request).text
    assert "98.37" in shown
    assert "120" in shown
    assert browser.post_form(f"{request}/approval", {"note": ""}).status_code == 303
    assert tasks.run_next(app)
    db.session.rollback()
    assert db.session.scalars(select(Home.area_centi)).one() == 12_000


@pytest.mark.usefixtures("_few_changes_alone")
def test_where_nobody_else_may_import_one_imports_alone(app, sign_in):
    browser = sign_in(Role.MANAGER)
    taken_over(app, browser, workbook(HOMES))
    taken_over(app, browser, workbook([{"home": "3-2-1501", "area_centi": "120.00"}]))
    db.session.rollback()
    assert db.session.scalars(select(Home.area_centi)).one() == 12_000
