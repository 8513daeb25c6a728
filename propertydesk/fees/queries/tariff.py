"""Reading items and prices."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select

from propertydesk.estate.models import Building, Home, ParkingSpace
from propertydesk.estate.rules import HOME_KIND_WORDS, SPACE_KIND_WORDS
from propertydesk.fees import rules
from propertydesk.fees.models import ChargeItem, FeePrice
from propertydesk.fees.queries.presenting import scope_words, use_word
from propertydesk.platform.db import db


@dataclass(frozen=True)
class ScopePrices:
    """The versions of one scope, newest first."""

    words: str
    versions: Sequence[FeePrice]


def items(community_id: int, *bases: rules.Basis) -> list[ChargeItem]:
    """The charge items of a community, of some bases or all, by code."""
    query = select(ChargeItem).filter_by(community_id=community_id)
    if bases:
        query = query.where(ChargeItem.basis.in_(bases))
    return list(db.session.scalars(query.order_by(ChargeItem.code)))


def item_choices(community_id: int, *bases: rules.Basis) -> list[tuple[str, str]]:
    """Items to choose from."""
    return [(str(item.id), f"{item.name} · {item.code}") for item in items(community_id, *bases)]


def prices_of(item: ChargeItem) -> list[ScopePrices]:
    """The versions of an item's prices by scope, the widest first: two to four queries."""
    query = select(FeePrice).filter_by(item_id=item.id)
    rows = list(
        db.session.scalars(
            query.order_by(FeePrice.rank, FeePrice.scope, FeePrice.starts_on.desc(), FeePrice.id)
        )
    )
    names = _names(rows)
    return [
        ScopePrices(scope_words(versions[0], names), versions)
        for versions in (list(group) for _, group in groupby(rows, lambda each: each.scope))
    ]


def use_choices(item: ChargeItem) -> list[tuple[str, str]]:
    """The uses that a price of an item may be for."""
    of_space = item.basis == rules.Basis.SPACE
    codes = [*(SPACE_KIND_WORDS if of_space else HOME_KIND_WORDS)]
    return [(str(code), use_word(str(code))) for code in codes]


def _names(rows: Sequence[FeePrice]) -> dict[str, str]:
    """Labels of what prices are for, by part of their scope."""
    names: dict[str, str] = {}
    homes = {row.home_id for row in rows if row.home_id}
    spaces = {row.space_id for row in rows if row.space_id}
    buildings = {row.building_id for row in rows if row.building_id}
    for home in db.session.scalars(select(Home).where(Home.id.in_(homes))) if homes else ():
        names[f"home:{home.id}"] = home.label
    for space in (
        db.session.scalars(select(ParkingSpace).where(ParkingSpace.id.in_(spaces)))
        if spaces
        else ()
    ):
        names[f"space:{space.id}"] = space.no
    found = select(Building).where(Building.id.in_(buildings))
    for building in db.session.scalars(found) if buildings else ():
        names[f"building:{building.id}"] = building.label
    return names
