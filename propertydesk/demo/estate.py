"""The ground: communities, buildings, homes, parking spaces and the days of their own calendar."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from propertydesk.demo.rows import Book, Row
from propertydesk.estate.models import (
    Building,
    CalendarDay,
    Community,
    Entrance,
    Home,
    HomeSuccession,
    ParkingSpace,
)
from propertydesk.estate.rules import (
    BuildingKind,
    HomeKind,
    Occupancy,
    SpaceKind,
    home_code,
    sort_code,
)
from propertydesk.estate.rules.dividing import Succession

ZONE = "Asia/Shanghai"
COMPANY = {"company_zh": "锦和物业服务有限公司", "company_en": "Jinhe Property Services Ltd"}
MAIN, SMALL = "JX", "YH"
SMALL_HOMES = 40

#: Handed over on a leap day; its anniversaries are another day in most years.
_LEAP_HOME = 12

#: Floors, entrances, homes on a landing: of a small community, and of a large one (domain F2).
_SOME = (
    (18, 2, 2),
    (22, 2, 2),
    (24, 2, 2),
    (11, 2, 2),
    (22, 2, 2),
    (18, 2, 2),
    (16, 2, 2),
    (11, 2, 2),
)
_MANY = (
    (28, 2, 3),
    (33, 2, 2),
    (30, 2, 3),
    (26, 2, 4),
    (31, 2, 3),
    (11, 3, 2),
    (32, 2, 2),
    (27, 2, 4),
)
_FEW = ((11, 2, 2), (6, 2, 2))
#: Shares of areas, in m² (domain F2), with the layouts sold at that size.
_AREAS = (
    (10, 45, 70, ("一室一厅", "一室户")),
    (26, 70, 90, ("两室一厅", "两室两厅")),
    (30, 90, 110, ("三室一厅", "两室两厅")),
    (20, 110, 130, ("三室两厅", "三室两厅两卫")),
    (11, 130, 160, ("四室两厅", "四室两厅两卫")),
    (3, 160, 220, ("四室两厅三卫", "复式五室")),
)
_OCCUPANCY = (
    (66, Occupancy.OWNER),
    (22, Occupancy.LET),
    (9, Occupancy.VACANT),
    (2, Occupancy.RENOVATING),
    (1, Occupancy.UNSOLD),
)


@dataclass
class Ground:
    """What stands in one community."""

    community: Row
    today: date
    homes: list[Row] = field(default_factory=list)
    buildings: list[Row] = field(default_factory=list)
    spaces: list[Row] = field(default_factory=list)

    def home(self, code: str, spare: int) -> Row:
        """The home of that code; where there is none, the one in place `spare` of the homes."""
        by_code = {each.code: each for each in self.homes}
        return by_code.get(code) or self.homes[spare % len(self.homes)]


def lay_main(book: Book, rng: Random, today: date, homes: int) -> Ground:
    """锦绣花园 with that many homes, three in a hundred of them shops."""
    community = book.add(
        Community,
        code=MAIN,
        name_zh="锦绣花园",
        name_en="Brocade Garden",
        address="上海市云台区锦绣路 188 弄",
        office_place="8栋1层 客户服务中心",
        hotline="021-05550100",
        zone=ZONE,
        opens=time(8, 30),
        closes=time(20, 0),
        open_weekends=True,
        **COMPANY,
    )
    ground = Ground(community, today)
    shapes = _SOME if homes < 1_500 else _MANY
    _build(book, rng, ground, homes - homes * 3 // 100, shapes)
    if homes > _LEAP_HOME:
        ground.homes[_LEAP_HOME].set(handed_over_on=date(2020, 2, 29))
    _add_shops(book, rng, ground, homes * 3 // 100)
    _add_spaces(book, rng, ground, homes * 65 // 100)
    return ground


def lay_small(book: Book, rng: Random, today: date) -> Ground:
    """云和里, a small community of the same company; its centre rests at weekends."""
    community = book.add(
        Community,
        code=SMALL,
        name_zh="云和里",
        name_en="Yunhe Lane",
        address="上海市云台区云和路 26 弄",
        office_place="1栋1层 管理处",
        hotline="021-05550260",
        zone=ZONE,
        opens=time(8, 30),
        closes=time(17, 30),
        open_weekends=False,
        **COMPANY,
    )
    ground = Ground(community, today)
    _build(book, rng, ground, SMALL_HOMES, _FEW)
    _add_spaces(book, rng, ground, SMALL_HOMES // 2)
    return ground


def calendar(book: Book, ground: Ground) -> Iterator[Row]:
    """Days on which the centre does otherwise than the public calendar says."""
    year = (
        ground.today.year
        if ground.today >= date(ground.today.year, 10, 15)
        else ground.today.year - 1
    )
    after_holiday = date(year, 10, 8)
    saturday = after_holiday + timedelta(days=(5 - after_holiday.weekday()) % 7)
    days = [
        (saturday, True, "国庆节调休，照常办公"),
        (date(year + 1, 1, 1), False, "元旦休息，报修请拨值班电话"),
    ]
    for day, is_open, note in days:
        yield book.add(
            CalendarDay, community_id=ground.community, day=day, is_open=is_open, note=note
        )


def merge_two(book: Book, ground: Ground) -> Row | None:
    """One home has been joined with its neighbour: its number stays on record, ended."""
    if len(ground.homes) < 50:
        return None
    neighbour = ground.homes[20]
    note = f"与 {neighbour.code} 打通合并，面积并入该户"
    ended = _add_ended(book, neighbour, "A", ground.today - timedelta(days=400), note=note)
    _go_on(book, ended, neighbour, Succession.JOIN)
    return ended


def split_one(book: Book, ground: Ground) -> Row | None:
    """Two homes of one landing were one: the old number stays on record, ended."""
    if len(ground.homes) < 50:
        return None
    first, second = ground.homes[24:26]
    row = _add_ended(
        book,
        first,
        "S",
        ground.today - timedelta(days=900),
        note=f"已拆分为 {first.code} 与 {second.code}，面积按两户登记",
    )
    row.set(area_centi=first.area_centi + second.area_centi)
    row.set(indoor_centi=first.indoor_centi + second.indoor_centi)
    for part in (first, second):
        _go_on(book, row, part, Succession.SPLIT)
    return row


def _go_on(book: Book, ended: Row, to: Row, kind: Succession) -> None:
    """Where a home that is no more went on: that one began on the same day."""
    to.set(starts_on=ended.ended_on)
    book.add(
        HomeSuccession,
        community_id=to.community_id,
        from_id=ended,
        to_id=to,
        kind=str(kind),
        day=ended.ended_on,
    )


def _add_ended(book: Book, like: Row, suffix: str, ended_on: date, *, note: str) -> Row:
    """A home beside `like` that is no more."""
    room = f"{like.room_no}{suffix}"
    place = like.building_no, like.entrance_no, room
    return book.add(
        Home,
        **{
            **like.values,
            "room_no": room,
            "code": home_code(*place),
            "sort_code": sort_code(*place),
            "occupancy": Occupancy.VACANT,
            "ended_on": ended_on,
            "note": note,
        },
    )


def _build(
    book: Book, rng: Random, ground: Ground, homes: int, shapes: tuple[tuple[int, int, int], ...]
) -> None:
    left, no = homes, 0
    while left > 0:
        floors, entrances, landing = shapes[no % len(shapes)]
        no += 1
        building = _add_building(book, ground, no, floors)
        doors = [
            (entrance, door)
            for entrance in _add_entrances(book, building, entrances)
            for door in range(1, landing + 1)
        ]
        sizes = [_size(rng) for _door in doors]
        handover = date(2018 + no % 5, 3 + no % 9, 1 + no % 28)
        for floor in range(1, floors + 1):
            for (entrance, door), (area, layout) in zip(doors, sizes, strict=True):
                if left:
                    left -= 1
                    room = f"{floor:02d}{door:02d}"
                    home = _add_home(book, ground, entrance, room, floor=floor)
                    _fit_out(rng, home, area, layout, handover)


def _add_building(book: Book, ground: Ground, no: int, floors: int) -> Row:
    building = book.add(
        Building,
        community_id=ground.community,
        no=str(no),
        kind=BuildingKind.HIGH_RISE if floors > 11 else BuildingKind.MID_RISE,
        floors=floors,
    )
    ground.buildings.append(building)
    return building


def _add_entrances(book: Book, building: Row, count: int) -> list[Row]:
    return [_add_entrance(book, building, str(number)) for number in range(1, count + 1)]


def _add_entrance(book: Book, building: Row, no: str) -> Row:
    return book.add(
        Entrance,
        community_id=building.community_id,
        building_id=building,
        no=no,
        has_elevator=building.floors > 6 and no != "0",
    )


def _add_home(book: Book, ground: Ground, entrance: Row, room: str, *, floor: int) -> Row:
    building = entrance.building_id
    place = building.no, entrance.no, room
    home = book.add(
        Home,
        community_id=ground.community,
        building_id=building,
        entrance_id=entrance,
        building_no=building.no,
        entrance_no=entrance.no,
        room_no=room,
        code=home_code(*place),
        sort_code=sort_code(*place),
        floor=floor,
    )
    ground.homes.append(home)
    return home


def _fit_out(rng: Random, home: Row, area: int, layout: str, handover: date) -> None:
    home.set(
        area_centi=area,
        indoor_centi=area * 80 // 100,
        layout=layout,
        occupancy=rng.choices([o for _, o in _OCCUPANCY], [w for w, _ in _OCCUPANCY])[0],
        handed_over_on=handover + timedelta(days=rng.randrange(240)),
    )
    if home.occupancy == Occupancy.UNSOLD:
        home.set(handed_over_on=None)


def _size(rng: Random) -> tuple[int, str]:
    """An area in 0.01 m² and its layout."""
    _share, least, most, layouts = rng.choices(_AREAS, [each[0] for each in _AREAS])[0]
    return rng.randrange(least * 100, most * 100), rng.choice(layouts)


def _add_shops(book: Book, rng: Random, ground: Ground, shops: int) -> None:
    """Twelve shops to a building from the first on, behind entrance 0; of very many, more."""
    each = max(12, -(-shops // max(1, len(ground.buildings))))
    for building in ground.buildings:
        here = min(each, shops)
        if not here:
            return
        shops -= here
        street = _add_entrance(book, building, "0")
        for number in range(1, here + 1):
            home = _add_home(book, ground, street, f"{number:02d}", floor=1)
            home.set(
                kind=HomeKind.SHOP,
                area_centi=rng.randrange(2_800, 16_000),
                occupancy=rng.choices(
                    (Occupancy.LET, Occupancy.OWNER, Occupancy.VACANT), (7, 2, 1)
                )[0],
                handed_over_on=date(2020, 6, 1) + timedelta(days=rng.randrange(300)),
            )


def _add_spaces(book: Book, rng: Random, ground: Ground, count: int) -> None:
    """Bays under ground; the first is a mechanical one without an area of its own."""
    lived_in = [h for h in ground.homes if h.occupancy in (Occupancy.OWNER, Occupancy.LET)]
    for number in range(1, count + 1):
        kind = rng.choices((SpaceKind.OWNED, SpaceKind.LET_MONTHLY, SpaceKind.FREE), (15, 58, 27))[
            0
        ]
        level = 1 if number <= count * 6 // 10 else 2
        if not lived_in:
            kind = SpaceKind.FREE
        ground.spaces.append(
            book.add(
                ParkingSpace,
                community_id=ground.community,
                no=f"B{level}-{number:03d}",
                place="机械车位 C 区"
                if number == 1
                else f"地下{'一二'[level - 1]}层 {rng.choice('ABC')} 区",
                kind=kind,
                area_centi=0 if number == 1 else rng.randrange(1_150, 1_330),
                home_id=None if kind == SpaceKind.FREE else rng.choice(lived_in),
            )
        )


def opened_at(now: datetime, months: int) -> datetime:
    """When the register was taken over from paper: shortly before the history begins."""
    return now - timedelta(days=months * 365 // 12 + 3)
