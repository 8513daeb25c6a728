"""Which debts a payment meets, and what is left of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_


@dataclass(frozen=True)
class OpenItem:
    """A receivable with `open_fen` left to pay; `id` breaks ties among equal due dates.

    `is_late_charge` comes after all principal (domain.md A1 on 民法典 561: principal first).
    """

    id: int
    due_on: date
    open_fen: int
    is_late_charge: bool = False


@dataclass(frozen=True)
class Share:
    """So many fen of a payment for one receivable."""

    item_id: int
    fen: int


@dataclass(frozen=True)
class Allocation:
    """A payment laid out: its shares in the order in which they were met, and the rest in fen."""

    shares: tuple[Share, ...]
    surplus_fen: int

    @property
    def met_fen(self) -> int:
        """All shares together, in fen."""
        return sum(share.fen for share in self.shares)


def allocate(
    items: Iterable[OpenItem], fen: int, *, chosen: Collection[int] | None = None
) -> Allocation:
    """Lay `fen` out over `items`: oldest due first, among the `chosen` ones if the payer chose.

    The payer's choice comes first; without one, what is due longest is met first (民法典 560).
    What is left becomes a prepayment; nothing is ever met beyond what is open.
    """
    wanted = sorted(
        (item for item in items if chosen is None or item.id in chosen),
        key=lambda item: (item.is_late_charge, item.due_on, item.id),
    )
    shares, left = [], fen
    for item in wanted:
        share = min(left, item.open_fen)
        if share > 0:
            shares.append(Share(item.id, share))
            left -= share
    return Allocation(tuple(shares), left)


def check_amount(fen: int, *, wanted_fen: int, surplus_allowed: bool) -> None:
    """Raise Invalid on `amount` for nothing at all, and for a surplus nobody wants kept."""
    if fen <= 0:
        raise Invalid(N_("Write the amount that is paid."), field="amount")
    if fen > wanted_fen and not surplus_allowed:
        raise Invalid(
            N_("This is more than the ticked items. Tick more, or keep the rest as prepayment."),
            field="amount",
        )


def total(items: Sequence[OpenItem], chosen: Collection[int]) -> int:
    """What the chosen items come to, in fen."""
    return sum(item.open_fen for item in items if item.id in chosen)


def months_ahead(prepaid_fen: int, monthly_fen: int) -> int:
    """How many whole months a prepayment covers; 0 where nothing is charged monthly.

    Above `MOST_MONTHS_AHEAD` the till warns (Hangzhou Art 55, Zhengzhou Art 42; domain.md B3).
    """
    return prepaid_fen // monthly_fen if monthly_fen > 0 else 0


MOST_MONTHS_AHEAD = 12
