"""The repair desk in a browser without scripts."""

import threading
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import event, func, select

from propertydesk.accounts.rules import Role
from propertydesk.platform import idempotency
from propertydesk.platform.activity import Activity
from propertydesk.platform.attachments import Attachment
from propertydesk.platform.db import db
from propertydesk.repairs.models import RepairOrder
from tests.conftest import NOW
from tests.factories.estate import CommunityFactory
from tests.factories.repairs import RepairOrderFactory, household_of, technician_of

HOUR = timedelta(hours=1)
AT_ONCE = 50


def filled(**given: Any) -> dict[str, Any]:
    """An intake form as a clerk fills it in for a common area."""
    return {
        "channel": "phone",
        "area": "garage",
        "reporter": "other",
        "reporter_name": "巡逻队员",
        "reporter_role": "staff",
        "category": "power.corridor",
        "description": "灯不亮",
        "read_back": "y",
        **given,
    }


def orders() -> list[RepairOrder]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(RepairOrder).order_by(RepairOrder.id)))


def picture() -> tuple[BytesIO, str]:
    content = BytesIO()
    Image.new("RGB", (40, 30), "blue").save(content, "PNG")
    content.seek(0)
    return content, "leak.png"


def test_the_form_stands_for_a_home(community: Any, sign_in: Callable[..., Any]) -> None:
    home, _person = household_of(community)
    page = sign_in(Role.CLERK).get(f"/repairs/new?home={home.id}").text
    assert home.code in page
    assert "138****5678" in page
    assert "13812345678" not in page


@pytest.mark.parametrize("asked", ["", "?home=999999", "?home=x", "?area=lift", "?home=-1"])
def test_the_form_stands_without_one(sign_in: Callable[..., Any], asked: str) -> None:
    assert sign_in(Role.CLERK).get(f"/repairs/new{asked}").status_code == 200


def test_a_home_of_another_community_is_not_shown(sign_in: Callable[..., Any]) -> None:
    home, _person = household_of(CommunityFactory(), room_no="7777")
    client = sign_in(Role.CLERK)
    assert home.code not in client.get(f"/repairs/new?home={home.id}").text
    answer = client.post_form("/repairs/new", filled(area="", home=home.code, phone="13800000000"))
    assert answer.status_code == 422


def test_a_call_becomes_an_order(community: Any, sign_in: Callable[..., Any]) -> None:
    technician_of(community)
    home, person = household_of(community)
    client = sign_in(Role.CLERK)
    data = filled(
        area="", home=home.label_in(chinese=True), reporter=str(person.id), reporter_name="",
        category="water.sink", window="2026-11-22T10:00", rings="2", photos=picture(),
    )  # fmt: skip
    answer = client.post_form("/repairs/new", data, content_type="multipart/form-data")
    assert answer.status_code == 303
    (order,) = orders()
    assert answer.headers["Location"].endswith(f"/repairs/{order.id}")
    assert (order.home_id, order.reporter_name, order.phone) == (home.id, "欧阳契", "13812345678")
    assert order.appointment_to - order.appointment_from == 2 * HOUR
    page = client.get(f"/repairs/{order.id}").text
    assert order.number in page
    assert "13812345678" not in page
    photo = db.session.scalars(select(Attachment)).one()
    with client.get(f"/repairs/photos/{photo.id}") as shown:
        assert shown.mimetype == "image/webp"


def test_saving_may_lead_on_to_printing(sign_in: Callable[..., Any]) -> None:
    answer = sign_in(Role.CLERK).post_form("/repairs/new", filled(then="print"))
    assert answer.headers["Location"].endswith("#print")


def test_a_refused_form_keeps_what_was_typed(community: Any, sign_in: Callable[..., Any]) -> None:
    home, person = household_of(community)
    answer = sign_in(Role.CLERK).post_form(
        "/repairs/new",
        filled(
            area="", home=home.code, reporter=str(person.id), phone="13900000001",
            description="水 <b>满</b> 了", category="water.tap", read_back="",
        ),
    )  # fmt: skip
    assert answer.status_code == 422
    for kept in (home.code, "13900000001", "水 &lt;b&gt;满&lt;/b&gt; 了", "Read it back"):
        assert kept in answer.text
    assert "Photos have to be chosen again" in answer.text
    assert f'id="reporter-{person.id}" checked' in answer.text
    assert not orders()


