"""What taking an import back would do, and what stands against it."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, func, select

from propertydesk.kernel.words import N_
from propertydesk.owners.models import ImportBatch, ImportedPart
from propertydesk.owners.rules.ledger import (
    SUBJECTS,
    TABLES,
    Entry,
    digest_of,
    merged,
    plain_value,
)
from propertydesk.platform import vault
from propertydesk.platform.activity import Activity, entry_of
from propertydesk.platform.db import Base, db, on_sqlite
from propertydesk.platform.references import references

CHANGED_SINCE = N_("%(what)s: corrected since, or ended.")
GONE = N_("%(what)s: no longer there.")
REFERRED_TO = N_("%(what)s: something was entered for it since.")
_AT_A_TIME = 500
_IMPORTING = "home.import"


@dataclass(frozen=True)
class Obstacle:
    """Why a home keeps an import from being taken back: a catalogue entry and which records."""

    code: str
    text: str
    table: str
    since: str = ""
    """What was done there since, in the reader's language."""


@dataclass
class UndoPlan:
    """Everything that an import did, and what of it cannot be undone any more."""

    entries: Mapping[tuple[str, int], Entry] = field(default_factory=dict)
    code_of: Mapping[tuple[str, int], str] = field(default_factory=dict)
    obstacles: Sequence[Obstacle] = ()

    @property
    def added(self) -> dict[str, int]:
        """Records that would go, by table."""
        return Counter(entry.table for entry in self.entries.values() if entry.is_new)

    @property
    def changed(self) -> dict[str, int]:
        """Records that would be as before, by table."""
        return Counter(entry.table for entry in self.entries.values() if not entry.is_new)

    @property
    def home_ids(self) -> dict[str, int]:
        """Homes that would go, by code."""
        return {
            self.code_of[key]: entry.id
            for key, entry in self.entries.items()
            if entry.table == "homes" and entry.is_new
        }

    def ids(self, table: str, *, is_new: bool) -> list[int]:
        """The ids of records of a table in their order."""
        return sorted(
            entry.id
            for entry in self.entries.values()
            if entry.table == table and entry.is_new is is_new
        )


def batch_of_task(task_id: int) -> ImportBatch | None:
    """The batch of an import, if it has entered anything."""
    has_parts = select(ImportedPart.id).where(ImportedPart.batch_id == ImportBatch.id).exists()
    return db.session.scalar(select(ImportBatch).where(ImportBatch.task_id == task_id, has_parts))


def undo_plan(batch: ImportBatch, *, locked: bool = False) -> UndoPlan:
    """What taking the batch back would do; `locked` holds its rows until the transaction ends, in
    the order of tables from homes inwards and of their ids.
    """
    code_of: dict[tuple[str, int], str] = {}
    entries = merged(_entries(batch, code_of))
    plan = UndoPlan(entries, code_of)
    found = list(_obstacles(plan, locked=locked))
    since = _since(batch, {each.code for each in found})
    plan.obstacles = [
        Obstacle(each.code, each.text, each.table, since.get(each.code, ""))
        for each in dict.fromkeys(found)
    ]
    return plan


def _entries(batch: ImportBatch, code_of: dict[tuple[str, int], str]) -> Iterator[Entry]:
    parts = (
        select(ImportedPart).filter_by(batch_id=batch.id).order_by(ImportedPart.position)
    ).execution_options(yield_per=_AT_A_TIME)
    for part in db.session.scalars(parts):
        place = f"imported_parts:{batch.id}:{part.position}"
        for stored in json.loads(vault.unseal(part.sealed, place=place)):
            entry = Entry(*stored)
            code_of.setdefault((entry.table, entry.id), part.code)
            yield entry


def _obstacles(plan: UndoPlan, *, locked: bool) -> Iterator[Obstacle]:
    for table in reversed(TABLES):
        ids = sorted(entry.id for entry in plan.entries.values() if entry.table == table)
        rows = _rows(table, ids, locked=locked)
        for row_id in ids:
            entry = plan.entries[table, row_id]
            text = _what_speaks_against(entry, rows.get(row_id))
            if text:
                yield Obstacle(plan.code_of[table, row_id], text, table)
        yield from _referred_to(plan, table)


def _what_speaks_against(entry: Entry, row: Mapping[str, Any] | None) -> str:
    if row is None:
        return GONE
    if entry.is_new:
        return "" if digest_of(row) == entry.digest else CHANGED_SINCE
    stands = all(plain_value(row[name]) == after for name, (_b, after) in entry.changes.items())
    return "" if stands else CHANGED_SINCE


def _referred_to(plan: UndoPlan, table: str) -> Iterator[Obstacle]:
    """Rows that others refer to, unless they go as well."""
    new = plan.ids(table, is_new=True)
    for each in references(table, new, subject_type=SUBJECTS.get(table, "")):
        theirs = plan.entries.get((each.table, each.row_id))
        goes = theirs is not None and (theirs.is_new or _lets_go(theirs, each.target_id))
        if not goes:
            yield Obstacle(plan.code_of[table, each.target_id], REFERRED_TO, table)


def _lets_go(entry: Entry, target_id: int) -> bool:
    """Whether restoring this record takes its reference away."""
    pairs = [pair for name, pair in entry.changes.items() if name.endswith("_id")]
    return any(before != target_id and after == target_id for before, after in pairs)


def _since(batch: ImportBatch, codes: set[str]) -> dict[str, str]:
    """The latest thing done with each of these homes after the import."""
    wanted = sorted(codes - {""})
    if not wanted:
        return {}
    latest = (
        select(func.max(Activity.id))
        .where(
            Activity.community_id == batch.community_id,
            Activity.subject_type == "home",
            Activity.subject_no.in_(wanted[:_AT_A_TIME]),
            Activity.action != _IMPORTING,
            Activity.at >= batch.started_at,
        )
        .group_by(Activity.subject_no)
    )
    rows = db.session.scalars(select(Activity).where(Activity.id.in_(latest)))
    return {row.subject_no: entry_of(row).words for row in rows}


def _rows(table: str, ids: Sequence[int], *, locked: bool) -> dict[int, Mapping[str, Any]]:
    columns: Table = Base.metadata.tables[table]
    found: dict[int, Mapping[str, Any]] = {}
    for at in range(0, len(ids), _AT_A_TIME):
        query = select(columns).where(columns.c.id.in_(ids[at : at + _AT_A_TIME]))
        query = query.order_by(columns.c.id)
        if locked and not on_sqlite():
            query = query.with_for_update()
        found |= {row["id"]: row for row in db.session.execute(query).mappings()}
    return found
