"""Visitors: invited or at the gate, let in once, let out once, refused without a trace of who."""

from datetime import timedelta
from typing import Any

import pytest

from propertydesk.kernel.errors import Conflict, Invalid, NotAllowed
from propertydesk.passes.models import PassUse, StandingVisitor, Visit
from propertydesk.passes.models.visits import CourierCount
from propertydesk.passes.queries import door
from propertydesk.passes.queries import visits as queries
from propertydesk.passes.queries.invariants import INVARIANTS as PASS_INVARIANTS
from propertydesk.passes.queries.visit_invariants import INVARIANTS
from propertydesk.passes.rules import Answer, Way
from propertydesk.passes.rules import visits as rules
from propertydesk.passes.rules.visits import Confirmation, Purpose, Refusal, State
from propertydesk.passes.services import visits as services
from propertydesk.passes.services.uses import Scan
from propertydesk.passes.services.visits import upkeep
from propertydesk.passes.services.visits.lists import Known
from propertydesk.platform import settings
from propertydesk.platform.access import Actor
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.verify import findings
from tests.conftest import NOW, make_actor
from tests.factories.estate import HomeFactory
from tests.factories.passes import GateFactory, invitation_of, visit_of

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def guard(community: Any) -> Actor:
    return make_actor(community)


@pytest.fixture
def gate(community: Any) -> Any:
    return GateFactory(community_id=community.id)


@pytest.fixture
def home(community: Any) -> Any:
    return HomeFactory(community_id=community.id)


def enter(visit: Visit, gate: Any, guard: Actor, nonce: str = "in", now: Any = NOW) -> PassUse:
    scan = Scan(gate, nonce, Way.IN)
    return in_transaction(lambda: services.enter(visit, scan, actor=guard, now=now))


def admit(
    visit: Visit,
    gate: Any,
    guard: Actor,
    by: Confirmation = Confirmation.INTERCOM,
    nonce: str = "in",
) -> PassUse:
    scan = Scan(gate, nonce, Way.IN)
    return in_transaction(lambda: services.admit(visit, by, scan, actor=guard, now=NOW))


def leave(visit: Visit, gate: Any, guard: Actor, nonce: str = "out", now: Any = NOW) -> None:
    scan = Scan(gate, nonce, Way.OUT)
    in_transaction(lambda: services.leave(visit, scan, actor=guard, now=now))


def kept() -> list[str]:
    return [
        each.key
        for each in findings(db.engine, [*INVARIANTS, *PASS_INVARIANTS])
        if not each.is_kept
    ]


def test_an_invited_visitor_comes_in_once_and_leaves_once(community, home, gate, guard):
    visit = invitation_of(community, home)
    code = queries.of_visit(visit, NOW).code
    assert door.look_up(code.typed, community.id, NOW).answer is Answer.GOOD
    assert enter(visit, gate, guard).counts
    assert (visit.state, visit.confirmed_by, visit.entry_gate_id) == ("inside", "code", gate.id)
    again = enter(visit, gate, guard, "another")
    assert (again.counts, again.answer) == (False, "refused")
    leave(visit, gate, guard, now=NOW + HOUR)
    assert (visit.state, visit.left_at) == ("left", NOW + HOUR)
    with pytest.raises(Conflict, match="left already"):
        leave(visit, gate, guard, "out again")
    assert door.look_up(code.typed, community.id, NOW + HOUR).answer is Answer.USED
    assert kept() == []


def test_a_resent_scan_lets_in_once(community, gate, guard):
    visit = invitation_of(community)
    assert enter(visit, gate, guard).id == enter(visit, gate, guard, now=NOW + HOUR).id
    assert visit.entered_at == NOW


def test_a_walk_in_waits_for_the_host_and_gets_a_code(community, home, gate, guard):
    visit = visit_of(community, home, plate="浙A12345")
    assert (visit.state, queries.of_visit(visit, NOW).code) == (State.WAITING, None)
    for _time in range(3):
        in_transaction(lambda: services.note_try(visit, actor=guard, now=NOW))
    assert visit.tries == 3
    use = admit(visit, gate, guard)
    assert use.counts
    assert (visit.state, visit.valid_to) == ("inside", NOW + 12 * HOUR)
    with pytest.raises(Conflict):
        admit(visit, gate, guard, nonce="twice")
    assert kept() == []


