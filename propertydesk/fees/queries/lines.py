"""Receivables as receipts list them: frozen words, codes and figures, in both languages."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from propertydesk.estate.models import Home, ParkingSpace
from propertydesk.fees.models import ChargeItem, Receivable
from propertydesk.fees.rules import Share, shown_price, shown_quantity
from propertydesk.platform.db import db


def receipt_lines(receivable_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """What a receipt says of each receivable, by id; one query.

    `zh` and `en` name the item, `home` the code of the home, `note` the parking space or what a
    one-off charge was for; days are ISO dates, quantity and price as they are shown, `charged` the
    fen that they make, so that a payment of less can say so.
    """
    query = (
        select(Receivable, ChargeItem, Home.code, ParkingSpace.no)
        .join(ChargeItem, ChargeItem.id == Receivable.item_id)
        .join(Home, Home.id == Receivable.home_id)
        .outerjoin(ParkingSpace, ParkingSpace.id == Receivable.space_id)
        .where(Receivable.id.in_(receivable_ids))
    )
    return {
        row.id: line_of(row, item, home, space)
        for row, item, home, space in db.session.execute(query)
    }


def line_of(row: Any, item: ChargeItem, home: str, space: str | None) -> dict[str, Any]:
    """What a receipt says of one receivable; `row` has its columns."""
    months = Share.reduced(row.months_part, row.months_whole)
    return {
        "receivable": row.id,
        "zh": item.name_zh,
        "en": item.name_en,
        "home": home,
        "note": space or row.words,
        "from": row.starts_on.isoformat(),
        "to": row.ends_on.isoformat(),
        "quantity": shown_quantity(row.quantity),
        "price": shown_price(row.price),
        "months": [months.part, months.whole],
        "basis": item.basis,
        "charged": row.amount.fen,
    }
