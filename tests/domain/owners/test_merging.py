"""Two entries that are one person: found, joined with all that hangs on them, or kept apart."""

import threading
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from propertydesk.kernel.errors import Conflict, Invalid, Problem
from propertydesk.kernel.money import Money
from propertydesk.owners import queries, services
from propertydesk.owners.models import CareNote, HouseholdTie, Person, PersonPair, Vehicle
from propertydesk.owners.queries.invariants import INVARIANTS
from propertydesk.owners.services import Agreement, merging
from propertydesk.platform import activity, search, verify
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db, on_sqlite
from propertydesk.platform.reveal import Asking
from propertydesk.platform.transaction import in_transaction, transaction
from propertydesk.repairs.models import RepairOrder
from propertydesk.till.models import Prepayment
from propertydesk.till.services.prepayments import held_account
from tests.conftest import NOW
from tests.factories.estate import CommunityFactory, HomeFactory
from tests.factories.identity import resident_number
from tests.factories.owners import PersonFactory, PhoneFactory, TieFactory, VehicleFactory
from tests.factories.repairs import RepairOrderFactory
from tests.statements import counted

pytestmark = pytest.mark.domain
ZONE = "Asia/Shanghai"


@pytest.fixture
def by(actor):
    return {"actor": actor, "now": NOW}


@pytest.fixture
def place(community):
    return {"community_id": community.id}


@pytest.fixture
def twins(place):
    return PersonFactory(**place), PersonFactory(**place, note="other")


def join(survivor, other, by, *taken):
    with transaction():
        services.merge_people(survivor, other, taken_over=frozenset(taken), zone=ZONE, **by)
    db.session.expire_all()


def pairs(community):
    with transaction():
        services.refresh_duplicates(community.id, NOW)
    query = select(PersonPair).filter_by(community_id=community.id, dismissed_at=None)
    found = db.session.scalars(query.order_by(PersonPair.id)).all()
    return [(each.first_id, each.second_id, each.reason) for each in found]


def breaches():
    return {each.key: each.count for each in verify.findings(db.engine, INVARIANTS) if each.count}


def test_everything_moves_to_the_entry_that_stays(community, place, twins, by):
    stays, goes = twins
    home = HomeFactory(**place)
    PhoneFactory(**place, person_id=stays.id, number="10000000001")
    PhoneFactory(**place, person_id=goes.id, number="10000000001")
    PhoneFactory(**place, person_id=goes.id, number="10000000002", position=2)
    TieFactory(**place, home_id=home.id, person_id=goes.id)
    car = VehicleFactory(**place, home_id=home.id, person_id=goes.id)
    order = RepairOrderFactory(**place, home_id=home.id, reporter_id=goes.id)
    join(stays, goes, by)
    assert [each.number for each in queries.live_phones([stays.id])[stays.id]] == [
        "10000000001",
        "10000000002",
    ]
    assert [home_.id for _tie, home_ in queries.homes_of_person(stays.id)] == [home.id]
    assert db.session.get_one(Vehicle, car.id).person_id == stays.id
    assert db.session.get_one(RepairOrder, order.id).reporter_id == stays.id
    assert db.session.get_one(Person, goes.id).merged_into_id == stays.id
    assert breaches() == {}


def test_ties_to_the_same_home_become_one(place, twins, by):
    stays, goes = twins
    home = HomeFactory(**place)
    here = {**place, "home_id": home.id}
    TieFactory(**here, person_id=stays.id, share=6000, starts_on=date(2021, 5, 1))
    TieFactory(**here, person_id=goes.id, share=4000, starts_on=date(2019, 3, 1))
    join(stays, goes, by)
    (tie,) = queries.live_ties(home.id)
    assert (tie.person_id, tie.share, tie.starts_on) == (stays.id, 10000, date(2019, 3, 1))
    assert queries.past_ties(stays.id) == [], "the other tie tells nothing of its own"
    assert breaches() == {}


def test_what_stays_is_chosen_fact_by_fact(twins, by):
    stays, goes = twins
    with transaction():
        services.edit_person(
            goes, name="张伟铭", kind="person", salutation="", language="en",
            notice_address="", note="other", **by,
        )  # fmt: skip
    join(stays, goes, by, "name", "language")
    assert (stays.name, stays.language, stays.note) == ("张伟铭", "en", "")


