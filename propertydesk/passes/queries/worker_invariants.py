"""What must always be true of workers' passes (reliability: I26, I28, I30)."""

from propertydesk.platform.verify import Invariant

INVARIANTS = (
    Invariant(
        "worker.span",
        "a pass is never valid for longer than the work that it belongs to",
        "SELECT w.number AS object, w.ends_on AS found, e.ends_on AS expected "
        "FROM worker_passes w JOIN engagements e ON e.id = w.engagement_id "
        "WHERE w.ends_on > e.ends_on OR w.starts_on < e.starts_on "
        "OR w.home_id <> e.home_id OR w.community_id <> e.community_id",
    ),
    Invariant(
        "worker.code-span",
        "a card that counts is never valid for longer than the work",
        "SELECT w.number AS object, c.valid_to AS found, e.ends_at AS expected FROM pass_codes c "
        "JOIN worker_passes w ON w.id = c.subject_id JOIN engagements e ON e.id = w.engagement_id "
        "WHERE c.kind = 'worker' AND c.ended = '' AND c.valid_to > e.ends_at",
    ),
    Invariant(
        "worker.one-card",
        "a pass in force has exactly one card that counts, its newest",
        "SELECT w.number AS object, COUNT(c.id) AS found, 1 AS expected FROM worker_passes w "
        "LEFT JOIN pass_codes c ON c.kind = 'worker' AND c.subject_id = w.id AND c.ended = '' "
        "AND c.version = w.version WHERE w.state IN ('valid', 'expired') "
        "GROUP BY w.number, w.id HAVING COUNT(c.id) <> 1",
    ),
    Invariant(
        "worker.no-card",
        "a pass that was lost, voided or handed back has no card that counts, nor one that waits",
        "SELECT w.number AS object, w.state AS found, c.version AS expected FROM worker_passes w "
        "JOIN pass_codes c ON c.kind = 'worker' AND c.subject_id = w.id AND c.ended = '' "
        "WHERE w.state IN ('waiting', 'lost', 'voided', 'returned')",
    ),
    Invariant(
        "worker.cards",
        "each card that was made has its code",
        "SELECT w.number AS object, COUNT(c.id) AS found, w.version AS expected "
        "FROM worker_passes w LEFT JOIN pass_codes c ON c.kind = 'worker' AND c.subject_id = w.id "
        "GROUP BY w.number, w.id, w.version HAVING COUNT(c.id) <> w.version",
    ),
    Invariant(
        "worker.entered",
        "a worker inside came in on a use of the card, and each way in is one stay",
        "SELECT u.id AS object FROM pass_uses u LEFT JOIN worker_stays s ON s.use_id = u.id "
        "AND s.pass_id = u.subject_id AND s.entered_at = u.at "
        "WHERE u.kind = 'worker' AND u.way = 'in' AND u.use_no IS NOT NULL AND s.id IS NULL "
        "UNION ALL SELECT s.use_id FROM worker_stays s JOIN pass_uses u ON u.id = s.use_id "
        "WHERE u.kind <> 'worker' OR u.way <> 'in' OR u.use_no IS NULL",
    ),
    Invariant(
        "worker.inside-once",
        "nobody is inside twice at a time",
        "SELECT a.pass_id AS object, b.id AS found FROM worker_stays a "
        "JOIN worker_stays b ON b.pass_id = a.pass_id AND b.id > a.id "
        "WHERE b.entered_at < COALESCE(a.left_at, b.entered_at) OR a.left_at IS NULL",
    ),
    Invariant(
        "worker.deposit-back",
        "a deposit goes back once, and not while a card that it secured is out",
        "SELECT w.number AS object, d.number AS found FROM deposit_returns r "
        "JOIN deposits d ON d.id = r.deposit_id JOIN worker_passes w ON w.engagement_id = "
        "d.subject_id JOIN pass_codes c ON c.kind = 'worker' AND c.subject_id = w.id "
        "AND c.version = w.version WHERE d.subject_type = 'engagement' "
        "AND w.state IN ('valid', 'expired') AND c.made_at <= r.at "
        "UNION ALL SELECT d.number, CAST(COUNT(r.id) AS VARCHAR(20)) "
        "FROM deposits d JOIN deposit_returns r ON r.deposit_id = d.id "
        "WHERE d.subject_type = 'engagement' GROUP BY d.number, d.id HAVING COUNT(r.id) > 1",
    ),
    Invariant(
        "worker.closed",
        "closed work has no card out, nobody inside and no deposit held",
        "SELECT e.number AS object, w.number AS found FROM engagements e "
        "JOIN worker_passes w ON w.engagement_id = e.id WHERE e.state = 'closed' "
        "AND w.state IN ('waiting', 'valid', 'expired') "
        "UNION ALL SELECT e.number, d.number FROM engagements e JOIN deposits d "
        "ON d.subject_type = 'engagement' AND d.subject_id = e.id "
        "LEFT JOIN deposit_returns r ON r.deposit_id = d.id "
        "LEFT JOIN payments b ON b.reverses_id = d.payment_id "
        "WHERE e.state = 'closed' AND r.id IS NULL AND b.id IS NULL",
    ),
    Invariant(
        "worker.erased",
        "an erased pass names nobody, and no pass in force is erased",
        "SELECT number AS object, state AS found FROM worker_passes WHERE erased_at IS NOT NULL "
        "AND (phone <> '' OR identity_masked <> '' OR identity_fingerprint IS NOT NULL "
        "OR photo_id IS NOT NULL OR state IN ('waiting', 'valid'))",
    ),
)
