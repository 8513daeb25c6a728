"""Makers of gates, codes, visits and workers' passes."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any, TypeVar

import factory
from PIL import Image, ImageDraw

from propertydesk.estate.models import Community
from propertydesk.kernel.money import Money
from propertydesk.passes.models import Engagement, Gate, PassCode, Visit, WorkerPass
from propertydesk.passes.rules import PassKind, digest_of
from propertydesk.passes.rules import visits as visit_rules
from propertydesk.passes.rules import workers as worker_rules
from propertydesk.passes.rules.visits import Purpose
from propertydesk.passes.rules.workers import Trade, Work
from propertydesk.passes.services import visits, workers
from propertydesk.passes.services.codes import make_code
from propertydesk.platform import attachments
from propertydesk.platform.attachments import PreparedFile
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction, is_open
from tests.conftest import NOW, make_actor
from tests.factories import RowFactory

Made = TypeVar("Made")


def _stored(make: Callable[[], Made]) -> Made:
    return make() if is_open() else in_transaction(make)


class GateFactory(RowFactory[Gate]):
    """Needs `community_id`."""

    class Meta:
        model = Gate

    number = factory.Sequence(lambda n: n + 11)
    name_zh = factory.LazyAttribute(lambda o: f"{o.number}号门")
    name_en = factory.LazyAttribute(lambda o: f"Gate {o.number}")


def code_of(community: Any, subject_id: int = 1, **given: Any) -> PassCode:
    """A code that is good from an hour before NOW until an hour after it, once."""
    facts: dict[str, Any] = {
        "kind": PassKind.EXIT,
        "version": 1,
        "valid_from": NOW - timedelta(hours=1),
        "valid_to": NOW + timedelta(hours=1),
        "uses": 1,
        "digest": digest_of("双人床", 1),
        "made_by": "林晓燕",
        "now": NOW,
    } | given

    def make() -> PassCode:
        return make_code(facts.pop("kind"), subject_id, community.id, **facts)

    return make() if is_open() else in_transaction(make)


def visit_of(community: Any, home: Any = None, **given: Any) -> Visit:
    """Somebody at the gate, waiting for the host's answer."""
    facts: dict[str, Any] = {
        "visitor": "王",
        "purpose": Purpose.FRIENDS,
        "home_id": home.id if home else None,
        "office": "" if home else "工程部",
        "phone": "13900001234",
    } | given
    now, guard = facts.pop("now", NOW), make_actor(community)
    return _stored(
        lambda: visits.register(community, visit_rules.Caller(**facts), actor=guard, now=now)
    )


def invitation_of(community: Any, home: Any = None, **given: Any) -> Visit:
    """Somebody who is expected today."""
    facts: dict[str, Any] = {
        "visitor": "王",
        "purpose": Purpose.FRIENDS,
        "home_id": home.id if home else None,
        "office": "" if home else "工程部",
    } | given
    now, clerk = facts.pop("now", NOW), make_actor(community)
    day = facts.pop("day", NOW.date())
    return _stored(
        lambda: visits.invite(community, visit_rules.Caller(**facts), day, actor=clerk, now=now)
    )


def portrait(name: str = "photo.png", size: tuple[int, int] = (300, 400)) -> PreparedFile:
    """A picture of a face, more or less."""
    picture = Image.new("RGB", size, (214, 226, 240))
    draw = ImageDraw.Draw(picture)
    wide, tall = size
    draw.ellipse((wide * 0.3, tall * 0.2, wide * 0.7, tall * 0.6), (224, 178, 148))
    draw.rectangle((wide * 0.15, tall * 0.66, wide * 0.85, tall), (52, 92, 150))
    written = BytesIO()
    picture.save(written, "PNG")
    written.seek(0)
    return attachments.prepare_image(written, name=name)


def work_of(community: Any, home: Any, **given: Any) -> Engagement:
    """Work at a home, from today for thirty days."""
    facts: dict[str, Any] = {
        "home_id": home.id,
        "work": Work.RENOVATION,
        "company": "匠心装饰",
        "contact": "顾师傅",
        "phone": "13700001111",
        "starts_on": NOW.date(),
        "ends_on": NOW.date() + timedelta(days=29),
    } | given
    now, clerk = facts.pop("now", NOW), make_actor(community)
    return _stored(
        lambda: workers.engage(community, worker_rules.Engaging(**facts), actor=clerk, now=now)
    )


def worker_of(work: Engagement, *, photo: bool = True, **given: Any) -> WorkerPass:
    """A worker taken down for the whole of some work, with a photo."""
    facts: dict[str, Any] = {
        "name": "李建国",
        "phone": "13600002222",
        "trade": Trade.TILER,
        "starts_on": work.starts_on,
        "ends_on": work.ends_on,
    } | given
    now = facts.pop("now", NOW)
    clerk = make_actor(db.session.get_one(Community, work.community_id))
    face = portrait() if photo else None
    return _stored(
        lambda: workers.take_down(work, worker_rules.Worker(**facts), face, actor=clerk, now=now)
    )


def card_of(work: Engagement, **given: Any) -> WorkerPass:
    """A worker with a card in force; the community asks for no deposit."""
    place = db.session.get_one(Community, work.community_id)
    worker_pass = worker_of(work, **given)
    clerk = make_actor(place)

    def make() -> WorkerPass:
        worker_pass.deposit = Money.zero
        workers.issue_card(worker_pass, actor=clerk, now=NOW)
        return worker_pass

    return _stored(make)
