"""Forms of money that goes back."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from propertydesk.platform.forms import Form, Line, Paragraph, Segment, Yuan
from propertydesk.till.rules import METHOD_WORDS, WITHOUT_MONEY, Method


class _GivingForm(Form):
    """To whom it goes, and by which way."""

    payee_name = Line(_l("Payee"), maximum=80, required=True)
    method = Segment(_l("Given back by"), default=Method.CASH, required=True)
    reference = Line(_l("Voucher no."), maximum=64)
    reason = Paragraph(_l("Reason"), maximum=200, required=True)

    def offered(self, method: str, payee: str) -> "_GivingForm":
        """With its choices; the way the money came, and its payer, unless something was sent."""
        self.method.choices = [
            (each.value, _(words))
            for each, words in METHOD_WORDS.items()
            if each not in WITHOUT_MONEY
        ]
        if not self.is_submitted():
            self.method.data, self.payee_name.data = method, payee
        return self


class DepositReturnForm(_GivingForm):
    """How a deposit ends."""

    withheld = Yuan(_l("Kept of it"))
    withheld_reason = Paragraph(_l("Kept for"), maximum=300)


class RefundForm(_GivingForm):
    """How much of a prepayment goes back."""

    amount = Yuan(_l("Amount"), required=True)
