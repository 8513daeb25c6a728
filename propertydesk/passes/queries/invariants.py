"""What must always be true of passes and the gate (reliability: I30 to I37)."""

from propertydesk.platform.verify import Invariant

_COUNTED = "FROM pass_uses u JOIN pass_codes c ON c.id = u.code_id WHERE u.use_no IS NOT NULL"

INVARIANTS = (
    Invariant(
        "pass.uses",
        "a pass lets through as often as it may, its uses numbered from 1 without a gap",
        "SELECT u.kind || ' ' || u.subject_id AS object, MAX(c.uses) AS expected, "
        "COUNT(*) AS found FROM pass_uses u JOIN pass_codes c ON c.id = u.code_id "
        "WHERE u.use_no IS NOT NULL GROUP BY u.kind, u.subject_id "
        "HAVING (MAX(c.uses) > 0 AND COUNT(*) > MAX(c.uses)) "
        "OR COUNT(DISTINCT u.use_no) <> COUNT(*) OR MIN(u.use_no) <> 1 OR MAX(u.use_no) <> COUNT(*)",
    ),
    Invariant(
        "pass.window",
        "whatever was let through lies inside the code's window, or was forced for a reason",
        f"SELECT c.kind || ' ' || c.subject_id AS object, u.at AS found {_COUNTED} "
        "AND (u.at < c.valid_from OR u.at >= c.valid_to) AND (NOT u.forced OR u.reason = '')",
    ),
    Invariant(
        "pass.ended",
        "nothing was let through on a code after it was ended",
        "SELECT c.kind || ' ' || c.subject_id AS object, u.at AS found, c.ended_at AS expected "
        f"{_COUNTED} "
        "AND c.ended_at IS NOT NULL AND u.at > c.ended_at",
    ),
    Invariant(
        "pass.belonging",
        "a use belongs to the pass of its code, at a gate of the same community",
        "SELECT u.id AS object FROM pass_uses u JOIN gates g ON g.id = u.gate_id "
        "LEFT JOIN pass_codes c ON c.id = u.code_id WHERE g.community_id <> u.community_id "
        "OR (c.id IS NULL AND u.use_no IS NOT NULL) OR (c.id IS NOT NULL AND "
        "(c.community_id <> u.community_id OR c.kind <> u.kind OR c.subject_id <> u.subject_id))",
    ),
    Invariant(
        "pass.scan-once",
        "a scan is stored once for each nonce",
        "SELECT nonce AS object, COUNT(*) AS found, 1 AS expected FROM pass_uses "
        "GROUP BY community_id, nonce HAVING COUNT(*) > 1",
    ),
    Invariant(
        "pass.key",
        "a code is sealed with a key of its community that was in use when it was made",
        "SELECT c.kind || ' ' || c.subject_id AS object FROM pass_codes c LEFT JOIN pass_keys k ON k.id = c.key_id "
        "WHERE k.id IS NULL OR k.community_id <> c.community_id "
        "OR (k.retired_at IS NOT NULL AND c.made_at > k.retired_at)",
    ),
    Invariant(
        "pass.one-code",
        "of the codes of a pass only the newest still counts",
        "SELECT c.kind || ' ' || c.subject_id AS object, c.version AS found FROM pass_codes c "
        "JOIN pass_codes n ON n.kind = c.kind AND n.subject_id = c.subject_id "
        "AND n.version > c.version WHERE c.ended = ''",
    ),
    Invariant(
        "pass.list",
        "what went out was compared with the list that its code was sealed for",
        "SELECT p.number AS object, k.digest AS found, c.digest AS expected FROM exit_checks k "
        "JOIN exit_passes p ON p.id = k.exit_pass_id JOIN pass_uses u ON u.id = k.use_id "
        "JOIN pass_codes c ON c.id = u.code_id "
        "WHERE k.digest <> c.digest OR k.version <> c.version OR u.subject_id <> p.id",
    ),
    Invariant(
        "pass.consent",
        "an issued exit pass rests on a complete basis, a call on two different clerks",
        "SELECT number AS object, basis AS found FROM exit_passes WHERE issued_at IS NOT NULL "
        "AND state NOT IN ('draft', 'consent_pending', 'expired', 'voided') AND ("
        "(basis = 'phone' AND consent_ref = '' AND (consented_at IS NULL OR witness_id IS NULL "
        "OR witness_id = consent_by_id)) "
        "OR (basis IN ('written', 'lease') AND consent_ref = ''))",
    ),
    Invariant(
        "pass.exit-state",
        "an exit pass is let out exactly when a use of it is numbered",
        "SELECT p.number AS object, p.state AS found FROM exit_passes p "
        "LEFT JOIN pass_uses u ON u.kind = 'exit' AND u.subject_id = p.id AND u.use_no = 1 "
        "WHERE (p.state IN ('released', 'partly_released', 'returned', 'archived')) "
        "<> (u.id IS NOT NULL)",
    ),
    Invariant(
        "pass.forced",
        "a forced release rests on a named duty manager",
        "SELECT p.number AS object FROM pass_uses u JOIN exit_passes p ON p.id = u.subject_id "
        "WHERE u.kind = 'exit' AND u.forced AND u.use_no IS NOT NULL AND p.duty_manager_id IS NULL",
    ),
    Invariant(
        "note.outcome",
        "a note of the gate that was dealt with says what became of it",
        "SELECT number AS object FROM gate_notes WHERE state = 'closed' AND outcome = ''",
    ),
)
