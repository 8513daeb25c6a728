"""The worker's card (ZX-03, domain.md C6): 86 by 54 mm, ten to a sheet, the rules on its back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from propertydesk.platform.printing import (
    Block,
    Box,
    Gap,
    Language,
    Look,
    Note,
    Paragraph,
    Pen,
    Photo,
    Stack,
    Words,
    card_sheets,
    say,
    to_pdf,
)
from propertydesk.platform.printing.prose import draw_line
from propertydesk.platform.printing.qr import draw_qr
from propertydesk.platform.printing.typeset import Style

FORM = "ZX-03 V1"
RENOVATION = Words("装修人员出入证", "Worker pass")
OTHER_WORK = Words("施工人员出入证", "Worker pass")
#: The photo's place in mm; whoever gathers a card cuts the photo to it.
PHOTO_WIDTH, PHOTO_HEIGHT = 25.0, 33.0

_ROOM = Words("房号", "Home")
_COMPANY = Words("单位", "Company")
_TRADE = Words("工种", "Trade")
_UNTIL = Words("有效期至", "Valid until")
_HOTLINE = Words("服务热线", "Hotline")
_OFFICE = Words("服务中心", "Service centre")
_RULES_TITLE = Words("持证须知", "Rules")
_WEAR = Words("佩戴本证进出，一人一证，不得转借。", "Worn in sight, for one person, never lent.")
_SHOW = Words("进出小区出示本证，到期即停用。", "Shown at the gate both ways, void after its day.")
_LOSS = Words("遗失请立即到服务中心挂失。", "Report a loss at the service centre at once.")
_BACK = Words(
    "完工退还本证，凭押金收据退押金。", "Hand it back after the work; bring the deposit's receipt."
)
_MARGIN = 4.0
_QR = 23.0


@dataclass(frozen=True)
class WorkerCard:
    """What a card says. `hours` is when workers come in, "08:00–18:00"; no identity number."""

    number: str
    community: Words
    title: Words
    photo: Photo
    name: str
    home: str
    company: str
    trade: Words
    ends_on: date
    code: str
    address: str
    hours: str
    office: str
    hotline: str
    reprint: int = 0


def worker_cards_pdf(cards: Sequence[WorkerCard], language: Language) -> bytes:
    """The sheets of these cards, faces and backs. Raises Invalid when a character cannot be printed."""
    look = Look(language, label=5.5, value=9.0, floor=5.0)
    faces = [(_Face(each), _Rules(each)) for each in cards]
    author = say(cards[0].community, look.short_language)
    title = f"{say(cards[0].title, language)} {cards[0].number}"
    return to_pdf(card_sheets(faces, look), title=title, author=author)


@dataclass(frozen=True)
class _Face(Block):
    card: WorkerCard

    def height(self, width: float, look: Look) -> float:
        return 54.0

    def draw(self, pen: Pen, box: Box) -> None:
        card, inner = self.card, box.inset(_MARGIN)
        self._draw_head(pen, inner)
        photo = Box(inner.x, box.y + 11.0, PHOTO_WIDTH, PHOTO_HEIGHT)
        pen.picture(photo, card.photo)
        pen.frame(photo, 0.4)
        left = photo.right + 3.2
        draw_line(pen, left, box.y + 16.2, card.name, Style(15, bold=True), room=inner.right - left)
        draw_qr(pen, card.address, inner.right - _QR, box.y + 20.5, _QR)
        room = inner.right - _QR - 2.6 - left
        label, language = Style(5.5), pen.look.language
        for down, words in ((22.2, _ROOM), (29.6, _COMPANY), (39.4, _TRADE)):
            draw_line(pen, left, box.y + down, say(words, language), label, room=room)
        draw_line(pen, left, box.y + 26.2, card.home, Style(10.5, bold=True), room=room)
        company = Paragraph(card.company, size=7.5, tall=6.6, leading=1.15)
        company.draw(pen, Box(left, box.y + 30.3, room, 6.6))
        draw_line(pen, left, box.y + 43.2, say(card.trade, language), Style(7.5), room=room)
        self._draw_foot(pen, Box(inner.x, box.y + 46.0, inner.width, 8.0))

    def _draw_head(self, pen: Pen, inner: Box) -> None:
        card, half = self.card, inner.width / 2
        community = say(card.community, pen.look.short_language)
        title = say(card.title, pen.look.language)
        baseline = inner.y + 6.6
        draw_line(pen, inner.x, baseline, community, Style(8), room=half - 6)
        draw_line(
            pen, inner.right, baseline, title, Style(10, bold=True), room=half + 4, align="right"
        )
        pen.rule(Box(inner.x, inner.y + 8.8, inner.width, 0), 1.2)

    def _draw_foot(self, pen: Pen, foot: Box) -> None:
        card, language = self.card, pen.look.language
        again = f" ({card.reprint + 1})" if card.reprint else ""
        told = f"{card.number}{again}"
        draw_line(pen, foot.x, foot.y + 1.6, say(_UNTIL, language), Style(5.5), room=30)
        draw_line(
            pen, foot.x, foot.y + 5.9, f"{card.ends_on:%Y-%m-%d}", Style(12, bold=True), room=30
        )
        draw_line(pen, foot.right, foot.y + 1.6, told, Style(5.5), room=40, align="right")
        style = Style(12, bold=True)
        draw_line(pen, foot.right, foot.y + 5.9, card.code, style, room=40, align="right")


@dataclass(frozen=True)
class _Rules(Block):
    card: WorkerCard

    def height(self, width: float, look: Look) -> float:
        return 54.0

    def draw(self, pen: Pen, box: Box) -> None:
        card, inner, language = self.card, box.inset(_MARGIN + 1), pen.look.language
        draw_line(
            pen, inner.x, inner.y + 6.6, say(_RULES_TITLE, language), Style(9, bold=True), room=50
        )
        draw_line(pen, inner.right, inner.y + 6.6, FORM, Style(5.5), room=20, align="right")
        pen.rule(Box(inner.x, inner.y + 8.4, inner.width, 0), 0.8)
        lines = [_WEAR, _SHOW, self._hours(), _LOSS, _BACK]
        told = [
            part
            for at, line in enumerate(lines, 1)
            for part in (_numbered(at, line, language), Gap(0.5))
        ]
        rules = Stack(told)
        rules.draw(
            pen, Box(inner.x, inner.y + 10.2, inner.width, rules.height(inner.width, pen.look))
        )
        short = pen.look.short_language
        contact = f"{say(_OFFICE, short)} {card.office}   {say(_HOTLINE, short)} {card.hotline}"
        pen.rule(Box(inner.x, inner.bottom - 6.4, inner.width, 0), 0.4)
        draw_line(pen, inner.x, inner.bottom - 3.0, contact, Style(6), room=inner.width)

    def _hours(self) -> Words:
        return Words(
            f"施工时间 {self.card.hours}，不得在房内留宿。",
            f"Work from {self.card.hours} only; nobody stays overnight.",
        )


def _numbered(at: int, line: Words, language: Language) -> Block:
    """A rule with its number, which is not said again beneath the Chinese."""
    english = f"{at}. {line.en}" if language == "en" else line.en
    return Note(Words(f"{at}. {line.zh}", english), 7.0)
