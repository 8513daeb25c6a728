"""The cells and tables of the repair slip, each from the facts of one order."""

from __future__ import annotations

from propertydesk.platform.printing import (
    MONTH_DAY_TIME,
    Blank,
    Cell,
    Column,
    Ratings,
    Table,
    Text,
    Ticks,
    Totals,
    Words,
    say,
    stamp,
    window,
)
from propertydesk.repairs.printing.slip import RepairSlip

CHARGES = {
    "free": Words("无偿", "Free"),
    "chargeable": Words("有偿", "Chargeable"),
    "warranty": Words("保修", "Warranty"),
}
PRIORITIES = {
    1: Words("P1 特急", "P1 Emergency"),
    2: Words("P2 紧急", "P2 Urgent"),
    3: Words("P3 一般", "P3 Normal"),
    4: Words("P4 计划", "P4 Planned"),
}
_SUM = Words("材料费合计", "Materials in all")
_COLUMNS = (
    Column(Words("材料名称", "Material"), 36),
    Column(Words("规格", "Spec"), 34),
    Column(Words("数量", "Qty"), 10, figures=True),
    Column(Words("单价 元", "Price ¥"), 15, figures=True),
    Column(Words("金额 元", "Amount ¥"), 17, figures=True),
)
CHARGE = Words("收费性质", "Charge")


def place(slip: RepairSlip, width: float = 0.0) -> Cell:
    return Cell(Words("房号 / 公共区域", "Room / area"), slip.place, width, bold=True, size=10.5)


def reporter(slip: RepairSlip, width: float = 0.0, *, more: bool = True) -> Cell:
    return Cell(
        Words("报修人·称呼·身份", "Reporter"),
        _joined(" ", slip.reporter, slip.salutation, slip.role),
        width,
        more=more,
    )


def phone(number: str, width: float = 0.0) -> Cell:
    return Cell(Words("联系电话", "Phone"), number, width, bold=True)


def reported(slip: RepairSlip, width: float = 0.0) -> Cell:
    return Cell(Words("报修时间", "Reported at"), stamp(slip.reported_at), width)


def channel(slip: RepairSlip, width: float = 0.0) -> Cell:
    return Cell(Words("来源", "Channel"), slip.channel, width)


def category(slip: RepairSlip, width: float = 0.0, *, more: bool = True) -> Cell:
    return Cell(
        Words("报修类别（大类 / 小类）", "Category"),
        _joined(" / ", slip.category, slip.subcategory),
        width,
        more=more,
    )


def appointment(slip: RepairSlip, width: float = 0.0) -> Cell:
    start, end = slip.appointment_start, slip.appointment_end
    value = window(start, end) if start and end else ""
    return Cell(Words("预约时间段", "Appointment"), value, width, bold=True)


def priority(slip: RepairSlip, width: float = 0.0) -> Cell:
    return Cell(
        Words("紧急程度", "Priority"), PRIORITIES[slip.priority], width, bold=slip.priority == 1
    )


def charge(slip: RepairSlip) -> Ticks:
    return Ticks(CHARGE, [(words, key == slip.charge) for key, words in CHARGES.items()])


def description(slip: RepairSlip, width: float = 0.0) -> Cell:
    return Cell(Words("报修内容", "Description"), slip.description, width, prose=True)


def handlers(slip: RepairSlip, width: float = 0.0) -> Cell:
    return Cell(
        Words("首问责任人 / 受理人", "First handler / clerk"),
        _joined(" / ", slip.first_handler, slip.clerk),
        width,
    )


def dispatch(slip: RepairSlip, first: float, second: float) -> list[Cell]:
    at = stamp(slip.dispatched_at) if slip.dispatched_at else ""
    return [
        Cell(Words("派工时间", "Dispatched at"), at, first),
        Cell(Words("派工人", "Dispatched by"), slip.dispatched_by, second),
    ]


def dispatched(slip: RepairSlip, width: float) -> Cell:
    at = f"{slip.dispatched_at:%m-%d %H:%M}" if slip.dispatched_at else ""
    return Cell(
        Words("派工时间·派工人", "Dispatched"), _joined("  ", at, slip.dispatched_by), width
    )


def technician(slip: RepairSlip, width: float = 0.0) -> Cell:
    return Cell(Words("维修员", "Technician"), slip.technician, width, bold=True)


def checks(slip: RepairSlip) -> list[tuple[Text, bool]]:
    return [
        (Words("已复述确认", "Read back"), slip.read_back),
        (Words("仪容工具检查", "Dress and tools"), slip.tools_checked),
    ]


def times(slip: RepairSlip, first: float, second: float) -> list[Cell | Blank]:
    labels = (Words("到场时间", "On site at"), Words("完工时间", "Finished at"))
    cells = zip(labels, (slip.arrived_at, slip.finished_at), (first, second), strict=True)
    return [
        _written(label, stamp(at) if at else "", width, MONTH_DAY_TIME)
        for label, at, width in cells
    ]


def work(slip: RepairSlip, width: float) -> Cell | Blank:
    return _written(
        Words("故障原因 / 处理情况", "Cause / work done"),
        _joined(" / ", slip.cause, slip.work_done),
        width,
        prose=True,
    )


def cause(slip: RepairSlip, width: float) -> Cell | Blank:
    return _written(Words("故障原因", "Cause"), slip.cause, width, prose=True)


def done(slip: RepairSlip) -> Cell | Blank:
    return _written(Words("处理情况", "Work done"), slip.work_done, 0.0, prose=True)


def unfinished(slip: RepairSlip) -> Cell | Blank:
    again = f"{slip.next_visit:%m-%d %H:%M}" if slip.next_visit else ""
    label = Words("未完成原因·下次时间", "Unfinished why, next visit")
    return _written(label, _joined("  ", slip.unfinished_reason, again), 0.0, prose=True)


def _written(
    label: Words, value: Text, width: float, pattern: Text = "", *, prose: bool = False
) -> Cell | Blank:
    """What is known is printed; the rest is left to be written by hand."""
    return Cell(label, value, width, prose=prose) if value else Blank(label, pattern, width)


def materials(slip: RepairSlip, *, slots: int, row: float = 4.9) -> Table:
    rows = [
        (
            part.name,
            part.spec,
            part.quantity,
            part.unit_price.grouped if part.unit_price else "–",
            part.amount.grouped,
        )
        for part in slip.materials
    ]
    return Table(
        name=Words("材料明细", "Materials"),
        columns=_COLUMNS,
        rows=rows,
        amounts=[part.amount for part in slip.materials],
        slots=slots,
        row=row,
        by_hand=not slip.materials and slip.finished_at is None,
        sum_label=_SUM,
    )


def totals(slip: RepairSlip, *, tall: float = 6.1) -> Totals:
    return Totals([(Words("人工费", "Labour"), slip.labour)], slip.total, tall=tall)


def ratings(slip: RepairSlip, words: float) -> Ratings:
    questions = [
        (Words("质量", "Quality"), slip.quality),
        (Words("态度", "Attitude"), slip.attitude),
        (Words("及时", "Timeliness"), slip.timeliness),
    ]
    return Ratings(Words("业主评价（圈选，5 分最好）", "Rating, 5 is best"), questions, words=words)


def _joined(between: str, *parts: Text) -> Text:
    """Parts that are there, in both languages where one of them has both."""
    there = [part for part in parts if part]
    zh = between.join(say(part, "zh") for part in there if say(part, "zh"))
    en = between.join(say(part, "en") for part in there if say(part, "en"))
    return zh if zh == en else Words(zh, en)
