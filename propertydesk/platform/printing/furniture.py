"""Head and foot of every sheet: whose it is, what it is, which one it is, who made it and for
whom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from propertydesk.platform.printing.blocks import Block
from propertydesk.platform.printing.pen import Box, Look, Pen
from propertydesk.platform.printing.prose import draw_line
from propertydesk.platform.printing.qr import draw_qr
from propertydesk.platform.printing.typeset import Style
from propertydesk.platform.printing.words import Language, Words, say, stamp

PRIVACY = Words("所填信息仅用于本次服务", "Used for this service only")
_CONTINUED = Words("（续）", " (continued)")
_NUMBER = Words("编号", "No.")
_PRINTED = Words("打印", "Printed")
_VOIDED = Words("作废", "Void")
_COPIES = Words("一式{count}联：", "{count} copies:")
_OPERATOR = Words("经办", "Handled by")
_HOTLINE = Words("服务热线", "Hotline")
_COUNTS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Void:
    """When and by whom a document was made void."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Header(Block):
    """The head of a sheet; `form` is code and version ("KF-01 V1"), `reprint` counts printings
    after the first.
    """

    company: Words
    community: Words
    title: Words
    form: str
    number: str
    qr: str
    printed_at: datetime
    reprint: int = 0
    void: Void | None = None
    continued: bool = False
    tall: float = 18.2
    title_size: float = 17.0
    code: float = 16.0

    def height(self, width: float, look: Look) -> float:
        return self.tall

    def draw(self, pen: Pen, box: Box) -> None:
        draw_qr(pen, self.qr, box.right - self.code, box.y, self.code)
        edge = box.right - (self.code + 3.0 if self.code else 0.0)
        taken = self._draw_number(pen, box, edge)
        self._draw_company(pen, box, edge - box.x - 45)
        self._draw_title(pen, box, edge - box.x - taken - 4)
        pen.rule(Box(box.x, box.bottom, box.width, 0), 1.2)

    def _draw_company(self, pen: Pen, box: Box, room: float) -> None:
        baseline, language = box.y + 3.0, pen.look.language
        main, small = self.company.zh, self.company.en
        if language == "en" or not main:
            main, small = self.company.en or self.company.zh, ""
        left = (
            box.x + draw_line(pen, box.x, baseline, main, Style(8, bold=True), room=room * 0.4) + 2
        )
        if small:
            left += (
                draw_line(pen, left, baseline, small, Style(6.5, grey=True), room=room * 0.4) + 2
            )
        pen.line((left, box.y + 0.4), (left, box.y + 3.6), 0.5)
        draw_line(
            pen,
            left + 1.6,
            baseline,
            say(self.community, language),
            Style(8),
            room=box.x + room - left - 1.6,
        )

    def _draw_title(self, pen: Pen, box: Box, room: float) -> None:
        english = pen.look.language == "en"
        main, small = (self.title.en, self.title.zh) if english else (self.title.zh, self.title.en)
        if self.continued:
            main += _CONTINUED.en if english else _CONTINUED.zh
            small = small if english else "Continuation"
        baseline = box.y + 12.7
        style = Style(self.title_size, bold=True, tracking=0.0 if english else 0.06)
        wide = draw_line(pen, box.x, baseline, main, style, room=room)
        if small and room - wide > 12:
            draw_line(
                pen,
                box.x + wide + 3.2,
                baseline,
                small,
                Style(8, grey=True),
                room=room - wide - 3.2,
            )

    def _draw_number(self, pen: Pen, box: Box, edge: float) -> float:
        """Reprint mark, number, form code, print time, void line; gives the width of the widest
        line.
        """
        language = pen.look.language
        label = draw_line(
            pen, edge, box.y + 3.0, say(_NUMBER, language), Style(6.5), room=20, align="right"
        )
        if self.reprint:
            _draw_reprint(pen, edge - label - 2.4, box.y + 3.0, self.reprint, language)
        wide = draw_line(
            pen, edge, box.y + 8.4, self.number, Style(12, bold=True), room=62, align="right"
        )
        printed = f"{say(_PRINTED, language)} {stamp(self.printed_at)}"
        if self.void is None:
            draw_line(pen, edge, box.bottom - 5.4, self.form, Style(7), room=50, align="right")
            draw_line(pen, edge, box.bottom - 2.1, printed, Style(6.5), room=62, align="right")
            return wide
        draw_line(
            pen,
            edge,
            box.bottom - 5.4,
            f"{self.form}  {printed}",
            Style(6.5),
            room=62,
            align="right",
        )
        line = f"{say(_VOIDED, language)} {stamp(self.void.at)}  {self.void.by}"
        return max(
            wide,
            draw_line(
                pen, edge, box.bottom - 2.1, line, Style(6.5, bold=True), room=85, align="right"
            ),
        )


