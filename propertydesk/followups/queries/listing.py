"""All follow-ups as a listing (回访记录表, KF-02)."""

from typing import Any

from flask import url_for
from sqlalchemy import BindParameter, RowMapping, Select, case, select

from propertydesk.estate.models import Home
from propertydesk.followups import rules
from propertydesk.followups.models import FollowUp
from propertydesk.kernel.words import N_
from propertydesk.platform.listing import (
    By,
    ChoiceFilter,
    Column,
    DayFilter,
    Kind,
    Listing,
    Sort,
    TextFilter,
)

#: Those that wait to be called stand before those that are over.
_IS_OVER = case((FollowUp.state.in_(rules.WAITING), 0), else_=1)


def _select(community_id: BindParameter[int]) -> Select[Any]:
    return (
        select()
        .select_from(FollowUp)
        .outerjoin(Home, Home.id == FollowUp.home_id)
        .where(FollowUp.community_id == community_id)
    )


def _link(row: RowMapping) -> str:
    return url_for("followups.detail", follow_up_id=row["id"])


LISTING = Listing(
    name="follow-ups",
    title=N_("Follow-up calls"),
    permission=rules.Permission.READ,
    select=_select,
    id=FollowUp.id,
    columns=(
        Column(
            "number",
            N_("Follow-up no."),
            FollowUp.number,
            Kind.NAME,
            link=_link,
            second=Column("source_no", N_("Order no."), FollowUp.source_no),
        ),
        Column(
            "home",
            N_("Home"),
            Home.code,
            second=Column("contact", N_("Whom to ask"), FollowUp.contact_name),
        ),
        Column("phone", N_("Phone"), FollowUp.phone, Kind.PHONE),
        Column(
            "state",
            N_("State"),
            FollowUp.state,
            Kind.STATE,
            word=rules.WORDS.get,
            tone=rules.TONES.get,
        ),
        Column("attempts", N_("Attempts"), FollowUp.attempts, Kind.NUMBER),
        Column("quality", N_("Quality"), FollowUp.quality, Kind.NUMBER),
        Column("attitude", N_("Manner"), FollowUp.attitude, Kind.NUMBER),
        Column(
            "reason",
            N_("Reason"),
            FollowUp.reason,
            Kind.CHOICE,
            word=lambda code: rules.REASON_WORDS.get(code, "–"),
            on_screen=False,
        ),
        Column("comment", N_("In the resident's words"), FollowUp.comment, on_screen=False),
        Column("follow_on", N_("Rework order"), FollowUp.follow_on),
        Column("due_at", N_("Call by"), FollowUp.due_at, Kind.INSTANT, sort="due"),
    ),
    sorts=(
        Sort("waiting", N_("Waiting first"), (By(_IS_OVER), By(FollowUp.due_at))),
        Sort("due", N_("Call by"), (By(FollowUp.due_at),)),
        Sort("newest", N_("Newest first"), (By(FollowUp.id, descending=True),)),
    ),
    filters=(
        ChoiceFilter("state", N_("State"), FollowUp.state, tuple(rules.WORDS.items())),
        DayFilter("due", N_("Call by"), FollowUp.due_at, instants=True),
        TextFilter("number", N_("Order no."), FollowUp.source_no),
    ),
    empty=N_("Nobody is waiting for a call"),
)
