"""The listings of communities and parking spaces."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import BindParameter, Select, select

from propertydesk.estate.models import Community, Home, ParkingSpace
from propertydesk.estate.rules import SPACE_KIND_WORDS, Permission, SpaceKind, household_path
from propertydesk.kernel.words import N_
from propertydesk.platform.listing import (
    By,
    ChoiceFilter,
    Column,
    Kind,
    Listing,
    Sort,
    TextFilter,
)
from propertydesk.platform.listing.columns import Expression
from propertydesk.platform.listing.filters import Control, Question, Reading


@dataclass(frozen=True, eq=False)
class EndedFilter:
    """Leaves out what has ended; with its box ticked, shows only that."""

    key: str
    label: str
    value: Expression

    def read(self, question: Question) -> Reading:
        """The condition for either case."""
        asked = question.first(self.key) == "1"
        reading = Reading(control=Control("flag", self.key, _(self.label), "1" if asked else ""))
        reading.conditions.append(self.value.is_not(None) if asked else self.value.is_(None))
        if asked:
            reading.keep(self.key, "1", _(self.label))
        return reading


def _communities(community: BindParameter[int]) -> Select[Any]:
    return select(Community.id).where(Community.id == community)


def _spaces(community: BindParameter[int]) -> Select[Any]:
    return (
        select(ParkingSpace.id)
        .outerjoin(Home, Home.id == ParkingSpace.home_id)
        .where(ParkingSpace.community_id == community)
    )


COMMUNITIES = Listing(
    name="communities",
    title=N_("Communities"),
    permission=Permission.READ,
    is_personal=False,
    select=_communities,
    id=Community.id,
    columns=(
        Column("code", N_("Code"), Community.code, Kind.NAME, sort="code"),
        Column("name", N_("Name"), Community.name_zh, english=Community.name_en),
        Column(
            "company", N_("Property manager"), Community.company_zh, english=Community.company_en
        ),
        Column("hotline", N_("Hotline"), Community.hotline),
        Column("office", N_("Office"), Community.office_place),
        Column("address", N_("Address"), Community.address),
        Column("zone", N_("Time zone"), Community.zone),
        Column("ended_on", N_("Ended on"), Community.ended_on, Kind.DATE),
    ),
    sorts=(Sort("code", N_("By code"), (By(Community.code),)),),
)

SPACES = Listing(
    name="spaces",
    title=N_("Parking spaces"),
    permission=Permission.READ,
    is_personal=False,
    select=_spaces,
    id=ParkingSpace.id,
    columns=(
        Column(
            "no",
            N_("No."),
            ParkingSpace.no,
            Kind.NAME,
            link=lambda row: f"/spaces/{row['id']}/edit",
            sort="no",
        ),
        Column("place", N_("Place"), ParkingSpace.place),
        Column(
            "kind",
            N_("Kind"),
            ParkingSpace.kind,
            Kind.CHOICE,
            word=lambda code: SPACE_KIND_WORDS[SpaceKind(code)],
        ),
        Column("area", N_("Area"), ParkingSpace.area_centi, Kind.AREA),
        Column(
            "home",
            N_("Home"),
            Home.code,
            link=lambda row: household_path(row["home_id"]) if row["home_id"] else "",
        ),
        Column("home_id", N_("Home"), Home.id, on_screen=False, in_export=False),
        Column("ended_on", N_("Ended on"), ParkingSpace.ended_on, Kind.DATE, on_screen=False),
    ),
    sorts=(Sort("no", N_("By number"), (By(ParkingSpace.no),)),),
    filters=(
        TextFilter("no", N_("No."), ParkingSpace.no),
        ChoiceFilter(
            "kind",
            N_("Kind"),
            ParkingSpace.kind,
            [(each.value, words) for each, words in SPACE_KIND_WORDS.items()],
        ),
        EndedFilter("ended", N_("Ended ones"), ParkingSpace.ended_on),
    ),
    empty=N_("No parking spaces yet"),
)

LISTINGS = (COMMUNITIES, SPACES)
