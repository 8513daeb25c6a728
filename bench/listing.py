"""Listings: deep pages against the first (G11), streamed exports against their floor (G13).

    python -m bench.listing [--engine postgresql]

Times of one machine mean little; the ratios are what to look at. Each pair is checked to give the
same result.
"""

import argparse
import csv
import io
import os
import sys
import tempfile
import tracemalloc
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import sqlalchemy
import xlsxwriter
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import func, insert, select
from werkzeug.datastructures import MultiDict

from bench.measure import Pairs, exponent, in_turns, seconds
from propertydesk import config, create_app
from propertydesk.estate.models import Community
from propertydesk.kernel.money import Money
from propertydesk.platform import schema
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.listing import By, Column, Kind, Listing, Place, Sort, page
from propertydesk.platform.listing.export import Export
from propertydesk.platform.listing.reading import read
from propertydesk.repairs.models import RepairOrder as Order

SMALL, LARGE = 20_000, 200_000
EXPORTED = 50_000
START = datetime(2026, 1, 1, tzinfo=UTC)


def _instant(key: str) -> Column:
    return Column(key, key, getattr(Order, key), Kind.INSTANT)


def _text(key: str) -> Column:
    return Column(key, key, getattr(Order, key))


ORDERS = Listing(
    name="bench-orders",
    title="Orders",
    permission="",
    select=lambda community: select(Order.id).where(Order.community_id == community),
    id=Order.id,
    columns=(
        Column("number", "No.", Order.number, Kind.NAME, sort="number"),
        Column("state", "State", Order.state, Kind.STATE, word=str, tone=lambda _state: "blue"),
        Column("reporter_name", "Reporter", Order.reporter_name),
        Column("phone", "Phone", Order.phone, Kind.PHONE),
        _instant("reported_at"),
        Column("priority", "Priority", Order.priority, Kind.NUMBER),
        Column("total", "Total", Order.total, Kind.MONEY),
        *(
            Column(key, key, getattr(Order, key), on_screen=False)
            for key in (
                "channel", "area", "place", "category", "description", "charge", "salutation",
                "first_handler", "work_done", "receipt_no",
            )
        ),
        Column("labour", "Labour", Order.labour, Kind.MONEY, on_screen=False),
        Column("dispatched_at", "D", Order.dispatched_at, Kind.INSTANT, on_screen=False),
        Column("finished_at", "F", Order.finished_at, Kind.INSTANT, on_screen=False),
    ),
    sorts=(
        Sort("newest", "Newest", (By(Order.reported_at, descending=True),)),
        Sort("number", "Number", (By(Order.number),)),
    ),
)  # fmt: skip


@contextmanager
def installation(engine: str) -> Iterator[Flask]:
    """The application over an empty database of its own."""
    with tempfile.TemporaryDirectory() as folder, _database(engine, Path(folder)) as url:
        desk = config.Desk(Path(folder), url, b"bench" * 8, "demo", "", 0, None)
        app = create_app(desk)
        with app.app_context():
            schema.bring_up_to_date()
            yield app
            db.session.remove()
            db.engine.dispose()


@contextmanager
def _database(engine: str, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'bench.db'}"
        return
    place = os.environ.get("DESK_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432")
    place = place.replace("postgresql://", "postgresql+psycopg://", 1)
    server = sqlalchemy.create_engine(f"{place}/postgres", isolation_level="AUTOCOMMIT")
    name = f"propertydesk_bench_{os.getpid()}"
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        yield f"{place}/{name}"
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    server.dispose()


def fill(code: str, count: int) -> Actor:
    """A community with `count` orders; gives somebody who works there."""
    with db.engine.begin() as connection:
        made = insert(Community).values(code=code, name_zh=code).returning(Community.id)
        community_id = connection.execute(made).scalar_one()
        for first in range(0, count, 5_000):
            rows = [_order(number, community_id) for number in range(first, first + 5_000)]
            connection.execute(insert(Order), rows)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    return Actor("staff", None, "Bench", community_id)


