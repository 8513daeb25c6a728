"""Draws one page: millimetres from the top left corner, text baselines downwards.

A pen records first and inks later: whatever cannot be printed is found out before the document is
touched, so one bad sheet never spoils a batch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from propertydesk.platform.printing.paper import POINTS
from propertydesk.platform.printing.typeset import Run, Style, clean, runs, width
from propertydesk.platform.printing.words import Language

if TYPE_CHECKING:
    from propertydesk.platform.printing.blocks import Block
    from propertydesk.platform.printing.photo import Photo

Align = Literal["left", "right", "middle"]
_GREY_70 = 0.3
_STROKE_OF_BOLD = 0.032


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page in mm, `y` counted from the top."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    def inset(
        self, left: float, top: float = 0.0, right: float | None = None, bottom: float = 0.0
    ) -> Box:
        """The box within margins; `right` is as wide as `left` when not given."""
        right = left if right is None else right
        return Box(
            self.x + left, self.y + top, self.width - left - right, self.height - top - bottom
        )


@dataclass(frozen=True, slots=True)
class Look:
    """What the blocks of a form share: its language, and its sizes in points."""

    language: Language
    label: float = 6.5
    value: float = 9.0
    floor: float = 6.5
    table: float = 8.0

    @property
    def short_language(self) -> Language:
        """The one language for remarks that need not be said twice."""
        return "en" if self.language == "en" else "zh"


@dataclass(slots=True)
class Pen:
    """One page being drawn, `spills` being what did not fit and goes on a continuation page."""

    height: float
    look: Look
    spills: dict[str, Block] = field(default_factory=dict)
    _ink: list[Callable[[Canvas], None]] = field(default_factory=list)

    def ink(self, canvas: Canvas) -> None:
        """Put everything recorded onto the canvas."""
        for stroke in self._ink:
            stroke(canvas)

    def text(self, x: float, y: float, text: str, style: Style, *, align: Align = "left") -> float:
        """One line with its baseline at `y`; gives its width in mm. Raises Invalid for a missing
        glyph.
        """
        text = clean(text)
        if not text:
            return 0.0
        wide = width(text, style)
        start = x * POINTS - {"left": 0.0, "right": wide, "middle": wide / 2}[align]
        pieces = runs(text, style)
        self._ink.append(
            lambda canvas: _ink_line(canvas, start, (self.height - y) * POINTS, pieces, style)
        )
        return wide / POINTS

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        weight: float,
        dash: tuple[float, ...] = (),
    ) -> None:
        """A straight line of `weight` points, `dash` in points."""
        points = [*self._at(*start), *self._at(*end)]

        def stroke(canvas: Canvas) -> None:
            canvas.setLineWidth(weight)
            canvas.setDash(list(dash))
            canvas.line(*points)
            canvas.setDash([])

        self._ink.append(stroke)

    def rule(self, box: Box, weight: float) -> None:
        """A horizontal line of `weight` points along the top of the box."""
        self.line((box.x, box.y), (box.right, box.y), weight)

    def frame(self, box: Box, weight: float) -> None:
        """The outline of the box, `weight` points."""
        x, y = self._at(box.x, box.bottom)

        def stroke(canvas: Canvas) -> None:
            canvas.setLineWidth(weight)
            canvas.rect(x, y, box.width * POINTS, box.height * POINTS)

        self._ink.append(stroke)

    def path(self, points: list[tuple[float, float]], weight: float) -> None:
        """Joined straight strokes, such as a tick."""
        places = [self._at(*point) for point in points]

        def stroke(canvas: Canvas) -> None:
            canvas.setLineWidth(weight)
            shape = canvas.beginPath()
            shape.moveTo(*places[0])
            for place in places[1:]:
                shape.lineTo(*place)
            canvas.drawPath(shape, stroke=1, fill=0)

        self._ink.append(stroke)

    def circle(
        self, x: float, y: float, radius: float, weight: float, *, filled: bool = False
    ) -> None:
        """A circle around (x, y), black inside when `filled`."""
        place = self._at(x, y)

        def stroke(canvas: Canvas) -> None:
            canvas.setLineWidth(weight)
            canvas.circle(*place, radius * POINTS, stroke=1, fill=int(filled))

        self._ink.append(stroke)

    def squares(self, boxes: list[Box]) -> None:
        """Black rectangles without outline, as one shape."""
        places = [
            (*self._at(box.x, box.bottom), box.width * POINTS, box.height * POINTS) for box in boxes
        ]

        def stroke(canvas: Canvas) -> None:
            shape = canvas.beginPath()
            for place in places:
                shape.rect(*place)
            canvas.drawPath(shape, stroke=0, fill=1)

        self._ink.append(stroke)

    def picture(self, box: Box, photo: Photo) -> None:
        """A photo that fills the box; it was cut to its shape before."""
        place = self._at(box.x, box.bottom)
        size = box.width * POINTS, box.height * POINTS

        def stroke(canvas: Canvas) -> None:
            canvas.drawImage(ImageReader(BytesIO(photo.jpeg)), *place, *size)

        self._ink.append(stroke)

    def turned(
        self, x: float, y: float, degrees: float, drawing: Pen, *, black: float = 1.0
    ) -> None:
        """Everything on `drawing` (a pen with height 0), turned around (x, y), with `black` as
        opacity.
        """
        place = self._at(x, y)

        def stroke(canvas: Canvas) -> None:
            canvas.saveState()
            canvas.translate(*place)
            canvas.rotate(degrees)
            canvas.setFillAlpha(black)
            canvas.setStrokeAlpha(black)
            drawing.ink(canvas)
            canvas.restoreState()

        self._ink.append(stroke)

    def white_text(self, x: float, y: float, text: str, style: Style) -> None:
        """One line in white, centred on `x`: only for tags on solid black."""
        pieces, start = runs(text, style), x * POINTS - width(text, style) / 2

        def stroke(canvas: Canvas) -> None:
            canvas.saveState()
            canvas.setFillGray(1)
            _ink_line(canvas, start, (self.height - y) * POINTS, pieces, style, ink=1.0)
            canvas.restoreState()

        self._ink.append(stroke)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return x * POINTS, (self.height - y) * POINTS


def _ink_line(
    canvas: Canvas, x: float, y: float, pieces: list[Run], style: Style, *, ink: float = 0.0
) -> None:
    grey = _GREY_70 if style.grey else ink
    if any(piece.face.stroked for piece in pieces):
        canvas.setLineWidth(style.size * _STROKE_OF_BOLD)
    line = canvas.beginText(x, y)
    line.setFillGray(grey)
    for piece in pieces:
        line.setFont(piece.face.font, style.size)
        line.setCharSpace(piece.after * style.size)
        line.setTextRenderMode(2 if piece.face.stroked else 0)
        line.textOut(piece.text)
    # Both stay in force after the text object, and would spoil the next one.
    line.setCharSpace(0)
    line.setTextRenderMode(0)
    line.setFillGray(0)
    canvas.drawText(line)
