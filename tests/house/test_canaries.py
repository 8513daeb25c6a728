"""Planted numbers that exist nowhere else: no page, file, suggestion, error or log gives them away.

Phones and identity numbers are shown by a recorded look alone, so no answer to a GET, no export and
no print may hold one, whoever asks (reliability S3). Plates and notes are for those who read
households.
"""

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from propertydesk import wiring
from propertydesk.accounts.rules import Role
from propertydesk.followups.models import FollowUp
from propertydesk.owners import services as owners
from propertydesk.owners.models import HomeNote
from propertydesk.owners.rules import Permission
from propertydesk.platform import activity, settings
from propertydesk.platform.db import db
from propertydesk.platform.idempotency import new_id
from propertydesk.platform.listing.declare import registry
from propertydesk.platform.listing.records import EXPORT_ROWS
from propertydesk.platform.transaction import in_transaction
from propertydesk.repairs.models import RepairOrder
from tests.factories.accounts import StaffFactory
from tests.factories.identity import resident_number
from tests.factories.owners import PhoneFactory, VehicleFactory
from tests.house.crawl import browser, visits
from tests.house.source import report
from tests.house.world import NOW, PASSWORD_HASH, World, stored

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("canaries")]

PHONES = ("10077001177", "10077002277", "10077003377")
IDENTITY = resident_number(777, "19770707")
PLATE = "浙A7Q7X7"
NOTE = "需要帮助上楼的老人七七"
SLIP = "/repairs/<int:repair_id>/slip.pdf"
#: Paper that bears a whole number on purpose, each print of it written down: the technician's copy,
#: which comes back to the office (domain.md C1), and forms on which people sign for their own.
PAPER = {
    SLIP,
    "/homes/<int:home_id>/register-form.pdf",
    "/people/<int:person_id>/privacy-notice.pdf",
}
SECRET = {*PHONES, IDENTITY}
OF_THE_HOUSEHOLD = {PLATE, NOTE}


@pytest.fixture
def planted(app: Flask) -> World:
    """A small community in which every place that can hold a number holds a planted one."""
    world = World()
    here = {**world.place, "home_id": world.home.id}
    PhoneFactory(**world.place, person_id=world.person.id, number=PHONES[0], position=0)
    VehicleFactory(**here, person_id=world.person.id, plate=PLATE)
    stored(HomeNote(**here, text=NOTE, created_at=NOW, created_by="林晓燕"))
    by = {"actor": world.actor, "now": NOW}
    in_transaction(
        lambda: owners.set_identity(world.person, kind="resident", number=IDENTITY, **by)
    )
    in_transaction(lambda: _plant_in_records(world))
    in_transaction(lambda: settings.change(world.community.id, EXPORT_ROWS, 500, **by))
    in_transaction(lambda: owners.reindex_all(world.community.id))
    return world


def _plant_in_records(world: World) -> None:
    for order in db.session.query(RepairOrder):
        order.phone = PHONES[1]
        words = f"Call {PHONES[1]}, identity {IDENTITY}, car {PLATE}"
        activity.record(
            actor=world.actor,
            now=NOW,
            action="repair.note",
            subject=order,
            note=words,
            reason=words,
        )
    for call in db.session.query(FollowUp):
        call.phone = PHONES[2]


def text_of(body: bytes, kind: str) -> str:
    """What a person, or a machine, reads in an answer."""
    if kind == "application/pdf":
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return body.decode("utf-8", "replace")


def found_in(text: str, wanted: set[str]) -> list[str]:
    plain = re.sub(r"[\s·-]", "", text)
    return sorted(each for each in wanted if each in plain)


def as_role(world: World, role: Role) -> Any:
    staff = StaffFactory(password_hash=PASSWORD_HASH)
    world.give_role(staff, role)
    return staff


def forbidden_to(role: Role) -> set[str]:
    reads = Permission.READ in wiring.ROLES[role]
    return SECRET if reads else SECRET | OF_THE_HOUSEHOLD


@pytest.mark.parametrize("role", list(Role))
def test_no_page_gives_a_planted_value_away(app: Flask, planted: World, role: Role) -> None:
    planted.watcher = as_role(planted, role)
    wanted = forbidden_to(role)
    seen = visits(app, planted, languages=("zh",), parts=(False,))
    faults = [
        f"{each.path}: {found}"
        for each in seen
        if each.rule not in PAPER and (found := found_in(text_of(each.body, each.kind), wanted))
    ]
    assert not faults, report(faults, "Mask it, or show it by a look that is written down.")


