"""Personal data go when their time is over or when somebody asks, and nothing of them is left."""

import dataclasses
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from propertydesk.owners import services as owners
from propertydesk.owners.models import (
    HomeNote,
    HouseholdTie,
    Person,
    PersonPhone,
)
from propertydesk.owners.rules.retention import PERSON_YEARS, PSEUDONYM
from propertydesk.platform import attachments, retention, scheduling, seals, settings, tasks
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from propertydesk.platform.retention import RetentionReport
from propertydesk.platform.retention import run as runs
from propertydesk.platform.transaction import in_transaction
from propertydesk.repairs.models import RepairOrder
from tests.conftest import NOW
from tests.domain.owners.canaries import (
    CANARY,
    LONG_AGO,
    S12,
    breaches,
    called,
    dump,
    erase_due,
    moved_out,
    phone,
    stored,
)
from tests.factories.estate import CommunityFactory, HomeFactory
from tests.factories.owners import PersonFactory, PhoneFactory, TieFactory

pytestmark = pytest.mark.domain


@pytest.mark.slow
def test_of_two_hundred_who_moved_out_nothing_is_left(
    app: Flask, community: Any, actor: Any
) -> None:
    """S12 in bounded form: canaries in every personal field, a run, a search of the whole dump."""
    people = [moved_out(community, number) for number in range(1, S12 + 1)]
    for number, person in enumerate(people, 1):
        called(community, person, number)
    in_transaction(lambda: owners.index_people([each.id for each in people]))
    assert dump().count(CANARY) > 5 * S12
    assert erase_due(app) >= S12
    left = dump()
    for canary in (CANARY, "10077", "金A", "雀雀"):
        assert canary not in left, [line for line in left.splitlines() if canary in line][:3]
    names = set(db.session.scalars(select(Person.name).where(Person.erased_at.is_not(None))))
    assert names == {f"{PSEUDONYM}{each.id}" for each in people}
    assert db.session.scalar(select(db.func.count(HouseholdTie.id))) == S12
    seals.seal_all()
    assert breaches() == []


def test_whoever_lives_here_or_left_lately_is_kept(app: Flask, community: Any) -> None:
    lately = moved_out(community, 1, on=date(2024, 1, 1))
    stays = moved_out(community, 2)
    home = HomeFactory(community_id=community.id)
    TieFactory(community_id=community.id, person_id=stays.id, home_id=home.id)
    erase_due(app)
    kept = {each.id: each for each in db.session.scalars(select(Person))}
    assert kept[lately.id].name == f"{CANARY}1"
    assert kept[stays.id].identity_kind == "other"
    assert kept[lately.id].identity_kind == ""  # thirty days after moving out


def test_the_setting_decides_how_long(app: Flask, community: Any, actor: Any) -> None:
    person = moved_out(community, on=date(2024, 1, 1))
    in_transaction(lambda: settings.change(community.id, PERSON_YEARS, 1, actor=actor, now=NOW))
    erase_due(app)
    assert db.session.get_one(Person, person.id).erased_at is not None


def test_an_open_repair_holds_its_caller(app: Flask, community: Any) -> None:
    person = moved_out(community)
    called(community, person, state="registered")
    erase_due(app)
    assert db.session.get_one(Person, person.id).erased_at is None


def test_another_community_is_not_touched(app: Flask, community: Any) -> None:
    other = CommunityFactory()
    person = moved_out(other, on=date(2024, 1, 1))
    retention_of = {each.key: 0 for each in retention.declared()}
    moved_out(community)
    assert retention.preview(other.id, NOW) == retention_of | {
        "owners.identity": 1,
        "owners.vehicle": 1,
    }
    assert db.session.get_one(Person, person.id).erased_at is None


