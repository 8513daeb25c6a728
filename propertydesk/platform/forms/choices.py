"""Fields that choose from a list."""

from typing import Any

from flask_babel import gettext as _
from wtforms import RadioField, SelectField, SelectMultipleField, ValidationError
from wtforms.fields.choices import SelectChoice

from propertydesk.platform.forms.fields import Asked


class _Listed(Asked):
    """Takes choices as plain pairs of value and label, at any time; blanks sent are no choice."""

    def __init__(self, label: Any, *, choices: Any = (), **kw: Any) -> None:
        super().__init__(label, choices=_as_choices(list(choices)), **kw)

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, _as_choices(value) if name == "choices" else value)

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([each.strip() for each in valuelist])  # type: ignore[misc]  # of the field mixed in

    def pre_validate(self, form: Any) -> None:
        known = {str(value) for value, *_rest in self.iter_choices()} | {""}  # type: ignore[attr-defined]  # as above
        sent = self.data if isinstance(self.data, list) else [self.data]  # type: ignore[attr-defined]  # as above
        if self.raw_data and any(str(each or "") not in known for each in sent):  # type: ignore[attr-defined]  # as above
            raise ValidationError(_("Choose from the list."))


class Choice(_Listed, SelectField):  # type: ignore[misc]  # WTForms carries no types
    """One of a list; an empty choice gives an empty string."""


class Segment(_Listed, RadioField):  # type: ignore[misc]  # WTForms carries no types
    """One of a few, all in sight."""


class Several(_Listed, SelectMultipleField):  # type: ignore[misc]  # WTForms carries no types
    """Any of a list."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([each for each in valuelist if each.strip()])


def _as_choices(pairs: Any) -> Any:
    if not isinstance(pairs, list | tuple):
        return pairs
    return [each if isinstance(each, SelectChoice) else SelectChoice(*each) for each in pairs]
