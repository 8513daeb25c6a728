"""Ageing of what is open, what each collector took, and every report as PDF."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.platform.access import actor, requires
from propertydesk.platform.clock import now, today
from propertydesk.platform.i18n import day, zone
from propertydesk.platform.settings import value
from propertydesk.platform.web import page
from propertydesk.platform.workbook import CellKind, Heading
from propertydesk.platform.workbook.answering import workbook
from propertydesk.till import rules
from propertydesk.till.printing import Desk, ReportPaper, report_pdf
from propertydesk.till.queries import ageing as aged
from propertydesk.till.queries import collectors as collecting
from propertydesk.till.queries import report_papers, vouchers
from propertydesk.till.queries import reports as reading
from propertydesk.till.queries.letterhead import desk_of
from propertydesk.till.queries.reports import By
from propertydesk.till.rules import Permission
from propertydesk.till.rules.ageing import BUCKETS
from propertydesk.till.rules.paper import PAPER_LANGUAGE
from propertydesk.till.views import vouchers as voucher_pages
from propertydesk.till.views.papers import as_pdf, language_asked
from propertydesk.till.views.reports import BY_WORDS, asked_of_address, bp, day_asked

_YUAN = CellKind.HUNDREDTHS


@bp.get("/collections.pdf")
@requires(Permission.REPORT)
def collections_paper() -> ResponseReturnValue:
    """The report of collections on paper."""
    asked = asked_of_address()
    lines, held = (
        reading.collections(asked),
        reading.held_for_payers(asked),
    )
    return _paper(report_papers.collections_paper(asked, lines, held, _desk()))


@bp.get("/vouchers.pdf")
@requires(Permission.REPORT)
def voucher_paper() -> ResponseReturnValue:
    """The vouchers of a day or a month on paper."""
    span = voucher_pages.span_of_address()
    told = [(each, voucher_pages.summary(each)) for each in vouchers.entries(span)]
    return _paper(report_papers.vouchers_paper(span, told, _desk()))


@bp.get("/ageing")
@requires(Permission.REPORT)
def ageing() -> ResponseReturnValue:
    """What is open on a day (`?until=`) by its age, by building or item (`?by=`)."""
    until, by = _ageing_asked()
    lines = aged.ageing(actor().community_id, until, by)
    sums = [sum(line.sums[at] for line in lines) for at in range(len(BUCKETS))]
    arguments: dict[str, Any] = {"until": until, "by": by.value}
    return page(
        "till/ageing.html",
        until=until,
        by=by,
        by_words={each: BY_WORDS[each] for each in aged.LINES},
        buckets=BUCKETS,
        lines=lines,
        sums=sums,
        open=sum(sums),
        late=sum(sums[1:]),
        households=aged.households_owing(actor().community_id, until),
        listed=_listed(until, by),
        is_past=until < today(zone()),
        workbook=url_for(".ageing_table", **arguments),
        paper=url_for(".ageing_paper", **arguments, language=_language()),
    )


@bp.get("/ageing.xlsx")
@requires(Permission.REPORT)
def ageing_table() -> ResponseReturnValue:
    """The same as a workbook."""
    until, by = _ageing_asked()
    lines = aged.ageing(actor().community_id, until, by)
    headings = [
        Heading(_(BY_WORDS[by]), width=20),
        *(Heading(_(each.words), _YUAN) for each in BUCKETS),
        Heading(_("Total"), _YUAN),
    ]
    sums = [sum(line.sums[at] for line in lines) for at in range(len(BUCKETS))]
    rows = [[line.label, *line.sums, line.open] for line in lines]
    facts = [(_("Up to"), day(until))]
    return workbook(
        f"ageing-{until:%Y%m%d}", facts, headings, [*rows, [_("Total"), *sums, sum(sums)]]
    )


@bp.get("/ageing.pdf")
@requires(Permission.REPORT)
def ageing_paper() -> ResponseReturnValue:
    """The same on paper."""
    until, by = _ageing_asked()
    lines = aged.ageing(actor().community_id, until, by)
    return _paper(report_papers.ageing_paper(until, by, lines, _desk()))


@bp.get("/collectors")
@requires(Permission.REPORT)
def collectors() -> ResponseReturnValue:
    """What each collector took from `?first=` to `?last=`, by default this month so far."""
    first, last = _days_asked()
    lines = collecting.collectors(actor().community_id, first, last)
    sums = [sum(line.by_method[at] for line in lines) for at in range(len(collecting.METHODS))]
    arguments: dict[str, Any] = {"first": first, "last": last}
    return page(
        "till/collectors.html",
        first=first,
        last=last,
        lines=lines,
        methods=collecting.METHODS,
        method_words=rules.METHOD_WORDS,
        sums=sums,
        taken=sum(sums),
        given_back=sum(line.given_back for line in lines),
        receipts=sum(line.receipts for line in lines),
        void=sum(line.void for line in lines),
        workbook=url_for(".collectors_table", **arguments),
        paper=url_for(".collectors_paper", **arguments, language=_language()),
    )


@bp.get("/collectors.xlsx")
@requires(Permission.REPORT)
def collectors_table() -> ResponseReturnValue:
    """The same as a workbook."""
    first, last = _days_asked()
    lines = collecting.collectors(actor().community_id, first, last)
    headings = [
        Heading(_("Cashier"), width=20),
        Heading(_("Receipts"), CellKind.NUMBER),
        Heading(_("Void"), CellKind.NUMBER),
        *(Heading(_(rules.METHOD_WORDS[each]), _YUAN) for each in collecting.METHODS),
        *(Heading(text, _YUAN) for text in (_("Money in"), _("Given back"), _("Net"))),
    ]
    rows: list[list[Any]] = [
        [
            each.name,
            each.receipts,
            each.void,
            *each.by_method,
            each.taken,
            each.given_back,
            each.net,
        ]
        for each in lines
    ]
    total = [_("Total"), *(sum(row[at] for row in rows) for at in range(1, len(headings)))]
    facts = [(_("Span of days"), f"{day(first)} – {day(last)}")]
    return workbook(f"collectors-{first:%Y%m%d}-{last:%Y%m%d}", facts, headings, [*rows, total])


@bp.get("/collectors.pdf")
@requires(Permission.REPORT)
def collectors_paper() -> ResponseReturnValue:
    """The same on paper."""
    first, last = _days_asked()
    lines = collecting.collectors(actor().community_id, first, last)
    return _paper(report_papers.collectors_paper(first, last, lines, _desk()))


def _listed(until: date, by: By) -> Callable[..., str]:
    """Gives the address of the receivables behind a figure: of a line, of an age, or of all."""

    def address(key: int | str | None = None, bucket: Any = None) -> str:
        asked: dict[str, Any] = {"open": "1", "booked_to": until}
        if key is not None:
            asked[by.value] = key
        if bucket is not None:
            earliest, latest = bucket.due_between(until)
            asked |= {"due_from": earliest, "due_to": latest}
        return url_for("receivables.index", **asked)

    return address


def _ageing_asked() -> tuple[date, By]:
    now_, by = today(zone()), request.args.get("by", "")
    until = min(day_asked(request.args.get("until", ""), now_), now_)
    return until, By(by) if by in set(aged.LINES) else By.BUILDING


def _days_asked() -> tuple[date, date]:
    now_ = today(zone())
    last = min(day_asked(request.args.get("last", ""), now_), now_)
    first = day_asked(request.args.get("first", ""), last.replace(day=1))
    return min(first, last), last


def _language() -> str:
    return str(value(actor().community_id, PAPER_LANGUAGE))


def _desk() -> Desk:
    return desk_of(actor().community_id, actor(), now())


def _paper(told: ReportPaper) -> ResponseReturnValue:
    return as_pdf(report_pdf(told, language=language_asked()), told.number)
