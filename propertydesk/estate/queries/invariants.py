"""What must always be true of the estate."""

from propertydesk.platform.verify import Invariant

INVARIANTS = (
    Invariant(
        "estate.succession",
        "where a home went on in another, the one ended on the day the other began",
        "SELECT o.code AS object, n.code AS found, s.day AS expected FROM home_successions s "
        "JOIN homes o ON o.id = s.from_id JOIN homes n ON n.id = s.to_id "
        "WHERE o.ended_on IS NULL OR o.ended_on <> s.day OR n.starts_on IS NULL "
        "OR n.starts_on <> s.day OR o.community_id <> s.community_id "
        "OR n.community_id <> s.community_id",
    ),
)
