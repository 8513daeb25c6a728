"""The pieces that a form is stacked from, and how they stand on top of and beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from propertydesk.platform.printing.pen import Box, Look, Pen

_SLACK = 0.01


class Block:
    """Something with a height that can be drawn into a box; the flow of continuation pages may
    split it. What `clings` never stands at the foot of a page without what follows it.
    """

    clings = False

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
class Flow(Block):
    """Blocks on top of each other that run on over as many pages as they need: the whole body of
    a sheet, however long.
    """

    blocks: Sequence[Block]

    def height(self, width: float, look: Look) -> float:
        return sum(block.height(width, look) for block in self.blocks)

    def draw(self, pen: Pen, box: Box) -> None:
        standing, rest = self._fill(box.width, box.height, pen.look)
        Stack(standing).draw(pen, box)
        if rest:
            pen.spills["flow"] = Flow(rest)

    def split(self, width: float, room: float, look: Look) -> tuple[Block | None, Block | None]:
        standing, rest = self._fill(width, room, look)
        if not rest:
            return self, None
        return (Flow(standing) if standing else None), Flow(rest)

    def _fill(self, width: float, room: float, look: Look) -> tuple[list[Block], list[Block]]:
        """What stands in `room` mm, and what is left; no heading stays behind alone."""
        standing: list[Block] = []
        for at, block in enumerate(self.blocks):
            now, later = block.split(width, room + _SLACK, look)
            if now is not None:
                standing.append(now)
                room -= now.height(width, look)
            if later is not None:
                rest = [later, *self.blocks[at + 1 :]]
                while standing and now is None and standing[-1].clings:
                    rest.insert(0, standing.pop())
                return standing, rest
        return standing, []


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
