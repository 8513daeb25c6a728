"""What surrounds every page: the community at hand, the menu, and words and functions of the templates."""

from flask import Flask, g, request
from flask_login import current_user

from propertydesk.accounts import queries as accounts
from propertydesk.estate import queries as estate
from propertydesk.kernel.masking import mask_name, mask_phone
from propertydesk.platform import idempotency, menu
from propertydesk.platform.access import signed_in_actor
from propertydesk.platform.assets import asset
from propertydesk.platform.clock import now
from propertydesk.platform.i18n import HOME_ZONE, language


def init_shell(app: Flask) -> None:
    """Give templates their globals and filters, and each request its community."""
    app.jinja_env.filters.update(mask_phone=mask_phone, mask_name=mask_name)
    app.jinja_env.globals.update(once=idempotency.new_id, asset=asset, language=language)
    app.before_request(_enter_community)
    app.context_processor(_surroundings)


def _enter_community() -> None:
    actor = signed_in_actor() if request.endpoint != "static" else None
    g.community = estate.community(actor.community_id) if actor and actor.community_id else None
    g.zone = g.community.zone if g.community else HOME_ZONE


def _surroundings() -> dict[str, object]:
    """What every template knows; what the database is asked for, only where a layout calls it."""
    actor = signed_in_actor() if current_user else None
    return {
        "actor": actor,
        "may": actor.may if actor else lambda _permission: False,
        "community": g.get("community"),
        "communities": lambda: accounts.open_communities() if actor else [],
        "menu": lambda: menu.shown(actor) if actor else [],
        "now": now(),
    }
