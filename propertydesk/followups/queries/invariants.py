"""What must always be true of follow-ups (reliability: I41)."""

from propertydesk.platform.verify import Invariant

INVARIANTS = (
    Invariant(
        "followup.answered",
        "an answered follow-up has both marks",
        "SELECT number AS object, state AS found FROM follow_ups "
        "WHERE state IN ('satisfied', 'fair', 'dissatisfied') AND (quality IS NULL OR attitude IS NULL)",
    ),
    Invariant(
        "followup.attempts",
        "an answer or a failed try has its call written down",
        "SELECT f.number AS object, f.state AS found FROM follow_ups f "
        "WHERE f.state NOT IN ('planned', 'delayed') AND NOT EXISTS "
        "(SELECT 1 FROM follow_up_attempts a WHERE a.follow_up_id = f.id)",
    ),
    Invariant(
        "followup.promise",
        "whoever was not satisfied got a promise",
        "SELECT number AS object FROM follow_ups "
        "WHERE state = 'dissatisfied' AND (promise = '' OR promise_at IS NULL)",
    ),
)
