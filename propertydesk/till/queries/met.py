"""What was met of receivables day by day, for whoever reckons with days."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import BigInteger, func, select, type_coerce

from propertydesk.platform.db import db
from propertydesk.till.models import Allocation


def met_by_day(receivable_ids: Collection[int]) -> list[tuple[int, date, int]]:
    """Receivable, business day and the fen paid or set off on it; less than zero where they were
    taken back. One query.
    """
    fen = func.sum(type_coerce(Allocation.amount, BigInteger))
    query = (
        select(Allocation.receivable_id, Allocation.business_date, fen)
        .where(Allocation.receivable_id.in_(receivable_ids))
        .group_by(Allocation.receivable_id, Allocation.business_date)
        .order_by(Allocation.receivable_id, Allocation.business_date)
    )
    return [
        (receivable_id, day, int(made)) for receivable_id, day, made in db.session.execute(query)
    ]
