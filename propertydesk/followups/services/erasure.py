"""Erasing who was asked and what they said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select, update

from propertydesk.followups import rules
from propertydesk.followups.models import FollowUp
from propertydesk.followups.rules.retention import CALL_YEARS, ERASED
from propertydesk.kernel.words import N_
from propertydesk.platform.db import db
from propertydesk.platform.retention import RetentionRule


def erase_calls(call_ids: Sequence[int], _now: datetime) -> None:
    """Blank who was asked and what they said; marks and promises stay for the statistics."""
    _blank(FollowUp.id.in_(call_ids))


def erase_of(source_type: str, source_ids: Sequence[int]) -> None:
    """The same for all calls about these records, whoever they were to be made to."""
    _blank((FollowUp.source_type == source_type) & FollowUp.source_id.in_(source_ids))


def _blank(which: ColumnElement[bool]) -> None:
    blank: dict[str, Any] = {"contact_name": ERASED, "salutation": "", "phone": "", "comment": ""}
    blank |= {"person_id": None}
    statement = update(FollowUp).where(which).values(**blank)
    db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.expire_all()


def _calls_due(community_id: int, before: datetime) -> Select[Any]:
    return (
        select(FollowUp.id)
        .where(
            FollowUp.community_id == community_id,
            FollowUp.state.not_in(rules.WAITING),
            FollowUp.state_since < before,
            FollowUp.contact_name != ERASED,
        )
        .order_by(FollowUp.id)
    )


RULES = (
    RetentionRule(
        key="followups.call",
        what=N_("Follow-up calls: name, number and comment of whoever was asked"),
        purpose=N_("To see whether the work was good, and to put right what was not"),
        basis=N_("Contract"),
        after=N_("the call was over"),
        effect=N_("Name, number and comment blanked; marks stay"),
        setting=CALL_YEARS,
        due=_calls_due,
        erase=erase_calls,
    ),
)
