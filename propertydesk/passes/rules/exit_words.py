"""The lists of a large-item exit pass, with their words (domain.md B6, C15)."""

from enum import StrEnum

from propertydesk.kernel.words import N_


class Applicant(StrEnum):
    """Who asks to take things out."""

    OWNER = "owner"
    TENANT = "tenant"
    MEMBER = "member"
    AGENT = "agent"
    FIRM = "firm"


class Basis(StrEnum):
    """What the release rests on."""

    OWNER = "owner"
    WRITTEN = "written"
    PHONE = "phone"
    LEASE = "lease"
    NIGHT = "night"


class Reason(StrEnum):
    """Why things go out."""

    MOVE = "move"
    SINGLE = "single"
    RENOVATION = "renovation"
    REPAIR = "repair"


class Result(StrEnum):
    """What the guard decided."""

    ALL = "all"
    PART = "part"
    REFUSED = "refused"


class Difference(StrEnum):
    """Why the guard refuses, one tap each."""

    MORE = "more"
    OTHER = "other"
    COPY = "copy"
    PERSON = "person"
    VEHICLE = "vehicle"


APPLICANT_WORDS = {
    Applicant.OWNER: N_("Owner"),
    Applicant.TENANT: N_("Tenant"),
    Applicant.MEMBER: N_("Household member"),
    Applicant.AGENT: N_("Authorised person"),
    Applicant.FIRM: N_("Renovation or repair firm"),
}
BASIS_WORDS = {
    Basis.OWNER: N_("Owner in person"),
    Basis.WRITTEN: N_("Owner's written consent"),
    Basis.PHONE: N_("Owner confirmed by phone"),
    Basis.LEASE: N_("Lease with item list"),
    Basis.NIGHT: N_("Duty manager, after hours"),
}
REASON_WORDS = {
    Reason.MOVE: N_("Moving"),
    Reason.SINGLE: N_("Single items"),
    Reason.RENOVATION: N_("Renovation tools"),
    Reason.REPAIR: N_("Repair tools"),
}
RESULT_WORDS = {
    Result.ALL: N_("All let out"),
    Result.PART: N_("Part let out"),
    Result.REFUSED: N_("Nothing let out"),
}
DIFFERENCE_WORDS = {
    Difference.MORE: N_("More items than on the pass"),
    Difference.OTHER: N_("Other items than on the pass"),
    Difference.COPY: N_("The slip is a copy"),
    Difference.PERSON: N_("Doubts about the person"),
    Difference.VEHICLE: N_("Another vehicle"),
}
