"""What a shift hands on of follow-up calls: those due until the day ends, and how many were made."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from propertydesk.estate import queries as estate
from propertydesk.estate.models import Home
from propertydesk.followups import rules
from propertydesk.followups.models import FollowUp, FollowUpAttempt
from propertydesk.kernel.clock import business_date, day_start
from propertydesk.kernel.words import N_
from propertydesk.platform.db import db
from propertydesk.platform.printing.catalogue import bilingual
from propertydesk.shifts.queries import Asked, Found, OpenItem, Source, Tally
from propertydesk.shifts.rules import PostKind


def _due(asked: Asked, most: int) -> Found:
    query = (
        select(FollowUp, Home, func.count().over())
        .outerjoin(Home, Home.id == FollowUp.home_id)
        .where(
            FollowUp.community_id == asked.community_id,
            FollowUp.state.in_(rules.WAITING),
            FollowUp.due_at < _day_ends(asked),
        )
        .order_by(FollowUp.due_at, FollowUp.id)
        .limit(most)
    )
    rows = db.session.execute(query).all()
    items = [_item(call, home) for call, home, _count in rows]
    return Found(rows[0][2] if rows else 0, items)


def _item(call: FollowUp, home: Home | None) -> OpenItem:
    state = bilingual(rules.WORDS[rules.State(call.state)])
    place = (home.label_in(chinese=True), home.code) if home else (call.source_no, call.source_no)
    return OpenItem(
        number=call.number,
        zh=f"{place[0]} {state.zh}",
        en=f"{place[1]} {state.en}",
        due=call.due_at,
        next=N_("Call back"),
        subject_type="followup",
        subject_id=call.id,
    )


def _made(asked: Asked) -> int:
    query = select(func.count()).where(
        FollowUpAttempt.community_id == asked.community_id,
        FollowUpAttempt.caller_id == asked.staff_id,
        FollowUpAttempt.at >= asked.since,
        FollowUpAttempt.at <= asked.until,
    )
    return db.session.scalar(query) or 0


def _day_ends(asked: Asked) -> datetime:
    zone = estate.zone_of(asked.community_id)
    return day_start(business_date(asked.until, zone) + timedelta(days=1), zone)


SOURCES = (Source("followups", N_("Follow-up calls"), frozenset({PostKind.DESK}), _due),)
TALLIES = (Tally("followups", N_("Calls made"), frozenset({PostKind.DESK}), _made),)
