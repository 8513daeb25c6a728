"""Pages of shifts."""

from propertydesk.shifts.views import duties, posts
from propertydesk.shifts.views.blueprint import bp, posts_bp

BLUEPRINTS = (bp, posts_bp)
#: Modules that hang their routes on the blueprints.
ROUTES = (duties, posts)

__all__ = ["BLUEPRINTS", "ROUTES"]
