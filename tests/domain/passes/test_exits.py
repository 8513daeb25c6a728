"""Large-item exit passes: on whose word, changed, let out, refused, at night, collected."""

from datetime import timedelta
from typing import Any

import pytest

from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.passes.models import ExitPass, PassUse
from propertydesk.passes.queries import door, exits
from propertydesk.passes.queries.invariants import INVARIANTS
from propertydesk.passes.rules import Answer, ExitState
from propertydesk.passes.rules.exit_request import ARREARS_RULE, Item
from propertydesk.passes.services.exits import asking, gate, issuing
from propertydesk.passes.services.exits.gate import Found
from propertydesk.passes.services.uses import Scan
from propertydesk.platform import settings
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.verify import findings
from tests.conftest import NOW
from tests.factories import fees
from tests.factories.exit_scene import ITEMS, Scene


@pytest.fixture
def scene(community: Any) -> Scene:
    return Scene(community)


def broken() -> set[str]:
    return {each.key for each in findings(db.engine, INVARIANTS) if not each.is_kept}


def test_an_owner_in_person_gets_the_pass_at_once(scene):
    exit_pass = scene.ask()
    assert exit_pass.state == ExitState.ISSUED
    assert exit_pass.number.startswith("FX20261121-")
    assert scene.answer(exit_pass) is Answer.GOOD


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"identity_seen": False}, "identity_seen"),
        ({"items": ()}, "items"),
        ({"items": (Item("箱", 1),) * 11}, "items"),
        ({"valid_to": NOW - timedelta(minutes=1)}, "until"),
        ({"valid_to": NOW + timedelta(days=2)}, "until"),
        ({"applicant_id": None, "applicant_name": "陌生人"}, "applicant"),
        ({"applicant_id": None, "applicant_name": "李", "applicant_role": "agent"}, "basis"),
        ({"basis": "written"}, "consent_ref"),
        ({"basis": "lease"}, "basis"),
    ],
)
def test_what_cannot_stand_on_a_pass_is_refused(scene, given, field):
    with pytest.raises(Invalid) as refused:
        scene.ask(**given)
    assert refused.value.field == field
    assert db.session.query(ExitPass).count() == 0


def test_a_phone_call_needs_a_second_clerk(scene):
    exit_pass = scene.tenant(basis="phone")
    assert exit_pass.state == ExitState.CONSENT_PENDING
    note = lambda: issuing.note_call(exit_pass, scene.owner.id, actor=scene.clerk, now=NOW)  # noqa: E731  # said twice
    in_transaction(note)
    assert exit_pass.owner_phone == "138****5678"
    with pytest.raises(Invalid):
        in_transaction(lambda: issuing.witness(exit_pass, actor=scene.clerk, now=NOW))
    db.session.expire_all()
    in_transaction(lambda: issuing.witness(exit_pass, actor=scene.second, now=NOW))
    assert exit_pass.state == ExitState.ISSUED
    with pytest.raises(Conflict):
        in_transaction(note)
    assert not broken()


def test_fees_are_told_and_at_most_ask_for_a_reason(scene, community, actor):
    fees.charged(scene.home, fees.Money(58_000), now=NOW)
    assert scene.ask().open_fees == fees.Money(58_000)
    in_transaction(
        lambda: settings.change(community.id, ARREARS_RULE, "override", actor=actor, now=NOW)
    )
    with pytest.raises(Invalid) as refused:
        scene.ask()
    assert refused.value.field == "override_reason"
    assert scene.ask(override_reason="业主已约定缴费").state == ExitState.ISSUED


def test_an_edit_makes_a_new_version_and_ends_the_old_code(scene):
    exit_pass = scene.ask()
    old = exits.code_of(exit_pass)
    more = scene.request(items=(*ITEMS, Item("电视机", 1)))
    in_transaction(
        lambda: asking.change(exit_pass, more, reason="加一台电视", actor=scene.clerk, now=NOW)
    )
    new = exits.code_of(exit_pass)
    assert (new.version, len(exits.items_of(exit_pass))) == (2, 3)
    assert len(exits.items_of(exit_pass, 1)) == 2
    assert door.stand(old, NOW).answer is Answer.REPLACED
    assert scene.release(exit_pass).use_no == 1
    assert door.stand(old, NOW).answer is Answer.USED
    assert not broken()


def test_a_changed_pass_that_rested_on_a_call_waits_for_another_call(scene):
    exit_pass = scene.tenant(basis="phone")
    in_transaction(lambda: issuing.note_call(exit_pass, scene.owner.id, actor=scene.clerk, now=NOW))
    in_transaction(lambda: issuing.witness(exit_pass, actor=scene.second, now=NOW))
    more = scene.request(
        applicant_id=None, applicant_name="买买提", applicant_role="agent", basis="phone"
    )
    in_transaction(lambda: asking.change(exit_pass, more, reason="改", actor=scene.clerk, now=NOW))
    assert exit_pass.state == ExitState.CONSENT_PENDING
    assert exit_pass.witness_id is None
    assert scene.answer(exit_pass) is Answer.REPLACED


