"""What people do about visitors: invite, let in and out, refuse, keep lists, forget."""

from propertydesk.passes.services.visits.counting import count_courier
from propertydesk.passes.services.visits.desk import (
    close,
    count_print,
    keep,
    keep_no_more,
    reveal_phone,
)
from propertydesk.passes.services.visits.gate import (
    admit,
    ask_host,
    deny,
    enter,
    leave,
    note_try,
    turn_away,
)
from propertydesk.passes.services.visits.lists import allow, bar, end_ban, end_permission
from propertydesk.passes.services.visits.making import cancel, invite, register

__all__ = [
    "admit",
    "allow",
    "ask_host",
    "bar",
    "cancel",
    "close",
    "count_courier",
    "count_print",
    "deny",
    "end_ban",
    "end_permission",
    "enter",
    "invite",
    "keep",
    "keep_no_more",
    "leave",
    "note_try",
    "register",
    "reveal_phone",
    "turn_away",
]
