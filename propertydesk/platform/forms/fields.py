"""Fields that clean what is typed and say plainly what is wrong with it."""

import re
from datetime import UTC, date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.money import Money
from propertydesk.platform.forms.text import clean, is_phone, normalise_phone
from propertydesk.platform.i18n import zone

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MINUTE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}", re.ASCII)
_WHOLE = re.compile(r"-?[0-9]{1,9}", re.ASCII)
REQUIRED = lazy_gettext("This is needed.")


class Present(InputRequired):  # type: ignore[misc]  # WTForms carries no types
    """Something was sent, and something is left of it once it is cleaned: blanks are nothing."""

    def __call__(self, form: Any, field: Any) -> None:
        super().__call__(form, field)
        if field.data in ("", None) and not field.process_errors:
            raise StopValidation(str(REQUIRED))


class Asked:
    """What every field knows: whether it is required, and the attributes of its control."""

    control: ClassVar[dict[str, Any]] = {}

    def __init__(self, label: Any, *, required: bool = False, **kw: Any) -> None:
        presence = Present(REQUIRED) if required else Optional()
        kw["validators"] = [presence, *kw.get("validators", ())]
        kw["render_kw"] = {**self.control, **kw.get("render_kw", {})}
        super().__init__(label, **kw)  # type: ignore[call-arg]  # of the field mixed in


class _Written(Asked):
    """Text up to `maximum` characters."""

    longest: ClassVar[int]

    def __init__(self, label: Any, *, maximum: int | None = None, **kw: Any) -> None:
        limit = maximum or self.longest
        kw["validators"] = [Length(max=limit), *kw.get("validators", ())]
        kw["render_kw"] = {"maxlength": limit, **kw.get("render_kw", {})}
        super().__init__(label, **kw)


class Line(_Written, StringField):  # type: ignore[misc]  # WTForms carries no types
    """One line of text."""

    longest = 80

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = clean(_sent(valuelist))


class Paragraph(_Written, TextAreaField):  # type: ignore[misc]  # WTForms carries no types
    """Several lines of text."""

    longest = 1000

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = clean(_sent(valuelist), multiline=True)


class Phone(Line):
    """A phone number: Chinese mobile, landline with or without area code, or +country number."""

    longest = 30

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = normalise_phone(self.data) if self.data else ""

    def pre_validate(self, form: Any) -> None:
        if self.data and not is_phone(self.data):
            raise ValidationError(_("A mobile number has 11 digits, a landline its area code."))


class ReadField(Asked, StringField):  # type: ignore[misc]  # WTForms carries no types
    """A value read from text: nothing typed is `nothing`, nonsense is said plainly and shown again.

    A kind of value says how it is read and, where str() will not do, how it is written.
    """

    nothing: ClassVar[Any] = None

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else self.written(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = _sent(valuelist).strip()
        self.data = self.nothing
        if text:
            self.data = self.read(text)

    def written(self, value: Any) -> str:
        """The value as the control holds it."""
        return "" if value is None else str(value)

    def read(self, text: str) -> Any:
        """The value that was meant; raises ValueError with the words against it."""
        raise NotImplementedError


class Day(ReadField):
    """A business date."""

    control: ClassVar[dict[str, Any]] = {"type": "date"}

    def read(self, text: str) -> date:
        try:
            day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
        except ValueError:
            day = None
        if day is None or not 1900 <= day.year <= 2200:
            raise ValueError(_("Write the date as year-month-day, such as 2026-11-21."))
        return day


class Instant(ReadField):
    """A minute on the community's clock, given back in UTC."""

    control: ClassVar[dict[str, Any]] = {"type": "datetime-local"}

    def written(self, value: Any) -> str:
        return f"{value.astimezone(ZoneInfo(zone())):%Y-%m-%dT%H:%M}" if value else ""

    def read(self, text: str) -> datetime:
        try:
            naive = text if _MINUTE.fullmatch(text) else ""
            here = datetime.fromisoformat(naive).replace(tzinfo=ZoneInfo(zone()))
            if 1900 <= here.year <= 2200:
                return here.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        raise ValueError(_("Write date and time, such as 2026-11-21 14:30."))


class Whole(ReadField):
    """A whole number within bounds."""

    control: ClassVar[dict[str, Any]] = {"inputmode": "numeric"}

    def __init__(self, label: Any, *, minimum: int = 0, maximum: int = 10**6, **kw: Any) -> None:
        self.minimum, self.maximum = minimum, maximum
        super().__init__(label, **kw)

    def read(self, text: str) -> int:
        if not _WHOLE.fullmatch(text) or not self.minimum <= int(text) <= self.maximum:
            raise ValueError(
                _(
                    "Write a whole number from %(minimum)s to %(maximum)s.",
                    minimum=self.minimum,
                    maximum=self.maximum,
                )
            )
        return int(text)


class Yuan(ReadField):
    """An amount of money."""

    control: ClassVar[dict[str, Any]] = {"inputmode": "decimal"}

    def read(self, text: str) -> Money:
        try:
            return Money.parse(text)
        except Invalid as problem:
            raise ValueError(_(problem.text)) from problem


class Tick(Asked, BooleanField):  # type: ignore[misc]  # WTForms carries no types
    """Yes or no."""


def _sent(values: list[str]) -> str:
    """What was sent for a field, nothing when nothing was."""
    return values[0] if values else ""
