"""Rows that may be the same person: looked for as a whole, and said to be two people."""

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, cast, delete, func, literal, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from propertydesk.estate.models import Community
from propertydesk.owners.models import HouseholdTie, Person, PersonPair, PersonPhone
from propertydesk.owners.rules import merging as rules
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, on_sqlite

_ONE, _OTHER = aliased(Person), aliased(Person)


def refresh_duplicates(community_id: int, now: datetime) -> int:
    """Look through a community for rows that may be the same person; gives how many pairs wait.

    Three statements, each over groups that are alike: never every row with every other.
    """
    waiting = PersonPair.dismissed_at.is_(None)
    db.session.execute(delete(PersonPair).where(PersonPair.community_id == community_id, waiting))
    for reason in sorted(rules.Reason, key=rules.RANKS.__getitem__):
        _insert(reason, community_id, now)
    count = select(func.count()).select_from(PersonPair)
    return db.session.scalar(count.where(PersonPair.community_id == community_id, waiting)) or 0


def search_duplicates(community: Community, *, actor: Actor, now: datetime) -> int:
    """The same at once, because somebody asks; gives how many pairs wait."""
    found = refresh_duplicates(community.id, now)
    activity.record(
        actor=actor,
        now=now,
        action="person.duplicates",
        subject=community,
        community_id=community.id,
        changes={"pairs": [None, found]},
    )
    return found


def dismiss_pair(one: Person, other: Person, *, actor: Actor, now: datetime) -> None:
    """They are two people; the pair is not shown again."""
    first, second = sorted((one.id, other.id))
    insert = sqlite.insert if on_sqlite() else postgresql.insert
    said = {"dismissed_at": now, "dismissed_by": actor.name}
    statement = insert(PersonPair).values(
        community_id=one.community_id,
        first_id=first,
        second_id=second,
        reason=rules.Reason.HOME,
        rank=rules.RANKS[rules.Reason.HOME],
        found_at=now,
        **said,
    )
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["first_id", "second_id"], set_=said)
    )
    activity.record(
        actor=actor,
        now=now,
        action="person.apart",
        subject=one,
        changes={"other": [None, other.id]},
    )


def _insert(reason: rules.Reason, community_id: int, now: datetime) -> None:
    """Pairs of one reason that are not known yet: what was dismissed, or found by a stronger one."""
    insert = sqlite.insert if on_sqlite() else postgresql.insert
    pairs = _PAIRS[reason](community_id).subquery()
    rows = (
        select(
            literal(community_id),
            pairs.c.first,
            pairs.c.second,
            literal(str(reason)),
            literal(rules.RANKS[reason]),
            literal(now, PersonPair.found_at.type),
            literal(""),
        )
        .distinct()
        .where(
            cast(literal(1), Integer) == 1
        )  # SQLite reads ON CONFLICT after a bare SELECT as a join
    )
    columns = [
        "community_id",
        "first_id",
        "second_id",
        "reason",
        "rank",
        "found_at",
        "dismissed_by",
    ]
    statement = insert(PersonPair).from_select(columns, rows)
    db.session.execute(statement.on_conflict_do_nothing(index_elements=["first_id", "second_id"]))


def _by_identity(community_id: int) -> Any:
    alike = (
        select(Person.identity_fingerprint)
        .where(
            Person.community_id == community_id,
            Person.identity_fingerprint.is_not(None),
            Person.merged_into_id.is_(None),
        )
        .group_by(Person.identity_fingerprint)
        .having(func.count().between(2, rules.MOST_ALIKE))
    )
    return (
        select(_ONE.id.label("first"), _OTHER.id.label("second"))
        .join(_OTHER, _OTHER.identity_fingerprint == _ONE.identity_fingerprint)
        .where(
            _ONE.community_id == community_id,
            _OTHER.community_id == community_id,
            _ONE.id < _OTHER.id,
            _ONE.merged_into_id.is_(None),
            _OTHER.merged_into_id.is_(None),
            _ONE.identity_fingerprint.in_(alike),
        )
    )


def _by_phone(community_id: int) -> Any:
    """The same number, unless both have identity numbers that differ."""
    one, other = aliased(PersonPhone), aliased(PersonPhone)
    alike = (
        select(PersonPhone.number)
        .where(PersonPhone.community_id == community_id, PersonPhone.ends_on.is_(None))
        .group_by(PersonPhone.number)
        .having(func.count().between(2, rules.MOST_ALIKE))
    )
    return (
        select(one.person_id.label("first"), other.person_id.label("second"))
        .select_from(one)
        .join(other, (other.number == one.number) & (other.community_id == one.community_id))
        .join(_ONE, _ONE.id == one.person_id)
        .join(_OTHER, _OTHER.id == other.person_id)
        .where(
            one.community_id == community_id,
            one.person_id < other.person_id,
            one.ends_on.is_(None),
            other.ends_on.is_(None),
            one.number.in_(alike),
            _may_be_one(),
        )
    )


def _by_home(community_id: int) -> Any:
    """The same name in the same home."""
    one, other = aliased(HouseholdTie), aliased(HouseholdTie)
    return (
        select(_ONE.id.label("first"), _OTHER.id.label("second"))
        .select_from(one)
        .join(other, other.home_id == one.home_id)
        .join(_ONE, _ONE.id == one.person_id)
        .join(_OTHER, _OTHER.id == other.person_id)
        .where(
            one.community_id == community_id,
            one.person_id < other.person_id,
            _ONE.name == _OTHER.name,
            _may_be_one(),
        )
    )


def _may_be_one() -> Any:
    """Both stand, and their identity numbers do not tell them apart."""
    return (
        _ONE.merged_into_id.is_(None)
        & _OTHER.merged_into_id.is_(None)
        & or_(
            _ONE.identity_fingerprint.is_(None),
            _OTHER.identity_fingerprint.is_(None),
            _ONE.identity_fingerprint == _OTHER.identity_fingerprint,
        )
    )


_PAIRS = {
    rules.Reason.IDENTITY: _by_identity,
    rules.Reason.PHONE: _by_phone,
    rules.Reason.HOME: _by_home,
}
