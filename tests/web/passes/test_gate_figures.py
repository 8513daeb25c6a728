"""Figures of the gates as a page, as a workbook, and the lists behind them."""

import io
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from propertydesk.accounts.rules import Role
from propertydesk.passes.queries import gate_figures
from propertydesk.passes.queries.gate_figures import Span
from propertydesk.passes.rules import Answer, Way
from propertydesk.passes.rules.figures import Entry
from propertydesk.passes.rules.visits import Courier, Refusal
from propertydesk.passes.services import visits as visit_services
from propertydesk.passes.services.exits import gate as at_gate
from propertydesk.passes.services.exits.gate import Found
from propertydesk.passes.services.uses import Scan
from propertydesk.passes.services.visits import upkeep
from propertydesk.platform.transaction import in_transaction
from tests.conftest import NOW
from tests.factories.estate import CommunityFactory
from tests.factories.exit_scene import Scene
from tests.factories.passes import GateFactory, invitation_of, visit_of

TODAY = NOW.date()
SOUTH = {"number": 3, "name_zh": "南门", "name_en": "South gate"}


@pytest.fixture
def scene(community: Any) -> Any:
    """A day at two gates: two visitors in (one stays too long), three couriers, a pass let out, one
    refused, one scanned again, one forced; a salesperson and a visitor turned away.
    """
    found = Scene(community)
    found.south = GateFactory(community_id=community.id, **SOUTH)
    for nonce in ("v1", "v2"):
        enter(found, invitation_of(community, office=nonce), nonce)
    for _each in range(3):
        in_transaction(
            lambda: visit_services.count_courier(found.gate, Courier.FOOD, "Asia/Shanghai", NOW)
        )
    out = found.ask()
    found.release(out, "out")
    found.release(out, "again")
    refused = Found(difference="Other items than on the pass")
    stopped = found.ask()
    in_transaction(
        lambda: at_gate.refuse(
            stopped, Scan(found.south, "no"), refused, actor=found.guard, now=NOW
        )
    )
    late = NOW + timedelta(hours=12)
    found.release(
        found.ask(), "late", now=late, forced_reason="堵车", duty_manager_id=found.lead.id
    )
    in_transaction(
        lambda: visit_services.turn_away(community, found.gate, actor=found.guard, now=NOW)
    )
    waiting = visit_of(community)
    in_transaction(
        lambda: visit_services.deny(
            waiting, Refusal.NOT_REACHED, found.south, actor=found.guard, now=NOW
        )
    )
    return found


def enter(scene: Any, visit: Any, nonce: str, at: datetime = NOW) -> None:
    scan = Scan(scene.gate, nonce, Way.IN)
    in_transaction(lambda: visit_services.enter(visit, scan, actor=scene.guard, now=at))


def span(scene: Any, **given: Any) -> Span:
    return Span(scene.place.id, TODAY, TODAY, "Asia/Shanghai", **given)


def test_what_happened_is_counted_by_hour_reason_and_gate(scene: Any) -> None:
    found = gate_figures.figures(span(scene))
    assert found.by_hour[9] == {Entry.VISITORS: 2, Entry.COURIERS: 3, Entry.ITEMS: 1}
    assert found.by_hour[21] == {Entry.ITEMS: 1}
    assert found.refused == {Answer.USED: 1, Answer.REFUSED: 1}
    assert found.turned_away == {Refusal.SALES: 1, Refusal.NOT_REACHED: 1}
    assert (found.mismatches, found.forced, found.overstays) == (1, 1, 0)
    main, south = found.gates
    assert (main.entries, main.couriers, main.items_out, main.forced) == (2, 3, 2, 1)
    assert (south.refused, south.turned_away, south.mismatches) == (1, 1, 1)
    alone = gate_figures.figures(span(scene, gate_id=scene.south.id))
    assert (alone.entries.total(), alone.refused.total()) == (0, 1)
    assert [each.gate.id for each in alone.gates] == [scene.south.id]


