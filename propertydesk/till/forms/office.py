"""Forms of receipts, drawers and closes."""

from typing import Any, cast

from flask_babel import lazy_gettext as _l

from propertydesk.kernel.money import Money
from propertydesk.platform.forms import Day, Form, Paragraph, Segment, Whole, Yuan
from propertydesk.till.rules import DENOMINATIONS

MOST_PIECES = 100_000


class ReasonForm(Form):
    """Why something is asked for."""

    reason = Paragraph(_l("Reason"), maximum=200, required=True)


class _CountForm(Form):
    """How many of each note and coin, before what should be there is shown."""

    explanation = Paragraph(_l("Remark on the count"), maximum=300)

    def pieces(self) -> dict[int, int]:
        """Denomination in fen to pieces."""
        return {each: self[f"d{each}"].data or 0 for each in DENOMINATIONS}


def _yuan(fen: int) -> str:
    return f"¥{Money(fen).grouped.removesuffix('.00').removesuffix('0')}"


#: One field for each denomination, largest first.
CountForm = cast(
    "type[Any]",
    type(
        "CountForm",
        (_CountForm,),
        {
            f"d{each}": Whole(_yuan(each), maximum=MOST_PIECES, render_kw={"autocomplete": "off"})
            for each in DENOMINATIONS
        },
    ),
)


class TakeOverForm(Form):
    """What is taken out of a counted drawer."""

    handed_over = Yuan(_l("Handed over"), required=True, render_kw={"autocomplete": "off"})
    explanation = Paragraph(_l("Explanation of the difference"), maximum=300)


class DayForm(Form):
    """A business day."""

    day = Day(_l("Day"), required=True)


class LanguageForm(Form):
    """In which language a paper is printed."""

    language = Segment(_l("Language"), required=True)


class PrintForm(Form):
    """How a receipt is printed."""

    paper = Segment(_l("Paper"), required=True)
    language = Segment(_l("Language"), required=True)
