"""Forms of the gate and of those who keep its list."""

from flask_babel import lazy_gettext as _l

from propertydesk.platform.forms import Form, Line, Segment


class CodeForm(Form):
    """A scanned or typed code."""

    code = Line(
        _l("Code"),
        maximum=400,
        required=True,
        render_kw={
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "enterkeyhint": "search",
        },
    )


class PlaceForm(Form):
    """At which gate the guard stands."""

    gate = Segment(_l("Gate"), required=True)


class GateForm(Form):
    """How a gate is called."""

    name_zh = Line(_l("Name in Chinese"), maximum=40, required=True)
    name_en = Line(_l("Name in English"), maximum=40)
