"""Homes that are split or joined: what is open at the gate goes on, what is over stays."""

from datetime import timedelta
from typing import Any

import pytest

from propertydesk.cli.checks import all_invariants
from propertydesk.estate import services as estate
from propertydesk.estate.models import Home
from propertydesk.estate.services import Part
from propertydesk.passes.models import ExitPass, Visit
from propertydesk.passes.models.visits import BarredVisitor, StandingVisitor
from propertydesk.passes.queries import exits
from propertydesk.passes.rules import Answer, Way
from propertydesk.passes.rules.visits import Purpose
from propertydesk.passes.services import visits, workers
from propertydesk.passes.services.uses import Scan
from propertydesk.passes.services.visits.lists import Known
from propertydesk.platform import search
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.verify import findings
from tests.conftest import NOW, make_actor
from tests.factories.exit_scene import Scene
from tests.factories.passes import card_of, invitation_of, work_of


@pytest.fixture
def scene(community: Any) -> Scene:
    return Scene(community)


def split(scene: Scene) -> Home:
    """The home becomes two of half its size; the household goes on in the first."""
    home = db.session.get_one(Home, scene.home.id)
    area = home.area_centi
    parts = (Part(f"{home.room_no}A", area // 2), Part(f"{home.room_no}B", area - area // 2))
    made = in_transaction(
        lambda: estate.split_home(
            home,
            parts,
            household_in=0,
            on=NOW.date(),
            reason="产权证分割",
            actor=make_actor(scene.place),
            now=NOW,
        )
    )
    return made[0]


def test_an_issued_pass_goes_on_with_a_new_slip_and_the_old_one_is_replaced(scene: Scene) -> None:
    exit_pass, over = scene.ask(), scene.ask()
    scene.release(over, "over")
    old = exits.code_of(exit_pass).typed
    new = split(scene)
    exit_pass = db.session.get_one(ExitPass, exit_pass.id)
    assert (exit_pass.home_id, exit_pass.version, exit_pass.state) == (new.id, 2, "issued")
    assert [each.name for each in exits.items_of(exit_pass)] == ["双人床", "纸箱"]
    assert exits.code_of(exit_pass).typed != old
    assert scene.answer(exit_pass) is Answer.GOOD
    scene.release(exit_pass, "new")
    assert db.session.get_one(ExitPass, over.id).home_id == scene.home.id
    assert [each.key for each in findings(db.engine, all_invariants()) if not each.is_kept] == []


def test_visitors_permissions_and_bans_follow_the_household(scene: Scene) -> None:
    by: dict[str, Any] = {"actor": make_actor(scene.place), "now": NOW}
    known = Known("钱", "13900004321", "", NOW.date(), NOW.date() + timedelta(days=30))
    visit = invitation_of(scene.place, scene.home, plate="浙B12345")
    gone = invitation_of(scene.place, scene.home)
    in_transaction(lambda: visits.cancel(gone, **by))
    standing = in_transaction(lambda: visits.allow(scene.home, known, Purpose.FRIENDS, **by))
    barred = in_transaction(lambda: visits.bar(scene.place, known, scene.home, reason="打架", **by))
    new = split(scene)
    followed = {Visit: visit, StandingVisitor: standing, BarredVisitor: barred}
    assert [db.session.get_one(model, row.id).home_id for model, row in followed.items()] == [
        new.id
    ] * 3
    assert db.session.get_one(Visit, gone.id).home_id == scene.home.id
    found = search.find(scene.place.id, "B12345")
    assert [(each.subject_type, each.subject_id) for each in found] == [("visit", visit.id)]


def test_work_goes_on_in_the_new_home_with_its_cards(scene: Scene) -> None:
    work = work_of(scene.place, scene.home)
    worker = card_of(work)
    new = split(scene)
    assert (work.home_id, worker.home_id) == (new.id, new.id)
    scan = Scan(scene.gate, "after the split", Way.IN)
    use = in_transaction(lambda: workers.enter(worker, scan, actor=scene.guard, now=NOW))
    assert use.counts
    found = search.find(scene.place.id, worker.number)
    assert [(each.subject_type, each.subject_id) for each in found] == [("worker_pass", worker.id)]
    assert [each.key for each in findings(db.engine, all_invariants()) if not each.is_kept] == []
