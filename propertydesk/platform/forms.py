"""Forms that never fall over: cleaned text, plain errors, and a verb behind them."""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import phonenumbers
from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import (
    BooleanField,
    FileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.money import Money
from propertydesk.platform.db import db
from propertydesk.platform.i18n import language, zone

Result = TypeVar("Result")

_BIDI = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MINUTE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}", re.ASCII)
_WHOLE = re.compile(r"-?[0-9]{1,9}", re.ASCII)
REQUIRED = lazy_gettext("This is needed.")


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    """A form with a verb: fields are cleaned, errors land on their field."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # as above
        """Messages of the library in the reader's language too."""

        @property
        def locales(self) -> list[str]:
            return [language()]

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Files reach file fields alone: one sent for a text field is as if nothing were sent."""
            sent = super().wrap_formdata(form, formdata)
            if not isinstance(sent, CombinedMultiDict):
                return sent
            wanted = {field.name for field in form if isinstance(field, FileField)}
            files = [
                (name, file) for name, file in request.files.items(multi=True) if name in wanted
            ]
            return CombinedMultiDict((request.form, MultiDict(files)))

    problem: str = ""

    def carries_out(self, verb: Callable[[dict[str, Any]], object]) -> bool:
        """`submit` for verbs that give nothing back: whether it was done."""
        return self.submit(lambda data: (verb(data),)) is not None

    def submit(self, verb: Callable[[dict[str, Any]], Result]) -> Result | None:
        """Run `verb` with the data; None when the form or the verb refuses, with errors on the form.

        What the verb had done by then is undone by the POST door, since the answer is a 422.
        """
        if not self.validate():
            return None
        data = {name: field.data for name, field in self._fields.items() if name != "csrf_token"}
        try:
            return verb(data)
        except Invalid as problem:
            db.session.expire_all()
            self.add_problem(problem)
            return None

    def add_problem(self, problem: Invalid) -> None:
        """Show a refusal beside its field, or above the form."""
        text = _(problem.text, **problem.values)
        field = self._fields.get(problem.field or "")
        if field is None:
            self.problem = text
        else:
            field.errors = [*field.errors, text]


def clean(text: str, *, multiline: bool = False) -> str:
    """Text without control and direction characters, composed, trimmed."""
    kept = "".join(
        each
        for each in unicodedata.normalize("NFC", text.replace("\r\n", "\n")).translate(_BIDI)
        if unicodedata.category(each) not in ("Cc", "Cs", "Cn", "Co")
        or (multiline and each == "\n")
    )
    return kept.strip() if multiline else " ".join(kept.split())


def _sent(values: list[str]) -> str:
    """What was sent for a field, nothing when nothing was."""
    return values[0] if values else ""


def ascii_digits(text: str) -> str:
    """Full-width digits and signs, as input methods type them, in their plain form."""
    return unicodedata.normalize("NFKC", text)


class Line(StringField):  # type: ignore[misc]  # WTForms carries no types
    """One line of text."""

    def __init__(self, label: Any, *, maximum: int = 80, required: bool = False, **kw: Any) -> None:
        kw["validators"] = [*_presence(required), Length(max=maximum), *kw.get("validators", ())]
        kw.setdefault("render_kw", {}).setdefault("maxlength", maximum)
        super().__init__(label, **kw)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = clean(_sent(valuelist))


class Paragraph(TextAreaField):  # type: ignore[misc]  # WTForms carries no types
    """Several lines of text."""

    def __init__(
        self, label: Any, *, maximum: int = 1000, required: bool = False, **kw: Any
    ) -> None:
        kw["validators"] = [*_presence(required), Length(max=maximum), *kw.get("validators", ())]
        kw.setdefault("render_kw", {}).setdefault("maxlength", maximum)
        super().__init__(label, **kw)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = clean(_sent(valuelist), multiline=True)


class Phone(Line):
    """A phone number: Chinese mobile, landline with or without area code, or +country number."""

    def __init__(self, label: Any, **kw: Any) -> None:
        super().__init__(label, maximum=30, **kw)

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = normalise_phone(self.data) if self.data else ""

    def pre_validate(self, form: Any) -> None:
        if self.data and not is_phone(self.data):
            raise ValidationError(_("A mobile number has 11 digits, a landline its area code."))


def normalise_phone(text: str) -> str:
    """13812345678, 0571-55500110 or +85291234567, however it was typed."""
    plain = re.sub(r"[\s()（）.·]", "", ascii_digits(text)).replace("—", "-")
    plain = re.sub(r"^(\+86|0086)-?(?=1|0|[2-9])", "", plain)
    if re.fullmatch(r"[0-9-]+", plain) and plain.replace("-", "").startswith("1"):
        return plain.replace("-", "")
    return plain


def is_phone(text: str) -> bool:
    """Whether `text`, normalised, can be dialled: a plausible length for its kind."""
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(number) and re.fullmatch(r"\+?[0-9-]+", text) is not None


class Day(StringField):  # type: ignore[misc]  # WTForms carries no types
    """A business date."""

    def __init__(self, label: Any, *, required: bool = False, **kw: Any) -> None:
        kw["validators"] = [*_presence(required), *kw.get("validators", ())]
        kw.setdefault("render_kw", {}).setdefault("type", "date")
        super().__init__(label, **kw)

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else (self.data.isoformat() if self.data else "")

    def process_formdata(self, valuelist: list[str]) -> None:
        text = _sent(valuelist).strip()
        self.data = None
        if not text:
            return
        try:
            self.data = date.fromisoformat(text) if _DAY.fullmatch(text) else None
        except ValueError:
            self.data = None
        if self.data is None or not 1900 <= self.data.year <= 2200:
            raise ValueError(_("Write the date as year-month-day, such as 2026-11-21."))


class Instant(StringField):  # type: ignore[misc]  # WTForms carries no types
    """A minute on the community's clock, given back in UTC."""

    def __init__(self, label: Any, *, required: bool = False, **kw: Any) -> None:
        kw["validators"] = [*_presence(required), *kw.get("validators", ())]
        kw.setdefault("render_kw", {}).setdefault("type", "datetime-local")
        super().__init__(label, **kw)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data.astimezone(ZoneInfo(zone())):%Y-%m-%dT%H:%M}" if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = _sent(valuelist).strip()
        self.data = None
        if not text:
            return
        try:
            naive = text if _MINUTE.fullmatch(text) else ""
            here = datetime.fromisoformat(naive).replace(tzinfo=ZoneInfo(zone()))
            self.data = here.astimezone(UTC) if 1900 <= here.year <= 2200 else None
        except (ValueError, OverflowError):
            self.data = None
        if self.data is None:
            raise ValueError(_("Write date and time, such as 2026-11-21 14:30."))


