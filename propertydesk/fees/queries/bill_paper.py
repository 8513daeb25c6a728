"""Gathering what bills say on paper: the household's figures, the office, the ways to pay."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from propertydesk.estate import queries as estate
from propertydesk.fees import rules
from propertydesk.fees.printing import BillLine, BillPaper
from propertydesk.fees.queries.bills import Bill
from propertydesk.fees.queries.presenting import period_words
from propertydesk.fees.queries.receivables import Owed
from propertydesk.fees.rules.settings import PAY_ACCOUNT, PAY_LINK
from propertydesk.kernel.clock import local
from propertydesk.platform.printing import Text, Words
from propertydesk.platform.settings import value


def bill_papers(
    community_id: int, bills: Iterable[Bill], *, now: datetime, operator: str = ""
) -> list[BillPaper]:
    """The bills as they are to be printed now."""
    place = estate.community(community_id)
    link = value(community_id, PAY_LINK).strip()
    shared: dict[str, Any] = {
        "company": Words(place.company_zh, place.company_en or place.company_zh),
        "community": Words(place.name_zh, place.name_en or place.name_zh),
        "pays_by_code": bool(link),
        "account": value(community_id, PAY_ACCOUNT).strip(),
        "office": place.office_place,
        "hotline": place.hotline,
        "hours": f"{place.opens:%H:%M} – {place.closes:%H:%M}",
        "printed_at": local(now, place.zone),
        "operator": operator,
    }
    return [_paper(bill, link, shared) for bill in bills]


def _paper(bill: Bill, link: str, shared: dict[str, Any]) -> BillPaper:
    home = bill.home
    return BillPaper(
        number=bill.number,
        billed_on=bill.billed_on,
        home=Words(home.label_in(chinese=True), home.label_in(chinese=False)),
        payer=bill.payer,
        lines=tuple(_line(owed) for owed in bill.lines),
        charged=bill.charged,
        met=bill.met,
        arrears=bill.arrears,
        ahead=bill.ahead,
        due=bill.due,
        due_on=bill.due_on,
        code=link or home.code,
        basis="；".join(bill.basis),
        **shared,
    )


def _line(owed: Owed) -> BillLine:
    row, item = owed.row, owed.item
    once = item.basis == rules.Basis.ONCE
    tail = owed.space_no or row.words
    return BillLine(
        item=Words(
            f"{item.name_zh} {tail}".strip(), f"{item.name_en or item.name_zh} {tail}".strip()
        ),
        period=f"{row.booked_on:%Y-%m-%d}" if once else period_words(row.starts_on, row.ends_on),
        quantity="–" if once else _quantity(owed),
        price="–" if once else rules.shown_price(row.price),
        amount=row.amount,
    )


def _quantity(owed: Owed) -> Text:
    """98.37 m² × 6 月; with what else the amount is made of, so that it can be worked out again."""
    row = owed.row
    size, months = rules.shown_quantity(row.quantity), _months(row.months)
    zh, en = {
        rules.Basis.AREA: (f"{size} m²", f"{size} m²"),
        rules.Basis.SPACE: (f"{size} 个", f"{size} space"),
    }.get(rules.Basis(owed.item.basis), (f"{size} 户", f"{size} home"))
    zh, en = f"{zh} × {months} 月", f"{en} × {months} mo."
    if row.percent != 100:
        zh, en = f"{zh} × {row.percent}%", f"{en} × {row.percent}%"
    if row.surcharge:
        extra = rules.shown_price(row.surcharge)
        zh, en = f"{zh}，另加每月 {extra}", f"{en}, plus {extra} a month"
    if row.rounding:
        fen = f"{'+' if row.rounding > 0 else '−'}0.0{abs(row.rounding)}"
        zh, en = f"{zh}，尾差 {fen}", f"{en}, rounding {fen}"
    return Words(zh, en)


def _months(months: rules.Share) -> str:
    """6; 17/31; 2 17/31."""
    whole, part = divmod(months.part, months.whole)
    if not part:
        return str(whole)
    return f"{whole} {part}/{months.whole}" if whole else f"{part}/{months.whole}"
