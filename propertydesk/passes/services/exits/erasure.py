"""Forgetting the people of exit passes; what went out stays on record."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select, update

from propertydesk.kernel.words import N_
from propertydesk.owners.events import PeopleErased, PersonMerged
from propertydesk.passes import rules
from propertydesk.passes.models import ExitCheck, ExitPass
from propertydesk.passes.queries import exits as queries
from propertydesk.passes.rules.retention import ERASED, PEOPLE_DAYS
from propertydesk.platform import attachments, search
from propertydesk.platform.db import db
from propertydesk.platform.retention import Hold, RetentionRule

S = rules.ExitState
_OVER = (S.ARCHIVED, S.EXPIRED, S.VOIDED)


def erase_people(exit_ids: Sequence[int], _now: datetime) -> None:
    """Blank names, plates and calls, delete signatures and photos."""
    passes = list(db.session.scalars(select(ExitPass).where(ExitPass.id.in_(exit_ids))))
    for each in passes:
        each.applicant_id = each.owner_id = None
        each.applicant_name = ERASED
        each.owner_name = each.owner_phone = each.plate = each.carrier = each.note = ""
    of_passes = ExitCheck.exit_pass_id.in_(exit_ids)
    db.session.execute(update(ExitCheck).where(of_passes).values(mover="", plate=""))
    db.session.flush()
    attachments.drop("exit_pass", exit_ids)
    search.bulk_index([_entry(each) for each in passes], replacing=True)


def forget_people(event: PeopleErased) -> None:
    """Whoever was erased asks for no pass any more, and was phoned for none."""
    ids = list(event.person_ids)
    mine = select(ExitPass.id).where(
        or_(ExitPass.applicant_id.in_(ids), ExitPass.owner_id.in_(ids))
    )
    exit_ids = list(db.session.scalars(mine))
    if exit_ids:
        erase_people(exit_ids, event.now)


def follow_person(merged: PersonMerged) -> None:
    """Two entries of a person became one: their passes belong to it."""
    for column in (ExitPass.applicant_id, ExitPass.owner_id):
        mine = update(ExitPass).where(column == merged.from_id)
        db.session.execute(mine.values({column: merged.into_id}))


def _entry(exit_pass: ExitPass) -> search.Entry:
    names = " ".join(each.name for each in queries.items_of(exit_pass))
    terms = [*search.number_terms(exit_pass.number), *search.text_terms(names)]
    return search.Entry("exit_pass", exit_pass.id, exit_pass.community_id, exit_pass.home_id, terms)


def _due(community_id: int, before: datetime) -> Select[Any]:
    return (
        select(ExitPass.id)
        .where(
            ExitPass.community_id == community_id,
            ExitPass.state.in_(_OVER),
            ExitPass.state_since < before,
            ExitPass.applicant_name != ERASED,
        )
        .order_by(ExitPass.id)
    )


def _people_of_open_passes(community_id: int) -> Select[Any]:
    return select(ExitPass.applicant_id).where(
        ExitPass.community_id == community_id,
        ExitPass.state.not_in(_OVER),
        ExitPass.applicant_id.is_not(None),
    )


RULES = (
    RetentionRule(
        key="passes.people",
        what=N_("Exit passes: names, plates, the owner phoned, signatures and photos"),
        purpose=N_("To show on whose word things went out"),
        basis=N_("Contract"),
        after=N_("the pass was filed, expired or voided"),
        effect=N_("People blanked, pictures deleted; the list of what went out stays"),
        setting=PEOPLE_DAYS,
        due=_due,
        erase=erase_people,
    ),
)

HOLDS = (Hold("person", N_("an exit pass of this person is not filed"), _people_of_open_passes),)
