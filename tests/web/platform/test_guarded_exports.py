"""Many rows with personal data leave the house with a second person, and say who took them."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import delete, select

from propertydesk.accounts.rules import Role
from propertydesk.platform import approvals, settings
from propertydesk.platform.activity import Activity
from propertydesk.platform.approvals import Approval
from propertydesk.platform.db import db
from propertydesk.platform.listing import Listing, registry
from propertydesk.platform.listing.records import EXPORT_ROWS, ExportRecord, clear_old
from propertydesk.platform.transaction import in_transaction
from propertydesk.repairs.rules import Permission
from tests.conftest import NOW, make_actor
from tests.domain.platform.samples import SAMPLES, filled, samples
from tests.factories.accounts import StaffFactory, StaffRoleFactory, signed_in_cookie

ASKED = {"form": "xlsx", "purpose": "report", "words": "年度统计"}
FEW = "state=done"  # 40 rows
MANY = ""  # 120 rows


@pytest.fixture
def listing(app: Flask, community: Any) -> Iterator[Listing]:
    """The sample listing, holding personal data."""
    with filled(app, community):
        found = replace(SAMPLES, permission=str(Permission.READ), is_personal=True)
        registry.fill([found])
        yield found


class Desk:
    """Somebody at a browser of their own."""

    def __init__(self, app: Flask, community: Any, role: Role, **facts: Any) -> None:
        self.app, self.community = app, community
        self.staff = StaffFactory(**facts)
        StaffRoleFactory(staff_id=self.staff.id, community_id=community.id, role=role)
        self.browser: Any = app.test_client()
        with self.browser.session_transaction() as session:
            session.update(signed_in_cookie(self.staff.id) | {"community_id": community.id})
            session["language"] = "en"

    def get(self, url: str) -> Any:
        return self.browser.get(url)

    def post(self, url: str, data: dict[str, str] | None = None) -> Any:
        return self.browser.post_form(url, data)

    def ask(self, query: str = MANY, **words: str) -> Any:
        return self.post("/exports/samples", {**ASKED, "query": query, **words})


@pytest.fixture
def clerk(app: Flask, community: Any) -> Desk:
    return Desk(app, community, Role.CLERK, name="林晓燕", staff_no="K012")


@pytest.fixture
def lead(app: Flask, community: Any) -> Desk:
    return Desk(app, community, Role.SERVICE_LEAD, name="何雨", staff_no="K003")


def last(model: Any) -> Any:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(model).order_by(model.id.desc()).limit(1)).one()


def approved(clerk: Desk, lead: Desk, query: str = MANY, **words: str) -> ExportRecord:
    """An export that the clerk asked for and the lead approved."""
    assert clerk.ask(query, **words).status_code == 303
    answer = lead.post(f"/approvals/{last(Approval).id}/approval", {"note": ""})
    assert answer.status_code == 303
    found: ExportRecord = last(ExportRecord)
    return found


def fetched(desk: Desk, record: ExportRecord) -> Any:
    """The file, fetched by its button."""
    led = desk.post(f"/exports/orders/{record.id}/file")
    assert led.status_code == 303
    return desk.get(led.location)


def data_of(file: Any) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(file.data)).get_sheet_by_name("Data").to_python()


def test_a_few_rows_come_at_once_with_their_purpose(listing: Listing, clerk: Desk) -> None:
    answer = clerk.ask(FEW)
    assert "/exports/files/" in answer.location
    assert len(data_of(clerk.get(answer.location))) == 41
    record = last(ExportRecord)
    assert (record.rows, record.purpose, record.words) == (40, "report", "年度统计")
    assert (record.is_guarded, record.standing) == (False, "fetched")
    assert db.session.scalar(select(Approval.id)) is None


def test_the_page_tells_the_number_of_rows_and_what_follows(
    listing: Listing, clerk: Desk, lead: Desk
) -> None:
    few = clerk.get(f"/exports/samples/new?query={FEW}").text
    assert "40 rows" in few
    assert "Ask for approval" not in few
    many = clerk.get("/exports/samples/new").text
    assert "Ask for approval" in many
    assert "何雨" in many, "who could decide is told before asking"


def test_many_rows_wait_for_a_second_person(listing: Listing, clerk: Desk, lead: Desk) -> None:
    answer = clerk.ask()
    record = last(ExportRecord)
    assert answer.location.endswith(f"/exports/orders/{record.id}")
    assert "Fetch the file" not in clerk.get(answer.location).text
    assert clerk.post(f"/exports/orders/{record.id}/file").status_code == 409
    shown = lead.get(f"/approvals/{last(Approval).id}").text
    for told in ("120", "Samples", "Report or statistics", "年度统计", "林晓燕 K012"):
        assert told in shown


def test_only_the_asker_fetches_what_was_approved_for_a_day(
    listing: Listing, clerk: Desk, lead: Desk, set_clock: Callable[..., None], app: Flask
) -> None:
    record = approved(clerk, lead)
    assert "Fetch the file" in clerk.get(f"/exports/orders/{record.id}").text
    file = fetched(clerk, record)
    assert len(data_of(file)) == 121
    assert "DC20261121-0001" in file.headers["Content-Disposition"]
    assert lead.post(f"/exports/orders/{record.id}/file").status_code == 404
    set_clock(NOW + timedelta(hours=24))
    assert clerk.post(f"/exports/orders/{record.id}/file").status_code == 409


def test_the_link_of_a_fetch_lives_for_a_quarter_of_an_hour(
    listing: Listing, clerk: Desk, lead: Desk, set_clock: Callable[..., None]
) -> None:
    record = approved(clerk, lead)
    link = clerk.post(f"/exports/orders/{record.id}/file").location
    assert lead.get(link).status_code == 404
    set_clock(NOW + timedelta(minutes=15))
    assert clerk.get(link).status_code == 404
    again = clerk.post(f"/exports/orders/{record.id}/file").location
    assert clerk.get(again).status_code == 200
    assert last(ExportRecord).fetches == 2
    entries = db.session.scalars(select(Activity).filter_by(action="listing.fetch")).all()
    assert len(entries) == 2


def test_the_file_holds_the_rows_that_were_approved_and_no_others(
    app: Flask, listing: Listing, clerk: Desk, lead: Desk, community: Any
) -> None:
    """Rows that came later stay out though they fit the filter; those that left are told."""
    record = approved(clerk, lead)
    c = samples.c
    rows = db.session.execute(select(samples).limit(2)).mappings().all()
    gone = rows[0]["number"]
    new = {**rows[1], "id": 99_999, "number": "S999"}
    in_transaction(lambda: db.session.execute(samples.insert().values(**new)) and None)
    in_transaction(lambda: db.session.execute(delete(samples).where(c.number == gone)) and None)
    file = fetched(clerk, record)
    numbers = {row[0] for row in data_of(file)[1:]}
    assert len(numbers) == 119
    assert not {"S999", gone} & numbers
    info = CalamineWorkbook.from_filelike(BytesIO(file.data)).get_sheet_by_name("Info").to_python()
    assert ["Of the rows approved", "119 of 120; the others are no longer there"] in info
    assert ["Approved by", "何雨 K003"] in info


def test_without_the_frozen_rows_later_ones_would_slip_in(
    app: Flask, listing: Listing, clerk: Desk, lead: Desk
) -> None:
    """The control of the test above: the same with the frozen rows taken away."""
    record = approved(clerk, lead)
    row = db.session.execute(select(samples).limit(1)).mappings().one()
    new = {**row, "id": 99_999, "number": "S999"}
    in_transaction(lambda: db.session.execute(samples.insert().values(**new)) and None)
    in_transaction(lambda: setattr(db.session.get_one(ExportRecord, record.id), "row_ids", None))
    assert "S999" in {row[0] for row in data_of(fetched(clerk, record))[1:]}


def test_a_workbook_says_in_five_places_who_took_it(
    listing: Listing, clerk: Desk, lead: Desk
) -> None:
    file = fetched(clerk, approved(clerk, lead))
    mark = "林晓燕 K012 · 2026-11-21 09:00 · DC20261121-0001"
    assert {row[-1] for row in data_of(file)[1:]} == {mark}
    with zipfile.ZipFile(BytesIO(file.data)) as book:
        for sheet in ("sheet1", "sheet2"):
            xml = book.read(f"xl/worksheets/{sheet}.xml").decode()
            assert f"<oddHeader>&amp;R{mark}</oddHeader>" in xml
            assert f"<oddFooter>&amp;L{mark}" in xml


def test_a_csv_keeps_its_first_row_and_carries_the_mark_in_each_other(
    listing: Listing, clerk: Desk, lead: Desk
) -> None:
    file = fetched(clerk, approved(clerk, lead, form="csv"))
    rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"))))
    assert rows[0][0] == "No."
    assert {row[-1] for row in rows[1:]} == {"林晓燕 K012 · 2026-11-21 09:00 · DC20261121-0001"}


def test_what_is_turned_down_leaves_nothing_behind(
    listing: Listing, clerk: Desk, lead: Desk
) -> None:
    clerk.ask()
    lead.post(f"/approvals/{last(Approval).id}/refusal", {"note": "用汇总表即可"})
    record = last(ExportRecord)
    assert (record.standing, record.question, record.row_ids) == ("closed", None, None)
    assert clerk.post(f"/exports/orders/{record.id}/file").status_code == 409
    assert "用汇总表即可" in clerk.get(f"/exports/orders/{record.id}").text


def test_a_purpose_is_needed_and_what_was_typed_stays(listing: Listing, clerk: Desk) -> None:
    for wrong, told in (
        ({"purpose": ""}, "Say what the file is for"),
        ({"purpose": "command"}, "Choose from the list"),
        ({"words": ""}, "Say in a few words"),
    ):
        answer = clerk.ask(MANY, **wrong)
        assert answer.status_code == 422
        assert told in answer.text
    assert clerk.ask(FEW, purpose="other", words="").status_code == 422
    assert db.session.scalar(select(ExportRecord.id)) is None


def test_the_limit_is_a_setting_of_the_community(
    listing: Listing, clerk: Desk, community: Any
) -> None:
    actor = make_actor(community)
    in_transaction(lambda: settings.change(community.id, EXPORT_ROWS, 39, actor=actor, now=NOW))
    clerk.ask(FEW)
    assert last(ExportRecord).is_guarded
    in_transaction(lambda: settings.change(community.id, EXPORT_ROWS, 40, actor=actor, now=NOW))
    clerk.ask(FEW)
    assert not last(ExportRecord).is_guarded


def test_a_role_lost_in_between_gets_no_file(
    listing: Listing, clerk: Desk, lead: Desk, community: Any
) -> None:
    from propertydesk.accounts.models import StaffRole

    record = approved(clerk, lead)
    held = db.session.scalars(select(StaffRole).filter_by(staff_id=clerk.staff.id)).one()
    in_transaction(lambda: setattr(held, "role", Role.GUARD))
    assert clerk.post(f"/exports/orders/{record.id}/file").status_code == 403


def test_names_typed_into_a_filter_do_not_stay_in_the_record(listing: Listing, clerk: Desk) -> None:
    clerk.ask("name=欧阳契")
    record, entry = last(ExportRecord), last(Activity)
    assert "欧阳契" not in record.filters + entry.note + str(entry.changes)
    assert "欧*契" in record.filters


def test_what_is_over_is_forgotten(app: Flask, listing: Listing, clerk: Desk, lead: Desk) -> None:
    approved(clerk, lead)
    assert in_transaction(lambda: clear_old(NOW + timedelta(hours=23))) == 0
    assert in_transaction(lambda: clear_old(NOW + timedelta(hours=24))) == 1
    assert in_transaction(lambda: clear_old(NOW + timedelta(hours=24))) == 0
    record = last(ExportRecord)
    assert (record.question, record.row_ids, record.rows) == (None, None, 120)


def test_the_log_is_for_managers_and_can_be_exported(
    app: Flask, listing: Listing, clerk: Desk, lead: Desk, community: Any
) -> None:
    approved(clerk, lead)
    manager = Desk(app, community, Role.MANAGER)
    shown = manager.get("/exports").text
    for told in ("DC20261121-0001", "120", "年度统计", "林晓燕", "何雨 K003", "Samples"):
        assert told in shown
    assert clerk.get("/exports").status_code == 403
    assert clerk.post("/exports/exports", {"form": "csv"}).status_code == 403
    led = manager.post("/exports/exports", {"form": "csv", "query": ""})
    rows = list(csv.reader(io.StringIO(manager.get(led.location).data.decode("utf-8-sig"))))
    assert rows[0][0] == "Export no."
    assert [row[0] for row in rows[1:] if row[0].endswith("0001")] == ["DC20261121-0001"]


def test_the_asker_is_led_from_the_answer_to_the_file(
    listing: Listing, clerk: Desk, lead: Desk
) -> None:
    record = approved(clerk, lead)
    answer = clerk.get(f"/approvals/{last(Approval).id}").text
    assert f"/exports/orders/{record.id}" in answer
    assert last(Approval).state == approvals.State.APPROVED
