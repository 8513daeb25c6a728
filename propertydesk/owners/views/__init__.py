"""Pages of people and households."""

from propertydesk.owners.views.care import bp as care_bp
from propertydesk.owners.views.consents import bp as consents_bp
from propertydesk.owners.views.deaths import bp as deaths_bp
from propertydesk.owners.views.disclosures import bp as disclosures_bp
from propertydesk.owners.views.erasure import bp as erasure_bp
from propertydesk.owners.views.files import bp as files_bp
from propertydesk.owners.views.households import bp as households_bp
from propertydesk.owners.views.identity import bp as identity_bp
from propertydesk.owners.views.importing import bp as importing_bp
from propertydesk.owners.views.listings import bp as listings_bp
from propertydesk.owners.views.merging import bp as merging_bp
from propertydesk.owners.views.notes import bp as notes_bp
from propertydesk.owners.views.ownership import bp as ownership_bp
from propertydesk.owners.views.people import bp as people_bp
from propertydesk.owners.views.phones import bp as phones_bp
from propertydesk.owners.views.profiles import bp as profiles_bp
from propertydesk.owners.views.tenancies import bp as tenancies_bp
from propertydesk.owners.views.vehicles import bp as vehicles_bp

BLUEPRINTS = (
    tenancies_bp,
    profiles_bp,
    files_bp,
    deaths_bp,
    consents_bp,
    care_bp,
    listings_bp,
    merging_bp,
    people_bp,
    phones_bp,
    identity_bp,
    erasure_bp,
    households_bp,
    ownership_bp,
    vehicles_bp,
    notes_bp,
    importing_bp,
    disclosures_bp,
)

__all__ = ["BLUEPRINTS"]
