"""Forms of the counter."""

from collections.abc import Iterable
from typing import TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from propertydesk.platform.forms import Choice, Form, Line, Segment, Tick, Yuan
from propertydesk.till.rules import DEPOSIT_KIND_WORDS, METHOD_WORDS, WITHOUT_MONEY, Method

OTHER = "other"
"""The choice of a payer who is not of the household."""


class PayingForm(Form):
    """How it is paid, and by whom."""

    payer = Choice(_l("Payer"), required=True)
    payer_name = Line(_l("Name on the receipt"), maximum=80, render_kw={"autocomplete": "off"})
    method = Segment(_l("Paid by"), default=Method.CASH, required=True)
    tendered = Yuan(_l("Cash given"), render_kw={"autocomplete": "off"})
    reference = Line(_l("Voucher no."), maximum=64, render_kw={"autocomplete": "off"})
    note = Line(_l("Remark"), maximum=200)


class PaymentForm(PayingForm):
    """A payment for ticked bills; without an amount it is for all of them."""

    amount = Yuan(_l("Part of it only"), render_kw={"autocomplete": "off"})
    keep = Tick(_l("Keep the rest as prepayment"))


class AheadForm(PayingForm):
    """Money for bills to come."""

    amount = Yuan(_l("Amount"), required=True, render_kw={"autocomplete": "off"})


class DepositForm(PayingForm):
    """A deposit."""

    kind = Choice(_l("What it secures"), required=True)
    amount = Yuan(_l("Amount"), required=True, render_kw={"autocomplete": "off"})


class AskedDepositForm(PayingForm):
    """A deposit that a record asks for: kind and sum are the record's."""

    asked = HiddenField()


class OpeningForm(Form):
    """The float in the drawer."""

    opening = Yuan(_l("Float in the drawer"), required=True, render_kw={"autocomplete": "off"})


Offered = TypeVar("Offered", bound=PayingForm)


def offered(form: Offered, people: Iterable[tuple[str, str]]) -> Offered:
    """Let the form choose among the household's people, or a name written by hand."""
    choices = [*people, (OTHER, _("Somebody else"))]
    form.payer.choices = choices
    form.payer.data = form.payer.data or choices[0][0]
    form.method.choices = [
        (each.value, _(words))
        for each, words in METHOD_WORDS.items()
        if isinstance(form, PaymentForm) or each not in WITHOUT_MONEY
    ]
    if isinstance(form, DepositForm):
        form.kind.choices = [(each.value, _(words)) for each, words in DEPOSIT_KIND_WORDS.items()]
    return form
