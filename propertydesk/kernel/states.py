"""State tables as data: (state, action) leads to a state, under a permission, guard and inputs."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from propertydesk.kernel.errors import Problem


class Tone(StrEnum):
    """What a colour means, everywhere."""

    VIOLET = "violet"  # our move
    BLUE = "blue"  # in hand
    AMBER = "amber"  # waits for somebody else or a date
    GREEN = "green"  # ended well, valid, paid
    RED = "red"  # late, refused, failed
    GREY = "grey"  # not begun, filed


#: Asks a record whether the move fits; gives the reason against it, or None.
Guard = Callable[[Any], Problem | None]


@dataclass(frozen=True)
class Move:
    """One action: from any of `sources` to `target`."""

    action: str
    sources: tuple[str, ...]
    target: str
    permission: str
    label: str
    done: str
    needs: tuple[str, ...] = ()
    guard: Guard | None = None
    timer: str | None = None
    tone: Tone = Tone.BLUE
    icon: str = "circle-check"


@dataclass(frozen=True)
class Workflow:
    """All states and moves of one kind of record."""

    subject: str
    states: type[StrEnum]
    moves: tuple[Move, ...]
    words: Mapping[Any, str]
    tones: Mapping[Any, Tone]
    _cells: dict[tuple[str, str], Move] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        cells: dict[tuple[str, str], Move] = {}
        for move in self.moves:
            for source in move.sources:
                if (source, move.action) in cells:
                    raise ValueError(f"{self.subject}: two moves for {source}/{move.action}")
                cells[source, move.action] = move
        object.__setattr__(self, "_cells", cells)

    def move(self, state: str, action: str) -> Move | None:
        """The cell (state, action), or None where the action is not possible."""
        return self._cells.get((state, action))

    def moves_from(self, state: str) -> tuple[Move, ...]:
        """All moves that start from `state`, in the order of the table."""
        return tuple(move for move in self.moves if state in move.sources)

    def allowed(self, state: str, permissions: Collection[str]) -> tuple[Move, ...]:
        """The moves from `state` open to somebody with `permissions`."""
        return tuple(move for move in self.moves_from(state) if move.permission in permissions)

    def word(self, state: str) -> str:
        """The state's name as a catalogue entry."""
        return self.words[state]

    def tone(self, state: str) -> Tone:
        """The state's colour."""
        return self.tones[state]
