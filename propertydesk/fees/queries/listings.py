"""The listings of charge items and receivables."""

from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    Integer,
    RowMapping,
    Select,
    String,
    case,
    cast,
    func,
    literal,
    select,
)

from propertydesk.estate.models import Home, ParkingSpace
from propertydesk.estate.queries import building_choices
from propertydesk.fees import rules
from propertydesk.fees.models import ChargeItem, FeePrice, Receivable, ReceivableBalance
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.words import N_
from propertydesk.platform.access import Actor
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.i18n import day, pick, zone
from propertydesk.platform.listing import (
    By,
    ChoiceFilter,
    Column,
    DayFilter,
    FlagFilter,
    Kind,
    Listing,
    SearchFilter,
    Sort,
    TextFilter,
    by_search,
)

I, R, B = ChargeItem, Receivable, ReceivableBalance  # noqa: E741  # one letter a table, as elsewhere

NUMBER = literal("YS") + func.substr(cast(100_000_000 + R.id, String), 2, 8)
MONTH = func.substr(cast(R.period, String), 1, 7)
STATE = case(
    (B.is_void.is_(True), literal("void")),
    (B.is_disputed.is_(True), literal("disputed")),
    (cast(B.open, Integer) > 0, case((cast(B.paid, Integer) > 0, "partly_paid"), else_="open")),
    (cast(B.paid, Integer) > 0, literal("paid")),
    else_=literal("waived"),
)
OWED_BY = case((cast(B.open, Integer) > 0, R.due_on))
PRICES = (
    select(func.count())
    .select_from(FeePrice)
    .where(FeePrice.item_id == I.id, FeePrice.state == rules.VersionState.APPROVED)
    .scalar_subquery()
)


def _items(community: BindParameter[int]) -> Select[Any]:
    return select(I.id).where(I.community_id == community)


def _receivables(community: BindParameter[int]) -> Select[Any]:
    return (
        select(R.id)
        .join(B, B.receivable_id == R.id)
        .join(I, I.id == R.item_id)
        .join(Home, Home.id == R.home_id)
        .outerjoin(ParkingSpace, ParkingSpace.id == R.space_id)
        .where(R.community_id == community)
    )


def _item_choices(actor: Actor) -> list[tuple[int, str]]:
    query = select(I).filter_by(community_id=actor.community_id).order_by(I.code)
    return [(item.id, pick(item.name_zh, item.name_en)) for item in db.session.scalars(query)]


def _building_choices(actor: Actor) -> list[tuple[int, str]]:
    return building_choices(actor.community_id)


def _late_tone(due: date) -> str:
    return "red" if due < business_date(now(), zone()) else "blue"


def _item_link(row: RowMapping) -> str:
    return f"/charge-items/{row['id']}"


def _link(row: RowMapping) -> str:
    return f"/receivables/{row['id']}"


def _of_periods(column: Any) -> Any:
    """What holds of an item that is charged by periods, nothing of a one-off."""
    return case((I.basis != rules.Basis.ONCE, column))


CHARGE_ITEMS = Listing(
    name="charge-items",
    title=N_("Charge items"),
    permission=rules.Permission.READ,
    select=_items,
    id=I.id,
    columns=(
        Column("code", N_("Code"), I.code, Kind.NAME, sort="code", link=_item_link),
        Column("name", N_("Name"), I.name_zh, english=I.name_en),
        Column(
            "basis",
            N_("Calculated by"),
            I.basis,
            Kind.CHOICE,
            word=lambda code: rules.BASIS_WORDS[rules.Basis(code)],
        ),
        Column(
            "cycle",
            N_("Cycle"),
            _of_periods(I.cycle),
            Kind.CHOICE,
            word=lambda code: rules.CYCLE_WORDS[rules.Cycle(code)],
            second=Column(
                "timing",
                N_("Charged"),
                _of_periods(I.timing),
                Kind.CHOICE,
                word=lambda code: rules.TIMING_WORDS[rules.Timing(code)],
            ),
        ),
        Column("due_day", N_("Due day"), _of_periods(I.due_day), Kind.NUMBER),
        Column("prices", N_("Prices in force or past"), PRICES, Kind.NUMBER),
        Column("starts_on", N_("From"), I.starts_on, Kind.DATE),
        Column("ends_on", N_("Until"), I.ends_on, Kind.DATE),
    ),
    sorts=(Sort("code", N_("By code"), (By(I.code),)),),
    filters=(TextFilter("code", N_("Code"), I.code),),
    empty=N_("No charge items yet"),
)

