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

from propertydesk.estate.rules import SPACE_KIND_WORDS, SpaceKind
from propertydesk.estate.rules.measures import shown_hundredths
from propertydesk.kernel.words import N_
from propertydesk.owners.models import ImportBatch
from propertydesk.owners.rules import shown_share
from propertydesk.owners.rules.cells import Cell
from propertydesk.owners.rules.columns import Column, Shape, SheetKey
from propertydesk.owners.rules.incumbent import LAYOUT_WORDS, Layout
from propertydesk.owners.rules.incumbent.layouts import BY_NAME as THEIR_SHEETS
from propertydesk.owners.rules.reporting import KINDS, Report
from propertydesk.owners.rules.standing import Mark
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
    "spaces": N_("Parking spaces"),
    "doors": N_("Buildings and entrances"),
}
_ALWAYS = ("homes", "people", "ties", "vehicles")
_REMARKS = tuple(zip(REMARKS, (12, 60), strict=True))
_FIELD_WORDS = {
    "identity": N_("Identity number"),
    "floors": N_("Floors"),
    "has_elevator": N_("Lift"),
    "no": N_("Parking space no."),
    "place": N_("Place"),
    "home": N_("Home"),
}
"""Fields without a column in our own workbook."""
PASSED_WORDS = {
    "column": N_("has no place here"),
    "code": N_("a code that says nothing"),
    "filler": N_("a filler, read as missing"),
    "identity": N_("left out: it does not add up"),
    "no-first": N_("rows without anything in their first column"),
    "fees": N_("rows of fees; charges are set up here and not taken over"),
}

Marks = Mapping[tuple[str, int], tuple[str, Sequence[Sequence[Any]], Sequence[Sequence[Any]]]]
"""Sheet and row number to what became of the row, its faults, and what of it was left out."""


@dataclass(frozen=True)
class SheetBack:
    """A sheet on its way back: `key` is by what the marks name it; remarks stand first or last."""

    key: str
    name: str
    heads: Sequence[Cell]
    lines: Sequence[tuple[int, Sequence[Cell]]]
    remarks_last: bool


@dataclass(frozen=True)
class ShownRow:
    """One row of the report, in the reader's language."""

    sheet: str
    row: int
    home: str
    name: str
    faults: Sequence[str]
    notes: Sequence[str]
    differences: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class ShownReport:
    """The report as the page draws it."""

    read: int
    layout: str
    passed: Sequence[tuple[str, str, str, int]]
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
    is_undone: bool


def shown_report(task: Task) -> ShownReport:
    """The report of a task so far."""
    report = Report.of(task.outcome)
    shown = {mark: [_shown_row(each) for each in rows] for mark, rows in report.shown.items()}
    return ShownReport(
        read=sum(report.rows.values()),
        layout=_(LAYOUT_WORDS[Layout(report.layout)]),
        passed=[
            (sheet, heading, _(PASSED_WORDS[why]), count)
            for sheet, heading, why, count in report.passed
        ],
        rows=report.rows,
        records=[
            (_(KIND_WORDS[kind]), report.records[kind])
            for kind in KINDS
            if kind in _ALWAYS or any(report.records[kind].values())
        ],
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
    tasks = db.session.scalars(query).all()
    undone = select(ImportBatch.task_id).where(
        ImportBatch.task_id.in_([task.id for task in tasks]), ImportBatch.undone_at.is_not(None)
    )
    taken_back = set(db.session.scalars(undone))
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
            is_undone=task.id in taken_back,
        )
        for task in tasks
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
    sheets: Sequence[SheetBack],
    marks: Marks,
    language: str,
) -> None:
    """Write every row back with what became of it, in the language of whoever sent it."""
    with force_locale("zh_Hans_CN" if language == "zh" else "en") if language else nullcontext():
        write_returned(path, list(_returned_sheets(sheets, marks)))


def fault_words(sheet: str, column_key: str, text: str, values: Mapping[str, Any]) -> str:
    """面积㎡:Write the area … in the reader's language; without a column just the words."""
    words = _(text, **values)
    label = _label_in(sheet, column_key) if column_key else ""
    return f"{label}: {words}" if label else words


def _label_in(sheet: str, key: str) -> str:
    """The heading of a column: in the words of the file where it is not our own."""
    theirs = THEIR_SHEETS.get(sheet)
    heading = theirs.heading_of(key) if theirs else ""
    return heading or _field_label(sheet if sheet in BY_KEY else str(SheetKey.PEOPLE), key)


def _returned_sheets(sheets: Sequence[SheetBack], marks: Marks) -> Iterator[ReturnedSheet]:
    """Rows in error stand first, so that nobody has to look for them."""
    for sheet in sheets:
        mine = [(_remarks(sheet.key, number, marks), cells) for number, cells in sheet.lines]
        mine.sort(key=lambda pair: not pair[0][1])
        yield ReturnedSheet(
            sheet.name, _REMARKS, sheet.heads, mine, remarks_last=sheet.remarks_last
        )


def _remarks(sheet: str, number: int, marks: Marks) -> tuple[str, str]:
    mark, faults, notes = marks.get((sheet, number), ("", (), ()))
    told = [fault_words(sheet, *fault) for fault in faults]
    told += [_left_out(fault_words(sheet, *note)) for note in notes]
    return (_(MARK_WORDS[Mark(mark)]) if mark else "", " ".join(told))


def _left_out(words: str) -> str:
    return _("Left out: %(what)s", what=words)


def _shown_row(example: Mapping[str, Any]) -> ShownRow:
    sheet, place = example["sheet"], example.get("place") or example["sheet"]
    return ShownRow(
        sheet=_sheet_name(place),
        row=example["row"],
        home=example["home"],
        name=example["name"],
        faults=[fault_words(place, *fault) for fault in example["faults"]],
        notes=[_left_out(fault_words(place, *note)) for note in example.get("notes", ())],
        differences=[
            (_field_label(sheet, name), _value(sheet, name, before), _value(sheet, name, after))
            for name, before, after in example["differences"]
        ],
    )


def _sheet_name(sheet: str) -> str:
    found = BY_KEY.get(sheet)  # type: ignore[call-overload]  # a StrEnum is found by its text
    return pick(found.chinese, found.english) if found else sheet


def _heading(column: Column) -> str:
    return pick(column.chinese, column.english)


def _column(sheet: str, name: str) -> Column | None:
    mine = BY_KEY.get(sheet)  # type: ignore[call-overload]  # as above
    others = (each for each in BY_KEY.values() if each is not mine)
    columns = (column for each in (mine, *others) if each for column in each.columns)
    if name in _FIELD_WORDS:
        return None
    return next((column for column in columns if column.key == name), None)


def _field_label(sheet: str, name: str) -> str:
    column = _column(sheet, name)
    if column:
        return _heading(column)
    return _(_FIELD_WORDS[name]) if name in _FIELD_WORDS else name


def _value(sheet: str, name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return _word(sheet, name, value)


def _word(sheet: str, name: str, value: Any) -> str:
    if (sheet, name) == ("spaces", "kind"):
        return _(SPACE_KIND_WORDS[SpaceKind(value)])
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
