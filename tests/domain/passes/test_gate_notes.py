"""What guards write down for the office: when it is due, what became of it, what is forgotten."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from propertydesk.estate.models import CalendarDay
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.passes.models.gate_notes import GateNote
from propertydesk.passes.queries import gate_notes as queries
from propertydesk.passes.rules import gate_notes as rules
from propertydesk.passes.rules.gate_notes import NoteKind, Outcome, State, Told
from propertydesk.passes.services import gate_notes as services
from propertydesk.platform.db import db
from propertydesk.platform.invariants import workflow_invariants
from propertydesk.platform.retention.run import erase_chunk
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.verify import findings
from tests.conftest import NOW, make_actor

MATTER = Told(NoteKind.MATTER, what="水管漏水想约人看", name="王", phone="13900001234")
CAR = Told(NoteKind.PARKING, plate="浙A00001", spot=rules.Spot.CAR_AT_LOBBY)
KEYS = Told(NoteKind.FOUND, what="一串钥匙", place="3 幢大堂")
FRIDAY_NIGHT = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)  # 22:30 in Shanghai


@pytest.fixture
def write(community: Any, actor: Any) -> Any:
    def written(told: Told, now: datetime = NOW) -> GateNote:
        return in_transaction(
            lambda: services.note_down(community, None, told, actor=actor, now=now)
        )

    return written


def close(note: GateNote, actor: Any, outcome: Outcome, words: str = "", now: Any = NOW) -> None:
    in_transaction(lambda: services.close(note, outcome=outcome, words=words, actor=actor, now=now))


def test_a_matter_of_friday_night_is_called_back_on_the_next_open_morning(community, write):
    community.open_weekends = False
    db.session.commit()
    assert write(MATTER, FRIDAY_NIGHT).due_at == datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    swapped = CalendarDay(community_id=community.id, day=date(2026, 11, 21), is_open=True)
    in_transaction(lambda: db.session.add(swapped))
    assert write(MATTER, FRIDAY_NIGHT).due_at == datetime(2026, 11, 21, 1, 30, tzinfo=UTC)


def test_a_matter_written_before_dawn_is_called_back_the_same_morning(community, write):
    community.open_weekends = True
    db.session.commit()
    dawn = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)  # 02:00 on the 21st
    assert write(MATTER, dawn).due_at == datetime(2026, 11, 21, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (Told(NoteKind.MATTER, what="漏水", name="王"), "phone"),
        (Told(NoteKind.MATTER, name="王", phone="13900001234"), "what"),
        (Told(NoteKind.PARKING, spot=rules.Spot.FIRE_LANE), "plate"),
        (Told(NoteKind.PARKING, plate="浙A00001", spot=rules.Spot.ELSEWHERE), "place"),
        (Told(NoteKind.FOUND, what="伞"), "place"),
    ],
)
def test_what_the_office_could_do_nothing_with_is_not_written_down(write, told, field):
    with pytest.raises(Invalid) as refused:
        write(told)
    assert refused.value.field == field
    assert db.session.query(GateNote).count() == 0


def test_a_plate_is_counted_for_ninety_days(write):
    long_ago = write(CAR, NOW - timedelta(days=101))
    lately = write(CAR, NOW - timedelta(days=10))
    write(Told(NoteKind.PARKING, plate="浙A00002", spot=rules.Spot.FIRE_LANE))
    assert queries.repeats(lately) == 0
    assert queries.repeats(write(CAR)) == 1
    assert long_ago.state == State.OPEN


def test_found_property_goes_back_only_with_a_word_on_the_proof(write, actor):
    found = write(KEYS)
    assert found.due_at == NOW + timedelta(days=365)
    with pytest.raises(Invalid) as refused:
        close(found, actor, Outcome.HANDED_BACK)
    assert refused.value.field == "words"
    with pytest.raises(Invalid):
        close(found, actor, Outcome.MOVED)
    close(found, actor, Outcome.HANDED_BACK, "李女士领取，说出钥匙扣样式")
    assert (found.state, found.closed_by) == (State.CLOSED, actor.name)
    assert all(each.is_kept for each in findings(db.engine, workflow_invariants(rules.WORKFLOW)))
    with pytest.raises(Conflict):
        close(found, actor, Outcome.POLICE, "南山所 刘警官")


def test_what_waits_is_counted_and_pressing_when_late(write, actor):
    note = write(MATTER, FRIDAY_NIGHT - timedelta(days=7))
    write(KEYS)
    assert queries.waiting(actor).count == 1
    assert queries.waiting(actor).hot
    close(note, actor, Outcome.SETTLED)
    assert queries.waiting(actor).count == 0


def test_names_numbers_and_plates_go_after_their_time(community, write, actor):
    old, open_note = write(MATTER), write(CAR)
    close(old, actor, Outcome.SETTLED, "已约周一上门")
    later = NOW + timedelta(days=91)
    while in_transaction(lambda: erase_chunk(community.id, later, later)):
        pass
    db.session.expire_all()
    assert (old.name, old.phone, old.what, old.words) == ("已删除", "", "", "")
    assert (old.kind, old.outcome) == (NoteKind.MATTER, Outcome.SETTLED)
    assert open_note.plate == "浙A00001"


def test_the_guard_closes_only_what_was_parked_wrong(community, write):
    guard = make_actor(community)
    car = write(CAR)
    in_transaction(lambda: services.move_away(car, actor=guard, now=NOW))
    assert car.outcome == Outcome.MOVED
    keys = write(KEYS)
    with pytest.raises(Invalid):
        in_transaction(lambda: services.move_away(keys, actor=guard, now=NOW))