def test_where_something_differs_the_host_is_asked(community, home, gate, guard):
    visit = invitation_of(community, home)
    code = queries.of_visit(visit, NOW).code
    in_transaction(lambda: services.ask_host(visit, actor=guard, now=NOW))
    assert admit(visit, gate, guard).code_id == code.id
    assert (visit.state, visit.confirmed_by) == ("inside", "intercom")
    assert kept() == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"visitor": ""}, "visitor"),
        ({"phone": "", "plate": ""}, "phone"),
        ({"office": ""}, "home"),
        ({"purpose": Purpose.SALES}, "purpose"),
    ],
)
def test_a_register_entry_needs_little_and_all_of_it(community, given, field):
    with pytest.raises(Invalid) as refused:
        visit_of(community, **given)
    assert refused.value.field == field


def test_a_plate_is_enough(community):
    assert visit_of(community, phone="", plate="浙A12345").state == State.WAITING


def test_who_is_refused_is_forgotten_at_once(community, home, gate, guard):
    visit = visit_of(community, home, plate="浙A12345")
    in_transaction(lambda: services.deny(visit, Refusal.HOST_REFUSED, actor=guard, now=NOW))
    assert (visit.state, visit.refusal) == ("denied", "host_refused")
    assert (visit.visitor, visit.phone, visit.plate) == ("", "", "")
    sold = in_transaction(lambda: services.turn_away(community, gate, actor=guard, now=NOW))
    assert (sold.state, sold.purpose, sold.visitor, sold.home_id) == ("denied", "sales", "", None)
    assert kept() == []


def test_leaving_late_is_never_refused(community, gate, guard):
    visit = visit_of(community)
    admit(visit, gate, guard)
    assert in_transaction(lambda: upkeep.mark_overstays(community.id, actor=guard, now=NOW)) == 0
    late = NOW + 13 * HOUR

    def mark() -> int:
        return upkeep.mark_overstays(community.id, actor=guard, now=late)

    assert [in_transaction(mark), in_transaction(mark)] == [1, 0]
    assert visit.overstayed_at == late
    leave(visit, gate, guard, now=late)
    assert visit.state == "left"
    assert kept() == []


def test_the_desk_closes_what_nobody_closed(community, gate, guard):
    visit = visit_of(community)
    admit(visit, gate, guard)
    with pytest.raises(Invalid):
        in_transaction(lambda: services.close(visit, reason="", actor=guard, now=NOW))
    in_transaction(lambda: services.close(visit, reason="走侧门", actor=guard, now=NOW))
    assert visit.state == "left"
    assert kept() == []


def test_an_invitation_that_is_called_off_or_over_opens_nothing(community, gate, guard):
    off, over = invitation_of(community), invitation_of(community)
    in_transaction(lambda: services.cancel(off, actor=guard, now=NOW))
    assert enter(off, gate, guard).answer == "void"
    tomorrow = NOW + DAY
    assert (
        in_transaction(lambda: upkeep.expire_unused(community.id, actor=guard, now=tomorrow)) == 1
    )
    assert over.state == State.EXPIRED
    assert not enter(over, gate, guard, "late", tomorrow).counts
    assert kept() == []


def test_quotas_of_a_home_are_settings(community, home, guard):
    for setting in (rules.OPEN_INVITATIONS, rules.CARS_INSIDE):
        in_transaction(
            lambda setting=setting: settings.change(community.id, setting, 1, actor=guard, now=NOW)
        )
    invitation_of(community, home)
    with pytest.raises(Invalid, match="open invitations"):
        invitation_of(community, home)
    gate = GateFactory(community_id=community.id)
    admit(visit_of(community, home, plate="浙A12345"), gate, guard)
    with pytest.raises(Invalid, match="cars"):
        visit_of(community, home, plate="浙A54321")
    assert visit_of(community, home).state == State.WAITING


