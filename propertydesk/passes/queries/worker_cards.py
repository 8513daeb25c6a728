"""Workers among other things: the card on a household's page, and search hits."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, select

from propertydesk.estate.models import Home
from propertydesk.passes.models import Engagement, WorkerPass, WorkerStay
from propertydesk.passes.rules import Permission
from propertydesk.passes.rules import worker_states as states
from propertydesk.passes.rules import workers as rules
from propertydesk.platform.access import Actor, signed_in_actor
from propertydesk.platform.db import db
from propertydesk.platform.i18n import day
from propertydesk.platform.search import Hit

SHOWN = 4


def household_card(home_id: int, _actor: Actor) -> dict[str, Any]:
    """The work going on at a home, with cards out and workers inside; else what was last."""
    is_over = Engagement.state.not_in(states.GOING_ON)
    query = select(Engagement).filter_by(home_id=home_id).order_by(is_over, Engagement.id.desc())
    newest = list(db.session.scalars(query.limit(SHOWN)))
    shown = [each for each in newest if each.state in states.GOING_ON] or newest[:1]
    ids = [each.id for each in shown]
    return {
        "home_id": home_id,
        "engagements": shown,
        "cards": _counts(ids),
        "flow": states.WORK,
        "work_words": rules.WORK_WORDS,
    }


def _counts(engagement_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Cards out and workers inside, by work; one query, none without work."""
    if not engagement_ids:
        return {}
    query = (
        select(
            WorkerPass.engagement_id,
            func.count().filter(WorkerPass.state.in_(states.OUT)),
            func.count(WorkerStay.id),
        )
        .outerjoin(WorkerStay, (WorkerStay.pass_id == WorkerPass.id) & WorkerStay.left_at.is_(None))
        .where(WorkerPass.engagement_id.in_(engagement_ids))
        .group_by(WorkerPass.engagement_id)
    )
    return {each: (out, inside) for each, out, inside in db.session.execute(query)}


def present(community_id: int, ids: Sequence[int]) -> Mapping[int, Hit]:
    """A hit for each pass of the community, in one query; none for who may not read passes."""
    if not _may_read():
        return {}
    query = (
        select(WorkerPass, Home, Engagement.company)
        .join(Home, Home.id == WorkerPass.home_id)
        .join(Engagement, Engagement.id == WorkerPass.engagement_id)
        .where(WorkerPass.community_id == community_id, WorkerPass.id.in_(ids))
    )
    return {each.id: _pass_hit(each, home, firm) for each, home, firm in db.session.execute(query)}


def present_work(community_id: int, ids: Sequence[int]) -> Mapping[int, Hit]:
    """A hit for each work of the community, as `present`."""
    if not _may_read():
        return {}
    query = (
        select(Engagement, Home)
        .join(Home, Home.id == Engagement.home_id)
        .where(Engagement.community_id == community_id, Engagement.id.in_(ids))
    )
    return {each.id: _work_hit(each, home) for each, home in db.session.execute(query)}


def _may_read() -> bool:
    reader = signed_in_actor()
    return reader is not None and reader.may(Permission.READ_WORKERS)


def _pass_hit(each: WorkerPass, home: Home, company: str) -> Hit:
    trade = _(rules.TRADE_WORDS[rules.Trade(each.trade)])
    return Hit(
        title=f"{each.number} {each.name}",
        detail=f"{home.label} · {company} · {trade} · {day(each.ends_on)}",
        url=url_for("worker_passes.detail", pass_id=each.id),
        tags=(_(states.WORKFLOW.word(each.state)),),
        icon="id-badge-2",
        tone=states.WORKFLOW.tone(each.state),
    )


def _work_hit(each: Engagement, home: Home) -> Hit:
    work = _(rules.WORK_WORDS[rules.Work(each.work)])
    return Hit(
        title=f"{each.number} {each.company}",
        detail=f"{home.label} · {work} · {day(each.starts_on)} – {day(each.ends_on)}",
        url=url_for("engagements.detail", engagement_id=each.id),
        tags=(_(states.WORK.word(each.state)),),
        icon="hammer",
        tone=states.WORK.tone(each.state),
    )
