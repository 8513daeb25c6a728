"""The pieces that a form is stacked from, and how they stand on top of and beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from propertydesk.platform.printing.pen import Box, Look, Pen


class Block:
    """Something with a height that can be drawn into a box; the flow of continuation pages may
    split it.
    """

    def height(self, width: float, look: Look) -> float:
        """Height in mm when `width` mm wide."""
        raise NotImplementedError

    def draw(self, pen: Pen, box: Box) -> None:
        """Draw into the box; what does not fit is put on `pen.spills`."""
        raise NotImplementedError

    def split(self, width: float, room: float, look: Look) -> tuple[Block | None, Block | None]:
        """What fits into `room` mm, and what is left for the next page."""
        return (self, None) if self.height(width, look) <= room else (None, self)


@dataclass(frozen=True)
class Stack(Block):
    """Blocks on top of each other."""

    blocks: Sequence[Block]

    def height(self, width: float, look: Look) -> float:
        return sum(block.height(width, look) for block in self.blocks)

    def draw(self, pen: Pen, box: Box) -> None:
        top = box.y
        for block in self.blocks:
            height = block.height(box.width, pen.look)
            block.draw(pen, Box(box.x, top, box.width, height))
            top += height


@dataclass(frozen=True)
class Beside(Block):
    """Blocks next to each other: each with its width in mm, `gap` mm between them; width 0 takes
    what is left.
    """

    columns: Sequence[tuple[float, Block]]
    gap: float = 5.0

    def height(self, width: float, look: Look) -> float:
        return max(block.height(wide, look) for wide, block in self._spread(width))

    def draw(self, pen: Pen, box: Box) -> None:
        left = box.x
        for wide, block in self._spread(box.width):
            block.draw(pen, Box(left, box.y, wide, block.height(wide, pen.look)))
            left += wide + self.gap

    def _spread(self, width: float) -> list[tuple[float, Block]]:
        rest = width - self.gap * (len(self.columns) - 1) - sum(wide for wide, _ in self.columns)
        return [(wide or rest, block) for wide, block in self.columns]


@dataclass(frozen=True)
class Gap(Block):
    """White space, mm."""

    size: float

    def height(self, width: float, look: Look) -> float:
        return self.size

    def draw(self, pen: Pen, box: Box) -> None:
        """White stays white."""


@dataclass(frozen=True)
class Rule(Block):
    """A line of `weight` points across; it takes no height."""

    weight: float = 0.8

    def height(self, width: float, look: Look) -> float:
        return 0.0

    def draw(self, pen: Pen, box: Box) -> None:
        pen.rule(box, self.weight)
