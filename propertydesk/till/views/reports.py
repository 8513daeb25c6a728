"""Reports of the money: what was charged, collected and is open, and how that compares."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.accounts import queries as accounts
from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_
from propertydesk.platform import settings
from propertydesk.platform.access import actor, requires
from propertydesk.platform.clock import today
from propertydesk.platform.i18n import day, pick, zone
from propertydesk.platform.web import page
from propertydesk.platform.workbook import CellKind, Heading
from propertydesk.platform.workbook.answering import workbook
from propertydesk.till import rules
from propertydesk.till.queries import reports as reading
from propertydesk.till.queries.reports import Asked, By
from propertydesk.till.rules import Permission

bp = Blueprint("till_reports", __name__, url_prefix="/till/reports")

BY_WORDS = {
    By.BUILDING: N_("Building"),
    By.ITEM: N_("Charge item"),
    By.MONTH: N_("Month"),
    By.COMMUNITY: N_("Community"),
}
_YUAN = CellKind.HUNDREDTHS


@bp.get("")
@requires(Permission.REPORT)
def index() -> ResponseReturnValue:
    """Collections of a month, or from January to it, up to a cut-off day."""
    asked = asked_of_address()
    lines = reading.collections(asked)
    total = rules.together(each.figures for each in lines)
    return page(
        "till/reports.html",
        asked=asked,
        is_year=_is_year(),
        is_past=asked.until < today(zone()),
        by_words=_offered(_elsewhere()),
        lines=lines,
        total=total,
        rates=_rates(total, [int(each.key) for each in lines] if asked.by is By.COMMUNITY else []),
        percent=percent,
        held=reading.held_for_payers(asked),
        listed=_listed(asked),
        buildings=url_for(".index", **{**_arguments(asked), "by": By.BUILDING.value}),
        files={
            name: url_for(f".{name}", **_arguments(asked))
            for name in ("table", "charges", "collections_paper")
        },
    )


@bp.get("/table.xlsx")
@requires(Permission.REPORT)
def table() -> ResponseReturnValue:
    """The report as a workbook."""
    asked = asked_of_address()
    lines = reading.collections(asked)
    total = rules.together(each.figures for each in lines)
    headings = [
        Heading(_(BY_WORDS[asked.by]), width=20),
        *(Heading(text, _YUAN) for text in (_("Amount charged"), _("Paid"), _("Open"))),
        Heading(_("Charged this year"), _YUAN),
        Heading(_("Paid of it"), _YUAN),
        Heading(_("Arrears brought forward"), _YUAN),
        Heading(_("Recovered"), _YUAN),
        *(Heading(f"{text} (%)", _YUAN) for text in _rate_names()),
    ]
    rows = [[each.label, *_values(each.figures)] for each in lines]
    return _workbook("collections", asked, headings, [*rows, [_("Total"), *_values(total)]])


@bp.get("/charges.xlsx")
@requires(Permission.REPORT)
def charges() -> ResponseReturnValue:
    """Every charge of the period as it stood on the cut-off day; nobody's name is in it."""
    asked = asked_of_address()
    headings = [
        Heading(_("No.")),
        Heading(_("Home"), width=12),
        Heading(_("Charge item"), width=24),
        *(Heading(text, CellKind.DAY) for text in (_("From"), _("Until"), _("Due"))),
        *(Heading(text, _YUAN) for text in (_("Amount charged"), _("Paid"), _("Open"))),
    ]
    return _workbook("charges", asked, headings, _charge_rows(asked))


def percent(hundredths: int | None) -> str:
    """82.05 %; an en dash where there is nothing to collect."""
    return "–" if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02d} %"


def _charge_rows(asked: Asked) -> Iterator[Sequence[Any]]:
    for each in reading.lines_of(asked):
        named = [each.number, each.home, pick(each.item, each.item_en)]
        days = [each.starts_on, each.ends_on, each.due_on]
        yield [*named, *days, each.charged, each.collected, each.open]


def _values(found: rules.Collection) -> list[int | None]:
    """Sums in fen and rates in 0.01 %: both are written with two decimals."""
    return [
        found.charged, found.collected, found.open, found.year_charged, found.year_collected,
        found.opening, found.recovered,
        found.current, found.year_to_date, found.recovery, found.overall,
    ]  # fmt: skip


