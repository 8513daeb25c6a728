"""Erasing one person on request, and a log that holds nothing in full."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.owners import services as owners
from propertydesk.owners.models import (
    Person,
)
from propertydesk.owners.services import PersonDetails
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from propertydesk.platform.search import SearchTerm
from propertydesk.platform.transaction import in_transaction
from propertydesk.repairs.models import RepairOrder
from tests.conftest import NOW
from tests.domain.owners.canaries import CANARY, called, dump, erase, moved_out
from tests.factories.estate import HomeFactory
from tests.factories.owners import TieFactory

pytestmark = pytest.mark.domain

KEPT = {"id", "community_id", "kind", "language", "created_at", "erased_at"}


def test_each_column_of_people_is_erased_or_says_nothing(
    app: Flask, community: Any, actor: Any
) -> None:
    """Whoever adds a column to people adds it to the erasure, or here."""
    person = moved_out(community)
    erase(person, actor)
    row = db.session.execute(select(Person.__table__).filter_by(id=person.id)).mappings().one()
    left = {name for name, value in row.items() if value not in (None, "")} - KEPT
    assert left == {"name"}


def test_one_person_is_erased_on_request(app: Flask, community: Any, actor: Any) -> None:
    person = moved_out(community, on=date(2026, 11, 1))
    order = called(community, person)
    row = db.session.get_one(Person, person.id)
    in_transaction(
        lambda: owners.erase_person(row, reason="本人来信", agreed=True, actor=actor, now=NOW)
    )
    assert CANARY not in dump()
    assert db.session.get_one(RepairOrder, order.id).reporter_name == "已删除"
    told = db.session.scalars(select(Activity).filter_by(action="person.erase")).one()
    assert (told.reason, told.subject_id) == ("本人来信", person.id)
    with pytest.raises(Conflict, match="already"):
        erase(person, actor)


def test_erasing_is_refused_while_something_stands_against_it(
    app: Flask, community: Any, actor: Any
) -> None:
    person = moved_out(community)
    home = HomeFactory(community_id=community.id)
    TieFactory(community_id=community.id, person_id=person.id, home_id=home.id)
    called(community, person, state="dispatched")
    with (
        pytest.raises(Conflict) as told,
        app.test_request_context(headers={"Accept-Language": "en"}),
    ):
        erase(person, actor)
    assert "belongs to a household" in str(told.value)
    assert "repair order" in str(told.value)


@pytest.mark.parametrize("missing", [{"reason": ""}, {"agreed": False}])
def test_it_wants_a_reason_and_a_confirmation(
    app: Flask, community: Any, actor: Any, missing: Any
) -> None:
    person = moved_out(community)
    with pytest.raises(Invalid):
        erase(person, actor, **missing)
    assert db.session.get_one(Person, person.id).name == f"{CANARY}1"


def test_whoever_was_erased_is_not_filled_anew(app: Flask, community: Any, actor: Any) -> None:
    person = moved_out(community)
    erase(person, actor)
    with pytest.raises(Conflict):
        in_transaction(
            lambda: owners.add_phone(
                db.session.get_one(Person, person.id),
                number="10012345678", note="", actor=actor, now=NOW,
            )
        )  # fmt: skip


def test_the_log_holds_masked_names_and_plates_only(app: Flask, community: Any, actor: Any) -> None:
    details = PersonDetails("欧阳雀契", phones=(("10077123456", ""),), note="雀雀")
    person = in_transaction(lambda: owners.add_person(community.id, details, actor=actor, now=NOW))
    home = HomeFactory(community_id=community.id)
    vehicle = in_transaction(
        lambda: owners.add_vehicle(db.session.merge(home), plate="浙A7Q7Q7", actor=actor, now=NOW)
    )
    in_transaction(
        lambda: owners.add_note(
            db.session.merge(home), kind="desk", text="雀雀养猫 10077123456", actor=actor, now=NOW
        )
    )
    rows = db.session.scalars(select(Activity)).all()
    told = " ".join(f"{each.subject_no} {each.note} {each.changes}" for each in rows)
    assert (person.id, vehicle.id) != (None, None)
    for secret in ("欧阳雀契", "7Q7Q", "10077123456", "雀雀"):
        assert secret not in told
    assert db.session.scalar(select(db.func.count(SearchTerm.term))) > 0
