"""Pieces of the narrow receipt: head, foot, a line of facts, and the room for hand and seal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from propertydesk.platform.printing import (
    Block,
    Box,
    Footer,
    Header,
    Language,
    Look,
    Pen,
    Text,
    Words,
    say,
    stamp,
)
from propertydesk.platform.printing.furniture import reprint_words
from propertydesk.platform.printing.prose import draw_line, draw_pair
from propertydesk.platform.printing.qr import draw_qr
from propertydesk.platform.printing.typeset import Style
from propertydesk.till.printing.receipt_paper import (
    CODE,
    COLLECTOR,
    FOR_REFUND,
    HOTLINE,
    NOT_AN_INVOICE,
    REMARK,
    SEAL,
    VOIDED,
)

_PRINTED = Words("打印", "Printed")
_ANNEX = Words("（附页）", " (annex)")


@dataclass(frozen=True)
class Fact:
    """A small label with its value behind it; `share` of the line."""

    label: Text
    value: Text
    share: float = 1.0
    bold: bool = False


@dataclass(frozen=True)
class Facts(Block):
    """Facts side by side on one line."""

    facts: Sequence[Fact]
    tall: float = 6.6
    size: float = 9.5

    def height(self, width: float, look: Look) -> float:
        return self.tall

    def draw(self, pen: Pen, box: Box) -> None:
        whole, left = sum(fact.share for fact in self.facts), box.x
        for fact in self.facts:
            wide = box.width * fact.share / whole
            style = Style(self.size, bold=fact.bold)
            _labelled(pen, Box(left, box.y, wide - 2.5, self.tall - 2.1), fact, style)
            left += wide


@dataclass(frozen=True)
class Closing(Block):
    """Remark and collector at the left, white room for the seal at the right."""

    remark: str
    collector: str
    for_refund: bool
    tall: float = 9.0
    seal: float = 52.0

    def height(self, width: float, look: Look) -> float:
        return self.tall

    def draw(self, pen: Pen, box: Box) -> None:
        room, value = box.width - self.seal, Style(8.5)
        first, second = self.tall * 0.42, self.tall * 0.86
        half = room * 0.42 if self.for_refund else 0.0
        remark = Box(box.x + half, box.y, room - half, second if half else first)
        if self.for_refund:
            bold = Style(8, bold=True)
            draw_pair(pen, box.x, box.y + first, FOR_REFUND, bold, room=room, companion=6.5)
        _labelled(pen, remark, Fact(REMARK, self.remark), value)
        collector = Box(box.x, box.y, half or room, second)
        _labelled(pen, collector, Fact(COLLECTOR, self.collector), value)
        start = box.right - self.seal + 4
        draw_pair(pen, start, box.y + first, SEAL, Style(7), room=self.seal - 4, companion=6.0)


def _labelled(pen: Pen, line: Box, fact: Fact, style: Style) -> None:
    """Label and value on the baseline at the foot of `line`."""
    label = Style(pen.look.label)
    room, baseline = line.width, line.bottom
    taken = draw_pair(pen, line.x, baseline, fact.label, label, room=room * 0.5, companion=6.0) + 2
    text = say(fact.value, pen.look.language) or "–"
    draw_line(pen, line.x + taken, baseline, text, style, room=room - taken)


@dataclass(frozen=True)
class ReceiptHead(Header):
    """The head of the narrow receipt: company, title in the middle, number and code, QR."""

    issued: Text = ""
    code_text: str = ""
    mark: Words | None = None

    def draw(self, pen: Pen, box: Box) -> None:
        draw_qr(pen, self.qr, box.right - self.code, box.y, self.code)
        self._draw_company(pen, box, 56.0)
        self._draw_title(pen, box, 40.0)
        self._draw_number(pen, box, box.right - self.code - 3.0)
        pen.rule(Box(box.x, box.bottom, box.width, 0), 1.2)

    def _draw_company(self, pen: Pen, box: Box, room: float) -> None:
        language = pen.look.language
        rows = {
            "zh": (self.company.zh, self.community.zh, ""),
            "en": (self.company.en, self.community.en, ""),
            "both": (self.company.zh, self.community.zh, self.company.en),
        }[language]
        styles = (Style(8, bold=True), Style(7), Style(6.5, grey=True))
        for at, (text, style) in enumerate(zip(rows, styles, strict=True)):
            draw_line(pen, box.x, box.y + 3.2 + at * 3.4, text, style, room=room)
        if self.reprint:
            words, baseline = reprint_words(self.reprint, language), box.y + 13.9
            wide = pen.text(box.x + 1.4, baseline, words, Style(6.5, bold=True))
            pen.frame(Box(box.x, baseline - 2.9, wide + 2.8, 3.9), 0.8)

    def _draw_title(self, pen: Pen, box: Box, room: float) -> None:
        english = pen.look.language == "en"
        main, small = (self.title.en, self.title.zh) if english else (self.title.zh, self.title.en)
        main += say(_ANNEX, pen.look.short_language) if self.continued else ""
        middle, bare = box.x + box.width * 0.44, len(main) < 3
        style = Style(20.0 if bare else 13.0, bold=True, tracking=0.3 if bare else 0.0)
        draw_line(pen, middle, box.y + 7.4, main, style, room=room, align="middle")
        below = Style(6.5, grey=True)
        draw_line(pen, middle, box.y + 11.4, small, below, room=room, align="middle")

    def _draw_number(self, pen: Pen, box: Box, edge: float) -> float:
        language = pen.look.language
        issued, code, last = Style(6.5), Style(7, bold=True), Style(6.5, bold=True)
        rows = [
            (4.6, self.number, Style(13, bold=True)),
            (8.0, f"{self.form}  {say(self.issued, pen.look.short_language)}", issued),
            (11.1, f"{say(CODE, pen.look.short_language)} {self.code_text}", code),
            (14.2, self._last_line(language), last if self.void or self.mark else issued),
        ]
        return max(
            draw_line(pen, edge, box.y + down, text, style, room=64, align="right")
            for down, text, style in rows
        )

    def _last_line(self, language: Language) -> str:
        """What became of it, else when this paper was printed."""
        printed = f"{say(_PRINTED, language)} {stamp(self.printed_at)}"
        if self.void is not None:
            return f"{say(VOIDED, language)} {stamp(self.void.at)}  {self.void.by}"
        return f"{say(self.mark, language)}  {printed}" if self.mark else printed


@dataclass(frozen=True)
class ReceiptFoot(Footer):
    """The foot of the narrow receipt: no tax invoice, hotline, privacy, page."""

    def draw(self, pen: Pen, box: Box) -> None:
        pen.rule(box, 0.5)
        short, baseline = pen.look.short_language, box.y + 3.3
        page = f"{self.page} / {self.pages}"
        page = f"Page {page}" if short == "en" else f"第 {page} 页"
        told = f"{say(HOTLINE, short)} {self.hotline}  {say(self.privacy, short)}  {page}"
        right = draw_line(pen, box.right, baseline, told, Style(6.5), room=85, align="right")
        words, room = Style(7, bold=True), box.width - right - 4
        draw_pair(pen, box.x, baseline, NOT_AN_INVOICE, words, room=room, companion=6.0)
