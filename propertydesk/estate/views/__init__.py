"""Pages of the estate."""

from propertydesk.estate.views.buildings import bp as buildings_bp
from propertydesk.estate.views.communities import bp as communities_bp
from propertydesk.estate.views.dividing import bp as dividing_bp
from propertydesk.estate.views.homes import bp as homes_bp
from propertydesk.estate.views.spaces import bp as spaces_bp

BLUEPRINTS = (homes_bp, dividing_bp, buildings_bp, spaces_bp, communities_bp)

__all__ = ["BLUEPRINTS"]
