"""Sheets of paper as data; every measure in millimetres."""

from dataclasses import dataclass

POINTS = 72 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet and its margins. `height` None means a roll, cut where the content ends."""

    name: str
    width: float
    height: float | None
    left: float
    right: float
    top: float
    bottom: float
    #: So many pages stand below each other on one sheet, to be cut apart.
    per_sheet: int = 1

    @property
    def body_width(self) -> float:
        """Width between the margins in mm."""
        return self.width - self.left - self.right


@dataclass(frozen=True, slots=True)
class Offset:
    """How far a printer shifts its image, to be made up for: mm to the right, mm down."""

    right: float = 0.0
    down: float = 0.0


A4 = Paper("A4", 210, 297, left=18, right=18, top=13, bottom=10)
A4_LETTER = Paper("A4 letter", 210, 297, left=28, right=28, top=13, bottom=10)
A4_LANDSCAPE = Paper("A4 landscape", 297, 210, left=16, right=16, top=13, bottom=10)
A5_LANDSCAPE = Paper("A5 landscape", 210, 148, left=12, right=14, top=8, bottom=2.5)
A4_THIRD = Paper("A4 third", 210, 99, left=16, right=16, top=7, bottom=5, per_sheet=3)
RECEIPT = Paper("receipt", 190, 93, left=13, right=15, top=5, bottom=4)
ROLL_80 = Paper("roll 80", 80, None, left=4, right=4, top=4, bottom=6)

PAPERS = {
    paper.name: paper
    for paper in (A4, A4_LETTER, A4_LANDSCAPE, A5_LANDSCAPE, A4_THIRD, RECEIPT, ROLL_80)
}
