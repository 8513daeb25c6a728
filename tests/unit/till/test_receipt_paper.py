"""The receipt on paper (SF-04)."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.money import Money
from propertydesk.platform.printing import LANGUAGES, Void, Words
from propertydesk.till.printing import LAYOUTS, ReceiptLine, ReceiptPaper, receipt_pdf
from tests.hostile import strings

ZONE = ZoneInfo("Asia/Shanghai")


def line(zh: str, en: str, fen: int) -> ReceiptLine:
    return ReceiptLine(Words(zh, en), "2026-07 – 2026-12", "98.37 m² × 6", "2.30", Money(fen))


PAPER = ReceiptPaper(
    number="SJ00018834",
    company=Words("锦和物业服务有限公司", "Jinhe Property Services"),
    community=Words("锦绣花园", "Brocade Garden"),
    hotline="0571-5550 0110",
    check_url="https://desk.example/r/ABCDEFGHJK",
    check_code="ABCDEFGHJK",
    issued_at=datetime(2026, 11, 21, 14, 32, tzinfo=ZONE),
    printed_at=datetime(2026, 11, 21, 14, 33, tzinfo=ZONE),
    payer="阿卜杜拉·买买提",
    home=Words("3栋2单元1802室", "Bldg 3, Unit 2, 1802"),
    lines=(
        line("物业服务费", "Property service", 135_751),
        line("车位 B2-117", "Parking B2-117", 36_000),
    ),
    total=Money(171_751),
    method=Words("微信", "WeChat"),
    reference="4200001234567",
    remark="下半年一次缴清",
    collector="王敏",
    collector_no="KF012",
)
COPIES = {"form": 3, "carbon": 1, "A5": 3, "roll": 1}
SAID = {
    "zh": ("收据", "锦和物业服务有限公司", "3栋2单元1802室", "物业服务费", "微信",
           "壹仟柒佰壹拾柒元伍角壹分", "2026年11月21日", "不是税务发票", "盖章"),
    "en": ("Receipt", "Jinhe Property Services", "Bldg 3, Unit 2, 1802", "Property service",
           "WeChat", "one thousand seven hundred and seventeen yuan", "21 Nov 2026",
           "Not a tax invoice", "Seal of the payee"),
}  # fmt: skip
ALWAYS = ("SJ00018834", "SF-04 V1", "ABCDE-FGHJK", "阿卜杜拉·买买提", "4200001234567", "98.37 m² × 6",
          "2.30", "1,357.51", "¥1,717.51", "王敏", "KF012", "下半年一次缴清", "0571-5550 0110")  # fmt: skip


def pages(paper: ReceiptPaper, language: str = "zh", layout: str = "form") -> list[str]:
    document = receipt_pdf(paper, language=language, layout=layout)
    return [flat(page.extract_text()) for page in PdfReader(BytesIO(document)).pages]


def flat(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_copy_carries_every_fact(language: str, layout: str) -> None:
    shown = pages(PAPER, language, layout)
    assert len(shown) == COPIES[layout]
    words = SAID["en" if language == "en" else "zh"]
    for copy in shown:
        missing = [each for each in (*ALWAYS, *words) if flat(each) not in copy]
        assert not missing


def test_copies_say_whose_they_are() -> None:
    for layout in ("form", "A5"):
        stub, customer, accounts = pages(PAPER, "zh", layout)
        assert "第一联存根" in stub
        assert "第二联客户" in customer
        assert "第三联记账" in accounts


@pytest.mark.parametrize("layout", LAYOUTS)
def test_marks_stand_on_every_copy(layout: str) -> None:
    void = Void(datetime(2026, 11, 21, 15, 6, tzinfo=ZONE), "王敏 KF012 / 何丽 KF001")
    cases = (
        (replace(PAPER, reprint=2), "重打第2次"),
        (replace(PAPER, void=void), "作废2026-11-2115:06"),
        (replace(PAPER, reversed_by="SJ00018899"), "已冲红见SJ00018899"),
        (replace(PAPER, is_deposit=True), "凭此收据退还"),
    )
    for paper, mark in cases:
        assert all(mark in copy for copy in pages(paper, "zh", layout))
        assert all(mark not in copy for copy in pages(PAPER, "zh", layout))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_red_receipt_is_negative_throughout(layout: str) -> None:
    red = replace(
        PAPER,
        takes_back="SJ00018102",
        total=-PAPER.total,
        lines=tuple(replace(each, amount=-each.amount) for each in PAPER.lines),
    )
    for copy in pages(red, "zh", layout):
        for mark in ("冲红", "SJ00018102", "−1,357.51", "−¥1,717.51", "负壹仟柒佰壹拾柒元伍角壹分"):
            assert mark in copy


def test_eight_lines_stand_on_the_receipt_and_more_on_an_annex() -> None:
    lines = tuple(line(f"项目{at}号", f"Item {at}", 1_000) for at in range(1, 13))
    assert len(pages(replace(PAPER, lines=lines[:8], total=Money(8_000)))) == 3
    copies = pages(replace(PAPER, lines=lines, total=Money(12_000)))
    assert len(copies) > 3
    assert "其余5项见续页" in copies[0]
    annex = "".join(copies[1 : len(copies) // 3])
    assert all(f"项目{at}号" in annex for at in range(1, 13))
    assert "附页" in annex
    assert len(pages(replace(PAPER, lines=lines, total=Money(12_000)), "zh", "roll")) == 1


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
def test_whatever_was_typed_is_printed_or_refused(layout: str) -> None:
    printed = 0
    for text in strings(60, seed=12):
        paper = replace(PAPER, payer=text, remark=text, lines=(replace(PAPER.lines[0], item=text),))
        try:
            shown = pages(paper, "both", layout)
        except Invalid:
            continue
        printed += 1
        assert any("¥1,717.51" in copy for copy in shown)
    assert printed > 30
