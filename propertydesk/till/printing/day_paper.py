"""What the day's report says (SF-05, domain.md C13), ready for paper; sums in whole fen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from propertydesk.kernel.money import Money
from propertydesk.platform.printing import Text, Words
from propertydesk.till.printing.desk import Desk

FORM = "SF-05 V1"
TITLE = Words("收费日报表", "Daily collection report")
COPIES = (Words("客服", "Service"), Words("财务", "Finance"))


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item: what came in for it by each method, in fen, and what was set off without money."""

    name: Words
    by_method: tuple[int, ...]
    offset: int

    @property
    def taken(self) -> int:
        """All in which money moved."""
        return sum(self.by_method)


@dataclass(frozen=True, slots=True)
class DrawerLine:
    """One drawer of a day; None for what is not known before the count and the taking over."""

    number: str
    cashier: str
    opening: Money
    expected: Money | None
    counted: Money | None
    difference: Money | None
    handed_over: Money | None
    taken_over_by: str
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPaper:
    """A shift's or a day's report as it is to be printed now.

    `pieces` is the count, denomination in fen to pieces; empty where nothing has been counted.
    `is_final` tells that nothing can change any more: a shift taken over, a day closed.
    """

    desk: Desk
    number: str
    day: date
    shift: Text
    cashier: str
    is_final: bool
    reprint: int
    first: str
    last: str
    count: int
    void: tuple[str, ...]
    red: tuple[str, ...]
    methods: tuple[Words, ...]
    items: tuple[ItemLine, ...]
    given_back: tuple[int, ...]
    current: int
    prior: int
    ahead: int
    deposits: int
    other: int
    returned: int
    returns: int
    refunded: int
    refunds: int
    reversed: int
    pieces: dict[int, int]
    drawers: tuple[DrawerLine, ...]

    @property
    def taken(self) -> int:
        """The money that came in, reversals taken off."""
        return sum(line.taken for line in self.items)

    @property
    def net(self) -> int:
        """What is left of it after what went back."""
        return self.taken - sum(self.given_back)

    @property
    def offset(self) -> int:
        """Prepayments set off: no money moved."""
        return sum(line.offset for line in self.items)

    @property
    def opening(self) -> Money:
        """The floats of all drawers."""
        return _sum(drawer.opening for drawer in self.drawers)

    @property
    def expected(self) -> Money | None:
        """What the counted drawers should hold."""
        return _known(drawer.expected for drawer in self.drawers)

    @property
    def counted(self) -> Money | None:
        """What they were counted to hold."""
        return _known(drawer.counted for drawer in self.drawers)

    @property
    def difference(self) -> Money | None:
        """By how much both differ; differences of two drawers are in the list of drawers."""
        return _known(drawer.difference for drawer in self.drawers)

    @property
    def handed_over(self) -> Money | None:
        """The cash handed over; None until every drawer is taken over."""
        known = [drawer.handed_over for drawer in self.drawers]
        return None if None in known else _known(known)


def _sum(sums: Iterable[Money]) -> Money:
    return Money(sum(each.fen for each in sums))


def _known(sums: Iterable[Money | None]) -> Money | None:
    known = [each for each in sums if each is not None]
    return _sum(known) if known else None
