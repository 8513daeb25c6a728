"""The log of the gates: every scan with an outcome, as a listing."""

from typing import Any

from flask import url_for
from sqlalchemy import BindParameter, RowMapping, Select, and_, func, select

from propertydesk.kernel.words import N_
from propertydesk.passes import rules
from propertydesk.passes.models import ExitCheck, Gate, PassCode, PassUse
from propertydesk.passes.queries.gate_figures import gates
from propertydesk.passes.rules import Answer, PassKind, Permission, Result, Way
from propertydesk.platform.access import Actor
from propertydesk.platform.listing import (
    By,
    ChoiceFilter,
    Column,
    DayFilter,
    FlagFilter,
    Kind,
    Listing,
    Sort,
)

U = PassUse
_PAGES = {
    PassKind.EXIT: ("exit_passes.detail", "exit_id"),
    PassKind.VISITOR: ("visits.detail", "visit_id"),
    PassKind.WORKER: ("worker_passes.detail", "pass_id"),
}


def _select(community_id: BindParameter[int]) -> Select[Any]:
    return (
        select(U.id)
        .join(Gate, Gate.id == U.gate_id)
        .outerjoin(PassCode, PassCode.id == U.code_id)
        .outerjoin(ExitCheck, ExitCheck.use_id == U.id)
        .where(U.community_id == community_id)
    )


def _link(row: RowMapping) -> str:
    if not row["subject_id"] or row["kind"] not in _PAGES:
        return ""
    endpoint, name = _PAGES[PassKind(row["kind"])]
    return url_for(endpoint, **{name: row["subject_id"]})


def gate_choices(actor: Actor) -> list[tuple[int, str]]:
    """The gates of a community, for filters."""
    return [(each.id, each.name) for each in gates(actor.community_id)]


LISTING = Listing(
    name="gate_uses",
    title=N_("Log of the gates"),
    permission=Permission.FIGURES,
    select=_select,
    id=U.id,
    columns=(
        Column("number", N_("No."), U.id, kind=Kind.NAME, link=_link),
        Column("at", N_("Time"), U.at, kind=Kind.INSTANT, sort="newest"),
        Column(
            "gate",
            N_("Gate"),
            Gate.name_zh,
            english=func.coalesce(func.nullif(Gate.name_en, ""), Gate.name_zh),
        ),
        Column(
            "kind",
            N_("Pass"),
            U.kind,
            kind=Kind.CHOICE,
            word=lambda code: rules.KIND_WORDS[PassKind(code)] if code else None,
        ),
        Column(
            "way",
            N_("Way"),
            U.way,
            kind=Kind.CHOICE,
            word=lambda code: rules.WAY_WORDS[Way(code)],
        ),
        Column(
            "answer",
            N_("Answer"),
            U.answer,
            kind=Kind.STATE,
            word=lambda code: rules.ANSWER_WORDS[Answer(code)],
            tone=lambda code: rules.ANSWER_TONES[Answer(code)],
        ),
        Column(
            "result",
            N_("Result"),
            ExitCheck.result,
            kind=Kind.CHOICE,
            word=lambda code: rules.RESULT_WORDS[Result(code)] if code else None,
        ),
        Column("use_no", N_("Use"), U.use_no, kind=Kind.NUMBER, on_screen=False),
        Column("guard", N_("Guard"), U.guard),
        Column("reason", N_("Reason"), U.reason),
        Column("subject_id", N_("Pass"), U.subject_id, on_screen=False, in_export=False),
    ),
    filters=(
        FlagFilter("through", N_("Let through"), U.use_no.is_not(None)),
        FlagFilter("refused", N_("Not let through"), U.use_no.is_(None)),
        FlagFilter("forced", N_("Forced"), and_(U.forced)),
        ChoiceFilter("kind", N_("Pass"), U.kind, tuple(rules.KIND_WORDS.items())),
        ChoiceFilter("way", N_("Way"), U.way, tuple(rules.WAY_WORDS.items())),
        ChoiceFilter("answer", N_("Answer"), U.answer, tuple(rules.ANSWER_WORDS.items())),
        ChoiceFilter("result", N_("Result"), ExitCheck.result, tuple(rules.RESULT_WORDS.items())),
        ChoiceFilter("gate", N_("Gate"), U.gate_id, gate_choices),
        DayFilter("at", N_("Day"), U.at, instants=True),
    ),
    sorts=(Sort("newest", N_("Newest first"), (By(U.at, descending=True),)),),
    empty=N_("Nothing was scanned yet"),
)