def test_ended_numbers_and_notes_go(app: Flask, community: Any) -> None:
    home = HomeFactory(community_id=community.id)
    person = PersonFactory(community_id=community.id)
    here = {"community_id": community.id, "home_id": home.id}
    TieFactory(**here, person_id=person.id)
    for ends_on in (LONG_AGO, None):
        PhoneFactory(community_id=community.id, person_id=person.id, ends_on=ends_on)
        stored(HomeNote(**here, text="x", created_at=NOW, created_by="林", ends_on=ends_on))
    erase_due(app)
    assert list(db.session.scalars(select(PersonPhone.ends_on))) == [None]
    assert list(db.session.scalars(select(HomeNote.ends_on))) == [None]


def test_callers_and_calls_go_after_their_years(app: Flask, community: Any) -> None:
    person = PersonFactory(community_id=community.id)
    old, new = called(community, person, 1), called(community, person, 2, state_since=NOW)
    erase_due(app)
    orders = {each.id: each for each in db.session.scalars(select(RepairOrder))}
    assert (orders[old.id].reporter_name, orders[old.id].phone) == ("已删除", "")
    assert orders[old.id].description == "水槽漏水，请打 100****0001"
    assert orders[new.id].phone == phone(2)


def test_pictures_of_old_repairs_go_with_their_files(
    app: Flask, community: Any, actor: Any, set_clock: Any
) -> None:
    order = called(community, PersonFactory(community_id=community.id))
    photo = BytesIO()
    Image.new("RGB", (9, 9)).save(photo, "PNG")
    photo.seek(0)
    picture = attachments.prepare_image(photo)
    in_transaction(
        lambda: attachments.attach(picture, subject=order, kind="report", actor=actor, now=NOW)
    )
    path = attachments.path_of(picture)
    erase_due(app)
    assert attachments.of(order) == []
    attachments.sweep(datetime.now(NOW.tzinfo) + timedelta(hours=2))
    assert not path.exists()


def test_results_of_old_tasks_go(app: Flask, community: Any, actor: Any) -> None:
    def import_something() -> None:
        task = tasks.enqueue("x", {"name": CANARY}, actor=actor, now=NOW)
        task.outcome, task.finished_at, task.state = {"rows": [CANARY]}, NOW, "done"

    in_transaction(import_something)
    erase_due(app, NOW + timedelta(days=80))
    assert CANARY in dump()
    erase_due(app, NOW + timedelta(days=100))
    assert CANARY not in dump()


def test_a_run_leaves_a_report_and_one_activity(app: Flask, community: Any) -> None:
    for number in range(3):
        moved_out(community, number)
    erase_due(app)
    report = db.session.scalars(select(RetentionReport)).one()
    assert report.counts == {"owners.identity": 3, "owners.person": 3}
    assert report.finished_at is not None
    told = db.session.scalars(select(Activity).filter_by(action="retention.run")).all()
    assert [each.changes for each in told] == [{"owners.identity": [0, 3], "owners.person": [0, 3]}]


def test_a_second_run_finds_nothing_and_the_same_one_does_not_run_again(
    app: Flask, community: Any
) -> None:
    moved_out(community)
    assert erase_due(app) == 2
    job = scheduling.timetable(app).job("retention")
    assert [each.state for each in scheduling.run(job, NOW, app)] == [None]
    assert erase_due(app, NOW + timedelta(days=31)) == 0
    reports = db.session.scalars(select(RetentionReport).order_by(RetentionReport.id)).all()
    assert [each.total for each in reports] == [2, 0]


def test_a_killed_run_goes_on_where_it_was(
    app: Flask, community: Any, set_clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "CHUNK", 2)
    for number in range(5):
        moved_out(community, number)
    job, chunks = scheduling.timetable(app).job("retention"), []

    def dies(*given: Any) -> int:
        if len(chunks) == 4:
            raise KeyboardInterrupt
        chunks.append(job.function(*given))
        return chunks[-1]

    db.session.rollback()
    with pytest.raises(KeyboardInterrupt):
        scheduling.run_at(dataclasses.replace(job, function=dies), community.id, NOW, app)
    set_clock(NOW + timedelta(minutes=5))
    assert scheduling.run_at(job, community.id, NOW, app).count == 10
    db.session.rollback()
    assert db.session.scalars(select(RetentionReport)).one().total == 10
