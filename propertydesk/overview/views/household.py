"""The household's page: everything about one home at a glance."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from propertydesk.estate import queries as estate
from propertydesk.estate.models import Home
from propertydesk.estate.rules import OCCUPANCY_TONES, OCCUPANCY_WORDS, Occupancy
from propertydesk.owners import queries as owners
from propertydesk.owners import rules as owner_rules
from propertydesk.platform import activity, cards
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.web import page

bp = Blueprint("household", __name__, url_prefix="/homes")

ENTRIES = 30


@bp.get("/<int:home_id>")
@requires(owner_rules.Permission.READ)
def detail(home_id: int) -> ResponseReturnValue:
    """People, notes, vehicles, orders, timeline, and what this role may start."""
    home = load(Home, home_id)
    who = actor()
    shown = [(card, card.load(home_id, who)) for card in cards.cards_for(who)]
    entries = activity.timeline(who.community_id, home_id=home_id, limit=ENTRIES)
    return page(
        "overview/household.html",
        home=home,
        lineage=estate.lineage(home),
        has_elevator=estate.has_elevator(home),
        household=owners.household(home_id, who.community_id),
        cards=shown,
        actions=cards.actions_for(who),
        entries=entries,
        occupancy=Occupancy(home.occupancy),
        occupancy_words=OCCUPANCY_WORDS,
        occupancy_tones=OCCUPANCY_TONES,
        note_words=owner_rules.NOTE_KIND_WORDS,
        purposes=owners.reveal_purposes(),
        care=owners.care_of_home(home_id),
        care_purposes=owners.read_purposes(),
        more=len(entries) == ENTRIES,
    )


@bp.get("/<int:home_id>/timeline")
@requires(owner_rules.Permission.READ)
def timeline(home_id: int) -> ResponseReturnValue:
    """Older entries of the household's timeline."""
    home = load(Home, home_id)
    before = request.args.get("before", "")
    entries = activity.timeline(
        actor().community_id,
        home_id=home_id,
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None,
        limit=ENTRIES,
    )
    return page("overview/timeline.html", home=home, entries=entries, more=len(entries) == ENTRIES)
