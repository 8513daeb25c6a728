"""Work at homes that are split or joined goes on in the home that the household lives in."""

from sqlalchemy import select

from propertydesk.estate.events import HomesReplaced
from propertydesk.passes.models import Engagement
from propertydesk.passes.queries.workers import passes_of
from propertydesk.passes.rules import worker_states as states
from propertydesk.passes.services.workers.engaging import let_work_be_found
from propertydesk.passes.services.workers.issuing import let_be_found
from propertydesk.platform import activity
from propertydesk.platform.db import db, lock


def follow_homes(event: HomesReplaced) -> None:
    """Move work that is not closed, and its passes; what is over stays.

    Part of the verb that splits or joins. Cards go on, for their codes name no home; those that were
    printed name the old one, so each waits to be printed anew, as if it never had been.
    """
    going_on = select(Engagement).where(
        Engagement.home_id.in_(event.from_ids), Engagement.state.in_(states.GOING_ON)
    )
    for engagement in db.session.scalars(going_on.order_by(Engagement.id)).all():
        lock(engagement)
        engagement.home_id = event.household_in
        let_work_be_found(engagement)
        for each in passes_of(engagement.id):
            lock(each)
            each.home_id, each.prints = event.household_in, 0
            if each.erased_at is None:
                let_be_found(each)
        activity.record(
            actor=event.actor,
            now=event.now,
            action="engagement.follow_home",
            subject=engagement,
            home_id=event.household_in,
        )
