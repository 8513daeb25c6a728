"""What is paid of a receivable: told by whoever takes the money, inside their transaction."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select, update

from propertydesk.fees.models import ReceivableBalance
from propertydesk.kernel.errors import Conflict, Missing
from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_
from propertydesk.platform.db import db, on_sqlite


def balance_of(receivable_id: int) -> ReceivableBalance:
    """The balance of a receivable, held until the transaction ends. Raises Missing."""
    return balances_of([receivable_id])[receivable_id]


def balances_of(receivable_ids: list[int]) -> dict[int, ReceivableBalance]:
    """Balances held in the order of their ids, so that two tills never wait for each other.

    Raises Missing when one of them does not exist.
    """
    db.session.flush()
    query = (
        select(ReceivableBalance)
        .where(ReceivableBalance.receivable_id.in_(receivable_ids))
        .order_by(ReceivableBalance.receivable_id)
        .execution_options(populate_existing=True)
    )
    if not on_sqlite():
        query = query.with_for_update()
    found = {row.receivable_id: row for row in db.session.scalars(query)}
    if len(found) != len(set(receivable_ids)):
        raise Missing(N_("There is no such record."))
    return found


def settle(paid: Mapping[int, Money]) -> None:
    """Take note that so much is paid of each receivable; a negative amount takes payment back.

    The receivables are held in key order first. Raises Conflict when more would be paid than is
    open, or more taken back than was paid: somebody else was faster.
    """
    rows = balances_of(list(paid))
    for receivable_id, amount in paid.items():
        row = rows[receivable_id]
        if amount.fen > row.open.fen or (row.paid + amount).fen < 0:
            raise Conflict(
                N_("Only ¥%(open)s of this is still open; somebody else was faster."),
                open=row.open.grouped,
            )
        row.paid, row.open = row.paid + amount, row.open - amount
    db.session.flush()


def hold_by(receivable_ids: Select[Any]) -> None:
    """Hold the balances of a whole selection in the order of their ids, for mass work."""
    db.session.flush()
    query = (
        select(ReceivableBalance.receivable_id)
        .where(ReceivableBalance.receivable_id.in_(receivable_ids))
        .order_by(ReceivableBalance.receivable_id)
    )
    db.session.execute(query.with_for_update())


def settle_by(paid: Select[Any]) -> None:
    """`settle` for a whole selection of (receivable_id, fen), one row each, in one statement.

    The caller holds the balances. The checks of the table stand against more than is open.
    """
    sums = paid.subquery()
    receivable_id, fen = sums.c
    db.session.execute(
        update(ReceivableBalance)
        .where(ReceivableBalance.receivable_id == receivable_id)
        .values(paid=ReceivableBalance.paid + fen, open=ReceivableBalance.open - fen)
        .execution_options(synchronize_session=False)
    )
