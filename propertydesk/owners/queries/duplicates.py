"""Rows that may be the same person, as a listing."""

from typing import Any

from sqlalchemy import BindParameter, RowMapping, Select, select
from sqlalchemy.orm import aliased

from propertydesk.kernel.words import N_
from propertydesk.owners.models import Person, PersonPair
from propertydesk.owners.rules import Permission
from propertydesk.owners.rules import merging as rules
from propertydesk.platform.listing import By, ChoiceFilter, Column, Kind, Listing, Sort

_FIRST, _SECOND = aliased(Person), aliased(Person)


def _select(community_id: BindParameter[int]) -> Select[Any]:
    return (
        select(PersonPair.id)
        .join(_FIRST, _FIRST.id == PersonPair.first_id)
        .join(_SECOND, _SECOND.id == PersonPair.second_id)
        .where(
            PersonPair.community_id == community_id,
            PersonPair.dismissed_at.is_(None),
            _FIRST.merged_into_id.is_(None),
            _SECOND.merged_into_id.is_(None),
        )
    )


def _link(row: RowMapping) -> str:
    return f"/people/{row['first_id']}/merge/{row['second_id']}"


LISTING = Listing(
    name="duplicates",
    title=N_("Possible double entries"),
    permission=Permission.MERGE,
    select=_select,
    id=PersonPair.id,
    columns=(
        Column("first", N_("One entry"), _FIRST.name, Kind.NAME, link=_link),
        Column("second", N_("Other entry"), _SECOND.name, link=_link),
        Column("first_id", N_("One entry"), PersonPair.first_id, on_screen=False, in_export=False),
        Column(
            "second_id", N_("Other entry"), PersonPair.second_id, on_screen=False, in_export=False
        ),
        Column(
            "reason",
            N_("Why"),
            PersonPair.reason,
            Kind.STATE,
            word=lambda code: rules.REASON_WORDS[rules.Reason(code)],
            tone=lambda code: rules.REASON_TONES[rules.Reason(code)],
        ),
        Column("found_at", N_("Found on"), PersonPair.found_at, Kind.INSTANT),
    ),
    sorts=(
        Sort("surest", N_("Surest first"), (By(PersonPair.rank),)),
        Sort("name", N_("By name"), (By(_FIRST.name, nullable=False),)),
    ),
    filters=(
        ChoiceFilter(
            "reason",
            N_("Why"),
            PersonPair.reason,
            [(each.value, words) for each, words in rules.REASON_WORDS.items()],
        ),
    ),
    empty=N_("No double entries found"),
)
