"""What the file of a household needs to be complete (A02); one declaration for page and query."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_


class Need(StrEnum):
    """One thing that a file needs."""

    OWNER = "owner"
    PHONE = "phone"
    ADDRESS = "address"
    MOVE_IN = "move_in"
    NOTICE = "notice"
    CONTACT = "contact"
    COMPANY = "company"
    TENANT = "tenant"
    TENANT_PHONE = "tenant_phone"
    LEASE = "lease"
    PAYER = "payer"


@dataclass(frozen=True)
class Wanted:
    """How a need reads, why it is asked, and the view that fills it (with the home's id)."""

    words: str
    why: str
    endpoint: str


NEEDS: dict[Need, Wanted] = {
    Need.OWNER: Wanted(
        N_("Owner with share"), N_("Somebody must be owner, all shares together 100 %."), "owners"
    ),
    Need.PHONE: Wanted(N_("Phone of an owner"), N_("Every living owner needs a number."), "person"),
    Need.ADDRESS: Wanted(
        N_("Address for service"),
        N_("Where letters reach an owner who does not live here."),
        "person",
    ),
    Need.MOVE_IN: Wanted(
        N_("Date of handover"), N_("Fees begin with it; kept with the home."), "home"
    ),
    Need.NOTICE: Wanted(
        N_("Privacy notice signed"),
        N_("Every living owner, in the version now in force."),
        "consent",
    ),
    Need.CONTACT: Wanted(
        N_("Emergency contact"), N_("Voluntary, but asked of everybody who moves in."), "contact"
    ),
    Need.COMPANY: Wanted(
        N_("Company's code and contact person"),
        N_("Whom to speak to, and what invoices need."),
        "person",
    ),
    Need.TENANT: Wanted(N_("Tenant of a let home"), N_("The home is let."), "tenant"),
    Need.TENANT_PHONE: Wanted(N_("Phone of the tenant"), N_("The home is let."), "person"),
    Need.LEASE: Wanted(N_("Dates of the lease"), N_("Beginning and end as agreed."), "lease"),
    Need.PAYER: Wanted(N_("Who pays the fee"), N_("The owner or the tenant."), "lease"),
}

NEED_WORDS = {need: wanted.words for need, wanted in NEEDS.items()}

CONTACT_COUNTS = Setting(
    "owners.contact_counts",
    True,  # the second of a setting's facts is its default
    "flag",
    N_("An emergency contact counts towards a complete file"),
    N_("Giving one stays voluntary; without this the listing does not ask for it."),
)
SETTINGS = (CONTACT_COUNTS,)

#: Of every home, and further ones of a home that is let.
OF_ALL = (Need.OWNER, Need.PHONE, Need.ADDRESS, Need.MOVE_IN, Need.NOTICE, Need.CONTACT)
OF_LET = (Need.TENANT, Need.TENANT_PHONE, Need.LEASE, Need.PAYER)


def percent(wanted: int, missing: int) -> int:
    """How much of a file is there, rounded down so that 100 means complete."""
    return 100 if wanted <= 0 else (wanted - missing) * 100 // wanted


def needs_of(codes: str) -> list[Need]:
    """The needs in a listing's "phone notice", in their usual order."""
    named: Collection[str] = codes.split()
    return [need for need in Need if need.value in named]
