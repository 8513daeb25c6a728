"""What people do about workers: enter work, issue cards, let in and out, take cards back, forget."""

from propertydesk.passes.services.workers.cards import (
    count_print,
    extend,
    photograph,
    replace,
    report_lost,
    take_back,
    void,
)
from propertydesk.passes.services.workers.engaging import (
    change_span,
    close,
    engage,
    note_returned,
    note_taken_back,
    resume,
    stop_work,
)
from propertydesk.passes.services.workers.gate import enter, leave, not_the_person, take_away
from propertydesk.passes.services.workers.issuing import issue_card, take_down
from propertydesk.passes.services.workers.reveals import reveal_contact, reveal_phone

__all__ = [
    "change_span",
    "close",
    "count_print",
    "engage",
    "enter",
    "extend",
    "issue_card",
    "leave",
    "not_the_person",
    "note_returned",
    "note_taken_back",
    "photograph",
    "replace",
    "report_lost",
    "resume",
    "reveal_contact",
    "reveal_phone",
    "stop_work",
    "take_away",
    "take_back",
    "take_down",
    "void",
]
