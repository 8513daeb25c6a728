"""The counter home: what waits, by deadline."""

from typing import Any

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from propertydesk.followups import queries as followups
from propertydesk.followups.rules import Permission as FollowUps
from propertydesk.kernel.clock import business_date, local
from propertydesk.owners import queries as owners
from propertydesk.owners.rules import Permission as Owners
from propertydesk.owners.rules.tenancy import LEASE_DAYS
from propertydesk.platform.access import actor, signed_in
from propertydesk.platform.clock import now
from propertydesk.platform.i18n import pick
from propertydesk.platform.settings import value
from propertydesk.platform.web import page, see_other
from propertydesk.repairs import queries as repairs
from propertydesk.repairs.rules import WORKFLOW
from propertydesk.repairs.rules import Permission as Repairs

bp = Blueprint("counter", __name__)

LISTED = 10


@bp.get("/")
@signed_in
def index() -> ResponseReturnValue:
    """The desk's start page; a technician's is the phone list."""
    if actor().may(Repairs.WORK) and not actor().may(Repairs.DISPATCH):
        return see_other(url_for("site.index"))
    return page("overview/counter.html", "overview/_counter_work.html", **_context())


def _context() -> dict[str, Any]:
    here, who = now(), actor()
    today = business_date(here, g.zone)
    context: dict[str, Any] = {
        "greeting": _greeting(local(here, g.zone).hour),
        "repair_flow": WORKFLOW,
        "today": format_date(today, pick("M月d日 EEEE", "EEEE, d MMMM")),
    }
    if who.may(Repairs.READ):
        context |= {
            "counts": repairs.counts(who.community_id, here),
            "orders": repairs.due_list(who.community_id, LISTED),
            "appointments": repairs.appointments_today(who.community_id),
            "chart": _chart(repairs.fortnight(who.community_id, today)),
        }
    elif who.may(Repairs.REGISTER):
        context["taken_in"] = repairs.taken_in(who)
    if who.may(FollowUps.READ):
        ends = followups.today_ends()
        context |= {
            "calls": followups.queue(who.community_id, until=ends, limit=6),
            "calls_due": followups.due_count(who.community_id, ends),
            "calls_late": followups.due_count(who.community_id, here),
        }
    if who.may(Owners.CHANGE):
        days = value(who.community_id, LEASE_DAYS)
        context |= {
            "leases_ending": owners.leases_ending(who.community_id, today, days),
            "lease_days": days,
            "incomplete": owners.incomplete_count(who.community_id),
        }
    return context


def _greeting(hour: int) -> str:
    if hour < 11:
        return _("Good morning, %(name)s", name=actor().name)
    if hour < 18:
        return _("Good afternoon, %(name)s", name=actor().name)
    return _("Good evening, %(name)s", name=actor().name)


def _chart(days: list[repairs.DayCount]) -> dict[str, Any]:
    return {
        "labels": [f"{each.day.month}/{each.day.day}" for each in days],
        "series": [
            {"label": _("New"), "values": [each.registered for each in days], "tone": "blue"},
            {"label": _("Done"), "values": [each.done for each in days], "tone": "green"},
        ],
    }
