"""What holds for tenancies: dates, who pays the property fee, when a lease is about to end."""

from datetime import date
from enum import StrEnum

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.settings import Setting
from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_


class FeePayer(StrEnum):
    """Who pays the property fee; towards the manager the owner stays liable (Civil Code 944)."""

    OWNER = "owner"
    TENANT = "tenant"


class EndingState(StrEnum):
    """What became of a planned end."""

    WAITING = "waiting"
    DONE = "done"
    CANCELLED = "cancelled"


FEE_PAYER_WORDS = {
    FeePayer.OWNER: N_("The owner pays"),
    FeePayer.TENANT: N_("The tenant pays"),
}
FEE_PAYER_TONES = {FeePayer.OWNER: Tone.BLUE, FeePayer.TENANT: Tone.VIOLET}

LEASE_DAYS = Setting(
    "owners.lease_notice_days",
    30,
    "integer",
    N_("Days before its end that a lease is reminded of"),
    N_("The counter shows how many leases end within this time."),
    unit=N_("days"),
    minimum=1,
    maximum=120,
)
SETTINGS = (LEASE_DAYS,)


def check_lease(starts_on: date | None, lease_ends_on: date | None) -> None:
    """Raise Invalid on `lease_ends_on` for a lease that ends before it begins."""
    if starts_on and lease_ends_on and lease_ends_on < starts_on:
        raise Invalid(N_("The lease cannot end before it begins."), field="lease_ends_on")


def check_payer(fee_payer: str, *, rent_includes_fee: bool) -> None:
    """Raise Invalid on `fee_payer`: a fee inside the rent reaches the manager through the owner."""
    if rent_includes_fee and fee_payer == FeePayer.TENANT:
        raise Invalid(
            N_("When the rent includes the property fee, the owner pays it."), field="fee_payer"
        )


def check_extension(until: date, present: date | None, starts_on: date | None) -> None:
    """Raise Invalid on `until` unless the lease becomes longer."""
    if present is not None and until <= present:
        raise Invalid(N_("The lease runs longer than this already."), field="until")
    if starts_on is not None and until < starts_on:
        raise Invalid(N_("The lease cannot end before it begins."), field="until")