class Whole(StringField):  # type: ignore[misc]  # WTForms carries no types
    """A whole number within bounds."""

    def __init__(
        self,
        label: Any,
        *,
        minimum: int = 0,
        maximum: int = 10**6,
        required: bool = False,
        **kw: Any,
    ) -> None:
        self.minimum, self.maximum = minimum, maximum
        kw["validators"] = [*_presence(required), *kw.get("validators", ())]
        kw.setdefault("render_kw", {}).setdefault("inputmode", "numeric")
        super().__init__(label, **kw)

    def _value(self) -> str:
        return str(self.raw_data[0] if self.raw_data else "" if self.data is None else self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = _sent(valuelist).strip()
        self.data = None
        if not text:
            return
        if not _WHOLE.fullmatch(text) or not self.minimum <= int(text) <= self.maximum:
            raise ValueError(
                _(
                    "Write a whole number from %(minimum)s to %(maximum)s.",
                    minimum=self.minimum,
                    maximum=self.maximum,
                )
            )
        self.data = int(text)


class Yuan(StringField):  # type: ignore[misc]  # WTForms carries no types
    """An amount of money."""

    def __init__(self, label: Any, *, required: bool = False, **kw: Any) -> None:
        kw["validators"] = [*_presence(required), *kw.get("validators", ())]
        kw.setdefault("render_kw", {}).setdefault("inputmode", "decimal")
        super().__init__(label, **kw)

    def _value(self) -> str:
        return str(self.raw_data[0] if self.raw_data else "" if self.data is None else self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = _sent(valuelist).strip()
        self.data = None
        if text:
            try:
                self.data = Money.parse(text)
            except Invalid as problem:
                raise ValueError(_(problem.text)) from problem


def _as_choices(pairs: Any) -> Any:
    if not isinstance(pairs, list | tuple):
        return pairs
    return [each if isinstance(each, SelectChoice) else SelectChoice(*each) for each in pairs]


class _Listed:
    """Takes choices as plain pairs of value and label, at any time; blanks sent are no choice."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([each.strip() for each in valuelist])  # type: ignore[misc]  # of the field mixed in

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, _as_choices(value) if name == "choices" else value)


class Choice(_Listed, SelectField):  # type: ignore[misc]  # WTForms carries no types
    """One of a list; an empty choice gives an empty string."""

    def __init__(self, label: Any, *, choices: Any = (), required: bool = False, **kw: Any) -> None:
        kw["validators"] = [*_presence(required), *kw.get("validators", ())]
        super().__init__(label, choices=_as_choices(list(choices)), **kw)

    def pre_validate(self, form: Any) -> None:
        if self.raw_data:
            _pick_listed(self)


class Segment(_Listed, RadioField):  # type: ignore[misc]  # WTForms carries no types
    """One of a few, all in sight."""

    def __init__(self, label: Any, *, choices: Any = (), required: bool = False, **kw: Any) -> None:
        kw["validators"] = [*_presence(required), *kw.get("validators", ())]
        super().__init__(label, choices=_as_choices(list(choices)), **kw)

    def pre_validate(self, form: Any) -> None:
        if self.raw_data:
            _pick_listed(self)


class Several(_Listed, SelectMultipleField):  # type: ignore[misc]  # WTForms carries no types
    """Any of a list."""

    def pre_validate(self, form: Any) -> None:
        known = {str(value) for value, *_rest in self.iter_choices()}
        if any(str(each) not in known for each in self.data or ()):
            raise ValidationError(_("Choose from the list."))


class Tick(BooleanField):  # type: ignore[misc]  # WTForms carries no types
    """Yes or no."""

    def __init__(self, label: Any, *, required: bool = False, **kw: Any) -> None:
        kw["validators"] = [*_presence(required), *kw.get("validators", ())]
        super().__init__(label, **kw)


class Present(InputRequired):  # type: ignore[misc]  # WTForms carries no types
    """Something was sent, and something is left of it once it is cleaned: blanks are nothing."""

    def __call__(self, form: Any, field: Any) -> None:
        super().__call__(form, field)
        if field.data in ("", None) and not field.process_errors:
            raise StopValidation(str(REQUIRED))


def _presence(required: bool) -> list[Any]:  # noqa: FBT001  # a single flag, named by its only callers
    return [Present(REQUIRED)] if required else [Optional()]


def _pick_listed(field: Any) -> None:
    if str(field.data or "") not in {str(value) for value, *_rest in field.iter_choices()} | {""}:
        raise ValidationError(_("Choose from the list."))
