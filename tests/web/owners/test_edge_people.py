"""People and numbers at the edge (domain.md F): entered, found, listed, exported, printed."""

from collections.abc import Callable
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from propertydesk.accounts.rules import Role
from propertydesk.estate.models import ParkingSpace
from propertydesk.owners.models import HouseholdTie, Person, PersonPhone
from propertydesk.platform.db import db
from tests.factories.estate import HomeFactory, ParkingSpaceFactory
from tests.factories.repairs import RepairOrderFactory
from tests.web.repairs.test_desk import filled, orders

pytestmark = pytest.mark.web

# name, what a caller may say of it, number as told, as it is kept
PEOPLE = [
    ("王㛃", "wangjie", "10012345678", "10012345678"),
    ("钟𬭩", "zw", "021-62345678", "021-62345678"),
    ("龘", "da", "+852 9123 4567", "+85291234567"),
    ("O'Brien", "obrien", "02163456789", "02163456789"),
    ("阿卜杜拉·买买提", "abudula", "10087654321", "10087654321"),
    ("郭", "guo", "+44 20 7946 0018", "+442079460018"),
    ("欧阳娜娜", "ouyang", "4008001234", "4008001234"),
]
Who = tuple[str, str, str, str]
WHO = pytest.mark.parametrize("who", PEOPLE, ids=[each[1] for each in PEOPLE])


@pytest.fixture
def home(community: Any) -> Any:
    """A home on the last floor of the list."""
    return HomeFactory(community_id=community.id, room_no="1501")


def joined(client: Any, home: Any, name: str, typed: str) -> Person:
    """Whoever was entered as a new member of the household."""
    form = {"name": name, "kind": "person", "salutation": "", "language": "zh", "phone": typed}
    url = f"/homes/{home.id}/people/new?tie=member"
    answer = client.post_form(url, {**form, "relation": "other"})
    assert answer.status_code == 303, answer.text
    db.session.rollback()
    return db.session.scalars(select(Person).order_by(Person.id.desc())).first()  # type: ignore[return-value]  # there is one now


@WHO
def test_they_are_entered_found_and_listed(
    sign_in: Callable[..., Any], home: Any, who: Who
) -> None:
    name, said, typed, kept = who
    client = sign_in(Role.CLERK)
    person = joined(client, home, name, typed)
    assert person.name == name
    assert db.session.scalars(select(PersonPhone)).one().number == kept
    for question in (name, said, kept[-4:], kept[-8:]):
        found = unescape(
            client.get("/search", query_string={"q": question}, follow_redirects=True).text
        )
        assert name in found, f"{question!r} does not find {name}"
    for path in (
        "/people",
        f"/people/{person.id}",
        f"/homes/{home.id}",
        f"/people/{person.id}/edit",
    ):
        assert name in unescape(client.get(path).text), path
    assert kept not in client.get(f"/people/{person.id}").text


@WHO
def test_their_names_stand_whole_in_files_and_on_paper(
    sign_in: Callable[..., Any], home: Any, who: Who
) -> None:
    name, _, typed, kept = who
    client = sign_in(Role.CLERK)
    person = joined(client, home, name, typed)
    assert name in exported(client, "people"), "the file holds the name as it is"
    facts = {"area": "", "home": home.code, "reporter": str(person.id), "reporter_name": ""}
    urgent = {"category": "water.burst", "priority": "1", "window": "2026-11-22T10:00"}
    answer = client.post_form(
        "/repairs/new", filled(**facts, **urgent, description=f"{name}家漏水")
    )
    (order,) = orders() if answer.status_code == 303 else (repaired(person, home, name, kept),)
    printed = client.post_form(f"/repairs/{order.id}/slips", {"language": "both", "paper": "A4"})
    assert printed.status_code == 303
    paper = client.get(printed.location).data
    words = "".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
    assert name.replace(" ", "") in words.replace(" ", "").replace("\n", "")


def exported(client: Any, listing: str) -> str:
    """The text of a listing's file."""
    asked = {"form": "csv", "query": "", "purpose": "service", "words": "核对"}
    file = client.get(client.post_form(f"/exports/{listing}", asked).location)
    return str(file.data.decode("utf-8-sig"))


def repaired(person: Person, home: Any, name: str, kept: str) -> Any:
    return RepairOrderFactory(
        community_id=home.community_id, home_id=home.id, reporter_id=person.id, reporter_name=name,
        phone=kept, priority=1, description=f"{name}家漏水",
    )  # fmt: skip


@pytest.mark.parametrize(
    "wrong", ["2026-02-29", "2026-02-30", "0000-00-00", "29/02/2028", "２０２８-02-29"]
)
def test_a_day_that_is_not_in_the_calendar_is_refused(
    sign_in: Callable[..., Any], home: Any, wrong: str
) -> None:
    form = {
        "name": "郭",
        "kind": "person",
        "language": "zh",
        "relation": "other",
        "starts_on": wrong,
    }
    answer = sign_in(Role.CLERK).post_form(f"/homes/{home.id}/people/new?tie=member", form)
    assert answer.status_code == 422
    assert db.session.scalars(select(Person)).all() == []


def test_somebody_may_move_in_on_a_leap_day(sign_in: Callable[..., Any], home: Any) -> None:
    client = sign_in(Role.CLERK)
    form = {
        "name": "郭",
        "kind": "person",
        "language": "zh",
        "relation": "other",
        "starts_on": "2024-02-29",
    }
    assert client.post_form(f"/homes/{home.id}/people/new?tie=member", form).status_code == 303
    db.session.rollback()
    tie = db.session.scalars(select(HouseholdTie)).one()
    assert tie.starts_on == date(2024, 2, 29)
    assert 'value="2024-02-29"' in client.get(f"/ties/{tie.id}/edit").text
    assert client.get(f"/homes/{home.id}").status_code == 200


def test_a_bay_without_an_area_is_a_bay(sign_in: Callable[..., Any], community: Any) -> None:
    space = ParkingSpaceFactory(community_id=community.id, area_centi=0)
    client = sign_in(Role.ADMINISTRATOR)
    page = client.get(f"/spaces/{space.id}/edit")
    assert page.status_code == 200
    assert space.no in client.get("/spaces").text
    assert space.no in exported(client, "spaces")
    db.session.rollback()
    assert db.session.get_one(ParkingSpace, space.id).area_centi == 0
