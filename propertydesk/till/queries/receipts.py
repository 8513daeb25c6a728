"""Receipts: the listing, and everything about one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Select, case, exists, literal, select

from propertydesk.estate.models import Home
from propertydesk.kernel.words import N_
from propertydesk.platform import approvals
from propertydesk.platform.approvals import Approval
from propertydesk.platform.db import db
from propertydesk.platform.listing import (
    By,
    ChoiceFilter,
    Column,
    DayFilter,
    Kind,
    Listing,
    Sort,
    TextFilter,
)
from propertydesk.till import rules
from propertydesk.till.models import Payment, Receipt, ReceiptPrint, ReceiptVoid, Shift
from propertydesk.till.queries.standing import standing_of

R, P = Receipt, Payment

_RED = select(R.reverses_id).where(R.reverses_id.is_not(None)).scalar_subquery()
STANDING = case(
    (R.reverses_id.is_not(None), literal(rules.ReceiptStanding.REVERSAL.value)),
    (exists().where(ReceiptVoid.receipt_id == R.id), literal(rules.ReceiptStanding.VOID.value)),
    (R.id.in_(_RED), literal(rules.ReceiptStanding.REVERSED.value)),
    else_=literal(rules.ReceiptStanding.VALID.value),
)


@dataclass(frozen=True)
class ShownReceipt:
    """One receipt with what stands beside it."""

    receipt: Receipt
    payment: Payment
    shift: Shift
    home: Home | None
    standing: rules.ReceiptStanding
    void: ReceiptVoid | None
    opposite: Receipt | None
    original: Receipt | None
    prints: int
    asked: Approval | None

    @property
    def can_be_void(self) -> bool:
        """Whether its drawer still runs; after that it is reversed in red."""
        return self.may_return and self.shift.state == rules.ShiftState.OPEN

    @property
    def can_be_reversed(self) -> bool:
        """Whether it counts, and its drawer runs no more."""
        return self.may_return and self.shift.state != rules.ShiftState.OPEN

    @property
    def may_return(self) -> bool:
        """Whether it counts and can be taken back: takings that were handed in stay."""
        return self.is_valid and self.receipt.kind != rules.ReceiptKind.INCOME

    @property
    def is_valid(self) -> bool:
        """Whether it counts."""
        return self.standing == rules.ReceiptStanding.VALID


def shown(receipt: Receipt) -> ShownReceipt:
    """Everything about one receipt."""
    original = db.session.get(Receipt, receipt.reverses_id) if receipt.reverses_id else None
    waiting = db.session.scalar(
        select(Approval).where(
            Approval.subject_type == "receipt",
            Approval.subject_id == receipt.id,
            Approval.state == approvals.State.WAITING,
        )
    )
    return ShownReceipt(
        receipt=receipt,
        payment=db.session.get_one(Payment, receipt.payment_id),
        shift=db.session.get_one(Shift, receipt.shift_id),
        home=db.session.get(Home, receipt.home_id) if receipt.home_id else None,
        standing=standing_of(receipt),
        void=db.session.scalar(select(ReceiptVoid).filter_by(receipt_id=receipt.id)),
        opposite=db.session.scalar(select(Receipt).filter_by(reverses_id=receipt.id)),
        original=original,
        prints=len(prints_of(receipt)),
        asked=waiting,
    )


def prints_of(receipt: Receipt) -> Sequence[ReceiptPrint]:
    """The prints of a receipt, the first first."""
    query = select(ReceiptPrint).filter_by(receipt_id=receipt.id).order_by(ReceiptPrint.copy)
    return db.session.scalars(query).all()


def by_code(code: str) -> Receipt | None:
    """The receipt of a verification code, however it is spelled."""
    plain = code.strip().upper().replace("-", "").replace(" ", "")
    return db.session.scalar(select(Receipt).filter_by(check_code=plain))


def _method_word(code: str) -> str:
    return rules.METHOD_WORDS[rules.Method(code)]


def _kind_word(code: str) -> str:
    return rules.RECEIPT_KIND_WORDS[rules.ReceiptKind(code)]


def _receipts(community: BindParameter[int]) -> Select[Any]:
    return (
        select(R.id)
        .join(P, P.id == R.payment_id)
        .outerjoin(Home, Home.id == R.home_id)
        .where(R.community_id == community)
    )


_METHODS = [(each.value, words) for each, words in rules.METHOD_WORDS.items()]
_STANDINGS = [(each.value, words) for each, words in rules.STANDING_WORDS.items()]

RECEIPTS = Listing(
    name="receipts",
    title=N_("Receipts"),
    permission=rules.Permission.READ,
    select=_receipts,
    id=R.id,
    columns=(
        Column(
            "number",
            N_("Receipt"),
            R.number,
            Kind.NAME,
            link="/receipts/{id}".format_map,
            sort="number",
        ),
        Column("date", N_("Day"), R.business_date, Kind.DATE, sort="number"),
        Column("issued_at", N_("When"), R.issued_at, Kind.INSTANT),
        Column("home", N_("Home"), Home.code),
        Column("payer", N_("Payer"), R.payer_name),
        Column("method", N_("Paid by"), P.method, Kind.CHOICE, word=_method_word),
        Column("reference", N_("Voucher no."), P.reference, on_screen=False),
        Column("kind", N_("Kind"), R.kind, Kind.CHOICE, word=_kind_word),
        Column("total", N_("Amount"), R.total, Kind.MONEY),
        Column(
            "standing",
            N_("Standing"),
            STANDING,
            Kind.STATE,
            word=lambda code: rules.STANDING_WORDS[rules.ReceiptStanding(code)],
            tone=lambda code: rules.STANDING_TONES[rules.ReceiptStanding(code)],
        ),
        Column("cashier", N_("Cashier"), R.cashier_name),
        Column("cashier_no", N_("Staff no."), R.cashier_no, on_screen=False),
    ),
    sorts=(Sort("number", N_("By number"), (By(R.id, nullable=False, descending=True),)),),
    filters=(
        TextFilter("number", N_("Number"), R.number),
        TextFilter("home", N_("Home"), Home.code),
        DayFilter("day", N_("Day"), R.business_date),
        ChoiceFilter("method", N_("Paid by"), P.method, _METHODS),
        ChoiceFilter("standing", N_("Standing"), STANDING, _STANDINGS),
    ),
    empty=N_("No receipt yet"),
)
