"""A household's statement of account: as a page, on paper and as workbooks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.estate.models import Home
from propertydesk.fees.rules import Permission as FeePermission
from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now, today
from propertydesk.platform.i18n import day, pick, zone
from propertydesk.platform.web import page, see_other, writes
from propertydesk.platform.workbook import CellKind, Heading
from propertydesk.platform.workbook.answering import workbook
from propertydesk.till import rules
from propertydesk.till.printing import statement_pdf
from propertydesk.till.queries import statement as reading
from propertydesk.till.queries.paper import shown_period
from propertydesk.till.queries.prints import was_noted
from propertydesk.till.queries.statement import Entry, Line, Statement
from propertydesk.till.queries.statement_paper import statement_paper
from propertydesk.till.views.papers import as_pdf, language_asked, language_form
from propertydesk.till.views.reports import day_asked

bp = Blueprint("statements", __name__, url_prefix="/till/statements")

PRINT, EXPORT = "statement.print", "statement.export"
#: How long what was written down can be fetched; after it, it is written down anew.
FETCHED_WITHIN = timedelta(minutes=5)
_YUAN = CellKind.HUNDREDTHS
_PARTS = ("charges", "documents")


@dataclass(frozen=True)
class Asked:
    """Whose account, from which day to which."""

    home: Home
    first: date
    last: date

    @property
    def arguments(self) -> dict[str, Any]:
        """The same as an address says it."""
        return {"home": self.home.id, "first": self.first, "last": self.last}

    @property
    def days(self) -> str:
        """The span as it is written down."""
        return f"{self.first:%Y-%m-%d} – {self.last:%Y-%m-%d}"

    def read(self) -> Statement:
        """The account."""
        return reading.statement(self.home.id, self.first, self.last)


@bp.get("")
@requires(FeePermission.READ)
def index() -> ResponseReturnValue:
    """The account of a home (`?home=`) over some days, by default this year so far."""
    return _shown(_asked())


@bp.post("/prints")
@requires(FeePermission.READ)
@writes
def prints() -> ResponseReturnValue:
    """Write down that a statement is printed, and lead to it."""
    asked, form = _asked(), language_form(bound=True)
    if not form.carries_out(lambda _data: _note(asked, PRINT)):
        return _shown(asked, print_form=form), 422
    return see_other(url_for(".paper", **asked.arguments, language=form.language.data))


@bp.get("/statement.pdf")
@requires(FeePermission.READ)
def paper() -> ResponseReturnValue:
    """The statement on paper, for whoever has just written down that it is printed."""
    asked, language = _asked(), language_asked()
    if not _is_noted(asked, PRINT):
        return see_other(url_for(".index", **asked.arguments))
    told = statement_paper(asked.home, asked.read(), actor=actor(), now=now())
    return as_pdf(statement_pdf(told, language=language), told.number)


@bp.post("/workbooks")
@requires(FeePermission.READ)
@writes
def workbooks() -> ResponseReturnValue:
    """Write down that a statement is taken as a workbook, and lead to it (`part`)."""
    asked, part = _asked(), request.form.get("part", "")
    if part not in _PARTS:
        raise Missing(N_("There is no such page or record."))
    _note(asked, EXPORT)
    return see_other(url_for(f".{part}", **asked.arguments))


@bp.get("/charges.xlsx")
@requires(FeePermission.READ)
def charges() -> ResponseReturnValue:
    """The charges of the statement, with their sums in the last row; written down just before."""
    asked = _asked()
    if not _is_noted(asked, EXPORT):
        return see_other(url_for(".index", **asked.arguments))
    told = asked.read()
    headings = [
        Heading(_("No.")),
        Heading(_("Charge item"), width=24),
        Heading(_("Period"), width=20),
        Heading(_("Due"), CellKind.DAY),
        *(Heading(text, _YUAN) for text in column_words()),
    ]
    sums = [told.opening, told.charged, told.reduced, told.paid, told.closing]
    rows = [*map(_charge_row, told.lines), [_("Total"), None, None, None, *sums]]
    return workbook(f"statement-{asked.home.code}-charges", _facts(asked, told), headings, rows)


@bp.get("/documents.xlsx")
@requires(FeePermission.READ)
def documents() -> ResponseReturnValue:
    """The documents of the statement, with what was owed after each; written down just before."""
    asked = _asked()
    if not _is_noted(asked, EXPORT):
        return see_other(url_for(".index", **asked.arguments))
    told = asked.read()
    headings = [
        Heading(_("Day"), CellKind.DAY),
        Heading(_("Document")),
        Heading(_("What happened"), width=36),
        Heading(_("Owed"), _YUAN),
        Heading(_("Paid"), _YUAN),
        Heading(_("Balance"), _YUAN),
    ]
    return workbook(
        f"statement-{asked.home.code}-documents", _facts(asked, told), headings, _entry_rows(told)
    )


def column_words() -> tuple[str, str, str, str, str]:
    """What the five sums of a statement are called."""
    return _("Brought forward"), _("Charged"), _("Adjusted"), _("Paid"), _("Open")


def what(entry: Entry) -> str:
    """Paid · Property service · Cash."""
    names = [pick(zh, en) for zh, en in entry.items]
    method = [_(rules.METHOD_WORDS[rules.Method(entry.method)])] if entry.method else []
    return " · ".join([_(rules.STATEMENT_WORDS[entry.kind]), *names, *method])


def _charge_row(line: Line) -> Sequence[Any]:
    period = shown_period(line.starts_on.isoformat(), line.ends_on.isoformat())
    item = f"{pick(line.item, line.item_en)} {line.note}".strip()
    sums = [line.brought, line.charged, line.reduced, line.paid, line.open]
    return [line.number, item, period, line.due_on, *sums]


def _entry_rows(told: Statement) -> Iterator[Sequence[Any]]:
    yield [told.first, None, _("Brought forward"), None, None, told.opening]
    for each in told.entries:
        yield [each.day, each.number, what(each), each.owed, each.paid, each.balance]
    yield [told.last, None, _("Open"), None, None, told.closing]


def _facts(asked: Asked, told: Statement) -> list[tuple[str, str]]:
    return [
        (_("Home"), asked.home.code),
        (_("Span of days"), f"{day(told.first)} – {day(told.last)}"),
    ]


def _shown(asked: Asked, **forms: Any) -> str:
    told = asked.read()
    return page(
        "till/statement.html",
        asked=asked,
        told=told,
        columns=column_words(),
        what=what,
        period=lambda line: shown_period(line.starts_on.isoformat(), line.ends_on.isoformat()),
        spans=_spans(asked),
        **({"print_form": language_form(bound=False)} | forms),
    )


def _spans(asked: Asked) -> list[tuple[str, str, bool]]:
    """Spans that are asked for often: words, address, whether it is the one shown."""
    now_ = today(zone())
    year = now_.replace(month=1, day=1)
    found = (
        (_("This year"), year, now_),
        (_("Last year"), year.replace(year=year.year - 1), year - timedelta(days=1)),
        (_("Last 12 months"), (now_ - timedelta(days=365)), now_),
        (_("Everything"), date(2000, 1, 1), now_),
    )
    return [
        (words, url_for(".index", home=asked.home.id, first=first, last=last),
         (first, last) == (asked.first, asked.last))
        for words, first, last in found
    ]  # fmt: skip


def _asked() -> Asked:
    """What the address or the form asks for; days that cannot be read are this year's."""
    said, now_ = request.values.get("home", ""), today(zone())
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise Missing(N_("There is no such record."))
    last = min(day_asked(request.values.get("last", ""), now_), now_)
    first = day_asked(request.values.get("first", ""), last.replace(month=1, day=1))
    return Asked(load(Home, int(said)), min(first, last), last)


def _note(asked: Asked, action: str) -> None:
    activity.record(
        actor=actor(),
        now=now(),
        action=action,
        subject=asked.home,
        home_id=asked.home.id,
        note=asked.days,
    )


def _is_noted(asked: Asked, action: str) -> bool:
    """Whether the actor has just written down that exactly this leaves the house."""
    since = now() - FETCHED_WITHIN
    return was_noted(asked.home, action, asked.days, by=actor().id, since=since)
