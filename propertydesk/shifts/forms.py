"""Input of shifts."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from propertydesk.platform.forms import (
    REQUIRED,
    Choice,
    Form,
    Line,
    Paragraph,
    Segment,
    Several,
    Tick,
    Whole,
    Yuan,
)
from propertydesk.shifts import rules


def _signature(label: str) -> PasswordField:
    return PasswordField(
        label,
        [InputRequired(REQUIRED), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )


class BeginForm(Form):
    """Which shift begins."""

    turn = Choice(_l("Shift"), required=True)


class HandOverForm(Form):
    """What the outgoing person counts and writes, and the signature."""

    keys_in = Whole(_l("Keys here"), maximum=9999)
    keys_out = Whole(_l("Keys lent out"), maximum=9999)
    cash = Yuan(_l("Cash counted"))
    letters = Whole(_l("Letters and parcels not fetched"), maximum=9999)
    faulty = Several(_l("Out of order"))
    is_clean = Tick(_l("The post is clean and tidy"))
    instructions = Paragraph(_l("Instructions from above"), maximum=1000)
    incidents = Paragraph(_l("Complaints to watch, incidents, differences"), maximum=2000)
    confirmation = _signature(_l("Your PIN or password as signature"))


class TakeOverForm(Form):
    """The signature of whoever takes over."""

    turn = Segment(_l("Shift"), required=True)
    remark = Paragraph(_l("Remark on taking over"), maximum=500)
    confirmation = _signature(_l("Your PIN or password as signature"))


class EndForm(Form):
    """Why a shift ends without a hand-over."""

    reason = Line(_l("Reason"), maximum=200, required=True)


class PostForm(Form):
    """A post."""

    kind = Choice(
        _l("Kind"),
        required=True,
        choices=[(each.value, _l(words)) for each, words in rules.KIND_WORDS.items()],
    )
    code = Line(_l("Code"), maximum=12, required=True)
    name_zh = Line(_l("Name"), maximum=40, required=True)
    name_en = Line(_l("English name"), maximum=60)
    equipment = Line(_l("Equipment"), maximum=200)
    keys_held = Whole(_l("Keys that belong here"), maximum=9999)
    is_open = Tick(_l("In use"), default=True)
