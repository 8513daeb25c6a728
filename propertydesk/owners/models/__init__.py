"""Tables of people and households."""

from propertydesk.owners.models.disclosures import DisclosedPerson, Disclosure
from propertydesk.owners.models.register import (
    CareNote,
    Consent,
    ConsentWithdrawal,
    HomeNote,
    HouseholdFile,
    HouseholdTie,
    IdentityCheck,
    ImportBatch,
    ImportedPart,
    Person,
    PersonPair,
    PersonPhone,
    PlannedEnding,
    Vehicle,
)

__all__ = [
    "CareNote",
    "Consent",
    "ConsentWithdrawal",
    "DisclosedPerson",
    "Disclosure",
    "HomeNote",
    "HouseholdFile",
    "HouseholdTie",
    "IdentityCheck",
    "ImportBatch",
    "ImportedPart",
    "Person",
    "PersonPair",
    "PersonPhone",
    "PlannedEnding",
    "Vehicle",
]
