"""Two people at the same moment: whoever comes second sees what the first has done."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from propertydesk.accounts import rules as account_rules
from propertydesk.accounts import services as accounts
from propertydesk.accounts.models import Staff
from propertydesk.accounts.rules import Role
from propertydesk.accounts.services import register
from propertydesk.estate import services as estate
from propertydesk.estate.models import Building, Community, Home
from propertydesk.estate.services.homes import HomeFacts
from propertydesk.kernel.errors import Conflict, Invalid, NotAllowed, Problem
from propertydesk.owners import services as owners
from propertydesk.owners.models import Person, PersonPhone
from propertydesk.owners.services import OwnerShare, PersonDetails
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction, transaction
from propertydesk.repairs import services as repairs
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.services import site
from propertydesk.wiring import ROLES
from tests.conftest import NOW, make_actor
from tests.factories.accounts import StaffFactory, StaffRoleFactory
from tests.factories.estate import BuildingFactory, HomeFactory
from tests.factories.owners import PersonFactory, PhoneFactory
from tests.factories.repairs import RepairOrderFactory, technician_of

TODAY = date(2026, 11, 21)
Act = Callable[[], object]


def meanwhile(app: Flask, first: Act, second: Act) -> Problem | None:
    """Do `second` while `first` is done but not yet stored; gives what the second is told."""
    told: list[BaseException] = []

    def follow() -> None:
        with app.app_context():
            try:
                in_transaction(second)
            except Exception as problem:  # noqa: BLE001  # handed to the test, which looks at it
                told.append(problem)
            db.session.remove()

    def lead() -> None:
        with app.app_context(), transaction():
            first()
            db.session.flush()
            follower.start()
            follower.join(0.4)

    leader, follower = threading.Thread(target=lead), threading.Thread(target=follow)
    leader.start()
    leader.join()
    follower.join()
    db.session.rollback()
    db.session.expire_all()
    if told and not isinstance(told[0], Problem):
        raise told[0]
    return told[0] if told else None  # type: ignore[return-value]  # a Problem by now


def row(model: Any, row_id: int) -> Any:
    """The row, as a view would load it."""
    return db.session.get_one(model, row_id)


def test_the_former_technician_cannot_accept(app: Flask, community: Any, actor: Actor) -> None:
    former, latter = technician_of(community), technician_of(community)
    order = RepairOrderFactory(
        community_id=community.id, state="dispatched", technician_id=former.id
    ).id
    mine = make_actor(community, permissions=ROLES[Role.TECHNICIAN], staff=former)
    refused = meanwhile(
        app,
        lambda: repairs.reassign(
            row(RepairOrder, order), latter.id, reason="远", actor=actor, now=NOW
        ),
        lambda: site.accept(row(RepairOrder, order), tools_checked=True, actor=mine, now=NOW),
    )
    assert isinstance(refused, NotAllowed)
    assert row(RepairOrder, order).state == "dispatched"


@pytest.mark.parametrize("second", ["owners", "vehicle", "tenant", "end"])
def test_nothing_joins_a_home_that_is_ending(
    app: Flask, community: Any, actor: Actor, second: str
) -> None:
    home = HomeFactory(community_id=community.id).id
    by: dict[str, Any] = {"actor": actor, "now": NOW}
    new = PersonDetails("欧阳契")
    acts: dict[str, Act] = {
        "owners": lambda: owners.change_owners(
            row(Home, home), [OwnerShare(new, 10_000)], on=TODAY, **by
        ),
        "vehicle": lambda: owners.add_vehicle(row(Home, home), plate="浙A12345", **by),
        "tenant": lambda: owners.join_household(row(Home, home), new, tie="tenant", **by),
        "end": lambda: estate.end_home(row(Home, home), on=TODAY, reason="", **by),
    }
    assert isinstance(meanwhile(app, acts["end"], acts[second]), Conflict)


def test_no_home_is_added_to_an_ending_building(app: Flask, community: Any, actor: Actor) -> None:
    house = BuildingFactory(community_id=community.id).id
    by: dict[str, Any] = {"actor": actor, "now": NOW}
    refused = meanwhile(
        app,
        lambda: estate.end_building(row(Building, house), on=TODAY, reason="", **by),
        lambda: estate.add_home(row(Building, house), None, room_no="101", facts=HomeFacts(), **by),
    )
    assert isinstance(refused, Conflict)


def test_a_number_is_corrected_once(app: Flask, community: Any, actor: Actor) -> None:
    person = PersonFactory(community_id=community.id).id
    phone = PhoneFactory(community_id=community.id, person_id=person).id

    def correct(number: str) -> Act:
        return lambda: owners.correct_phone(
            row(Person, person), row(PersonPhone, phone), number=number, note="", on=TODAY,
            actor=actor, now=NOW,
        )  # fmt: skip

    assert isinstance(meanwhile(app, correct("13800001111"), correct("13800002222")), Conflict)


def test_the_last_word_on_skills_and_days_counts(app: Flask, community: Any, actor: Actor) -> None:
    technician, by = technician_of(community).id, {"actor": actor, "now": NOW}

    here = community.id

    def skills() -> None:
        repairs.set_skills(row(Staff, technician), ["water"], **by)

    def day() -> None:
        place = row(Community, here)
        estate.set_calendar_day(place, day=TODAY, is_open=True, note="", **by)

    assert meanwhile(app, skills, skills) is None
    assert meanwhile(app, day, day) is None


def test_a_login_name_is_given_once(app: Flask, actor: Actor) -> None:
    def opened() -> None:
        accounts.open_account(login="heyu", name="何雨", password_hash="x", actor=actor, now=NOW)

    assert isinstance(meanwhile(app, opened, opened), Invalid)


def test_two_administrators_cannot_shut_out_each_other(app: Flask, community: Any) -> None:
    one, other = StaffFactory(), StaffFactory()
    for each in (one, other):
        StaffRoleFactory(staff_id=each.id, community_id=community.id, role=Role.ADMINISTRATOR)

    def withdraw(whose: Staff, by: Staff) -> Act:
        who, whom, here = make_actor(community, staff=by), whose.id, community.id
        return lambda: accounts.withdraw_role(
            row(Staff, whom), Role.ADMINISTRATOR, here, actor=who, now=NOW
        )

    assert isinstance(meanwhile(app, withdraw(one, other), withdraw(other, one)), Invalid)


@pytest.mark.parametrize("is_guarded", [True, False], ids=["guarded", "control"])
def test_two_administrators_cannot_close_each_other(
    app: Flask, community: Any, monkeypatch: pytest.MonkeyPatch, *, is_guarded: bool
) -> None:
    """The control takes the check away, and then nobody is left: so the race really meets it."""
    one, other = StaffFactory(), StaffFactory()
    for each in (one, other):
        StaffRoleFactory(staff_id=each.id, community_id=community.id, role=Role.ADMINISTRATOR)
    if not is_guarded:
        monkeypatch.setattr(register, "_administrators", lambda: {0})

    def close(whose: Staff, by: Staff) -> Act:
        who, whom = make_actor(community, staff=by), whose.id
        return lambda: accounts.close_account(row(Staff, whom), actor=who, now=NOW)

    told = meanwhile(app, close(one, other), close(other, one))
    left = sum(row(Staff, each).is_active for each in (one.id, other.id))
    assert (left, isinstance(told, Invalid)) == ((1, True) if is_guarded else (0, False))


def test_many_guesses_at_once_are_counted_one_by_one(app: Flask) -> None:
    let_in: list[bool] = []
    counters = account_rules.sign_in_counters("lin", "203.0.113.7")

    def guess() -> None:
        with app.app_context():
            waiting = in_transaction(lambda: accounts.take_turn(counters, NOW))
            let_in.append(waiting is None)
            db.session.remove()

    guesses = [threading.Thread(target=guess) for _ in range(8)]
    for each in guesses:
        each.start()
    for each in guesses:
        each.join()
    free = sum(not account_rules.delay_after(count) for count in range(1, 9)) + 1
    assert (len(let_in), sum(let_in)) == (8, free)
