"""What a guard and a clerk hand on of passes, without a name."""

from datetime import timedelta
from typing import Any

import pytest

from propertydesk.passes.rules import Way
from propertydesk.passes.rules.gate_notes import NoteKind, Told
from propertydesk.passes.services import gate_notes, visits, workers
from propertydesk.passes.services.uses import Scan
from propertydesk.platform.transaction import in_transaction
from propertydesk.shifts.queries import Asked, collecting
from propertydesk.shifts.rules import PostKind
from tests.conftest import NOW
from tests.factories.exit_scene import Scene
from tests.factories.passes import card_of, invitation_of, work_of

LATER = NOW + timedelta(days=20)


@pytest.fixture
def scene(community: Any) -> Scene:
    """Somebody inside, a pass that went out, and one that was forced."""
    found = Scene(community)
    visit = invitation_of(community, found.home, visitor="钱多多")
    in_transaction(
        lambda: visits.enter(visit, Scan(found.gate, "in", Way.IN), actor=found.guard, now=NOW)
    )
    found.release(found.ask(), "out")
    found.release(
        found.ask(),
        "forced",
        now=NOW + timedelta(hours=12),
        forced_reason="堵车",
        duty_manager_id=found.lead.id,
    )
    return found


def told(scene: Scene, kind: PostKind, until: Any) -> dict[str, Any]:
    asked = Asked(scene.place.id, kind, scene.guard.id, NOW - timedelta(hours=1), until)
    return {each["key"]: each for each in collecting.collect(asked).groups}


def test_the_gate_hands_on_who_is_inside_and_which_copies_miss(scene: Scene) -> None:
    gate = told(scene, PostKind.GATE, NOW + timedelta(hours=13))
    assert gate["visitors"]["total"] == 1
    assert gate["gate-copies"]["total"] == 0
    late = told(scene, PostKind.GATE, LATER)
    assert late["gate-copies"]["total"] == 2
    (guest,) = late["visitors"]["items"]
    assert guest["next"] == "Inside for too long: look for the visitor"
    assert "钱" not in str(late)


def test_the_gate_hands_on_which_workers_are_inside(scene: Scene) -> None:
    worker = card_of(work_of(scene.place, scene.home))
    scan = Scan(scene.gate, "worker in", Way.IN)
    in_transaction(lambda: workers.enter(worker, scan, actor=scene.guard, now=NOW))
    (item,) = told(scene, PostKind.GATE, LATER)["workers"]["items"]
    assert item["number"] == worker.number
    assert worker.name not in str(item)


def test_the_desk_hands_on_what_nobody_has_looked_into(scene: Scene) -> None:
    desk = told(scene, PostKind.DESK, LATER)
    assert desk["forced"]["total"] == 1
    assert desk["gate-copies"]["total"] == 2
    assert "visitors" not in desk


def test_the_guards_shift_counts_what_it_let_through(scene: Scene) -> None:
    asked = Asked(scene.place.id, PostKind.GATE, scene.guard.id, NOW - timedelta(hours=1), LATER)
    figures = {each["key"]: each["count"] for each in collecting.collect(asked).figures}
    assert (figures["let-through"], figures["refused"]) == (3, 0)


@pytest.mark.parametrize("kind", [PostKind.GATE, PostKind.DESK])
def test_both_hand_on_what_was_written_down_and_nothing_of_what_it_tells(
    scene: Scene, kind: PostKind
) -> None:
    matter = Told(NoteKind.MATTER, what="张伟明家漏水", name="张伟明", phone="13900001234")
    note = in_transaction(
        lambda: gate_notes.note_down(scene.place, None, matter, actor=scene.guard, now=NOW)
    )
    (item,) = told(scene, kind, LATER)["gate-notes"]["items"]
    assert item["number"] == note.number
    assert "张伟明" not in str(item)
