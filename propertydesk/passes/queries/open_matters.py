"""What a shift hands on of passes: who is inside, copies and papers that miss, notes of the gate."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from propertydesk.estate.models import Home
from propertydesk.kernel.words import N_
from propertydesk.passes import rules
from propertydesk.passes.models import (
    ExitPass,
    ForcedReview,
    Gate,
    PassUse,
    WorkerPass,
    WorkerStay,
)
from propertydesk.passes.models.gate_notes import GateNote
from propertydesk.passes.models.visits import Visit
from propertydesk.passes.rules import gate_notes as note_rules
from propertydesk.passes.rules import visits as visit_rules
from propertydesk.platform.db import db
from propertydesk.platform.printing.catalogue import bilingual
from propertydesk.shifts.queries import Asked, Found, OpenItem, Source, Tally
from propertydesk.shifts.rules import PostKind

GATE = frozenset({PostKind.GATE})
DESK = frozenset({PostKind.DESK})
S = visit_rules.State


def _inside(asked: Asked, most: int) -> Found:
    """Whoever has to leave first on top; no names, for hand-overs are kept for good."""
    query = (
        select(Visit, Home, func.count().over())
        .outerjoin(Home, Home.id == Visit.home_id)
        .where(Visit.community_id == asked.community_id, Visit.state == S.INSIDE)
        .order_by(Visit.valid_to, Visit.id)
    )
    return _found(query, most, lambda visit, home: _guest(visit, home, asked.until))


def _guest(visit: Visit, home: Home | None, now: datetime) -> OpenItem:
    zh, en = (home.label_in(chinese=True), home.code) if home else ("服务中心", "Service centre")
    late = visit.is_late(now)
    return OpenItem(
        visit.number,
        f"访客 {zh}",
        f"Visitor to {en}",
        visit.valid_to,
        N_("Inside for too long: look for the visitor") if late else N_("Take the slip back"),
        "visit",
        visit.id,
    )


def _workers(asked: Asked, most: int) -> Found:
    """Workers inside, whoever came first on top."""
    query = (
        select(WorkerStay, WorkerPass, Home, func.count().over())
        .join(WorkerPass, WorkerPass.id == WorkerStay.pass_id)
        .join(Home, Home.id == WorkerPass.home_id)
        .where(WorkerStay.community_id == asked.community_id, WorkerStay.left_at.is_(None))
        .order_by(WorkerStay.entered_at, WorkerStay.id)
    )
    rows = db.session.execute(query.limit(most)).all()
    items = [_worker(worker_pass, home) for _stay, worker_pass, home, _count in rows]
    return Found(rows[0][3] if rows else 0, items)


def _worker(worker_pass: WorkerPass, home: Home) -> OpenItem:
    return OpenItem(
        worker_pass.number,
        f"施工人员 {home.label_in(chinese=True)}",
        f"Worker at {home.code}",
        None,
        N_("Let out when the hours of work are over"),
        "worker_pass",
        worker_pass.id,
    )


def _copies(asked: Asked, most: int) -> Found:
    """Gate copies that should be back by now."""
    query = (
        select(ExitPass, Home, func.count().over())
        .join(Home, Home.id == ExitPass.home_id)
        .where(
            ExitPass.community_id == asked.community_id,
            ExitPass.state.in_(rules.OUT_EXITS),
            ExitPass.copy_due < asked.until,
        )
        .order_by(ExitPass.copy_due, ExitPass.id)
    )
    return _found(query, most, _copy)


def _copy(exit_pass: ExitPass, home: Home) -> OpenItem:
    return OpenItem(
        exit_pass.number,
        f"门岗联 {home.label_in(chinese=True)}",
        f"Gate copy {home.code}",
        exit_pass.copy_due,
        N_("Bring the copy to the office"),
        "exit_pass",
        exit_pass.id,
    )


def _night_papers(asked: Asked, most: int) -> Found:
    """For the desk: what went out at night and has no papers."""
    query = (
        select(ExitPass, Home, func.count().over())
        .join(Home, Home.id == ExitPass.home_id)
        .where(ExitPass.community_id == asked.community_id, ExitPass.papers_due)
        .order_by(ExitPass.asked_at, ExitPass.id)
    )
    return _found(query, most, _papers)


def _papers(exit_pass: ExitPass, home: Home) -> OpenItem:
    return OpenItem(
        exit_pass.number,
        f"夜间放行 {home.label_in(chinese=True)}",
        f"Night release {home.code}",
        None,
        N_("Complete the papers"),
        "exit_pass",
        exit_pass.id,
    )


def _forced(asked: Asked, most: int) -> Found:
    """For the desk: forced releases that nobody has looked into."""
    query = (
        select(PassUse, Gate, func.count().over())
        .join(Gate, Gate.id == PassUse.gate_id)
        .outerjoin(ForcedReview, ForcedReview.use_id == PassUse.id)
        .where(
            PassUse.community_id == asked.community_id, PassUse.forced, ForcedReview.id.is_(None)
        )
        .order_by(PassUse.at, PassUse.id)
    )
    return _found(query, most, _use)


def _use(use: PassUse, gate: Gate) -> OpenItem:
    return OpenItem(
        str(use.id),
        f"强制放行 {gate.name_zh}",
        f"Forced release, {gate.name_en or gate.name_zh}",
        None,
        N_("Look into it"),
        "gate_use",
        use.id,
    )


def _notes(asked: Asked, most: int) -> Found:
    """Notes of the gate that wait for the office."""
    query = (
        select(GateNote, Home, func.count().over())
        .outerjoin(Home, Home.id == GateNote.home_id)
        .where(GateNote.community_id == asked.community_id, GateNote.state == note_rules.State.OPEN)
        .order_by(GateNote.due_at, GateNote.id)
    )
    return _found(query, most, _note)


def _note(note: GateNote, home: Home | None) -> OpenItem:
    """The kind and the home; what was written may tell of people."""
    kind = bilingual(note_rules.KIND_WORDS[note_rules.NoteKind(note.kind)])
    zh, en = (home.label_in(chinese=True), home.code) if home else ("", "")
    is_matter = note.kind == note_rules.NoteKind.MATTER
    return OpenItem(
        note.number,
        f"{kind.zh} {zh}".strip(),
        f"{kind.en} {en}".strip(),
        note.due_at,
        N_("Call back") if is_matter else N_("Look after it"),
        "gate_note",
        note.id,
    )


def _found(query: Select[*tuple[Any, ...]], most: int, item: Any) -> Found:
    rows: Sequence[Any] = db.session.execute(query.limit(most)).all()
    return Found(rows[0][2] if rows else 0, [item(one, other) for one, other, _count in rows])


def _let_through(asked: Asked) -> int:
    return _uses_of(asked, PassUse.use_no.is_not(None))


def _refused(asked: Asked) -> int:
    return _uses_of(asked, PassUse.use_no.is_(None))


def _uses_of(asked: Asked, which: Any) -> int:
    query = select(func.count()).where(
        PassUse.community_id == asked.community_id,
        PassUse.guard_id == asked.staff_id,
        PassUse.at >= asked.since,
        PassUse.at <= asked.until,
        which,
    )
    return db.session.scalar(query) or 0


SOURCES = (
    Source("visitors", N_("Visitors inside"), GATE, _inside),
    Source("workers", N_("Workers inside"), GATE, _workers),
    Source("gate-copies", N_("Gate copies not back"), GATE | DESK, _copies),
    Source("night-papers", N_("Night papers due"), DESK, _night_papers),
    Source("forced", N_("Forced releases"), DESK, _forced),
    Source("gate-notes", N_("Notes of the gate"), GATE | DESK, _notes),
)
TALLIES = (
    Tally("let-through", N_("Let through on a code"), GATE, _let_through),
    Tally("refused", N_("Codes refused"), GATE, _refused),
)