@pytest.mark.parametrize("taken", [(), ("identity",)])
def test_the_identity_number_is_sealed_for_its_new_row(community, twins, by, taken):
    stays, goes = twins
    for person, serial in ((stays, 1), (goes, 2)):
        with transaction():
            services.set_identity(person, kind="resident", number=resident_number(serial), **by)
    join(stays, goes, by, *taken)
    kept, gone = (2, 1) if taken else (1, 2)
    assert queries.identity_number(stays) == resident_number(kept)
    assert queries.person_ids_by_identity(community.id, resident_number(kept)) == [stays.id]
    assert queries.person_ids_by_identity(community.id, resident_number(gone)) == []
    assert db.session.get_one(Person, goes.id).identity_sealed is None
    assert breaches() == {}


def test_consents_and_care_notes_go_along(place, twins, by):
    stays, goes = twins
    home = HomeFactory(**place)
    for person, share in ((stays, 6000), (goes, 4000)):
        TieFactory(**place, home_id=home.id, person_id=person.id, share=share)
        said = Agreement(scopes=("care",), channel="paper", given_on=date(2026, 11, 20))
        with transaction():
            services.give_consent(person, said, **by)
        with transaction():
            services.keep_care_note(home, person, kind="alone", text=f"of {person.id}", **by)
    join(stays, goes, by)
    assert len(queries.consents_of(stays.id, stays.community_id)) == 2
    notes = db.session.scalars(select(CareNote).filter_by(person_id=stays.id)).all()
    assert sorted(each.ends_on is None for each in notes) == [False, True]
    assert breaches() == {}


def test_search_history_and_looks_lead_to_the_entry_that_stays(community, place, twins, by):
    stays, goes = twins
    phone = PhoneFactory(**place, person_id=goes.id)
    with transaction():
        services.reveal_phone(goes, phone, Asking("call", ZONE), home_id=None, **by)
    with transaction():
        services.reindex_all(community.id)
    join(stays, goes, by)
    hits = search.find(community.id, phone.number)
    assert [each.subject_id for each in hits] == [stays.id]
    own, *joined = queries.rows_of(stays)
    told = activity.timeline(community.id, subject=("person", own), also=joined)
    assert [each.action for each in told] == ["person.merge", "person.reveal"]
    assert len(queries.looks_at(stays)) == 1
    with transaction():
        services.reindex_all(community.id)
    assert [each.subject_id for each in search.find(community.id, "张伟明")] == [stays.id]


def test_the_history_says_what_moved_and_names_nobody(twins, by):
    join(*twins, by)
    (told,) = db.session.scalars(select(Activity).filter_by(action="person.merge"))
    assert told.changes["merged"] == [twins[1].id, "张*明"]
    assert told.changes["moved"]["ties"] == 0
    assert "张伟明" not in repr(told.__dict__)


def test_an_entry_joined_before_leads_on_to_the_last(place, twins, by):
    stays, goes = twins
    last = PersonFactory(**place)
    join(stays, goes, by)
    join(last, stays, by)
    assert queries.rows_of(last) == [last.id, stays.id, goes.id]
    assert breaches() == {}


def test_nothing_can_be_joined_twice_or_with_itself_or_elsewhere(place, twins, by):
    stays, goes = twins
    with pytest.raises(Invalid):
        join(stays, stays, by)
    with pytest.raises(Invalid):
        join(stays, PersonFactory(community_id=CommunityFactory().id), by)
    join(stays, goes, by)
    with pytest.raises(Conflict):
        join(PersonFactory(**place), goes, by)
    for act in (
        lambda: services.add_phone(goes, number="10000000009", note="", **by),
        lambda: services.set_identity(goes, kind="resident", number=resident_number(), **by),
    ):
        with pytest.raises(Conflict), transaction():
            act()


#: What moves when entries are joined: here, and in the handlers of PersonMerged.
MOVES = {
    "care_notes",
    "disclosed_people",
    "consents",
    "exit_passes",
    "household_ties",
    "identity_checks",
    "payer_agreements",
    "person_phones",
    "prepayments",
    "repair_orders",
    "vehicles",
}


def test_every_reference_to_a_person_moves_or_never_changes():
    """Whoever adds a table that refers to people handles PersonMerged, and names it here."""
    referring = {
        table.name
        for table in db.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "people" and not table.info.get("append_only")
    }
    assert referring == MOVES


def test_money_ahead_goes_along(place, twins, by):
    stays, goes = twins
    home = HomeFactory(**place)
    in_transaction(lambda: pay_in(home, goes, 5_000))
    join(stays, goes, by)
    (account,) = db.session.scalars(select(Prepayment))
    assert (account.payer_id, account.balance) == (stays.id, Money(5_000))


