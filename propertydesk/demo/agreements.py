"""What people agreed to and wish for, who speaks for companies, and where paper files lie."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random

from propertydesk.demo.deeds import office_hour
from propertydesk.demo.registrar import Registrar
from propertydesk.demo.rows import Row
from propertydesk.demo.staff import Crew, Who
from propertydesk.demo.trail import Trail
from propertydesk.owners.models import Consent, ConsentWithdrawal, HouseholdFile
from propertydesk.owners.rules import PersonKind, Tie
from propertydesk.owners.rules.consents import PRIVACY_VERSION, Given, Scope
from propertydesk.owners.rules.contacting import Channel

_OLD_VERSION = "2024-06"
_QUIET = ((time(12), time(14)), (time(13), time(15)), (time(22), time(9)), (time(8), time(11)))
_HANDLERS = (("方敏", "行政"), ("蒋蕾", "财务"), ("俞海燕", "综合办公室"), ("贺嘉树", "店长"))
_FURTHER = ((Scope.FAMILY, 0.35), (Scope.MESSAGES, 0.3), (Scope.MARKETING, 0.12))
# no office issues codes of this region
_CODE_HEAD = "91990000MA"
_CODE_MARKS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def agree(trail: Trail, registrar: Registrar, crew: Crew, rng: Random) -> None:
    """Consents of most owners, wishes of some people, companies' facts, paper files."""
    seen: set[Row] = set()
    for tie in registrar.ties:
        person = tie.person_id
        if tie.ends_on is not None or person in seen:
            continue
        seen.add(person)
        if person.kind == PersonKind.COMPANY:
            _introduce(person, rng)
            continue
        _wish(person, rng)
        if tie.tie in (Tie.OWNER, Tie.TENANT) and person.died_on is None and rng.random() < 0.8:
            _sign(trail, registrar, tie, rng.choice(crew.clerks), rng)
    _archive(registrar, crew, rng)


def _sign(trail: Trail, registrar: Registrar, tie: Row, by: Who, rng: Random) -> None:
    """The notice, and what else was ticked with it; some signed an older version."""
    begun = max(tie.starts_on or registrar.since.date(), registrar.since.date())
    day = min(begun + timedelta(days=rng.randrange(0, 30)), registrar.ground.today)
    at = office_hour(rng, day, registrar)
    version = _OLD_VERSION if rng.random() < 0.06 else PRIVACY_VERSION.default
    scopes = list(_ticked(rng))
    for scope in scopes:
        row = trail.book.add(
            Consent,
            community_id=registrar.ground.community,
            person_id=tie.person_id,
            scope=scope,
            version=version,
            channel=Given.PAPER if rng.random() < 0.8 else Given.COUNTER,
            given_on=at.date(),
            taken_by=by.name,
            created_at=at,
        )
        if scope == Scope.MARKETING and rng.random() < 0.3:
            _withdraw(trail, registrar, row, at, by)
    trail.leave(
        at,
        by,
        "consent.give",
        tie.person_id,
        home=tie.home_id,
        changes={"scopes": [None, scopes], "version": [None, version]},
    )


def _ticked(rng: Random) -> Iterator[str]:
    yield Scope.NOTICE.value
    for scope, chance in _FURTHER:
        if rng.random() < chance:
            yield scope.value


def _withdraw(trail: Trail, registrar: Registrar, row: Row, at: datetime, by: Who) -> None:
    later = min(at + timedelta(days=9), registrar.now)
    trail.book.add(
        ConsentWithdrawal,
        community_id=registrar.ground.community,
        consent_id=row,
        withdrawn_on=later.date(),
        channel=Given.PHONE,
        reason="不想再收到活动通知",
        taken_by=by.name,
        created_at=later,
    )


def _wish(person: Row, rng: Random) -> None:
    if rng.random() < 0.15:
        person.set(channel=rng.choice([each.value for each in Channel]))
    if rng.random() < 0.04:
        begins, ends = rng.choice(_QUIET)
        person.set(quiet_from=begins, quiet_until=ends)


def _introduce(firm: Row, rng: Random) -> None:
    if rng.random() < 0.75:
        name, role = rng.choice(_HANDLERS)
        code = _CODE_HEAD + "".join(rng.choice(_CODE_MARKS) for _ in range(8))
        firm.set(contact_person=name, contact_role=role, credit_code=code)


def _archive(registrar: Registrar, crew: Crew, rng: Random) -> None:
    """Most files lie in the cabinet, by building."""
    for number, home in enumerate(registrar.ground.homes, 1):
        if home.ended_on is None and rng.random() < 0.7:
            registrar.book.add(
                HouseholdFile,
                community_id=registrar.ground.community,
                home_id=home,
                file_no=f"YZ-{number:05d}",
                place=f"{home.building_no} 栋柜 {number % 5 + 1} 层",
                archived_on=registrar.since.date() + timedelta(days=rng.randrange(1, 20)),
                archived_by=rng.choice(crew.clerks).name,
            )
