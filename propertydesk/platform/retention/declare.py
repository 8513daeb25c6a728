"""What a domain says of its personal fields, and what stands against erasing somebody."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select

from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_
from propertydesk.platform.db import db
from propertydesk.platform.settings import value

DAYS, YEARS = N_("days"), N_("years")
"""Units of the settings that say how long something is kept."""

#: (community, what lies before this instant is due) to the ids of rows still to be erased.
Due = Callable[[int, datetime], Select[Any]]
#: (ids, now): erase these rows' fields, within the open transaction.
Erase = Callable[[Sequence[int], datetime], None]


@dataclass(frozen=True)
class RetentionRule:
    """One group of fields: what they are, why they are kept, how long after what, and what then.

    All words are catalogue entries. `setting` is a whole number of DAYS or YEARS. A row that was
    erased must not be `due` again.
    """

    key: str
    what: str
    purpose: str
    basis: str
    after: str
    effect: str
    setting: Setting
    due: Due
    erase: Erase


@dataclass(frozen=True)
class Keeping:
    """What the monthly run leaves alone: a law keeps it although the person was erased, or a job of
    its own sweeps it. Which fields, why, for how long, how they stand meanwhile.

    All words are catalogue entries. Told beside what a run erases, so that whoever asks for erasure
    hears the whole truth (PIPL 47(2)).
    """

    key: str
    what: str
    purpose: str
    basis: str
    period: str
    effect: str


@dataclass(frozen=True)
class Hold:
    """What stands against erasing a subject such as "person": words why, and the ids it holds."""

    subject: str
    words: str
    ids: Callable[[int], Select[Any]]


_rules: list[RetentionRule] = []
_holds: list[Hold] = []
_kept: list[Keeping] = []


def register(
    rules: Iterable[RetentionRule], holds: Iterable[Hold], kept: Iterable[Keeping] = ()
) -> None:
    """Take the declarations of all domains; called from the wiring."""
    _rules[:] = rules
    _holds[:] = holds
    _kept[:] = kept


def kept_apart() -> Sequence[Keeping]:
    """What no run touches, and on which law it rests."""
    return _kept


def declared() -> Sequence[RetentionRule]:
    """All rules, in the order in which they are carried out."""
    return _rules


def cut_off(community_id: int, rule: RetentionRule, now: datetime) -> datetime:
    """What ended before this instant is due."""
    kept: int = value(community_id, rule.setting)
    if rule.setting.unit == DAYS:
        return now - timedelta(days=kept)
    try:
        return now.replace(year=now.year - kept)
    except ValueError:  # the 29th of February
        return now.replace(year=now.year - kept, day=28)


def shown_period(community_id: int, rule: RetentionRule) -> tuple[int, str]:
    """How long it is kept: a number and its unit as a catalogue entry."""
    return value(community_id, rule.setting), rule.setting.unit


def not_held(subject: str, community_id: int, key: ColumnElement[int]) -> list[ColumnElement[bool]]:
    """Conditions that leave out what something stands against erasing."""
    return [key.not_in(hold.ids(community_id)) for hold in _holds if hold.subject == subject]


def held_by(subject: str, community_id: int, subject_id: int) -> list[str]:
    """What stands against erasing one of them, as catalogue entries."""
    return [
        hold.words
        for hold in _holds
        if hold.subject == subject and _holds_it(hold, community_id, subject_id)
    ]


def _holds_it(hold: Hold, community_id: int, subject_id: int) -> bool:
    held = hold.ids(community_id).subquery()
    key = held.c[0]
    return db.session.scalar(db.select(key).where(key == subject_id).limit(1)) is not None
