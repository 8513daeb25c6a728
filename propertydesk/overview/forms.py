"""Input of the overview's pages."""

from datetime import time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_
from propertydesk.platform.forms import Choice, Form, Line, Paragraph, Segment, Tick, Whole

_LONGEST_TEXT = 1000


class DecisionForm(Form):
    """What a second person says to a request; turning it down needs words."""

    note = Paragraph(lazy_gettext("Words to the asker"), maximum=500)


class ExportForm(Form):
    """In which form, and what for."""

    form = Segment(
        lazy_gettext("File"),
        choices=[("xlsx", lazy_gettext("Excel workbook")), ("csv", lazy_gettext("CSV file"))],
        default="xlsx",
        required=True,
    )
    purpose = Choice(lazy_gettext("Purpose"))
    words = Line(lazy_gettext("In words"), maximum=200)


class NumberForm(Form):
    """A whole number; its bounds come from the setting."""

    value = Whole(lazy_gettext("New value"), minimum=-(10**9), maximum=10**9, required=True)


class TextForm(Form):
    """One line of text."""

    value = Line(lazy_gettext("New value"), maximum=200)


class ChoiceForm(Form):
    """One of the setting's choices."""

    value = Choice(lazy_gettext("New value"), required=True)


class TimeForm(Form):
    """A time of day, such as 08:30."""

    value = Line(
        lazy_gettext("New value"), maximum=5, required=True, render_kw={"type": "time", "step": 60}
    )


class PhraseForm(Form):
    """A sentence in both languages."""

    zh = Paragraph(lazy_gettext("In Chinese"), maximum=_LONGEST_TEXT, required=True)
    en = Paragraph(lazy_gettext("In English"), maximum=_LONGEST_TEXT, required=True)


class FlagForm(Form):
    """Yes or no."""

    value = Tick(lazy_gettext("Yes"))


_FORMS: dict[str, type[Form]] = {
    "integer": NumberForm,
    "text": TextForm,
    "choice": ChoiceForm,
    "time": TimeForm,
    "phrase": PhraseForm,
    "flag": FlagForm,
}


def setting_form(setting: Setting, value: Any) -> Form:
    """The form that fits the kind of `setting`, filled with `value` until something is sent."""
    shape = _FORMS[setting.kind]
    if setting.kind == "phrase":
        return shape(data=value)
    form = shape(value=f"{value:%H:%M}" if isinstance(value, time) else value)
    if isinstance(form, ChoiceForm):
        form.value.choices = [(key, _(label)) for key, label in setting.choices]
    return form


def typed_value(setting: Setting, data: dict[str, Any]) -> Any:
    """What was typed, as the setting's kind wants it. Raises Invalid for a time that is none."""
    if setting.kind == "phrase":
        return {"zh": data["zh"], "en": data["en"]}
    if setting.kind == "time":
        return _time(data["value"])
    return data["value"]


def _time(text: str) -> time:
    try:
        found = time.fromisoformat(text)
    except ValueError as error:
        raise Invalid(N_("Write the time as 08:30."), field="value") from error
    return found.replace(tzinfo=None, second=0, microsecond=0)