def files(app: Flask, world: World) -> Iterator[tuple[str, str]]:
    """Every listing as workbook and as text, and the slip in each language, as the watcher."""
    client = browser(app, world.cookie(world.watcher, "zh"))
    orders = [(listing.name, form) for listing in registry for form in ("csv", "xlsx")]
    for name, form in orders:
        url = f"/exports/{name}"
        order = {"once": new_id(), "form": form, "purpose": "check", "words": "canaries"}
        answer = client.post(url, data=order, follow_redirects=True)
        yield f"{url} {form} {answer.status_code}", text_of(answer.data, answer.mimetype)


def test_no_file_gives_a_planted_number_away(app: Flask, planted: World) -> None:
    seen = list(files(app, planted))
    faults = [f"{name}: {found}" for name, text in seen if (found := found_in(text, SECRET))]
    assert not faults, report(faults, "Columns of phones are Kind.PHONE; paper masks them itself.")
    assert any(PLATE in text for _name, text in seen), [name for name, _text in seen]


def test_the_slip_bears_the_number_on_the_technicians_copy_alone(
    app: Flask, planted: World
) -> None:
    client = browser(app, planted.cookie(planted.watcher, "zh"))
    slip = client.get(f"/repairs/{planted.examples['repair_id']}/slip.pdf?language=zh&paper=A5")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(slip.data)).pages]
    whole = [bool(found_in(text, SECRET)) for text in pages]
    assert (len(whole), sum(whole)) == (3, 1)
    assert not found_in("".join(pages), SECRET - {PHONES[1]})


@pytest.mark.parametrize("role", list(Role))
def test_suggestions_and_hits_do_not_repeat_what_was_asked(
    app: Flask, planted: World, role: Role
) -> None:
    client = browser(app, planted.cookie(as_role(planted, role), "zh"))
    wanted = forbidden_to(role)
    faults = []
    for asked in (*PHONES, IDENTITY, PLATE, "张伟明", "7700", "1501"):
        answer = client.post("/search/suggest", data={"q": asked}, headers={"HX-Request": "true"})
        faults += [f"{asked}: {each}" for each in found_in(answer.text, wanted)]
    assert not faults, report(faults, "A hit shows masks; who asks by a number knows it already.")


def test_nothing_planted_stands_in_the_history(app: Flask, planted: World) -> None:
    rows = db.session.execute(activity.Activity.__table__.select()).all()
    assert not found_in(repr(rows), SECRET | OF_THE_HOUSEHOLD)


def test_errors_and_logs_keep_quiet(
    app: Flask, planted: World, caplog: pytest.LogCaptureFixture
) -> None:
    client = browser(app, planted.cookie(planted.watcher, "zh"))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answers = []
    with caplog.at_level(logging.DEBUG):
        for number in (*PHONES, IDENTITY, PLATE):
            logging.getLogger("werkzeug").info('"GET /search?q=%s HTTP/1.1" 200 -', number)
            try:
                raise ValueError(f"cannot store {number}")  # what a library may say
            except ValueError:
                app.logger.exception("Failed for %s", number)
            answers.append(client.get(f"/people/{number}"))
            answers.append(client.get(f"/nothing/{number}"))
    app.config["PROPAGATE_EXCEPTIONS"] = None
    assert not found_in(caplog.text, SECRET | {PLATE})
    assert "Failed for 100****1177" in caplog.text
    asked = [number for number in (*PHONES, IDENTITY, PLATE) for _ in range(2)]
    assert not any(
        found_in(answer.text, SECRET - {number})  # the page's own address stands in its forms
        for number, answer in zip(asked, answers, strict=True)
    )


def test_a_typed_number_is_answered_where_it_was_sent(app: Flask, planted: World) -> None:
    client = browser(app, planted.cookie(planted.watcher, "zh"))
    for number in (*PHONES, IDENTITY, PLATE, "浙A·7Q7X7"):
        answer = client.post("/search", data={"q": number})
        assert not found_in(answer.headers.get("Location", ""), {number, *SECRET}), number
    harmless = client.post("/search", data={"q": "BX20261121-0001"})
    assert harmless.headers["Location"] == "/search?q=BX20261121-0001"


def test_the_crawl_would_notice(app: Flask, planted: World) -> None:
    """The control: what may be seen is found by the same reading."""
    seen = visits(app, planted, languages=("zh",), parts=(False,))
    household = [each for each in seen if each.rule.startswith("/homes/")]
    texts = [text_of(each.body, each.kind) for each in household]
    assert any(NOTE in text for text in texts)
    assert any(PLATE in re.sub(r"[\s·]", "", text) for text in texts)
