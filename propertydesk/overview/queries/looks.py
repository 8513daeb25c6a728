"""Who looked at personal values in full: the listing, and figures by member of staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import BindParameter, RowMapping, Select, case, func, select

from propertydesk.accounts import queries as accounts
from propertydesk.kernel.clock import business_date, day_start
from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import Permission
from propertydesk.platform import activity, reveal, settings
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.listing import (
    By,
    ChoiceFilter,
    Column,
    DayFilter,
    FlagFilter,
    Kind,
    Listing,
    Sort,
)
from propertydesk.platform.reveal import Reveal
from propertydesk.platform.reveal.limits import HOUR, LOOKS_PER_DAY, LOOKS_PER_HOUR

DAYS = 7
MOST_STAFF = 60
#: From this part of a limit somebody counts as near it.
NEAR_PERCENT = 80

_MARK = case(
    (Reveal.refused != "", "refused"),
    (Reveal.at_night, "night"),
    (Reveal.has_case.is_(False), "no-case"),
    else_="",
)
_MARK_WORDS = {
    "refused": N_("Refused, too many"),
    "night": N_("At night"),
    "no-case": N_("No matter in hand"),
}
_MARK_TONES = {"refused": Tone.RED, "night": Tone.AMBER, "no-case": Tone.AMBER}


def kind_words(kind: str) -> str:
    """What a kind of value is called."""
    what = reveal.declared().get(kind)
    return what.label if what else kind


def purpose_words(purpose: str) -> str:
    """What a purpose says; the same word means the same wherever it is offered."""
    for what in reveal.declared().values():
        for each, words in what.purposes.items():
            if each == purpose:
                return words
    return purpose


def _select(community_id: BindParameter[int]) -> Select[Any]:
    return select(Reveal.id).where(Reveal.community_id == community_id)


def _subject_page(row: RowMapping) -> str:
    return activity.page_of(row["subject_type"], row["subject_id"])


def _staff(actor: Actor) -> Sequence[tuple[str | int, str]]:
    return [(each.id, each.name) for each in accounts.in_community(actor.community_id)]


def _kinds(_reader: Actor) -> Sequence[tuple[str | int, str]]:
    return [(each.kind, _(each.label)) for each in reveal.declared().values()]


LISTING = Listing(
    name="looks",
    title=N_("Who looked at what"),
    permission=Permission.SEE_LOOKS,
    select=_select,
    id=Reveal.id,
    columns=(
        Column("at", N_("When"), Reveal.at, Kind.INSTANT, sort="newest"),
        Column("staff", N_("Who looked"), Reveal.staff_name, Kind.NAME),
        Column("kind", N_("What"), Reveal.kind, Kind.CHOICE, word=kind_words),
        Column(
            "subject",
            N_("About whom"),
            Reveal.subject_no,
            link=_subject_page,
            second=Column("value", N_("Value, masked"), Reveal.masked),
        ),
        Column(
            "subject_type",
            N_("Kind of record"),
            Reveal.subject_type,
            on_screen=False,
            in_export=False,
        ),
        Column("subject_id", N_("Record"), Reveal.subject_id, on_screen=False, in_export=False),
        Column("purpose", N_("Purpose"), Reveal.purpose, Kind.CHOICE, word=purpose_words),
        Column("reason", N_("In their words"), Reveal.reason),
        Column(
            "mark",
            N_("Unusual"),
            _MARK,
            Kind.STATE,
            word=_MARK_WORDS.get,
            tone=_MARK_TONES.get,
        ),
    ),
    sorts=(
        Sort("newest", N_("Newest first"), (By(Reveal.at, descending=True),)),
        Sort("oldest", N_("Oldest first"), (By(Reveal.at),)),
    ),
    filters=(
        ChoiceFilter("staff", N_("Who looked"), Reveal.staff_id, _staff),
        ChoiceFilter("kind", N_("What"), Reveal.kind, _kinds),
        DayFilter("day", N_("When"), Reveal.at, instants=True),
        FlagFilter("night", N_("At night"), Reveal.at_night.is_(True)),
        FlagFilter("no-case", N_("No matter in hand"), Reveal.has_case.is_(False)),
        FlagFilter("refused", N_("Refused, too many"), Reveal.refused != ""),
    ),
    empty=N_("Nobody has looked at a full value yet"),
)


@dataclass(frozen=True)
class StaffLooks:
    """The looks of one member of staff: by day (the oldest first), and what is unusual about the
    last days.
    """

    staff_id: int
    name: str
    days: tuple[int, ...]
    last_hour: int
    night: int
    no_case: int
    refused: int
    near_limit: bool

    @property
    def total(self) -> int:
        """All looks of the days shown."""
        return sum(self.days)

    @property
    def is_unusual(self) -> bool:
        """Whether the manager should have a look: near or over a limit, or at night."""
        return bool(self.refused or self.night or self.near_limit)


def days_before(now: datetime, zone: str) -> list[date]:
    """The days shown, the oldest first, today last."""
    today = business_date(now, zone)
    return [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]


def by_staff(community_id: int, now: datetime, zone: str) -> list[StaffLooks]:
    """Figures of everybody who looked within the days shown, the unusual ones first: one query."""
    days = days_before(now, zone)
    starts = [day_start(each, zone) for each in (*days, days[-1] + timedelta(days=1))]
    done = Reveal.refused == ""
    counts = [
        func.sum(case((done & (Reveal.at >= since) & (Reveal.at < until), 1), else_=0))
        for since, until in pairwise(starts)
    ]
    query = (
        select(
            Reveal.staff_id,
            func.max(Reveal.staff_name),
            func.sum(case((done & (Reveal.at > now - HOUR), 1), else_=0)),
            func.sum(case((Reveal.at_night, 1), else_=0)),
            func.sum(case((Reveal.has_case.is_(False), 1), else_=0)),
            func.sum(case((Reveal.refused != "", 1), else_=0)),
            *counts,
        )
        .where(Reveal.community_id == community_id, Reveal.at >= starts[0])
        .group_by(Reveal.staff_id)
        .order_by(func.count().desc(), Reveal.staff_id)
        .limit(MOST_STAFF)
    )
    limits = tuple(
        settings.value(community_id, each) * NEAR_PERCENT
        for each in (LOOKS_PER_HOUR, LOOKS_PER_DAY)
    )
    found = [_figures(row, limits) for row in db.session.execute(query)]
    return sorted(found, key=lambda each: (-each.refused, not each.is_unusual, -each.total))


def _figures(row: Any, limits: tuple[int, int]) -> StaffLooks:
    staff_id, name, hour, night, no_case, refused, *days = row
    near = hour * 100 >= limits[0] or max(days) * 100 >= limits[1]
    return StaffLooks(
        staff_id,
        name,
        tuple(map(int, days)),
        int(hour),
        int(night),
        int(no_case),
        int(refused),
        near,
    )
