"""Technicians: who there is, what they can do, how much they hold."""

from collections.abc import Sequence

from sqlalchemy import func, select

from propertydesk.accounts import queries as accounts
from propertydesk.accounts.models import Staff
from propertydesk.accounts.rules import Role
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from propertydesk.platform.settings import value
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairOrder, TechnicianSkill
from propertydesk.repairs.rules.visits import FULL_LOAD, Candidate, by_fitness


def of_community(community_id: int) -> list[Staff]:
    """Active technicians, by staff number."""
    return accounts.in_community(community_id, Role.TECHNICIAN)


def name_of(staff_id: int | None) -> str:
    """The name of a member of staff, empty for nobody."""
    found = db.session.get(Staff, staff_id) if staff_id is not None else None
    return found.name if found else ""


def skills_of(staff_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """Main categories by technician."""
    found: dict[int, set[str]] = {}
    query = select(TechnicianSkill.staff_id, TechnicianSkill.category)
    for staff_id, category in db.session.execute(
        query.where(TechnicianSkill.staff_id.in_(staff_ids))
    ):
        found.setdefault(staff_id, set()).add(category)
    return {staff_id: frozenset(categories) for staff_id, categories in found.items()}


def loads(community_id: int) -> dict[int, int]:
    """Open orders by technician."""
    query = (
        select(RepairOrder.technician_id, func.count())
        .where(
            RepairOrder.community_id == community_id,
            RepairOrder.state.in_(rules.OPEN),
            RepairOrder.technician_id.is_not(None),
        )
        .group_by(RepairOrder.technician_id)
    )
    return {staff_id: count for staff_id, count in db.session.execute(query) if staff_id}


def candidates(community_id: int, order: RepairOrder | None = None) -> list[Candidate]:
    """All technicians with skills and load; for an order the fittest first; five queries."""
    staff = of_community(community_id)
    skills = skills_of([each.id for each in staff])
    held = loads(community_id)
    familiar = _workers_of_home(order)
    returned = _who_returned(order)
    full = value(community_id, FULL_LOAD)
    found = [
        Candidate(
            staff_id=each.id,
            name=each.name,
            staff_no=each.staff_no,
            skills=skills.get(each.id, frozenset()),
            load=held.get(each.id, 0),
            full=full,
            knows_home=each.id in familiar,
            has_returned=each.id in returned,
        )
        for each in staff
    ]
    return by_fitness(found, rules.category(order.category).code) if order else found


def _workers_of_home(order: RepairOrder | None) -> set[int]:
    if order is None or order.home_id is None:
        return set()
    query = select(RepairOrder.technician_id).where(
        RepairOrder.home_id == order.home_id, RepairOrder.finished_at.is_not(None)
    )
    return {each for each in db.session.scalars(query.distinct()) if each is not None}


def _who_returned(order: RepairOrder | None) -> set[int]:
    if order is None:
        return set()
    query = select(Activity.actor_id).where(
        Activity.subject_type == "repair",
        Activity.subject_id == order.id,
        Activity.action == "repair.reject",
    )
    return {each for each in db.session.scalars(query) if each is not None}
