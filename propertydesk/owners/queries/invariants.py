"""What must always be true of households (reliability: I47)."""

from propertydesk.platform.verify import Invariant

INVARIANTS = (
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
