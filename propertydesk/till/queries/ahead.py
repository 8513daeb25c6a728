"""What is paid ahead, for bills."""

from collections.abc import Collection

from sqlalchemy import select

from propertydesk.kernel.money import Money
from propertydesk.platform.db import db
from propertydesk.till.models import Prepayment


def ahead_of_homes(home_ids: Collection[int]) -> dict[tuple[int, int], Money]:
    """What is paid ahead for some homes, by home and payer; one query."""
    query = select(Prepayment.home_id, Prepayment.payer_id, Prepayment.balance).where(
        Prepayment.home_id.in_(home_ids), Prepayment.balance > Money.zero
    )
    return {(home_id, payer): balance for home_id, payer, balance in db.session.execute(query)}
