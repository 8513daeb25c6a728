"""Exit passes and visits in every state that offers something to do, and the pages that offer it."""

from typing import Any

from propertydesk.kernel.money import Money
from propertydesk.passes.queries import exits
from propertydesk.passes.rules import Way
from propertydesk.passes.services import uses, visits, workers
from propertydesk.passes.services.exits import gate, issuing
from propertydesk.passes.services.exits.gate import Found
from propertydesk.platform.transaction import in_transaction
from tests.conftest import NOW, make_actor
from tests.factories.exit_scene import Scene
from tests.factories.passes import card_of, invitation_of, work_of, worker_of
from tests.house.world import World


def pages_of_passes(mine: World) -> list[str]:
    """Pages of passes that wait for a word, for a second clerk, for papers, for another look."""
    scene = Scene(mine.community)
    with_pictures = mine.examples["exit_id"]
    waiting, phoned, refused = scene.tenant(basis="phone"), scene.tenant(basis="phone"), scene.ask()
    phone(scene, phoned)
    turn_back(scene, refused)
    shown = [with_pictures, waiting.id, phoned.id, refused.id, at_night(scene).id]
    code = exits.code_of(scene.ask())
    assert code is not None
    bring_back_a_copy(scene)
    pages = [f"/exit-passes/{each}" for each in shown]
    pages += ["/exit-passes/copies", f"/gate/codes/{code.id}"]
    return [*pages, *pages_of_visits(mine, scene), *pages_of_workers(mine, scene)]


def phone(scene: Scene, exit_pass: Any) -> None:
    """One clerk phoned the owner; another has to have heard of it."""
    by = {"actor": scene.clerk, "now": NOW}
    in_transaction(lambda: issuing.note_call(exit_pass, scene.owner.id, **by))


def turn_back(scene: Scene, exit_pass: Any) -> None:
    """The gate found more than the pass says."""
    scan, found = uses.Scan(scene.gate, "turned back"), Found(difference="多一台电视")
    in_transaction(lambda: gate.refuse(exit_pass, scan, found, actor=scene.guard, now=NOW))


def at_night(scene: Scene) -> Any:
    """Let out on the duty manager's word."""
    wanted = scene.request(
        applicant_id=None, applicant_name="买买提", applicant_role="tenant", basis="night"
    )
    scan, found = uses.Scan(scene.gate, "at night"), Found(id_seen=True)
    word = {"duty_manager_id": scene.lead.id, "reason": "赶火车"}
    by = {"actor": scene.guard, "now": NOW}
    return in_transaction(
        lambda: gate.release_at_night(scene.place, wanted, scan, found, **word, **by)
    )


def bring_back_a_copy(scene: Scene) -> None:
    """A copy of the gate is in the office, not filed yet."""
    out = scene.ask()
    scene.release(out, "copy")
    in_transaction(lambda: gate.take_copies([out], actor=scene.clerk, now=NOW))


def pages_of_visits(mine: World, scene: Scene) -> list[str]:
    """Somebody expected, and somebody inside."""
    expected, inside = (invitation_of(mine.community, scene.home) for _each in range(2))
    scan = uses.Scan(scene.gate, "inside", Way.IN)
    in_transaction(lambda: visits.enter(inside, scan, actor=scene.guard, now=NOW))
    in_transaction(lambda: visits.keep(inside, reason="丢车", actor=scene.lead, now=NOW))
    at_desk = [f"/visits/{each.id}" for each in (expected, inside)]
    return [*at_desk, f"/gate/visits/{inside.id}", f"/gate/visits/{expected.id}"]


def pages_of_workers(mine: World, scene: Scene) -> list[str]:
    """A card to be issued, one in force, one that is lost; stopped work; a deposit asked for."""
    work, stopped = (work_of(mine.community, scene.home) for _each in range(2))
    ready, outside, lost = worker_of(work), card_of(work, name="王二"), card_of(work, name="孙立")
    by: dict[str, Any] = {"actor": make_actor(mine.community), "now": NOW}
    in_transaction(lambda: setattr(ready, "deposit", Money.zero))
    in_transaction(lambda: workers.report_lost(lost, reason="遗失", **by))
    in_transaction(lambda: workers.stop_work(stopped, reason="敲承重墙", **by))
    worker_of(stopped)
    at_desk = [f"/worker-passes/{each.id}" for each in (ready, outside, lost)]
    at_gate = [f"/gate/workers/{each.id}" for each in (outside, lost)]
    return [*at_desk, *at_gate, f"/engagements/{stopped.id}", f"/till?home={scene.home.id}"]
