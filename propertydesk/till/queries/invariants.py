"""What must always be true of the till, in SQL of its own (reliability I04-I08, I14-I18, I22)."""

from propertydesk.platform.verify import Invariant

INVARIANTS = (
    Invariant(
        "till.laid_out",
        "every payment is laid out to the fen: bills met, money kept ahead, a deposit, other income",
        "SELECT p.id AS object, p.amount AS expected, COALESCE(a.fen, 0) + COALESCE(m.fen, 0) "
        "+ COALESCE(d.amount, 0) * CASE WHEN p.amount < 0 THEN -1 ELSE 1 END "
        "+ COALESCE(o.amount, 0) AS found "
        "FROM payments p "
        "LEFT JOIN (SELECT payment_id, SUM(amount) AS fen FROM allocations GROUP BY payment_id) a "
        "ON a.payment_id = p.id "
        "LEFT JOIN (SELECT payment_id, SUM(amount) AS fen FROM prepayment_movements "
        "GROUP BY payment_id) m ON m.payment_id = p.id AND p.method <> 'prepayment' "
        "LEFT JOIN deposits d ON d.payment_id = COALESCE(p.reverses_id, p.id) "
        "LEFT JOIN other_incomes o ON o.payment_id = p.id "
        "WHERE p.amount <> COALESCE(a.fen, 0) + COALESCE(m.fen, 0) "
        "+ COALESCE(d.amount, 0) * CASE WHEN p.amount < 0 THEN -1 ELSE 1 END "
        "+ COALESCE(o.amount, 0)",
    ),
    Invariant(
        "till.drawn",
        "what is paid out of a prepayment has left it",
        "SELECT p.id AS object, -p.amount AS expected, COALESCE(SUM(m.amount), 0) AS found "
        "FROM payments p LEFT JOIN prepayment_movements m ON m.payment_id = p.id "
        "WHERE p.method = 'prepayment' GROUP BY p.id, p.amount "
        "HAVING COALESCE(SUM(m.amount), 0) <> -p.amount",
    ),
    Invariant(
        "till.set_off",
        "what was set off by itself, or came back from undone bills, met bills for the same sum",
        "SELECT m.id AS object, -m.amount AS expected, COALESCE(SUM(a.amount), 0) AS found "
        "FROM prepayment_movements m LEFT JOIN allocations a ON a.movement_id = m.id "
        "WHERE m.kind IN ('offset', 'withdrawn') AND m.payment_id IS NULL GROUP BY m.id, m.amount "
        "HAVING COALESCE(SUM(a.amount), 0) <> -m.amount",
    ),
    Invariant(
        "till.prepayments",
        "a prepayment's balance is the sum of its movements, and never below zero",
        "SELECT p.id AS object, COALESCE(SUM(m.amount), 0) AS expected, p.balance AS found "
        "FROM prepayments p LEFT JOIN prepayment_movements m ON m.prepayment_id = p.id "
        "GROUP BY p.id, p.balance "
        "HAVING COALESCE(SUM(m.amount), 0) <> p.balance OR p.balance < 0",
    ),
    Invariant(
        "till.paid",
        "what a receivable counts as paid is the sum of its allocations",
        "SELECT b.receivable_id AS object, COALESCE(SUM(a.amount), 0) AS expected, b.paid AS found "
        "FROM receivable_balances b LEFT JOIN allocations a ON a.receivable_id = b.receivable_id "
        "GROUP BY b.receivable_id, b.paid HAVING COALESCE(SUM(a.amount), 0) <> b.paid",
    ),
    Invariant(
        "till.one_home",
        "a payment meets receivables of its own community",
        "SELECT a.id AS object, r.community_id AS expected, a.community_id AS found "
        "FROM allocations a JOIN receivables r ON r.id = a.receivable_id "
        "WHERE r.community_id <> a.community_id",
    ),
    Invariant(
        "till.numbers",
        "receipts are numbered 1, 2, 3 without gap, and the counter stands at the last",
        "SELECT r.community_id || ' ' || r.book AS object, s.last AS expected, "
        "COUNT(*) || ' up to ' || MAX(r.serial) AS found FROM receipts r "
        "LEFT JOIN sequences s ON s.community_id = r.community_id "
        "AND s.series = 'receipt-' || r.book AND s.scope = '' "
        "GROUP BY r.community_id, r.book, s.last "
        "HAVING COUNT(*) <> MAX(r.serial) OR s.last IS NULL OR s.last <> MAX(r.serial)",
    ),
    Invariant(
        "till.order",
        "receipts are numbered in the order in which they were given",
        "SELECT later.number AS object, earlier.number AS expected, later.serial AS found "
        "FROM receipts later JOIN receipts earlier ON earlier.community_id = later.community_id "
        "AND earlier.book = later.book AND earlier.serial = later.serial - 1 "
        "WHERE earlier.business_date > later.business_date",
    ),
    Invariant(
        "till.receipt",
        "every payment has one receipt over its sum, every taking back its mark or red receipt",
        "SELECT p.id AS object, p.amount AS expected, r.total AS found FROM payments p "
        "LEFT JOIN receipts r ON r.payment_id = p.id WHERE p.amount > 0 "
        "AND (r.id IS NULL OR r.total <> p.amount) "
        "UNION ALL SELECT p.id, p.amount, red.total FROM payments p "
        "JOIN receipts first ON first.payment_id = p.reverses_id "
        "LEFT JOIN receipt_voids v ON v.receipt_id = first.id "
        "LEFT JOIN receipts red ON red.payment_id = p.id AND red.reverses_id = first.id "
        "WHERE (v.id IS NULL) = (red.id IS NULL) OR red.total <> p.amount",
    ),
    Invariant(
        "till.void",
        "a void receipt has its opposite payment",
        "SELECT r.number AS object, -r.total AS expected, p.amount AS found FROM receipt_voids v "
        "JOIN receipts r ON r.id = v.receipt_id LEFT JOIN payments p ON p.reverses_id = r.payment_id "
        "WHERE p.id IS NULL OR p.amount <> -r.total",
    ),
    Invariant(
        "till.opposite",
        "what takes a payment back is equal and opposite, by the same method",
        "SELECT back.id AS object, -p.amount AS expected, back.amount AS found "
        "FROM payments back JOIN payments p ON p.id = back.reverses_id "
        "WHERE back.amount <> -p.amount OR back.method <> p.method "
        "OR back.community_id <> p.community_id OR p.reverses_id IS NOT NULL",
    ),
    Invariant(
        "till.deposits",
        "a deposit is held, returned once, or its receipt taken back; never two of these",
        "SELECT d.number AS object, d.amount AS expected, t.withheld + t.refunded AS found "
        "FROM deposits d JOIN deposit_returns t ON t.deposit_id = d.id "
        "LEFT JOIN payments back ON back.reverses_id = d.payment_id "
        "WHERE back.id IS NOT NULL OR t.withheld + t.refunded <> d.amount",
    ),
    Invariant(
        "till.drawer",
        "a counted drawer: expected is the float and the cash that moved, the rest a difference",
        "SELECT s.number AS object, s.opening + COALESCE(c.fen, 0) - COALESCE(t.fen, 0) "
        "- COALESCE(f.fen, 0) AS expected, s.expected AS found FROM till_shifts s "
        "LEFT JOIN (SELECT shift_id, SUM(amount) AS fen FROM payments WHERE method = 'cash' "
        "GROUP BY shift_id) c ON c.shift_id = s.id "
        "LEFT JOIN (SELECT shift_id, SUM(refunded) AS fen FROM deposit_returns "
        "WHERE method = 'cash' GROUP BY shift_id) t ON t.shift_id = s.id "
        "LEFT JOIN (SELECT shift_id, SUM(amount) AS fen FROM refunds WHERE method = 'cash' "
        "GROUP BY shift_id) f ON f.shift_id = s.id WHERE s.counted IS NOT NULL "
        "AND s.expected <> s.opening + COALESCE(c.fen, 0) - COALESCE(t.fen, 0) - COALESCE(f.fen, 0)",
    ),
    Invariant(
        "till.closed_day",
        "nothing was booked into a day after it was closed",
        "SELECT 'payment ' || p.id AS object, d.at AS expected, p.paid_at AS found FROM payments p "
        "JOIN day_closes d ON d.community_id = p.community_id AND d.business_date = p.business_date "
        "WHERE p.paid_at > d.at "
        "UNION ALL SELECT 'receipt ' || r.number, d.at, r.issued_at FROM receipts r "
        "JOIN day_closes d ON d.community_id = r.community_id AND d.business_date = r.business_date "
        "WHERE r.issued_at > d.at "
        "UNION ALL SELECT 'set-off ' || m.id, d.at, m.at FROM prepayment_movements m "
        "JOIN day_closes d ON d.community_id = m.community_id AND d.business_date = m.business_date "
        "WHERE m.payment_id IS NULL AND m.kind <> 'refund' AND m.at > d.at",
    ),
    Invariant(
        "till.shift_of_day",
        "a document's day is the day of its shift",
        "SELECT 'payment ' || p.id AS object, s.business_date AS expected, p.business_date AS found "
        "FROM payments p JOIN till_shifts s ON s.id = p.shift_id "
        "WHERE s.business_date <> p.business_date OR s.community_id <> p.community_id",
    ),
)
