"""Consents and special care: nothing is kept without one, and withdrawing ends it at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text

from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.owners import queries, services
from propertydesk.owners.jobs import sweep_care
from propertydesk.owners.models import CareNote, Consent, ConsentWithdrawal
from propertydesk.owners.rules.consents import PRIVACY_VERSION, Scope, State
from propertydesk.owners.services import Agreement
from propertydesk.platform import settings
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from propertydesk.platform.reveal import Asking
from propertydesk.platform.transaction import transaction
from tests.conftest import NOW
from tests.factories.estate import HomeFactory
from tests.factories.owners import PersonFactory, TieFactory

pytestmark = pytest.mark.domain
TODAY = date(2026, 11, 21)
ZONE = "Asia/Shanghai"


@pytest.fixture
def by(actor):
    return {"actor": actor, "now": NOW}


@pytest.fixture
def home(community):
    return HomeFactory(community_id=community.id, room_no="1501")


@pytest.fixture
def person(community, home):
    person = PersonFactory(community_id=community.id, name="周桂兰")
    TieFactory(
        community_id=community.id, home_id=home.id, person_id=person.id, tie="member", share=None
    )
    return person


def agree(person, by, *scopes, **more):
    said = {"channel": "paper", "given_on": TODAY, **more}
    with transaction():
        return services.give_consent(person, Agreement(scopes=scopes, **said), **by)


def withdraw(consent, by, on=TODAY):
    with transaction():
        services.withdraw_consent(consent, on=on, channel="phone", reason="", **by)


def test_a_consent_keeps_version_way_day_and_who_took_it(person, by, actor):
    (row,) = agree(person, by, "notice")
    assert (row.version, row.channel, row.given_on) == (PRIVACY_VERSION.default, "paper", TODAY)
    assert row.taken_by == actor.name
    (shown,) = queries.consents_of(person.id, person.community_id)
    assert shown.state == State.IN_FORCE
    with transaction():
        settings.change(person.community_id, PRIVACY_VERSION, "2027-01", **by)
    (shown,) = queries.consents_of(person.id, person.community_id)
    assert shown.state == State.OUTDATED


@pytest.mark.parametrize(
    ("scopes", "more", "field"),
    [
        ((), {}, "scopes"),
        (("notice",), {"given_on": date(2026, 11, 22)}, "given_on"),
        (("disclosure",), {}, "note"),
        (("care",), {"is_minor": True}, "guardian"),
    ],
)
def test_what_is_missing_is_said(person, by, scopes, more, field):
    with pytest.raises(Invalid) as refused:
        agree(person, by, *scopes, **more)
    assert refused.value.field == field


def test_withdrawing_ends_older_ones_of_the_same_kind_too_and_only_once(person, by):
    (first,), (second,) = agree(person, by, "marketing"), agree(person, by, "marketing")
    agree(person, by, "photo")
    withdraw(second, by)
    assert not queries.agreed(person.id, Scope.MARKETING)
    assert queries.agreed(person.id, Scope.PHOTO)
    for consent in (first, second):
        with pytest.raises(Conflict):
            withdraw(consent, by)
    assert len(db.session.scalars(select(ConsentWithdrawal)).all()) == 2
    agree(person, by, "marketing")
    assert queries.agreed(person.id, Scope.MARKETING)
    assert len(db.session.scalars(select(Consent)).all()) == 4


def keep(home, person, by, **more):
    words = {"kind": "alone", "text": "独居，心脏病，钥匙在女儿处", **more}
    with transaction():
        return services.keep_care_note(home, person, **words, **by)


def test_without_consent_no_care_note_is_kept(home, person, by):
    with pytest.raises(Invalid) as refused:
        keep(home, person, by)
    assert refused.value.field == "text"
    agree(person, by, "care")
    with pytest.raises(Invalid) as refused:
        keep(home, person, by, visit_line="敲门后多等")
    assert refused.value.field == "visit_line"
    keep(home, person, by)
    assert [each.person.id for each in queries.care_of_home(home.id)] == [person.id]


def test_a_care_note_lies_sealed_and_each_reading_is_recorded(home, person, by):
    agree(person, by, "care", "care_visit")
    note = keep(home, person, by, visit_line="敲门后多等一分钟")
    stored = db.session.execute(text("SELECT sealed, sealed_visit FROM care_notes")).one()
    assert "独居".encode() not in bytes(stored[0])
    assert "敲门".encode() not in bytes(stored[1])
    with pytest.raises(Invalid), transaction():
        services.read_care_note(note, Asking("curiosity", ZONE), **by)
    with transaction():
        look = services.read_care_note(note, Asking("emergency", ZONE), **by)
    assert "独居，心脏病" in look.value
    assert "敲门后多等一分钟" in look.value
    last = db.session.scalars(select(Activity).order_by(Activity.id.desc())).first()
    assert (last.action, last.home_id) == ("care.read", home.id)
    told = "".join(str(vars(each)) for each in db.session.scalars(select(Activity)))
    assert "独居" not in told
    assert "敲门" not in told


def test_withdrawing_hides_the_note_at_once_and_erases_it_in_time(community, home, person, by):
    (consent, _visit) = agree(person, by, "care", "care_visit")
    note = keep(home, person, by, visit_line="敲门后多等")
    withdraw(consent, by)
    assert queries.care_of_home(home.id) == []
    assert list(queries.visit_lines(home.id)) == []
    with pytest.raises(Invalid, match="hidden"), transaction():
        services.read_care_note(note, Asking("emergency", ZONE), **by)
    assert note.erase_on == TODAY + timedelta(days=7)

    def run(day):
        at = datetime(2026, 11, day - 1, 17, 20, tzinfo=UTC)
        with transaction():
            return sweep_care(community.id, at, at)

    assert run(27) == 0
    assert run(28) == 1
    db.session.expire_all()
    assert (note.sealed, note.sealed_visit) == (None, None)


def test_the_technicians_line_is_erased_alone(home, person, by):
    agree(person, by, "care")
    (visit,) = agree(person, by, "care_visit")
    note = keep(home, person, by, visit_line="敲门后多等")
    assert list(queries.visit_lines(home.id)) == ["敲门后多等"]
    withdraw(visit, by)
    assert list(queries.visit_lines(home.id)) == []
    assert note.sealed_visit is None
    assert len(queries.care_of_home(home.id)) == 1


def test_the_note_goes_when_they_move_away_or_die(community, home, person, by):
    agree(person, by, "care")
    note = keep(home, person, by)
    (tie,) = queries.live_ties(home.id)
    with transaction():
        services.end_tie(tie, on=TODAY, reason="moved", **by)
    assert queries.care_of_home(home.id) == []
    with transaction():
        assert sweep_care(community.id, NOW, NOW) == 1
    assert note.ends_on == TODAY
    with pytest.raises(Invalid, match="lives"):
        keep(home, person, by)


def test_a_note_written_anew_replaces_the_old_one(home, person, by):
    agree(person, by, "care")
    first = keep(home, person, by)
    second = keep(home, person, by, text="已请护工")
    assert first.id == second.id
    assert len(db.session.scalars(select(CareNote)).all()) == 1
