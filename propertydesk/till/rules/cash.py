"""Notes and coins: change, handy round sums, and the blind count of a drawer."""

from collections.abc import Mapping

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_

#: Notes and coins in use, in fen, largest first (domain.md C13).
DENOMINATIONS = (10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10)
_ROUND_TO = (1_000, 5_000, 10_000)
_MOST_PIECES = 100_000


def change_of(tendered_fen: int, due_fen: int) -> int:
    """What goes back, in fen. Raises Invalid on `tendered` when too little was given."""
    if tendered_fen < due_fen:
        raise Invalid(N_("The cash given is less than the amount."), field="tendered")
    return tendered_fen - due_fen


def handy_sums(due_fen: int) -> tuple[int, ...]:
    """The sum itself and the next round ones that people hand over: 1,475.50 → 1,480, 1,500."""
    sums = {-(-due_fen // step) * step for step in _ROUND_TO}
    return (due_fen, *sorted(sums - {due_fen}))


def counted(pieces: Mapping[int, int]) -> int:
    """What a count by denomination comes to, in fen. Raises Invalid for what is no count."""
    for denomination, count in pieces.items():
        if denomination not in DENOMINATIONS or not 0 <= count <= _MOST_PIECES:
            raise Invalid(N_("Count the pieces of each note and coin."), field=f"d{denomination}")
    return sum(denomination * count for denomination, count in pieces.items())
