"""All requests to second persons as a listing, and what one of them shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import BindParameter, RowMapping, Select, select

from propertydesk.kernel.words import N_
from propertydesk.overview.rules import Permission
from propertydesk.platform import approvals
from propertydesk.platform.access import Actor
from propertydesk.platform.approvals import Approval, ApprovalKind, Line
from propertydesk.platform.approvals.states import TONES, WORDS
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
)


@dataclass(frozen=True)
class ShownApproval:
    """A request as the page lists it: its kind in words, and the first line of what is asked."""

    approval: Approval
    kind: ApprovalKind
    lines: Sequence[Line]


def shown(found: Sequence[Approval]) -> list[ShownApproval]:
    """Requests of known kinds with what they ask."""
    pairs = [(each, approvals.declared().get(each.kind)) for each in found]
    return [ShownApproval(each, kind, kind.describe(each)) for each, kind in pairs if kind]


def kind_words(name: str) -> str:
    """The kind as a catalogue entry; its bare name when no domain knows it any more."""
    kind = approvals.declared().get(name)
    return kind.label if kind else name


def _choices(_actor: Actor) -> list[tuple[str | int, str]]:
    return [(kind.name, _(kind.label)) for kind in approvals.declared().values()]


def _select(community_id: BindParameter[int]) -> Select[Any]:
    return select().select_from(Approval).where(Approval.community_id == community_id)


def _link(row: RowMapping) -> str:
    return url_for("approvals.detail", approval_id=row["id"])


def _mine(question: Question) -> Any:
    return Approval.asked_by == question.actor.id


_visible: Callable[[Actor], Any] = approvals.concerning

LISTING = Listing(
    name="approvals",
    title=N_("Approvals"),
    permission=Permission.READ_APPROVALS,
    select=_select,
    id=Approval.id,
    visible=_visible,
    columns=(
        Column(
            "number",
            N_("Request no."),
            Approval.number,
            Kind.NAME,
            link=_link,
            second=Column("kind", N_("What is asked"), Approval.kind, Kind.CHOICE, word=kind_words),
        ),
        Column("subject", N_("About"), Approval.subject_no, on_screen=False),
        Column("reason", N_("Reason"), Approval.reason),
        Column("state", N_("State"), Approval.state, Kind.STATE, word=WORDS.get, tone=TONES.get),
        Column(
            "asked_by",
            N_("Asked by"),
            Approval.asked_by_name,
            second=Column("asked_at", N_("Asked at"), Approval.asked_at, Kind.INSTANT),
        ),
        Column(
            "decided_by",
            N_("Decided by"),
            Approval.decided_by_name,
            second=Column("decided_at", N_("Decided at"), Approval.decided_at, Kind.INSTANT),
        ),
        Column("decision_note", N_("Note"), Approval.decision_note, on_screen=False),
    ),
    sorts=(Sort("newest", N_("Newest first"), (By(Approval.id, descending=True),)),),
    filters=(
        ChoiceFilter("state", N_("State"), Approval.state, tuple(WORDS.items())),
        ChoiceFilter("kind", N_("What is asked"), Approval.kind, _choices),
        DayFilter("asked", N_("Asked at"), Approval.asked_at, instants=True),
        FlagFilter("mine", N_("Asked by me"), _mine),
    ),
    empty=N_("Nobody has asked for a second person yet"),
)
