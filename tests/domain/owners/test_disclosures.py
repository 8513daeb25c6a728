"""Data to third parties: asked for, checked, approved by the manager, given in few fields, expired."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from propertydesk.accounts.rules import Role
from propertydesk.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from propertydesk.owners.models import Consent, ConsentWithdrawal, Disclosure, HouseholdTie
from propertydesk.owners.queries import disclosures as reading
from propertydesk.owners.rules import consents
from propertydesk.owners.rules.disclosures import Basis, Evidence, Field, State
from propertydesk.owners.services import disclosures as services
from propertydesk.owners.services.disclosures import Request
from propertydesk.platform import approvals, settings
from propertydesk.platform.access import Actor, system_actor
from propertydesk.platform.activity import Activity
from propertydesk.platform.approvals import Approval
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction, transaction
from propertydesk.wiring import ROLES
from tests.conftest import NOW, make_actor
from tests.factories.accounts import StaffFactory, StaffRoleFactory
from tests.factories.estate import CommunityFactory, HomeFactory
from tests.factories.owners import PersonFactory, PhoneFactory, TieFactory, VehicleFactory

WANTED = Request(
    recipient="市公安局锦绣派出所",
    contact="王警官 0571-55500110",
    purpose="协查 11 月 18 日地下车库事件",
    basis=Basis.DUTY,
    fields=[Field.HOME, Field.NAME],
    valid_until=date(2026, 12, 31),
)
PAPER = Evidence(document_no="锦公调字〔2026〕118号")


@pytest.fixture(autouse=True)
def reading_english(app: Flask) -> Iterator[None]:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


def somebody(community: Any, role: Role) -> Actor:
    staff = StaffFactory()
    StaffRoleFactory(staff_id=staff.id, community_id=community.id, role=role)
    return make_actor(community, permissions=ROLES[role], staff=staff)


@pytest.fixture
def lead(community: Any) -> Actor:
    return somebody(community, Role.SERVICE_LEAD)


@pytest.fixture
def manager(community: Any) -> Actor:
    return somebody(community, Role.MANAGER)


@pytest.fixture
def ties(community: Any) -> list[int]:
    """Two households: 张伟明 with phone and car, 欧阳契."""
    here, found = {"community_id": community.id}, []
    for name, room in (("张伟明", "101"), ("欧阳契", "201")):
        home = HomeFactory(**here, room_no=room)
        person = PersonFactory(**here, name=name)
        PhoneFactory(**here, person_id=person.id, number="10012345678")
        VehicleFactory(**here, home_id=home.id, plate=f"浙A{room}88")
        found.append(TieFactory(**here, home_id=home.id, person_id=person.id).id)
    return found


def asked(ties: list[int], actor: Actor, **words: Any) -> Disclosure:
    wanted = replace(WANTED, **words)
    return in_transaction(
        lambda: services.request_disclosure(wanted, ties, "", actor=actor, now=NOW)
    )


def checked(disclosure: Disclosure, actor: Actor, evidence: Evidence = PAPER) -> Approval:
    in_transaction(lambda: services.check_disclosure(disclosure, evidence, actor=actor, now=NOW))
    found = approvals.approval_about("disclosure", disclosure.id)
    assert found is not None
    return found


def approve(approval: Approval, actor: Actor) -> None:
    in_transaction(lambda: approvals.approve(approval, actor=actor, now=NOW))


def give(disclosure: Disclosure, actor: Actor, now: Any = NOW) -> Disclosure:
    return in_transaction(lambda: services.give(disclosure, actor=actor, now=now))


def state_of(disclosure: Disclosure) -> str:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Disclosure, disclosure.id).state


def test_from_the_request_to_the_file(ties: list[int], lead: Actor, manager: Actor) -> None:
    disclosure = asked(ties, lead)
    assert (disclosure.number, disclosure.state) == ("TG20261121-0001", State.REQUESTED)
    with pytest.raises(Conflict):
        give(disclosure, lead)
    approval = checked(disclosure, lead)
    with pytest.raises(Conflict):
        give(disclosure, lead)
    approve(approval, manager)
    given = give(disclosure, lead)
    assert (given.state, given.given, given.left_out, given.exports) == (State.EXPORTED, 2, 0, 1)
    assert given.digest == reading.digest_of(reading.rows_of(given))


def test_the_file_is_masked_except_for_what_was_approved(ties: list[int], lead: Actor) -> None:
    rows = reading.rows_of(asked(ties, lead))
    home, name, tie, phone, plate, address = rows[0]
    assert (home != "", name) == (True, "张伟明")
    assert (tie, phone, plate, address) == ("", "100****5678", "浙A***88", "")
    masked = reading.rows_of(asked(ties, lead, fields=[Field.PHONE]))
    assert masked[0][:4] == ["", "张*明", "", "10012345678"]


def test_everybody_concerned_has_it_in_their_timeline(
    ties: list[int], lead: Actor, manager: Actor, community: Any
) -> None:
    disclosure = asked(ties, lead)
    approve(checked(disclosure, lead), manager)
    for _time in range(2):
        give(disclosure, lead)
    entries = db.session.scalars(select(Activity).filter_by(action="person.disclose")).all()
    assert len(entries) == 4, "each time, for each person"
    assert {entry.subject_no for entry in entries} == {"张*明", "欧*契"}
    assert all(entry.home_id and WANTED.recipient in entry.note for entry in entries)
    shown = reading.disclosures_of(entries[0].subject_id)
    assert [each.number for each, _at in shown] == [disclosure.number]


def test_the_asker_never_approves_and_a_service_lead_does_not_either(
    ties: list[int], community: Any, lead: Actor, manager: Actor
) -> None:
    approval = checked(asked(ties, manager), manager)
    for actor in (manager, lead):
        with pytest.raises(NotAllowed):
            approve(approval, actor)
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(update(Disclosure).values(state="approved", approved_by_id=manager.id))


@pytest.mark.parametrize(
    ("basis", "evidence", "field"),
    [
        (Basis.CONSENT, Evidence(nda_ref="B-7"), "consent_ref"),
        (Basis.CONSENT, Evidence(consent_ref="K 12"), "nda_ref"),
        (Basis.CONTRACT, Evidence(nda_ref="B-7"), "document_no"),
        (Basis.CONTRACT, Evidence(document_no="HT-1"), "nda_ref"),
        (Basis.DUTY, Evidence(), "document_no"),
    ],
)
def test_without_its_papers_nothing_goes_to_the_manager(
    ties: list[int], lead: Actor, basis: Basis, evidence: Evidence, field: str
) -> None:
    disclosure = asked(ties, lead, basis=basis)
    with pytest.raises(Invalid) as refused:
        checked(disclosure, lead, evidence)
    assert refused.value.field == field
    assert state_of(disclosure) == State.REQUESTED


def agreed(tie_id: int, **words: Any) -> Consent:
    """Consent to disclosure of the person of a tie, under the present notice."""
    tie = db.session.get_one(HouseholdTie, tie_id)
    version = settings.value(tie.community_id, consents.PRIVACY_VERSION)
    facts = {"scope": "disclosure", "version": version, **words}
    consent = Consent(
        community_id=tie.community_id,
        person_id=tie.person_id,
        channel="paper",
        given_on=NOW.date(),
        taken_by="林晓燕",
        created_at=NOW,
        **facts,
    )
    in_transaction(lambda: db.session.add(consent))
    return consent


def withdraw(consent: Consent) -> None:
    """The person takes it back."""
    ending = ConsentWithdrawal(
        community_id=consent.community_id,
        consent_id=consent.id,
        withdrawn_on=NOW.date(),
        channel="phone",
        taken_by="林晓燕",
        created_at=NOW,
    )
    in_transaction(lambda: db.session.add(ending))


CONSENTED = Evidence(consent_ref="盒 12", nda_ref="保密 2026-7")


def test_whoever_has_not_agreed_is_left_out(ties: list[int], lead: Actor, manager: Actor) -> None:
    agreed(ties[0])
    agreed(ties[1], version="an older notice")
    disclosure = asked(ties, lead, basis=Basis.CONSENT)
    approval = checked(disclosure, lead, CONSENTED)
    shown = dict(reading.lines_of(approval.params))
    assert shown["People"] == "1; 1 left out without consent"
    approve(approval, manager)
    given = give(disclosure, lead)
    assert (given.given, given.left_out) == (1, 1)
    assert [row[1] for row in reading.rows_of(given)] == ["张伟明"]


def test_a_consent_withdrawn_after_the_approval_counts(
    ties: list[int], lead: Actor, manager: Actor
) -> None:
    consent = agreed(ties[0])
    agreed(ties[1])
    disclosure = asked(ties, lead, basis=Basis.CONSENT)
    approve(checked(disclosure, lead, CONSENTED), manager)
    withdraw(consent)
    assert [row[1] for row in reading.rows_of(give(disclosure, lead))] == ["欧阳契"]


def test_without_any_consent_nothing_goes_to_the_manager(ties: list[int], lead: Actor) -> None:
    disclosure = asked(ties, lead, basis=Basis.CONSENT)
    with pytest.raises(Invalid):
        checked(disclosure, lead, CONSENTED)
    assert reading.given_people(asked(ties, lead)), "a legal duty needs no consent"


def test_what_is_turned_down_is_never_given(ties: list[int], lead: Actor, manager: Actor) -> None:
    disclosure = asked(ties, lead)
    approval = checked(disclosure, lead)
    in_transaction(lambda: approvals.refuse(approval, note="无必要", actor=manager, now=NOW))
    assert state_of(disclosure) == State.REFUSED
    with pytest.raises(Conflict):
        give(disclosure, lead)


def test_withdrawing_the_request_to_the_manager_withdraws_it(ties: list[int], lead: Actor) -> None:
    disclosure = asked(ties, lead)
    approval = checked(disclosure, lead)
    in_transaction(lambda: approvals.withdraw(approval, actor=lead, now=NOW))
    assert state_of(disclosure) == State.WITHDRAWN


def test_only_the_asker_makes_the_file_and_only_until_the_last_day(
    ties: list[int], lead: Actor, manager: Actor, community: Any
) -> None:
    disclosure = asked(ties, lead, valid_until=date(2026, 11, 22))
    approve(checked(disclosure, lead), manager)
    with pytest.raises(Missing):
        give(disclosure, manager)
    give(disclosure, lead, NOW + timedelta(days=1))
    late, system = NOW + timedelta(days=2), system_actor(community.id)
    with pytest.raises(Conflict):
        give(disclosure, lead, late)

    def expire() -> int:
        return in_transaction(
            lambda: services.expire_disclosures(community.id, actor=system, now=late)
        )

    assert (expire(), expire()) == (1, 0)
    assert state_of(disclosure) == State.EXPIRED


def test_nonsense_is_refused_plainly(ties: list[int], lead: Actor) -> None:
    for words in (
        {"fields": []},
        {"valid_until": date(2026, 11, 20)},
        {"valid_until": date(2028, 1, 1)},
    ):
        with pytest.raises(Invalid):
            asked(ties, lead, **words)
    with pytest.raises(Invalid):
        asked([], lead)


def test_people_of_another_community_are_never_meant(ties: list[int], lead: Actor) -> None:
    elsewhere = CommunityFactory()
    home = HomeFactory(community_id=elsewhere.id)
    person = PersonFactory(community_id=elsewhere.id)
    tie = TieFactory(community_id=elsewhere.id, home_id=home.id, person_id=person.id)
    disclosure = asked([*ties, tie.id], lead)
    assert disclosure.people == len(ties)


def test_asking_checking_and_giving_write_one_activity_each(
    ties: list[int], lead: Actor, manager: Actor
) -> None:
    disclosure = asked(ties, lead)
    approve(checked(disclosure, lead), manager)
    give(disclosure, lead)
    counts = dict(
        db.session.execute(
            select(Activity.action, func.count())
            .where(Activity.subject_type == "disclosure")
            .group_by(Activity.action)
        ).all()
    )
    assert counts == {f"disclosure.{each}": 1 for each in ("request", "check", "approve", "export")}
