"""The import pages: choose, check, take over, and who may."""

from io import BytesIO

import pytest
from sqlalchemy import func, select

from propertydesk.accounts.rules import Role
from propertydesk.estate.models import Home
from propertydesk.platform import tasks
from propertydesk.platform.db import db
from propertydesk.platform.tasks import Task
from propertydesk.platform.workbook.opening import read_workbook
from tests.factories.workbooks import workbook

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
