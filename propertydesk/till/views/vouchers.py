"""Vouchers of a day or month for the accounting system: looked at, and taken as a workbook."""

from datetime import date

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.words import N_
from propertydesk.platform.access import actor, requires
from propertydesk.platform.clock import today
from propertydesk.platform.i18n import day, pick, zone
from propertydesk.platform.web import page
from propertydesk.platform.workbook import CellKind, Heading
from propertydesk.platform.workbook.answering import workbook
from propertydesk.till import rules
from propertydesk.till.queries import vouchers as reading
from propertydesk.till.queries.vouchers import Entry, Span, What
from propertydesk.till.rules import Permission
from propertydesk.till.views.reports import bp, day_asked, month_end

WORDS = {
    What.TAKEN: N_("Money taken"),
    What.MET: N_("Charges paid"),
    What.AHEAD: N_("Paid ahead"),
    What.DEPOSIT: N_("Deposit taken"),
    What.EARNED: N_("Other income"),
    What.CHARGED: N_("Charged"),
    What.CHANGED: N_("Adjusted, waived or void"),
    What.SET_OFF: N_("Prepayment set off"),
    What.DEPOSIT_ENDED: N_("Deposit given back"),
    What.KEPT: N_("Deposit kept"),
    What.REFUNDED: N_("Prepayment given back"),
}


@bp.get("/vouchers")
@requires(Permission.REPORT)
def vouchers() -> ResponseReturnValue:
    """The vouchers of a day (`?day=`) or a month (`?month=`), by default today's."""
    span = span_of_address()
    found = reading.entries(span)
    return page(
        "till/vouchers.html",
        span=span,
        is_day=span.first == span.last,
        entries=found,
        summary=summary,
        debit=sum(each.debit for each in found),
        credit=sum(each.credit for each in found),
    )


@bp.get("/vouchers.xlsx")
@requires(Permission.REPORT)
def voucher_file() -> ResponseReturnValue:
    """The same lines as a workbook."""
    span = span_of_address()
    headings = [
        Heading(_("Day"), CellKind.DAY),
        Heading(_("No. of the voucher")),
        Heading(_("Summary"), width=40),
        Heading(_("Account code"), width=10),
        Heading(_("Name of the account"), width=24),
        Heading(_("Debit"), CellKind.HUNDREDTHS),
        Heading(_("Credit"), CellKind.HUNDREDTHS),
    ]
    rows = [
        [
            each.day, each.number, summary(each), each.account.code, each.account.name,
            each.debit or None, each.credit or None,
        ]
        for each in reading.entries(span)
    ]  # fmt: skip
    facts = [(_("Span of days"), f"{day(span.first)} – {day(span.last)}")]
    name = f"vouchers-{span.first:%Y%m%d}-{span.last:%Y%m%d}"
    return workbook(name, facts, headings, rows)


def summary(entry: Entry) -> str:
    """What a line is about: Red · Charges paid · Property service · Cash."""
    parts = [
        _("Red") if entry.is_red else "",
        _(WORDS[entry.what]),
        pick(entry.item, entry.item_en),
    ]
    if entry.method:
        parts.append(_(rules.METHOD_WORDS[rules.Method(entry.method)]))
    return " · ".join(filter(None, parts))


def span_of_address() -> Span:
    """The day or month of the address."""
    now, here = today(zone()), actor().community_id
    if request.args.get("month"):
        first: date = day_asked(request.args["month"] + "-01", now).replace(day=1)
        return Span(here, first, month_end(first))
    asked = day_asked(request.args.get("day", ""), now)
    return Span(here, asked, asked)