@pytest.mark.parametrize(
    "wrong",
    [
        {"home": "9-9-9999", "area": ""},
        {"category": ""},
        {"category": "water"},
        {"description": ""},
        {"reporter_name": ""},
        {"priority": "7"},
        {"window": "2026-11-21T03:00"},
        {"appointment_from": "yesterday"},
        {"original": "99999"},
        {"phone": "12"},
        {"channel": ""},
        {"area": "moon"},
    ],
)
def test_nonsense_is_refused_in_the_form(
    sign_in: Callable[..., Any], wrong: dict[str, str]
) -> None:
    answer = sign_in(Role.CLERK).post_form("/repairs/new", filled(**wrong))
    assert answer.status_code == 422
    assert not orders()


def test_a_file_that_is_no_picture_is_refused(sign_in: Callable[..., Any]) -> None:
    data = filled(photos=(BytesIO(b"MZ not a picture"), "a.jpg"))
    answer = sign_in(Role.CLERK).post_form("/repairs/new", data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "not a picture" in answer.text
    assert not orders()


def test_live_parts_write_nothing(community: Any, sign_in: Callable[..., Any]) -> None:
    home, _person = household_of(community)
    client = sign_in(Role.CLERK)
    before = db.session.scalar(select(func.count()).select_from(Activity))
    for path in ("homes", "household", "advice"):
        answer = client.get(
            f"/repairs/new/{path}?home={home.code}&category=water.pipe&priority=2",
            headers={"HX-Request": "true"},
        )
        assert answer.status_code == 200
        assert "<html" not in answer.text
    assert "close the main valve" in answer.text
    assert db.session.scalar(select(func.count()).select_from(Activity)) == before


def test_a_callers_number_is_shown_for_a_purpose(
    community: Any, sign_in: Callable[..., Any]
) -> None:
    home, person = household_of(community)
    _home, stranger = household_of(community, phone="13800000003")
    client, path = sign_in(Role.CLERK), f"/repairs/homes/{home.id}/people/{person.id}/phone"
    shown = client.post(path, data={"purpose": "call"}, headers={"HX-Request": "true"})
    assert shown.text.strip() == "13812345678"
    assert client.post(path).status_code == 422
    path = f"/repairs/homes/{home.id}/people/{stranger.id}/phone"
    assert client.post(path, data={"purpose": "call"}).status_code == 404


def test_a_technician_is_sent(community: Any, sign_in: Callable[..., Any]) -> None:
    staff = technician_of(community, "water", name="李强")
    order = RepairOrderFactory(community_id=community.id)
    client = sign_in(Role.CLERK)
    assert "Send 李强" in client.get(f"/repairs/{order.id}").text
    answer = client.post_form(f"/repairs/{order.id}/dispatch", {"technician_id": str(staff.id)})
    assert answer.status_code == 303
    assert [each.technician_id for each in orders()] == [staff.id]


def test_the_slower_clerk_sees_how_it_stands(community: Any, sign_in: Callable[..., Any]) -> None:
    first, second = technician_of(community), technician_of(community)
    order = RepairOrderFactory(community_id=community.id)
    client, path = sign_in(Role.CLERK), f"/repairs/{order.id}"
    client.post_form(f"{path}/dispatch", {"technician_id": str(first.id)})
    answer = client.post_form(
        f"{path}/dispatch",
        {"technician_id": str(second.id)},
        headers={"Referer": f"http://localhost{path}"},
    )
    assert answer.status_code == 409
    assert "Dispatched" in answer.text
    assert f'href="{path}"' in answer.text
    assert [each.technician_id for each in orders()] == [first.id]


def test_ending_an_order_asks_for_the_reason(community: Any, sign_in: Callable[..., Any]) -> None:
    order = RepairOrderFactory(community_id=community.id)
    client = sign_in(Role.CLERK)
    path = f"/repairs/{order.id}/cancellation"
    refused = client.post_form(path, {"reason": ""})
    assert refused.status_code == 422
    assert "data-open-at-once" in refused.text
    assert client.post_form(path, {"reason": "自行修好"}).status_code == 303
    assert [each.state for each in orders()] == ["cancelled"]


def test_after_the_work(community: Any, sign_in: Callable[..., Any]) -> None:
    staff = technician_of(community)
    order = RepairOrderFactory(community_id=community.id, state="done", technician_id=staff.id)
    client = sign_in(Role.CLERK)
    assert client.post_form(f"/repairs/{order.id}/return", {"reason": ""}).status_code == 422
    assert client.post_form(f"/repairs/{order.id}/verification").status_code == 303
    assert client.post_form(f"/repairs/{order.id}/closure").status_code == 303
    assert [each.state for each in orders()] == ["closed"]


def test_the_slip_is_counted_then_fetched(community: Any, sign_in: Callable[..., Any]) -> None:
    order = RepairOrderFactory(community_id=community.id)
    client = sign_in(Role.CLERK)
    not_yet = client.get(f"/repairs/{order.id}/slip.pdf")
    assert not_yet.headers["Location"].endswith(f"/repairs/{order.id}#print")
    for language, paper in (("both", "A5"), ("zh", "A4"), ("en", "A5")):
        answer = client.post_form(
            f"/repairs/{order.id}/slips", {"language": language, "paper": paper}
        )
        assert answer.status_code == 303
        document = client.get(answer.headers["Location"])
        assert document.mimetype == "application/pdf"
        assert document.data.startswith(b"%PDF")
    assert [each.prints for each in orders()] == [3]


def test_an_incomplete_slip_is_not_printed(community: Any, sign_in: Callable[..., Any]) -> None:
    home, _person = household_of(community)
    order = RepairOrderFactory(community_id=community.id, home_id=home.id)
    client = sign_in(Role.CLERK)
    assert "Missing: Appointment" in client.get(f"/repairs/{order.id}").text
    answer = client.post_form(f"/repairs/{order.id}/slips", {"language": "zh", "paper": "A5"})
    assert answer.status_code == 422


def test_remarks_and_photos_are_added(community: Any, sign_in: Callable[..., Any]) -> None:
    order = RepairOrderFactory(community_id=community.id)
    client = sign_in(Role.CLERK)
    assert client.post_form(f"/repairs/{order.id}/notes", {"text": ""}).status_code == 422
    client.post_form(f"/repairs/{order.id}/notes", {"text": "钥匙在前台"})
    client.post_form(
        f"/repairs/{order.id}/photos", {"photos": picture()}, content_type="multipart/form-data"
    )
    page = client.get(f"/repairs/{order.id}").text
    assert "钥匙在前台" in page
    assert "/repairs/photos/" in page
    assert client.post_form(f"/repairs/{order.id}/photos", {}).status_code == 422


def test_another_communitys_order_is_missing(sign_in: Callable[..., Any]) -> None:
    order = RepairOrderFactory(community_id=CommunityFactory().id)
    client = sign_in(Role.CLERK)
    for path in ("", "/slip.pdf"):
        assert client.get(f"/repairs/{order.id}{path}").status_code == 404
    for path in ("dispatch", "cancellation", "notes", "slips", "phone/reveal"):
        assert client.post_form(f"/repairs/{order.id}/{path}").status_code == 404


def test_the_list_begins_with_what_is_open(community: Any, sign_in: Callable[..., Any]) -> None:
    place = {"community_id": community.id}
    RepairOrderFactory(**place, number="BX20261121-0901", state="closed")
    RepairOrderFactory(**place, number="BX20261121-0902", dispatch_due=NOW + 2 * HOUR)
    RepairOrderFactory(
        **place, number="BX20261121-0903", dispatch_due=NOW - HOUR, category="lift.noise"
    )
    client = sign_in(Role.CLERK)
    page = client.get("/repairs").text
    assert page.index("0903") < page.index("0902")
    assert "BX20261121-0901" not in page
    assert "BX20261121-0901" in client.get("/repairs?sort=newest").text
    late = client.get("/repairs?late=1").text
    assert "0903" in late
    assert "0902" not in late
    assert "0902" not in client.get("/repairs?category=lift").text
    for query in ("where=common", "state=registered", "priority=3", "reported_from=2026-11-21"):
        assert "0902" in client.get(f"/repairs?{query}").text


def test_technicians_and_their_skills(community: Any, sign_in: Callable[..., Any]) -> None:
    staff = technician_of(community, "water", name="李强")
    clerk = sign_in(Role.CLERK)
    assert "李强" in clerk.get("/repairs/technicians").text
    path = f"/repairs/technicians/{staff.id}/skills"
    assert clerk.post_form(path, {"categories": "lift"}).status_code == 403
    lead = sign_in(Role.ENGINEERING_LEAD)
    assert lead.post_form(path, {"categories": ["lift", "gas"]}).status_code == 303
    assert "Gas and heating" in lead.get("/repairs/technicians").text


@pytest.mark.parametrize(
    ("path", "most"), [("/repairs", 14), ("/repairs/{}", 28), ("/repairs/new", 22)]
)
def test_pages_ask_the_database_rarely(
    community: Any, sign_in: Callable[..., Any], path: str, most: int
) -> None:
    home, person = household_of(community)
    for _ in range(12):
        technician_of(community, "water", "power")
        order = RepairOrderFactory(
            community_id=community.id, home_id=home.id, reporter_id=person.id
        )
    client, asked = sign_in(Role.ADMINISTRATOR), []
    client.get(path.format(order.id))
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    client.get(path.format(order.id))
    statements = [each for each in asked if each.lstrip().upper().startswith("SELECT")]
    assert len(statements) <= most, "\n".join(statements)


def race(
    app: Flask, sign_in: Callable[..., Any], work: Callable[[Any, int], Any], count: int
) -> list[Any]:
    """Let `count` browsers of one clerk do `work` at the same moment."""
    with sign_in(Role.CLERK).session_transaction() as session:
        signed_in = dict(session)
    browsers = [app.test_client() for _ in range(count)]
    for browser in browsers:
        with browser.session_transaction() as session:
            session.update(signed_in)
    start, answers = threading.Barrier(count), [None] * count

    def run(place: int) -> None:
        with app.app_context():
            start.wait()
            answers[place] = work(browsers[place], place)

    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def submit_once_from_everywhere(app: Flask, sign_in: Callable[..., Any]) -> list[Any]:
    data = filled(**{idempotency.FIELD: idempotency.new_id()})
    return race(
        app, sign_in, lambda browser, _place: browser.post("/repairs/new", data=data), AT_ONCE
    )


@pytest.mark.slow
def test_fifty_sendings_of_one_form_make_one_order(app: Flask, sign_in: Callable[..., Any]) -> None:
    answers = submit_once_from_everywhere(app, sign_in)
    (order,) = orders()
    places = {(each.status_code, each.headers.get("Location")) for each in answers}
    assert places == {(303, f"/repairs/{order.id}")}


@pytest.mark.slow
def test_without_the_form_id_they_would_make_many(
    app: Flask, sign_in: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same race, with the claim taken out."""
    monkeypatch.setattr(idempotency, "claim", lambda _attempt, _now: None)
    submit_once_from_everywhere(app, sign_in)
    numbers = [each.number for each in orders()]
    assert len(numbers) == AT_ONCE
    assert sorted(numbers) == [f"BX20261121-{place:04d}" for place in range(1, AT_ONCE + 1)]


@pytest.mark.slow
def test_two_clerks_send_the_same_order(
    app: Flask, community: Any, sign_in: Callable[..., Any]
) -> None:
    sent = [technician_of(community) for _ in range(2)]
    order = RepairOrderFactory(community_id=community.id)

    def dispatch(browser: Any, place: int) -> Any:
        form = {"technician_id": str(sent[place].id)}
        return browser.post_form(f"/repairs/{order.id}/dispatch", form)

    answers = race(app, sign_in, dispatch, 2)
    assert sorted(each.status_code for each in answers) == [303, 409]
    winner = next(place for place, each in enumerate(answers) if each.status_code == 303)
    (now,) = orders()
    assert (now.state, now.technician_id) == ("dispatched", sent[winner].id)
    lost = next(each for each in answers if each.status_code == 409)
    assert "Dispatched" in lost.text
