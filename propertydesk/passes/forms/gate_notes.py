"""Forms of notes: three kinds at the gate, what became of them at the desk."""

from flask_babel import lazy_gettext as _l

from propertydesk.platform.forms import Form, Line, Paragraph, Phone, Segment

_PLAIN = {"autocomplete": "off", "spellcheck": "false"}
_TEL = {"autocomplete": "off", "inputmode": "tel"}


class MatterForm(Form):
    """A matter for the office, after its hours."""

    what = Paragraph(_l("What it is about"), maximum=500, required=True)
    name = Line(_l("Full name"), maximum=40, required=True, render_kw={"autocomplete": "off"})
    phone = Phone(_l("Phone"), required=True, render_kw=_TEL)
    home = Line(_l("Home"), maximum=40, render_kw=_PLAIN)


class ParkingForm(Form):
    """Something that stands where it must not."""

    plate = Line(_l("Plate"), maximum=20, required=True, render_kw=_PLAIN)
    spot = Segment(_l("Where it stands"), required=True)
    place = Line(_l("Place"), maximum=80, render_kw=_PLAIN)


class FoundForm(Form):
    """Something that was found."""

    what = Line(_l("What was found"), maximum=200, required=True)
    place = Line(_l("Where"), maximum=80, required=True)
    name = Line(_l("Finder"), maximum=40, render_kw={"autocomplete": "off"})
    phone = Phone(_l("Phone"), render_kw=_TEL)


class OutcomeForm(Form):
    """What became of a note."""

    outcome = Segment(_l("What became of it"), required=True)
    words = Line(_l("In words"), maximum=200)
