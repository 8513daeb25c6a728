"""Reading what guards wrote down: what waits, a plate's earlier notes, the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import BindParameter, RowMapping, Select, and_, case, func, select

from propertydesk.estate.models import Home
from propertydesk.kernel.words import N_
from propertydesk.passes.models.gate_notes import GateNote
from propertydesk.passes.queries.visit_listing import masked_plate
from propertydesk.passes.rules import Permission
from propertydesk.passes.rules import gate_notes as rules
from propertydesk.passes.rules.gate_notes import NoteKind, State
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.clock import now as clock_now
from propertydesk.platform.db import db
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
from propertydesk.platform.menu import Waiting

N = GateNote
_FLOW = rules.WORKFLOW
TIMELINE = 50


@dataclass(frozen=True)
class Sheet:
    """A note with what its page shows besides."""

    home: Home | None
    repeats: int
    timeline: Sequence[activity.Entry]


def of_note(note: GateNote) -> Sheet:
    """The home, how often the plate stood wrong before, and what happened to the note."""
    home = db.session.get(Home, note.home_id) if note.home_id else None
    entries = activity.timeline(note.community_id, subject=("gate_note", note.id), limit=TIMELINE)
    return Sheet(home, repeats(note), entries)


def repeats(note: GateNote) -> int:
    """How often this plate was noted in the ninety days before this note."""
    if not note.plate:
        return 0
    earlier = select(func.count()).where(
        N.community_id == note.community_id,
        N.plate == note.plate,
        N.kind == NoteKind.PARKING,
        N.at >= note.at - rules.REPEATS_WITHIN,
        N.id < note.id,
    )
    return db.session.scalar(earlier) or 0


def latest(community_id: int, kind: NoteKind, most: int = 10) -> list[GateNote]:
    """The newest notes of a kind that are open."""
    query = select(N).filter_by(community_id=community_id, kind=kind, state=State.OPEN)
    return list(db.session.scalars(query.order_by(N.at.desc(), N.id.desc()).limit(most)))


def waiting(actor: Actor) -> Waiting:
    """Matters to call back; pressing when one is late."""
    query = select(func.count(), func.min(N.due_at)).where(
        N.community_id == actor.community_id, N.state == State.OPEN, N.kind == NoteKind.MATTER
    )
    count, first = db.session.execute(query).one()
    return Waiting(count, hot=first is not None and first <= clock_now())


def _select(community_id: BindParameter[int]) -> Select[Any]:
    return select(N.id).outerjoin(Home, Home.id == N.home_id).where(N.community_id == community_id)


def _link(row: RowMapping) -> str:
    return url_for("gate_notes.detail", note_id=row["id"])


def _is_late(question: Question) -> Any:
    return and_(N.state == State.OPEN, N.due_at <= question.now)


def _kind(code: str) -> str:
    return rules.KIND_WORDS[NoteKind(code)]


def _spot(code: str) -> str | None:
    return rules.SPOT_WORDS[rules.Spot(code)] if code else None


def _outcome(code: str) -> str | None:
    return rules.OUTCOME_WORDS[rules.Outcome(code)] if code else None


LISTING = Listing(
    name="gate_notes",
    title=N_("Notes of the gate"),
    permission=Permission.ANSWER_NOTES,
    select=_select,
    id=N.id,
    columns=(
        Column(
            "number",
            N_("No."),
            N.number,
            kind=Kind.NAME,
            link=_link,
            sort="number",
            second=Column("guard", N_("Guard"), N.guard),
        ),
        Column("kind", N_("Kind"), N.kind, kind=Kind.CHOICE, word=_kind),
        Column(
            "what",
            N_("What"),
            func.substr(N.what, 1, 80),
            second=Column("spot", N_("Spot"), N.spot, kind=Kind.CHOICE, word=_spot),
        ),
        Column("plate", N_("Plate"), masked_plate(N.plate)),
        Column(
            "home",
            N_("Home"),
            case((N.home_id.is_(None), N.place), else_=func.coalesce(Home.code, "")),
        ),
        Column(
            "name",
            N_("Full name"),
            N.name,
            second=Column("phone", N_("Phone"), N.phone, kind=Kind.PHONE),
        ),
        Column("state", N_("State"), N.state, kind=Kind.STATE, word=_FLOW.word, tone=_FLOW.tone),
        Column(
            "outcome",
            N_("Outcome"),
            N.outcome,
            kind=Kind.CHOICE,
            word=_outcome,
            second=Column("closed_by", N_("Dealt with by"), N.closed_by),
        ),
        Column("at", N_("Written down"), N.at, kind=Kind.INSTANT, sort="newest"),
        Column("due_at", N_("To be done by"), N.due_at, kind=Kind.INSTANT, sort="due"),
    ),
    filters=(
        TextFilter("number", N_("No."), N.number),
        TextFilter("plate", N_("Plate"), N.plate),
        FlagFilter("late", N_("Late"), _is_late),
        ChoiceFilter("state", N_("State"), N.state, tuple(_FLOW.words.items())),
        ChoiceFilter("kind", N_("Kind"), N.kind, tuple(rules.KIND_WORDS.items())),
        DayFilter("at", N_("Day"), N.at, instants=True),
    ),
    sorts=(
        Sort("newest", N_("Newest first"), (By(N.at, descending=True),)),
        Sort("due", N_("Due first"), (By(N.due_at),)),
        Sort("number", N_("No."), (By(N.number),)),
    ),
    empty=N_("Nothing was written down yet"),
)
