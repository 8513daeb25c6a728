"""What must always be true of people and households (reliability: I47, I48)."""

from propertydesk.owners.queries.identity import broken_identities
from propertydesk.platform.verify import Invariant

INVARIANTS = (
    Invariant(
        "disclosure.second_person",
        "every disclosure given was approved, by somebody else than whoever asked",
        "SELECT d.number AS object FROM disclosures d WHERE d.exports > 0 AND NOT EXISTS ("
        "SELECT 1 FROM approvals a WHERE a.kind = 'disclosure' AND a.subject_type = 'disclosure' "
        "AND a.subject_id = d.id AND a.state = 'approved' AND a.decided_by <> d.requested_by_id)",
    ),
    Invariant(
        "people.identity",
        "each identity number opens, and its hash and mask are its own",
        broken_identities,
    ),
    Invariant(
        "people.erased",
        "of erased people nothing is readable any more",
        "SELECT p.id AS object, 'nothing' AS expected, 'a name, note, number or term' AS found "
        "FROM people p WHERE p.erased_at IS NOT NULL AND ("
        "p.name <> '已删除 #' || p.id OR p.salutation <> '' OR p.notice_address <> '' "
        "OR p.note <> '' OR p.identity_kind <> '' OR p.identity_sealed IS NOT NULL "
        "OR p.identity_fingerprint IS NOT NULL OR p.identity_masked <> '' "
        "OR p.contact_person <> '' OR p.contact_role <> '' OR p.credit_code <> '' "
        "OR p.death_source <> '' OR p.died_on IS NOT NULL "
        "OR EXISTS (SELECT 1 FROM care_notes k WHERE k.person_id = p.id AND k.sealed IS NOT NULL) "
        "OR EXISTS (SELECT 1 FROM consents g WHERE g.person_id = p.id AND g.guardian <> '') "
        "OR EXISTS (SELECT 1 FROM person_phones n WHERE n.person_id = p.id) "
        "OR EXISTS (SELECT 1 FROM identity_checks c WHERE c.person_id = p.id) "
        "OR EXISTS (SELECT 1 FROM vehicles v WHERE v.person_id = p.id) "
        "OR EXISTS (SELECT 1 FROM search_terms s "
        "WHERE s.subject_type = 'person' AND s.subject_id = p.id))",
    ),
    Invariant(
        "people.merged",
        "a row joined to another leads to one that stands, and nothing lives on it",
        "SELECT m.id AS object, m.merged_into_id AS found FROM people m "
        "LEFT JOIN people s ON s.id = m.merged_into_id WHERE m.merged_into_id IS NOT NULL AND ("
        "s.id IS NULL OR s.merged_into_id IS NOT NULL OR s.community_id <> m.community_id "
        "OR m.identity_sealed IS NOT NULL "
        "OR EXISTS (SELECT 1 FROM household_ties t WHERE t.person_id = m.id AND t.ends_on IS NULL) "
        "OR EXISTS (SELECT 1 FROM person_phones p WHERE p.person_id = m.id) "
        "OR EXISTS (SELECT 1 FROM vehicles v WHERE v.person_id = m.id))",
    ),
    Invariant(
        "household.shares",
        "the owners' shares of a home sum to 100 %",
        "SELECT h.code AS object, SUM(t.share) AS found, 10000 AS expected "
        "FROM household_ties t JOIN homes h ON h.id = t.home_id "
        "WHERE t.tie = 'owner' AND t.ends_on IS NULL GROUP BY h.id, h.code HAVING SUM(t.share) <> 10000",
    ),
    Invariant(
        "household.community",
        "a person's household lies in their own community",
        "SELECT t.id AS object FROM household_ties t JOIN homes h ON h.id = t.home_id "
        "JOIN people p ON p.id = t.person_id "
        "WHERE t.community_id <> h.community_id OR t.community_id <> p.community_id",
    ),
)
