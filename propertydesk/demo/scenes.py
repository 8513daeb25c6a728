"""How far the chosen orders of today have come, and which they are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from propertydesk.demo import course
from propertydesk.demo.course import Job, Step
from propertydesk.demo.estate import ZONE
from propertydesk.kernel import clock
from propertydesk.repairs.rules import Charge, CommonArea

#: Takes an order as far as it has come by an instant.
Stage = Callable[[Job, datetime], Iterator[Step]]


def registered(_job: Job, _now: datetime) -> Iterator[Step]:
    """Nobody has taken it up yet."""
    return iter(())


def sent(job: Job, now: datetime) -> Iterator[Step]:
    """A technician has it on the phone and has not answered."""
    yield job.sent(now - timedelta(minutes=4))
    yield job.printed(now - timedelta(minutes=3))


def accepted(job: Job, _now: datetime) -> Iterator[Step]:
    """A technician will come."""
    at = job.order.reported_at + timedelta(minutes=9)
    yield job.sent(at)
    yield job.printed(at + timedelta(minutes=1))
    yield job.accepted(at + timedelta(minutes=5))


def on_site(job: Job, now: datetime) -> Iterator[Step]:
    """A technician is there."""
    yield from accepted(job, now)
    yield job.arrived(max(now - timedelta(minutes=26), job.order.accepted_at))


def priced(job: Job, now: datetime) -> Iterator[Step]:
    """The resident thinks about the price."""
    yield from on_site(job, now)
    yield job.quoted(now - timedelta(minutes=12), job.bill().total)


def nobody_home(job: Job, now: datetime) -> Iterator[Step]:
    """A card lies at the door; the desk has to agree on another window."""
    yield from accepted(job, now)
    at = now - timedelta(minutes=95)
    yield job.arrived(at)
    yield job.found_nobody(at + timedelta(minutes=12))


def waits_for_parts(job: Job, now: datetime) -> Iterator[Step]:
    """Suspended until the parts come."""
    yield from _suspended(job, now, course.FOR_PARTS)


def waits_for_firm(job: Job, now: datetime) -> Iterator[Step]:
    """Suspended until an outside firm comes."""
    yield from _suspended(job, now, course.FOR_FIRM)


def done(job: Job, now: datetime) -> Iterator[Step]:
    """Finished in one visit."""
    yield from accepted(job, now)
    at = job.order.accepted_at + timedelta(minutes=24)
    yield job.arrived(at)
    yield from course.finishing(job, at)


def _suspended(job: Job, now: datetime, kind: int) -> Iterator[Step]:
    yield from accepted(job, now)
    at = job.order.accepted_at + timedelta(minutes=40)
    yield job.arrived(at)
    tomorrow = clock.business_date(now, ZONE) + timedelta(days=1)
    until = clock.at(tomorrow, time(10), ZONE)
    yield job.suspended(at + timedelta(minutes=15), until, kind)


@dataclass(frozen=True)
class Scene:
    """An order of today: minutes since the report, the home's code or the words for the spot.

    `window` counts the windows that can still be kept today; -1 is the one that has just passed.
    `calls` is what becomes of the follow-up (see history.Report).
    """

    minutes: int
    where: str
    fault: str
    text: str
    stage: Stage = registered
    priority: int = 3
    window: int | None = None
    charge: Charge = Charge.FREE
    area: CommonArea | None = None
    calls: str = "usual"


@dataclass(frozen=True)
class Owed:
    """Finished work that waits for its call; minutes since its end, out of 2,880."""

    minutes: int
    where: str
    fault: str
    text: str
    calls: str = "waiting"


@dataclass(frozen=True)
class Past:
    """Something that a household reported so many days ago; it went its usual way."""

    days: int
    where: str
    fault: str
    text: str
    charge: Charge = Charge.FREE


A = CommonArea
MAIN = (
    Scene(18, "3-2-1802", "water.pipe", "厨房水槽下方漏水，业主已关角阀，橱柜底板泡湿", priority=2),
    Scene(3, "1-1-0602", "power.trip", "空气开关跳闸，合上又跳，已拔掉厨房电器", priority=2),
    Scene(4, "地下车库 B1 层 12 区", "parking.light", "灯管闪烁三支", area=A.GARAGE),
    Scene(2, "4-1-0701", "door.intercom", "对讲机有画面无声音，访客要打电话", window=1),
    Scene(64, "4栋屋面", "leak.roof", "顶层渗水，雨后明显，请报质保单位", priority=4, area=A.ROOF),
    Scene(9, "6-1-1401", "water.toilet", "客卫马桶水箱不停进水", sent, window=1),
    Scene(26, "2-1-0502", "door.lock", "入户门锁舌卡住，门关不上", accepted, priority=2),
    Scene(
        110,
        "5-1-2201",
        "power.none",
        "Half of the flat has no power, the breaker looks fine",
        on_site,
        priority=2,
    ),
    Scene(
        75,
        "南门出口",
        "parking.barrier",
        "道闸抬杆很慢，已改手动",
        on_site,
        priority=2,
        area=A.GATE,
    ),
    Scene(130, "7-2-0902", "leak.ceiling", "主卫天花滴水，怀疑楼上漏", on_site, priority=2),
    Scene(
        105,
        "4-1-0501",
        "water.tap",
        "厨房龙头根部渗水，台面总是湿的",
        priced,
        window=0,
        charge=Charge.CHARGEABLE,
    ),
    Scene(1_500, "2-1-1102", "door.window", "主卧窗户锁扣断裂，关不严", waits_for_parts, window=-1),
    Scene(
        8_500,
        "4栋商铺 02 上方",
        "leak.wall",
        "外墙面砖有脱落迹象，已拉警戒",
        waits_for_firm,
        priority=4,
        area=A.FACADE,
    ),
    Scene(280, "4-2-0702", "water.drain", "阳台地漏堵塞，洗衣机排水溢出", nobody_home, window=0),
    Scene(
        190, "1-2-0401", "power.socket", "次卧插座没电，其他房间正常", done, window=-1, calls="none"
    ),
    Scene(240, "6-2-1102", "water.sink", "水槽下水软管老化渗水", done, window=-1, calls="none"),
    Scene(320, "3-1-0702", "door.card", "门禁卡刷不开单元门", done, window=-1, calls="none"),
    Scene(400, "2-2-1601", "power.lamp", "玄关感应灯常亮不灭", done, window=-1, calls="none"),
    Scene(1_100, "5-2-0902", "power.lamp", "客卫灯不亮，换过灯泡无效", accepted, window=0),
    Scene(1_230, "3-1-1202", "water.drain", "生活阳台地漏堵塞", accepted, window=1),
    Scene(2_880, "3-2-1802", "door.intercom", "对讲机有画面无声音", accepted, window=6),
    Scene(1_020, "8-2-0401", "door.intercom", "对讲机无声音", accepted, window=1),
)
PAST = (
    Past(18, "3-2-1802", "water.tap", "主卫角阀处渗水，水龙头滴水", Charge.CHARGEABLE),
    Past(44, "3-2-1802", "door.window", "次卧纱窗破了想换", Charge.CHARGEABLE),
    Past(79, "3-2-1802", "water.sink", "厨房水槽下水软管漏水"),
    Past(131, "3-2-1802", "power.lamp", "客卫灯不亮，换了灯泡也不行"),
    Past(23, "1-1-0602", "power.trip", "一开热水器就跳闸"),
    Past(58, "2-1-1102", "water.drain", "主卫地漏排水慢", Charge.CHARGEABLE),
    Past(35, "5-1-2201", "water.toilet", "The toilet in the main bathroom keeps running"),
    Past(12, "6-2-0702", "network.line", "书房网口没信号，弱电箱里有"),
)
SMALL = (
    Scene(12, "1-1-0201", "power.lamp", "客厅吸顶灯一闪一闪", window=1),
    Scene(95, "1-2-0302", "water.drain", "厨房下水慢，用过疏通剂没效果", accepted, window=0),
)
TO_CALL = (
    Owed(2_900, "7-1-1602", "water.sink", "厨房水槽漏水，柜子泡湿了"),
    Owed(2_800, "2-1-1102", "door.card", "门禁卡失灵，重新授权"),
    Owed(2_770, "5-1-2201", "power.lamp", "The ceiling light in the study flickers"),
    Owed(2_610, "1-1-0602", "door.card", "门禁卡更换"),
    Owed(2_520, "8-1-0301", "water.drain", "主卫地漏反味", calls="missed"),
    Owed(2_475, "3-1-1202", "water.tap", "生活阳台龙头滴水"),
    Owed(2_385, "6-2-0702", "power.socket", "主卧开关失灵"),
)
SMALL_TO_CALL = (Owed(2_840, "1-1-0401", "water.toilet", "主卫马桶一直进水停不住"),)