def reprint_words(times: int, language: Language) -> str:
    """What the mark of a reprint says."""
    return {
        "zh": f"重打 第 {times} 次",
        "en": f"Reprint {times}",
        "both": f"重打 第 {times} 次 Reprint",
    }[language]


def _draw_reprint(pen: Pen, right: float, baseline: float, times: int, language: Language) -> None:
    text = reprint_words(times, language)
    wide = pen.text(right - 1.5, baseline, text, Style(6.5, bold=True), align="right")
    pen.frame(Box(right - wide - 3, baseline - 3.2, wide + 3, 4.3), 0.8)


@dataclass(frozen=True, slots=True)
class Footer(Block):
    """The foot of a sheet: all copies with the one in hand framed, page of pages, operator,
    hotline, privacy.
    """

    copies: Sequence[Words]
    in_hand: int
    operator: str
    staff_no: str
    hotline: str
    page: int = 1
    pages: int = 1
    privacy: Words = PRIVACY
    tall: float = 7.4

    def height(self, width: float, look: Look) -> float:
        return self.tall

    def draw(self, pen: Pen, box: Box) -> None:
        pen.rule(box, 0.5)
        language, style = pen.look.language, Style(6.5)
        page = {
            "zh": f"第 {self.page} / {self.pages} 页",
            "en": f"Page {self.page} / {self.pages}",
            "both": f"第 {self.page} / {self.pages} 页 Page",
        }
        draw_line(pen, box.right, box.y + 3.1, page[language], style, room=40, align="right")
        self._draw_copies(pen, box, box.width - 42)
        privacy = draw_line(
            pen,
            box.right,
            box.y + 6.5,
            say(self.privacy, language),
            style,
            room=box.width / 2,
            align="right",
        )
        room = box.width - privacy - 5
        left = (
            draw_line(pen, box.x, box.y + 6.5, self._operator(language), style, room=room * 0.6) + 4
        )
        draw_line(pen, box.x + left, box.y + 6.5, self._hotline(language), style, room=room - left)

    def _draw_copies(self, pen: Pen, box: Box, room: float) -> None:
        if not self.copies:
            return
        language, baseline = pen.look.language, box.y + 3.1
        counts = {"zh": _COUNTS[len(self.copies)], "en": str(len(self.copies))}
        head = {
            "zh": _COPIES.zh.format(count=counts["zh"]),
            "en": _COPIES.en.format(count=counts["en"]),
        }
        text = (
            head["en"]
            if language == "en"
            else head["zh"] + (" Copies:" if language == "both" else "")
        )
        left = box.x + draw_line(pen, box.x, baseline, text, Style(6.5), room=room) + 2
        for at, copy in enumerate(self.copies):
            held = at == self.in_hand
            pad = 1.4 if held else 0.0
            wide = (
                draw_line(
                    pen,
                    left + pad,
                    baseline,
                    say(copy, language),
                    Style(6.5, bold=held),
                    room=box.x + room - left,
                )
                + 2 * pad
            )
            if held:
                pen.frame(Box(left, box.y + 0.6, wide, 3.5), 0.6)
            left += wide + 2

    def _operator(self, language: Language) -> str:
        name = {
            "zh": f"{self.operator}（工号 {self.staff_no}）",
            "en": f"{self.operator} ({self.staff_no})",
        }
        who = name["en" if language == "en" else "zh"] if self.staff_no else self.operator
        return f"{say(_OPERATOR, language)} {who}"

    def _hotline(self, language: Language) -> str:
        return f"{say(_HOTLINE, language)} {self.hotline}"
