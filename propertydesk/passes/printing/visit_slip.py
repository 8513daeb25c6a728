"""The visitor's slip on 80 mm paper (AB-02, domain.md C14b): no host, no name, no phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from propertydesk.platform.printing import (
    PAPERS,
    Block,
    Box,
    Footer,
    Gap,
    Header,
    Language,
    Look,
    Pen,
    Rule,
    Sheet,
    Stack,
    Text,
    Words,
    lay_out,
    say,
    stamp,
    to_pdf,
)
from propertydesk.platform.printing.furniture import reprint_words
from propertydesk.platform.printing.prose import draw_line
from propertydesk.platform.printing.qr import draw_qr
from propertydesk.platform.printing.typeset import Style

FORM = "AB-02 V1"
TITLE = Words("访客通行证", "Visitor pass")
_FROM = Words("生效", "Valid from")
_UNTIL = Words("有效至", "Valid until")
_WHERE = Words("楼栋", "Building")
_PLATE = Words("车牌", "Plate")
_PERSONS = Words("人数", "Persons")
_GUARD = Words("值班员", "Guard")
_HOST = Words("受访人签字", "Signature of the host")
_BACK = Words("离开时请将此证交回门岗", "Please hand this slip back at the gate")
_SHOW = Words("进出门岗时出示二维码或编码", "Show the QR or the code at the gate")
_HOTLINE = Words("服务热线", "Hotline")
_CODE_SIZE = 36.0
_LABELS = 24.0


@dataclass(frozen=True)
class VisitSlip:
    """What the slip says; times stand on the community's clock. `reprint` counts prints after the
    first.
    """

    number: str
    company: Words
    community: Words
    hotline: str
    code: str
    address: str
    valid_from: datetime
    valid_to: datetime
    where: Text
    plate: str
    persons: int
    guard: str
    printed_at: datetime
    reprint: int = 0


def visit_slip_pdf(slip: VisitSlip, language: Language) -> bytes:
    """The slip as PDF. Raises Invalid when a character cannot be printed."""
    sheet = Sheet(
        paper=PAPERS["roll 80"],
        look=Look(language, label=7.0, value=8.5, floor=6.0),
        header=_Head(
            company=slip.company,
            community=slip.community,
            title=TITLE,
            form=FORM,
            number=slip.number,
            qr="",
            printed_at=slip.printed_at,
            reprint=slip.reprint,
            tall=25.0,
        ),
        body=_body(slip),
        footer=_Foot((), 0, "", "", slip.hotline, tall=8.0),
    )
    return to_pdf(
        lay_out(sheet),
        title=f"{say(TITLE, language)} {slip.number}",
        author=say(slip.company, language),
    )


def _body(slip: VisitSlip) -> Block:
    facts: list[tuple[Words, Text]] = [
        (_FROM, stamp(slip.valid_from)),
        (_UNTIL, stamp(slip.valid_to)),
        (_WHERE, slip.where),
        (_PERSONS, str(slip.persons)),
        (_PLATE, slip.plate),
        (_GUARD, slip.guard),
    ]
    return Stack(
        [
            Gap(1.5),
            _Code(slip.address, slip.code),
            Gap(1.0),
            Rule(0.8),
            Gap(1.0),
            *(_Fact(label, value) for label, value in facts if value),
            Gap(1.0),
            Rule(0.5),
            _SignedByHost(),
        ]
    )


@dataclass(frozen=True)
class _Code(Block):
    """The QR, and the code to be typed or read out, large."""

    address: str
    code: str

    def height(self, width: float, look: Look) -> float:
        return _CODE_SIZE + 17.0

    def draw(self, pen: Pen, box: Box) -> None:
        middle, foot = box.x + box.width / 2, box.y + 2 + _CODE_SIZE
        draw_qr(pen, self.address, middle - _CODE_SIZE / 2, box.y + 2, _CODE_SIZE)
        rows = (
            (8.0, self.code, Style(17, bold=True)),
            (12.6, say(_SHOW, pen.look.language), Style(7)),
        )
        for down, text, style in rows:
            draw_line(pen, middle, foot + down, text, style, room=box.width, align="middle")


@dataclass(frozen=True)
class _Fact(Block):
    """A label and its value on one line."""

    label: Words
    value: Text

    def height(self, width: float, look: Look) -> float:
        return 5.4

    def draw(self, pen: Pen, box: Box) -> None:
        label = say(self.label, pen.look.language)
        draw_line(pen, box.x, box.y + 4.0, label, Style(7.5), room=_LABELS)
        value, style = say(self.value, pen.look.language), Style(10, bold=True)
        draw_line(
            pen, box.right, box.y + 4.2, value, style, room=box.width - _LABELS - 2, align="right"
        )


@dataclass(frozen=True)
class _SignedByHost(Block):
    """White room for the host's signature, and where the slip goes."""

    def height(self, width: float, look: Look) -> float:
        return 19.5

    def draw(self, pen: Pen, box: Box) -> None:
        language, middle = pen.look.language, box.x + box.width / 2
        draw_line(pen, box.x, box.y + 4.0, say(_HOST, language), Style(7.5), room=box.width)
        pen.line((box.x, box.y + 13.0), (box.right, box.y + 13.0), 0.4)
        style = Style(8.5, bold=True)
        draw_line(
            pen, middle, box.y + 17.6, say(_BACK, language), style, room=box.width, align="middle"
        )


@dataclass(frozen=True)
class _Head(Header):
    """Company, title, number and marks, in the middle of the slip."""

    def draw(self, pen: Pen, box: Box) -> None:
        language, middle = pen.look.language, box.x + box.width / 2
        last = reprint_words(self.reprint, language) if self.reprint else ""
        rows = (
            (3.2, say(self.company, pen.look.short_language), Style(8.5, bold=True)),
            (6.8, say(self.community, pen.look.short_language), Style(7.5)),
            (13.0, say(self.title, language), Style(14, bold=True)),
            (18.0, self.number, Style(11, bold=True)),
            (21.2, f"{self.form}  {stamp(self.printed_at)}", Style(6.5)),
            (24.4, last, Style(7, bold=True)),
        )
        for down, text, style in rows:
            draw_line(pen, middle, box.y + down, text, style, room=box.width, align="middle")
        pen.rule(Box(box.x, box.bottom, box.width, 0), 1.2)


@dataclass(frozen=True)
class _Foot(Footer):
    """Hotline and privacy."""

    def draw(self, pen: Pen, box: Box) -> None:
        pen.rule(box, 0.5)
        language, middle = pen.look.short_language, box.x + box.width / 2
        told = (f"{say(_HOTLINE, language)} {self.hotline}", say(self.privacy, language))
        for at, text in enumerate(told):
            baseline = box.y + 3.3 + at * 3.3
            draw_line(pen, middle, baseline, text, Style(6.5), room=box.width, align="middle")
