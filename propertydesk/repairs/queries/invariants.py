"""What must always be true of repair orders (reliability: I40, I41, I44)."""

from propertydesk.platform.verify import Invariant

INVARIANTS = (
    Invariant(
        "repair.erased-caller",
        "nobody who was erased is named as a caller",
        "SELECT r.number AS object FROM repair_orders r JOIN people p ON p.id = r.reporter_id "
        "WHERE p.erased_at IS NOT NULL",
    ),
    Invariant(
        "repair.technician",
        "an order under way is with a technician",
        "SELECT number AS object, state AS found FROM repair_orders WHERE technician_id IS NULL AND "
        "state IN ('dispatched', 'accepted', 'on_site', 'suspended', 'quoted', 'done', 'verified')",
    ),
    Invariant(
        "repair.finished",
        "finished work has its end, cause and description",
        "SELECT number AS object, state AS found FROM repair_orders "
        "WHERE state IN ('done', 'verified', 'settled', 'follow_up', 'rework') "
        "AND (finished_at IS NULL OR cause = '' OR work_done = '')",
    ),
    Invariant(
        "repair.total",
        "an order's total is its labour and materials",
        "SELECT o.number AS object, o.total AS found, "
        "o.labour + COALESCE((SELECT SUM(m.amount) FROM repair_materials m WHERE m.order_id = o.id), 0) "
        "AS expected FROM repair_orders o WHERE o.finished_at IS NOT NULL AND o.total <> "
        "o.labour + COALESCE((SELECT SUM(m.amount) FROM repair_materials m WHERE m.order_id = o.id), 0)",
    ),
    Invariant(
        "repair.rework",
        "rework leads back to an order of the same place",
        "SELECT c.number AS object FROM repair_orders c JOIN repair_orders o ON o.id = c.original_id "
        "WHERE c.community_id <> o.community_id OR COALESCE(c.home_id, 0) <> COALESCE(o.home_id, 0)",
    ),
    Invariant(
        "repair.closed-follow-up",
        "a closed order has no follow-up waiting",
        "SELECT o.number AS object, f.number AS found FROM repair_orders o JOIN follow_ups f "
        "ON f.source_type = 'repair' AND f.source_id = o.id "
        "WHERE o.state = 'closed' AND f.state IN ('planned', 'trying')",
    ),
)
