"""What deposits secure lives above the till; here higher domains tell what they ask for.

A kind of record plugs in with a `SecuredKind`, listed in the wiring; nothing here knows of any.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, ColumnElement, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute

from propertydesk.kernel.errors import Problem
from propertydesk.kernel.money import Money
from propertydesk.platform.db import db
from propertydesk.till.models import Deposit, DepositReturn
from propertydesk.till.queries.listings import DEPOSIT_STATE
from propertydesk.till.rules import DepositKind, DepositState


@dataclass(frozen=True)
class AskedDeposit:
    """A deposit that a record asks for and that was not taken yet; `number` and `title` name it."""

    kind: DepositKind
    subject_type: str
    subject_id: int
    home_id: int
    number: str
    title: str
    amount: Money
    url: str

    @property
    def key(self) -> str:
        """How a form names it, such as "engagement:12"."""
        return f"{self.subject_type}:{self.subject_id}"


@dataclass(frozen=True)
class SecuredKind:
    """A kind of record that deposits secure.

    `asked` gives what is asked of some homes. `still_asked` holds the record and gives the sum that
    has to be taken for it now, so that two cashiers cannot both take it. `objection` holds it too
    and gives what stands against returning the deposit, None when nothing does. `url` is its page.
    """

    subject_type: str
    asked: Callable[[Collection[int]], Sequence[AskedDeposit]]
    still_asked: Callable[[int], Money]
    objection: Callable[[Deposit], Problem | None]
    url: Callable[[int], str]


_kinds: dict[str, SecuredKind] = {}


def register_secured(kinds: Sequence[SecuredKind]) -> None:
    """Take the kinds of records that deposits secure; called once from the wiring."""
    _kinds.clear()
    _kinds.update({each.subject_type: each for each in kinds})


def kind_of(subject_type: str) -> SecuredKind | None:
    """What a kind of record has told about itself."""
    return _kinds.get(subject_type)


def asked_of_homes(home_ids: Collection[int]) -> list[AskedDeposit]:
    """The deposits that are asked for and not taken yet, for some homes."""
    return [asked for each in _kinds.values() for asked in each.asked(home_ids)]


def asked_for(home_ids: Collection[int], subject: str) -> AskedDeposit | None:
    """The one of them that a form names by its key."""
    return next((each for each in asked_of_homes(home_ids) if each.key == subject), None)


def deposits_securing(
    subject_type: str, subject_ids: Collection[int]
) -> list[tuple[Deposit, DepositState]]:
    """The deposits that secure some records with how each stands, the oldest first."""
    query = (
        select(Deposit, DEPOSIT_STATE)
        .outerjoin(DepositReturn, DepositReturn.deposit_id == Deposit.id)
        .where(Deposit.subject_type == subject_type, Deposit.subject_id.in_(subject_ids))
        .order_by(Deposit.id)
    )
    return [(deposit, DepositState(state)) for deposit, state in db.session.execute(query)]


def held_securing(subject_type: str, subject_id: InstrumentedAttribute[int]) -> ColumnElement[int]:
    """The fen held for a record that the query around it names; 0 where nothing is."""
    return (
        select(func.coalesce(func.sum(cast(Deposit.amount, BigInteger)), 0))
        .outerjoin(DepositReturn, DepositReturn.deposit_id == Deposit.id)
        .where(
            Deposit.subject_type == subject_type,
            Deposit.subject_id == subject_id,
            DEPOSIT_STATE == DepositState.HELD,
        )
        .scalar_subquery()
    )


def objection_to_return(deposit: Deposit) -> Problem | None:
    """What stands against giving a deposit back, in what it secures."""
    kind = kind_of(deposit.subject_type)
    return kind.objection(deposit) if kind and deposit.subject_id is not None else None
