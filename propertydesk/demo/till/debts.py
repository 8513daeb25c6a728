"""What is owed, as the till meets it: receivables with what of them is open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from propertydesk.estate.models import Home, ParkingSpace
from propertydesk.fees.models import BillingRun, ChargeItem, Receivable
from propertydesk.fees.queries.lines import line_of
from propertydesk.fees.rules import Cycle
from propertydesk.platform.db import db

_COLUMNS = [
    getattr(Receivable, name)
    for name in (
        *("id", "run_id", "item_id", "home_id", "payer_id", "payer_name", "starts_on", "ends_on"),
        *("due_on", "quantity", "price", "months_part", "months_whole", "amount", "words"),
    )
]


@dataclass(slots=True, eq=False)
class Debt:
    """A receivable; `row` has its columns, `open` and the changes are in fen."""

    row: Any
    item: ChargeItem
    home: str
    space: str | None
    open: int
    waived: int = 0
    adjusted: int = 0
    is_disputed: bool = False

    @property
    def payer(self) -> int | str:
        """Who pays: a person of the register, or the developer's name."""
        return self.row.payer_id or self.row.payer_name

    @property
    def is_monthly(self) -> bool:
        """Whether it comes every month, as parking does."""
        return self.item.cycle == Cycle.MONTH

    def line(self, fen: int) -> dict[str, Any]:
        """How a receipt tells that so much of it was paid."""
        return {**line_of(self.row, self.item, self.home, self.space), "amount": fen}


@dataclass
class Bills:
    """What one billing run posted, and when."""

    at: datetime
    debts: list[Debt]


def billed(community_id: int) -> Iterator[Bills]:
    """The runs of a community so far, in order; one query for all receivables."""
    runs = db.session.execute(
        select(BillingRun.id, BillingRun.state_since)
        .filter_by(community_id=community_id)
        .order_by(BillingRun.state_since, BillingRun.id)
    )
    found = {run_id: Bills(at, []) for run_id, at in runs}
    items = {item.id: item for item in db.session.scalars(select(ChargeItem))}
    rows = db.session.execute(
        select(*_COLUMNS, Home.code, ParkingSpace.no)
        .join(Home, Home.id == Receivable.home_id)
        .outerjoin(ParkingSpace, ParkingSpace.id == Receivable.space_id)
        .where(Receivable.community_id == community_id, Receivable.run_id.is_not(None))
        .order_by(Receivable.id)
    )
    for row in rows:
        debt = Debt(row, items[row.item_id], row.code, row.no, row.amount.fen)
        found[row.run_id].debts.append(debt)
    yield from found.values()
