"""What a cashier's shift hands on: drawers not taken over yet, receipts given, the float.

What should be in a drawer is told only after its count: the count is blind.
"""

from sqlalchemy import func, select

from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_
from propertydesk.platform.db import db
from propertydesk.platform.printing.catalogue import bilingual
from propertydesk.shifts.queries import Asked, Cash, Found, OpenItem, Source, Takings, Tally
from propertydesk.shifts.rules import PostKind
from propertydesk.till import rules
from propertydesk.till.models import Receipt, Shift
from propertydesk.till.queries.day import Span, receipt_range

_TILL = frozenset({PostKind.TILL})


def _drawers(asked: Asked, most: int) -> Found:
    query = (
        select(Shift, func.count().over())
        .where(Shift.community_id == asked.community_id, Shift.state != rules.ShiftState.CLOSED)
        .order_by(Shift.opened_at, Shift.id)
        .limit(most)
    )
    rows = db.session.execute(query).all()
    return Found(rows[0][1] if rows else 0, [_drawer(shift) for shift, _count in rows])


def _drawer(shift: Shift) -> OpenItem:
    state = bilingual(rules.SHIFT.word(shift.state))
    day = f"{shift.business_date:%Y-%m-%d}"
    is_open = shift.state == rules.ShiftState.OPEN
    return OpenItem(
        number=shift.number,
        zh=f"收银班次 {day} {state.zh}",
        en=f"Drawer of {day}: {state.en}",
        due=None,
        next=N_("Count the drawer") if is_open else N_("Take over the money"),
        subject_type="till_shift",
        subject_id=shift.id,
    )


def _receipts(asked: Asked) -> int:
    query = (
        select(func.count())
        .select_from(Receipt)
        .join(Shift, Shift.id == Receipt.shift_id)
        .where(
            Receipt.community_id == asked.community_id,
            Shift.cashier_id == asked.staff_id,
            Receipt.issued_at >= asked.since,
            Receipt.issued_at <= asked.until,
        )
    )
    return db.session.scalar(query) or 0


def _money(asked: Asked) -> Cash | None:
    """The cashier's own drawer that is not closed: float, numbers, and the count once it is made."""
    query = select(Shift).where(
        Shift.community_id == asked.community_id,
        Shift.cashier_id == asked.staff_id,
        Shift.state != rules.ShiftState.CLOSED,
    )
    shift = db.session.scalar(query)
    if shift is None:
        return None
    numbers = receipt_range(Span(shift.community_id, shift.business_date, shift.id))
    facts = [(N_("Float"), _yuan(shift.opening))]
    if numbers.count:
        facts.append((N_("Receipts"), f"{numbers.first} – {numbers.last} ({numbers.count})"))
    if shift.counted is not None:
        facts.append((N_("Counted"), _yuan(shift.counted)))
    return Cash(None, facts)


def _yuan(amount: Money) -> str:
    return f"¥{amount.grouped}"


SOURCES = (Source("drawers", N_("Drawers"), _TILL, _drawers),)
TALLIES = (Tally("receipts", N_("Receipts given"), _TILL, _receipts),)
TAKINGS = (Takings(_TILL, _money),)
