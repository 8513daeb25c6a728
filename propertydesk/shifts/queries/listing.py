"""All shifts as a listing (交接班记录, KF-08)."""

from typing import Any

from flask import url_for
from sqlalchemy import BindParameter, ColumnElement, RowMapping, Select, select

from propertydesk.kernel.words import N_
from propertydesk.platform.access import Actor
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
from propertydesk.shifts import rules
from propertydesk.shifts.models import Duty, DutyPost, HandOver, Relief


def _select(community_id: BindParameter[int]) -> Select[Any]:
    return (
        select()
        .select_from(Duty)
        .join(DutyPost, DutyPost.id == Duty.post_id)
        .outerjoin(HandOver, HandOver.duty_id == Duty.id)
        .outerjoin(Relief, Relief.hand_over_id == HandOver.id)
        .where(Duty.community_id == community_id)
    )


def _visible(actor: Actor) -> ColumnElement[bool] | None:
    """Posts of one's own kind; all of them for whoever oversees."""
    if rules.Permission.OVERSEE in actor.permissions:
        return None
    return Duty.kind.in_(rules.kinds_seen(actor.permissions))


def _link(row: RowMapping) -> str:
    return url_for("hand_overs.duty", duty_id=row["id"])


LISTING = Listing(
    name="hand-overs",
    title=N_("Shifts"),
    permission=rules.Permission.READ,
    select=_select,
    id=Duty.id,
    columns=(
        Column("number", N_("Shift no."), Duty.number, Kind.NAME, link=_link),
        Column(
            "post",
            N_("Post"),
            DutyPost.name_zh,
            english=DutyPost.name_en,
            second=Column("turn", N_("Shift"), Duty.turn, Kind.CHOICE, word=rules.TURN_WORDS.get),
        ),
        Column(
            "outgoing",
            N_("Outgoing"),
            Duty.staff_name,
            second=Column("outgoing_no", N_("Staff no."), Duty.staff_no),
        ),
        Column("began_at", N_("On duty since"), Duty.began_at, Kind.INSTANT, sort="newest"),
        Column("signed_at", N_("Signed off"), HandOver.signed_at, Kind.INSTANT),
        Column("incoming", N_("Incoming"), Relief.incoming_name),
        Column("relieved_at", N_("Signed on"), Relief.signed_at, Kind.INSTANT),
        Column("open_count", N_("Open matters"), HandOver.open_count, Kind.NUMBER),
        Column("cash", N_("Cash"), HandOver.cash, Kind.MONEY),
        Column(
            "cash_expected", N_("Expected"), HandOver.cash_expected, Kind.MONEY, on_screen=False
        ),
        Column("incidents", N_("Incidents"), HandOver.incidents, on_screen=False),
        Column("remark", N_("Remark on taking over"), Relief.remark, on_screen=False),
        Column(
            "state",
            N_("State"),
            Duty.state,
            Kind.STATE,
            word=rules.WORKFLOW.words.get,
            tone=rules.WORKFLOW.tones.get,
        ),
    ),
    sorts=(
        Sort("newest", N_("Newest first"), (By(Duty.began_at, descending=True),)),
        Sort("post", N_("By post"), (By(DutyPost.code), By(Duty.began_at, descending=True))),
    ),
    filters=(
        ChoiceFilter("kind", N_("Post"), Duty.kind, tuple(rules.KIND_WORDS.items())),
        ChoiceFilter("state", N_("State"), Duty.state, tuple(rules.WORKFLOW.words.items())),
        DayFilter("began", N_("On duty since"), Duty.began_at, instants=True),
        TextFilter("outgoing", N_("Outgoing"), Duty.staff_name),
    ),
    visible=_visible,
    empty=N_("No shift yet"),
)
