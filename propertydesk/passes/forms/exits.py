"""Forms of large-item exit passes, at the desk and at the gate."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, MultipleFileField
from wtforms import Form as Row

from propertydesk.passes.rules.exit_request import MOST_ITEMS, MOST_PIECES, Item
from propertydesk.platform.forms import (
    Choice,
    Form,
    Instant,
    Line,
    Segment,
    Several,
    Tick,
    Whole,
)

PICTURES = "image/jpeg,image/png,image/webp"
OTHER = "other"
"""The choice of an applicant who is not of the household."""
NIGHT_ITEMS = 5


class ItemRow(Row):  # type: ignore[misc]  # WTForms carries no types
    """One line of the list; an empty row is left out."""

    name = Line(_l("Item"), maximum=40)
    spec = Line(_l("Specification"), maximum=40)
    quantity = Whole(_l("Quantity"), minimum=1, maximum=MOST_PIECES)
    unit = Line(_l("Unit"), maximum=8)

    def validate(self, extra_validators: Any = None) -> bool:
        """A row with a name needs a quantity, and the other way round."""
        fine = bool(super().validate(extra_validators))
        if self.name.data and self.quantity.data is None and not self.quantity.errors:
            self.quantity.errors = [_("How many?")]
            return False
        if not self.name.data and (self.quantity.data is not None or self.spec.data):
            self.name.errors = [_("Name the item.")]
            return False
        return fine

    @property
    def item(self) -> Item | None:
        """The row as the service takes it, None for an empty one."""
        if not self.name.data:
            return None
        return Item(
            self.name.data, self.quantity.data or 1, self.spec.data or "", self.unit.data or ""
        )


class _Listed(Form):
    """A form with a list of things."""

    items: Any

    @property
    def listed(self) -> list[Item]:
        """The items of all rows that are filled in."""
        rows = (entry.form.item for entry in self.items)
        return [each for each in rows if each is not None]


class ExitForm(_Listed):
    """Who wants to take what out, when, and on whose word."""

    applicant = Segment(_l("Applicant"))
    applicant_name = Line(_l("Name"), render_kw={"autocomplete": "off"})
    applicant_role = Choice(_l("Role"))
    identity_seen = Tick(_l("Identity card seen (not copied, number not written down)"))
    basis = Segment(_l("Basis"), required=True)
    consent_ref = Line(_l("Paper or lease"), maximum=80)
    reason = Segment(_l("Reason"), required=True)
    items = FieldList(FormField(ItemRow), min_entries=MOST_ITEMS, max_entries=MOST_ITEMS)
    starts = Instant(_l("From"), required=True)
    until = Instant(_l("Until"), required=True)
    plate = Line(_l("Plate of the vehicle"), maximum=20)
    carrier = Line(_l("Carrier"), maximum=80)
    note = Line(_l("Remark"), maximum=200)
    override_reason = Line(_l("Why it is issued with fees open"), maximum=200)


class ChangeForm(ExitForm):
    """The same once more, and why it changes."""

    why = Line(_l("Reason of the change"), maximum=200, required=True)


class CallForm(Form):
    """Which owner was phoned and agreed."""

    owner = Segment(_l("Owner"), required=True)
    agreed = Tick(_l("The owner has heard the list and agrees"), required=True)


class ReasonForm(Form):
    """Why."""

    reason = Line(_l("Reason"), maximum=200, required=True)


class SlipForm(Form):
    """How the slip is printed."""

    language = Segment(_l("Language"), required=True, default="both")


class CopiesForm(Form):
    """Which gate copies are in hand."""

    passes = Several(_l("Gate copies"))


class PapersForm(Form):
    """What a night release rests on."""

    basis = Segment(_l("Basis"), required=True)
    consent_ref = Line(_l("Paper, lease or call"), maximum=80, required=True)


class ReviewForm(Form):
    """What came of looking into a forced release."""

    in_order = Segment(
        _l("Result"),
        choices=[("yes", _l("In order")), ("no", _l("Not in order"))],
        required=True,
    )
    note = Line(_l("Remark"), maximum=200)


class _GateForm(Form):
    """What every decision at the gate takes down."""

    mover = Line(_l("Mover"), maximum=80, render_kw={"autocomplete": "off"})
    plate = Line(_l("Plate"), maximum=20, render_kw={"autocapitalize": "characters"})
    id_seen = Tick(_l("Identity card seen (number not written down)"))
    photos = MultipleFileField(
        _l("Photos"), render_kw={"accept": PICTURES, "capture": "environment"}
    )
    signature = MultipleFileField(_l("Mover's signature"), render_kw={"accept": "image/png"})


class ReleaseForm(_GateForm):
    """What goes out, item by item."""

    items = Several(_l("Items"))
    difference = Line(_l("What stays here, and why"), maximum=200)
    forced_reason = Line(_l("Why outside the pass's hours"), maximum=200)
    duty_manager = Choice(_l("Duty manager phoned"))


class RefusalForm(Form):
    """Why nothing goes out."""

    difference = Choice(_l("What does not fit"), required=True)
    more = Line(_l("In your words"), maximum=200)
    photos = MultipleFileField(
        _l("Photos"), render_kw={"accept": PICTURES, "capture": "environment"}
    )


class NightForm(_GateForm, _Listed):
    """A release on the duty manager's word."""

    home = Line(_l("Home"), maximum=40, required=True)
    applicant_name = Line(_l("Who asks"), maximum=80, required=True)
    applicant_role = Choice(_l("Role"), required=True)
    items = FieldList(FormField(ItemRow), min_entries=NIGHT_ITEMS, max_entries=MOST_ITEMS)
    duty_manager = Choice(_l("Duty manager phoned"), required=True)
    reason = Line(_l("Why it cannot wait"), maximum=200, required=True)
