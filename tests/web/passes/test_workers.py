"""Workers on screen: work entered, workers taken down, deposit, cards, the guard's phone."""

import io
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from propertydesk.accounts.rules import Role
from propertydesk.passes.models import Engagement, WorkerPass, WorkerStay
from propertydesk.passes.queries import door
from propertydesk.passes.rules import PassKind
from propertydesk.passes.services import workers
from propertydesk.platform.attachments import Attachment
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from tests.conftest import NOW, make_actor
from tests.factories.identity import resident_number
from tests.factories.passes import GateFactory, card_of, work_of, worker_of
from tests.factories.repairs import household_of


@pytest.fixture
def gate(community: Any) -> Any:
    return GateFactory(community_id=community.id, number=2)


@pytest.fixture
def home(community: Any) -> Any:
    return household_of(community)[0]


@pytest.fixture
def work(community: Any, home: Any) -> Any:
    return work_of(community, home)


def jpeg() -> io.BytesIO:
    """What a camera gives."""
    picture = io.BytesIO()
    Image.new("RGB", (300, 400), (200, 180, 160)).save(picture, "JPEG")
    picture.seek(0)
    return picture


def only(model: Any) -> Any:
    db.session.expire_all()
    return db.session.query(model).one()


def typed(worker: WorkerPass) -> str:
    code = door.live_code(PassKind.WORKER, worker.id)
    assert code is not None
    return code.shown


WORKER = {
    "name": "李建国",
    "phone": "13600002222",
    "trade": "tiler",
    "identity_kind": "resident",
    "starts_on": "2026-11-21",
    "ends_on": "2026-12-20",
}


def test_a_clerk_enters_work_takes_a_worker_down_and_the_cashier_takes_the_deposit(
    sign_in, community, home
):
    clerk = sign_in(Role.CLERK)
    assert f"/engagements/new?home={home.id}" in clerk.get(f"/homes/{home.id}").text
    entered = clerk.post_form(
        "/engagements/new",
        {
            "home": home.code,
            "work": "renovation",
            "company": "匠心装饰",
            "contact": "顾师傅",
            "phone": "13700001111",
            "starts_on": "2026-11-21",
            "ends_on": "2026-12-20",
        },
    )
    work = only(Engagement)
    assert entered.location == f"/engagements/{work.id}/workers/new"
    number = resident_number(3)
    taken = clerk.post_form(
        entered.location,
        {**WORKER, "identity": number, "photos": (jpeg(), "face.jpg")},
        follow_redirects=True,
    )
    worker = only(WorkerPass)
    assert worker.number in taken.text
    assert "has to be taken at the till" in taken.text
    assert "13600002222" not in taken.text
    shown = clerk.get(f"/worker-passes/{worker.id}").text
    assert number not in shown
    assert f"/worker-passes/photos/{worker.photo_id}" in shown
    assert "taken at the till first" in clerk.post_form(f"/worker-passes/{worker.id}/issuing").text

    cashier = sign_in(Role.CASHIER)
    cashier.post_form("/till/shift", {"opening": "100.00", "home": home.id})
    till = cashier.get(f"/till?home={home.id}").text
    assert work.number in till
    paid = cashier.post_form(
        "/till/deposits/asked",
        {
            "home": home.id,
            "asked": f"engagement:{work.id}",
            "payer": "other",
            "payer_name": "匠心装饰",
            "method": "cash",
        },
        follow_redirects=True,
    )
    assert "50.00" in paid.text
    again = cashier.post_form(
        "/till/deposits/asked",
        {"home": home.id, "asked": f"engagement:{work.id}", "payer": "other", "method": "cash"},
    )
    assert again.status_code == 409

    clerk = sign_in(Role.CLERK)
    issued = clerk.post_form(f"/worker-passes/{worker.id}/issuing", follow_redirects=True)
    assert "In force" in issued.text
    assert work.number in clerk.get(f"/homes/{home.id}").text


def test_a_card_is_printed_with_photo_and_code(sign_in, work):
    first, second = card_of(work), card_of(work, name="王二")
    clerk = sign_in(Role.CLERK)
    told = clerk.post_form(
        f"/engagements/{work.id}/cards", {"passes": [first.id, second.id], "language": "both"}
    )
    pages = PdfReader(io.BytesIO(clerk.get(told.location).data)).pages
    text = pages[0].extract_text()
    assert len(pages) == 2
    for worker in (first, second):
        assert worker.number in text
        assert typed(worker) in text
    assert len(pages[0].images) == 1  # the two share one picture, kept once
    assert "13600002222" not in text
    one = clerk.post_form(f"/worker-passes/{first.id}/cards", {"language": "zh"})
    assert clerk.get(one.location).mimetype == "application/pdf"
    db.session.expire_all()
    assert (first.prints, second.prints) == (2, 1)
    nothing = clerk.post_form(f"/engagements/{work.id}/cards", {"language": "zh"})
    assert (nothing.status_code, "Tick the cards" in nothing.text) == (422, True)