def test_a_day_is_a_day_of_the_community(scene: Any, community: Any) -> None:
    day = TODAY + timedelta(days=1)
    enter(
        scene, invitation_of(community, day=day), "night", datetime(2026, 11, 21, 16, 5, tzinfo=UTC)
    )
    tomorrow = Span(scene.place.id, day, day, "Asia/Shanghai")
    assert gate_figures.figures(tomorrow).by_hour[0] == {Entry.VISITORS: 1}
    assert gate_figures.figures(span(scene)).entries[Entry.VISITORS] == 2


def test_clocks_put_back_move_no_hour(scene: Any, community: Any) -> None:
    """Berlin puts its clocks back on 25 October: ten in the morning stays ten on both sides."""
    for day, hour in ((24, 8), (26, 9)):
        at = datetime(2026, 10, day, hour, 0, tzinfo=UTC)
        invited = invitation_of(community, day=at.date(), now=at, office=str(day))
        enter(scene, invited, f"d{day}", at)
    october = Span(scene.place.id, date(2026, 10, 20), date(2026, 10, 31), "Europe/Berlin")
    assert gate_figures.figures(october).by_hour[10] == {Entry.VISITORS: 2}


def test_another_communitys_gates_are_not_counted(scene: Any) -> None:
    elsewhere = Span(CommunityFactory().id, TODAY, TODAY, "Asia/Shanghai")
    found = gate_figures.figures(elsewhere)
    assert (found.entries.total(), found.refused.total(), found.gates) == (0, 0, [])


def test_every_figure_leads_to_a_list_of_that_length(scene: Any, sign_in: Any) -> None:
    browser = sign_in(Role.SERVICE_LEAD)
    page = browser.get("/gate-figures").text
    links = re.findall(r'<a href="(/(?:gate-log|visits)\?[^"]+)">(\d+)</a>', page)
    assert len(links) > 10
    for link, count in links:
        listed = browser.get(link.replace("&amp;", "&")).text
        rows = listed[listed.index("<tbody>") : listed.index("</tbody>")].count("<tr")
        assert rows == int(count), link


def test_the_workbook_agrees_with_the_page(scene: Any, sign_in: Any) -> None:
    browser = sign_in(Role.MANAGER)
    answer = browser.get(f"/gate-figures/table.xlsx?first={TODAY}&last={TODAY}")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    rows = {(row[0], row[1]): row[2] for row in book.get_sheet_by_name("Data").to_python()[1:]}
    found = gate_figures.figures(span(scene))
    assert rows["Visitors in", "09:00–10:00"] == 2
    assert rows["Couriers", "Total"] == found.entries[Entry.COURIERS]
    assert rows["Codes refused", "Total"] == found.refused.total()
    assert rows["Visitors refused", "Salesperson"] == 1
    assert rows["List did not fit", "Total"] == found.mismatches
    assert rows["South gate", "Visitors refused"] == 1
    assert rows["Forced", "Total"] == 1


def test_overstays_are_counted_where_somebody_came_in(scene: Any, community: Any) -> None:
    night = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)
    in_transaction(lambda: upkeep.mark_overstays(community.id, actor=scene.lead, now=night))
    found = gate_figures.figures(
        Span(community.id, TODAY, TODAY + timedelta(days=1), "Asia/Shanghai")
    )
    assert (found.overstays, found.gates[0].overstays) == (2, 2)


@pytest.mark.parametrize(
    "question", ["first=then", "last=2999-01-01", "gate=999", "gate=x&first=2026-13-01", "first=0001-01-01"]
)  # fmt: skip
def test_what_cannot_be_read_is_the_usual(scene: Any, sign_in: Any, question: str) -> None:
    browser = sign_in(Role.ADMINISTRATOR)
    assert browser.get(f"/gate-figures?{question}").status_code == 200
    assert browser.get(f"/gate-figures/table.xlsx?{question}").status_code == 200


def test_a_clerk_does_not_see_the_figures(scene: Any, sign_in: Any) -> None:
    browser = sign_in(Role.CLERK)
    assert browser.get("/gate-figures").status_code == 403
    assert browser.get("/gate-log").status_code == 403