def test_two_accounts_for_one_home_are_settled_first(place, twins, by):
    stays, goes = twins
    home = HomeFactory(**place)
    for person in twins:
        in_transaction(lambda person=person: pay_in(home, person, 5_000))
    with pytest.raises(Conflict, match="money ahead"):
        join(stays, goes, by)
    assert db.session.get_one(Person, goes.id).merged_into_id is None


def pay_in(home, person, fen):
    account = held_account(home.community_id, home.id, person.id)
    account.balance = Money(fen)


def joined_at_once(app: Flask, acts, by) -> list[Problem | None]:
    """Several merges at the same moment; gives what each was told."""
    start, told = threading.Barrier(len(acts)), []

    def act(survivor: int, other: int) -> None:
        with app.app_context():
            rows = [db.session.get(Person, each) for each in (survivor, other)]
            start.wait()
            try:
                in_transaction(
                    lambda: services.merge_people(*rows, taken_over=frozenset(), zone=ZONE, **by)
                )
                told.append(None)
            except Problem as problem:
                told.append(problem)
            db.session.remove()

    threads = [threading.Thread(target=act, args=each) for each in acts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    db.session.rollback()
    db.session.expire_all()
    return told


@pytest.mark.parametrize("attempt", range(4))
def test_of_two_merges_at_once_one_wins(app, twins, by, attempt):
    one, other = (each.id for each in twins)
    told = joined_at_once(app, [(one, other), (other, one)], by)
    assert sum(each is None for each in told) == 1
    assert [type(each) for each in told if each] == [Conflict]
    assert breaches() == {}


def test_without_the_lock_both_would(app, twins, by, monkeypatch, record_property):
    """The control: each row would lead to the other, and the person would be nowhere."""
    if on_sqlite():
        pytest.skip("one writer at a time")
    monkeypatch.setattr(merging, "_hold", lambda *_people: None)
    monkeypatch.setattr("propertydesk.owners.services.merging.search.drop", lambda *_a: None)
    hit = 0
    for _ in range(10):
        one, other = (PersonFactory(community_id=twins[0].community_id).id for _ in range(2))
        joined_at_once(app, [(one, other), (other, one)], by)
        rows = [db.session.get_one(Person, each).merged_into_id for each in (one, other)]
        hit += None not in rows
    record_property("both merges went through without the lock", f"{hit} of 10")
    assert hit, "the race was never hit"


def test_double_entries_are_found_by_number_phone_and_home(community, place, by):
    home = HomeFactory(**place)
    people = [
        PersonFactory(**place, name=name)
        for name in ("李雷", "韩梅", "王芳", "王芳", "赵六", "孙七")
    ]
    for person in people[:2]:
        with transaction():
            services.set_identity(person, kind="resident", number=resident_number(5), **by)
    for person in people[2:4]:
        TieFactory(**place, home_id=home.id, person_id=person.id, tie="member", share=None)
    for person in people[4:]:
        PhoneFactory(**place, person_id=person.id, number="10000000007")
    ids = [each.id for each in people]
    assert pairs(community) == [
        (ids[0], ids[1], "identity"),
        (ids[2], ids[3], "home"),
        (ids[4], ids[5], "phone"),
    ]


def test_different_identity_numbers_tell_two_people_apart(community, place, by):
    one, other = PersonFactory(**place), PersonFactory(**place)
    for serial, person in enumerate((one, other)):
        PhoneFactory(**place, person_id=person.id, number="10000000007")
        with transaction():
            services.set_identity(person, kind="resident", number=resident_number(serial), **by)
    assert pairs(community) == []


def test_a_pair_said_to_be_two_people_is_not_shown_again(community, place, twins, by):
    for person in twins:
        PhoneFactory(**place, person_id=person.id, number="10000000007")
    assert len(pairs(community)) == 1
    with transaction():
        services.dismiss_pair(twins[1], twins[0], **by)
    assert pairs(community) == []


def test_a_number_of_very_many_makes_no_pairs(community, place):
    for _ in range(9):
        PhoneFactory(**place, person_id=PersonFactory(**place).id, number="10000000007")
    assert pairs(community) == []


def test_looking_through_takes_a_fixed_number_of_statements(community, place):
    for number in range(40):
        person = PersonFactory(**place)
        PhoneFactory(**place, person_id=person.id, number=f"100000000{number // 2:02d}")
    with transaction(), counted() as asked:
        services.refresh_duplicates(community.id, NOW)
    assert asked.count <= 6
    assert db.session.query(HouseholdTie).count() == 0
