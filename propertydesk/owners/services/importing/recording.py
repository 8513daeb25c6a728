"""Noting what a chunk of an import did, sealed, so that it can be taken back for 90 days."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, func, insert, select

from propertydesk.estate.services.register import Touched
from propertydesk.owners.models import HouseholdTie, ImportBatch, ImportedPart, PersonPhone
from propertydesk.owners.rules.ledger import Entry, digest_of, plain_value
from propertydesk.owners.rules.standing import (
    Register,
    Standing,
    StandingHome,
    StandingPerson,
    StandingTie,
)
from propertydesk.platform import vault
from propertydesk.platform.db import Base, db
from propertydesk.platform.tasks import Task

IDENTITY = ("identity_kind", "identity_sealed", "identity_fingerprint", "identity_masked")
_AT_A_TIME = 500

Change = tuple[str, int, bool, dict[str, list[Any]]]


def batch_of(task: Task, path: Path, now: datetime) -> ImportBatch:
    """The batch of an import, made with its first chunk."""
    batch = db.session.scalar(select(ImportBatch).filter_by(task_id=task.id))
    if batch is None:
        batch = ImportBatch(
            community_id=int(task.community_id or 0),
            task_id=task.id,
            file_name=str(task.params.get("name", ""))[-120:],
            digest=file_digest(path),
            started_at=now,
        )
        db.session.add(batch)
        db.session.flush()
    return batch


def file_digest(path: Path) -> str:
    """By what the same file is known again."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def identities(people: Iterable[StandingPerson]) -> dict[int, dict[str, Any]]:
    """The identity columns of people as they stand; asked before new numbers are stored."""
    ids = [int(person.id or 0) for person in people if person.identity and not person.is_new]
    return {
        row_id: {name: row[name] for name in IDENTITY}
        for row_id, row in (_rows("people", ids) if ids else {}).items()
    }


def note(
    batch: ImportBatch,
    register: Register,
    touched: Sequence[Touched],
    before: Mapping[int, Mapping[str, Any]],
) -> None:
    """Store what was done to each household; `before` are `identities` as they stood."""
    parts = dict(_changes(register, touched, before))
    ids: dict[str, set[int]] = defaultdict(set)
    for changes in parts.values():
        for table, row_id, _is_new, _values in changes:
            ids[table].add(row_id)
    rows = {table: _rows(table, sorted(wanted)) for table, wanted in ids.items()}
    first = (
        db.session.scalar(
            select(func.coalesce(func.max(ImportedPart.position), 0)).filter_by(batch_id=batch.id)
        )
        or 0
    )
    stored = []
    for position, (code, changes) in enumerate(parts.items(), first + 1):
        entries = [
            Entry(table, row_id, is_new, digest_of(rows[table][row_id]), values).stored()
            for table, row_id, is_new, values in changes
        ]
        sealed = vault.seal(
            json.dumps(entries, ensure_ascii=False), place=part_place(batch.id, position)
        )
        stored.append({"batch_id": batch.id, "position": position, "code": code, "sealed": sealed})
    if stored:
        db.session.execute(insert(ImportedPart), stored)


def part_place(batch_id: int, position: int) -> str:
    """The place a part is sealed for."""
    return f"imported_parts:{batch_id}:{position}"


def _changes(
    register: Register, touched: Sequence[Touched], before: Mapping[int, Mapping[str, Any]]
) -> Iterator[tuple[str, list[Change]]]:
    """Household by household what was added and changed; first what belongs to none."""
    homes = list(register.homes.values())
    spaces: dict[str, list[Change]] = defaultdict(list)
    for space in register.spaces.values():
        code = space.home.code if space.home else ""
        spaces[code] += _of_record("parking_spaces", space)
    loose = [*[_of_house(each) for each in touched], *spaces[""]]
    if loose:
        yield "", loose
    phones, ties = _phone_changes(homes), _new_ties(homes)
    seen: set[int] = set()
    for home in homes:
        changes = list(_of_record("homes", home))
        for tie in home.ties:
            changes += _of_tie(tie, home, ties)
            if id(tie.person) not in seen:
                seen.add(id(tie.person))
                changes += _of_person(tie.person, before)
                changes += phones.get(int(tie.person.id or 0), [])
        for vehicle in home.vehicles:
            changes += _of_record("vehicles", vehicle)
        changes += spaces[home.code]
        if changes:
            yield home.code, changes


