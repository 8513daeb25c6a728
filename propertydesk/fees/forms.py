"""Input of fees."""

import re
from datetime import date
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from propertydesk.fees import rules
from propertydesk.kernel.errors import Invalid
from propertydesk.platform.forms import (
    Choice,
    Day,
    Form,
    Line,
    Paragraph,
    ReadField,
    Segment,
    Several,
    Tick,
    Whole,
    Yuan,
)

_PRICE = re.compile(r"([0-9]{1,6})(?:\.([0-9]{1,4}))?", re.ASCII)
_RATE = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,2}))?", re.ASCII)
_SPACE_USES = ("owned", "let_monthly")
Choices = list[tuple[str, str]]


class Price(ReadField):
    """A price in yuan with up to four decimals, kept in 0.0001 yuan."""

    control: ClassVar[dict[str, Any]] = {"inputmode": "decimal"}

    def written(self, value: Any) -> str:
        return rules.shown_price(value) if value else ""

    def read(self, text: str) -> int:
        found = _PRICE.fullmatch(text)
        price = int(found[1]) * 10_000 + int(((found[2] or "") + "0000")[:4]) if found else -1
        if not 0 <= price <= rules.LARGEST_PRICE:
            raise ValueError(
                _("Write the price in yuan, with at most four decimals, such as 2.30.")
            )
        return price


class Hundredths(ReadField):
    """A rate with up to two decimals, kept in hundredths."""

    control: ClassVar[dict[str, Any]] = {"inputmode": "decimal"}

    def written(self, value: Any) -> str:
        return f"{value // 100}.{value % 100:02d}" if value else ""

    def read(self, text: str) -> int:
        found = _RATE.fullmatch(text)
        if found is None:
            raise ValueError(_("Write the rate with at most two decimals, such as 3.00."))
        return int(found[1]) * 100 + int(((found[2] or "") + "00")[:2])


class Month(ReadField):
    """A month, given as its first day."""

    control: ClassVar[dict[str, Any]] = {"type": "month"}

    def written(self, value: Any) -> str:
        return f"{value:%Y-%m}" if value else ""

    def read(self, text: str) -> date:
        try:
            return rules.parse_month(text)
        except Invalid as problem:
            raise ValueError(_(problem.text)) from problem


class ItemForm(Form):
    """What is said of a charge item."""

    name_zh = Line(_l("Name in Chinese"), maximum=60, required=True)
    name_en = Line(_l("Name in English"), maximum=60)
    basis = Segment(_l("Calculated by"), required=True)
    cycle = Segment(_l("Cycle"), required=True)
    timing = Segment(_l("Charged"), required=True)
    due_day = Whole(_l("Due day"), minimum=1, maximum=31, required=True)
    proration = Segment(_l("A month that is not whole counts"), required=True)
    starts_on = Day(_l("Charged here from"), required=True)
    ends_on = Day(_l("No longer from"))
    everyone = Tick(_l("Everybody owes it: a home without a price is reported"))
    vacancy_counts = Tick(_l("Approved vacancy rates count"))
    on_behalf = Tick(_l("Collected on behalf of others (no surcharge possible)"))
    note = Line(_l("Remark"), maximum=200)

    def offer(self) -> "ItemForm":
        """Fill the lists to choose from."""
        self.basis.choices = _words(rules.BASIS_WORDS)
        self.cycle.choices = _words(rules.CYCLE_WORDS)
        self.timing.choices = _words(rules.TIMING_WORDS)
        self.proration.choices = _words(rules.PRORATION_WORDS)
        return self


class NewItemForm(ItemForm):
    """A new charge item."""

    code = Line(
        _l("Code"),
        maximum=20,
        required=True,
        render_kw={"pattern": "[A-Za-z0-9-]+", "autocapitalize": "characters"},
    )


class PriceForm(Form):
    """A price to be proposed."""

    price = Price(_l("Price"), required=True)
    surcharge = Price(_l("Fixed amount a month besides"))
    building = Choice(_l("Building"))
    use = Choice(_l("Use"))
    single = Line(_l("One home or parking space alone"), maximum=40)
    starts_on = Day(_l("In force from"), required=True)
    ends_on = Day(_l("No longer in force from"))
    legal_basis = Line(_l("Legal basis"), maximum=200, required=True)

    def offer(self, buildings: Choices, uses: Choices) -> "PriceForm":
        """Fill the lists to choose from."""
        self.building.choices = [("", _("All buildings")), *buildings]
        self.use.choices = [("", _("All uses")), *uses]
        return self


