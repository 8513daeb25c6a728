"""What goes on at the gates of the small community."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from propertydesk import wiring
from propertydesk.accounts.rules import Role
from propertydesk.passes.queries import door, exits
from propertydesk.passes.rules import Way
from propertydesk.passes.rules import visits as visit_rules
from propertydesk.passes.rules.exit_request import ExitRequest, Item
from propertydesk.passes.rules.gate_notes import NoteKind, Spot, Told
from propertydesk.passes.services import gate_notes, uses, visits, workers
from propertydesk.passes.services.exits import asking
from propertydesk.passes.services.exits import gate as at_gate
from propertydesk.passes.services.visits.lists import Known
from propertydesk.platform.transaction import in_transaction
from tests.factories.passes import (
    GateFactory,
    card_of,
    invitation_of,
    visit_of,
    work_of,
    worker_of,
)

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
EARLIER = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


if TYPE_CHECKING:
    from tests.house.world import World


def guard_the_gate(world: "World") -> None:
    """Gates; passes issued, let out and let out at night; a scan of a code that is none."""
    world.gate = GateFactory(**world.place, number=901)
    GateFactory(**world.place, number=902)
    issued, forced = exit_pass(world), exit_pass(world)
    let_out(world, exit_pass(world), "world-all")
    at_night = let_out(
        world, forced, "world-forced", forced_reason="堵车", duty_manager_id=world.watcher.id
    )
    photo = world.picture(issued, "gate")
    code = in_transaction(lambda: exits.code_of(issued))
    world.examples |= {
        "gate_id": world.gate.id,
        "exit_id": issued.id,
        "code_id": code.id,
        "use_id": at_night.id,
        "exit_passes.attachment_id": photo.id,
        "pass_check.token": in_transaction(lambda: door.sealed_code(code)),
    }
    expect_visitors(world)
    let_workers_in(world)
    write_notes(world)


def let_workers_in(world: "World") -> None:
    """Work at the home with a card that was printed and is inside, one lost, one not yet issued."""
    by: dict[str, Any] = {"actor": world.actor_who_may_all(), "now": NOW}
    work = work_of(world.community, world.home)
    inside, lost = card_of(work), card_of(work, name="孙立")
    worker_of(work, name="钱八", photo=False)
    scan = uses.Scan(world.gate, "a worker of the world", Way.IN)
    in_transaction(lambda: workers.enter(inside, scan, **by))
    in_transaction(lambda: workers.count_print(inside, language="both", **by))
    in_transaction(lambda: workers.report_lost(lost, reason="遗失", **by))
    world.examples |= {
        "engagement_id": work.id,
        "pass_id": inside.id,
        "worker_passes.attachment_id": inside.photo_id,
    }


def expect_visitors(world: "World") -> None:
    """Somebody expected with a printed slip, somebody at the gate, somebody inside who is kept for
    an incident, somebody who always comes, somebody barred.
    """
    by: dict[str, Any] = {"actor": world.actor_who_may_all(), "now": NOW}
    invited, inside = invitation_of(world.community, world.home), invitation_of(world.community)
    visit_of(world.community, world.home)
    scan = uses.Scan(world.gate, "a way in of the world", Way.IN)
    in_transaction(lambda: visits.count_print(invited, **by))
    in_transaction(lambda: visits.enter(inside, scan, **by))
    in_transaction(lambda: visits.keep(inside, reason="丢车", **by))
    known = Known("钱", "13900004321", "", NOW.date(), NOW.date() + timedelta(days=30))
    home, purpose = world.home, visit_rules.Purpose.FRIENDS
    standing = in_transaction(lambda: visits.allow(home, known, purpose, **by))
    barred = in_transaction(lambda: visits.bar(world.community, known, None, reason="打架", **by))
    world.examples |= {
        "visit_id": invited.id,
        "standing_id": standing.id,
        "barred_id": barred.id,
    }


def write_notes(world: "World") -> None:
    """A note of each kind for the office."""
    told = (
        Told(NoteKind.MATTER, what="漏水", name="钱", phone="13900004321", home_id=world.home.id),
        Told(NoteKind.FOUND, what="雨伞", place="大堂"),
        Told(NoteKind.PARKING, plate="浙A00004", spot=Spot.FIRE_LANE),
    )
    by: dict[str, Any] = {"actor": world.actor_who_may_all(), "now": NOW}
    for each in told:
        note = in_transaction(
            lambda each=each: gate_notes.note_down(world.community, world.gate, each, **by)
        )
        blueprint = "gate_notebook" if each.plate else "gate_notes"
        world.examples.setdefault(f"{blueprint}.note_id", note.id)
    world.examples["gate_notebook.kind"] = "matter"


def exit_pass(world: "World") -> Any:
    """An exit pass of the home, issued on a signed paper."""
    wanted = ExitRequest(
        home_id=world.home.id,
        applicant_name="买买提",
        applicant_role="agent",
        identity_seen=True,
        basis="written",
        consent_ref="授权书 3 号",
        reason="move",
        valid_from=NOW,
        valid_to=NOW + timedelta(hours=12),
        items=(Item("双人床", 1, "1.8 米", "张"), Item("纸箱", 12, "", "个")),
    )
    clerk = replace(world.actor, permissions=wiring.ROLES[Role.CLERK])
    return in_transaction(lambda: asking.ask(world.community, wanted, actor=clerk, now=NOW))


def let_out(world: "World", exit_pass: Any, nonce: str, **given: Any) -> Any:
    """What a colleague at the gate lets out."""
    may = wiring.ROLES[Role.GUARD]
    guard = replace(world.actor, id=world.colleague.id, permissions=may)

    def act() -> Any:
        ids = [each.id for each in exits.items_of(exit_pass)]
        found = at_gate.Found(ids, "李强", "", id_seen=True)
        scan = uses.Scan(world.gate, nonce)
        return at_gate.release(exit_pass, scan, found, **given, actor=guard, now=NOW)

    return in_transaction(act)
