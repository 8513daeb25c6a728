"""The page of a listing, its export and its saved filters, through the browser."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from flask import Flask, render_template_string
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from propertydesk.accounts.rules import Role
from propertydesk.platform import idempotency
from propertydesk.platform.access import Actor
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from propertydesk.platform.listing import Listing, page, registry
from propertydesk.platform.listing.saved import SavedFilter
from propertydesk.repairs.rules import Permission
from tests.domain.platform.samples import SAMPLES, filled

BODY = "{% from 'components/listing.html' import listing %}{{ listing(page) }}"


@pytest.fixture
def listing(app: Flask, community: Any) -> Iterator[Listing]:
    """The sample listing for everybody who may read repair orders."""
    with filled(app, community):
        found = replace(SAMPLES, permission=str(Permission.READ))
        registry.fill([found])
        yield found


def rendered(app: Flask, listing: Listing, actor: Actor, query: str = "") -> str:
    english = {"Accept-Language": "en"}
    with app.test_request_context(f"/samples?{query}", headers=english) as context:
        shown = page(listing, actor=actor, args=context.request.args)
        return render_template_string(BODY, page=shown)


def test_the_page_shows_rows_filters_and_ways_on(
    app: Flask, listing: Listing, actor: Actor
) -> None:
    html = rendered(app, listing, actor, "state=open&sort=number")
    assert html.count("<tr>") == listing.size + 1
    assert "State: Open" in html
    assert 'href="/s/' in html
    assert 'rel="next"' in html
    assert "138****0001" in html
    assert "13812340001" not in html
    assert "ascending" in html
    assert "80 rows" in html


def test_what_was_typed_is_never_markup(app: Flask, listing: Listing, actor: Actor) -> None:
    html = rendered(app, listing, actor, "name=<script>alert(1)</script>&q='><b>x")
    assert "<script" not in html
    assert "<b>x" not in html
    assert "Nothing fits these filters" in html


def test_an_empty_listing_says_so(app: Flask, listing: Listing, actor: Actor) -> None:
    nothing = replace(listing, visible=lambda _actor: SAMPLES.id < 0)
    assert "Nothing here yet" in rendered(app, nothing, actor)


def activities() -> int:
    return db.session.scalar(select(func.count()).select_from(Activity)) or 0


def test_an_export_is_ordered_written_down_and_fetched(
    listing: Listing, sign_in: Callable[..., Any]
) -> None:
    browser = sign_in(Role.CLERK)
    form = {"form": "xlsx", "query": "state=done&sort=-number"}
    answer = browser.post_form("/exports/samples", form)
    assert answer.status_code == 303
    before = activities()
    file = browser.get(answer.location)
    assert file.status_code == 200
    assert file.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''samples-JX")
    data = CalamineWorkbook.from_filelike(BytesIO(file.data)).get_sheet_by_name("Data").to_python()
    assert len(data) == 41
    assert data[1][0] == "S117"
    assert activities() == before, "fetching writes nothing"


def test_the_same_order_twice_is_one_export(listing: Listing, sign_in: Callable[..., Any]) -> None:
    browser = sign_in(Role.CLERK)
    before = activities()
    form = {"form": "csv", "query": "", idempotency.FIELD: idempotency.new_id()}
    first, second = (browser.post("/exports/samples", data=form) for _time in range(2))
    assert first.location == second.location
    assert activities() == before + 1
    assert browser.get(second.location).data.startswith(b"\xef\xbb\xbf")


def test_the_last_exports_can_be_fetched_in_any_order(
    listing: Listing, sign_in: Callable[..., Any]
) -> None:
    browser = sign_in(Role.CLERK)
    places = [
        browser.post_form(
            "/exports/samples", {"form": "csv", "query": f"number=S00{number}"}
        ).location
        for number in (1, 2)
    ]
    assert [b"S001" in browser.get(place).data for place in places] == [True, False]


def test_exports_ask_for_the_permission_of_the_listing(
    listing: Listing, sign_in: Callable[..., Any]
) -> None:
    browser = sign_in(Role.GUARD)
    assert browser.post_form("/exports/samples", {"form": "xlsx"}).status_code == 403
    assert browser.post_form("/exports/samples/saved-filters", {"name": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("url", "data", "status"),
    [
        ("/exports/gone", {"form": "xlsx"}, 404),
        ("/exports/samples", {"form": "exe"}, 422),
        ("/exports/samples", {}, 422),
        ("/exports/samples", {"form": "csv", "query": "q=" + "x" * 5000}, 422),
        ("/exports/samples/saved-filters", {}, 422),
        ("/exports/samples/saved-filters", {"name": "\0", "query": "late=1"}, 422),
        ("/exports/samples/saved-filters", {"name": "x" * 99, "query": "late=1"}, 422),
        ("/exports/samples/saved-filters", {"name": "x", "query": "gone=1"}, 422),
        ("/exports/saved-filters/77/removal", {}, 404),
        ("/exports/saved-filters/99999999999999/removal", {}, 404),
    ],
)
def test_nonsense_gets_a_plain_answer(
    listing: Listing, sign_in: Callable[..., Any], url: str, data: dict[str, str], status: int
) -> None:
    assert sign_in(Role.CLERK).post_form(url, data).status_code == status


@pytest.mark.parametrize("token", ["x", "AAAA" * 8, "../../etc/passwd", "%00"])
def test_files_nobody_ordered_are_not_there(sign_in: Callable[..., Any], token: str) -> None:
    assert sign_in(Role.CLERK).get(f"/exports/files/{token}").status_code == 404


def test_filters_are_saved_and_removed(listing: Listing, sign_in: Callable[..., Any]) -> None:
    browser = sign_in(Role.CLERK)
    form = {"name": " Late  ones ", "query": "late=1&gone=2", "back": "/repairs?late=1"}
    answer = browser.post_form("/exports/samples/saved-filters", form)
    assert (answer.status_code, answer.location) == (303, "/repairs?late=1")
    saved = db.session.scalars(select(SavedFilter)).one()
    assert (saved.name, saved.query) == ("Late ones", "late=1")
    away = browser.post_form(f"/exports/saved-filters/{saved.id}/removal", {"back": "//elsewhere"})
    assert (away.status_code, away.location) == (303, "/")
    assert db.session.scalars(select(SavedFilter)).all() == []
