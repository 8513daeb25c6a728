"""What must always be true of temporary parking: fees worked out anew, money where it belongs."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, text

from propertydesk.passes.rules.parking import Tariff, fee_of, fee_without_entry
from propertydesk.platform.verify import Breach, Invariant


def wrong_fees(connection: Connection) -> Iterable[Breach]:
    """Stays whose fee is not what their own tariff makes of their times."""
    query = text(
        "SELECT number, entered_at, left_at, fee, tariff FROM parking_stays "
        "WHERE left_at IS NOT NULL ORDER BY id"
    )
    rows = connection.execute(query, execution_options={"yield_per": 1000})
    found = []
    for number, entered, left, fee, kept in rows:
        tariff = Tariff(**(json.loads(kept) if isinstance(kept, str) else kept))
        owed = (
            fee_of(tariff, _instant(entered), _instant(left))
            if entered is not None
            else fee_without_entry(tariff)
        )
        if owed.fen != fee:
            found.append({"object": number, "expected": owed.fen, "found": fee})
    return found


def _instant(stored: Any) -> datetime:
    """As either engine gives it: SQLite as text in UTC."""
    value = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return value if value.tzinfo else value.replace(tzinfo=UTC)


INVARIANTS = (
    Invariant(
        "parking.order",
        "a car leaves after it came",
        "SELECT number AS object, entered_at AS expected, left_at AS found FROM parking_stays "
        "WHERE left_at < entered_at",
    ),
    Invariant("parking.fee", "a fee is what the tariff of its stay makes of its times", wrong_fees),
    Invariant(
        "parking.duty",
        "what was taken belongs to a shift at a gate that was on when the car left",
        "SELECT p.number AS object, d.number AS expected, p.left_at AS found FROM parking_stays p "
        "JOIN duties d ON d.id = p.exit_duty_id LEFT JOIN hand_overs h ON h.duty_id = d.id "
        "WHERE d.kind <> 'gate' OR d.community_id <> p.community_id OR p.left_at < d.began_at "
        "OR p.left_at > h.signed_at OR p.left_by <> d.staff_id",
    ),
    Invariant(
        "parking.takings",
        "a hand-over at a gate expects what its shift took",
        "SELECT h.number AS object, COALESCE(SUM(p.fee), 0) AS expected, h.cash_expected AS found "
        "FROM hand_overs h JOIN duties d ON d.id = h.duty_id "
        "LEFT JOIN parking_stays p ON p.exit_duty_id = d.id WHERE d.kind = 'gate' "
        "GROUP BY h.id, h.number, h.cash_expected "
        "HAVING COALESCE(SUM(p.fee), 0) <> COALESCE(h.cash_expected, 0)",
    ),
    Invariant(
        "parking.till",
        "the till took what was handed over, for no more than once",
        "SELECT h.number AS object, h.cash AS expected, o.amount AS found FROM other_incomes o "
        "LEFT JOIN hand_overs h ON h.id = o.subject_id WHERE o.subject_type = 'hand_over' "
        "AND (h.id IS NULL OR o.amount <> h.cash OR o.community_id <> h.community_id)",
    ),
)
