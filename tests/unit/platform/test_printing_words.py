"""Setting type: which face draws what, where lines break, what is said in which language."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.money import Money
from propertydesk.platform.printing.fonts import BOLD, REGULAR, face_of, unprintable
from propertydesk.platform.printing.typeset import Style, clean, gap, width
from propertydesk.platform.printing.words import Words, in_words, long_date, say, window, yuan
from propertydesk.platform.printing.wrapping import fit, wrap

CLOSERS = "，。、；：！？）》」』】”’,.;:!?)%"
STYLE = Style(9)
PRINTABLE = st.text(
    st.sampled_from("水阀漏坏楼上室，。；（）《》、“”12.50 ¥%ABCabc-/'\n"), max_size=200
)


def test_a_rare_character_in_bold_is_drawn_in_regular_with_a_thin_stroke():
    assert face_of("水", bold=True) == (BOLD, False)
    assert face_of("䶮", bold=True) == (REGULAR, True)
    assert face_of("𬭩", bold=False) == (REGULAR, False)


@pytest.mark.parametrize("character", ["😀", "א", "𠮷", "\ud83d", "\ue000"])
def test_a_character_that_no_face_has_is_refused_by_name(character):
    with pytest.raises(Invalid) as refusal:
        width(f"水{character}", STYLE)
    assert refusal.value.values["code"] == f"U+{ord(character):04X}"
    assert unprintable(f"水{character}{character}") == (character,)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("漏\x00水\x1b", "漏水"),
        ("\u202e漏水\u2069\u200b\ufeff", "漏水"),
        ("O\u0301", "Ó"),
        ("a\tb\r\nc", "a b c"),
        ("<b>Wang</b> &amp;", "<b>Wang</b> &amp;"),
    ],
)
def test_only_what_cannot_be_seen_is_taken_out_of_a_text(typed, printed):
    assert clean(typed) == printed


def test_a_quarter_space_parts_chinese_from_latin_and_marks_close_up():
    assert gap("栋", "2") == gap("2", "单") == pytest.approx(0.09)
    assert gap("）", "。") == gap("：", "“") == -0.5
    assert gap("水", "阀") == gap("a", "b") == 0


@given(PRINTABLE)
@settings(max_examples=200, deadline=None)
def test_wrapping_loses_no_character_and_keeps_the_order(text):
    lines = wrap(text, STYLE, 30)
    assert "".join("".join(lines).split()) == "".join(clean(text, keep_breaks=True).split())


@given(st.text(st.sampled_from("水阀漏坏楼，。；（）《》、12"), min_size=30, max_size=200))
@settings(max_examples=100, deadline=None)
def test_no_line_is_wider_than_the_cell_but_for_the_white_half_of_a_mark(text):
    for line in wrap(text, STYLE, 40):
        assert width(line, STYLE) <= 40 * 72 / 25.4 + STYLE.size * 0.5 + 0.01


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one():
    text = (
        "主卧卫生间（靠北）天花板持续渗水，滴水位置在浴霸右侧；业主反映《装修须知》未送达，请先关水阀。"
        * 3
    )
    for size in (12, 17, 23, 31, 40):
        lines = wrap(text, STYLE, size)
        assert all(line[0] not in CLOSERS for line in lines)
        assert all(line[-1] not in "（《“【" for line in lines)


def test_an_amount_a_measure_and_a_time_span_stay_on_one_line():
    text = "合计人民币 ¥1,234.50 元整，管长 20 cm，时间 12:30 – 14:00 之间"
    for size in range(22, 60, 3):
        joined = "\n".join(wrap(text, STYLE, size)).replace("\u00a0", " ")
        assert "¥1,234.50" in joined
        assert "20 cm" in joined
        assert "12:30 – 14:00" in joined


def test_the_last_line_is_never_a_single_character():
    for length in range(2, 60):
        lines = wrap("水" * length + "。", STYLE, 30)
        assert len(lines) == 1 or len(lines[-1].rstrip("。")) > 1


def test_a_word_longer_than_the_line_is_broken_rather_than_lost():
    lines = wrap("A" * 5000, STYLE, 30)
    assert "".join(lines) == "A" * 5000


def test_text_is_first_wrapped_then_smaller_then_cut_with_a_pointer():
    cell = {"width": 60, "height": 10, "floor": 7.0, "leading": 1.2, "more": "全文见续页"}
    short, longer, longest = (fit("漏水" * count, STYLE, **cell) for count in (5, 25, 400))
    assert (short.size, len(short.lines), short.cut) == (9, 1, False)
    assert (longer.size < 9, len(longer.lines), longer.cut) == (True, 3, False)
    assert (longest.size, longest.cut) == (7.0, True)
    assert longest.lines[-1].endswith("……（全文见续页）")


def test_words_speak_the_language_of_the_sheet_and_shared_parts_once():
    priority = Words("P2 紧急", "P2 Urgent")
    assert [say(priority, language) for language in ("zh", "en", "both")] == [
        "P2 紧急",
        "P2 Urgent",
        "P2 紧急 Urgent",
    ]
    assert say(Words("阿卜 先生", "阿卜 Mr"), "both") == "阿卜 先生 Mr"
    assert say(Words("待料", ""), "en") == "待料"
    assert say("plain", "both") == "plain"


def test_dates_windows_and_amounts_read_as_the_trade_writes_them():
    zone = ZoneInfo("Asia/Shanghai")
    start, end = datetime(2026, 11, 21, 14, tzinfo=zone), datetime(2026, 11, 21, 16, tzinfo=zone)
    assert long_date(date(2026, 11, 21), "zh") == "2026年11月21日"
    assert long_date(date(2026, 11, 21), "en") == "21 Nov 2026"
    assert window(start, end) == "11-21 14:00 – 16:00"
    assert window(start, end.replace(day=22)) == "11-21 14:00 – 11-22 16:00"
    assert yuan(Money(123450)) == "¥1,234.50"
    assert yuan(Money(-50)) == "−¥0.50"
    assert yuan(None) == "–"


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (15800, "RMB one hundred and fifty-eight yuan only"),
        (193551, "RMB one thousand nine hundred and thirty-five yuan and 51 fen"),
        (100001200, "RMB one million and twelve yuan only"),
        (0, "RMB zero yuan only"),
        (-2000, "minus RMB twenty yuan only"),
    ],
)
def test_an_english_sheet_spells_the_amount_out(fen, words):
    assert in_words(Money(fen), "en") == words


def test_a_chinese_sheet_has_the_amount_in_capitals():
    assert in_words(Money(15800), "zh") == in_words(Money(15800), "both") == "壹佰伍拾捌元整"
