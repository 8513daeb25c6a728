"""How complete the file of each household is: conditions over a home, for one home or for all."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, case, exists, func, or_, select

from propertydesk.estate.models import Home
from propertydesk.estate.rules import Occupancy
from propertydesk.owners import rules
from propertydesk.owners.models import HouseholdFile, HouseholdTie, Person, PersonPhone
from propertydesk.owners.queries.consents import gave_in_force
from propertydesk.owners.rules import completeness, consents
from propertydesk.owners.rules.completeness import OF_ALL, OF_LET, Need
from propertydesk.owners.rules.consents import Scope
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.settings import stored_value

Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Completeness:
    """How much of a file is there, and what is missing; nothing is asked of an unsold home."""

    percent: int
    missing: list[Need]
    file: HouseholdFile | None


def completeness_of(home_id: int) -> Completeness:
    """The file of one home: one query, and one for where its paper lies."""
    row = db.session.execute(_asked().add_columns(PERCENT, MISSING).where(Home.id == home_id))
    found = row.first()
    file = db.session.scalar(select(HouseholdFile).filter_by(home_id=home_id))
    if found is None:
        return Completeness(100, [], file)
    _id, percent, missing = found
    return Completeness(percent, completeness.needs_of(missing), file)


def file_card(home_id: int, _actor: Actor) -> dict[str, Any]:
    """What the household's page shows of its file, and whose signature is missing."""
    owners = (
        select(Person.id)
        .join(HouseholdTie, HouseholdTie.person_id == Person.id)
        .where(
            HouseholdTie.home_id == home_id,
            HouseholdTie.tie == rules.Tie.OWNER.value,
            HouseholdTie.ends_on.is_(None),
            _ALIVE,
            ~_FIRM,
            ~_SIGNED,
        )
        .order_by(HouseholdTie.id)
        .limit(1)
    )
    return {
        "home_id": home_id,
        "found": completeness_of(home_id),
        "needs": completeness.NEEDS,
        "unsigned": db.session.scalar(owners),
    }


def incomplete_count(community_id: int) -> int:
    """How many files lack something."""
    incomplete = or_(*LACKS.values())
    query = _asked().where(Home.community_id == community_id, incomplete).subquery()
    return db.session.scalar(select(func.count()).select_from(query)) or 0


def listed(community: BindParameter[int]) -> Select[Any]:
    """The rows of the listing."""
    joined = _asked().outerjoin(HouseholdFile, HouseholdFile.home_id == Home.id)
    return joined.where(Home.community_id == community)


def _asked() -> Select[Any]:
    return select(Home.id).where(Home.ended_on.is_(None), Home.occupancy != Occupancy.UNSOLD.value)


def _has(tie: rules.Tie, *conditions: Any) -> Condition:
    """Whether the home has such a tie, or one whose person fits the conditions."""
    live = (
        HouseholdTie.home_id == Home.id,
        HouseholdTie.tie == tie.value,
        HouseholdTie.ends_on.is_(None),
    )
    of_whom = (Person.id == HouseholdTie.person_id,) if conditions else ()
    return exists().where(*live, *of_whom, *conditions).correlate(Home)


_ALIVE = Person.died_on.is_(None)
_HAS_PHONE = (
    exists()
    .where(PersonPhone.person_id == Person.id, PersonPhone.ends_on.is_(None))
    .correlate(Person)
)
_SIGNED = gave_in_force(
    Person.id, Scope.NOTICE.value, stored_value(Person.community_id, consents.PRIVACY_VERSION)
)
_NAMELESS_FIRM = and_(
    Person.kind == rules.PersonKind.COMPANY.value,
    or_(Person.credit_code == "", Person.contact_person == ""),
)
_FIRM = Person.kind == rules.PersonKind.COMPANY.value
_OWNER, _TENANT = rules.Tie.OWNER, rules.Tie.TENANT
_CONTACT_COUNTS = stored_value(Home.community_id, completeness.CONTACT_COUNTS) == "true"
_IS_LET = or_(Home.occupancy == Occupancy.LET.value, _has(_TENANT))

#: When a need is not met.
LACKS: Mapping[Need, Condition] = {
    Need.OWNER: ~_has(_OWNER),
    Need.PHONE: _has(_OWNER, _ALIVE, ~_HAS_PHONE),
    Need.ADDRESS: and_(
        Home.occupancy != Occupancy.OWNER.value,
        _has(_OWNER, _ALIVE),
        ~_has(_OWNER, _ALIVE, Person.notice_address != ""),
    ),
    Need.MOVE_IN: Home.handed_over_on.is_(None),
    Need.NOTICE: _has(_OWNER, _ALIVE, ~_FIRM, ~_SIGNED),
    Need.CONTACT: and_(_CONTACT_COUNTS, ~_has(rules.Tie.CONTACT)),
    Need.COMPANY: or_(_has(_OWNER, _NAMELESS_FIRM), _has(_TENANT, _NAMELESS_FIRM)),
    Need.TENANT: and_(Home.occupancy == Occupancy.LET.value, ~_has(_TENANT)),
    Need.TENANT_PHONE: _has(_TENANT, _ALIVE, ~_HAS_PHONE),
    Need.LEASE: _has(
        _TENANT, or_(HouseholdTie.starts_on.is_(None), HouseholdTie.lease_ends_on.is_(None))
    ),
    Need.PAYER: _has(_TENANT, HouseholdTie.fee_payer == ""),
}


def _one_if(condition: Condition) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


_WANTED: ColumnElement[int] = (
    len(OF_ALL)
    - _one_if(~_CONTACT_COUNTS)
    + len(OF_LET) * _one_if(_IS_LET)
    + _one_if(or_(_has(_OWNER, _FIRM), _has(_TENANT, _FIRM)))
)
_LACKING: ColumnElement[int] = reduce(add, [_one_if(each) for each in LACKS.values()])

#: Rounded down, so that 100 means complete (rules.completeness.percent).
PERCENT: ColumnElement[int] = (_WANTED - _LACKING) * 100 // _WANTED

#: The codes of what is missing, each followed by a blank.
MISSING: ColumnElement[str] = reduce(
    add, [case((lack, f"{need.value} "), else_="") for need, lack in LACKS.items()]
)
