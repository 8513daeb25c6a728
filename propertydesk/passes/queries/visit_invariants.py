"""What must always be true of visitors (reliability: I30, I32, I37)."""

from propertydesk.platform.verify import Invariant

INVARIANTS = (
    Invariant(
        "visit.order",
        "nobody leaves before they came in, and whoever is inside has come in",
        "SELECT number AS object, left_at AS found, entered_at AS expected FROM visits "
        "WHERE left_at < entered_at OR (state = 'inside' AND (entered_at IS NULL OR left_at IS NOT "
        "NULL)) OR (state = 'left' AND (entered_at IS NULL OR left_at IS NULL)) "
        "OR (state NOT IN ('inside', 'left') AND entered_at IS NOT NULL)",
    ),
    Invariant(
        "visit.confirmed",
        "whoever came in had the host's consent",
        "SELECT number AS object FROM visits WHERE entered_at IS NOT NULL AND confirmed_by = ''",
    ),
    Invariant(
        "visit.entered-once",
        "whoever came in has exactly one way in on the code",
        "SELECT v.number AS object, COUNT(u.id) AS found, 1 AS expected FROM visits v "
        "LEFT JOIN pass_uses u ON u.kind = 'visitor' AND u.subject_id = v.id "
        "AND u.way = 'in' AND u.use_no IS NOT NULL WHERE v.entered_at IS NOT NULL "
        "GROUP BY v.number, v.id HAVING COUNT(u.id) <> 1",
    ),
    Invariant(
        "visit.code-ended",
        "the code of a visit that is over counts no more",
        "SELECT v.number AS object, v.state AS found FROM visits v JOIN pass_codes c "
        "ON c.kind = 'visitor' AND c.subject_id = v.id "
        "WHERE v.state NOT IN ('invited', 'waiting', 'inside') AND c.ended = ''",
    ),
    Invariant(
        "visit.refused-without-identity",
        "nothing about who was refused is stored, but for the reason",
        "SELECT number AS object, refusal AS found FROM visits WHERE state = 'denied' "
        "AND (phone <> '' OR plate <> '' OR note <> '' OR refusal = '' "
        "OR (visitor <> '' AND erased_at IS NULL))",
    ),
    Invariant(
        "visit.erased",
        "an erased visit names nobody, and no open visit is erased",
        "SELECT number AS object, state AS found FROM visits WHERE erased_at IS NOT NULL AND "
        "(phone <> '' OR plate <> '' OR note <> '' OR home_id IS NOT NULL OR kept_for <> '' "
        "OR state IN ('invited', 'waiting', 'inside'))",
    ),
    Invariant(
        "visit.overstay",
        "an overstay was written down after the time on the slip",
        "SELECT number AS object, overstayed_at AS found, valid_to AS expected FROM visits "
        "WHERE overstayed_at < valid_to",
    ),
)
