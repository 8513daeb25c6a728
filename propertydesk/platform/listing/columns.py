"""Columns: what a listing shows of a row, on the screen and in an export."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from operator import itemgetter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    RowMapping,
    SQLColumnExpression,
    TypeDecorator,
    type_coerce,
)
from sqlalchemy.sql import coercions, roles

from propertydesk.kernel.masking import mask_phone
from propertydesk.kernel.money import Money
from propertydesk.platform import i18n
from propertydesk.platform.access import may_open
from propertydesk.platform.types import MoneyType
from propertydesk.platform.workbook import CellKind, Heading

Expression = SQLColumnExpression[Any]
NOTHING = "–"


class Kind(StrEnum):
    """What a column holds, and so how it is shown, aligned and exported."""

    TEXT = "text"
    NAME = "name"  # the text by which people know the row: shown strong
    NUMBER = "number"
    MONEY = "money"  # fen
    AREA = "area"  # 0.01 m²
    DATE = "date"
    INSTANT = "instant"
    STATE = "state"  # with word and tone
    CHOICE = "choice"  # with word
    PHONE = "phone"  # masked, always


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a listing.

    `key` is stable: scripts read it in exports. `word` and `tone` turn a stored code into a
    catalogue entry and a colour. `english` is the same text for readers of English, where rows
    carry both. `second` stands small below the value and is a column of its own in exports.
    `link` leads from a row (values by column key, and `id`) to a page. `sort` names the Sort that
    the head switches. A column that is neither on screen nor in exports is there for links.
    """

    key: str
    label: str
    value: Expression
    kind: Kind = Kind.TEXT
    word: Callable[[Any], str | None] | None = None
    tone: Callable[[Any], str | None] | None = None
    english: Expression | None = None
    on_screen: bool = True
    in_export: bool = True
    second: "Column | None" = None
    link: Callable[[RowMapping], str] | None = None
    sort: str = ""
    width: int = 0

    def __post_init__(self) -> None:
        if self.kind in (Kind.STATE, Kind.CHOICE) and self.word is None:
            raise ValueError(f"column {self.key}: a {self.kind} needs its words")
        if self.kind is Kind.STATE and self.tone is None:
            raise ValueError(f"column {self.key}: a state needs its tones")

    @property
    def parts(self) -> tuple["Column", ...]:
        """The column and, if there is one, the column below it."""
        return (self, self.second) if self.second else (self,)

    @property
    def is_number(self) -> bool:
        """Whether values stand to the right."""
        return self.kind in (Kind.NUMBER, Kind.MONEY, Kind.AREA)

    def css(self, *, is_lead: bool) -> str:
        """Classes of its cells."""
        named = "pd-listing-name" if self.kind is Kind.NAME else ""
        lead = "pd-listing-lead" if is_lead else ""
        return " ".join(each for each in ("n" if self.is_number else "", named, lead) if each)

    def exported(self) -> list[ColumnElement[Any]]:
        """What to select for it in an export: instants as the driver gives them."""
        if self.kind is Kind.INSTANT:
            return [type_coerce(plain(self.value), DateTime).label(self.key)]
        return self.selected()

    def selected(self) -> list[ColumnElement[Any]]:
        """What to select for it: plain values under its key."""
        found: list[ColumnElement[Any]] = [plain(self.value).label(self.key)]
        if self.english is not None:
            found.append(plain(self.english).label(f"{self.key}__en"))
        return found

    def heading(self, text: str) -> Heading:
        """Its heading in a workbook."""
        kind = _WRITTEN.get(self.kind, CellKind.TEXT)
        return Heading(text, kind, self.width or _WIDTHS.get(self.kind, 16))

    def converter(self, zone: str, *, coded: bool) -> Callable[[Any], Any] | None:
        """How a stored value becomes one for the workbook; None when it is one already.

        `coded` keeps codes as they are stored, for scripts; else they become words.
        """
        if self.kind is Kind.INSTANT:
            return _WallClock(zone)
        if self.kind is Kind.PHONE:
            return mask_phone
        if self.kind in (Kind.STATE, Kind.CHOICE) and not coded:
            return _Words(self)
        if _WRITTEN.get(self.kind, CellKind.TEXT) is CellKind.TEXT and not _is_text(self.value):
            return str
        return None


class Cell(NamedTuple):
    """One cell on the screen: its words and, where it has them, tone, link and second line.

    `label` names the column where rows stand as blocks; the first cell of a row has none.
    """

    kind: Kind
    text: str
    value: Any
    tone: str
    url: str
    second: str
    label: str
    css: str


