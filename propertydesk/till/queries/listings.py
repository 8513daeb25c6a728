"""The listings of payments, deposits and prepayments."""

from typing import Any

from sqlalchemy import BindParameter, Select, case, exists, literal, select
from sqlalchemy.orm import aliased

from propertydesk.accounts.models import Staff
from propertydesk.estate.models import Home
from propertydesk.kernel.words import N_
from propertydesk.owners.models import Person
from propertydesk.platform.access import Actor
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
from propertydesk.till.models import Deposit, DepositReturn, Payment, Prepayment, Receipt, Shift
from propertydesk.till.queries.collectors import collector_choices

P, D = Payment, Deposit
_BACK = aliased(Payment)
_END = DepositReturn

DEPOSIT_STATE = case(
    (_END.id.is_not(None), literal(rules.DepositState.RETURNED.value)),
    (
        exists().where(_BACK.reverses_id == D.payment_id),
        literal(rules.DepositState.TAKEN_BACK.value),
    ),
    else_=literal(rules.DepositState.HELD.value),
)
_METHODS = [(each.value, words) for each, words in rules.METHOD_WORDS.items()]
_KINDS = [(each.value, words) for each, words in rules.DEPOSIT_KIND_WORDS.items()]
_STATES = [(each.value, words) for each, words in rules.DEPOSIT_STATE_WORDS.items()]


def _method_word(code: str) -> str:
    return rules.METHOD_WORDS[rules.Method(code)]


def _cashiers(actor: Actor) -> list[tuple[int, str]]:
    return collector_choices(actor.community_id)


def _payments(community: BindParameter[int]) -> Select[Any]:
    return (
        select(P.id)
        .join(Shift, Shift.id == P.shift_id)
        .join(Staff, Staff.id == Shift.cashier_id)
        .outerjoin(Receipt, Receipt.payment_id == P.id)
        .outerjoin(Home, Home.id == P.home_id)
        .where(P.community_id == community)
    )


def _deposits(community: BindParameter[int]) -> Select[Any]:
    return (
        select(D.id)
        .outerjoin(_END, _END.deposit_id == D.id)
        .outerjoin(Home, Home.id == D.home_id)
        .where(D.community_id == community)
    )


def _prepayments(community: BindParameter[int]) -> Select[Any]:
    return (
        select(Prepayment.id)
        .join(Home, Home.id == Prepayment.home_id)
        .join(Person, Person.id == Prepayment.payer_id)
        .where(Prepayment.community_id == community)
    )


PAYMENTS = Listing(
    name="payments",
    title=N_("Payments"),
    permission=rules.Permission.READ,
    select=_payments,
    id=P.id,
    columns=(
        Column("number", N_("No."), P.id, Kind.NUMBER, on_screen=False),
        Column("date", N_("Day"), P.business_date, Kind.DATE, sort="newest"),
        Column("paid_at", N_("When"), P.paid_at, Kind.INSTANT),
        Column("receipt", N_("Receipt"), Receipt.number, Kind.NAME),
        Column("home", N_("Home"), Home.code),
        Column("payer", N_("Payer"), P.payer_name),
        Column("method", N_("Paid by"), P.method, Kind.CHOICE, word=_method_word),
        Column("reference", N_("Voucher no."), P.reference),
        Column("amount", N_("Amount"), P.amount, Kind.MONEY),
        Column("takes_back", N_("Takes back payment"), P.reverses_id, Kind.NUMBER, on_screen=False),
        Column("shift", N_("Shift"), Shift.number),
        Column("cashier", N_("Cashier"), Staff.name, on_screen=False),
    ),
    sorts=(Sort("newest", N_("Newest first"), (By(P.id, nullable=False, descending=True),)),),
    filters=(
        TextFilter("reference", N_("Voucher no."), P.reference),
        TextFilter("home", N_("Home"), Home.code),
        DayFilter("day", N_("Day"), P.business_date),
        ChoiceFilter("method", N_("Paid by"), P.method, _METHODS),
        ChoiceFilter("cashier", N_("Cashier"), Shift.cashier_id, _cashiers),
    ),
    empty=N_("No payment yet"),
)

DEPOSITS = Listing(
    name="deposits",
    title=N_("Deposits"),
    permission=rules.Permission.READ,
    select=_deposits,
    id=D.id,
    columns=(
        Column("number", N_("Deposit"), D.number, Kind.NAME, link="/deposits/{id}".format_map),
        Column("date", N_("Taken on"), D.taken_on, Kind.DATE, sort="newest"),
        Column(
            "kind",
            N_("What it secures"),
            D.kind,
            Kind.CHOICE,
            word=lambda code: rules.DEPOSIT_KIND_WORDS[rules.DepositKind(code)],
        ),
        Column("home", N_("Home"), Home.code),
        Column("payer", N_("Payer"), D.payer_name),
        Column("amount", N_("Amount"), D.amount, Kind.MONEY),
        Column("withheld", N_("Kept"), _END.withheld, Kind.MONEY),
        Column("refunded", N_("Refunded"), _END.refunded, Kind.MONEY),
        Column("returned_on", N_("Returned on"), _END.business_date, Kind.DATE),
        Column(
            "state",
            N_("State"),
            DEPOSIT_STATE,
            Kind.STATE,
            word=lambda code: rules.DEPOSIT_STATE_WORDS[rules.DepositState(code)],
            tone=lambda code: rules.DEPOSIT_STATE_TONES[rules.DepositState(code)],
        ),
    ),
    sorts=(Sort("newest", N_("Newest first"), (By(D.id, nullable=False, descending=True),)),),
    filters=(
        TextFilter("number", N_("Number"), D.number),
        TextFilter("home", N_("Home"), Home.code),
        ChoiceFilter("state", N_("State"), DEPOSIT_STATE, _STATES),
        ChoiceFilter("kind", N_("What it secures"), D.kind, _KINDS),
        DayFilter("day", N_("Taken on"), D.taken_on),
    ),
    empty=N_("No deposit yet"),
)

PREPAYMENTS = Listing(
    name="prepayments",
    title=N_("Prepayments"),
    permission=rules.Permission.READ,
    select=_prepayments,
    id=Prepayment.id,
    columns=(
        Column(
            "home",
            N_("Home"),
            Home.code,
            Kind.NAME,
            link="/prepayments/{id}".format_map,
            sort="door",
        ),
        Column("payer", N_("Payer"), Person.name),
        Column("balance", N_("Balance"), Prepayment.balance, Kind.MONEY, sort="balance"),
    ),
    sorts=(
        Sort("door", N_("By door"), (By(Home.sort_code, nullable=False),)),
        Sort(
            "balance",
            N_("Highest first"),
            (By(Prepayment.balance, nullable=False, descending=True),),
        ),
    ),
    filters=(TextFilter("home", N_("Home"), Home.code),),
    empty=N_("Nobody has paid ahead"),
)
