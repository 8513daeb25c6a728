"""What must always be true of shifts, in SQL of its own."""

from propertydesk.platform.verify import Invariant

INVARIANTS = (
    Invariant(
        "shifts.signatures",
        "a shift that waits for relief is signed by the outgoing person, one handed over by both",
        "SELECT d.number AS object, d.state AS found FROM duties d "
        "LEFT JOIN hand_overs h ON h.duty_id = d.id LEFT JOIN reliefs r ON r.hand_over_id = h.id "
        "WHERE (d.state = 'on_duty' AND h.id IS NOT NULL) "
        "OR (d.state IN ('signed_off', 'relieved') AND h.id IS NULL) "
        "OR (d.state = 'relieved') <> (r.id IS NOT NULL)",
    ),
    Invariant(
        "shifts.two_people",
        "who hands over and who takes over are two people, and both are named rightly",
        "SELECT h.number AS object, d.staff_id AS expected, r.incoming_id AS found "
        "FROM reliefs r JOIN hand_overs h ON h.id = r.hand_over_id "
        "JOIN duties d ON d.id = h.duty_id JOIN duties n ON n.id = r.next_duty_id "
        "WHERE d.staff_id = r.incoming_id OR d.staff_id <> h.outgoing_id "
        "OR n.staff_id <> r.incoming_id OR n.post_id <> d.post_id",
    ),
    Invariant(
        "shifts.one_at_a_post",
        "shifts at one post do not overlap: the next begins with the second signature",
        "SELECT h.number AS object, h.signed_at AS expected, r.signed_at AS found "
        "FROM reliefs r JOIN hand_overs h ON h.id = r.hand_over_id "
        "JOIN duties n ON n.id = r.next_duty_id "
        "WHERE r.signed_at < h.signed_at OR n.began_at <> r.signed_at",
    ),
)
