"""The pages of disclosures, from the register of people to the file and the paper."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from propertydesk.accounts.rules import Role
from propertydesk.owners.models import Disclosure, Person
from propertydesk.platform.approvals import Approval
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from tests.conftest import NOW
from tests.factories.accounts import StaffFactory
from tests.factories.estate import CommunityFactory, HomeFactory
from tests.factories.owners import PersonFactory, PhoneFactory, TieFactory

FORM = {
    "recipient": "市公安局锦绣派出所",
    "contact": "王警官",
    "purpose": "协查车库事件",
    "basis": "duty",
    "fields": ["home", "name"],
    "valid_until": "2026-12-31",
}


@pytest.fixture
def person(community: Any) -> Person:
    here = {"community_id": community.id}
    home, person = HomeFactory(**here, room_no="101"), PersonFactory(**here, name="张伟明")
    PhoneFactory(**here, person_id=person.id, number="10012345678")
    TieFactory(**here, home_id=home.id, person_id=person.id)
    return person


def the(model: Any) -> Any:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(model)).one()


def test_the_whole_way(app: Any, sign_in: Any, community: Any, person: Person) -> None:
    lead = sign_in(Role.SERVICE_LEAD)
    assert "Give to a third party" in lead.get("/people").text
    assert "1 person" in lead.get("/disclosures/new").text
    made = lead.post_form("/disclosures", FORM)
    assert made.status_code == 303
    url = f"/disclosures/{the(Disclosure).id}"
    assert "Checked, ask the manager" in lead.get(url).text
    assert lead.post_form(f"{url}/check", {"document_no": ""}).status_code == 422
    assert lead.post_form(f"{url}/check", {"document_no": "锦公调字118号"}).status_code == 303
    with lead.session_transaction() as session:
        kept = dict(session)

    manager = sign_in(Role.MANAGER)
    asked = f"/approvals/{the(Approval).id}"
    shown = manager.get(asked).text
    for told in ("市公安局锦绣派出所", "锦公调字118号", "Home, Full name", "31"):
        assert told in shown
    assert manager.post_form(f"{asked}/approval", {"note": ""}).status_code == 303
    assert manager.get(f"{url}/file.xlsx").status_code == 404

    with lead.session_transaction() as session:
        session.clear()
        session.update(kept)
    led = lead.post_form(f"{url}/file")
    file = lead.get(led.location)
    book = CalamineWorkbook.from_filelike(BytesIO(file.data))
    row = book.get_sheet_by_name("Data").to_python()[1]
    assert (row[1], row[3]) == ("张伟明", "100****5678")
    assert "市公安局锦绣派出所" in row[-1]
    assert "TG20261121-0001" in row[-1]
    info = dict(book.get_sheet_by_name("Info").to_python())
    assert info["Digest"] == the(Disclosure).digest
    assert "市公安局锦绣派出所" in lead.get(f"/people/{person.id}").text


def test_a_file_whose_content_changed_is_made_anew(
    sign_in: Any, person: Person, set_clock: Any
) -> None:
    browser = sign_in(Role.ADMINISTRATOR)
    browser.post_form("/disclosures", FORM)
    found = the(Disclosure)
    second = StaffFactory().id

    def given() -> None:
        held = db.session.get_one(Disclosure, found.id)
        held.approved_by_id, held.exported_at, held.exports = second, NOW, 1
        held.state, held.digest = "exported", "0" * 64

    in_transaction(given)
    assert browser.get(f"/disclosures/{found.id}/file.xlsx").status_code == 409


def test_a_request_keeps_what_was_typed(sign_in: Any, person: Person) -> None:
    lead = sign_in(Role.SERVICE_LEAD)
    answer = lead.post_form("/disclosures", {**FORM, "valid_until": "2026-11-01"})
    assert answer.status_code == 422
    assert "市公安局锦绣派出所" in answer.text
    assert "within a year" in answer.text
    nobody = lead.post_form("/disclosures", {**FORM, "query": "q=没有这个人"})
    assert nobody.status_code == 422
    assert "Nobody is meant" in nobody.text


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_the_record_prints_and_names_nobody_concerned(
    sign_in: Any, person: Person, language: str
) -> None:
    browser = sign_in(Role.SERVICE_LEAD)
    browser.post_form("/disclosures", FORM)
    answer = browser.get(f"/disclosures/{the(Disclosure).id}/record.pdf?language={language}")
    assert answer.mimetype == "application/pdf"
    text = PdfReader(BytesIO(answer.data)).pages[0].extract_text()
    assert "TG20261121-0001" in text
    assert "市公安局锦绣派出所" in text
    assert "张伟明" not in text


def test_clerks_do_not_disclose(sign_in: Any, person: Person) -> None:
    clerk = sign_in(Role.CLERK)
    assert "Give to a third party" not in clerk.get("/people").text
    for url in ("/disclosures", "/disclosures/new"):
        assert clerk.get(url).status_code == 403
    assert clerk.post_form("/disclosures", FORM).status_code == 403


def test_another_communitys_disclosure_does_not_exist(sign_in: Any, person: Person) -> None:
    sign_in(Role.SERVICE_LEAD).post_form("/disclosures", FORM)
    url = f"/disclosures/{the(Disclosure).id}"
    browser = sign_in(Role.MANAGER, place=CommunityFactory())
    assert browser.get(url).status_code == 404
    assert browser.post_form(f"{url}/file").status_code == 404
