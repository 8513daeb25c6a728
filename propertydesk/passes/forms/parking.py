"""Input of temporary parking."""

from flask_babel import lazy_gettext as _l

from propertydesk.platform.forms import Form, Line, Tick, Yuan

_PLATE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class PlateForm(Form):
    """A car, by its plate."""

    plate = Line(_l("Plate"), maximum=20, required=True, render_kw=_PLATE)


class LeaveForm(Form):
    """What the driver was told, and whether the slip is lost."""

    seen = Yuan(_l("Fee"), required=True)
    is_lost = Tick(_l("Slip lost"))
    note = Line(_l("Note"), maximum=200)


class UnknownForm(PlateForm):
    """A car without slip that nobody wrote down on its way in."""

    seen = Yuan(_l("Fee"), required=True)
    note = Line(_l("How it came in"), maximum=200, required=True)
