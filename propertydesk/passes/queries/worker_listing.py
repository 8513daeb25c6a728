"""The lists of workers' passes (ZX-03, masked) and of work at homes: columns, filters, sorts."""

from typing import Any

from flask import url_for
from sqlalchemy import BindParameter, ColumnElement, RowMapping, Select, and_, exists, func, select

from propertydesk.estate.models import Home
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_
from propertydesk.passes.models import Engagement, WorkerPass, WorkerStay
from propertydesk.passes.queries.worker_deposits import STANDING, UNSECURED
from propertydesk.passes.rules import Permission
from propertydesk.passes.rules import worker_states as states
from propertydesk.passes.rules import workers as rules
from propertydesk.platform.listing import (
    By,
    ChoiceFilter,
    Column,
    DayFilter,
    FlagFilter,
    Kind,
    Listing,
    Question,
    SearchFilter,
    Sort,
    by_search,
)

P, E = WorkerPass, Engagement
_FLOW, _WORK = states.WORKFLOW, states.WORK


def _passes(community_id: BindParameter[int]) -> Select[Any]:
    return (
        select(P.id)
        .join(Home, Home.id == P.home_id)
        .join(E, E.id == P.engagement_id)
        .where(P.community_id == community_id)
    )


def _engagements(community_id: BindParameter[int]) -> Select[Any]:
    return select(E.id).join(Home, Home.id == E.home_id).where(E.community_id == community_id)


def _pass_link(row: RowMapping) -> str:
    return url_for("worker_passes.detail", pass_id=row["id"])


def _work_link(row: RowMapping) -> str:
    return url_for("engagements.detail", engagement_id=row["id"])


def _trade(code: str) -> str:
    return rules.TRADE_WORDS[rules.Trade(code)]


def _work(code: str) -> str:
    return rules.WORK_WORDS[rules.Work(code)]


def _standing(code: str) -> str:
    return states.STANDING_WORDS[code]


def _tone(code: str) -> Tone:
    return states.STANDING_TONES[code]


def _overdue(question: Question) -> ColumnElement[bool]:
    return and_(P.state.in_(states.OUT), P.ends_on < business_date(question.now, question.zone))


_INSIDE = exists().where(WorkerStay.pass_id == P.id, WorkerStay.left_at.is_(None))

PASSES = Listing(
    name="worker-passes",
    title=N_("Worker passes"),
    permission=Permission.READ_WORKERS,
    select=_passes,
    id=P.id,
    columns=(
        Column("number", N_("No."), P.number, kind=Kind.NAME, link=_pass_link, sort="number"),
        Column(
            "name",
            N_("Worker"),
            P.name,
            second=Column("phone", N_("Phone"), P.phone, kind=Kind.PHONE),
        ),
        Column("trade", N_("Trade"), P.trade, kind=Kind.CHOICE, word=_trade),
        Column("home", N_("Home"), Home.code, sort="home"),
        Column("company", N_("Company"), E.company, second=Column("work_no", N_("Work"), E.number)),
        Column("state", N_("State"), STANDING, kind=Kind.STATE, word=_standing, tone=_tone),
        Column("starts_on", N_("From"), P.starts_on, kind=Kind.DATE),
        Column("ends_on", N_("Until"), P.ends_on, kind=Kind.DATE, sort="until"),
        Column("deposit", N_("Deposit"), P.deposit, kind=Kind.MONEY),
        Column("identity", N_("Identity number"), P.identity_masked, on_screen=False),
        Column("cards", N_("Cards made"), P.version, kind=Kind.NUMBER, on_screen=False),
        Column("lost_cards", N_("Cards lost"), P.lost_cards, kind=Kind.NUMBER, on_screen=False),
        Column("issued_at", N_("Issued"), P.issued_at, kind=Kind.INSTANT, on_screen=False),
        Column("issued_by", N_("Issued by"), P.issued_by, on_screen=False),
        Column("card_back_at", N_("Card back"), P.card_back_at, kind=Kind.INSTANT, on_screen=False),
        Column("made_at", N_("Entered"), P.made_at, kind=Kind.INSTANT, on_screen=False),
    ),
    filters=(
        SearchFilter(
            "q", N_("Number, name, phone, home"), by_search(P.id, "worker_pass", homes=P.home_id)
        ),
        FlagFilter("inside", N_("Inside"), _INSIDE),
        FlagFilter("overdue", N_("Card overdue"), _overdue),
        FlagFilter("unsecured", N_("Deposit not held"), UNSECURED),
        ChoiceFilter("state", N_("State"), P.state, tuple(_FLOW.words.items())),
        ChoiceFilter("trade", N_("Trade"), P.trade, tuple(rules.TRADE_WORDS.items())),
        DayFilter("ends_on", N_("Until"), P.ends_on),
    ),
    sorts=(
        Sort("newest", N_("Newest first"), (By(P.made_at, descending=True),)),
        Sort("until", N_("Valid until"), (By(P.ends_on),)),
        Sort("home", N_("Home"), (By(Home.code),)),
        Sort("number", N_("No."), (By(P.number),)),
    ),
    empty=N_("No worker's pass yet"),
)

_CARDS = (
    select(func.count())
    .select_from(P)
    .where(P.engagement_id == E.id, P.state.in_(states.OUT))
    .correlate(E)
    .scalar_subquery()
)

ENGAGEMENTS = Listing(
    name="engagements",
    title=N_("Work at homes"),
    permission=Permission.READ_WORKERS,
    select=_engagements,
    id=E.id,
    columns=(
        Column("number", N_("No."), E.number, kind=Kind.NAME, link=_work_link, sort="number"),
        Column("home", N_("Home"), Home.code, sort="home"),
        Column("work", N_("Work"), E.work, kind=Kind.CHOICE, word=_work),
        Column(
            "company",
            N_("Company"),
            E.company,
            second=Column("contact", N_("Who answers for it"), E.contact),
        ),
        Column("phone", N_("Phone"), E.phone, kind=Kind.PHONE),
        Column("starts_on", N_("From"), E.starts_on, kind=Kind.DATE),
        Column("ends_on", N_("Until"), E.ends_on, kind=Kind.DATE, sort="until"),
        Column("cards_out", N_("Cards out"), _CARDS, kind=Kind.NUMBER),
        Column("state", N_("State"), E.state, kind=Kind.STATE, word=_WORK.word, tone=_WORK.tone),
        Column("made_at", N_("Entered"), E.made_at, kind=Kind.INSTANT, on_screen=False),
    ),
    filters=(
        SearchFilter(
            "q", N_("Number, company, home"), by_search(E.id, "engagement", homes=E.home_id)
        ),
        ChoiceFilter("state", N_("State"), E.state, tuple(_WORK.words.items())),
        ChoiceFilter("work", N_("Work"), E.work, tuple(rules.WORK_WORDS.items())),
        DayFilter("ends_on", N_("Until"), E.ends_on),
    ),
    sorts=(
        Sort("newest", N_("Newest first"), (By(E.made_at, descending=True),)),
        Sort("until", N_("Valid until"), (By(E.ends_on),)),
        Sort("home", N_("Home"), (By(Home.code),)),
        Sort("number", N_("No."), (By(E.number),)),
    ),
    empty=N_("No work at a home yet"),
)
