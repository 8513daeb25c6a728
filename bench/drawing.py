"""Bills on paper the product's way, and by a bare canvas that writes as many strings and codes."""

import tracemalloc
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any

import segno
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select

from propertydesk.estate.models import Home
from propertydesk.fees import queries
from propertydesk.fees.models import (
    Receivable,
)
from propertydesk.fees.printing import begun, bill_pages
from propertydesk.fees.queries.bill_paper import bill_papers
from propertydesk.fees.rules import shown_price
from propertydesk.platform.db import db
from propertydesk.platform.printing.fonts import REGULAR, register


def draw(community_id: int, month: date, ids: list[int], now: datetime) -> bytes:
    """The product's way, a hundred homes at a time."""
    document = None
    for start in range(0, len(ids), 100):
        found = queries.bills_of(community_id, month, ids[start : start + 100], today=now.date())
        for each in bill_papers(community_id, found, now=now):
            document = document or begun(each, language="zh")
            for page in bill_pages(each, language="zh", layout="third"):
                document.add(page)
        db.session.rollback()
    assert document is not None
    return document.close()


def floor_draw(ids: list[int]) -> bytes:
    """As many strings and a code for each bill, by drawString, in one document."""
    register()
    target = BytesIO()
    canvas = Canvas(target, initialFontName=REGULAR, pageCompression=1)
    rows = db.session.execute(
        select(Home.code, Receivable.payer_name, Receivable.amount, Receivable.quantity, Receivable.price)
        .join(Receivable, Receivable.home_id == Home.id).where(Home.id.in_(ids))
    ).all()  # fmt: skip
    assert len(rows) == len(ids)
    for at, row in enumerate(rows):
        canvas.setFont(REGULAR, 8)
        said = ["收费通知单", row.code, row.payer_name, f"¥{row.amount.grouped}", row.amount.capitals,
                shown_price(row.price), str(row.quantity)] * 6  # fmt: skip
        for line, words in enumerate(said):
            canvas.drawString(40 + line % 6 * 80, 800 - at % 3 * 260 - line // 6 * 20, words)
        _floor_code(canvas, row.code)
        if at % 3 == 2:
            canvas.showPage()
    canvas.save()
    return target.getvalue()


def _floor_code(canvas: Canvas, content: str) -> None:
    shape = canvas.beginPath()
    for y, line in enumerate(segno.make(content, error="m", micro=False).matrix):
        for x, black in enumerate(line):
            if black:
                shape.rect(500 + x * 2, 700 - y * 2, 2, 2)
    canvas.drawPath(shape, stroke=0, fill=1)


def peak(work: Callable[[], Any]) -> float:
    """MB that a work holds at most."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6
