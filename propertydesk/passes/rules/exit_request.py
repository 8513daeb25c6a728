"""What is asked for on an exit pass, as the desk takes it down."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_
from propertydesk.passes.rules.codes import digest_of
from propertydesk.passes.rules.exit_basis import basis_fits

MOST_ITEMS = 10
MOST_PIECES = 999
LONGEST_WINDOW = timedelta(days=1)

ARREARS_RULE = Setting(
    "passes.arrears_rule",
    "inform",
    "choice",
    N_("Open fees when an exit pass is issued"),
    N_("Goods are never held for a debt: fees are told, and at most a reason is asked for."),
    choices=(
        ("inform", N_("Only shown")),
        ("override", N_("Shown; going on needs a reason, which is logged")),
    ),
)
CONSENT_HOURS = Setting(
    "passes.consent_hours",
    24,
    "integer",
    N_("An exit pass waits for the owner's consent for"),
    N_("Afterwards it expires and has to be asked for again."),
    unit=N_("hours"),
    minimum=1,
    maximum=168,
)
COPY_DAYS = Setting(
    "passes.copy_days",
    7,
    "integer",
    N_("The gate's copy of an exit pass is back within"),
    N_("Later it is listed as missing."),
    unit=N_("days"),
    minimum=1,
    maximum=31,
)
SETTINGS = (ARREARS_RULE, CONSENT_HOURS, COPY_DAYS)


@dataclass(frozen=True)
class Item:
    """One line of the list: pieces of one thing."""

    name: str
    quantity: int
    spec: str = ""
    unit: str = ""


@dataclass(frozen=True)
class ExitRequest:
    """What the applicant wants to take out, when, and on whose word. Instants are UTC."""

    home_id: int
    applicant_name: str
    applicant_role: str
    basis: str
    reason: str
    valid_from: datetime
    valid_to: datetime
    items: Sequence[Item] = field(default_factory=tuple)
    applicant_id: int | None = None
    identity_seen: bool = False
    consent_ref: str = ""
    plate: str = ""
    carrier: str = ""
    note: str = ""
    override_reason: str = ""


def check(request: ExitRequest, now: datetime) -> None:
    """Raise Invalid, naming the field, for what cannot stand on a pass.

    The list holds 1 to 10 lines; the window lies ahead and within a day, for a pass is for one
    trip; the basis fits whoever asks.
    """
    if not request.applicant_name and request.applicant_id is None:
        raise Invalid(N_("Who takes the things out?"), field="applicant_name")
    if not request.items:
        raise Invalid(N_("List at least one item."), field="items")
    if len(request.items) > MOST_ITEMS:
        raise Invalid(
            N_("A pass holds %(count)s lines; make out a second one."),
            field="items",
            count=MOST_ITEMS,
        )
    if request.valid_to <= request.valid_from or request.valid_to <= now:
        raise Invalid(N_("The pass would never be valid: check date and hours."), field="until")
    if request.valid_to - request.valid_from > LONGEST_WINDOW:
        raise Invalid(N_("A pass is for one day; make out one for each day."), field="until")
    if not basis_fits(request.applicant_role, request.basis):
        raise Invalid(
            N_("This basis does not fit the applicant: others need the owner's word or a lease."),
            field="basis",
        )


def digest(home_id: int, plate: str, items: Sequence[Item]) -> str:
    """What the guard compares, in 16 digits: home, plate, and every line of the list."""
    lines = [f"{each.name}\x1e{each.spec}\x1e{each.quantity}\x1e{each.unit}" for each in items]
    return digest_of(home_id, plate, *lines)
