"""The repair work order on paper (KF-01)."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.money import Money
from propertydesk.platform.printing import LANGUAGES, Words
from propertydesk.repairs.printing import RepairSlip, SlipMaterial, slip_pdf, slips_pdf

ZONE = ZoneInfo("Asia/Shanghai")


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def material(name, amount):
    return SlipMaterial(
        name=name, spec="DN20", quantity="2", unit_price=Money(amount // 2), amount=Money(amount)
    )


SLIP = RepairSlip(
    number="BX20261121-0032",
    status_url="https://desk.example/s/Q7x1mZk2",
    company=Words("锦和物业服务有限公司", "Jinhe Property Services"),
    community=Words("锦绣花园", "Brocade Garden"),
    hotline="0571-5550 0110",
    service_hours=Words("每天 08:00–20:00", "Daily 08:00–20:00"),
    operator="王敏",
    operator_no="KF012",
    printed_at=at(21, 14, 32),
    reported_at=at(21, 9, 42),
    channel=Words("电话", "Phone call"),
    place="3栋2单元1802室",
    reporter="阿卜杜拉·买买提",
    salutation=Words("先生", "Mr"),
    role=Words("业主", "Owner"),
    phone="13800135678",
    category=Words("给排水", "Plumbing"),
    subcategory=Words("渗漏", "Leak"),
    description="主卧卫生间天花板持续渗水，请先关水阀。",
    priority=2,
    charge="chargeable",
    appointment_start=at(21, 14),
    appointment_end=at(21, 16),
    read_back=True,
    first_handler="王敏 KF012",
    clerk="陈思远 KF015",
    dispatched_at=at(21, 9, 55),
    dispatched_by="何丽 KF001",
    technician="赵国强 GC007",
    tools_checked=True,
    arrived_at=at(21, 14, 5),
    finished_at=at(21, 15, 20),
    cause=Words("密封老化", "Worn seal"),
    work_done="更换角阀两只",
    materials=(material("角阀", 5600), material("热水管", 2700)),
    labour=Money(6000),
    total=Money(14300),
    unfinished_reason=Words("待料", "Waiting for parts"),
    next_visit=at(23, 9),
    quality=5,
    attitude=4,
    timeliness=3,
)
ZH_FIELDS = (
    "BX20261121-0032",
    "KF-01 V1",
    "锦和物业服务有限公司",
    "锦绣花园",
    "2026-11-21 14:32",
    "2026-11-21 09:42",
    "电话",
    "3栋2单元1802室",
    "阿卜杜拉·买买提 先生 业主",
    "给排水 / 渗漏",
    "主卧卫生间天花板持续渗水，请先关水阀。",
    "P2 紧急",
    "无偿",
    "有偿",
    "保修",
    "11-21 14:00 – 16:00",
    "已复述确认",
    "王敏 KF012 / 陈思远 KF015",
    "何丽 KF001",
    "赵国强 GC007",
    "仪容工具检查",
    "2026-11-21 14:05",
    "2026-11-21 15:20",
    "密封老化",
    "更换角阀两只",
    "角阀",
    "56.00",
    "热水管",
    "27.00",
    "¥60.00",
    "¥143.00",
    "壹佰肆拾叁元整",
    "待料",
    "11-23 09:00",
    "质量",
    "态度",
    "及时",
    "业主签字",
    "维修员签字",
    "敲门三次",
    "0571-5550 0110",
    "王敏（工号 KF012）",
    "所填信息仅用于本次服务",
)


def pages(slip, language="zh", paper="A5", **options):
    pdf = slip_pdf(slip, language=language, paper=paper, **options)
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


@pytest.mark.parametrize("field", ZH_FIELDS)
def test_every_field_of_the_form_is_printed(field):
    assert field in pages(SLIP)[1]


def test_the_a4_sheet_has_the_same_facts():
    (page,) = pages(SLIP, paper="A4")
    apart = {"2026-11-21 09:55": "11-21 09:55", "业主签字": "业主", "维修员签字": "维修员"}
    assert [field for field in ZH_FIELDS if apart.get(field, field) not in page] == []


def test_a5_prints_three_copies_and_only_the_technicians_carries_the_whole_phone():
    office, technician, resident = pages(SLIP)
    assert "138 0013 5678" in technician
    for page in (office, resident):
        assert "138****5678" in page
        assert "0013" not in page


def test_the_stub_that_the_customer_keeps_masks_the_phone_and_stands_alone():
    (page,) = pages(SLIP, paper="A4")
    assert "138****5678" in page
    assert page.count("138 0013 5678") == 1
    assert page.count("BX20261121-0032") == 2
    assert page.count("3栋2单元1802室") == 2
    assert "沿此线撕下" in page
    assert "扫码查进度" in page


def test_single_copies_can_be_chosen():
    assert len(pages(SLIP, copies=["resident"])) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", ["A5", "A4"])
def test_each_language_fits_one_page_for_each_copy_on_each_paper(language, paper):
    found = pages(SLIP, language, paper, copies=["technician"])
    assert len(found) == 1
    assert ("Chargeable" in found[0]) is (language != "zh")
    assert ("报修类别" in found[0]) is (language != "en")
    assert "阿卜杜拉·买买提" in found[0]


def test_what_is_not_known_yet_leaves_room_to_write():
    empty = replace(
        SLIP,
        arrived_at=None,
        finished_at=None,
        cause="",
        work_done="",
        materials=(),
        labour=None,
        total=None,
    )
    page = pages(empty, copies=["technician"])[0]
    assert "月 日 ：" in page
    assert "以下空白" not in page
    assert "元整" not in page


def test_materials_left_over_are_struck_out():
    assert "以下空白" in pages(SLIP)[0]


def test_nine_materials_and_a_long_description_go_on_overleaf_with_every_word():
    sentences = [f"第{number}处渗水需要检查处理；" for number in range(60)]
    long = replace(
        SLIP,
        description="".join(sentences),
        materials=tuple(material(f"材料{n}", 1000) for n in range(9)),
    )
    found = pages(long, copies=["technician"])
    assert "全文见续页" in found[0]
    assert "其余 5 项见续页" in found[0]
    assert "50.00" in found[0]
    overleaf = " ".join(found[1:])
    assert all(sentence in overleaf.replace(" ", "") for sentence in sentences)
    assert all(f"材料{n}" in overleaf for n in range(9))
    assert "¥90.00" in overleaf
    assert all("BX20261121-0032" in page for page in found)


def test_void_and_reprint_are_marked_on_every_copy():
    marked = replace(SLIP, reprint=2, voided_at=at(21, 15, 6), voided_by="何丽 KF001")
    for page in pages(marked):
        assert "重打 第 2 次" in page
        assert "VOID" in page
        assert "作废 2026-11-21 15:06 何丽 KF001" in page


def test_rare_names_print_and_are_copied_right():
    page = pages(replace(SLIP, reporter="㛃𬭩龘䶮喆", technician="𬭩䶮 GC007"))[1]
    assert "㛃𬭩龘䶮喆" in page
    assert "𬭩䶮 GC007" in page


def test_a_character_that_no_font_has_is_refused_and_named():
    with pytest.raises(Invalid) as refusal:
        slip_pdf(replace(SLIP, description="漏水😭"), language="zh", paper="A5")
    assert refusal.value.values == {"character": "😭", "code": "U+1F62D"}


def test_a_batch_goes_on_without_the_slip_that_cannot_be_printed():
    bad = replace(SLIP, number="BX20261121-0033", description="漏水😭")
    found = slips_pdf(
        [SLIP, bad, replace(SLIP, number="BX20261121-0034")], language="zh", paper="A5"
    )
    assert found.pages == 6
    assert [each.number for each in found.refused] == ["BX20261121-0033"]


@pytest.mark.parametrize(
    "hostile",
    [
        "<b>Wang",
        "Room <A-101> key",
        "<img src='/etc/passwd'/>",
        "<a href='javascript:alert(1)'>x</a>",
        "&amp; &#65;",
        "(a\\) Tj ET Q",
        "%%EOF endobj",
        "%(character)s {0} %s",
        "O'Brien",
        "\\",
        "水" * 5000,
        "A" * 5000,
        "a b " * 1250,
        "，" * 300,
    ],
)
def test_hostile_words_are_printed_as_words(hostile):
    slip = replace(
        SLIP,
        description=hostile,
        reporter=hostile,
        place=hostile,
        technician=hostile,
        work_done=hostile,
    )
    slip = replace(slip, materials=(material(hostile, 100),))
    for paper in ("A5", "A4"):
        pdf = PdfReader(
            BytesIO(slip_pdf(slip, language="both", paper=paper, copies=["technician"]))
        )
        text = "".join("".join(page.extract_text().split()) for page in pdf.pages)
        assert "".join(hostile.split())[:40] in text
        assert all(
            "/Annots" not in page and "/XObject" not in page["/Resources"] for page in pdf.pages
        )


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_either_prints_or_is_refused_as_invalid(text):
    slip = replace(
        SLIP,
        description=text,
        reporter=text,
        phone=text,
        community=Words(text, text),
        operator=text,
    )
    try:
        pdf = slip_pdf(slip, language="both", paper="A5", copies=["resident"])
    except Invalid:
        return
    assert pdf.startswith(b"%PDF")
