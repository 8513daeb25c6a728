"""Form KF-01, repair work order: three A5 copies, or A4 with a stub for the customer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from propertydesk.kernel.masking import mask_phone
from propertydesk.platform.printing import (
    MONTH_DAY_TIME,
    PAPERS,
    Batch,
    Beside,
    Blank,
    Block,
    Cell,
    Column,
    Footer,
    Gap,
    Grid,
    HandBox,
    Header,
    Heading,
    Language,
    Look,
    Note,
    Offset,
    Ratings,
    Row,
    Sheet,
    Signatures,
    Stack,
    Stub,
    Table,
    Text,
    Ticks,
    Totals,
    Void,
    Words,
    batch,
    lay_out,
    say,
    stamp,
    to_pdf,
    window,
)
from propertydesk.repairs.printing.slip import RepairSlip

TITLE = Words("维修派工单", "Repair work order")
FORM = "KF-01 V1"
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
_RULES = Words(
    "入户须知：敲门三次、每次三下，退后一步等候；出示工牌，穿鞋套；先报价后施工；完工清场，请业主验收。",
    "Visit rules: knock 3 × 3 and step back; show your badge; wear shoe covers; quote before work; clean up.",
)
_SUM = Words("材料费合计", "Materials in all")
_COLUMNS = (
    Column(Words("材料名称", "Material"), 36),
    Column(Words("规格", "Spec"), 34),
    Column(Words("数量", "Qty"), 10, figures=True),
    Column(Words("单价 元", "Price ¥"), 15, figures=True),
    Column(Words("金额 元", "Amount ¥"), 17, figures=True),
)


@dataclass(frozen=True)
class _Copy:
    """A copy of the slip: its name, what runs down its edge, and whether it may carry the full
    phone number.
    """

    name: Words
    edge: Words
    whole_phone: bool = False


COPIES = {
    "office": _Copy(Words("客服存根", "Office"), Words("第一联 客服存根", "Copy 1 of 3: office")),
    "technician": _Copy(
        Words("维修（交回）", "Technician (return)"),
        Words(
            "第二联 维修 完工后交回客服", "Copy 2 of 3: technician, return to the office when done"
        ),
        whole_phone=True,
    ),
    "resident": _Copy(Words("业主", "Resident"), Words("第三联 业主", "Copy 3 of 3: resident")),
}
_DEFAULT_COPIES = {"A5": ("office", "technician", "resident"), "A4": ("technician",)}


def slip_pdf(
    slip: RepairSlip,
    *,
    language: Language,
    paper: str,
    copies: Sequence[str] | None = None,
    offset: Offset | None = None,
) -> bytes:
    """The slip as PDF: `paper` "A5" (one page for each copy) or "A4" (with the customer's stub).

    `copies` are keys of COPIES; without them all three on A5, the technician's on A4. `offset`
    moves the image in mm. Raises Invalid when a character cannot be printed.
    """
    pages = [page for sheet in _sheets(slip, language, paper, copies) for page in lay_out(sheet)]
    return to_pdf(
        pages,
        title=f"{say(TITLE, language)} {slip.number}",
        author=say(slip.company, language),
        offset=offset,
    )


def slips_pdf(
    slips: Iterable[RepairSlip],
    *,
    language: Language,
    paper: str,
    copies: Sequence[str] | None = None,
    offset: Offset | None = None,
) -> Batch:
    """Many slips as one document; those with a character that cannot be printed are named in
    `Batch.refused`.
    """
    documents = [(slip.number, _later(slip, language, paper, copies)) for slip in slips]
    return batch(documents, title=say(TITLE, language), author="PropertyDesk", offset=offset)


def _later(
    slip: RepairSlip, language: Language, paper: str, copies: Sequence[str] | None
) -> Callable[[], list[Sheet]]:
    return lambda: _sheets(slip, language, paper, copies)


def _sheets(
    slip: RepairSlip, language: Language, paper: str, copies: Sequence[str] | None
) -> list[Sheet]:
    draw = {"A5": _a5, "A4": _a4}[paper]
    return [draw(slip, language, key) for key in copies or _DEFAULT_COPIES[paper]]


def _a5(slip: RepairSlip, language: Language, copy: str) -> Sheet:
    return Sheet(
        paper=PAPERS["A5 landscape"],
        look=Look(language, floor=6.0),
        header=_header(slip),
        body=_a5_body(slip, _phone(slip, copy)),
        footer=_footer(slip, copy),
        edge=COPIES[copy].edge,
    )


def _a4(slip: RepairSlip, language: Language, copy: str) -> Sheet:
    stub = _stub(slip)
    look = Look(language, table=8.5)
    return Sheet(
        paper=PAPERS["A4"],
        look=look,
        header=_header(slip, tall=22.7, title_size=18.0, code=20.0),
        body=_a4_body(slip, _phone(slip, copy)),
        footer=_footer(slip, copy),
        stub=stub,
        stub_height=stub.height(0, look),
    )


def _header(
    slip: RepairSlip, *, tall: float = 18.2, title_size: float = 17.0, code: float = 16.0
) -> Header:
    return Header(
        company=slip.company,
        community=slip.community,
        title=TITLE,
        form=FORM,
        number=slip.number,
        qr=slip.status_url,
        printed_at=slip.printed_at,
        reprint=slip.reprint,
        void=Void(slip.voided_at, slip.voided_by) if slip.voided_at else None,
        tall=tall,
        title_size=title_size,
        code=code,
    )


def _footer(slip: RepairSlip, copy: str) -> Footer:
    names = [each.name for each in COPIES.values()]
    return Footer(
        copies=names,
        in_hand=list(COPIES).index(copy),
        operator=slip.operator,
        staff_no=slip.operator_no,
        hotline=slip.hotline,
    )


def _a5_body(slip: RepairSlip, phone: str) -> Block:
    grid = Grid(
        [
            Row(
                [
                    _place(slip, 48.1),
                    _reporter(slip, 42.3),
                    _phone_cell(phone, 35.4),
                    _reported(slip, 38.3),
                    _channel(slip),
                ]
            ),
            Row(
                [
                    _category(slip, 48.1),
                    _appointment(slip, 42.3),
                    _priority(slip, 35.4),
                    _charge(slip),
                ]
            ),
            Row([_description(slip, 125.8), _handlers(slip)], 14.6),
            Row(
                [
                    *_dispatch(slip, 48.1, 42.3),
                    _technician(slip, 35.4),
                    Ticks(Words("确认", "Checks"), _checks(slip)),
                ]
            ),
        ]
    )
    left = Stack([_materials(slip, slots=5), _totals(slip), Gap(1.4), Note(_RULES, 6.5, tall=6.5)])
    right = Stack([_ratings(slip, 16.0), Gap(1.9), Signatures([_RESIDENT, _TECHNICIAN])])
    on_site = HandBox(
        [Row([*_times(slip, 34.0, 34.0), _work(slip, 72.0), _unfinished(slip)], 13.5)]
    )
    return Stack(
        [grid, _on_site_heading(6.5), on_site, Gap(1.9), Beside([(112, left), (0, right)])]
    )


def _a4_body(slip: RepairSlip, phone: str) -> Block:
    grid = Grid(
        [
            Row([_place(slip, 59.3), _reporter(slip, 60.5), _phone_cell(phone)], 11.6),
            Row([_reported(slip, 59.3), _channel(slip, 60.5), _appointment(slip)], 11.6),
            Row([_category(slip, 59.3), _priority(slip, 60.5), _charge(slip)], 11.6),
            Row([_description(slip)], 20.0),
            Row([_handlers(slip, 59.3), _dispatched(slip, 60.5), _technician(slip)], 11.4),
            Row([Ticks("", _checks(slip))], 8.2),
        ]
    )
    arrived, finished = _times(slip, 44.0, 44.0)
    on_site = HandBox(
        [
            Row([arrived, finished, _unfinished(slip)], 13.5),
            Row([_cause(slip, 88.0), _done(slip)], 13.5),
        ]
    )
    rules = Note(_RULES, 7.0, tall=23.0)
    signers = [Words("业主", "Resident"), Words("维修员", "Technician")]
    closing = Beside(
        [(64, rules), (53, _ratings(slip, 17.0)), (0, Signatures(signers, tall=23.0))], gap=4.0
    )
    table = Stack([_materials(slip, slots=5, row=5.4), _totals(slip, tall=8.2)])
    return Stack([grid, _on_site_heading(8.6), on_site, Gap(3.6), table, Gap(2.9), closing])


def _stub(slip: RepairSlip) -> Stub:
    grid = Grid(
        [
            Row(
                [
                    _place(slip, 42.0),
                    _reporter(slip, 46.0, more=False),
                    _phone_cell(mask_phone(slip.phone) if slip.phone else ""),
                ],
                10.0,
            ),
            Row(
                [
                    _appointment(slip, 42.0),
                    _category(slip, 46.0, more=False),
                    Cell(_CHARGE, CHARGES[slip.charge], more=False),
                ],
                10.0,
            ),
        ]
    )
    return Stub(
        tear=Words("沿此线撕下，业主留存", "Tear here, keep this part"),
        part=Words("业主联", "Customer stub"),
        title=Words("维修服务凭条", "Repair request"),
        number=slip.number,
        qr=slip.status_url,
        caption=Words("扫码查进度、评价", "Scan to follow and rate"),
        grid=grid,
        notes=[_stub_note(slip)],
        foot=_stub_foot(slip),
    )


def _stub_note(slip: RepairSlip) -> Words:
    badge = f"：{slip.technician}" if slip.technician else ""
    badge_en = f": {slip.technician}" if slip.technician else ""
    return Words(
        f"维修员敲门后请核对工牌{badge}。材料和人工先报价，经您同意后施工；收费以收据为准。",
        f"Please check the badge{badge_en}. Parts and labour are quoted before work starts; only the receipt is proof of payment.",
    )


def _stub_foot(slip: RepairSlip) -> Words:
    hours = slip.service_hours
    zh, en = (hours, hours) if isinstance(hours, str) else (hours.zh, hours.en)
    return Words(f"服务热线 {slip.hotline}　{zh}", f"Hotline {slip.hotline}  {en}")


_RESIDENT = Words("业主签字", "Resident")
_TECHNICIAN = Words("维修员签字", "Technician")
_CHARGE = Words("收费性质", "Charge")


def _on_site_heading(tall: float) -> Heading:
    return Heading(
        Words("到场与处理", "On site"),
        Words("以下由维修员现场填写", "Filled in by the technician"),
        tall=tall,
    )


def _phone(slip: RepairSlip, copy: str) -> str:
    if not slip.phone:
        return ""
    return _spaced(slip.phone) if COPIES[copy].whole_phone else mask_phone(slip.phone)


def _spaced(phone: str) -> str:
    """138 0013 5678: easier to dial from paper."""
    if len(phone) == 11 and phone.isascii() and phone.isdigit():
        return f"{phone[:3]} {phone[3:7]} {phone[7:]}"
    return phone


def _place(slip: RepairSlip, width: float = 0.0) -> Cell:
    return Cell(Words("房号 / 公共区域", "Room / area"), slip.place, width, bold=True, size=10.5)


def _reporter(slip: RepairSlip, width: float = 0.0, *, more: bool = True) -> Cell:
    return Cell(
        Words("报修人·称呼·身份", "Reporter"),
        _joined(" ", slip.reporter, slip.salutation, slip.role),
        width,
        more=more,
    )


def _phone_cell(phone: str, width: float = 0.0) -> Cell:
    return Cell(Words("联系电话", "Phone"), phone, width, bold=True)


def _reported(slip: RepairSlip, width: float = 0.0) -> Cell:
    return Cell(Words("报修时间", "Reported at"), stamp(slip.reported_at), width)


def _channel(slip: RepairSlip, width: float = 0.0) -> Cell:
    return Cell(Words("来源", "Channel"), slip.channel, width)


def _category(slip: RepairSlip, width: float = 0.0, *, more: bool = True) -> Cell:
    return Cell(
        Words("报修类别（大类 / 小类）", "Category"),
        _joined(" / ", slip.category, slip.subcategory),
        width,
        more=more,
    )


def _appointment(slip: RepairSlip, width: float = 0.0) -> Cell:
    start, end = slip.appointment_start, slip.appointment_end
    value = window(start, end) if start and end else ""
    return Cell(Words("预约时间段", "Appointment"), value, width, bold=True)


def _priority(slip: RepairSlip, width: float = 0.0) -> Cell:
    return Cell(
        Words("紧急程度", "Priority"), PRIORITIES[slip.priority], width, bold=slip.priority == 1
    )


def _charge(slip: RepairSlip) -> Ticks:
    return Ticks(_CHARGE, [(words, key == slip.charge) for key, words in CHARGES.items()])


def _description(slip: RepairSlip, width: float = 0.0) -> Cell:
    return Cell(Words("报修内容", "Description"), slip.description, width, prose=True)


def _handlers(slip: RepairSlip, width: float = 0.0) -> Cell:
    return Cell(
        Words("首问责任人 / 受理人", "First handler / clerk"),
        _joined(" / ", slip.first_handler, slip.clerk),
        width,
    )


def _dispatch(slip: RepairSlip, first: float, second: float) -> list[Cell]:
    at = stamp(slip.dispatched_at) if slip.dispatched_at else ""
    return [
        Cell(Words("派工时间", "Dispatched at"), at, first),
        Cell(Words("派工人", "Dispatched by"), slip.dispatched_by, second),
    ]


def _dispatched(slip: RepairSlip, width: float) -> Cell:
    at = f"{slip.dispatched_at:%m-%d %H:%M}" if slip.dispatched_at else ""
    return Cell(
        Words("派工时间·派工人", "Dispatched"), _joined("  ", at, slip.dispatched_by), width
    )


def _technician(slip: RepairSlip, width: float = 0.0) -> Cell:
    return Cell(Words("维修员", "Technician"), slip.technician, width, bold=True)


def _checks(slip: RepairSlip) -> list[tuple[Text, bool]]:
    return [
        (Words("已复述确认", "Read back"), slip.read_back),
        (Words("仪容工具检查", "Dress and tools"), slip.tools_checked),
    ]


def _times(slip: RepairSlip, first: float, second: float) -> list[Cell | Blank]:
    labels = (Words("到场时间", "On site at"), Words("完工时间", "Finished at"))
    cells = zip(labels, (slip.arrived_at, slip.finished_at), (first, second), strict=True)
    return [
        _written(label, stamp(at) if at else "", width, MONTH_DAY_TIME)
        for label, at, width in cells
    ]


def _work(slip: RepairSlip, width: float) -> Cell | Blank:
    return _written(
        Words("故障原因 / 处理情况", "Cause / work done"),
        _joined(" / ", slip.cause, slip.work_done),
        width,
        prose=True,
    )


def _cause(slip: RepairSlip, width: float) -> Cell | Blank:
    return _written(Words("故障原因", "Cause"), slip.cause, width, prose=True)


def _done(slip: RepairSlip) -> Cell | Blank:
    return _written(Words("处理情况", "Work done"), slip.work_done, 0.0, prose=True)


def _unfinished(slip: RepairSlip) -> Cell | Blank:
    again = f"{slip.next_visit:%m-%d %H:%M}" if slip.next_visit else ""
    label = Words("未完成原因·下次时间", "Unfinished why, next visit")
    return _written(label, _joined("  ", slip.unfinished_reason, again), 0.0, prose=True)


def _written(
    label: Words, value: Text, width: float, pattern: Text = "", *, prose: bool = False
) -> Cell | Blank:
    """What is known is printed; the rest is left to be written by hand."""
    return Cell(label, value, width, prose=prose) if value else Blank(label, pattern, width)


def _materials(slip: RepairSlip, *, slots: int, row: float = 4.9) -> Table:
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


def _totals(slip: RepairSlip, *, tall: float = 6.1) -> Totals:
    return Totals([(Words("人工费", "Labour"), slip.labour)], slip.total, tall=tall)


def _ratings(slip: RepairSlip, words: float) -> Ratings:
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
