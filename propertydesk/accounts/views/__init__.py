"""Pages of sign-in and accounts."""

from propertydesk.accounts.views import locking, own, pins, second_factor
from propertydesk.accounts.views.confirming import confirm
from propertydesk.accounts.views.links import bp as links_bp
from propertydesk.accounts.views.pins import prove
from propertydesk.accounts.views.presence import detour, keep_awake, lock_after
from propertydesk.accounts.views.session import bp as session_bp
from propertydesk.accounts.views.staff import bp as staff_bp

BLUEPRINTS = (session_bp, links_bp, staff_bp)
#: Modules that hang their routes on the blueprint of the entrance.
ROUTES = (locking, own, pins, second_factor)

__all__ = ["BLUEPRINTS", "ROUTES", "confirm", "detour", "keep_awake", "lock_after", "prove"]
