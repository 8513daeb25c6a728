"""The list of visitors: columns, filters, sorts (AB-01, masked)."""

from typing import Any

from flask import url_for
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    RowMapping,
    Select,
    String,
    and_,
    case,
    func,
    select,
)
from sqlalchemy.orm import aliased

from propertydesk.estate.models import Home
from propertydesk.kernel.words import N_
from propertydesk.passes.models import Gate
from propertydesk.passes.models.visits import Visit
from propertydesk.passes.queries.uses_listing import gate_choices
from propertydesk.passes.rules import Permission
from propertydesk.passes.rules import visits as rules
from propertydesk.platform.listing import (
    By,
    ChoiceFilter,
    Column,
    DayFilter,
    FlagFilter,
    Kind,
    Listing,
    Question,
    Sort,
    TextFilter,
)

V = Visit
_FLOW = rules.WORKFLOW
_IN, _OUT = aliased(Gate), aliased(Gate)


def masked_plate(plate: Any) -> ColumnElement[str]:
    """浙A***K3: a plate as a list may show it."""
    return case(
        (plate == "", ""),
        else_=func.substr(plate, 1, 2, type_=String)
        + "***"
        + func.substr(plate, func.length(plate) - 1, type_=String),
    )


_WHOM = case((V.home_id.is_(None), V.office), else_=func.coalesce(Home.code, ""))


def _select(community_id: BindParameter[int]) -> Select[Any]:
    return (
        select(V.id)
        .outerjoin(Home, Home.id == V.home_id)
        .outerjoin(_IN, _IN.id == V.entry_gate_id)
        .outerjoin(_OUT, _OUT.id == V.exit_gate_id)
        .where(V.community_id == community_id)
    )


def _link(row: RowMapping) -> str:
    return url_for("visits.detail", visit_id=row["id"])


def _is_late(question: Question) -> Any:
    return and_(V.state == rules.State.INSIDE, V.valid_to <= question.now)


def _purpose(code: str) -> str:
    return rules.PURPOSE_WORDS[rules.Purpose(code)]


def _refusal(code: str) -> str | None:
    return rules.REFUSAL_WORDS[rules.Refusal(code)] if code else None


def _confirmation(code: str) -> str | None:
    return rules.CONFIRMATION_WORDS[rules.Confirmation(code)] if code else None


LISTING = Listing(
    name="visits",
    title=N_("Visitors"),
    permission=Permission.READ_VISITS,
    select=_select,
    id=V.id,
    columns=(
        Column(
            "number",
            N_("No."),
            V.number,
            kind=Kind.NAME,
            link=_link,
            sort="number",
            second=Column("made_by", N_("Entered by"), V.made_by),
        ),
        Column(
            "visitor",
            N_("Visitor"),
            V.visitor,
            second=Column("phone", N_("Phone"), V.phone, kind=Kind.PHONE),
        ),
        Column("plate", N_("Plate"), masked_plate(V.plate)),
        Column("whom", N_("Home or office"), _WHOM),
        Column(
            "purpose",
            N_("Purpose"),
            V.purpose,
            kind=Kind.CHOICE,
            word=_purpose,
            second=Column(
                "refusal", N_("Reason of refusal"), V.refusal, kind=Kind.CHOICE, word=_refusal
            ),
        ),
        Column("persons", N_("Persons"), V.persons, kind=Kind.NUMBER),
        Column("state", N_("State"), V.state, kind=Kind.STATE, word=_FLOW.word, tone=_FLOW.tone),
        Column(
            "entered_at",
            N_("Came in"),
            V.entered_at,
            kind=Kind.INSTANT,
            second=Column("entry_gate", N_("Gate"), func.coalesce(_IN.name_zh, "")),
        ),
        Column(
            "left_at",
            N_("Left at"),
            V.left_at,
            kind=Kind.INSTANT,
            second=Column("exit_gate", N_("Gate of leaving"), func.coalesce(_OUT.name_zh, "")),
        ),
        Column("valid_to", N_("Valid until"), V.valid_to, kind=Kind.INSTANT, sort="until"),
        Column(
            "confirmed_by",
            N_("Host's consent"),
            V.confirmed_by,
            kind=Kind.CHOICE,
            word=_confirmation,
            on_screen=False,
        ),
        Column("let_in_by", N_("Guard"), V.let_in_by, on_screen=False),
        Column("made_at", N_("Entered"), V.made_at, kind=Kind.INSTANT, on_screen=False),
        Column(
            "overstayed_at",
            N_("Overstay noted"),
            V.overstayed_at,
            kind=Kind.INSTANT,
            on_screen=False,
        ),
    ),
    filters=(
        TextFilter("number", N_("No."), V.number),
        TextFilter("plate", N_("Plate"), V.plate),
        FlagFilter("late", N_("Inside for too long"), _is_late),
        ChoiceFilter("state", N_("State"), V.state, tuple(_FLOW.words.items())),
        ChoiceFilter("purpose", N_("Purpose"), V.purpose, tuple(rules.PURPOSE_WORDS.items())),
        ChoiceFilter(
            "refusal", N_("Reason of refusal"), V.refusal, tuple(rules.REFUSAL_WORDS.items())
        ),
        ChoiceFilter("gate", N_("Gate"), V.entry_gate_id, gate_choices),
        DayFilter("valid_from", N_("Day"), V.valid_from, instants=True),
        DayFilter("since", N_("In this state since"), V.state_since, instants=True),
        DayFilter("overstayed", N_("Overstay noted"), V.overstayed_at, instants=True),
    ),
    sorts=(
        Sort("newest", N_("Newest first"), (By(V.made_at, descending=True),)),
        Sort("until", N_("Valid until"), (By(V.valid_to),)),
        Sort("number", N_("No."), (By(V.number),)),
    ),
    empty=N_("No visitor yet"),
)
