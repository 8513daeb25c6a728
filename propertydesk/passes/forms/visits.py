"""Forms of visitors: at the gate and at the desk."""

from flask_babel import lazy_gettext as _l

from propertydesk.platform.forms import Choice, Day, Form, Line, Phone, Segment, Tick, Whole

_PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class CallerForm(Form):
    """Who comes, and to whom."""

    home = Line(_l("Home"), maximum=40, render_kw=_PLAIN)
    office = Line(_l("Or whom in the office"), maximum=40, render_kw=_PLAIN)
    visitor = Line(_l("Surname"), maximum=40, required=True, render_kw={"autocomplete": "off"})
    phone = Phone(_l("Phone"), render_kw={"autocomplete": "off", "inputmode": "tel"})
    plate = Line(_l("Plate"), maximum=20, render_kw=_PLAIN)
    persons = Whole(_l("Persons"), minimum=1, maximum=50, default=1)


class WalkInForm(CallerForm):
    """Somebody who stands at the gate."""

    purpose = Segment(_l("Purpose"), required=True, default="friends")


class InviteForm(CallerForm):
    """Somebody who comes on a day."""

    day = Day(_l("Day"), required=True)
    purpose = Choice(_l("Purpose"), required=True, default="friends")
    note = Line(_l("Remark"), maximum=200)


class EntryForm(Form):
    """How the host agreed."""

    confirmed_by = Segment(_l("Host's consent"), required=True)
    id_seen = Tick(_l("Identity document looked at, nothing written down"))


class CodeEntryForm(Form):
    """Letting in on a code."""

    id_seen = Tick(_l("Identity document looked at, nothing written down"))


class RefusalForm(Form):
    """Why somebody is not let in."""

    refusal = Segment(_l("Reason"), required=True)


class ReasonForm(Form):
    """Why something is done."""

    reason = Line(_l("Reason"), maximum=120, required=True)


class SlipForm(Form):
    """How the slip is printed."""

    language = Segment(_l("Language"), required=True, default="both")


class CourierForm(Form):
    """What a courier brings."""

    kind = Segment(_l("Courier"), required=True)


class FindForm(Form):
    """Part of a plate, or a number."""

    q = Line(_l("Plate or number"), maximum=24, render_kw=_PLAIN)


class KnownForm(Form):
    """Somebody who comes again."""

    home = Line(_l("Home"), maximum=40, render_kw=_PLAIN)
    visitor = Line(_l("Surname"), maximum=40, required=True, render_kw={"autocomplete": "off"})
    phone = Phone(_l("Phone"), render_kw={"autocomplete": "off", "inputmode": "tel"})
    plate = Line(_l("Plate"), maximum=20, render_kw=_PLAIN)
    starts_on = Day(_l("From"), required=True)
    ends_on = Day(_l("Until"), required=True)


class StandingForm(KnownForm):
    """Whom a household always lets in."""

    purpose = Choice(_l("Purpose"), required=True, default="friends")


class BarForm(KnownForm):
    """Whom the gate does not admit; without a home, nobody here."""

    reason = Line(_l("Reason"), maximum=200, required=True)
