"""Words on a sheet: headings, running text, notes, and single lines that shrink until they fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from propertydesk.platform.printing.blocks import Block, Gap, Stack
from propertydesk.platform.printing.paper import POINTS
from propertydesk.platform.printing.pen import Align, Box, Look, Pen
from propertydesk.platform.printing.typeset import Style, clean, prefix, width
from propertydesk.platform.printing.words import Text, Words, pair, say
from propertydesk.platform.printing.wrapping import Fitted, fit, wrap

MORE = Words("全文见续页", "continued overleaf")
_FULL_TEXT = Words("（全文）", "(full text)")
LABEL_FLOOR = 5.0
_LEAST_COMPANION = 4.0
_LEAST_COMPANION_SIZE = 5.5


@dataclass(frozen=True)
class Heading(Block):
    """The bold head of a section, with a small note at the right."""

    title: Text
    note: Text = ""
    size: float = 8.5
    tall: float = 5.6
    clings = True

    def height(self, width: float, look: Look) -> float:
        return self.tall

    def draw(self, pen: Pen, box: Box) -> None:
        note = draw_line(
            pen,
            box.right,
            box.bottom - 1.4,
            say(self.note, pen.look.language),
            Style(pen.look.label),
            room=box.width / 2,
            align="right",
        )
        draw_pair(
            pen,
            box.x,
            box.bottom - 1.4,
            self.title,
            Style(self.size, bold=True),
            room=box.width - note - 3,
            companion=self.size - 1.5,
        )


@dataclass(frozen=True)
class Paragraph(Block):
    """Running text over the whole width. With `tall` (mm) it is fitted into that height, else it
    takes what it needs.
    """

    text: Text
    size: float = 7.0
    tall: float | None = None
    leading: float = 1.4
    bold: bool = False
    grey: bool = False
    name: Text = ""

    def height(self, width: float, look: Look) -> float:
        if self.tall is not None:
            return self.tall
        return len(self._lines(width, look)) * self.size * self.leading / POINTS

    def draw(self, pen: Pen, box: Box) -> None:
        text, style = say(self.text, pen.look.language), self._style()
        if self.tall is None:
            fitted = Fitted(
                tuple(self._lines(box.width, pen.look)),
                self.size,
                self.size * self.leading,
                cut=False,
            )
        else:
            fitted = fit_or_spill(pen, text, style, box, leading=self.leading, name=self.name)
        draw_lines(pen, box.x, box.y, fitted, style)

    def split(self, width: float, room: float, look: Look) -> tuple[Block | None, Block | None]:
        lines = self._lines(width, look)
        fitting = int(room * POINTS / (self.size * self.leading) + 1e-6)
        if fitting >= len(lines):
            return self, None
        if fitting < 2:
            return None, self
        return self._with(lines[:fitting]), self._with(lines[fitting:])

    def _with(self, lines: Sequence[str]) -> Paragraph:
        return Paragraph("\n".join(lines), self.size, None, self.leading, self.bold, self.grey)

    def _style(self) -> Style:
        return Style(self.size, bold=self.bold, grey=self.grey)

    def _lines(self, width: float, look: Look) -> list[str]:
        return wrap(say(self.text, look.language), self._style(), width)


@dataclass(frozen=True)
class Note(Block):
    """Fixed words of a form as running text; on a bilingual sheet the English follows below,
    smaller and grey.
    """

    text: Text
    size: float = 7.0
    tall: float | None = None

    def height(self, width: float, look: Look) -> float:
        return self._parts(look).height(width, look) if self.tall is None else self.tall

    def draw(self, pen: Pen, box: Box) -> None:
        self._parts(pen.look).draw(pen, box)

    def _parts(self, look: Look) -> Stack:
        main, small = pair(self.text, look.language)
        companion = (
            [Gap(0.5), Paragraph(small, self.size - 0.5, leading=1.3, grey=True)] if small else []
        )
        return Stack([Paragraph(main, self.size, leading=1.35), *companion])


@dataclass(frozen=True)
class FullText(Block):
    """A text that was cut, in full under its label, on as many continuation pages as it needs."""

    label: Text
    text: str
    size: float = 8.5

    def height(self, width: float, look: Look) -> float:
        return self._whole(look).height(width, look)

    def draw(self, pen: Pen, box: Box) -> None:
        self._whole(pen.look).draw(pen, box)

    def split(self, width: float, room: float, look: Look) -> tuple[Block | None, Block | None]:
        head = self._whole(look).blocks[0].height(width, look)
        first, rest = Paragraph(self.text, self.size, leading=1.5).split(width, room - head, look)
        return (Stack([self._heading(look), first]) if first else None), (
            self if first is None else rest
        )

    def _whole(self, look: Look) -> Stack:
        return Stack([self._heading(look), Paragraph(self.text, self.size, leading=1.5)])

    def _heading(self, look: Look) -> Heading:
        return Heading(f"{say(self.label, look.language)}{say(_FULL_TEXT, look.short_language)}")


def draw_line(
    pen: Pen, x: float, y: float, text: str, style: Style, *, room: float, align: Align = "left"
) -> float:
    """One line that shrinks to `room` mm; what stays too long is cut and spilled. Gives its width
    in mm.
    """
    size = style.size
    while (
        size - 0.5 >= LABEL_FLOOR
        and width(clean(text), Style(size, style.bold, tracking=style.tracking)) > room * POINTS
    ):
        size -= 0.5
    sized = Style(size, style.bold, style.grey, style.tracking)
    shown = clean(text)
    if width(shown, sized) > room * POINTS:
        pen.spills.setdefault(shown, FullText("", shown))
        shown = _cut(shown, sized, room)
    return pen.text(x, y, shown, sized, align=align)


def draw_pair(
    pen: Pen,
    x: float,
    y: float,
    text: Text,
    style: Style,
    *,
    room: float,
    companion: float,
    space: float = 1.0,
) -> float:
    """Chinese words with their small grey English behind them, shrunk together into `room` mm;
    gives the width in mm.
    """
    main, small = pair(text, pen.look.language)
    while (
        small
        and companion > _LEAST_COMPANION_SIZE
        and _pair_width(main, small, style, companion=companion, space=space, share=1.0) > room
    ):
        companion -= 0.25
    share = 1.0
    while (
        share > 0.6
        and _pair_width(main, small, style, companion=companion, space=space, share=share) > room
    ):
        share -= 0.04
    wide = draw_line(
        pen,
        x,
        y,
        main,
        Style(style.size * share, style.bold, style.grey, style.tracking),
        room=room,
    )
    left = room - wide - space
    if not small or left < _LEAST_COMPANION:
        return wide
    return (
        wide
        + space
        + draw_line(pen, x + wide + space, y, small, Style(companion * share, grey=True), room=left)
    )


def draw_lines(pen: Pen, x: float, top: float, fitted: Fitted, style: Style) -> None:
    """Lines of text from `top` (mm) downwards."""
    sized = Style(fitted.size, style.bold, style.grey, style.tracking)
    for at, line in enumerate(fitted.lines):
        pen.text(x, top + (fitted.size * 0.92 + at * fitted.leading) / POINTS, line, sized)


def fit_or_spill(
    pen: Pen,
    text: str,
    style: Style,
    box: Box,
    *,
    leading: float,
    name: Text,
    more: bool = True,
    floor: float | None = None,
) -> Fitted:
    """Fit `text` into the box; when it had to be cut, its full text goes on a continuation page
    under `name`.
    """
    fitted = fit(
        text,
        style,
        width=box.width,
        height=box.height,
        floor=min(floor or pen.look.floor, style.size),
        leading=leading,
        more=say(MORE, pen.look.short_language) if more else "",
    )
    if fitted.cut:
        pen.spills.setdefault(text, FullText(name, text))
    return fitted


def _cut(text: str, style: Style, room: float) -> str:
    return text[: prefix(text, style, room * POINTS - width("…", style))] + "…"


def _pair_width(
    main: str, small: str, style: Style, *, companion: float, space: float, share: float
) -> float:
    both = width(clean(main), Style(style.size * share, style.bold, tracking=style.tracking))
    return both / POINTS + (
        space + width(clean(small), Style(companion * share)) / POINTS if small else 0.0
    )
