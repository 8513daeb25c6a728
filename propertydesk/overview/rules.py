"""What holds for the overview: who may look after the installation, and names of domains."""

import re
from enum import StrEnum

from propertydesk.kernel.masking import mask_personal
from propertydesk.kernel.words import N_


class Permission(StrEnum):
    """What may be done with the installation as a whole."""

    READ_APPROVALS = "overview:approval:read"
    APPROVE_EXPORT = "overview:export:approve"
    EXPORT = "overview:export:order"
    READ_EXPORTS = "overview:export:read"
    RUN_JOBS = "overview:jobs:run"
    READ_RETENTION = "overview:retention:read"
    READ_SEALS = "overview:seals:read"
    SEARCH = "overview:search:use"
    CHANGE_SETTINGS = "overview:settings:change"


_MOST_DIGITS = 6
_DOCUMENT = re.compile(r"[A-Za-z]{2,3}[0-9]{8}-?[0-9]{1,6}")


def is_personal(query: str) -> bool:
    """Whether what somebody searches for may be a phone, an identity number or a plate, and so
    must not stand in an address: more digits than any door has, unless it is a document's number.
    """
    if _DOCUMENT.fullmatch(query):
        return False
    digits = sum(each.isdigit() for each in query)
    return digits > _MOST_DIGITS or mask_personal(query) != query


#: Headings of the settings page: the first part of a setting's key to the domain's name.
DOMAIN_WORDS = {
    "estate": N_("Community"),
    "accounts": N_("Staff accounts"),
    "owners": N_("Owners and tenants"),
    "followups": N_("Follow-up calls"),
    "repairs": N_("Repairs"),
    "privacy": N_("Personal data"),
    "printing": N_("Printing"),
    "platform": N_("Installation"),
}
