"""How visits read among search hits."""

from collections.abc import Mapping, Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from propertydesk.estate import queries as estate
from propertydesk.passes.models.visits import Visit
from propertydesk.passes.rules import Permission
from propertydesk.passes.rules import visits as rules
from propertydesk.platform.access import signed_in_actor
from propertydesk.platform.db import db
from propertydesk.platform.i18n import day
from propertydesk.platform.search import Hit


def present(community_id: int, ids: Sequence[int]) -> Mapping[int, Hit]:
    """A hit for each visit of the community; guards are led to the gate's page of it."""
    reader = signed_in_actor()
    if reader is None or not (reader.may(Permission.READ_VISITS) or reader.may(Permission.GUARD)):
        return {}
    endpoint = "visits.detail" if reader.may(Permission.READ_VISITS) else "gate_visits.detail"
    query = select(Visit).where(Visit.community_id == community_id, Visit.id.in_(ids))
    visits = list(db.session.scalars(query))
    labels = estate.home_labels({each.home_id for each in visits if each.home_id})
    return {
        each.id: _hit(each, labels.get(each.home_id or 0, each.office), endpoint) for each in visits
    }


def _hit(visit: Visit, whom: str, endpoint: str) -> Hit:
    purpose = _(rules.PURPOSE_WORDS[rules.Purpose(visit.purpose)])
    return Hit(
        title=visit.number,
        detail=" · ".join(part for part in (whom, purpose, day(visit.valid_from)) if part),
        url=url_for(endpoint, visit_id=visit.id),
        tags=(_(rules.WORKFLOW.word(visit.state)),),
        icon="users-group",
        tone=rules.WORKFLOW.tone(visit.state),
    )
