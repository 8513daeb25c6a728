"""Exports hold what was asked, are written down, and go to the one who asked."""

from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import (
    select,
)
from werkzeug.datastructures import MultiDict

from propertydesk.kernel.errors import Invalid, Missing
from propertydesk.platform.access import Actor
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from propertydesk.platform.listing import (
    Listing,
    Place,
)
from propertydesk.platform.listing.ordering import (
    Order,
    export_listing,
    fetch_export,
    link_to,
    order_export,
)
from propertydesk.platform.listing.reading import arguments
from propertydesk.platform.transaction import in_transaction
from tests.conftest import NOW, make_actor
from tests.domain.platform.samples import ROWS, SAMPLES


def place(actor: Actor, code: str = "JX") -> Place:
    return Place(actor.community_id, code, "Asia/Shanghai")


def ordered(actor: Actor, query: str, form: str = "csv") -> str:
    order = Order(SAMPLES, arguments(query), form)
    return in_transaction(lambda: link_to(order_export(order, actor=actor, place=place(actor))))


def exported(actor: Actor, query: str, form: str = "xlsx") -> list[list[Any]]:
    token = ordered(actor, query, form)
    export, _form = fetch_export(token, actor=actor, place=place(actor))
    content = b"".join(export.chunks(form))
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    assert dict(book.get_sheet_by_name("Info").to_python())["Community"] == "JX"
    return book.get_sheet_by_name("Data").to_python()


def test_a_page_exports_what_its_filters_show(listing: Listing, actor: Actor) -> None:
    found = exported(actor, "state=done&sort=-number")
    assert found[0] == [
        "No.", "Name", "Phone", "State", "Amount", "Area", "Due", "Reported", "Community",
        "Taken out by",
    ]  # fmt: skip
    assert len(found) == 41
    row = found[1]
    assert row[:5] == ["S117", "Name 117", "138****0117", "Done", 0.0]
    assert row[5:7] == [0.07, date(2026, 11, 25)]
    assert row[7] == datetime(2026, 11, 20, 22, 0)  # noqa: DTZ001  # workbooks know no zones
    assert row[8] == str(actor.community_id), "codes are text"
    assert row[9] == f"{actor.name} {actor.staff_no} · 2026-11-21 09:00 · DC20261121-0001"
    assert {each[9] for each in found[1:]} == {row[9]}, "each row says who took it"


def test_an_export_is_written_down_without_numbers_of_people(
    listing: Listing, actor: Actor
) -> None:
    exported(actor, "name=13812345678&state=open")
    entry = db.session.scalars(select(Activity).filter_by(action="listing.export")).one()
    assert (entry.subject_no, entry.actor_id) == ("DC20261121-0001", actor.id)
    assert entry.changes is not None
    assert entry.changes["listing"] == [None, "samples"]
    assert entry.changes["rows"] == [None, 0]
    assert "138****78" in entry.note
    assert "13812345678" not in entry.note + str(entry.changes)


def test_an_export_is_for_the_one_who_ordered_it(
    listing: Listing, actor: Actor, community: Any, set_clock: Any
) -> None:
    token = ordered(actor, "state=open")
    colleague = make_actor(community)
    assert fetch_export(token, actor=actor, place=place(actor))
    for who, given in ((colleague, token), (actor, f"{token[:-4]}AAAA")):
        with pytest.raises(Missing):
            fetch_export(given, actor=who, place=place(who))
    set_clock(NOW + timedelta(hours=5))
    with pytest.raises(Missing):
        fetch_export(token, actor=actor, place=place(actor))


def test_unknown_forms_of_files_are_refused(listing: Listing, actor: Actor) -> None:
    with pytest.raises(Invalid):
        order_export(Order(SAMPLES, MultiDict(), "exe"), actor=actor, place=place(actor))


def test_the_command_line_exports_stable_keys(
    listing: Listing, community: Any, tmp_path: Path
) -> None:
    progress: list[int] = []
    path = tmp_path / "samples.csv"
    assert export_listing("samples", community.code, path, progress=progress.append) == ROWS
    first, second, *_rest = path.read_text("utf-8-sig").splitlines()
    assert first == "number,name,phone,state,amount,area,due_on,reported_at,community"
    assert second.startswith("S00")
    assert ",open," in path.read_text("utf-8-sig")
    assert list(tmp_path.iterdir()) == [path]


def test_the_command_line_exports_all_communities(
    listing: Listing, community: Any, tmp_path: Path
) -> None:
    path = tmp_path / "samples.xlsx"
    assert export_listing("samples", "all", path) == ROWS + 30
    data = CalamineWorkbook.from_path(path).get_sheet_by_name("Data").to_python()
    assert data[0][:2] == ["community", "number"]
    assert len({row[0] for row in data[1:]}) == 2
    assert {row[0] for row in data[1 : ROWS + 1]} == {community.code}


@pytest.mark.parametrize(
    ("name", "code", "file"),
    [("samples", "nowhere", "a.csv"), ("gone", "all", "a.csv"), ("samples", "all", "a.txt")],
)
def test_the_command_line_refuses_in_plain_words(
    listing: Listing, tmp_path: Path, name: str, code: str, file: str
) -> None:
    with pytest.raises((Missing, Invalid)):
        export_listing(name, code, tmp_path / file)
    assert list(tmp_path.iterdir()) == []
