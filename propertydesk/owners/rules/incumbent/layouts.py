"""The files of the incumbent system as data: sheets by name, columns by heading (anchors 2.1-2.6).

The room list 资产信息 has gone through four generations, told apart by their headings; the older
workbook has five sheets, of which any may be missing; its export of assets writes the same sheets
with fewer columns; cars come in two lists. The heading stands in the first or the second row.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.owners.rules.cells import Cell, text_in
from propertydesk.owners.rules.columns import folded


class Layout(StrEnum):
    """Which file it is."""

    OWN = "own"
    ROOMS_1 = "rooms-1"
    ROOMS_2 = "rooms-2"
    ROOMS_3 = "rooms-3"
    ROOMS_4 = "rooms-4"
    FIVE_SHEETS = "five-sheets"
    ASSET_EXPORT = "asset-export"
    OWNER_CARS = "owner-cars"
    CAR_LIST = "car-list"


LAYOUT_WORDS = {
    Layout.OWN: N_("our own template"),
    Layout.ROOMS_1: N_("room list of the old system, first generation (March 2022)"),
    Layout.ROOMS_2: N_("room list of the old system, second generation (May 2022)"),
    Layout.ROOMS_3: N_("room list of the old system, third generation (2023)"),
    Layout.ROOMS_4: N_("room list of the old system, fourth generation (2024)"),
    Layout.FIVE_SHEETS: N_("workbook of five sheets of the old system"),
    Layout.ASSET_EXPORT: N_("asset export of the old system"),
    Layout.OWNER_CARS: N_("owners' vehicles of the old system"),
    Layout.CAR_LIST: N_("vehicle list exported from the old system"),
}


@dataclass(frozen=True)
class Heading:
    """A column: what it holds, its words in the file, and whether it has no place with us."""

    key: str
    text: str
    also: tuple[str, ...] = ()
    is_passed_over: bool = False


@dataclass(frozen=True)
class FileSheet:
    """A sheet; `needed` are the keys without which it cannot be read."""

    name: str
    headings: tuple[Heading, ...]
    needed: tuple[str, ...]

    def heading_of(self, key: str) -> str:
        """The words of a column in the file, "" when it has no such column."""
        return next((each.text for each in self.headings if each.key == key), "")


def _passed(key: str, text: str, *also: str) -> Heading:
    return Heading(key, text, also, is_passed_over=True)


_H = Heading

ROOMS = FileSheet(
    "资产信息",
    (
        _H("building", "楼号", ("楼栋", "楼栋号")),
        _H("entrance", "单元", ("单元号",)),
        _H("room", "房间", ("房间号",)),
        _H("floor", "楼层"),
        _H("floors", "总层数"),
        _H("has_elevator", "是否有电梯"),
        _H("kind", "房屋类型"),
        _H("layout", "房屋户型"),
        _H("area_centi", "建筑面积"),
        _H("indoor_centi", "室内面积"),
        _passed("rent", "租金"),
        _H("occupancy", "房屋状态"),
        _H("name", "业主名称"),
        _H("salutation", "性别"),
        _passed("age", "年龄"),
        _H("phone", "手机号"),
        _H("identity", "身份证号"),
        _H("tie", "业主类型"),
        _H("person_kind", "人员类型"),
        _H("role", "人员角色"),
        _H("contact", "联系人"),
        _H("contact_phone", "联系电话", ("联系人电话", "联系人手机号", "联系方式")),
    ),
    ("building", "entrance", "room", "name", "tie"),
)
ENTRANCES = FileSheet(
    "楼栋单元",
    (
        _H("building", "楼栋号", ("楼栋编号", "楼号")),
        _H("entrance", "单元编号", ("单元号", "单元")),
        _H("floors", "总层数"),
        _H("has_elevator", "是否有电梯"),
    ),
    ("building", "entrance"),
)
OWNERS = FileSheet(
    "业主信息",
    (
        _H("person_no", "编号"),
        _H("name", "业主名称"),
        _H("salutation", "性别"),
        _passed("age", "年龄"),
        _H("phone", "手机号"),
        _H("identity", "身份证号"),
        _H("tie", "业主类型"),
        _H("owner_no", "业主编号"),
    ),
    ("name",),
)
FEES = FileSheet("费用设置", (_passed("fee_no", "费用编号"), _passed("fee", "收费项目")), ())
HOMES = FileSheet(
    "房屋信息",
    (
        _H("room", "房屋编号"),
        _H("building", "楼栋编号", ("楼栋号",)),
        _H("entrance", "单元编号", ("单元号",)),
        _H("floor", "房屋楼层"),
        _H("layout", "房屋户型"),
        _H("area_centi", "建筑面积"),
        _H("owner_no", "业主编号"),
        _passed("fees", "房屋费用"),
        _passed("fees_from", "费用开始时间"),
        _H("kind", "房屋类型"),
        _H("indoor_centi", "室内面积"),
        _passed("rent", "租金"),
    ),
    ("room", "building", "entrance"),
)
SPACES = FileSheet(
    "车位信息",
    (
        _H("car_park", "停车场编号"),
        _H("space", "车位编码", ("车位编号",)),
        _H("ground", "停车场类型"),
        _H("area_centi", "面积"),
        _H("owner_no", "业主编号"),
        _H("plate", "车牌号"),
        _H("brand", "车品牌"),
        _H("car_kind", "车类型"),
        _H("colour", "颜色"),
        _H("space_kind", "出租还是出售"),
        _H("starts_on", "开始时间"),
        _passed("ends_on", "结束时间"),
    ),
    ("space",),
)
OWNER_CARS = FileSheet(
    "业主车辆信息",
    (
        _H("plate", "车牌号"),
        _H("name", "业主名称"),
        _H("phone", "手机号"),
        _H("brand", "车辆品牌"),
        _H("car_kind", "车辆类型"),
        _H("colour", "颜色"),
        _H("car_park", "停车场"),
        _H("space", "车位"),
        _H("starts_on", "起租时间"),
        _passed("ends_on", "截止时间"),
        _H("ground", "停车场类型"),
        _H("space_kind", "车位状态"),
    ),
    ("plate", "name"),
)
CAR_LIST = FileSheet(
    "业主车辆",
    (
        _H("plate", "车牌号"),
        _passed("members", "成员车辆"),
        _H("home", "房屋号"),
        _H("brand", "车辆品牌"),
        _H("car_kind", "车辆类型"),
        _H("colour", "颜色"),
        _H("name", "业主"),
        _H("space", "车位"),
        _passed("ends_on", "有效期"),
        _passed("state", "状态"),
        _passed("note", "备注"),
    ),
    ("plate",),
)

SHEETS = (ROOMS, ENTRANCES, OWNERS, FEES, HOMES, SPACES, OWNER_CARS, CAR_LIST)
BY_NAME: Mapping[str, FileSheet] = {sheet.name: sheet for sheet in SHEETS}
NOT_HERE = (
    "房屋缴费历史", "车辆缴费历史", "房屋费用信息", "车位费用信息", "创建费用", "水电表", "物品信息",
)  # fmt: skip
"""Sheets of the incumbent about money, meters and stock: none of them brings homes or people."""

_NO_COLUMN = N_("The sheet %(sheet)s lacks the column %(column)s.")
_NOT_HERE = N_(
    "The sheet %(sheet)s of the old system holds fees, meters or stock; homes and people come from "
    "its room list, its workbook of five sheets, its asset export or its vehicle list."
)
_ASIDE = re.compile(r"必填|选填|非必填")

Rows = Sequence[tuple[int, Sequence[Cell]]]


@dataclass(frozen=True)
class FoundSheet:
    """A sheet of a file: what stands in which place, its heading as it stands, the rows below."""

    sheet: FileSheet
    places: Mapping[int, Heading]
    head: Sequence[Cell]
    rows: Rows

    @property
    def keys(self) -> set[str]:
        """What the columns of this very file hold."""
        return {heading.key for heading in self.places.values()}


@dataclass(frozen=True)
class Recognised:
    """Which file it is, and its sheets in the order in which they are read."""

    layout: Layout
    sheets: Sequence[FoundSheet]

    def get(self, wanted: FileSheet) -> FoundSheet | None:
        """The sheet of that name, if the file has it."""
        return next((each for each in self.sheets if each.sheet is wanted), None)


def recognise(sheets: Iterable[tuple[str, Rows]]) -> Recognised | None:
    """The incumbent's file that this is, or None. Raises Invalid when a needed column is missing,
    or when it is one of its files that has neither homes nor people.
    """
    named = {folded(name): rows for name, rows in sheets}
    found = list(_found(named))
    if found:
        return Recognised(_layout_of(found), found)
    for name in NOT_HERE:
        if folded(name) in named:
            raise Invalid(_NOT_HERE, sheet=name)
    return None


def _found(named: Mapping[str, Rows]) -> Iterator[FoundSheet]:
    for sheet in SHEETS:
        if folded(sheet.name) in named:
            yield _with_heading(sheet, named[folded(sheet.name)])


def _with_heading(sheet: FileSheet, rows: Rows) -> FoundSheet:
    """The heading is whichever of the first two rows names more columns."""
    tries = [(places_in(sheet, cells), at) for at, (_number, cells) in enumerate(rows[:2])]
    places, at = max(tries, key=lambda found: len(found[0]), default=({}, 0))
    keys = {heading.key for heading in places.values()}
    for key in sheet.needed:
        if key not in keys and rows:
            raise Invalid(_NO_COLUMN, sheet=sheet.name, column=sheet.heading_of(key))
    return FoundSheet(sheet, places, rows[at][1] if rows else (), rows[at + 1 :])


def places_in(sheet: FileSheet, heads: Sequence[Cell]) -> dict[int, Heading]:
    """Which column stands where, the first of a name only: words aside come later."""
    places: dict[int, Heading] = {}
    for place, head in enumerate(heads):
        heading = _headings(sheet).get(_plain(text_in(head)))
        if heading is not None and heading not in places.values():
            places[place] = heading
    return places


@lru_cache(maxsize=16)
def _headings(sheet: FileSheet) -> Mapping[str, Heading]:
    return {_plain(word): each for each in sheet.headings for word in (each.text, *each.also)}


def _plain(text: str) -> str:
    return _ASIDE.sub("", folded(text))


def _layout_of(found: Sequence[FoundSheet]) -> Layout:
    sheets = {each.sheet.name: each for each in found}
    if ROOMS.name in sheets:
        return _generation(sheets[ROOMS.name].keys)
    if sheets.keys() <= {OWNER_CARS.name}:
        return Layout.OWNER_CARS
    if sheets.keys() <= {CAR_LIST.name}:
        return Layout.CAR_LIST
    owners, spaces = sheets.get(OWNERS.name), sheets.get(SPACES.name)
    is_short = owners is not None and "identity" not in owners.keys
    if is_short or (spaces is not None and "car_park" not in spaces.keys):
        return Layout.ASSET_EXPORT
    return Layout.FIVE_SHEETS


def _generation(keys: set[str]) -> Layout:
    if keys & {"person_kind", "role", "contact"}:
        return Layout.ROOMS_4
    if "age" not in keys:
        return Layout.ROOMS_3
    return Layout.ROOMS_2 if "occupancy" in keys else Layout.ROOMS_1
