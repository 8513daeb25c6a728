"""What is open for homes that are split or joined goes on with the home the household lives in."""

from sqlalchemy import select, update

from propertydesk.estate.events import HomesReplaced
from propertydesk.passes import rules
from propertydesk.passes.models import ExitItem, ExitPass
from propertydesk.passes.models.visits import BarredVisitor, StandingVisitor, Visit
from propertydesk.passes.queries import exits as queries
from propertydesk.passes.rules import Ended, PassKind
from propertydesk.passes.rules import visits as visit_rules
from propertydesk.passes.services.codes import end_code, hold
from propertydesk.passes.services.exits import asking, issuing
from propertydesk.passes.services.visits.making import let_be_found
from propertydesk.platform import activity
from propertydesk.platform.db import db, lock


def follow_homes(event: HomesReplaced) -> None:
    """Move open exit passes, open visits, standing permissions and bans; what is over stays.

    Part of the verb that splits or joins. A pass that was issued gets a new version with a code of
    its own, for the slip names a home that is no more: it is printed anew.
    """
    open_passes = select(ExitPass).where(
        ExitPass.home_id.in_(event.from_ids), ExitPass.state.in_(rules.OPEN_EXITS)
    )
    for exit_pass in db.session.scalars(open_passes.order_by(ExitPass.id)).all():
        _move(exit_pass, event)
    open_visits = select(Visit).where(
        Visit.home_id.in_(event.from_ids), Visit.state.in_(visit_rules.OPEN)
    )
    for visit in db.session.scalars(open_visits.order_by(Visit.id)).all():
        lock(visit)
        visit.home_id = event.household_in
        let_be_found(visit)
    for model in (StandingVisitor, BarredVisitor):
        db.session.execute(
            update(model)
            .where(model.home_id.in_(event.from_ids), model.ended_at.is_(None))
            .values(home_id=event.household_in)
        )


def _move(exit_pass: ExitPass, event: HomesReplaced) -> None:
    code = hold(PassKind.EXIT, exit_pass)
    if exit_pass.state not in rules.OPEN_EXITS:
        return
    items = queries.items_of(exit_pass)
    exit_pass.home_id = event.household_in
    if code is not None and not code.ended:
        end_code(code, Ended.REPLACED, event.now)
        exit_pass.version += 1
        exit_pass.prints = 0
        db.session.flush()
        db.session.add_all(_copy(each, exit_pass.version) for each in items)
        db.session.flush()
        if exit_pass.valid_to > event.now:
            issuing.seal(exit_pass, by=event.actor, now=event.now)
    asking.let_be_found(exit_pass, items)
    activity.record(
        actor=event.actor,
        now=event.now,
        action="exit_pass.follow_home",
        subject=exit_pass,
        home_id=event.household_in,
    )


def _copy(item: ExitItem, version: int) -> ExitItem:
    return ExitItem(
        community_id=item.community_id,
        exit_pass_id=item.exit_pass_id,
        version=version,
        position=item.position,
        name=item.name,
        spec=item.spec,
        quantity=item.quantity,
        unit=item.unit,
    )
