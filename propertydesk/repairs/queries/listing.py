"""The list of repair orders: columns, filters, sorts."""

from typing import Any

from flask import url_for
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    RowMapping,
    Select,
    String,
    and_,
    case,
    func,
    literal,
    select,
)

from propertydesk.accounts.models import Staff
from propertydesk.estate.models import Home
from propertydesk.kernel.words import N_
from propertydesk.platform.access import Actor
from propertydesk.platform.clock import now
from propertydesk.platform.i18n import due, pick
from propertydesk.platform.listing import (
    By,
    ChoiceFilter,
    Column,
    DayFilter,
    FlagFilter,
    Kind,
    Listing,
    Question,
    SearchFilter,
    Sort,
    by_search,
)
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.queries import technicians
from propertydesk.repairs.queries.counter import NEXT_DUE

R = RepairOrder
_FLOW = rules.WORKFLOW
_AREAS = {str(area): word for area, word in rules.COMMON_AREA_WORDS.items()}


def _home_in_chinese() -> ColumnElement[str]:
    """3栋2单元1501 in SQL, as `estate.rules.home_label` says it."""
    building = case(
        (Home.building_no.endswith("栋") | Home.building_no.endswith("座"), Home.building_no),
        (Home.building_no.endswith("号楼"), Home.building_no),
        else_=Home.building_no + literal("栋"),
    )
    entrance = case(
        (Home.entrance_no == "0", literal("商铺")),
        (Home.entrance_no != "", Home.entrance_no + literal("单元")),
        else_=literal(""),
    )
    return building + entrance + Home.room_no


_PLACE = case((R.home_id.is_(None), R.area), else_=_home_in_chinese())
_PLACE_EN = case((R.home_id.is_(None), R.area), else_=func.coalesce(Home.code, ""))
_MATTER = func.substr(R.description, 1, 60, type_=String)
_MAIN = case(
    *((R.category.startswith(f"{each.code}."), literal(each.code)) for each in rules.CATEGORIES),
    else_=literal("other"),
)


def _select(community_id: BindParameter[int]) -> Select[Any]:
    return (
        select(R.id)
        .outerjoin(Home, Home.id == R.home_id)
        .outerjoin(Staff, Staff.id == R.technician_id)
        .where(R.community_id == community_id)
    )


def _link(row: RowMapping) -> str:
    return url_for("repairs.detail", repair_id=row["id"])


def _place_word(text: str) -> str:
    return _AREAS.get(text, text)


def _category_word(code: str) -> str:
    found = rules.subcategory(code)
    return pick(found.zh, found.en)


def _main_choices(_actor: Actor) -> list[tuple[str, str]]:
    return [(each.code, pick(each.zh, each.en)) for each in rules.CATEGORIES]


def _technician_choices(actor: Actor) -> list[tuple[int, str]]:
    return [(each.id, each.name) for each in technicians.of_community(actor.community_id)]


def _is_late(question: Question) -> ColumnElement[bool]:
    return and_(R.state.in_(rules.OPEN), question.now > NEXT_DUE)


LISTING = Listing(
    name="repairs",
    title=N_("Repair orders"),
    permission=rules.Permission.READ,
    select=_select,
    id=R.id,
    columns=(
        Column("number", N_("No."), R.number, kind=Kind.NAME, link=_link, sort="number"),
        Column(
            "priority",
            N_("Priority"),
            R.priority,
            kind=Kind.STATE,
            word=lambda value: f"P{value}",
            tone=lambda value: {1: "red", 2: "amber"}.get(value, "grey"),
            sort="priority",
        ),
        Column(
            "place",
            N_("Home or common area"),
            _PLACE,
            kind=Kind.CHOICE,
            english=_PLACE_EN,
            word=_place_word,
            second=Column("reporter", N_("Reporter"), R.reporter_name),
        ),
        Column(
            "category",
            N_("Category"),
            R.category,
            kind=Kind.CHOICE,
            word=_category_word,
            second=Column("description", N_("Description"), _MATTER, width=40),
        ),
        Column(
            "state",
            N_("State"),
            R.state,
            kind=Kind.STATE,
            word=_FLOW.word,
            tone=_FLOW.tone,
            second=Column("technician", N_("Technician"), func.coalesce(Staff.name, "")),
        ),
        Column(
            "left",
            N_("Next limit"),
            NEXT_DUE,
            kind=Kind.STATE,
            word=due,
            tone=lambda instant: "red" if instant < now() else "blue",
            in_export=False,
            sort="due",
        ),
        Column("due", N_("Next limit"), NEXT_DUE, kind=Kind.INSTANT, on_screen=False),
        Column("reported_at", N_("Reported"), R.reported_at, kind=Kind.INSTANT, sort="newest"),
        Column(
            "charge",
            N_("Charge"),
            R.charge,
            kind=Kind.CHOICE,
            word=lambda value: rules.CHARGE_WORDS[rules.Charge(value)],
            on_screen=False,
        ),
        Column("finished_at", N_("Finished"), R.finished_at, kind=Kind.INSTANT, on_screen=False),
        Column("total", N_("Total"), R.total, kind=Kind.MONEY, on_screen=False),
        Column("quality", N_("Quality"), R.quality, kind=Kind.NUMBER, on_screen=False),
        Column("attitude", N_("Manner"), R.attitude, kind=Kind.NUMBER, on_screen=False),
    ),
    filters=(
        SearchFilter(
            "q", N_("Number, home, name, words"), by_search(R.id, "repair", homes=R.home_id)
        ),
        FlagFilter("open", N_("Open"), R.state.in_(rules.OPEN)),
        FlagFilter("late", N_("Late"), _is_late),
        ChoiceFilter("state", N_("State"), R.state, tuple(_FLOW.words.items())),
        ChoiceFilter(
            "priority",
            N_("Priority"),
            R.priority,
            tuple((level, f"P{level}") for level in rules.PRIORITY_WORDS),
        ),
        ChoiceFilter("category", N_("Category"), _MAIN, _main_choices),
        ChoiceFilter("technician", N_("Technician"), R.technician_id, _technician_choices),
        ChoiceFilter(
            "where",
            N_("Place"),
            case((R.home_id.is_(None), literal("common")), else_=literal("home")),
            (("home", N_("Inside a home")), ("common", N_("Common area"))),
        ),
        DayFilter("reported", N_("Reported"), R.reported_at, instants=True),
    ),
    sorts=(
        Sort("due", N_("Next limit"), (By(NEXT_DUE, nullable=True), By(R.priority))),
        Sort("newest", N_("Newest first"), (By(R.reported_at, descending=True),)),
        Sort("priority", N_("Priority"), (By(R.priority), By(R.reported_at, descending=True))),
        Sort("number", N_("No."), (By(R.number),)),
    ),
    empty=N_("No repair order yet"),
)