def test_a_guard_lets_a_worker_in_and_out_on_the_card(sign_in, gate, work):
    worker = card_of(work)
    guard = sign_in(Role.GUARD)
    found = guard.post_form("/gate/scans", {"code": typed(worker)}, follow_redirects=True)
    assert "Compare with the photo" in found.text
    assert "李建国" in found.text
    assert f"/worker-passes/photos/{worker.photo_id}" in found.text
    with guard.get(f"/worker-passes/photos/{worker.photo_id}") as photo:
        assert photo.mimetype == "image/webp"
    inside = guard.post_form(f"/gate/workers/{worker.id}/entry", follow_redirects=True)
    assert "Let through" in inside.text
    assert "李建国" in guard.get("/gate/workers").text
    again = guard.post_form("/gate/scans", {"code": typed(worker)}, follow_redirects=True)
    assert "Let out" in again.text
    guard.post_form(f"/gate/workers/{worker.id}/leaving")
    assert only(WorkerStay).left_at is not None
    twice = guard.post_form(f"/gate/workers/{worker.id}/leaving")
    assert twice.status_code == 409


def test_void_and_lost_cards_are_told_apart_at_the_gate(sign_in, community, gate, work):
    chief = make_actor(community)
    lost, void = card_of(work, name="丢卡"), card_of(work, name="作废")
    in_transaction(lambda: workers.report_lost(lost, reason="遗失", actor=chief, now=NOW))
    in_transaction(lambda: workers.void(void, reason="偷盗", actor=chief, now=NOW))
    guard = sign_in(Role.GUARD)
    answers = {"Reported lost": lost, "Void": void}
    for words, worker in answers.items():
        page = guard.post_form("/gate/scans", {"code": typed(worker)}, follow_redirects=True)
        assert f'pd-verdict-title">{words}<' in page.text
        assert "Take the card away" in page.text
    guard.post_form(f"/gate/workers/{void.id}/taking")
    db.session.expire_all()
    assert void.state == "returned"


def test_a_guard_finds_who_forgot_the_card(sign_in, gate, work):
    worker = card_of(work)
    guard = sign_in(Role.GUARD)
    assert f"/gate/workers/{worker.id}" in guard.get("/gate/workers?q=李").text
    page = guard.get(f"/gate/workers/{worker.id}").text
    assert "Let in" in page
    refused = guard.post_form(f"/gate/workers/{worker.id}/refusal", follow_redirects=True)
    assert "Not the person of the photo" in refused.text


def test_lost_replaced_extended_and_back_on_the_page(sign_in, work):
    worker = card_of(work, ends_on=NOW.date())
    clerk = sign_in(Role.CLERK)
    url = f"/worker-passes/{worker.id}"
    too_long = clerk.post_form(f"{url}/extension", {"ends_on": "2027-11-21"})
    assert (too_long.status_code, "never valid for longer" in too_long.text) == (422, True)
    clerk.post_form(f"{url}/extension", {"ends_on": "2026-12-01"})
    assert clerk.post_form(f"{url}/loss", {"reason": ""}).status_code == 422
    clerk.post_form(f"{url}/loss", {"reason": "工地遗失"})
    clerk.post_form(f"{url}/replacement")
    assert clerk.post_form(f"{url}/voiding", {"reason": "x"}).status_code == 403
    clerk.post_form(f"{url}/return")
    db.session.expire_all()
    assert (worker.state, worker.version, worker.lost_cards) == ("returned", 3, 1)


def test_the_lead_stops_work_and_lets_it_go_on(sign_in, work):
    lead = sign_in(Role.SERVICE_LEAD)
    url = f"/engagements/{work.id}"
    lead.post_form(f"{url}/stop", {"reason": "敲承重墙"})
    assert "Stopped: the gate lets nobody in" in lead.get(url).text
    lead.post_form(f"{url}/resumption", {"reason": "已整改"})
    span = {"starts_on": "2026-11-21", "ends_on": "2026-12-31", "reason": "延期"}
    lead.post_form(f"{url}/span", span)
    lead.post_form(f"{url}/closing")
    assert only(Engagement).state == "closed"


def test_a_photo_is_needed_and_can_follow(sign_in, work):
    worker = worker_of(work, photo=False)
    clerk = sign_in(Role.CLERK)
    url = f"/worker-passes/{worker.id}"
    assert clerk.post_form(f"{url}/photo", {}).status_code == 422
    broken = {"photos": (io.BytesIO(b"no picture"), "face.jpg")}
    assert clerk.post_form(f"{url}/photo", broken).status_code == 422
    clerk.post_form(f"{url}/photo", {"photos": (jpeg(), "face.jpg")})
    clerk.post_form(f"{url}/photo", {"photos": (jpeg(), "better.jpg")})
    assert only(Attachment).original_name == "better.jpg"


def test_the_lists_mask_filter_and_find(sign_in, work):
    worker = worker_of(work)
    clerk = sign_in(Role.CLERK)
    shown = clerk.get("/worker-passes").text
    assert worker.number in shown
    assert "136****2222" in shown
    assert "13600002222" not in shown
    assert worker.number not in clerk.get("/worker-passes?state=valid").text
    assert work.number in clerk.get("/engagements").text
    assert worker.number in clerk.get("/search?q=lijianguo").text
    assert work.number in clerk.get("/search?q=匠心").text
    look = clerk.post_form(f"/worker-passes/{worker.id}/phone/reveal", {"purpose": "call"})
    assert "13600002222" in look.text