def _rate_names() -> tuple[str, str, str, str]:
    return _("Current period"), _("Year to date"), _("Earlier years"), _("Overall")


def _rates(total: rules.Collection, places: Sequence[int]) -> list[dict[str, Any]]:
    """The four rates beside the targets of these communities (none: the one at hand); overall has
    no target of its own, and several communities have one where theirs are alike.
    """
    target, recovery = (
        _common(setting, places or [actor().community_id])
        for setting in (rules.TARGET_RATE, rules.TARGET_RECOVERY)
    )
    found = (total.current, total.year_to_date, total.recovery)
    rates = [
        {"name": name, "rate": rate, "note": _goal_words(goal), "tone": _tone(rate, goal)}
        for name, rate, goal in zip(_rate_names(), found, (target, target, recovery), strict=False)
    ]
    note = _("this year and earlier together")
    return [*rates, {"name": _("Overall"), "rate": total.overall, "note": note, "tone": "blue"}]


def _common(setting: Setting, places: Sequence[int]) -> int | None:
    values = {settings.value(place, setting) for place in places}
    return values.pop() if len(values) == 1 else None


def _goal_words(goal: int | None) -> str:
    if goal is None:
        return _("each community has its own target")
    return _("target %(percent)s %%", percent=goal)


def _tone(rate: int | None, target: int | None) -> str:
    if rate is None or target is None:
        return "blue"
    return "green" if rate >= target * 100 else "amber"


def asked_of_address() -> Asked:
    """What the address asks for; what cannot be read is today's."""
    now = today(zone())
    until = min(day_asked(request.args.get("until", ""), now), now)
    first = day_asked(request.args.get("month", "") + "-01", until.replace(day=1)).replace(day=1)
    said, others = request.args.get("by", ""), _elsewhere()
    by = By(said) if said in _offered(others) else By.BUILDING
    return Asked(
        actor().community_id,
        first.replace(month=1) if _is_year() else first,
        month_end(first),
        until,
        by,
        others=others if by == By.COMMUNITY else (),
    )


def _elsewhere() -> tuple[int, ...]:
    """Further communities on whose money the reader reports."""
    places = accounts.communities_where(Permission.REPORT)
    return tuple(each.id for each in places if each.id != actor().community_id)


def _offered(others: tuple[int, ...]) -> dict[By, str]:
    """What the lines may be; communities only to whoever reports on several."""
    return {each: word for each, word in BY_WORDS.items() if others or each != By.COMMUNITY}


def day_asked(text: str, otherwise: date) -> date:
    """The day that is written, or another one where none is."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return otherwise
    return found if 1900 <= found.year <= 2200 else otherwise


def month_end(first: date) -> date:
    """The last day of the month that begins on `first`."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _is_year() -> bool:
    return request.args.get("span") == "year"


def _arguments(asked: Asked) -> dict[str, Any]:
    return {
        "span": "year" if _is_year() else "month",
        "month": f"{asked.last:%Y-%m}",
        "until": asked.until.isoformat(),
        "by": asked.by.value,
    }


def _listed(asked: Asked) -> Any:
    """Gives the address of the receivables behind a line, or behind the total."""
    everything = {"charged_from": asked.first, "charged_to": asked.last, "booked_to": asked.until}

    def address(key: int | str | None = None, **more: str) -> str:
        narrowed: dict[str, Any] = {}
        if key is not None and asked.by == By.MONTH:
            first = date.fromisoformat(f"{key}-01")
            narrowed = {"charged_from": first, "charged_to": month_end(first)}
        elif asked.by == By.COMMUNITY and (key is None or key != asked.community_id):
            return ""  # only what is at hand can be listed; the others are gone over to
        elif key is not None and asked.by != By.COMMUNITY:
            narrowed = {asked.by.value: key}
        return url_for("receivables.index", **{**everything, **narrowed, **more})

    return address


def _workbook(name: str, asked: Asked, headings: list[Heading], rows: Any) -> Response:
    facts = [
        (_("Charges from"), f"{day(asked.first)} – {day(asked.last)}"),
        (_("Up to"), day(asked.until)),
    ]
    days = "-".join(f"{each:%Y%m%d}" for each in (asked.first, asked.last, asked.until))
    return workbook(f"{name}-{days}", facts, headings, rows)
