"""Input of follow-up calls."""

from flask_babel import lazy_gettext as _l

from propertydesk.followups import rules
from propertydesk.platform.forms import (
    Form,
    Instant,
    Line,
    Paragraph,
    Phone,
    Segment,
    Tick,
)

_MARKS = [(str(mark), str(mark)) for mark in range(1, 6)]


class AttemptForm(Form):
    """A call that reached nobody."""

    result = Segment(_l("Result of the call"), required=True)


class AnswerForm(Form):
    """What the resident said."""

    method = Segment(_l("How asked"), default=rules.Method.PHONE)
    solved = Segment(_l("Is it solved?"), choices=[("yes", _l("Yes")), ("no", _l("No"))])
    overall = Segment(_l("Overall"), required=True)
    quality = Segment(_l("Quality of the work"), choices=_MARKS)
    attitude = Segment(_l("The technician's manner"), choices=_MARKS)
    reason = Segment(_l("Reason"))
    comment = Paragraph(_l("In the resident's words"), maximum=500)
    promise = Line(_l("What we promise"), maximum=200)
    promise_at = Instant(_l("Promised by"))
    shoe_covers = Tick(_l("Wore shoe covers"))
    cleaned_up = Tick(_l("Cleaned up"))
    card_left = Tick(_l("Left the service card"))


class ReplanForm(Form):
    """Another call, perhaps under another number."""

    phone = Phone(_l("Corrected number"))
    due_at = Instant(_l("Call by"), required=True)
