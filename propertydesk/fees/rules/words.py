"""The lists of fees, with their words (domain.md B3, E)."""

from enum import StrEnum

from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_


class Permission(StrEnum):
    """What may be done with fees."""

    APPROVE_CHANGE = "fees:change:approve"
    APPROVE_LARGE = "fees:change:approve-large"
    SET = "fees:item:change"
    APPROVE_PRICE = "fees:price:approve"
    ADJUST = "fees:receivable:adjust"
    CHARGE = "fees:receivable:charge"
    DISPUTE = "fees:receivable:dispute"
    READ = "fees:receivable:read"
    APPROVE_RUN = "fees:run:approve"
    PREPARE_RUN = "fees:run:prepare"
    UNDO_RUN = "fees:run:undo"
    APPROVE_VACANCY = "fees:vacancy:approve"


class Basis(StrEnum):
    """What a charge item multiplies its price with. Declared here, never a text to be evaluated."""

    AREA = "area"
    HOME = "home"
    SPACE = "space"
    ONCE = "once"


class Cycle(StrEnum):
    """How long one charged period is; periods keep to the calendar year."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class Timing(StrEnum):
    """Whether a period is charged when it begins or when it has passed."""

    ADVANCE = "advance"
    ARREAR = "arrear"


class Proration(StrEnum):
    """How the first and the last month count when they are not whole."""

    DAYS = "days"
    FIFTEENTH = "fifteenth"


class PayerRole(StrEnum):
    """As what somebody pays."""

    OWNER = "owner"
    TENANT = "tenant"
    DEVELOPER = "developer"


class LeftOut(StrEnum):
    """Why a home gets no receivable although it should have one."""

    NO_PRICE = "no_price"
    NO_AREA = "no_area"
    NO_PAYER = "no_payer"
    NO_DEVELOPER = "no_developer"
    TOO_LARGE = "too_large"
    TOO_SMALL = "too_small"


class ChangeKind(StrEnum):
    """What a document does to a receivable."""

    ADJUSTMENT = "adjustment"
    WAIVER = "waiver"
    VOID = "void"


class Standing(StrEnum):
    """How a receivable stands today; computed, never stored, so that reports agree."""

    OPEN = "open"
    OVERDUE = "overdue"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    DISPUTED = "disputed"
    WAIVED = "waived"
    VOID = "void"


CYCLE_MONTHS = {Cycle.MONTH: 1, Cycle.QUARTER: 3, Cycle.HALF_YEAR: 6, Cycle.YEAR: 12}

BASIS_WORDS = {
    Basis.AREA: N_("Area × price"),
    Basis.HOME: N_("Flat, each home"),
    Basis.SPACE: N_("Each parking space"),
    Basis.ONCE: N_("One-off"),
}
CYCLE_WORDS = {
    Cycle.MONTH: N_("Monthly"),
    Cycle.QUARTER: N_("Quarterly"),
    Cycle.HALF_YEAR: N_("Half-yearly"),
    Cycle.YEAR: N_("Yearly"),
}
TIMING_WORDS = {Timing.ADVANCE: N_("In advance"), Timing.ARREAR: N_("In arrear")}
PRORATION_WORDS = {
    Proration.DAYS: N_("By days"),
    Proration.FIFTEENTH: N_("By the fifteenth"),
}
PAYER_WORDS = {
    PayerRole.OWNER: N_("Owner"),
    PayerRole.TENANT: N_("Tenant"),
    PayerRole.DEVELOPER: N_("Developer"),
}
#: Papers and languages of a bill (domain.md C9), in the order in which they are offered.
BILL_PAPER_WORDS = {
    "third": N_("A4, three to a sheet"),
    "A5": N_("A5"),
    "roll": N_("80 mm slip"),
}
BILL_LANGUAGE_WORDS = {"zh": N_("Chinese"), "en": N_("English")}
LEFT_OUT_WORDS = {
    LeftOut.NO_PRICE: N_("No approved price is in force"),
    LeftOut.NO_AREA: N_("No area is on record"),
    LeftOut.NO_PAYER: N_("No owner is on record"),
    LeftOut.NO_DEVELOPER: N_("Not handed over, and the settings name no developer"),
    LeftOut.TOO_LARGE: N_("The amount is beyond any reason"),
    LeftOut.TOO_SMALL: N_("The amount is below one fen"),
}
CHANGE_WORDS = {
    ChangeKind.ADJUSTMENT: N_("Adjustment"),
    ChangeKind.WAIVER: N_("Waiver"),
    ChangeKind.VOID: N_("Void"),
}
STANDING_WORDS = {
    Standing.OPEN: N_("Open"),
    Standing.OVERDUE: N_("Overdue"),
    Standing.PARTLY_PAID: N_("Partly paid"),
    Standing.PAID: N_("Paid"),
    Standing.DISPUTED: N_("Disputed"),
    Standing.WAIVED: N_("Waived"),
    Standing.VOID: N_("Void"),
}
STANDING_TONES = {
    Standing.OPEN: Tone.BLUE,
    Standing.OVERDUE: Tone.RED,
    Standing.PARTLY_PAID: Tone.AMBER,
    Standing.PAID: Tone.GREEN,
    Standing.DISPUTED: Tone.VIOLET,
    Standing.WAIVED: Tone.GREY,
    Standing.VOID: Tone.GREY,
}
