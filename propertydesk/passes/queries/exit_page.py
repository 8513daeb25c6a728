"""Figures and names around exit passes: what waits, the household card, search hits."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, select

from propertydesk.estate.models import Home
from propertydesk.passes import rules
from propertydesk.passes.models import ExitPass, ForcedReview, Gate, PassUse
from propertydesk.platform.access import Actor, signed_in_actor
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.i18n import day
from propertydesk.platform.menu import Waiting
from propertydesk.platform.search import Hit

S = rules.ExitState
#: What the office has to do something about.
_OURS = (S.DRAFT, S.CONSENT_PENDING, S.REFUSED)
SHOWN = 4
MOST_SHOWN = 200


def waiting(actor: Actor) -> Waiting:
    """The count beside the menu item: passes that wait for the office; hot when one was refused."""
    here = ExitPass.community_id == actor.community_id
    papers = select(func.count()).where(
        here, ExitPass.papers_due, ExitPass.state.not_in(_OURS)
    )  # apart, or an OR would read all that ever went out
    query = select(
        func.count(),
        func.count().filter(ExitPass.state == S.REFUSED),
        papers.scalar_subquery(),
    ).where(here, ExitPass.state.in_(_OURS))
    count, refused, due = db.session.execute(query).one()
    return Waiting(count + due, hot=refused > 0)


def forced_waiting(actor: Actor) -> Waiting:
    """The count beside forced releases: those nobody has looked into."""
    count = db.session.scalar(select(func.count()).select_from(_unreviewed(actor).subquery()))
    return Waiting(count or 0, hot=bool(count))


def forced(community_id: int) -> list[tuple[PassUse, Gate, ForcedReview | None]]:
    """Forced releases, those not looked into first, then the newest."""
    query = (
        select(PassUse, Gate, ForcedReview)
        .join(Gate, Gate.id == PassUse.gate_id)
        .outerjoin(ForcedReview, ForcedReview.use_id == PassUse.id)
        .where(PassUse.community_id == community_id, PassUse.forced)
        .order_by(ForcedReview.id.is_not(None), PassUse.at.desc(), PassUse.id.desc())
        .limit(MOST_SHOWN)
    )
    return [(use, gate, review) for use, gate, review in db.session.execute(query)]


def forced_exits(uses: Sequence[PassUse]) -> dict[int, ExitPass]:
    """The exit passes of these uses."""
    ids = [each.subject_id for each in uses if each.kind == rules.PassKind.EXIT]
    rows = db.session.scalars(select(ExitPass).where(ExitPass.id.in_(ids)))
    return {each.id: each for each in rows}


def outside(community_id: int) -> tuple[list[tuple[ExitPass, Home]], int]:
    """Passes whose gate copy is not back, the longest overdue first; and how many wait for filing."""
    query = (
        select(ExitPass, Home)
        .join(Home, Home.id == ExitPass.home_id)
        .where(ExitPass.community_id == community_id, ExitPass.state.in_(rules.OUT_EXITS))
        .order_by(ExitPass.copy_due.asc(), ExitPass.id)
        .limit(MOST_SHOWN)
    )
    back = select(func.count()).where(
        ExitPass.community_id == community_id, ExitPass.state == S.RETURNED
    )
    rows = [(each, home) for each, home in db.session.execute(query)]
    return rows, db.session.scalar(back) or 0


def returned(community_id: int) -> list[ExitPass]:
    """Passes whose copy is back but not filed."""
    query = select(ExitPass).filter_by(community_id=community_id, state=S.RETURNED)
    return list(db.session.scalars(query.order_by(ExitPass.id).limit(MOST_SHOWN)))


def household_card(home_id: int, _actor: Actor) -> dict[str, Any]:
    """The card on a household's page: the last passes."""
    query = select(ExitPass).filter_by(home_id=home_id)
    newest = query.order_by(ExitPass.asked_at.desc(), ExitPass.id.desc()).limit(SHOWN)
    return {
        "home_id": home_id,
        "passes": list(db.session.scalars(newest)),
        "flow": rules.EXIT_PASS,
        "reason_words": rules.REASON_WORDS,
        "now": now(),
    }


def present(community_id: int, ids: Sequence[int]) -> Mapping[int, Hit]:
    """A hit for each pass of the community, in one query; none for who may not read passes."""
    reader = signed_in_actor()
    if reader is None or not reader.may(rules.Permission.READ):
        return {}
    query = (
        select(ExitPass, Home)
        .join(Home, Home.id == ExitPass.home_id)
        .where(ExitPass.community_id == community_id, ExitPass.id.in_(ids))
    )
    return {each.id: _hit(each, home) for each, home in db.session.execute(query)}


def _hit(exit_pass: ExitPass, home: Home) -> Hit:
    reason = _(rules.REASON_WORDS[rules.Reason(exit_pass.reason)])
    return Hit(
        title=exit_pass.number,
        detail=f"{home.label} · {reason} · {day(exit_pass.valid_from)}",
        url=url_for("exit_passes.detail", exit_id=exit_pass.id),
        tags=(_(rules.EXIT_PASS.word(exit_pass.state)),),
        icon="package-export",
        tone=rules.EXIT_PASS.tone(exit_pass.state),
    )


def _unreviewed(actor: Actor) -> Any:
    return (
        select(PassUse.id)
        .outerjoin(ForcedReview, ForcedReview.use_id == PassUse.id)
        .where(
            PassUse.community_id == actor.community_id, PassUse.forced, ForcedReview.id.is_(None)
        )
    )
