"""What must always be true of the books (reliability I03 to I11, I17)."""

from propertydesk.platform.verify import Invariant

_OVERLAP = """
    SELECT a.id AS object, b.id AS found FROM {table} a JOIN {table} b ON {same} AND a.id < b.id
    WHERE {live} AND a.starts_on < COALESCE(b.ends_on, {ever}) AND b.starts_on < COALESCE(a.ends_on, {ever})
"""
_EVER = "'9999-12-31'"

INVARIANTS = (
    Invariant(
        "fees.calculation",
        "a receivable's amount is its quantity × price × months × share, half-up, and the fen that make the whole",
        """SELECT id AS object, amount AS found FROM receivables WHERE amount <> rounding
           + ((quantity * price + surcharge * 100) * months_part * percent * 2 + months_whole * 1000000)
             / (2000000 * months_whole) OR ABS(rounding) > 1""",
    ),
    Invariant(
        "fees.once",
        "no home or parking space is charged twice for an item and a day",
        """SELECT a.id AS object, b.id AS found FROM receivables a
           JOIN receivables b ON b.period = a.period AND b.item_id = a.item_id
             AND b.home_id = a.home_id AND COALESCE(b.space_id, 0) = COALESCE(a.space_id, 0)
             AND b.id > a.id AND b.starts_on <= a.ends_on AND a.starts_on <= b.ends_on
           WHERE NOT EXISTS (SELECT 1 FROM receivable_changes v
             WHERE v.kind = 'void' AND v.receivable_id IN (a.id, b.id))""",
    ),
    Invariant(
        "fees.reissue",
        "what replaces a receivable points to a void one of the same home, item and period",
        """SELECT r.id AS object, r.replaces_id AS found FROM receivables r
           LEFT JOIN receivables v ON v.id = r.replaces_id AND v.home_id = r.home_id
             AND v.item_id = r.item_id AND v.period = r.period
           LEFT JOIN receivable_changes c ON c.receivable_id = v.id AND c.kind = 'void'
           WHERE r.replaces_id <> 0 AND c.id IS NULL""",
    ),
    Invariant(
        "fees.balance",
        "what is open is the amount and its adjustments less waivers and payments",
        """SELECT r.id AS object, b.open AS found,
             r.amount + COALESCE(s.added, 0) - COALESCE(s.waived, 0) - COALESCE(b.paid, 0) AS expected
           FROM receivables r LEFT JOIN receivable_balances b ON b.receivable_id = r.id
           LEFT JOIN (SELECT receivable_id,
               SUM(CASE WHEN kind <> 'waiver' THEN amount ELSE 0 END) AS added,
               -SUM(CASE WHEN kind = 'waiver' THEN amount ELSE 0 END) AS waived,
               SUM(CASE WHEN kind = 'void' THEN 1 ELSE 0 END) AS voids
             FROM receivable_changes GROUP BY receivable_id) s ON s.receivable_id = r.id
           WHERE b.receivable_id IS NULL OR b.open < 0 OR b.paid < 0 OR b.amount <> r.amount
             OR b.due_on <> r.due_on OR b.home_id <> r.home_id
             OR b.adjusted <> COALESCE(s.added, 0) OR b.waived <> COALESCE(s.waived, 0)
             OR b.open <> b.amount + b.adjusted - b.waived - b.paid
             OR (CASE WHEN b.is_void THEN 1 ELSE 0 END) <> COALESCE(s.voids, 0)""",
    ),
    Invariant(
        "fees.price",
        "the price of a live receivable was approved, is its item's, and was in force on its first day",
        """SELECT r.id AS object, r.price_id AS found FROM receivables r
           LEFT JOIN fee_prices p ON p.id = r.price_id
           LEFT JOIN receivable_changes v ON v.receivable_id = r.id AND v.kind = 'void'
           WHERE r.run_id IS NOT NULL AND v.id IS NULL AND (p.id IS NULL OR p.item_id <> r.item_id
             OR p.state <> 'approved' OR p.price <> r.price OR p.surcharge <> r.surcharge
             OR p.starts_on > r.starts_on OR (p.ends_on IS NOT NULL AND p.ends_on <= r.starts_on))""",
    ),
    Invariant(
        "fees.price-versions",
        "approved prices of one item and scope do not overlap",
        _OVERLAP.format(
            table="fee_prices",
            same="a.item_id = b.item_id AND a.scope = b.scope",
            live="a.state = 'approved' AND b.state = 'approved'",
            ever=_EVER,
        ),
    ),
    Invariant(
        "fees.vacancy",
        "approved vacancy rates of a home do not overlap",
        _OVERLAP.format(
            table="vacancy_rates",
            same="a.home_id = b.home_id",
            live="a.state = 'approved' AND b.state = 'approved'",
            ever=_EVER,
        ),
    ),
    Invariant(
        "fees.payer-agreements",
        "no two tenants take over the same fee of a home on one day",
        _OVERLAP.format(
            table="payer_agreements",
            same="a.home_id = b.home_id AND COALESCE(a.item_id, 0) = COALESCE(b.item_id, 0)",
            live="1 = 1",
            ever=_EVER,
        ),
    ),
    Invariant(
        "fees.on-behalf",
        "what is collected on behalf of others bears no surcharge",
        """SELECT r.id AS object, r.surcharge AS found, 0 AS expected FROM receivables r
           JOIN charge_items i ON i.id = r.item_id WHERE i.on_behalf AND r.surcharge <> 0""",
    ),
    Invariant(
        "fees.late-cap",
        "the live late charges on a receivable are within the highest approved share of its principal",
        """SELECT r.id AS object, SUM(c.amount) AS found,
             MAX(t.cap_percent) * (r.amount + COALESCE(MAX(s.added), 0)) / 100 AS expected
           FROM late_charges l JOIN receivables r ON r.id = l.receivable_id
           JOIN receivables c ON c.id = l.charge_id
           LEFT JOIN (SELECT community_id, MAX(cap_percent) AS cap_percent FROM late_rules
             WHERE state IN ('approved', 'replaced') GROUP BY community_id) t
             ON t.community_id = l.community_id
           LEFT JOIN (SELECT receivable_id, SUM(amount) AS added FROM receivable_changes
             WHERE kind = 'adjustment' AND amount > 0 GROUP BY receivable_id) s
             ON s.receivable_id = r.id
           LEFT JOIN receivable_changes v ON v.receivable_id = c.id AND v.kind = 'void'
           WHERE v.id IS NULL GROUP BY r.id, r.amount
           HAVING MAX(t.cap_percent) IS NULL
             OR SUM(c.amount) * 100 > MAX(t.cap_percent) * (r.amount + COALESCE(MAX(s.added), 0))""",
    ),
    Invariant(
        "fees.late-apart",
        "no late charge on a late charge, on what is collected on behalf of others, on a one-off charge",
        """SELECT c.id AS object, r.id AS found FROM receivables c
           JOIN receivables r ON r.id = c.source_id JOIN charge_items i ON i.id = r.item_id
           WHERE c.source_type = 'late_charge' AND (r.source_type IS NOT NULL OR i.on_behalf
             OR i.basis = 'once' OR r.community_id <> c.community_id OR r.home_id <> c.home_id)""",
    ),
    Invariant(
        "fees.late-paper",
        "every late charge has its reckoning, for the same receivable and sum, and within its cap",
        """SELECT c.id AS object, l.amount AS found, c.amount AS expected FROM receivables c
           LEFT JOIN late_charges l ON l.charge_id = c.id AND l.receivable_id = c.source_id
             AND l.line = c.source_line AND l.amount = c.amount
           WHERE c.source_type = 'late_charge' AND (l.id IS NULL OR l.before + l.amount > l.cap)
           UNION ALL
           SELECT l.charge_id, r.id, c.id FROM late_charges l JOIN receivables c ON c.id = l.charge_id
           LEFT JOIN receivables r ON r.id = l.charge_id AND r.source_type = 'late_charge'
           WHERE r.id IS NULL""",
    ),
    Invariant(
        "fees.late-rules",
        "approved late charges of a community do not overlap",
        _OVERLAP.format(
            table="late_rules",
            same="a.community_id = b.community_id",
            live="a.state = 'approved' AND b.state = 'approved'",
            ever=_EVER,
        ),
    ),
    Invariant(
        "fees.closed",
        "nothing is booked into a month after its books were closed",
        """SELECT r.id AS object, c.month AS found FROM receivables r JOIN closed_periods c
             ON c.community_id = r.community_id AND r.created_at > c.closed_at
            AND r.booked_on >= c.month
            AND SUBSTR(CAST(r.booked_on AS VARCHAR(10)), 1, 7) = SUBSTR(CAST(c.month AS VARCHAR(10)), 1, 7)
           UNION ALL
           SELECT d.id, c.month FROM receivable_changes d JOIN closed_periods c
             ON c.community_id = d.community_id AND d.made_at > c.closed_at
            AND SUBSTR(CAST(d.booked_on AS VARCHAR(10)), 1, 7) = SUBSTR(CAST(c.month AS VARCHAR(10)), 1, 7)""",
    ),
    Invariant(
        "fees.run",
        "a posted run's count and total are those of its receivables",
        """SELECT n.id AS object, n.added AS expected, COUNT(r.id) AS found FROM billing_runs n
           LEFT JOIN receivables r ON r.run_id = n.id WHERE n.state IN ('posted', 'undone')
           GROUP BY n.id, n.added, n.total
           HAVING n.added <> COUNT(r.id) OR n.total <> COALESCE(SUM(r.amount), 0)""",
    ),
)  # fmt: skip
