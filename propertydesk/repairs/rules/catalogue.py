"""Categories of repairs in two levels, with what they usually are and what helps at once (A56)."""

from dataclasses import dataclass

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_


@dataclass(frozen=True)
class Category:
    """A main category or, with `code` "main.sub", one below it."""

    code: str
    zh: str
    en: str
    priority: int = 3
    charge: str = "free"
    self_help_zh: str = ""
    self_help_en: str = ""
    children: tuple["Category", ...] = ()


def _sub(
    code: str, zh: str, en: str, priority: int = 3, charge: str = "free", *help_: str
) -> Category:
    zh_help, en_help = help_ if help_ else ("", "")
    return Category(code, zh, en, priority, charge, zh_help, en_help)


CATEGORIES = (
    Category(
        "water",
        "给排水",
        "Water and drainage",
        children=(
            _sub("water.tap", "水龙头", "Tap", 3, "chargeable"),
            _sub(
                "water.pipe",
                "水管漏水",
                "Leaking pipe",
                2,
                "chargeable",
                "请先关闭户内总阀，接水并移开电器。",
                "Please close the main valve, catch the water and move electric devices away.",
            ),
            _sub("water.burst", "水管爆裂", "Burst pipe", 1),
            _sub(
                "water.drain",
                "下水堵塞",
                "Blocked drain",
                3,
                "chargeable",
                "请先停止用水，不要倒入药剂。",
                "Please stop using water and pour in no chemicals.",
            ),
            _sub("water.overflow", "污水外溢", "Sewage overflow", 2),
            _sub("water.sink", "水槽下水", "Sink and trap", 3, "chargeable"),
            _sub("water.toilet", "马桶", "Toilet", 3, "chargeable"),
            _sub("water.none", "停水", "No water", 2),
            _sub("water.meter", "水表", "Water meter"),
        ),
    ),
    Category(
        "power",
        "电气照明",
        "Electricity and light",
        children=(
            _sub(
                "power.trip",
                "空开跳闸",
                "Breaker trips",
                2,
                "free",
                "请拔下最近使用的电器后再合闸；仍跳闸请勿反复合闸。",
                "Please unplug the device used last, then switch on once; do not try again and again.",
            ),
            _sub("power.none", "户内停电", "No power in the home", 2),
            _sub("power.building", "整栋停电", "Building without power", 1),
            _sub("power.lamp", "户内灯具", "Lamp", 3, "chargeable"),
            _sub("power.socket", "插座开关", "Socket or switch", 3, "chargeable"),
            _sub("power.corridor", "楼道灯", "Corridor light"),
            _sub("power.smell", "焦糊味", "Burning smell", 1),
        ),
    ),
    Category(
        "door",
        "门窗锁具对讲",
        "Doors, locks, intercom",
        children=(
            _sub("door.lock", "门锁", "Door lock", 2, "chargeable"),
            _sub("door.entrance", "单元门", "Entrance door"),
            _sub("door.intercom", "对讲机", "Intercom"),
            _sub("door.window", "窗户", "Window", 3, "chargeable"),
            _sub("door.closer", "闭门器", "Door closer"),
            _sub("door.card", "门禁卡", "Access card"),
        ),
    ),
    Category(
        "lift",
        "电梯",
        "Lift",
        children=(
            _sub(
                "lift.trapped",
                "困人",
                "Somebody trapped",
                1,
                "free",
                "请安抚被困人员不要扒门，按呼叫铃等待。",
                "Please tell them to stay calm, press the call button and keep away from the doors.",
            ),
            _sub("lift.stopped", "停梯", "Lift stopped", 2),
            _sub("lift.noise", "异响抖动", "Noise or shaking"),
            _sub("lift.button", "按钮显示", "Buttons or display"),
        ),
    ),
    Category(
        "leak",
        "渗漏墙面屋顶",
        "Leaks, walls, roof",
        children=(
            _sub("leak.ceiling", "天花渗水", "Water through the ceiling", 2),
            _sub("leak.wall", "外墙渗漏", "Leaking outer wall", 4),
            _sub("leak.roof", "屋顶漏水", "Leaking roof", 4),
            _sub("leak.plaster", "墙皮脱落", "Plaster coming off", 4),
            _sub("leak.tile", "瓷砖空鼓", "Loose tiles", 4, "warranty"),
        ),
    ),
    Category(
        "common",
        "公共设施",
        "Common facilities",
        children=(
            _sub("common.fitness", "健身器材", "Fitness equipment"),
            _sub("common.play", "儿童设施", "Playground"),
            _sub("common.road", "道路井盖", "Road or manhole cover", 2),
            _sub("common.rail", "栏杆扶手", "Railing", 2),
            _sub("common.mailbox", "信报箱", "Mailbox"),
            _sub("common.bin", "垃圾桶", "Waste bin"),
            _sub("common.fire", "消防设施", "Fire equipment", 2),
            _sub("common.alarm", "火警", "Fire alarm", 1),
        ),
    ),
    Category(
        "gas",
        "燃气供暖",
        "Gas and heating",
        children=(
            _sub(
                "gas.smell",
                "燃气异味",
                "Smell of gas",
                1,
                "free",
                "请开窗、关阀、不开关电器，到室外再打电话。",
                "Please open windows, close the valve, touch no switch, and phone from outside.",
            ),
            _sub("gas.cold", "暖气不热", "Heating stays cold", 2),
            _sub("gas.leak", "暖气漏水", "Heating leaks", 2),
        ),
    ),
    Category(
        "network",
        "网络电视",
        "Network and TV",
        children=(
            _sub("network.line", "线路", "Line"),
            _sub("network.box", "弱电箱", "Junction box"),
        ),
    ),
    Category(
        "parking",
        "车场道闸",
        "Parking and barriers",
        children=(
            _sub("parking.barrier", "道闸", "Barrier", 2),
            _sub("parking.camera", "车牌识别", "Plate camera"),
            _sub("parking.charger", "充电桩", "Charging point"),
            _sub("parking.light", "车库照明", "Garage light"),
        ),
    ),
    Category(
        "other",
        "其他",
        "Other",
        children=(
            _sub("other.pest", "虫害鼠害", "Pests"),
            _sub("other.noise", "设备噪声", "Equipment noise"),
            _sub("other.other", "其他", "Something else"),
        ),
    ),
)

_BY_CODE = {main.code: main for main in CATEGORIES} | {
    sub.code: sub for main in CATEGORIES for sub in main.children
}


def subcategory(code: str) -> Category:
    """The category of second level; raises Invalid for an unknown code."""
    found = _BY_CODE.get(code)
    if found is None or "." not in code:
        raise Invalid(N_("Choose a category of the list."), field="category")
    return found


def category(code: str) -> Category:
    """The main category that `code` belongs to."""
    return _BY_CODE[code.split(".", maxsplit=1)[0]]