def _order(number: int, community_id: int) -> dict[str, Any]:
    reported = START + timedelta(seconds=number // 3 * 7)
    later = reported + timedelta(hours=2)
    return {
        "community_id": community_id, "number": f"BX{number:08d}", "state": "closed",
        "state_since": reported, "reported_at": reported, "channel": "phone", "area": "lobby",
        "place": f"{number % 18 + 1}层电梯厅", "reporter_name": "欧阳絜", "salutation": "ms",
        "reporter_role": "owner", "phone": f"138{number:08d}", "category": "water-pipe",
        "description": f"厨房水管漏水, 第 {number} 号{', 请尽快 <急>' if number % 20 == 0 else ''}",
        "priority": number % 4 + 1,
        "charge": "free", "first_handler": "何雨", "dispatched_at": later, "finished_at": later,
        "dispatch_due": later, "arrive_due": later, "complete_due": later,
        "labour": Money(number % 90 * 100), "total": Money(number % 9_000 * 17),
        "work_done": "换阀门", "receipt_no": f"SJ{number:08d}",
    }  # fmt: skip


def first(actor: Actor) -> Any:
    """The first page, as the product makes it."""
    return page(ORDERS, actor=actor, args=MultiDict())


def deep_link(actor: Actor) -> MultiDict[str, str]:
    """The arguments of the last page but one, reached as a reader would: back from the end."""
    from propertydesk.platform.listing.reading import arguments

    last = page(ORDERS, actor=actor, args=arguments("before=end"))
    before = page(ORDERS, actor=actor, args=arguments(last.previous_url))
    return arguments(before.next_url)


def by_offset(actor: Actor, offset: int) -> list[int]:
    """A page by counting rows, the way not taken."""
    rows = (
        select(Order.id, Order.number, Order.reported_at)
        .where(Order.community_id == actor.community_id)
        .order_by(Order.reported_at.desc(), Order.id.desc())
    )
    return [row.id for row in db.session.execute(rows.offset(offset).limit(ORDERS.size))]


def paging(actors: dict[int, Actor]) -> None:
    """G11: the last page costs what the first does, however many rows there are."""
    times = {}
    for count, actor in actors.items():
        deep = deep_link(actor)
        shown = page(ORDERS, actor=actor, args=deep)
        offset = count - ORDERS.size
        assert [row.id for row in shown.rows] == by_offset(actor, offset)
        found = _repeated(
            lambda a=actor, d=deep: page(ORDERS, actor=a, args=d), lambda a=actor: first(a)
        )
        print(found.line(f"last page of {count:,}", "the first page", 1.5))
        counted = _repeated(
            lambda a=actor, o=offset: by_offset(a, o), lambda a=actor: by_offset(a, 0)
        )
        print(counted.line("  by OFFSET, for contrast", "its first page"))
        times[count] = min(found.product)
    growth = exponent(times[SMALL], times[LARGE], LARGE / SMALL)
    print(f"last page grows with the table by exponent {growth:.3f}  goal 0.05")


def _repeated(product: Any, floor: Any) -> Pairs:
    return in_turns(
        lambda: [product() for _ in range(10)], lambda: [floor() for _ in range(10)], pairs=25
    )


def export_of(actor: Actor) -> Export:
    """The export that the command line makes."""
    now = datetime.now(UTC)
    asked = read(ORDERS, MultiDict(), actor=actor, zone="Asia/Shanghai", now=now)
    return Export(asked, [Place(actor.community_id, "B", "Asia/Shanghai")], "keys", "Bench", now)


def bare_rows(actor: Actor) -> Iterator[Sequence[Any]]:
    """The same columns straight from the driver."""
    columns = [getattr(Order, column.key) for column in ORDERS.exported]
    query = select(*columns).where(Order.community_id == actor.community_id)
    query = query.order_by(Order.reported_at.desc(), Order.id.desc())
    text = str(query.compile(db.engine, compile_kwargs={"literal_binds": True}))
    connection = db.engine.raw_connection()
    cursor = connection.cursor()
    cursor.execute(text)
    yield from iter(cursor)
    connection.close()


def bare_xlsx(actor: Actor) -> int:
    """The least that makes a workbook of it: every value as text, nothing checked."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book,
        book.open("xl/worksheets/sheet1.xml", "w") as sheet,
    ):
        sheet.write(b"<worksheet><sheetData>")
        for row in bare_rows(actor):
            cells = [
                f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
                if isinstance(value, str)
                else f"<c><v>{value}</v></c>"
                for value in row
            ]
            sheet.write(f"<row>{''.join(cells)}</row>".encode())
        sheet.write(b"</sheetData></worksheet>")
    return target.tell()


def bare_csv(actor: Actor) -> int:
    """The rows as the csv module writes them."""
    target = io.StringIO()
    csv.writer(target).writerows(bare_rows(actor))
    return target.tell()


def by_library(actor: Actor) -> bytes:
    """The same workbook by XlsxWriter in constant memory."""
    target, export = io.BytesIO(), export_of(actor)
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "remove_timezone": True}
    )
    sheet = book.add_worksheet("Data")
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_row(0, 0, [heading.text for heading in export.headings()])
    kinds = [heading.kind for heading in export.headings()]
    for line, row in enumerate(export.rows(), start=1):
        for place, (kind, value) in enumerate(zip(kinds, row, strict=True)):
            if value is None:
                continue
            if kind == "moment":
                sheet.write_datetime(line, place, value, moment)
            elif kind == "text":
                sheet.write_string(line, place, value)
            else:
                sheet.write_number(line, place, value / 100 if kind == "hundredths" else value)
    book.close()
    return target.getvalue()


def exports(actors: dict[int, Actor]) -> None:
    """G13: a streamed workbook costs little more than the least that makes one."""
    small, large = actors[EXPORTED // 10], actors[EXPORTED]
    content = b"".join(export_of(large).chunks("xlsx"))
    assert _cells(content) == _cells(by_library(large))
    xlsx = in_turns(lambda: drain(large, "xlsx"), lambda: bare_xlsx(large))
    print(xlsx.line(f"{EXPORTED:,} x 20 as XLSX", "a bare streaming writer", 2))
    table = in_turns(lambda: drain(large, "csv"), lambda: bare_csv(large))
    print(table.line(f"{EXPORTED:,} x 20 as CSV", "the bare csv module"))
    library = seconds(lambda: by_library(large))
    times = library / min(xlsx.product)
    print(f"XlsxWriter in constant memory: {library:.2f} s, {times:.1f}x of ours  goal 7x or more")
    begun = seconds(lambda: next(iter(export_of(large).chunks("xlsx"))))
    print(f"first byte after {begun * 1e3:.1f} ms  goal 50")
    growth = exponent(seconds(lambda: drain(small, "xlsx")), min(xlsx.product), 10)
    print(f"time grows by exponent {growth:.2f}  goal 1.05")
    peaks = [_peak(lambda a=actor: drain(a, "xlsx")) for actor in (small, large)]
    print(f"peak memory {peaks[0]:.1f} MB for a tenth, {peaks[1]:.1f} MB  goal +20 at any size")


def drain(actor: Actor, form: str) -> int:
    """Make the file and let it flow away."""
    return sum(len(chunk) for chunk in export_of(actor).chunks(form))


def _cells(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Data").to_python()


def _peak(work: Any) -> float:
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def main() -> int:
    """Build the data once, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    engine = parser.parse_args().engine
    with installation(engine) as app:
        sizes = (SMALL, LARGE, EXPORTED // 10, EXPORTED)
        actors = {size: fill(f"B{size}", size) for size in sizes}
        print(f"{engine}, {db.session.scalar(select(func.count()).select_from(Order)):,} orders")
        with app.test_request_context("/"):
            paging({size: actors[size] for size in (SMALL, LARGE)})
            exports(actors)
    return 0


if __name__ == "__main__":
    sys.exit(main())
