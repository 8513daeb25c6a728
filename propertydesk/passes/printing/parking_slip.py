"""The parking slip, 80 mm: in and out, how long, the fee in figures and in words (domain.md A29)."""

from dataclasses import dataclass
from datetime import datetime

from propertydesk.kernel.money import Money
from propertydesk.platform.printing import (
    PAPERS,
    Block,
    Box,
    Footer,
    Gap,
    Header,
    Language,
    Look,
    Paragraph,
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
    yuan,
)
from propertydesk.platform.printing.prose import draw_line
from propertydesk.platform.printing.qr import draw_qr
from propertydesk.platform.printing.typeset import Style
from propertydesk.platform.printing.words import in_words

IN_TITLE = Words("临时停车入场凭条", "Parking slip: in")
OUT_TITLE = Words("临时停车收费凭条", "Parking slip: paid")
FORM = "AB-05 V1"
_LABELS = 20.0
_CODE = 26.0
_KEEP = Words("离场时请出示本凭条", "Show this slip on the way out")
_NOT_AN_INVOICE = Words("本凭条不作发票使用", "This is not a tax invoice")
_HOTLINE = Words("服务热线", "Hotline")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkingSlip:
    """One stay on paper; without `left_at` the slip of the way in. Times are the community's."""

    number: str
    company: Words
    community: Words
    hotline: str
    printed_at: datetime
    plate: str
    entered_at: datetime | None
    left_at: datetime | None
    minutes: int | None
    fee: Money | None
    is_lost: bool
    guard: str
    tariff: Words


def parking_slip_pdf(slip: ParkingSlip, *, language: Language) -> bytes:
    """The slip as PDF. Raises Invalid when a character cannot be printed."""
    title = OUT_TITLE if slip.left_at else IN_TITLE
    sheet = Sheet(
        paper=PAPERS["roll 80"],
        look=Look(language, label=7.0, value=8.5, floor=6.0),
        header=_Head(
            company=slip.company,
            community=slip.community,
            title=title,
            form=FORM,
            number=slip.number,
            qr="",
            printed_at=slip.printed_at,
            tall=23.0,
        ),
        body=_body(slip),
        footer=_Foot((), 0, "", "", slip.hotline, tall=8.0),
    )
    return to_pdf(
        lay_out(sheet),
        title=f"{say(title, language)} {slip.number}",
        author=say(slip.company, language),
    )


def _body(slip: ParkingSlip) -> Block:
    facts: list[tuple[Words, Text]] = [
        (Words("入场", "In"), stamp(slip.entered_at) if slip.entered_at else "–"),
        (Words("离场", "Out"), stamp(slip.left_at) if slip.left_at else ""),
        (Words("时长", "Duration"), _span(slip.minutes) if slip.left_at else ""),
        (Words("凭条", "Slip"), Words("遗失", "lost") if slip.is_lost else ""),
        (Words("值班员", "Guard"), slip.guard),
        (Words("收费标准", "Tariff"), slip.tariff),
    ]
    blocks: list[Block] = [
        Gap(1.5),
        _Plate(slip.plate),
        Gap(1.0),
        *(_Fact(label, value) for label, value in facts if value),
        Gap(1.0),
        Rule(0.8),
    ]
    if slip.fee is not None:
        blocks += [_Total(slip.fee), Gap(2.0), Paragraph(_NOT_AN_INVOICE, 7.0, bold=True)]
    else:
        blocks += [Gap(2.0), Paragraph(_KEEP, 9.0, bold=True)]
    return Stack([*blocks, Gap(2.0), _Code(slip.number)])


def _span(minutes: int | None) -> Text:
    if minutes is None:
        return Words("无入场记录", "no entry on record")
    hours, rest = divmod(minutes, 60)
    return Words(f"{hours}小时{rest:02d}分", f"{hours} h {rest:02d} min")


@dataclass(frozen=True)
class _Plate(Block):
    plate: str

    def height(self, width: float, look: Look) -> float:
        return 10.0

    def draw(self, pen: Pen, box: Box) -> None:
        middle = box.x + box.width / 2
        style = Style(20, bold=True)
        draw_line(pen, middle, box.y + 7.5, self.plate, style, room=box.width, align="middle")


@dataclass(frozen=True)
class _Fact(Block):
    label: Words
    value: Text

    def height(self, width: float, look: Look) -> float:
        return self._value().height(width - _LABELS, look) + 0.8

    def draw(self, pen: Pen, box: Box) -> None:
        label = say(self.label, pen.look.short_language)
        draw_line(pen, box.x, box.y + 3.0, label, Style(7), room=_LABELS - 1)
        self._value().draw(pen, box.inset(_LABELS, right=0))

    def _value(self) -> Paragraph:
        return Paragraph(self.value, 8.5, leading=1.3)


@dataclass(frozen=True)
class _Total(Block):
    fee: Money

    def height(self, width: float, look: Look) -> float:
        return 8.0 + self._words(look).height(width, look)

    def draw(self, pen: Pen, box: Box) -> None:
        baseline = box.y + 6.4
        label = say(Words("停车费", "Parking fee"), pen.look.short_language)
        draw_line(pen, box.x, baseline, label, Style(8), room=25)
        figure, style = yuan(self.fee), Style(16, bold=True)
        draw_line(pen, box.right, baseline, figure, style, room=45, align="right")
        self._words(pen.look).draw(pen, Box(box.x, box.y + 7.8, box.width, box.height))

    def _words(self, look: Look) -> Paragraph:
        return Paragraph(in_words(self.fee, look.language), 8.5, bold=True)


@dataclass(frozen=True)
class _Code(Block):
    number: str

    def height(self, width: float, look: Look) -> float:
        return _CODE + 2.0

    def draw(self, pen: Pen, box: Box) -> None:
        draw_qr(pen, self.number, box.x + (box.width - _CODE) / 2, box.y, _CODE)


@dataclass(frozen=True)
class _Head(Header):
    def draw(self, pen: Pen, box: Box) -> None:
        language, middle = pen.look.language, box.x + box.width / 2
        rows = (
            (3.2, say(self.company, pen.look.short_language), Style(8.5, bold=True)),
            (6.8, say(self.community, pen.look.short_language), Style(7.5)),
            (13.0, say(self.title, language), Style(14, bold=True)),
            (17.8, self.number, Style(10, bold=True)),
            (21.2, f"{self.form}  {stamp(self.printed_at)}", Style(6.5)),
        )
        for down, text, style in rows:
            draw_line(pen, middle, box.y + down, text, style, room=box.width, align="middle")
        pen.rule(Box(box.x, box.bottom, box.width, 0), 1.2)


@dataclass(frozen=True)
class _Foot(Footer):
    def draw(self, pen: Pen, box: Box) -> None:
        pen.rule(box, 0.5)
        language, middle = pen.look.short_language, box.x + box.width / 2
        told = (f"{say(_HOTLINE, language)} {self.hotline}", say(self.privacy, language))
        for at, text in enumerate(told):
            baseline = box.y + 3.3 + at * 3.3
            draw_line(pen, middle, baseline, text, Style(6.5), room=box.width, align="middle")
