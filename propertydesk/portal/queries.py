"""What a resident may see of an order: steps and promised times, no personal data."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from propertydesk.accounts.models import Staff
from propertydesk.estate.models import Community
from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import surname
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairOrder

S = rules.State

#: Words for residents, by action of the workflow; what is not here stays inside the office.
STEPS = {
    "repair.register": N_("Reported"),
    "repair.order_rework": N_("Rework was ordered"),
    "repair.dispatch": N_("A technician was named"),
    "repair.reassign": N_("Another technician was named"),
    "repair.accept": N_("The technician accepted"),
    "repair.arrive": N_("On site"),
    "repair.no_access": N_("Nobody opened; we will make a new appointment"),
    "repair.rebook": N_("New appointment made"),
    "repair.suspend": N_("Work is waiting"),
    "repair.resume": N_("Work goes on"),
    "repair.quote": N_("A price was named"),
    "repair.agree": N_("The price was agreed"),
    "repair.complete": N_("Work done"),
    "repair.return": N_("We are going to look at it again"),
    "repair.verify": N_("Confirmed"),
    "repair.verify_silently": N_("Confirmed"),
    "repair.redo": N_("Rework was ordered"),
    "repair.close": N_("Closed"),
    "repair.cancel": N_("Cancelled"),
    "repair.void": N_("Ended without repair"),
}
_FINISHED = (S.DONE, S.VERIFIED, S.SETTLED, S.FOLLOW_UP, S.CLOSED)
_PUBLIC_WORDS = {
    S.REGISTERED: N_("Received"),
    S.DISPATCHED: N_("A technician was named"),
    S.ACCEPTED: N_("On the way as agreed"),
    S.QUOTED: N_("Price to be agreed"),
    S.FOLLOW_UP: N_("Work done"),
    S.VERIFIED: N_("Work done"),
    S.SETTLED: N_("Work done"),
}


@dataclass(frozen=True)
class Step:
    """One thing that happened."""

    words: str
    at: datetime


@dataclass(frozen=True)
class RepairStatus:
    """The public face of an order."""

    number: str
    word: str
    tone: str
    category: rules.Category
    reported_at: datetime
    appointment_from: datetime | None
    appointment_to: datetime | None
    arrive_by: datetime | None
    done_by: datetime | None
    finished_at: datetime | None
    next_visit_at: datetime | None
    technician: str
    charge: str
    is_over: bool
    steps: list[Step]
    place: Community
    rework_no: str


def repair_status(order_id: int) -> RepairStatus:
    """The status of an order for whoever holds its link; four queries.

    It names no person, home, phone or description: whoever finds the slip learns nothing of them.
    """
    order = db.session.get(RepairOrder, order_id)
    if order is None:
        raise Missing(N_("This link is not valid."))
    open_ = order.is_open
    rework = select(RepairOrder.number).filter_by(original_id=order.id)
    return RepairStatus(
        number=order.number,
        word=_PUBLIC_WORDS.get(S(order.state), rules.WORKFLOW.word(order.state)),
        tone=rules.WORKFLOW.tone(order.state),
        category=rules.subcategory(order.category),
        reported_at=order.reported_at,
        appointment_from=order.appointment_from if open_ else None,
        appointment_to=order.appointment_to if open_ else None,
        arrive_by=order.arrive_due if open_ and order.arrived_at is None else None,
        done_by=order.complete_due if open_ else None,
        finished_at=order.finished_at if order.state in _FINISHED else None,
        next_visit_at=order.next_visit_at if order.state == S.SUSPENDED else None,
        technician=_technician(order) if open_ else "",
        charge=rules.CHARGE_WORDS[rules.Charge(order.charge)],
        is_over=not open_,
        steps=_steps(order),
        place=db.session.get_one(Community, order.community_id),
        rework_no=db.session.scalar(rework.order_by(RepairOrder.id.desc()).limit(1)) or "",
    )


def _technician(order: RepairOrder) -> str:
    """Surname only: enough to greet somebody at the door together with the badge."""
    staff = db.session.get(Staff, order.technician_id) if order.technician_id else None
    return surname(staff.name) if staff else ""


def _steps(order: RepairOrder) -> list[Step]:
    query = (
        select(Activity.action, Activity.at)
        .where(
            Activity.subject_type == "repair",
            Activity.subject_id == order.id,
            Activity.action.in_(STEPS),
        )
        .order_by(Activity.id.desc())
        .limit(40)
    )
    return [Step(STEPS[action], at) for action, at in db.session.execute(query)]
