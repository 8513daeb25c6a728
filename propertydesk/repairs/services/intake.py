"""Taking a report in: one verb makes the order, its number, its promises and its traces."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from propertydesk.estate import queries as estate
from propertydesk.estate.models import Community, Home
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.numbering import document_number
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import Tie
from propertydesk.platform import activity, attachments, search
from propertydesk.platform.access import Actor
from propertydesk.platform.attachments import PreparedFile
from propertydesk.platform.db import db
from propertydesk.platform.sequences import next_number
from propertydesk.platform.settings import value
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.queries import intake as asking
from propertydesk.repairs.rules import deadlines

SERIES = "BX"


def register(
    place: Community,
    report: rules.Report,
    *,
    photos: Sequence[PreparedFile] = (),
    actor: Actor,
    now: datetime,
) -> RepairOrder:
    """Make an order of a report.

    Whoever takes it in stays its first handler (A17). An empty phone is filled from the register
    where the reporter is known; a typed one counts for this order alone (A10). Raises Invalid,
    naming the field, when item, place or phone is missing or was not read back (A08, A09).
    """
    report = _completed(place, report)
    rules.check(report, now)
    _check_belonging(place, report)
    order = _order_of(place, report, actor, now)
    _store(order, place, now)
    for photo in photos:
        attachments.attach(photo, subject=order, kind="report", actor=actor, now=now)
    activity.record(
        actor=actor,
        now=now,
        action="repair.register",
        subject=order,
        to_state=order.state,
        note=_first_line(order.description),
    )
    return order


def order_rework(
    original: RepairOrder,
    *,
    reason: str,
    promise_at: datetime | None,
    actor: Actor,
    now: datetime,
) -> RepairOrder:
    """Make the order that sends somebody again: free, linked to `original`, due in rework time.

    Somebody is on site within the setting REWORK_HOURS, or by `promise_at` when the caller named
    an earlier instant (domain.md D2, rework). The original's own state is moved by the caller.
    """
    place = estate.community(original.community_id)
    report = rules.Report(
        channel=rules.Channel.PHONE,
        category=original.category,
        description=f"{reason}\n{original.number}: {original.description}"[:2000],
        home_id=original.home_id,
        area=original.area,
        place=original.place,
        reporter_id=original.reporter_id,
        reporter_name=original.reporter_name,
        salutation=original.salutation,
        reporter_role=original.reporter_role,
        phone=original.phone,
        priority=original.priority,
        charge=rules.Charge.FREE,
        original_id=original.id,
    )
    order = _order_of(place, report, actor, now)
    limit = now + timedelta(hours=value(place.id, deadlines.REWORK_HOURS))
    order.arrive_due = min(limit, promise_at) if promise_at and promise_at > now else limit
    order.dispatch_due = min(order.dispatch_due, order.arrive_due)
    order.complete_due = max(order.complete_due, order.arrive_due)
    _store(order, place, now)
    activity.record(
        actor=actor,
        now=now,
        action="repair.order_rework",
        subject=order,
        to_state=order.state,
        reason=reason,
        note=original.number,
    )
    return order


def _completed(place: Community, report: rules.Report) -> rules.Report:
    """The report with what the register and the category know of it."""
    kind = rules.subcategory(report.category)
    known = asking.caller(report.home_id, report.reporter_id)
    if report.reporter_id is not None and known is None:
        raise Invalid(N_("This person does not belong to the home."), field="reporter")
    if known is not None:
        report = replace(
            report,
            reporter_name=known.name,
            salutation=known.salutation,
            reporter_role=asking.ROLES[Tie(known.tie)],
            phone=report.phone or known.phone,
        )
    return replace(
        report,
        priority=kind.priority if report.priority is None else report.priority,
        charge=report.charge or kind.charge,
    )


def _check_belonging(place: Community, report: rules.Report) -> None:
    """Home and original order are of this community, and the home still stands."""
    home = db.session.get(Home, report.home_id) if report.home_id is not None else None
    if report.home_id is not None and (
        home is None or home.community_id != place.id or home.ended_on is not None
    ):
        raise Invalid(N_("There is no such home here."), field="home")
    if report.original_id is None:
        return
    original = db.session.get(RepairOrder, report.original_id)
    if original is None or (original.community_id, original.home_id) != (place.id, report.home_id):
        raise Invalid(N_("The earlier order belongs to another place."), field="original")


def _order_of(place: Community, report: rules.Report, actor: Actor, now: datetime) -> RepairOrder:
    priority = report.priority or rules.subcategory(report.category).priority
    limits = asking.promises(place, priority, report.appointment_to, now)
    return RepairOrder(
        community_id=place.id,
        state=rules.State.REGISTERED,
        state_since=now,
        reported_at=now,
        channel=report.channel,
        rings=report.rings if report.channel == rules.Channel.PHONE else None,
        home_id=report.home_id,
        area=report.area,
        place=report.place,
        reporter_id=report.reporter_id,
        reporter_name=report.reporter_name,
        salutation=report.salutation,
        reporter_role=report.reporter_role,
        phone=report.phone,
        category=report.category,
        description=report.description,
        priority=priority,
        charge=report.charge,
        appointment_from=report.appointment_from,
        appointment_to=report.appointment_to,
        read_back=report.read_back,
        first_handler_id=actor.id if actor.kind == "staff" else None,
        first_handler=actor.name,
        dispatch_due=limits.dispatch,
        arrive_due=limits.arrive,
        complete_due=limits.complete,
        original_id=report.original_id,
    )


def _store(order: RepairOrder, place: Community, now: datetime) -> None:
    """Number the order, as late as can be, and let it be found."""
    day = business_date(now, place.zone)
    order.number = document_number(SERIES, day, next_number(SERIES, place.id, f"{day:%Y%m%d}"))
    db.session.add(order)
    db.session.flush()
    terms = [*search.number_terms(order.number), *search.text_terms(order.description)]
    search.reindex("repair", order.id, place.id, order.home_id, terms)


def _first_line(text: str) -> str:
    return text.split("\n", 1)[0][:120]
