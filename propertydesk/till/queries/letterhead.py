"""Whose paper it is and who prints it: the head and foot of every paper of the till."""

from datetime import datetime

from propertydesk.estate import queries as estate
from propertydesk.estate.models import Community
from propertydesk.kernel.clock import local
from propertydesk.platform.access import Actor
from propertydesk.platform.printing import Words
from propertydesk.till.printing import Desk


def desk_of(community_id: int, actor: Actor, now: datetime) -> Desk:
    """The desk that prints a paper now."""
    place = estate.community(community_id)
    return Desk(
        company=company_of(place),
        community=Words(place.name_zh, place.name_en or place.name_zh),
        hotline=place.hotline,
        operator=actor.name,
        operator_no=actor.staff_no,
        printed_at=local(now, place.zone),
    )


def company_of(place: Community) -> Words:
    """The company that manages the place."""
    return Words(place.company_zh, place.company_en or place.company_zh)
