"""All stays of temporary parking as a listing."""

from typing import Any

from flask import url_for
from sqlalchemy import BindParameter, RowMapping, Select, select

from propertydesk.kernel.words import N_
from propertydesk.passes.models.parking import ParkingStay
from propertydesk.passes.rules import Permission
from propertydesk.passes.rules import parking as rules
from propertydesk.platform.listing import (
    By,
    ChoiceFilter,
    Column,
    DayFilter,
    FlagFilter,
    Kind,
    Listing,
    Sort,
    TextFilter,
)
from propertydesk.shifts.models import Duty

S = ParkingStay


def _select(community_id: BindParameter[int]) -> Select[Any]:
    return (
        select()
        .select_from(S)
        .outerjoin(Duty, Duty.id == S.exit_duty_id)
        .where(S.community_id == community_id)
    )


def _link(row: RowMapping) -> str:
    return url_for("parking.detail", stay_id=row["id"])


LISTING = Listing(
    name="parking",
    title=N_("Temporary parking"),
    permission=Permission.PARKING,
    select=_select,
    id=S.id,
    columns=(
        Column("number", N_("Number"), S.number, Kind.NAME, link=_link),
        Column("plate", N_("Plate"), S.plate),
        Column("entered_at", N_("In"), S.entered_at, Kind.INSTANT),
        Column("left_at", N_("Out"), S.left_at, Kind.INSTANT),
        Column("minutes", N_("Minutes"), S.minutes, Kind.NUMBER),
        Column("fee", N_("Fee"), S.fee, Kind.MONEY),
        Column("duty", N_("Shift no."), Duty.number),
        Column("note", N_("Note"), S.note, on_screen=False),
        Column(
            "state",
            N_("State"),
            S.state,
            Kind.STATE,
            word=lambda code: rules.STAY_WORDS[rules.StayState(code)],
            tone=lambda code: rules.STAY_TONES[rules.StayState(code)],
        ),
    ),
    sorts=(Sort("newest", N_("Newest first"), (By(S.id, nullable=False, descending=True),)),),
    filters=(
        ChoiceFilter(
            "state", N_("State"), S.state, [(e.value, w) for e, w in rules.STAY_WORDS.items()]
        ),
        TextFilter("plate", N_("Plate"), S.plate),
        DayFilter("left", N_("Out"), S.left_at, instants=True),
        FlagFilter("lost", N_("Slip lost"), S.is_lost.is_(True)),
    ),
    empty=N_("No car has parked yet"),
)