def _of_tie(
    tie: StandingTie, home: StandingHome, ids: Mapping[tuple[int, int, str], int]
) -> Iterator[Change]:
    if tie.is_new:
        key = int(home.id or 0), int(tie.person.id or 0), str(tie.values["tie"])
        yield "household_ties", ids[key], True, {}
    else:
        yield from _of_record("household_ties", tie)


def _of_house(touched: Touched) -> Change:
    record = touched.record
    changes = {name: list(pair) for name, pair in touched.changes.items()}
    return (record.__tablename__, record.id, touched.is_new, changes)


def _of_record(table: str, record: Standing) -> Iterator[Change]:
    if record.is_new and record.id is not None:
        yield table, record.id, True, {}
    elif record.before:
        values = {
            name: [plain_value(value), plain_value(record.values[name])]
            for name, value in record.before.items()
        }
        yield table, int(record.id or 0), False, values


def _of_person(person: StandingPerson, before: Mapping[int, Mapping[str, Any]]) -> list[Change]:
    changes = list(_of_record("people", person))
    person_id = int(person.id or 0)
    if person_id in before:
        now = _rows("people", [person_id])[person_id]
        values = {
            name: [plain_value(value), plain_value(now[name])]
            for name, value in before[person_id].items()
        }
        changes.append(("people", person_id, False, values))
    return changes


def _new_ties(homes: Iterable[StandingHome]) -> dict[tuple[int, int, str], int]:
    ids = [home.id for home in homes if any(tie.is_new for tie in home.ties)]
    query = select(
        HouseholdTie.home_id, HouseholdTie.person_id, HouseholdTie.tie, HouseholdTie.id
    ).where(HouseholdTie.home_id.in_(ids), HouseholdTie.ends_on.is_(None))
    return {(home, person, tie): row_id for home, person, tie, row_id in db.session.execute(query)}


def _phone_changes(homes: Iterable[StandingHome]) -> dict[int, list[Change]]:
    """Numbers added and ended, by person."""
    people = {
        int(tie.person.id or 0): tie.person
        for home in homes
        for tie in home.ties
        if tie.person.phones_added or tie.person.phones_ended
    }
    found: dict[int, list[Change]] = defaultdict(list)
    query = (
        select(PersonPhone.id, PersonPhone.person_id, PersonPhone.number, PersonPhone.ends_on)
        .where(PersonPhone.person_id.in_(people))
        .order_by(PersonPhone.id)
    )
    ended: dict[tuple[int, str], Change] = {}
    for row_id, person_id, number, ends_on in db.session.execute(query):
        person = people[person_id]
        if ends_on is None and number in person.phones_added:
            found[person_id].append(("person_phones", row_id, True, {}))
        elif ends_on is not None and number in person.phones_ended:
            values: dict[str, list[Any]] = {"ends_on": [None, ends_on.isoformat()]}
            ended[person_id, number] = ("person_phones", row_id, False, values)
    for (person_id, _number), change in ended.items():
        found[person_id].append(change)
    return found


def _rows(table: str, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Whole rows by id."""
    columns: Table = Base.metadata.tables[table]
    found: dict[int, dict[str, Any]] = {}
    for at in range(0, len(ids), _AT_A_TIME):
        query = select(columns).where(columns.c.id.in_(ids[at : at + _AT_A_TIME]))
        found |= {row["id"]: dict(row) for row in db.session.execute(query).mappings()}
    return found
