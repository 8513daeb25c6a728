"""What holds for the estate: kinds, uses, and how a home is called."""

from enum import StrEnum

from propertydesk.kernel.settings import Setting
from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_


class Permission(StrEnum):
    """What may be done with the estate."""

    FOUND = "estate:community:found"
    CHANGE = "estate:estate:change"
    READ = "estate:estate:read"


class BuildingKind(StrEnum):
    """What sort of building it is; prices may depend on it."""

    HIGH_RISE = "high_rise"
    MID_RISE = "mid_rise"
    VILLA = "villa"
    COMMERCIAL = "commercial"
    GARAGE = "garage"


class HomeKind(StrEnum):
    """What a unit is used as; unit 0 of a building holds its shops."""

    HOME = "home"
    SHOP = "shop"
    OFFICE = "office"


class Occupancy(StrEnum):
    """How a home is lived in at present."""

    OWNER = "owner"
    LET = "let"
    VACANT = "vacant"
    RENOVATING = "renovating"
    UNSOLD = "unsold"


class SpaceKind(StrEnum):
    """On what ground somebody parks there."""

    OWNED = "owned"
    LET_MONTHLY = "let_monthly"
    FREE = "free"


BUILDING_KIND_WORDS = {
    BuildingKind.HIGH_RISE: N_("High-rise"),
    BuildingKind.MID_RISE: N_("Mid-rise"),
    BuildingKind.VILLA: N_("Villa"),
    BuildingKind.COMMERCIAL: N_("Commercial"),
    BuildingKind.GARAGE: N_("Garage"),
}
HOME_KIND_WORDS = {
    HomeKind.HOME: N_("Dwelling"),
    HomeKind.SHOP: N_("Shop"),
    HomeKind.OFFICE: N_("Office"),
}
OCCUPANCY_WORDS = {
    Occupancy.OWNER: N_("Owner-occupied"),
    Occupancy.LET: N_("Let"),
    Occupancy.VACANT: N_("Vacant"),
    Occupancy.RENOVATING: N_("Under renovation"),
    Occupancy.UNSOLD: N_("Unsold"),
}
OCCUPANCY_TONES = {
    Occupancy.OWNER: Tone.GREEN,
    Occupancy.LET: Tone.BLUE,
    Occupancy.VACANT: Tone.GREY,
    Occupancy.RENOVATING: Tone.AMBER,
    Occupancy.UNSOLD: Tone.GREY,
}
SPACE_KIND_WORDS = {
    SpaceKind.OWNED: N_("Owned"),
    SpaceKind.LET_MONTHLY: N_("Let by the month"),
    SpaceKind.FREE: N_("Unassigned"),
}

SETTINGS: tuple[Setting, ...] = ()


def home_code(building_no: str, entrance_no: str, room_no: str) -> str:
    """3-2-1501; without an entrance 3-1501. Unique in a community."""
    return "-".join(part for part in (building_no, entrance_no, room_no) if part)


def sort_code(building_no: str, entrance_no: str, room_no: str) -> str:
    """The code with its numbers padded, so that byte order is the order of the doors."""
    return "-".join(part.rjust(6, "0") for part in (building_no, entrance_no or "0", room_no))


def home_label(building_no: str, entrance_no: str, room_no: str, *, chinese: bool) -> str:
    """How people say it: 3栋2单元1501, 11栋商铺05; 3-2-1501 in English (domain.md C)."""
    if not chinese:
        return home_code(building_no, entrance_no, room_no)
    building = building_no if building_no.endswith(("栋", "座", "号楼")) else f"{building_no}栋"
    if entrance_no == "0":
        return f"{building}商铺{room_no}"
    return building + (f"{entrance_no}单元" if entrance_no else "") + room_no


def household_path(home_id: int) -> str:
    """Where a household's page is; the page itself belongs to a domain above."""
    return f"/homes/{home_id}"


def report_path(home_id: int) -> str:
    """Where a report for a home is taken in; the page belongs to a domain above."""
    return f"/repairs/new?home={home_id}"
