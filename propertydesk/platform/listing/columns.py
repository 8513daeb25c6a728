"""Columns: what a listing shows of a row, on the screen and in an export."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    RowMapping,
    SQLColumnExpression,
    TypeDecorator,
    type_coerce,
)
from sqlalchemy.sql import coercions, roles

from propertydesk.kernel.masking import mask_phone
from propertydesk.kernel.money import Money
from propertydesk.platform import i18n
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
    word: Callable[[Any], str] | None = None
    tone: Callable[[Any], str] | None = None
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

    def selected(self) -> list[ColumnElement[Any]]:
        """What to select for it: plain values under its key."""
        found: list[ColumnElement[Any]] = [plain(self.value).label(self.key)]
        if self.english is not None:
            found.append(plain(self.english).label(f"{self.key}__en"))
        return found

    def text(self, value: Any) -> str:
        """The value as read on a screen."""
        return NOTHING if value is None or value == "" else _SHOWN[self.kind](self, value)

    def heading(self, text: str) -> Heading:
        """Its heading in a workbook."""
        kind = _WRITTEN.get(self.kind, CellKind.TEXT)
        return Heading(text, kind, self.width or _WIDTHS.get(self.kind, 16))

    def converter(self, zone: str, *, coded: bool) -> Callable[[Any], Any] | None:
        """How a stored value becomes one for the workbook; None when it is one already.

        `coded` keeps codes as they are stored, for scripts; else they become words.
        """
        if self.kind is Kind.INSTANT:
            place = ZoneInfo(zone)
            return lambda value: value.astimezone(place)
        if self.kind is Kind.PHONE:
            return mask_phone
        if self.kind in (Kind.STATE, Kind.CHOICE) and not coded:
            return _Words(self)
        if _WRITTEN.get(self.kind, CellKind.TEXT) is CellKind.TEXT and not _is_text(self.value):
            return str
        return None


class Cell(NamedTuple):
    """One cell on the screen. `value` is whole fen where the kind is money."""

    kind: Kind
    text: str
    value: Any
    tone: str
    url: str
    second: str


def plain(value: Expression) -> ColumnElement[Any]:
    """The expression, with amounts as whole fen: rows by the thousand need no Money objects."""
    expression: ColumnElement[Any] = coercions.expect(roles.ColumnArgumentRole, value)
    if isinstance(expression.type, MoneyType):
        return type_coerce(expression, BigInteger)
    return expression


def show(column: Column, row: RowMapping) -> Cell:
    """A row's value of `column`, ready for the template."""
    value = _bilingual(column, row)
    return Cell(
        column.kind,
        column.text(value),
        value,
        column.tone(value) if column.tone and value is not None else "",
        column.link(row) if column.link else "",
        column.second.text(_bilingual(column.second, row)) if column.second else "",
    )


class _Words(dict[Any, str]):
    """Words of codes, each looked up once in an export."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self._column = column

    def __call__(self, code: Any) -> str:
        return self[code]

    def __missing__(self, code: Any) -> str:
        self[code] = _word(self._column, code)
        return self[code]


def _bilingual(column: Column, row: RowMapping) -> Any:
    if column.english is None:
        return row[column.key]
    return i18n.pick(row[column.key], row[f"{column.key}__en"])


def _word(column: Column, code: Any) -> str:
    return _(column.word(code)) if column.word else str(code)


def python_kind(value: Expression) -> type[Any]:
    """The Python type of an expression's plain values."""
    kind = plain(value).type
    return (kind.impl_instance if isinstance(kind, TypeDecorator) else kind).python_type


def _is_text(value: Expression) -> bool:
    return python_kind(value) is str


def _area(_column: Column, value: int) -> str:
    return f"{value // 100:,}.{value % 100:02d} m²"


def _day(_column: Column, value: date) -> str:
    return i18n.day(value)


def _moment(_column: Column, value: datetime) -> str:
    return i18n.moment(value)


_SHOWN: Mapping[Kind, Callable[[Column, Any], str]] = {
    Kind.TEXT: lambda _column, value: str(value),
    Kind.NAME: lambda _column, value: str(value),
    Kind.NUMBER: lambda _column, value: f"{value:,}",
    Kind.MONEY: lambda _column, value: Money(value).grouped,
    Kind.AREA: _area,
    Kind.DATE: _day,
    Kind.INSTANT: _moment,
    Kind.STATE: _word,
    Kind.CHOICE: _word,
    Kind.PHONE: lambda _column, value: mask_phone(value),
}
_WRITTEN = {
    Kind.NUMBER: CellKind.NUMBER,
    Kind.MONEY: CellKind.HUNDREDTHS,
    Kind.AREA: CellKind.HUNDREDTHS,
    Kind.DATE: CellKind.DAY,
    Kind.INSTANT: CellKind.MOMENT,
}
_WIDTHS = {Kind.NUMBER: 10, Kind.MONEY: 14, Kind.AREA: 12, Kind.DATE: 12, Kind.INSTANT: 17}
