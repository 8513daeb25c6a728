"""Forms of workers: at the desk and at the gate."""

from flask_babel import lazy_gettext as _l
from wtforms import MultipleFileField

from propertydesk.passes.forms.exits import PICTURES
from propertydesk.platform.forms import Choice, Day, Form, Line, Phone, Segment, Several

_PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class SpanForm(Form):
    """From which day to which, and why it changes."""

    starts_on = Day(_l("From"), required=True)
    ends_on = Day(_l("Until"), required=True)
    reason = Line(_l("Reason"), maximum=120, required=True)


class EngagementForm(Form):
    """Work at a home."""

    home = Line(_l("Home"), maximum=40, required=True, render_kw=_PLAIN)
    work = Segment(_l("Work"), required=True, default="renovation")
    reason = Line(_l("What exactly"), maximum=200)
    company = Line(_l("Company"), maximum=80, required=True, render_kw={"autocomplete": "off"})
    contact = Line(
        _l("Who answers for it"), maximum=40, required=True, render_kw={"autocomplete": "off"}
    )
    phone = Phone(_l("Phone"), required=True, render_kw={"autocomplete": "off", "inputmode": "tel"})
    starts_on = Day(_l("From"), required=True)
    ends_on = Day(_l("Until"), required=True)


class WorkerForm(Form):
    """A worker of some work."""

    name = Line(_l("Worker's name"), maximum=40, required=True, render_kw={"autocomplete": "off"})
    phone = Phone(_l("Phone"), required=True, render_kw={"autocomplete": "off", "inputmode": "tel"})
    trade = Choice(_l("Trade"), required=True)
    identity_kind = Choice(_l("Kind of document"), required=True, default="resident")
    identity = Line(_l("Identity number"), maximum=30, render_kw=_PLAIN)
    starts_on = Day(_l("From"), required=True)
    ends_on = Day(_l("Until"), required=True)
    photos = MultipleFileField(_l("Photo"), render_kw={"accept": PICTURES})


class PhotoForm(Form):
    """The photo for the card."""

    photos = MultipleFileField(_l("Photo"), render_kw={"accept": PICTURES})


class ExtensionForm(Form):
    """Until when it is valid now."""

    ends_on = Day(_l("Until"), required=True)


class ReasonForm(Form):
    """Why something is done."""

    reason = Line(_l("Reason"), maximum=120, required=True)


class CardForm(Form):
    """How a card is printed."""

    language = Segment(_l("Language"), required=True, default="both")


class CardsForm(CardForm):
    """Which cards are printed."""

    passes = Several(_l("Cards"))


class FindForm(Form):
    """A name, a number, a home, or the last of a phone."""

    q = Line(_l("Name, number or home"), maximum=24, render_kw=_PLAIN)
