"""A QR code as vector squares, with its white border kept by the layout."""

from functools import lru_cache

import segno

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform.printing.pen import Box, Pen

QUIET_MODULES = 4


def draw_qr(pen: Pen, content: str, x: float, y: float, size: float) -> float:
    """Draw `content` as a square of `size` mm with its top left corner at (x, y).

    Gives the width in mm that has to stay white around it. Raises Invalid when the content is too
    long for a code.
    """
    if not content:
        return 0.0
    modules, bars = _code(content)
    module = size / modules
    pen.squares([Box(x + a * module, y + b * module, long * module, module) for a, b, long in bars])
    return module * QUIET_MODULES


@lru_cache(maxsize=128)
def _code(content: str) -> tuple[int, list[tuple[int, int, int]]]:
    """Modules in a row, and the black stretches as (column, row, length)."""
    try:
        rows = list(segno.make(content, error="m", micro=False, boost_error=False).matrix)
    except segno.DataOverflowError as error:
        raise Invalid(N_("The address is too long for a QR code.")) from error
    bars = [(start, at, long) for at, row in enumerate(rows) for start, long in _bars(row)]
    return len(rows), bars


def _bars(row: bytearray) -> list[tuple[int, int]]:
    """Black stretches of a row as (start, length), joined so that no hairline shows between."""
    bars: list[tuple[int, int]] = []
    for at, black in enumerate(row):
        if black and bars and sum(bars[-1]) == at:
            bars[-1] = (bars[-1][0], bars[-1][1] + 1)
        elif black:
            bars.append((at, 1))
    return bars
