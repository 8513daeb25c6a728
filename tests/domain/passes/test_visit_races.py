"""Two guards let the same visitor in, or out, at the same moment.

The control takes the protection away and must show the harm that it prevents.
"""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest

from propertydesk.kernel.errors import Conflict
from propertydesk.passes.models import PassUse, Visit
from propertydesk.passes.queries.visit_invariants import INVARIANTS
from propertydesk.passes.rules import Way
from propertydesk.passes.services import uses, visits
from propertydesk.passes.services.uses import Scan
from propertydesk.passes.services.visits import making
from propertydesk.platform import transaction as transaction_door
from propertydesk.platform import workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, on_sqlite
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.verify import findings
from tests.conftest import NOW, make_actor
from tests.domain.test_till_races import _Nothing, race
from tests.factories.passes import GateFactory, invitation_of

RACES = 25


@pytest.fixture
def guards(community: Any) -> list[tuple[Any, Actor]]:
    return [(GateFactory(community_id=community.id), make_actor(community)) for _each in range(2)]


def act(verb: Callable[..., object], way: Way, visit_id: int, gate: Any, guard: Actor) -> Any:
    def once() -> object:
        visit = db.session.get_one(Visit, visit_id)
        scan = Scan(gate, f"{visit_id} {way} {guard.id}", way)
        return verb(visit, scan, actor=guard, now=NOW)

    return lambda: in_transaction(once)


def test_one_lets_in_and_one_lets_out(app: Any, community: Any, guards: Any) -> None:
    ids = [invitation_of(community, office=f"办公室{each}").id for each in range(RACES)]
    for visit_id in ids:
        assert race(app, [act(visits.enter, Way.IN, visit_id, *each) for each in guards]) == []
        lost = race(app, [act(visits.leave, Way.OUT, visit_id, *each) for each in guards])
        assert [type(each) for each in lost] == [Conflict]
    db.session.rollback()
    db.session.expire_all()
    entries = db.session.query(PassUse).filter(PassUse.way == "in")
    assert entries.filter(PassUse.use_no == 1).count() == RACES
    assert entries.filter(PassUse.answer == "refused").count() == RACES
    assert db.session.query(Visit).filter_by(state="left").count() == RACES
    assert [each.key for each in findings(db.engine, INVARIANTS) if not each.is_kept] == []


def test_without_the_protection_both_let_out(
    app: Any, community: Any, guards: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control. On SQLite the protection is to begin as the writer, on PostgreSQL the held rows."""
    ids = [invitation_of(community, office=f"办公室{each}").id for each in range(RACES)]
    for visit_id in ids:
        act(visits.enter, Way.IN, visit_id, *guards[0])()
    if on_sqlite():
        monkeypatch.setattr(transaction_door, "writing", _Nothing())
        monkeypatch.setattr(transaction_door, "_writer", nullcontext())
    for module in (uses, making, workflow):
        monkeypatch.setattr(module, "lock", db.session.refresh)
    failures = [
        failure
        for visit_id in ids
        for failure in race(app, [act(visits.leave, Way.OUT, visit_id, *each) for each in guards])
    ]
    assert len([each for each in failures if isinstance(each, Conflict)]) < RACES
