"""What holds for the overview: who may look after the installation, and names of domains."""

from enum import StrEnum

from propertydesk.kernel.words import N_


class Permission(StrEnum):
    """What may be done with the installation as a whole."""

    RUN_JOBS = "overview:jobs:run"
    SEARCH = "overview:search:use"
    CHANGE_SETTINGS = "overview:settings:change"


#: Headings of the settings page: the first part of a setting's key to the domain's name.
DOMAIN_WORDS = {
    "estate": N_("Community"),
    "accounts": N_("Staff accounts"),
    "owners": N_("Owners and tenants"),
    "followups": N_("Follow-up calls"),
    "repairs": N_("Repairs"),
    "printing": N_("Printing"),
    "platform": N_("Installation"),
}
