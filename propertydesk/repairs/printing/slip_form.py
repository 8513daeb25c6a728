"""Form KF-01, repair work order: three A5 copies, or A4 with a stub for the customer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from propertydesk.kernel.masking import mask_phone
from propertydesk.platform.printing import (
    PAPERS,
    Batch,
    Beside,
    Block,
    Cell,
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
    Row,
    Sheet,
    Signatures,
    Stack,
    Stub,
    Ticks,
    Void,
    Words,
    batch,
    lay_out,
    say,
    to_pdf,
)
from propertydesk.repairs.printing import slip_cells as cells
from propertydesk.repairs.printing.slip import RepairSlip

TITLE = Words("维修派工单", "Repair work order")
FORM = "KF-01 V1"

_RULES = Words(
    "入户须知：敲门三次、每次三下，退后一步等候；出示工牌，穿鞋套；先报价后施工；完工清场，请业主验收。",
    "Visit rules: knock 3 × 3 and step back; show your badge; wear shoe covers; "
    "quote before work; clean up.",
)
_RESIDENT = Words("业主签字", "Resident")
_TECHNICIAN = Words("维修员签字", "Technician")


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
                    cells.place(slip, 48.1),
                    cells.reporter(slip, 42.3),
                    cells.phone(phone, 35.4),
                    cells.reported(slip, 38.3),
                    cells.channel(slip),
                ]
            ),
            Row(
                [
                    cells.category(slip, 48.1),
                    cells.appointment(slip, 42.3),
                    cells.priority(slip, 35.4),
                    cells.charge(slip),
                ]
            ),
            Row([cells.description(slip, 125.8), cells.handlers(slip)], 14.6),
            Row(
                [
                    *cells.dispatch(slip, 48.1, 42.3),
                    cells.technician(slip, 35.4),
                    Ticks(Words("确认", "Checks"), cells.checks(slip)),
                ]
            ),
        ]
    )
    left = Stack(
        [
            cells.materials(slip, slots=5),
            cells.totals(slip),
            Gap(1.4),
            Note(slip.visit_rules or _RULES, 6.5, tall=6.5),
        ]
    )
    right = Stack([cells.ratings(slip, 16.0), Gap(1.9), Signatures([_RESIDENT, _TECHNICIAN])])
    on_site = HandBox(
        [
            Row(
                [*cells.times(slip, 34.0, 34.0), cells.work(slip, 72.0), cells.unfinished(slip)],
                13.5,
            )
        ]
    )
    return Stack(
        [grid, _on_site_heading(6.5), on_site, Gap(1.9), Beside([(112, left), (0, right)])]
    )


def _a4_body(slip: RepairSlip, phone: str) -> Block:
    grid = Grid(
        [
            Row([cells.place(slip, 59.3), cells.reporter(slip, 60.5), cells.phone(phone)], 11.6),
            Row(
                [cells.reported(slip, 59.3), cells.channel(slip, 60.5), cells.appointment(slip)],
                11.6,
            ),
            Row([cells.category(slip, 59.3), cells.priority(slip, 60.5), cells.charge(slip)], 11.6),
            Row([cells.description(slip)], 20.0),
            Row(
                [cells.handlers(slip, 59.3), cells.dispatched(slip, 60.5), cells.technician(slip)],
                11.4,
            ),
            Row([Ticks("", cells.checks(slip))], 8.2),
        ]
    )
    arrived, finished = cells.times(slip, 44.0, 44.0)
    on_site = HandBox(
        [
            Row([arrived, finished, cells.unfinished(slip)], 13.5),
            Row([cells.cause(slip, 88.0), cells.done(slip)], 13.5),
        ]
    )
    rules = Note(slip.visit_rules or _RULES, 7.0, tall=23.0)
    signers = [Words("业主", "Resident"), Words("维修员", "Technician")]
    closing = Beside(
        [(64, rules), (53, cells.ratings(slip, 17.0)), (0, Signatures(signers, tall=23.0))], gap=4.0
    )
    table = Stack([cells.materials(slip, slots=5, row=5.4), cells.totals(slip, tall=8.2)])
    return Stack([grid, _on_site_heading(8.6), on_site, Gap(3.6), table, Gap(2.9), closing])


def _stub(slip: RepairSlip) -> Stub:
    grid = Grid(
        [
            Row(
                [
                    cells.place(slip, 42.0),
                    cells.reporter(slip, 46.0, more=False),
                    cells.phone(mask_phone(slip.phone) if slip.phone else ""),
                ],
                10.0,
            ),
            Row(
                [
                    cells.appointment(slip, 42.0),
                    cells.category(slip, 46.0, more=False),
                    Cell(cells.CHARGE, cells.CHARGES[slip.charge], more=False),
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
        f"Please check the badge{badge_en}. Parts and labour are quoted before work starts; "
        "only the receipt is proof of payment.",
    )


def _stub_foot(slip: RepairSlip) -> Words:
    hours = slip.service_hours
    zh, en = (hours, hours) if isinstance(hours, str) else (hours.zh, hours.en)
    return Words(f"服务热线 {slip.hotline}　{zh}", f"Hotline {slip.hotline}  {en}")


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
