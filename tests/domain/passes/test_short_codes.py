"""Short codes open the gate as long as they are valid: no history and no report holds one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from propertydesk.cli.checks import all_invariants
from propertydesk.passes.models import PassCode
from propertydesk.passes.rules import PassKind, Way
from propertydesk.passes.rules.visits import Confirmation
from propertydesk.passes.services import uses, visits, workers
from propertydesk.passes.services.uses import Scan
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.verify import findings
from tests.conftest import NOW
from tests.factories.exit_scene import Scene
from tests.factories.passes import card_of, invitation_of, visit_of, work_of


@pytest.fixture
def scene(community: Any) -> Scene:
    return Scene(community)


def at_gate(scene: Scene, verb: Any, *args: Any, way: Way = Way.IN, **given: Any) -> Any:
    """One guard's deed, as a scan of its own."""
    scan = Scan(scene.gate, f"{verb.__name__} {args[0]} {way}"[:40], way)
    return in_transaction(lambda: verb(*args, scan, actor=scene.guard, now=NOW, **given))


def pass_exits(scene: Scene) -> None:
    scene.release(scene.ask())


def pass_visitors(scene: Scene) -> None:
    for visit in (invitation_of(scene.place, scene.home), visit_of(scene.place, scene.home)):
        verb, given = (
            (visits.enter, ())
            if visit.state == "invited"
            else (visits.admit, (Confirmation.PHONE,))
        )
        at_gate(scene, verb, visit, *given)
        at_gate(scene, visits.leave, visit, way=Way.OUT)


def pass_workers(scene: Scene) -> None:
    worker = card_of(work_of(scene.place, scene.home))
    at_gate(scene, workers.not_the_person, worker)
    at_gate(scene, workers.enter, worker)
    at_gate(scene, workers.leave, worker, way=Way.OUT)


PASSING: dict[PassKind, Callable[[Scene], None]] = {
    PassKind.EXIT: pass_exits,
    PassKind.VISITOR: pass_visitors,
    PassKind.WORKER: pass_workers,
}


def scanned(scene: Scene, code: PassCode, nonce: str, now: Any) -> None:
    """Typed at the gate when it is not good: the refusal is written down at once."""
    scan = Scan(scene.gate, nonce)
    in_transaction(
        lambda: uses.note_scan(code.shown, scene.place.id, scan, actor=scene.guard, now=now)
    )


def refused(scene: Scene, code: PassCode, nonce: str) -> None:
    scan = Scan(scene.gate, nonce)
    in_transaction(lambda: uses.refuse(code, scan, reason="可疑", actor=scene.guard, now=NOW))


def history() -> str:
    """Every word of every entry there is."""
    rows = db.session.execute(db.select(*Activity.__table__.c)).all()
    return "\n".join(str(tuple(row)) for row in rows)


@pytest.mark.parametrize("kind", PassKind)
def test_the_history_of_the_gate_holds_no_short_code(scene: Scene, kind: PassKind) -> None:
    PASSING[kind](scene)
    codes = list(db.session.scalars(db.select(PassCode).filter_by(kind=kind)))
    assert codes
    for code in codes:
        refused(scene, code, f"refused {code.id}")
        scanned(scene, code, f"late {code.id}", code.valid_to + timedelta(days=1))
    told = history()
    assert "gate_use.let_through" in told
    assert "gate_use.refuse" in told
    assert [code.shown for code in codes if code.shown in told or code.typed in told] == []
    assert scene.gate.name_zh in told


def test_what_verify_reports_holds_no_short_code(scene: Scene) -> None:
    for passing in PASSING.values():
        passing(scene)
    plant = "UPDATE pass_codes SET ended = 'void', ended_at = valid_from, made_at = valid_to"
    in_transaction(lambda: db.session.execute(db.text(plant)))
    found = [each for each in findings(db.engine, all_invariants()) if not each.is_kept]
    assert {"pass.ended"} <= {each.key for each in found}
    codes = list(db.session.scalars(db.select(PassCode)))
    assert [code.typed for code in codes if code.typed in str(found)] == []
