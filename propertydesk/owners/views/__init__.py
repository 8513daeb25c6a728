"""Pages of people and households."""

from propertydesk.owners.views.households import bp as households_bp
from propertydesk.owners.views.importing import bp as importing_bp
from propertydesk.owners.views.listings import bp as listings_bp
from propertydesk.owners.views.notes import bp as notes_bp
from propertydesk.owners.views.ownership import bp as ownership_bp
from propertydesk.owners.views.people import bp as people_bp
from propertydesk.owners.views.phones import bp as phones_bp
from propertydesk.owners.views.vehicles import bp as vehicles_bp

BLUEPRINTS = (
    listings_bp,
    people_bp,
    phones_bp,
    households_bp,
    ownership_bp,
    vehicles_bp,
    notes_bp,
    importing_bp,
)

__all__ = ["BLUEPRINTS"]
