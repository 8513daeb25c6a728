"""Homes that are split or joined: what is open at the gate goes on, what is over stays."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from propertydesk.cli.checks import all_invariants
from propertydesk.estate import services as estate
from propertydesk.estate.models import Home
from propertydesk.estate.services import Part
from propertydesk.passes.models import ExitPass, Visit, WorkerPass
from propertydesk.passes.models.visits import BarredVisitor, StandingVisitor
from propertydesk.passes.queries import door, exits
from propertydesk.passes.queries.exit_paper import slip_of
from propertydesk.passes.queries.worker_card import cards_of
from propertydesk.passes.rules import Answer, PassKind, Way, digest_of
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


def on_card(app: Flask, worker: WorkerPass) -> str:
    """The home that a worker's card names when it is printed now."""
    with app.test_request_context():
        return cards_of([worker])[0].home


def on_slip(app: Flask, exit_id: int) -> str:
    """The home that an exit pass names when it is printed now."""
    with app.test_request_context():
        return slip_of(db.session.get_one(ExitPass, exit_id), NOW).home.zh


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


def test_what_is_printed_after_the_split_names_the_new_home(app: Flask, scene: Scene) -> None:
    by: dict[str, Any] = {"actor": scene.clerk, "now": NOW}
    exit_pass, over = scene.ask(), scene.ask()
    scene.release(over, "over")
    worker = card_of(work_of(scene.place, scene.home))
    in_transaction(lambda: workers.count_print(worker, language="both", **by))
    old = db.session.get_one(Home, scene.home.id)
    assert on_card(app, worker) == old.code
    new = split(scene)
    worker = db.session.get_one(WorkerPass, worker.id)
    assert (on_card(app, worker), worker.prints) == (new.code, 0)
    in_transaction(lambda: workers.count_print(worker, language="both", **by))
    assert on_card(app, worker) == new.code
    assert [on_slip(app, each.id) for each in (exit_pass, over)] == [
        new.label_in(chinese=True),
        old.label_in(chinese=True),
    ]


def test_a_lost_card_is_replaced_with_the_new_home_on_it(app: Flask, scene: Scene) -> None:
    by: dict[str, Any] = {"actor": scene.clerk, "now": NOW}
    worker = card_of(work_of(scene.place, scene.home))
    in_transaction(lambda: workers.report_lost(worker, reason="遗失", **by))
    new = split(scene)
    in_transaction(lambda: workers.replace(db.session.get_one(WorkerPass, worker.id), **by))
    worker = db.session.get_one(WorkerPass, worker.id)
    assert on_card(app, worker) == new.code
    code = door.live_code(PassKind.WORKER, worker.id)
    assert code is not None
    assert code.digest == digest_of(worker.name, new.id, worker.photo_id)


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
