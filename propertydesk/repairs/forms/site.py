"""Input of the technician on site."""

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, MultipleFileField
from wtforms import Form as Row

from propertydesk.kernel.money import Money
from propertydesk.platform.forms import (
    Choice,
    Form,
    Instant,
    Line,
    Paragraph,
    Segment,
    Tick,
    Yuan,
)
from propertydesk.repairs.rules.materials import Material

_QUANTITY = re.compile(r"([0-9]{1,6})(?:\.([0-9]{1,3}))?", re.ASCII)
MATERIAL_ROWS = 4


class Quantity(Line):
    """An amount of material, up to three decimals; `thousandths` is what is stored."""

    def __init__(self, label: Any, **kw: Any) -> None:
        super().__init__(label, maximum=10, **kw)

    def pre_validate(self, form: Any) -> None:
        if self.data and (not _QUANTITY.fullmatch(self.data) or not self.thousandths):
            raise ValueError(_("Write a quantity such as 2 or 1.5."))

    @property
    def thousandths(self) -> int:
        """The quantity in thousandths, 0 when there is none."""
        parts = _QUANTITY.fullmatch(self.data or "")
        return int(parts[1]) * 1000 + int(((parts[2] or "") + "000")[:3]) if parts else 0


class MaterialRow(Row):  # type: ignore[misc]  # WTForms carries no types
    """One material; an empty row is left out."""

    name = Line(_l("Material"), maximum=60)
    spec = Line(_l("Specification"), maximum=60)
    quantity = Quantity(_l("Quantity"))
    unit_price = Yuan(_l("Price each"))

    def validate(self, extra_validators: Any = None) -> bool:
        """A row with a name needs a quantity, and the other way round."""
        fine = bool(super().validate(extra_validators))
        if self.name.data and not self.quantity.thousandths and not self.quantity.errors:
            self.quantity.errors = [_("Write a quantity such as 2 or 1.5.")]
            return False
        if not self.name.data and (self.quantity.data or self.unit_price.data):
            self.name.errors = [_("Name the material.")]
            return False
        return fine

    @property
    def material(self) -> Material | None:
        """The row as the service takes it, None for an empty one."""
        if not self.name.data:
            return None
        return Material(
            self.name.data,
            self.spec.data or "",
            self.quantity.thousandths,
            self.unit_price.data or Money.zero,
        )


class AcceptForm(Form):
    """Taking the order."""

    tools_checked = Tick(_l("Dress is tidy, tools are complete"))


class ReasonForm(Form):
    """Why not."""

    reason = Line(_l("Reason"), maximum=200, required=True)


class NoAccessForm(Form):
    """Nobody opens."""

    knocked = Tick(_l("Knocked three times three, then phoned"), required=True)
    visit_card_no = Line(_l("No. of the visit card left"), maximum=20)


class SuspendForm(Form):
    """Work has to wait."""

    unfinished = Choice(_l("What for"), required=True)
    next_visit_at = Instant(_l("Next visit"), required=True)
    note = Line(_l("Remark"), maximum=200)


class QuoteForm(Form):
    """The price before the work."""

    amount = Yuan(_l("Price"), required=True)


class PhotoForm(Form):
    """Pictures before and after."""

    kind = Segment(
        _l("Taken"),
        choices=[("before", _l("Before the work")), ("after", _l("After the work"))],
        required=True,
    )
    photos = MultipleFileField(
        _l("Photos"), render_kw={"accept": "image/*", "capture": "environment"}
    )


class CompleteForm(Form):
    """The end of the work."""

    cause = Segment(_l("Cause"), required=True)
    work_done = Paragraph(_l("What was done"), maximum=500, required=True)
    materials = FieldList(FormField(MaterialRow), min_entries=MATERIAL_ROWS, max_entries=12)
    labour = Yuan(_l("Labour"))
    resident_confirmed = Tick(_l("The resident has looked at it and confirms"))
    cleaned_up = Tick(_l("Cleaned up, service card left"), required=True)

    @property
    def used(self) -> list[Material]:
        """The materials of all rows that are filled in."""
        rows = (entry.form.material for entry in self.materials)
        return [each for each in rows if each is not None]