class LateForm(Form):
    """A late charge to be proposed."""

    basis = Segment(_l("Late charge"), default=rules.LateBasis.LPR, required=True)
    figure = Hundredths(_l("Rate: LPR a year in %, or share a day in ‰"))
    cap_percent = Whole(
        _l("Cap: share of the overdue principal in %"), minimum=1, maximum=100, required=True
    )
    grace_days = Whole(_l("Free days after the due day"), maximum=365, required=True)
    starts_on = Day(_l("In force from"), required=True)
    ends_on = Day(_l("No longer in force from"))
    legal_basis = Line(_l("Clause of the contract"), maximum=200, required=True)

    def offer(self) -> "LateForm":
        """Fill the list to choose from."""
        self.basis.choices = _words(rules.LATE_BASIS_WORDS)
        return self


class RunForm(Form):
    """A billing run to be prepared."""

    month = Month(_l("Month"), required=True)
    items = Several(_l("Only these items"))
    catch_up = Tick(_l("Also periods that were missed since the items began"))

    def offer(self, items: Choices) -> "RunForm":
        """Fill the list of items."""
        self.items.choices = items
        return self


class BillPrintForm(Form):
    """How the bills of a month are printed."""

    month = Month(_l("Month"), required=True)
    paper = Segment(_l("Paper"), required=True)
    language = Segment(_l("Language"), required=True)
    only_open = Tick(_l("Only homes of which something is still to be paid"))

    def offer(self) -> "BillPrintForm":
        """Fill the lists to choose from."""
        self.paper.choices = _words(rules.BILL_PAPER_WORDS)
        self.language.choices = _words(rules.BILL_LANGUAGE_WORDS)
        return self


class ReasonForm(Form):
    """Why."""

    reason = Line(_l("Reason"), maximum=200, required=True)


class AdjustForm(Form):
    """What a receivable should amount to."""

    amount = Yuan(_l("Right amount"), required=True)
    reason = Line(_l("Reason"), maximum=200, required=True)
    paper = Line(_l("Signed document"), maximum=120)


class WaiveForm(Form):
    """What is waived of a receivable."""

    amount = Yuan(_l("Amount waived"), required=True)
    reason = Line(_l("Reason"), maximum=200, required=True)
    paper = Line(_l("Signed document"), maximum=120)


class DisputeForm(Form):
    """What a payer does not accept."""

    words = Paragraph(_l("What is disputed"), maximum=300, required=True)


class OutcomeForm(Form):
    """How a dispute ended."""

    outcome = Paragraph(_l("Outcome"), maximum=300, required=True)


class ChargeForm(Form):
    """A one-off charge."""

    item = Choice(_l("Charge item"), required=True)
    words = Line(_l("What for"), maximum=120, required=True)
    amount = Yuan(_l("Amount"), required=True)
    due_on = Day(_l("Due"))

    def offer(self, items: Choices) -> "ChargeForm":
        """Fill the list of one-off items."""
        self.item.choices = items
        return self


class PayerForm(Form):
    """A tenant who pays."""

    person = Choice(_l("Tenant"), required=True)
    item = Choice(_l("Charge item"))
    starts_on = Day(_l("From"), required=True)
    paper = Line(_l("Agreement"), maximum=120, required=True)

    def offer(self, tenants: Choices, items: Choices) -> "PayerForm":
        """Fill the lists to choose from."""
        self.person.choices = tenants
        self.item.choices = [("", _("All items")), *items]
        return self


class EndForm(Form):
    """The day from which something no longer holds."""

    on = Day(_l("No longer from"), required=True)


class VacancyForm(Form):
    """A vacancy rate to be proposed."""

    percent = Whole(_l("Share to be paid, in %"), minimum=0, maximum=99, required=True)
    starts_on = Day(_l("From"), required=True)
    ends_on = Day(_l("No longer from"), required=True)
    reason = Line(_l("Reason and evidence"), maximum=200, required=True)


def _words(words: Any) -> Choices:
    return [(str(code), _(word)) for code, word in words.items()]
