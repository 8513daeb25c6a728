"""What the gate shows of an exit pass, and who is expected today."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from propertydesk.estate.models import Home
from propertydesk.kernel import quantities
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.words import N_
from propertydesk.passes import rules
from propertydesk.passes.forms.exits import RefusalForm, ReleaseForm
from propertydesk.passes.models import ExitPass, PassCode
from propertydesk.passes.queries import exits
from propertydesk.passes.queries.door import Expected, LookUp, PassType
from propertydesk.passes.rules import ExitState, PassKind
from propertydesk.platform import attachments
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.i18n import language, zone

MOST_EXPECTED = 50
#: States in which the gate has nothing to decide although the code itself would be good.
_OBJECTIONS = {
    ExitState.REFUSED: N_("Refused before: the service centre has to clear it first."),
    ExitState.EXPIRED: N_("Expired unused."),
}


def in_words(quantity: int) -> str:
    """A quantity in words of the reader's language."""
    return quantities.capitals(quantity) if language() == "zh" else quantities.english(quantity)


def pass_of(code: PassCode) -> ExitPass:
    """The exit pass of a code."""
    return db.session.get_one(ExitPass, code.subject_id)


def load(found: LookUp, actor: Actor, _now: datetime) -> dict[str, Any]:
    """Context of the gate's part: what the guard compares, and what was found before."""
    code = found.code
    if code is None:
        return {}
    exit_pass = pass_of(code)
    return {
        "exit_pass": exit_pass,
        "home": exits.home_of(exit_pass),
        "items": exits.items_of(exit_pass),
        "checks": exits.checks_of(exit_pass),
        "photos": attachments.of(exit_pass),
        **_forms(exit_pass, actor),
        "in_words": in_words,
        "words": rules,
        "may_force": found.answer in rules.FORCEABLE and exit_pass.state == ExitState.ISSUED,
    }


def offer_release(form: ReleaseForm, exit_pass: ExitPass) -> ReleaseForm:
    """Let the form choose among the pass's lines and the duty managers."""
    form.items.choices = [(str(each.id), each.name) for each in exits.items_of(exit_pass)]
    form.duty_manager.choices = managers(exit_pass.community_id)
    return form


def offer_refusal(form: RefusalForm) -> RefusalForm:
    """Let the form choose what does not fit."""
    form.difference.choices = [
        (str(each), _(word)) for each, word in rules.DIFFERENCE_WORDS.items()
    ]
    return form


def managers(community_id: int) -> list[tuple[str, str]]:
    """Duty managers as choices, nobody first."""
    found = exits.duty_managers(community_id)
    return [("", ""), *((str(each.id), f"{each.name} {each.staff_no}".strip()) for each in found)]


def _forms(exit_pass: ExitPass, actor: Actor) -> dict[str, Any]:
    if not actor.may(rules.Permission.GUARD):
        return {}
    return {
        "release_form": offer_release(ReleaseForm(formdata=None), exit_pass),
        "refusal_form": offer_refusal(RefusalForm(formdata=None)),
    }


def objection(code: PassCode, _now: datetime) -> str:
    """Why a pass does not go out although its code would be good."""
    return _OBJECTIONS.get(ExitState(pass_of(code).state), "")


def expected(community_id: int, now: datetime) -> Sequence[Expected]:
    """Passes that may go out now or later today."""
    query = (
        select(ExitPass, Home, PassCode.id)
        .join(Home, Home.id == ExitPass.home_id)
        .join(
            PassCode,
            (PassCode.subject_id == ExitPass.id)
            & (PassCode.kind == PassKind.EXIT)
            & (PassCode.version == ExitPass.version),
        )
        .where(
            ExitPass.community_id == community_id,
            ExitPass.state == ExitState.ISSUED,
            ExitPass.valid_to > now,
        )
        .order_by(ExitPass.valid_from, ExitPass.id)
        .limit(MOST_EXPECTED)
    )
    day = business_date(now, zone())
    return [
        Expected(
            at=exit_pass.valid_from,
            until=exit_pass.valid_to,
            title=home.label,
            detail=f"{_(rules.REASON_WORDS[rules.Reason(exit_pass.reason)])} · {exit_pass.number}",
            url=url_for("gate.answer", code_id=code_id),
            kind=PassKind.EXIT,
        )
        for exit_pass, home, code_id in db.session.execute(query)
        if business_date(exit_pass.valid_from, zone()) <= day
    ]


EXIT = PassType(
    kind=PassKind.EXIT,
    template="passes/gate/_exit.html",
    load=load,
    objection=objection,
    expected=expected,
)