def test_a_standing_permission_speaks_for_the_host(community, home, gate, guard):
    known = Known("李", "13900001234", "", NOW.date(), NOW.date() + 30 * DAY)
    visit = visit_of(community, home)
    with pytest.raises(Invalid):
        admit(visit, gate, guard, Confirmation.STANDING)
    standing = in_transaction(
        lambda: services.allow(home, known, Purpose.OTHER, actor=guard, now=NOW)
    )
    admit(visit, gate, guard, Confirmation.STANDING)
    assert visit.standing_id == standing.id
    in_transaction(lambda: services.end_permission(standing, actor=guard, now=NOW))
    assert queries.standing_for(visit_of(community, home), NOW) is None


def test_who_is_barred_does_not_come_in(community, home, gate, guard):
    known = Known("赵", "", "浙A66666", NOW.date(), NOW.date() + 30 * DAY)
    barred = in_transaction(
        lambda: services.bar(community, known, None, reason="滋事", actor=guard, now=NOW)
    )
    walk_in = visit_of(community, home, plate="浙A66666")
    with pytest.raises(NotAllowed):
        admit(walk_in, gate, guard)
    invited = invitation_of(community, home, plate="浙A66666")
    refused = enter(invited, gate, guard)
    assert (refused.answer, refused.counts) == ("refused", False)
    in_transaction(lambda: services.end_ban(barred, actor=guard, now=NOW))
    assert enter(invited, gate, guard, "n2").counts


def test_couriers_are_counted_and_nothing_else(community, gate):
    before = db.session.query(Activity).count()
    for _time in range(3):
        in_transaction(
            lambda: services.count_courier(gate, rules.Courier.FOOD, community.zone, NOW)
        )
    row = db.session.query(CourierCount).one()
    assert (row.couriers, row.hour) == (3, 9)
    assert db.session.query(Activity).count() == before


def test_visitors_are_forgotten_in_time_and_counts_stay(community, home, gate, guard):
    visit, held = visit_of(community, home), visit_of(community, home, phone="13900005678")
    for each, nonce in ((visit, "1"), (held, "2")):
        admit(each, gate, guard, nonce=nonce)
        leave(each, gate, guard, f"out {nonce}")
    in_transaction(lambda: services.keep(held, reason="丢车案", actor=guard, now=NOW))

    def forget(days: int) -> int:
        return in_transaction(lambda: upkeep.erase_due(community.id, NOW + days * DAY))

    assert [forget(30), forget(31), forget(31)] == [0, 1, 0]
    db.session.refresh(visit)
    assert (visit.visitor, visit.phone, visit.home_id) == (rules.ERASED, "", None)
    assert (visit.state, visit.purpose, visit.entered_at) == ("left", "friends", NOW)
    assert held.phone == "13900005678"
    assert kept() == []


def test_permissions_that_are_over_are_forgotten(community, home, guard):
    known = Known("李", "13900001234", "", NOW.date(), NOW.date() + DAY)
    standing = in_transaction(
        lambda: services.allow(home, known, Purpose.OTHER, actor=guard, now=NOW)
    )
    rule = next(each for each in upkeep.RULES if each.key == "passes.standing-visitors")
    due = list(db.session.scalars(rule.due(community.id, NOW + 2 * DAY)))
    assert due == [standing.id]
    in_transaction(lambda: rule.erase(due, NOW))
    assert db.session.query(StandingVisitor.phone).scalar() == ""


def test_a_guard_finds_by_the_last_of_a_plate(community, home):
    visit = visit_of(community, home, plate="浙A12345")
    assert [each.visit for each in queries.found_at_the_gate(community.id, "345", NOW)] == [visit]
    assert queries.found_at_the_gate(community.id, "999", NOW) == []


def test_invariants_see_what_is_planted(community, gate, guard):
    visit = visit_of(community)
    admit(visit, gate, guard)
    in_transaction(
        lambda: db.session.execute(
            db.text("UPDATE visits SET confirmed_by = '', entered_at = NULL WHERE id = :id"),
            {"id": visit.id},
        )
    )
    assert "visit.order" in kept()
