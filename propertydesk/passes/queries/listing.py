"""The list of exit passes: columns, filters, sorts."""

from typing import Any

from flask import url_for
from sqlalchemy import BindParameter, ColumnElement, RowMapping, Select, and_, select

from propertydesk.estate.models import Home
from propertydesk.kernel.words import N_
from propertydesk.passes import rules
from propertydesk.passes.models import ExitPass
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

E = ExitPass
_FLOW = rules.EXIT_PASS


def _select(community_id: BindParameter[int]) -> Select[Any]:
    return select(E.id).join(Home, Home.id == E.home_id).where(E.community_id == community_id)


def _link(row: RowMapping) -> str:
    return url_for("exit_passes.detail", exit_id=row["id"])


def _copy_missing(question: Question) -> ColumnElement[bool]:
    return and_(E.state.in_(rules.OUT_EXITS), E.copy_due < question.now)


LISTING = Listing(
    name="passes",
    title=N_("Exit passes"),
    permission=rules.Permission.READ,
    select=_select,
    id=E.id,
    columns=(
        Column("number", N_("No."), E.number, kind=Kind.NAME, link=_link, sort="number"),
        Column("home", N_("Home"), Home.code, sort="home"),
        Column(
            "applicant",
            N_("Applicant"),
            E.applicant_name,
            second=Column(
                "role",
                N_("Role"),
                E.applicant_role,
                kind=Kind.CHOICE,
                word=lambda value: rules.APPLICANT_WORDS[rules.Applicant(value)],
            ),
        ),
        Column(
            "reason",
            N_("Reason"),
            E.reason,
            kind=Kind.CHOICE,
            word=lambda value: rules.REASON_WORDS[rules.Reason(value)],
            second=Column(
                "basis",
                N_("Basis"),
                E.basis,
                kind=Kind.CHOICE,
                word=lambda value: rules.BASIS_WORDS[rules.Basis(value)],
            ),
        ),
        Column("state", N_("State"), E.state, kind=Kind.STATE, word=_FLOW.word, tone=_FLOW.tone),
        Column("valid_from", N_("From"), E.valid_from, kind=Kind.INSTANT, sort="window"),
        Column("valid_to", N_("Until"), E.valid_to, kind=Kind.INSTANT),
        Column("version", N_("Version"), E.version, kind=Kind.NUMBER, on_screen=False),
        Column("plate", N_("Plate"), E.plate, on_screen=False),
        Column("carrier", N_("Carrier"), E.carrier, on_screen=False),
        Column("asked_at", N_("Asked for"), E.asked_at, kind=Kind.INSTANT, sort="newest"),
        Column("issued_at", N_("Issued"), E.issued_at, kind=Kind.INSTANT, on_screen=False),
        Column("issued_by", N_("Issued by"), E.issued_by, on_screen=False),
        Column(
            "copy_back_at", N_("Gate copy back"), E.copy_back_at, kind=Kind.INSTANT, on_screen=False
        ),
    ),
    filters=(
        SearchFilter(
            "q", N_("Number, home, plate, items"), by_search(E.id, "exit_pass", homes=E.home_id)
        ),
        FlagFilter("open", N_("Open"), E.state.in_(rules.OPEN_EXITS)),
        FlagFilter("copy", N_("Gate copy missing"), _copy_missing),
        FlagFilter("papers", N_("Night papers due"), and_(E.papers_due)),
        ChoiceFilter("state", N_("State"), E.state, tuple(_FLOW.words.items())),
        ChoiceFilter("basis", N_("Basis"), E.basis, tuple(rules.BASIS_WORDS.items())),
        DayFilter("asked", N_("Asked for"), E.asked_at, instants=True),
    ),
    sorts=(
        Sort("newest", N_("Newest first"), (By(E.asked_at, descending=True),)),
        Sort("window", N_("Valid from"), (By(E.valid_from),)),
        Sort("home", N_("Home"), (By(Home.code),)),
        Sort("number", N_("No."), (By(E.number),)),
    ),
    empty=N_("No exit pass yet"),
)