RECEIVABLES = Listing(
    name="receivables",
    title=N_("Receivables"),
    permission=rules.Permission.READ,
    select=_receivables,
    id=R.id,
    columns=(
        Column("number", N_("No."), NUMBER, Kind.NAME, link=_link),
        Column(
            "home",
            N_("Home"),
            Home.code,
            sort="home",
            second=Column("payer", N_("Payer"), R.payer_name),
        ),
        Column(
            "item",
            N_("Charge item"),
            I.name_zh,
            english=I.name_en,
            second=Column("words", N_("For"), func.coalesce(ParkingSpace.no, R.words)),
        ),
        Column("item_code", N_("Item code"), I.code, on_screen=False),
        Column("period", N_("Period"), MONTH, on_screen=False),
        Column("starts_on", N_("From"), R.starts_on, Kind.DATE),
        Column("ends_on", N_("Until"), R.ends_on, Kind.DATE),
        Column(
            "owed_by",
            N_("Due"),
            OWED_BY,
            Kind.STATE,
            word=day,
            tone=_late_tone,
            in_export=False,
            sort="due",
        ),
        Column("due_on", N_("Due"), R.due_on, Kind.DATE, on_screen=False),
        Column("booked_on", N_("Booked"), R.booked_on, Kind.DATE, on_screen=False),
        Column(
            "payer_role",
            N_("Pays as"),
            R.payer_role,
            Kind.CHOICE,
            word=lambda code: rules.PAYER_WORDS[rules.PayerRole(code)],
            on_screen=False,
        ),
        Column("amount", N_("Amount"), R.amount, Kind.MONEY, sort="amount"),
        Column("adjusted", N_("Adjusted"), B.adjusted, Kind.MONEY, on_screen=False),
        Column("waived", N_("Waived"), B.waived, Kind.MONEY, on_screen=False),
        Column("paid", N_("Paid"), B.paid, Kind.MONEY, on_screen=False),
        Column("open", N_("Still open"), B.open, Kind.MONEY),
        Column(
            "state",
            N_("State"),
            STATE,
            Kind.STATE,
            word=lambda code: rules.STANDING_WORDS[rules.Standing(code)],
            tone=lambda code: rules.STANDING_TONES[rules.Standing(code)],
        ),
    ),
    filters=(
        SearchFilter("q", N_("Home, name"), by_search(R.id, "receivable", homes=R.home_id)),
        FlagFilter("open", N_("Open"), cast(B.open, Integer) > 0),
        FlagFilter(
            "overdue",
            N_("Overdue"),
            lambda question: (
                (cast(B.open, Integer) > 0)
                & (R.due_on < business_date(question.now, question.zone))
            ),
        ),
        ChoiceFilter("item", N_("Charge item"), R.item_id, _item_choices),
        ChoiceFilter("building", N_("Building"), Home.building_id, _building_choices),
        ChoiceFilter(
            "state",
            N_("State"),
            STATE,
            tuple(
                (state, word)
                for state, word in rules.STANDING_WORDS.items()
                if state != rules.Standing.OVERDUE
            ),
        ),
        ChoiceFilter("role", N_("Pays as"), R.payer_role, tuple(rules.PAYER_WORDS.items())),
        TextFilter("period", N_("Period, such as 2026-11"), MONTH),
        DayFilter("due", N_("Due"), R.due_on),
        DayFilter("charged", N_("Charged from"), R.starts_on),
        DayFilter("booked", N_("Booked"), R.booked_on),
    ),
    sorts=(
        Sort("newest", N_("Newest first"), (By(R.id, descending=True),)),
        Sort("due", N_("Due day"), (By(R.due_on), By(R.id))),
        Sort("home", N_("By home"), (By(Home.sort_code), By(R.id))),
        Sort("amount", N_("Largest amount"), (By(R.amount, descending=True),)),
    ),
    empty=N_("Nothing has been charged yet"),
)

LISTINGS = (CHARGE_ITEMS, RECEIVABLES)
