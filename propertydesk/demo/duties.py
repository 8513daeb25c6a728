"""Who is on duty: posts as every new community has them, a guard at the gate, a clerk at the desk."""

from datetime import datetime

from sqlalchemy import select

from propertydesk.accounts.models import Staff
from propertydesk.accounts.rules import Role
from propertydesk.demo.staff import Crew, Who
from propertydesk.demo.workers import actor_of
from propertydesk.estate import queries as estate
from propertydesk.estate.events import CommunityFounded
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.shifts import services
from propertydesk.shifts.models import DutyPost
from propertydesk.shifts.rules import PostKind, Turn


def man_posts(community_id: int, crew: Crew, now: datetime) -> None:
    """Set the posts up, and let today's people begin at two of them."""
    place = estate.community(community_id)

    def of(who: Who, role: Role) -> Actor:
        if who.staff is None:
            raise LookupError("the system is never on duty")
        return actor_of(db.session.get_one(Staff, who.staff.id), role, place)

    people = {
        PostKind.DESK: of(crew.clerks[0], Role.CLERK),
        PostKind.GATE: of(crew.guards[0], Role.GUARD),
    }
    services.furnish(CommunityFounded(community_id, people[PostKind.DESK], now))
    posts = db.session.scalars(select(DutyPost).filter_by(community_id=community_id))
    for post in posts.all():
        who = people.get(PostKind(post.kind))
        if who is not None:
            services.begin(post, Turn.DAY, actor=who, now=now)
