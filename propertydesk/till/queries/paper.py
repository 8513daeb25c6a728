"""Gathering what a receipt says on paper, and what anybody may read of it."""

from calendar import monthrange
from datetime import date, datetime
from typing import Any

from flask import current_app, request, url_for
from sqlalchemy import select

from propertydesk.accounts import queries as accounts
from propertydesk.estate import queries as estate
from propertydesk.estate.models import Community, Home
from propertydesk.fees.rules import Basis
from propertydesk.kernel.clock import local
from propertydesk.kernel.money import Money
from propertydesk.platform.db import db
from propertydesk.platform.printing import Text, Void, Words
from propertydesk.platform.printing.catalogue import bilingual
from propertydesk.till import rules
from propertydesk.till.models import Payment, Receipt, ReceiptVoid
from propertydesk.till.printing import ReceiptLine, ReceiptPaper
from propertydesk.till.queries.letterhead import company_of
from propertydesk.till.queries.receipts import prints_of

_MOST_HOMES = 2


def check_url(code: str) -> str:
    """The address behind the QR: whoever has the paper sees whether it counts; no sign-in."""
    base = current_app.config["DESK"].base_url or request.host_url.rstrip("/")
    return f"{base}{url_for('receipt_check.shown', token=code)}"


def receipt_paper(receipt: Receipt, *, now: datetime) -> ReceiptPaper:
    """The receipt as it is to be printed now, with the marks of what became of it."""
    place = estate.community(receipt.community_id)
    payment = db.session.get_one(Payment, receipt.payment_id)
    red = db.session.scalar(select(Receipt).filter_by(reverses_id=receipt.id))
    taken = db.session.get_one(Receipt, receipt.reverses_id) if receipt.reverses_id else None
    first = taken or receipt
    return ReceiptPaper(
        number=receipt.number,
        company=company_of(place),
        community=Words(place.name_zh, place.name_en or place.name_zh),
        hotline=place.hotline,
        check_url=check_url(receipt.check_code),
        check_code=receipt.check_code,
        issued_at=local(receipt.issued_at, place.zone),
        printed_at=local(now, place.zone),
        payer=receipt.payer_name,
        home=_homes(receipt),
        lines=receipt_lines(receipt),
        total=receipt.total,
        method=bilingual(rules.METHOD_WORDS[rules.Method(payment.method)]),
        reference=payment.reference,
        remark=payment.note,
        collector=receipt.cashier_name,
        collector_no=receipt.cashier_no,
        is_deposit=first.kind == rules.ReceiptKind.DEPOSIT,
        reprint=max(0, len(prints_of(receipt)) - 1),
        void=_void(receipt, place),
        takes_back=taken.number if taken else "",
        reversed_by=red.number if red else "",
    )


def receipt_lines(receipt: Receipt) -> tuple[ReceiptLine, ...]:
    """The frozen lines as they are read; homes are named where there are several."""
    several = len(_codes(receipt)) > 1
    return tuple(_line(line, names_home=several) for line in receipt.lines)


def public_lines(receipt: Receipt) -> tuple[ReceiptLine, ...]:
    """The lines without anything about home, space or person: for whoever holds the paper."""
    return tuple(
        _line({**line, "note": "", "home": ""}, names_home=False) for line in receipt.lines
    )


def shown_period(start: str, end: str) -> str:
    """2026-07 – 2026-12 for whole months, else days; ISO days in, "" for none."""
    if not start:
        return ""
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        start, end = f"{first:%Y-%m}", f"{last:%Y-%m}"
    return start if start == end else f"{start} – {end}"


def _line(line: dict[str, Any], *, names_home: bool) -> ReceiptLine:
    name = (
        bilingual(line["word"]) if line.get("word") else Words(line["zh"], line["en"] or line["zh"])
    )
    behind = [str(line.get("note") or ""), str(line.get("home") or "") if names_home else ""]
    tail = " ".join(part for part in behind if part)
    zh, en = f"{name.zh} {tail}".strip(), f"{name.en} {tail}".strip()
    whole = part_of(line)
    if whole is not None:
        zh, en = f"{zh}（¥{whole.grouped} 之部分）", f"{en} (part of ¥{whole.grouped})"
    return ReceiptLine(
        item=Words(zh, en),
        period=shown_period(line.get("from", ""), line.get("to", "")),
        quantity=_quantity(line),
        price=line.get("price", ""),
        amount=Money(line["amount"]),
    )


def part_of(line: dict[str, Any]) -> Money | None:
    """What was charged, where a line pays less than that: its quantity and price make the whole.

    Lines of receipts that were given before this was kept say nothing.
    """
    charged = int(line.get("charged") or 0)
    return Money(charged) if abs(int(line["amount"])) < charged else None


def _quantity(line: dict[str, Any]) -> str:
    """98.37 m² × 6, 1 × 17/30."""
    if not line.get("quantity"):
        return ""
    size = f"{line['quantity']} m²" if line.get("basis") == Basis.AREA else str(line["quantity"])
    part, whole = line.get("months") or (1, 1)
    if part == whole:
        return size
    return f"{size} × {part}" if whole == 1 else f"{size} × {part}/{whole}"


def _codes(receipt: Receipt) -> list[str]:
    """The codes of the homes it was paid for, each once."""
    return list(dict.fromkeys(line["home"] for line in receipt.lines if line.get("home")))


def _homes(receipt: Receipt) -> Text:
    home = db.session.get(Home, receipt.home_id) if receipt.home_id else None
    codes = _codes(receipt)
    if home is None:
        return ", ".join(codes)
    if len(codes) < _MOST_HOMES:
        return Words(home.label_in(chinese=True), home.label_in(chinese=False))
    if len(codes) == _MOST_HOMES:
        return "、".join(codes)
    count = len(codes)
    return Words(f"{home.code} 等 {count} 户", f"{home.code} and {count - 1} more")


def _void(receipt: Receipt, place: Community) -> Void | None:
    void = db.session.scalar(select(ReceiptVoid).filter_by(receipt_id=receipt.id))
    if void is None:
        return None
    by = f"{accounts.signature(void.voided_by)} / {accounts.signature(void.witnessed_by)}"
    return Void(local(void.at, place.zone), by)
