"""From blocks to pages: fonts, overflow, marks, batches. The form here is invented."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.money import Money
from propertydesk.platform.printing import (
    PAPERS,
    Cell,
    Column,
    Footer,
    Grid,
    Header,
    Look,
    Offset,
    Paragraph,
    Row,
    Sheet,
    Stack,
    Table,
    Totals,
    Void,
    Words,
    batch,
    lay_out,
    to_pdf,
)
from propertydesk.platform.printing.pen import Box, Pen
from propertydesk.platform.printing.qr import draw_qr

AT = datetime(2026, 11, 21, 14, 32, tzinfo=ZoneInfo("Asia/Shanghai"))
LABEL = Words("事由", "Matter")
HEADER = Header(
    company=Words("某公司", "Some Company"),
    community=Words("某地", "Some Place"),
    title=Words("凭单", "Voucher"),
    form="XX-01 V1",
    number="XX20261121-0001",
    qr="https://desk.example/v/abc",
    printed_at=AT,
)
FOOTER = Footer([Words("存根", "Stub"), Words("客户", "Customer")], 1, "王敏", "KF012", "0571-1234")


def sheet(*blocks, paper="A5 landscape", language="zh", header=HEADER):
    return Sheet(
        PAPERS[paper], Look(language), header, Stack(blocks), FOOTER, edge=Words("第一联", "Copy 1")
    )


def printed(*sheets, **options):
    pages = [page for each in sheets for page in lay_out(each)]
    return PdfReader(BytesIO(to_pdf(pages, title="t", author="a", **options)))


def text_of(reader):
    return "\n".join(page.extract_text() for page in reader.pages)


def table(count, **options):
    rows = [(f"第{at}项", "1", "2.50") for at in range(1, count + 1)]
    columns = (
        Column(Words("名称", "Name"), 4),
        Column(Words("数", "Qty"), 1, figures=True),
        Column(Words("元", "¥"), 1, figures=True),
    )
    return Table(Words("明细", "Items"), columns, rows, amounts=[Money(250)] * count, **options)


def test_every_font_named_in_the_document_is_embedded():
    reader = printed(sheet(Grid([Row([Cell(LABEL, "䶮 bold", bold=True)])])))
    fonts = {}
    for page in reader.pages:
        fonts |= page["/Resources"]["/Font"]
    assert fonts
    for font in fonts.values():
        described = font.get_object()
        assert "Helvetica" not in described["/BaseFont"]
        assert "/FontFile2" in described["/FontDescriptor"]


def test_rare_names_can_be_copied_out_of_the_document():
    text = text_of(
        printed(sheet(Grid([Row([Cell(LABEL, "㛃𬭩龘䶮喆"), Cell(LABEL, "𬭩䶮", 60, bold=True)])])))
    )
    assert "㛃𬭩龘䶮喆" in text
    assert "\n𬭩䶮" in text


def test_head_and_foot_carry_what_every_form_must_carry():
    text = text_of(printed(sheet()))
    for words in (
        "某公司",
        "Some Company",
        "某地",
        "凭单",
        "XX-01 V1",
        "XX20261121-0001",
        "2026-11-21 14:32",
    ):
        assert words in text
    for words in (
        "一式二联",
        "存根",
        "客户",
        "第 1 / 1 页",
        "王敏（工号 KF012）",
        "0571-1234",
        "所填信息仅用于本次服务",
    ):
        assert words in text


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_a_sheet_speaks_its_language(language):
    text = text_of(
        printed(sheet(Grid([Row([Cell(LABEL, Words("漏水", "Leak"))])]), language=language))
    )
    assert ("漏水" in text) is (language != "en")
    assert ("Leak" in text) is (language != "zh")


def test_a_text_that_does_not_fit_goes_on_with_every_word_on_continuation_pages():
    words = "".join(f"第{at}句话说漏水；" for at in range(700))
    reader = printed(sheet(Grid([Row([Cell(LABEL, words, prose=True)], 14)])))
    assert len(reader.pages) > 2
    assert "全文见续页" in reader.pages[0].extract_text()
    assert "凭单（续）" in reader.pages[1].extract_text()
    assert f"第 2 / {len(reader.pages)} 页" in reader.pages[1].extract_text()
    text = text_of(reader)
    assert all(f"第{at}句话" in text.replace("\n", "") for at in (0, 99, 350, 699))
    assert len(reader.pages) == len({page.extract_text() for page in reader.pages})


def test_a_head_line_that_is_far_too_long_is_kept_in_full_on_the_next_page():
    name = "极长公司名" * 60
    reader = printed(sheet(header=replace(HEADER, company=Words(name, ""))))
    assert name in reader.pages[1].extract_text().replace("\n", "")


def test_rows_beyond_the_slots_are_counted_with_their_sum_and_listed_in_full():
    reader = printed(sheet(table(9, slots=5), Totals([], Money(2250))))
    first, second = (page.extract_text() for page in reader.pages)
    assert "其余 5 项见续页" in first
    assert "12.50" in first
    assert "第4项" in first
    assert "第5项" not in first
    assert all(f"第{at}项" in second for at in range(1, 10))
    assert "¥22.50" in second


def test_a_table_longer_than_a_page_and_a_row_longer_than_a_page_are_both_dealt_out():
    many = printed(sheet(table(70, slots=3)))
    assert len(many.pages) > 3
    assert all(f"第{at}项" in text_of(many) for at in range(1, 71))
    endless = replace(table(1, slots=3), rows=[("水" * 2999 + "终", "1", "2.50")])
    assert text_of(printed(sheet(endless))).count("水") == 2999


def test_rows_left_over_are_struck_out_unless_they_are_for_writing():
    assert "以下空白" in text_of(printed(sheet(table(2, slots=5))))
    assert "以下空白" not in text_of(printed(sheet(table(0, slots=5, by_hand=True))))
    assert "以下空白" not in text_of(printed(sheet(table(5, slots=5))))


def test_void_and_reprint_stand_on_every_page():
    header = replace(HEADER, reprint=2, void=Void(AT, "何丽 KF001"))
    reader = printed(sheet(table(9, slots=5), header=header))
    assert len(reader.pages) == 2
    for page in reader.pages:
        text = page.extract_text()
        assert "重打 第 2 次" in text
        assert "VOID" in text
        assert "作废 2026-11-21 14:32 何丽 KF001" in " ".join(text.split())


def test_a_batch_leaves_out_only_the_sheet_that_cannot_be_printed():
    def document(words):
        return lambda: [sheet(Paragraph(words))]

    found = batch(
        [("1", document("好")), ("2", document("😀")), ("3", document("也好"))],
        title="t",
        author="a",
    )
    assert found.pages == 2
    assert [(each.number, each.reason.values["code"]) for each in found.refused] == [
        ("2", "U+1F600")
    ]
    text = text_of(PdfReader(BytesIO(found.pdf)))
    assert "也好" in text
    assert batch([("2", document("😀"))], title="t", author="a").pdf == b""


def test_the_same_sheet_gives_the_same_bytes_and_an_offset_moves_it():
    def bytes_of(offset=None):
        return to_pdf(lay_out(sheet(Paragraph("水"))), title="t", author="a", offset=offset)

    assert bytes_of() == bytes_of()
    moved = PdfReader(BytesIO(bytes_of(Offset(right=10, down=5))))
    assert b"1 0 0 1 28.34646 -14.17323 cm" in moved.pages[0].get_contents().get_data()


def test_a_roll_is_cut_where_its_content_ends():
    short, long = (
        float(printed(sheet(Paragraph("水\n" * count), paper="roll 80")).pages[0].mediabox.height)
        for count in (2, 40)
    )
    assert long > short + 100


def test_a_qr_code_is_drawn_as_squares_and_refuses_what_no_code_can_hold():
    pen = Pen(height=100, look=Look("zh"))
    assert draw_qr(pen, "https://desk.example/v/abc", 0, 0, 16) == pytest.approx(
        16 / 25 * 4, rel=0.2
    )
    assert draw_qr(pen, "", 0, 0, 16) == 0
    with pytest.raises(Invalid):
        draw_qr(pen, "x" * 5000, 0, 0, 16)


def test_a_box_shrinks_by_its_margins():
    assert Box(10, 20, 100, 50).inset(2, 3, right=5, bottom=7) == Box(12, 23, 93, 40)