def test_all_goes_out_once_and_the_second_time_names_the_first(scene):
    exit_pass = scene.ask()
    first, again, second = (
        scene.release(exit_pass),
        scene.release(exit_pass),
        scene.release(exit_pass, "n2"),
    )
    assert first == again
    assert (first.use_no, second.answer) == (1, "used")
    assert exit_pass.state == ExitState.RELEASED
    assert len(exits.checks_of(exit_pass)[0].item_ids) == 2
    assert not broken()


def test_a_part_goes_out_with_a_word_on_the_rest(scene):
    exit_pass = scene.ask()
    one = [exits.items_of(exit_pass)[0].id]
    with pytest.raises(Invalid):
        scene.release(exit_pass, found={"item_ids": one})
    scene.release(exit_pass, "n2", found={"item_ids": one, "difference": "纸箱下次"})
    assert exit_pass.state == ExitState.PARTLY_RELEASED
    assert not broken()


@pytest.mark.parametrize("lack", [{"mover": ""}, {"id_seen": False}, {"item_ids": ()}])
def test_the_guard_leaves_nothing_out(scene, lack):
    with pytest.raises(Invalid):
        scene.release(scene.ask(), found=lack)
    assert db.session.query(PassUse).count() == 0


def test_a_refused_pass_waits_for_the_office(scene):
    exit_pass = scene.ask()
    found = Found(difference="多一台电视")
    in_transaction(
        lambda: gate.refuse(exit_pass, Scan(scene.gate, "n1"), found, actor=scene.guard, now=NOW)
    )
    assert exit_pass.state == ExitState.REFUSED
    assert scene.release(exit_pass, "n2").use_no is None
    in_transaction(
        lambda: issuing.clear(exit_pass, reason="电视已留下", actor=scene.clerk, now=NOW)
    )
    assert scene.release(exit_pass, "n3").use_no == 1


def test_a_void_pass_opens_nothing(scene):
    exit_pass = scene.ask()
    in_transaction(lambda: issuing.void(exit_pass, reason="不搬了", actor=scene.clerk, now=NOW))
    assert scene.answer(exit_pass) is Answer.VOID
    assert (
        scene.release(exit_pass, forced_reason="急", duty_manager_id=scene.lead.id).use_no is None
    )


def test_unused_passes_and_long_waits_expire(scene):
    issued, waiting = scene.ask(), scene.tenant(basis="phone")
    later = NOW + timedelta(hours=25)
    run = lambda: issuing.expire(scene.place.id, actor=scene.clerk.as_system(), now=later)  # noqa: E731  # run twice
    assert in_transaction(run) == 2
    assert in_transaction(run) == 0
    assert {issued.state, waiting.state} == {ExitState.EXPIRED}


def test_outside_its_hours_only_the_duty_managers_word_lets_it_out(scene):
    exit_pass = scene.ask()
    late = NOW + timedelta(hours=9)
    with pytest.raises(Invalid):
        scene.release(exit_pass, forced_reason="堵车", now=late)
    use = scene.release(
        exit_pass, "n2", forced_reason="堵车", duty_manager_id=scene.lead.id, now=late
    )
    assert use.forced
    review = lambda by: gate.review(use, in_order=True, note="", actor=by, now=late)  # noqa: E731  # by two people
    with pytest.raises(Invalid):
        in_transaction(lambda: review(scene.guard))
    assert in_transaction(lambda: review(scene.lead)).in_order
    assert not broken()


def test_the_night_path_lets_out_and_leaves_papers_due(scene):
    request = scene.request(
        applicant_id=None, applicant_name="买买提", applicant_role="tenant", basis="night"
    )

    def out() -> ExitPass:
        return gate.release_at_night(
            scene.place,
            request,
            Scan(scene.gate, "n1"),
            Found(id_seen=True),
            duty_manager_id=scene.lead.id,
            reason="赶火车",
            actor=scene.guard,
            now=NOW,
        )

    exit_pass = in_transaction(out)
    assert in_transaction(out).id == exit_pass.id
    assert (exit_pass.state, exit_pass.papers_due) == (ExitState.RELEASED, True)
    assert exits.checks_of(exit_pass)[0].use.forced
    in_transaction(
        lambda: gate.complete_papers(
            exit_pass, basis="phone", consent_ref="次日电话 10:20", actor=scene.clerk, now=NOW
        )
    )
    assert not exit_pass.papers_due
    assert not broken()


def test_gate_copies_come_back_and_are_filed(scene):
    exit_pass = scene.ask()
    scene.release(exit_pass)
    in_transaction(lambda: gate.take_copies([exit_pass], actor=scene.clerk, now=NOW))
    in_transaction(lambda: gate.file_copies([exit_pass], actor=scene.clerk, now=NOW))
    assert exit_pass.state == ExitState.ARCHIVED
