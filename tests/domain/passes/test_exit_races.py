"""Fifty guards let out on the same exit pass at the same moment (reliability P1, I30).

One releases; the others read when and at which gate that was; what is sent again is the same scan.
The control takes the protection away and must show the harm that it prevents. `DESK_RACE_ROUNDS`
says how many passes are fought over: 10 unless told otherwise; docs/domains/passes.md says what 200
gave.
"""

import os
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from typing import Any, NamedTuple

import pytest
from flask import Flask

from propertydesk.accounts.rules import Role
from propertydesk.kernel.errors import Conflict
from propertydesk.passes.models import ExitPass, Gate, PassUse
from propertydesk.passes.queries import door, exits
from propertydesk.passes.queries.invariants import INVARIANTS
from propertydesk.passes.services import uses
from propertydesk.passes.services.exits import asking, issuing
from propertydesk.passes.services.exits import gate as at_gate
from propertydesk.passes.services.exits.gate import Found
from propertydesk.passes.services.uses import Scan
from propertydesk.platform import transaction as transaction_door
from propertydesk.platform import workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, on_sqlite
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.verify import findings
from tests.conftest import NOW
from tests.domain.shifts.test_races import Nothing, fresh
from tests.domain.test_till_races import later, race
from tests.factories.exit_scene import Scene
from tests.factories.passes import GateFactory

GUARDS, GATES = 50, 5
ROUNDS = int(os.environ.get("DESK_RACE_ROUNDS", "10"))
CONTROL_ROUNDS = 3

pytestmark = pytest.mark.slow


class Told(NamedTuple):
    """What one guard was answered: the use, its answer, and the first use as told with it."""

    use_id: int
    answer: str
    use_no: int | None
    first_at: datetime | None
    first_gate: int | None


class Post(NamedTuple):
    """A guard at a gate."""

    guard: Actor
    gate_id: int


@pytest.fixture
def scene(community: Any) -> Scene:
    return Scene(community)


@pytest.fixture
def posts(scene: Scene) -> list[Post]:
    gates = [GateFactory(community_id=scene.place.id).id for _each in range(GATES)]
    return [Post(scene.somebody(Role.GUARD), gates[at % GATES]) for at in range(GUARDS)]


def letting_out(exit_id: int, post: Post, told: list[Told]) -> Callable[[], object]:
    """One guard ticks everything and lets it out; keeps what the answer was."""

    def let_out() -> Told:
        exit_pass = db.session.get_one(ExitPass, exit_id)
        ids = [each.id for each in exits.items_of(exit_pass)]
        use = at_gate.release(
            exit_pass,
            Scan(db.session.get_one(Gate, post.gate_id), f"{exit_id} {post.guard.id}"),
            Found(ids, "李强", id_seen=True),
            actor=post.guard,
            now=NOW,
        )
        code = exits.code_of(exit_pass)
        first = door.stand(code, NOW).first_use if code else None
        return Told(
            use.id,
            use.answer,
            use.use_no,
            first.at if first else None,
            first.gate.id if first else None,
        )

    return lambda: told.append(in_transaction(let_out))


def fight(app: Flask, exit_id: int, posts: list[Post]) -> tuple[list[Told], list[BaseException]]:
    """All guards at once; what they were told, and what fell over."""
    told: list[Told] = []
    failures = fresh(race(app, [letting_out(exit_id, each, told) for each in posts]))
    return told, failures


def test_one_of_fifty_lets_out_and_the_others_read_when_and_where(
    app: Flask, scene: Scene, posts: list[Post], told: Callable[[str], None]
) -> None:
    winners: Counter[int] = Counter()
    for _round in range(ROUNDS):
        exit_id = scene.ask().id
        answers, failures = fight(app, exit_id, posts)
        assert failures == []
        (winner,) = [each for each in answers if each.use_no is not None]
        assert Counter(each.answer for each in answers) == {"good": 1, "used": GUARDS - 1}
        use = db.session.get_one(PassUse, winner.use_id)
        assert {(each.first_at, each.first_gate) for each in answers} == {(use.at, use.gate_id)}
        winners[use.gate_id] += 1
        again, failures = fight(app, exit_id, posts)
        assert (failures, sorted(again)) == ([], sorted(answers))
        assert db.session.get_one(ExitPass, exit_id).state == "released"
        assert len(exits.checks_of(db.session.get_one(ExitPass, exit_id))) == 1
    assert db.session.query(PassUse).filter(PassUse.use_no.is_not(None)).count() == ROUNDS
    assert db.session.query(PassUse).count() == ROUNDS * GUARDS
    assert [each.key for each in findings(db.engine, INVARIANTS) if not each.is_kept] == []
    told(f"{ROUNDS} passes, {GUARDS} guards each, won at {len(winners)} of {GATES} gates")


def changing(scene: Scene, exit_id: int) -> Callable[[], object]:
    """The office changes it: the old code ends, a new one is made."""

    def change() -> None:
        exit_pass = db.session.get_one(ExitPass, exit_id)
        asking.change(exit_pass, scene.request(), reason="多一件", actor=scene.clerk, now=NOW)

    return lambda: in_transaction(change)


def voiding(scene: Scene, exit_id: int) -> Callable[[], object]:
    """The lead makes it void."""

    def void() -> None:
        exit_pass = db.session.get_one(ExitPass, exit_id)
        issuing.void(exit_pass, reason="不搬了", actor=scene.lead, now=NOW)

    return lambda: in_transaction(void)


def test_a_pass_that_is_voided_while_it_is_changed_has_no_code_that_counts(
    app: Flask, scene: Scene, told: Callable[[str], None]
) -> None:
    after_change = 0
    for number in range(ROUNDS):
        exit_id = scene.ask().id
        acts = [changing(scene, exit_id), later(voiding(scene, exit_id), number)]
        failures = fresh(race(app, acts))
        assert [each for each in failures if not isinstance(each, Conflict)] == []
        exit_pass = db.session.get_one(ExitPass, exit_id)
        assert exit_pass.state == "voided"
        code = exits.code_of(exit_pass)
        assert code is not None
        assert code.ended
        after_change += exit_pass.version == 2
    told(f"{after_change} of {ROUNDS} passes were changed first")


def test_without_the_protection_guards_are_not_told_plainly(
    app: Flask,
    scene: Scene,
    posts: list[Post],
    monkeypatch: pytest.MonkeyPatch,
    told: Callable[[str], None],
) -> None:
    """The control. On SQLite the protection is to begin as the writer, on PostgreSQL the held rows.

    The unique number of a use still lets only one through: what is lost are the plain answers.
    """
    ids = [scene.ask().id for _round in range(CONTROL_ROUNDS)]
    if on_sqlite():
        monkeypatch.setattr(transaction_door, "writing", Nothing())
        monkeypatch.setattr(transaction_door, "_writer", nullcontext())
    for module in (uses, workflow):
        monkeypatch.setattr(module, "lock", db.session.refresh)
    fallen = sum(len(fight(app, each, posts)[1]) for each in ids)
    assert fallen > 0
    for each in ids:
        let_through = db.session.query(PassUse).filter_by(kind="exit", subject_id=each)
        assert let_through.filter(PassUse.use_no.is_not(None)).count() <= 1
    told(f"{fallen} of {CONTROL_ROUNDS * GUARDS} guards got no plain answer")
