"""What a check or an import has brought, for the page and for the workbook on its way back."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from propertydesk.estate.rules.measures import shown_hundredths
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import shown_share
from propertydesk.owners.rules.cells import Cell
from propertydesk.owners.rules.columns import Column, Shape, SheetKey
from propertydesk.owners.rules.reporting import KINDS, Report
from propertydesk.owners.rules.standing import Mark
from propertydesk.owners.rules.takeover import Row
from propertydesk.owners.rules.workbook import BY_KEY, REMARKS
from propertydesk.platform.db import db
from propertydesk.platform.i18n import pick
from propertydesk.platform.tasks import Task
from propertydesk.platform.workbook.returned import ReturnedSheet, write_returned

MARK_WORDS = {
    Mark.ADDED: N_("Added"),
    Mark.CHANGED: N_("Updated"),
    Mark.UNCHANGED: N_("Unchanged"),
    Mark.ERROR: N_("In error"),
}
KIND_WORDS = {
    "homes": N_("Homes and shops"),
    "people": N_("People"),
    "ties": N_("Places in households"),
    "vehicles": N_("Vehicles"),
}
_REMARKS = tuple(zip(REMARKS, (12, 60), strict=True))
_COLUMN_OF_FIELD = {"space_id": "space"}

Marks = Mapping[tuple[str, int], tuple[str, Sequence[Sequence[Any]]]]
"""Sheet and row number to what became of the row, and its faults."""


@dataclass(frozen=True)
class ShownRow:
    """One row of the report, in the reader's language."""

    sheet: str
    row: int
    home: str
    name: str
    faults: Sequence[str]
    differences: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class ShownReport:
    """The report as the page draws it."""

    read: int
    rows: Mapping[str, int]
    records: Sequence[tuple[str, Mapping[str, int]]]
    added: Sequence[ShownRow]
    changed: Sequence[ShownRow]
    errors: Sequence[ShownRow]

    @property
    def has_news(self) -> bool:
        """Whether an import would enter anything."""
        return bool(self.rows[Mark.ADDED] or self.rows[Mark.CHANGED])


@dataclass(frozen=True)
class PastImport:
    """A check or an import of late."""

    id: int
    file_name: str
    is_check: bool
    at: datetime
    by: str
    state: str
    rows: Mapping[str, int]
    is_own: bool


def shown_report(task: Task) -> ShownReport:
    """The report of a task so far."""
    report = Report.of(task.outcome)
    shown = {mark: [_shown_row(each) for each in rows] for mark, rows in report.shown.items()}
    return ShownReport(
        read=sum(report.rows.values()),
        rows=report.rows,
        records=[(_(KIND_WORDS[kind]), report.records[kind]) for kind in KINDS],
        added=shown[Mark.ADDED],
        changed=shown[Mark.CHANGED],
        errors=shown[Mark.ERROR],
    )


def past_imports(community_id: int, staff_id: int | None, kind: str) -> list[PastImport]:
    """The latest checks and imports of a community, newest first."""
    query = (
        select(Task)
        .filter_by(community_id=community_id, kind=kind)
        .order_by(Task.id.desc())
        .limit(8)
    )
    return [
        PastImport(
            id=task.id,
            file_name=str(task.params.get("name", "")),
            is_check=bool(task.params.get("dry_run")),
            at=task.created_at,
            by=task.created_by_name,
            state=task.state,
            rows=Report.of(task.outcome).rows,
            is_own=task.created_by == staff_id,
        )
        for task in db.session.scalars(query)
    ]


def import_of_check(check: Task) -> int | None:
    """The id of the import that followed a check, if one did."""
    query = select(Task).filter_by(community_id=check.community_id, kind=check.kind)
    later = query.where(Task.id > check.id).order_by(Task.id).limit(200)
    return next(
        (each.id for each in db.session.scalars(later) if each.params.get("check") == check.id),
        None,
    )


def write_result(
    path: Path,
    heads: Mapping[SheetKey, Sequence[Cell]],
    rows: Sequence[Row],
    marks: Marks,
    language: str,
) -> None:
    """Write every row back with what became of it, in the language of whoever sent it."""
    with force_locale("zh_Hans_CN" if language == "zh" else "en") if language else nullcontext():
        write_returned(path, list(_returned_sheets(heads, rows, marks)))


def fault_words(sheet: str, column_key: str, text: str, values: Mapping[str, Any]) -> str:
    """面积㎡:Write the area … in the reader's language; without a column just the words."""
    words = _(text, **values)
    if not column_key:
        return words
    column = BY_KEY[SheetKey(sheet)].column(column_key)
    return f"{_heading(column)}: {words}"


def _returned_sheets(
    heads: Mapping[SheetKey, Sequence[Cell]], rows: Sequence[Row], marks: Marks
) -> Iterator[ReturnedSheet]:
    """Rows in error stand first, so that nobody has to look for them."""
    for key, head in heads.items():
        mine = [(_remarks(row, marks), row.cells) for row in rows if row.sheet is key]
        mine.sort(key=lambda pair: not pair[0][1])
        yield ReturnedSheet(BY_KEY[key].name, _REMARKS, head, mine)


def _remarks(row: Row, marks: Marks) -> tuple[str, str]:
    mark, faults = marks.get((str(row.sheet), row.number), ("", ()))
    told = " ".join(
        fault_words(str(row.sheet), column, text, values) for column, text, values in faults
    )
    return (_(MARK_WORDS[Mark(mark)]) if mark else "", told)


def _shown_row(example: Mapping[str, Any]) -> ShownRow:
    sheet = example["sheet"]
    return ShownRow(
        sheet=_sheet_name(sheet),
        row=example["row"],
        home=example["home"],
        name=example["name"],
        faults=[fault_words(sheet, *fault) for fault in example["faults"]],
        differences=[
            (_field_label(sheet, name), _value(sheet, name, before), _value(sheet, name, after))
            for name, before, after in example["differences"]
        ],
    )


def _sheet_name(sheet: str) -> str:
    found = BY_KEY[SheetKey(sheet)]
    return pick(found.chinese, found.english)


def _heading(column: Column) -> str:
    return pick(column.chinese, column.english)


def _column(sheet: str, name: str) -> Column | None:
    key = _COLUMN_OF_FIELD.get(name, name)
    wanted = [each for each in BY_KEY[SheetKey(sheet)].columns if each.key == key]
    elsewhere = [each for each in BY_KEY[SheetKey.HOMES].columns if each.key == key]
    return next(iter([*wanted, *elsewhere]), None)


def _field_label(sheet: str, name: str) -> str:
    column = _column(sheet, name)
    return _heading(column) if column else name


def _value(sheet: str, name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    column = _column(sheet, name)
    match column.shape if column else None:
        case Shape.AREA:
            return f"{shown_hundredths(value)} m²"
        case Shape.SHARE:
            return shown_share(value)
        case Shape.CHOICE if column:
            labels = {each.value: pick(each.chinese, each.english) for each in column.choices}
            return labels.get(str(value), str(value))
    return str(value)
