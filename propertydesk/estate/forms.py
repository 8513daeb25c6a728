"""Input of the estate's pages."""

from collections.abc import Mapping
from datetime import time
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from propertydesk.estate import rules
from propertydesk.estate.rules.dividing import MOST_PARTS
from propertydesk.estate.rules.measures import parse_area, shown_hundredths
from propertydesk.kernel.errors import Invalid
from propertydesk.platform.forms import (
    Choice,
    Day,
    Form,
    Line,
    Paragraph,
    Phone,
    ReadField,
    Segment,
    Tick,
    Whole,
)


def choices_of(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    """Codes with their words in the reader's language."""
    return [(str(code), _(text)) for code, text in words.items()]


class Area(ReadField):
    """An area in m² with two decimals, kept as 0.01 m²; empty is 0."""

    control: ClassVar[dict[str, Any]] = {"inputmode": "decimal"}
    nothing = 0

    def written(self, value: Any) -> str:
        return shown_hundredths(value)

    def read(self, text: str) -> int:
        try:
            return parse_area(text)
        except Invalid as problem:
            raise ValueError(_(problem.text)) from problem


class ClockTime(ReadField):
    """A time of day, such as 08:30."""

    control: ClassVar[dict[str, Any]] = {"type": "time"}

    def written(self, value: Any) -> str:
        return f"{value:%H:%M}" if value else ""

    def read(self, text: str) -> time:
        try:
            if text.isascii() and len(text) == 5:
                return time.fromisoformat(text)
        except ValueError:
            pass
        raise ValueError(_("Write the time as 08:30."))


class EndingForm(Form):
    """When something ended, and why."""

    on = Day(_l("Ended on"), required=True)
    reason = Line(_l("Reason"), maximum=200, required=True)


class HomeForm(Form):
    """A home, shop or office; `door` is "b<building>" or "e<entrance>"."""

    door = Choice(_l("Building and entrance"), required=True)
    room_no = Line(_l("Room no."), maximum=12, required=True)
    kind = Segment(_l("Kind"), required=True)
    floor = Whole(_l("Floor"), minimum=-9, maximum=200)
    area_centi = Area(_l("Chargeable area in m²"))
    indoor_centi = Area(_l("Indoor area in m²"))
    layout = Line(_l("Layout"), maximum=40)
    occupancy = Choice(_l("Occupancy"), required=True)
    handed_over_on = Day(_l("Handed over on"))
    note = Paragraph(_l("Remark"), maximum=500)

    def offer(self, doors: list[tuple[str, str]]) -> "HomeForm":
        """Fill the lists to choose from."""
        self.door.choices = doors
        self.kind.choices = choices_of(rules.HOME_KIND_WORDS)
        self.occupancy.choices = choices_of(rules.OCCUPANCY_WORDS)
        return self


class SplitForm(Form):
    """The parts of a home that is split; the rows are added by `split_form`."""

    household = Segment(_l("The household goes on in"), required=True)
    remeasured = Tick(_l("The areas were measured anew"))
    on = Day(_l("As of"), required=True)
    reason = Line(_l("Reason"), maximum=200, required=True)


def split_form() -> type[SplitForm]:
    """The form with a row for each part."""
    fields: dict[str, object] = {}
    for row in range(1, MOST_PARTS + 1):
        fields[f"room_no_{row}"] = Line(_l("Room no."), maximum=12, required=row <= 2)
        fields[f"area_{row}"] = Area(_l("Chargeable area in m²"))
        fields[f"indoor_{row}"] = Area(_l("Indoor area in m²"))
    return type("SplitRows", (SplitForm,), fields)


def offer_parts(form: SplitForm) -> SplitForm:
    """Fill the list of parts to live in."""
    rows = range(1, MOST_PARTS + 1)
    form.household.choices = [(str(row), _("Part %(number)s", number=row)) for row in rows]
    return form


class JoinForm(Form):
    """A home that others become part of; they are typed as people call them."""

    other_1 = Line(_l("Joined with"), maximum=40, required=True)
    other_2 = Line(_l("and"), maximum=40)
    other_3 = Line(_l("and"), maximum=40)
    room_no = Line(_l("Room no. of the joined home"), maximum=12, required=True)
    area_centi = Area(_l("Chargeable area in m²"))
    indoor_centi = Area(_l("Indoor area in m²"))
    remeasured = Tick(_l("The areas were measured anew"))
    on = Day(_l("As of"), required=True)
    reason = Line(_l("Reason"), maximum=200, required=True)


class BuildingForm(Form):
    """A building."""

    no = Line(_l("Building no."), maximum=10, required=True)
    kind = Choice(_l("Kind"), required=True)
    floors = Whole(_l("Floors"), minimum=1, maximum=200, required=True)
    note = Line(_l("Remark"), maximum=200)

    def offer(self) -> "BuildingForm":
        """Fill the list of kinds."""
        self.kind.choices = choices_of(rules.BUILDING_KIND_WORDS)
        return self


class Known(Choice):
    """A fact that may not be known: "yes", "no" or ""; shows True, False or None."""

    meanings: ClassVar[dict[str, bool | None]] = {"yes": True, "no": False, "": None}

    def process_data(self, value: Any) -> None:
        self.data = {True: "yes", False: "no"}.get(value, "")


class EntranceForm(Form):
    """An entrance."""

    no = Line(_l("Entrance no."), id="entrance-no", maximum=10, required=True)
    has_elevator = Known(
        _l("Lift"), choices=[("", _l("Not known")), ("yes", _l("Yes")), ("no", _l("No"))]
    )

    @classmethod
    def facts(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """What was typed, as the verbs take it."""
        return {**data, "has_elevator": Known.meanings.get(data.get("has_elevator") or "")}


class SpaceForm(Form):
    """A parking space; the home is typed as people call it."""

    no = Line(_l("Parking space no."), maximum=20, required=True)
    place = Line(_l("Place"), maximum=60)
    kind = Segment(_l("Kind"), required=True)
    area_centi = Area(_l("Area in m²"))
    home = Line(_l("Belongs to the home"), maximum=40)

    def offer(self) -> "SpaceForm":
        """Fill the list of kinds."""
        self.kind.choices = choices_of(rules.SPACE_KIND_WORDS)
        return self


class CommunityForm(Form):
    """What is said and printed of a community."""

    name_zh = Line(_l("Name in Chinese"), required=True)
    name_en = Line(_l("Name in English"))
    company_zh = Line(_l("Property manager in Chinese"), maximum=120)
    company_en = Line(_l("Property manager in English"), maximum=120)
    address = Line(_l("Address"), maximum=200)
    office_place = Line(_l("Where the service centre is"), maximum=120)
    hotline = Phone(_l("Hotline"))
    zone = Line(_l("Time zone"), maximum=40, required=True)
    opens = ClockTime(_l("Opens at"), required=True)
    closes = ClockTime(_l("Closes at"), required=True)
    open_weekends = Tick(_l("Open at weekends and on public holidays"))


class NewCommunityForm(CommunityForm):
    """A new community with the code that stays with it."""

    code = Line(_l("Code"), maximum=20, required=True)


class CalendarForm(Form):
    """A day that differs from the public calendar."""

    day = Day(_l("Day"), required=True)
    is_open = Segment(_l("The service centre is"), required=True)
    note = Line(_l("Remark"), maximum=80)

    def offer(self) -> "CalendarForm":
        """Fill the list of two."""
        self.is_open.choices = [("open", _("Open that day")), ("closed", _("Closed that day"))]
        return self