def plain(value: Expression) -> ColumnElement[Any]:
    """The expression, with amounts as whole fen: rows by the thousand need no Money objects."""
    expression: ColumnElement[Any] = coercions.expect(roles.ColumnArgumentRole, value)
    if isinstance(expression.type, MoneyType):
        return type_coerce(expression, BigInteger)
    return expression


def presenter(column: Column, *, is_lead: bool) -> Callable[[RowMapping], Cell]:
    """A function from a row to the cell of `column`, prepared for the rows of one page."""
    read, write = _reader(column), _writer(column)
    tone, link, kind = column.tone, column.link, column.kind
    beside = (_reader(column.second), _writer(column.second)) if column.second else None
    label, css = "" if is_lead else _(column.label), column.css(is_lead=is_lead)

    def show(row: RowMapping) -> Cell:
        value, second = read(row), ""
        missing = value is None or value == ""
        if beside:
            other = beside[0](row)
            second = "" if other is None or other == "" else beside[1](other)
        return Cell(
            kind,
            NOTHING if missing else write(value),
            value,
            (tone(value) or "grey") if tone and not missing else "",
            _open_way(link(row)) if link else "",
            second,
            label,
            css,
        )

    return show


def _open_way(url: str) -> str:
    """The link, or none for those who would not get in."""
    return url if url and may_open(url) else ""


class _WallClock:
    """Instants as the driver gives them (SQLite's are UTC without saying so) on the wall clock of a
    zone. Offsets are looked up once a day: exports do this by the hundred thousand.
    """

    def __init__(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)
        self._offsets: dict[date, timedelta | None] = {}

    def __call__(self, stored: datetime) -> datetime:
        if stored.tzinfo is not None:
            return stored.astimezone(self._zone)
        day = stored.date()
        if day not in self._offsets:
            self._offsets[day] = self._offset(day)
        offset = self._offsets[day]
        return stored + offset if offset is not None else self._exact(stored)

    def _offset(self, day: date) -> timedelta | None:
        """The offset from UTC on a UTC day; None on a day that changes it."""
        begins, ends = (self._exact(datetime.combine(day, at)) for at in (time.min, time.max))
        return begins.utcoffset() if begins.utcoffset() == ends.utcoffset() else None

    def _exact(self, stored: datetime) -> datetime:
        return stored.replace(tzinfo=UTC).astimezone(self._zone)


class _Words(dict[Any, str]):
    """Words of codes, each looked up once in a page or an export."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self._column = column

    def __call__(self, code: Any) -> str:
        return self[code]

    def __missing__(self, code: Any) -> str:
        word = self._column.word
        found = word(code) if word else None
        self[code] = _(found) if found else str(code)
        return self[code]


def _reader(column: Column) -> Callable[[RowMapping], Any]:
    key = column.key
    if column.english is None:
        return itemgetter(key)
    first, other = i18n.pick((key, f"{key}__en"), (f"{key}__en", key))
    return lambda row: row[first] or row[other]


def _writer(column: Column) -> Callable[[Any], str]:
    return _WRITERS[column.kind](column)


def python_kind(value: Expression) -> type[Any]:
    """The Python type of an expression's plain values."""
    kind = plain(value).type
    return (kind.impl_instance if isinstance(kind, TypeDecorator) else kind).python_type


def _is_text(value: Expression) -> bool:
    return python_kind(value) is str


def _area(value: int) -> str:
    return f"{value // 100:,}.{value % 100:02d} m²"


_WRITERS: Mapping[Kind, Callable[[Column], Callable[[Any], str]]] = {
    Kind.TEXT: lambda _column: str,
    Kind.NAME: lambda _column: str,
    Kind.NUMBER: lambda _column: "{:,}".format,
    Kind.MONEY: lambda _column: lambda value: Money(value).grouped,
    Kind.AREA: lambda _column: _area,
    Kind.DATE: lambda _column: i18n.day_writer(),
    Kind.INSTANT: lambda _column: i18n.moment_writer(),
    Kind.STATE: _Words,
    Kind.CHOICE: _Words,
    Kind.PHONE: lambda _column: mask_phone,
}
_WRITTEN = {
    Kind.NUMBER: CellKind.NUMBER,
    Kind.MONEY: CellKind.HUNDREDTHS,
    Kind.AREA: CellKind.HUNDREDTHS,
    Kind.DATE: CellKind.DAY,
    Kind.INSTANT: CellKind.MOMENT,
}
_WIDTHS = {Kind.NUMBER: 10, Kind.MONEY: 14, Kind.AREA: 12, Kind.DATE: 12, Kind.INSTANT: 17}
