"""Chargeable work on the household's account: charged when confirmed, settled when paid."""

from datetime import datetime

from sqlalchemy import func, select

from propertydesk.estate.models import Home
from propertydesk.fees import services as fees
from propertydesk.fees.models import Receivable, ReceivableBalance
from propertydesk.kernel.money import Money
from propertydesk.owners import queries as owners
from propertydesk.owners.models import Person
from propertydesk.owners.rules import Tie
from propertydesk.platform import activity, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairMaterial, RepairOrder
from propertydesk.till.events import ReceivablesMet

SOURCE = "repair"
ITEM = ("repair", "有偿维修", "Chargeable repair")


def charge(order: RepairOrder, *, actor: Actor, now: datetime) -> None:
    """Put confirmed chargeable work on the household's account: labour and each material a line.

    Nothing is charged twice: a line of an order is a source of its own. Without anybody to pay,
    the order stays confirmed and unsettled, and the desk sees it there.
    """
    if order.charge != rules.Charge.CHARGEABLE or not order.total or order.home_id is None:
        return
    home = db.session.get_one(Home, order.home_id)
    payer = _payer(order)
    if payer is None or fees.charges_of(SOURCE, order.id):
        return
    item = fees.one_off_item(order.community_id, *ITEM)
    for place, (words, amount) in enumerate(_parts(order), _last_line(order) + 1):
        line = fees.Line(SOURCE, order.id, place, words, amount, payer=payer)
        fees.post_charge(home, item, line, actor=actor, now=now)


def take_back(order: RepairOrder, *, reason: str, actor: Actor, now: datetime) -> None:
    """Work that goes back to the technician is no longer owed. Raises Conflict once it was paid."""
    for row in fees.charges_of(SOURCE, order.id):
        fees.void_charge(row, reason=reason, actor=actor, now=now)


def take_money(met: ReceivablesMet) -> None:
    """An order is settled when all its charges are paid, and no longer when the money went back.

    One that went on before it was paid, to its call or into the files, stays where it is and takes
    note of the receipt.
    """
    for order in _orders(met.paid_ids):
        if _is_open(order):
            continue
        if order.state == rules.State.VERIFIED:
            number = met.receipt_no or "–"
            workflow.apply(
                rules.WORKFLOW, order, "settle", actor=met.actor.as_system(), now=met.now,
                inputs={"receipt_no": number}, note=met.receipt_no,
            )  # fmt: skip
        else:
            _take_note("repair.paid", order, met)
        order.receipt_no = met.receipt_no
    for order in _orders(met.open_ids):
        if order.state == rules.State.SETTLED:
            workflow.apply(
                rules.WORKFLOW, order, "unsettle", actor=met.actor.as_system(), now=met.now,
                note=met.receipt_no,
            )  # fmt: skip
        elif order.receipt_no:
            _take_note("repair.unpaid", order, met)
        order.receipt_no = ""


def _take_note(action: str, order: RepairOrder, met: ReceivablesMet) -> None:
    activity.record(
        actor=met.actor.as_system(), now=met.now, action=action, subject=order,
        home_id=order.home_id, note=met.receipt_no,
    )  # fmt: skip


def _parts(order: RepairOrder) -> list[tuple[str, Money]]:
    materials = select(RepairMaterial).filter_by(order_id=order.id).order_by(RepairMaterial.id)
    parts = [(f"{order.number} {each.name}", each.amount) for each in db.session.scalars(materials)]
    labour = (f"{order.number} {rules.category(order.category).zh}", order.labour)
    return [(words[:120], amount) for words, amount in (labour, *parts) if amount.fen > 0]


def _payer(order: RepairOrder) -> Person | None:
    """Whoever reported it, if they own or rent the home; else the owner with the largest share."""
    ties = owners.live_ties(order.home_id or 0, Tie.OWNER, Tie.TENANT)
    mine = [tie for tie in ties if tie.person_id == order.reporter_id]
    holders = mine or sorted(
        (tie for tie in ties if tie.tie == Tie.OWNER), key=lambda tie: (-(tie.share or 0), tie.id)
    )
    return db.session.get_one(Person, holders[0].person_id) if holders else None


def _last_line(order: RepairOrder) -> int:
    """The last line charged before, void ones too: work that was sent back is charged anew."""
    query = select(func.max(Receivable.source_line)).filter_by(
        source_type=SOURCE, source_id=order.id
    )
    return db.session.scalar(query) or 0


def _is_open(order: RepairOrder) -> bool:
    query = select(ReceivableBalance.receivable_id).join(
        Receivable, Receivable.id == ReceivableBalance.receivable_id
    )
    query = query.where(
        Receivable.source_type == SOURCE,
        Receivable.source_id == order.id,
        ReceivableBalance.open > Money.zero,
    )
    return db.session.scalar(query.limit(1)) is not None


def _orders(receivable_ids: tuple[int, ...]) -> list[RepairOrder]:
    named = select(Receivable.source_id).where(
        Receivable.id.in_(receivable_ids), Receivable.source_type == SOURCE
    )
    query = select(RepairOrder).where(RepairOrder.id.in_(named)).order_by(RepairOrder.id)
    return list(db.session.scalars(query)) if receivable_ids else []
