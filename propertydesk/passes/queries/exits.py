"""Reading exit passes: one of them, what the desk sees of the household, what the gate compares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from propertydesk.accounts import queries as accounts
from propertydesk.accounts.models import Staff
from propertydesk.estate.models import Home
from propertydesk.fees.queries.receivables import open_sum
from propertydesk.kernel.money import Money
from propertydesk.owners import queries as owners
from propertydesk.owners.queries import Caller
from propertydesk.owners.rules import Tie
from propertydesk.passes import rules
from propertydesk.passes.models import (
    ExitCheck,
    ExitItem,
    ExitPass,
    ExitTick,
    ForcedReview,
    PassCode,
    PassUse,
)
from propertydesk.passes.queries import door
from propertydesk.passes.rules import PassKind
from propertydesk.passes.rules.exit_request import Item, digest
from propertydesk.platform.db import db
from propertydesk.repairs.queries import has_open_orders
from propertydesk.till.models import Deposit, DepositReturn
from propertydesk.till.queries.standing import is_taken_back

#: How the register's ties ask for a pass.
ROLE_OF_TIE = {
    Tie.OWNER: rules.Applicant.OWNER,
    Tie.TENANT: rules.Applicant.TENANT,
    Tie.MEMBER: rules.Applicant.MEMBER,
    Tie.CONTACT: rules.Applicant.AGENT,
}


@dataclass(frozen=True)
class Standing:
    """What the desk is told about a home that asks for a pass; none of it stops the goods."""

    open_count: int
    open_fees: Money
    oldest: date | None
    deposits: Money
    has_open_orders: bool

    @property
    def has_anything(self) -> bool:
        """Whether there is something to tell."""
        return bool(self.open_count or self.deposits or self.has_open_orders)


@dataclass(frozen=True)
class Checked:
    """What a guard found, with the lines that were let out."""

    check: ExitCheck
    use: PassUse
    item_ids: frozenset[int]


def standing_of(home: Home) -> Standing:
    """Open fees, deposits held and open repairs of a home."""
    count, total, oldest = open_sum(home.id)
    unreturned = (
        select(Deposit)
        .outerjoin(DepositReturn, DepositReturn.deposit_id == Deposit.id)
        .where(Deposit.home_id == home.id, DepositReturn.id.is_(None))
    )
    held = [each for each in db.session.scalars(unreturned) if not is_taken_back(each.payment_id)]
    deposits = sum((each.amount for each in held), Money.zero)
    has_orders = has_open_orders(home.community_id, [home.id])
    return Standing(count, total, oldest, deposits, has_orders)


def home_of(exit_pass: ExitPass) -> Home:
    """The home the things come from."""
    return db.session.get_one(Home, exit_pass.home_id)


def people_of(home_id: int) -> list[Caller]:
    """Who lives or owns there, with the registered number."""
    return owners.callers(home_id)


def owners_to_phone(home_id: int) -> list[Caller]:
    """Owners with a registered number."""
    return [each for each in people_of(home_id) if each.tie == Tie.OWNER and each.phone]


def items_of(exit_pass: ExitPass, version: int | None = None) -> list[ExitItem]:
    """The list of a version, the present one if none is named."""
    wanted = version or exit_pass.version
    query = select(ExitItem).filter_by(exit_pass_id=exit_pass.id, version=wanted)
    return list(db.session.scalars(query.order_by(ExitItem.position)))


def digest_of(exit_pass: ExitPass, items: Sequence[ExitItem]) -> str:
    """The digest of what the guard compares."""
    lines = [Item(each.name, each.quantity, each.spec, each.unit) for each in items]
    return digest(exit_pass.home_id, exit_pass.plate, lines)


def code_of(exit_pass: ExitPass) -> PassCode | None:
    """The code of the pass, None before it is issued."""
    return door.live_code(PassKind.EXIT, exit_pass.id)


def checks_of(exit_pass: ExitPass) -> list[Checked]:
    """What guards found, newest first."""
    query = (
        select(ExitCheck, PassUse)
        .join(PassUse, PassUse.id == ExitCheck.use_id)
        .where(ExitCheck.exit_pass_id == exit_pass.id)
        .order_by(ExitCheck.id.desc())
    )
    rows = db.session.execute(query).all()
    ticked: dict[int, set[int]] = {}
    ids = [check.id for check, _use in rows]
    for tick in db.session.scalars(select(ExitTick).where(ExitTick.check_id.in_(ids))):
        ticked.setdefault(tick.check_id, set()).add(tick.item_id)
    return [Checked(check, use, frozenset(ticked.get(check.id, ()))) for check, use in rows]


def review_of(use: PassUse) -> ForcedReview | None:
    """What somebody found who looked into a forced use."""
    return db.session.scalar(select(ForcedReview).where(ForcedReview.use_id == use.id))


def duty_managers(community_id: int) -> list[Staff]:
    """Who can be phoned at night: those of the community who may authorise a release."""
    ids = [
        each.id
        for each in accounts.colleagues(community_id)
        if rules.Permission.AUTHORISE in each.permissions
    ]
    return list(db.session.scalars(select(Staff).where(Staff.id.in_(ids)).order_by(Staff.id)))


def staff_name(staff_id: int | None) -> str:
    """Name and number of a member of staff."""
    found = db.session.get(Staff, staff_id) if staff_id is not None else None
    return f"{found.name} {found.staff_no}".strip() if found else ""
