"""What may be kept and done with personal data only if the person agrees (domain.md B5).

Contract and legal duty need no consent (PIPL 13); everything else does, freely given, withdrawable
at any time (14-16), and separately for sensitive data, disclosure and publication (23, 25, 29).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.settings import Setting
from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_

#: Below this age a guardian agrees (PIPL 31).
AGE_OF_CONSENT = 14


class Basis(StrEnum):
    """Why data may be processed (PIPL 13)."""

    CONTRACT = "contract"
    DUTY = "duty"
    CONSENT = "consent"
    SEPARATE = "separate"


class Scope(StrEnum):
    """What somebody agrees to."""

    NOTICE = "notice"
    FAMILY = "family"
    CONTACT = "contact"
    PHOTO = "photo"
    MESSAGES = "messages"
    MARKETING = "marketing"
    CARE = "care"
    CARE_VISIT = "care_visit"
    DISCLOSURE = "disclosure"
    PUBLICATION = "publication"


class Given(StrEnum):
    """How a consent or its withdrawal came."""

    PAPER = "paper"
    COUNTER = "counter"
    PHONE = "phone"
    PORTAL = "portal"


class State(StrEnum):
    """How a consent stands."""

    IN_FORCE = "in_force"
    OUTDATED = "outdated"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Use:
    """One kind of use: its basis, and what ends when the consent is withdrawn."""

    basis: Basis
    words: str
    means: str
    ends: str = ""


USES: dict[Scope, Use] = {
    Scope.NOTICE: Use(
        Basis.CONSENT,
        N_("Privacy notice read and understood"),
        N_("How the service centre handles personal data, in the version shown."),
        N_("The file counts as incomplete until the notice is signed again."),
    ),
    Scope.FAMILY: Use(
        Basis.CONSENT,
        N_("Data of household members"),
        N_("Names, relation and phones of those who live in the home."),
        N_("Household members are to be taken off the register, unless they agree themselves."),
    ),
    Scope.CONTACT: Use(
        Basis.CONSENT,
        N_("Emergency contact"),
        N_("Somebody to call when nobody of the household can be reached."),
        N_("The emergency contact is to be taken off the register."),
    ),
    Scope.PHOTO: Use(
        Basis.CONSENT,
        N_("Photo"),
        N_("A portrait for passes and the register."),
        N_("Photos are to be deleted; passes go without one."),
    ),
    Scope.MESSAGES: Use(
        Basis.CONSENT,
        N_("Messages by WeChat"),
        N_("Notices through the account of a messenger."),
        N_("Notices go by phone, text message or letter."),
    ),
    Scope.MARKETING: Use(
        Basis.CONSENT,
        N_("Offers and activities"),
        N_("Invitations and offers that the service itself does not need."),
        N_("No more invitations and offers."),
    ),
    Scope.CARE: Use(
        Basis.SEPARATE,
        N_("Special-care note"),
        N_("Health, disability or living alone, so that help comes in an emergency."),
        N_("The care note will be hidden at once and erased soon after."),
    ),
    Scope.CARE_VISIT: Use(
        Basis.SEPARATE,
        N_("What to mind on a visit"),
        N_("A short line from the care note is shown to the technician who visits."),
        N_("Technicians no longer see the line."),
    ),
    Scope.DISCLOSURE: Use(
        Basis.SEPARATE,
        N_("Disclosure to a third party"),
        N_("Data handed to somebody outside, named beside the consent."),
        N_("Nothing more is handed out; the recipient is to be told."),
    ),
    Scope.PUBLICATION: Use(
        Basis.SEPARATE,
        N_("Publication"),
        N_("Name or picture on notice boards or in messages to everybody."),
        N_("Notices with name or picture are to be taken down."),
    ),
}

#: What needs no consent, for the page to say so.
WITHOUT_CONSENT = (
    (Basis.CONTRACT, N_("Name, phone, address for service, share and area: the service contract.")),
    (Basis.DUTY, N_("Fire safety, emergencies, orders of authorities: duties by law.")),
)

BASIS_WORDS = {
    Basis.CONTRACT: N_("Contract"),
    Basis.DUTY: N_("Legal duty"),
    Basis.CONSENT: N_("Consent"),
    Basis.SEPARATE: N_("Separate consent"),
}
SCOPE_WORDS = {scope: use.words for scope, use in USES.items()}
GIVEN_WORDS = {
    Given.PAPER: N_("On paper"),
    Given.COUNTER: N_("At the counter"),
    Given.PHONE: N_("By phone"),
    Given.PORTAL: N_("On the portal"),
}
STATE_WORDS = {
    State.IN_FORCE: N_("In force"),
    State.OUTDATED: N_("Older version"),
    State.WITHDRAWN: N_("Withdrawn"),
}
STATE_TONES = {
    State.IN_FORCE: Tone.GREEN,
    State.OUTDATED: Tone.AMBER,
    State.WITHDRAWN: Tone.GREY,
}

PRIVACY_VERSION = Setting(
    "owners.privacy_version",
    "2026-01",
    "text",
    N_("Version of the privacy notice"),
    N_("Change it whenever the wording changes: earlier consents then count as outdated."),
)
PRIVACY_NOTICE = Setting(
    "owners.privacy_notice",
    {
        "zh": "本服务中心为履行物业服务合同，处理您的姓名、联系电话、送达地址、房屋及车位信息；家庭成员、"
        "紧急联系人、照片、营销信息等须经您同意，特别关怀信息、向第三方提供及公开须经您单独同意。"
        "信息仅用于本小区物业服务，由经授权的员工查阅，查阅均有记录；保存至服务关系终止后三年，"
        "法律另有规定的从其规定。您有权查阅、复制、更正、删除您的信息，并可随时撤回同意；"
        "不同意提供非必要信息不影响您享受物业服务。如有疑问，请联系服务中心。",
        "en": "To perform the property service contract, this service centre handles your name, phone, address "
        "for service, home and parking spaces. Household members, emergency contacts, photos and offers "
        "need your consent; special-care notes, disclosure to third parties and publication need your "
        "separate consent. Data is used for the service of this community only, by authorised staff, and "
        "every look is recorded. It is kept until three years after the service ends, unless the law says "
        "otherwise. You may see, copy, correct and delete your data and withdraw consent at any time. "
        "Declining what is not necessary does not affect the service. Questions: ask the service centre.",
    },
    "phrase",
    N_("Privacy notice"),
    N_("Printed for signing and on the register form (PIPL 17)."),
)
CARE_ERASE_DAYS = Setting(
    "owners.care_erase_days",
    7,
    "integer",
    N_("Days until a hidden care note is erased"),
    N_("Time to put a mistake right; after it nobody can read the note again."),
    unit=N_("days"),
    minimum=0,
    maximum=30,
)
SETTINGS = (PRIVACY_VERSION, PRIVACY_NOTICE, CARE_ERASE_DAYS)


def state_of(version: str, version_now: str, withdrawn_on: date | None) -> State:
    """How a consent given for `version` stands while `version_now` is shown."""
    if withdrawn_on is not None:
        return State.WITHDRAWN
    return State.IN_FORCE if version == version_now else State.OUTDATED


def check_guardian(scope: str, guardian: str, *, is_minor: bool) -> None:
    """Raise Invalid on `guardian` when a child's consent lacks who agreed for it (PIPL 31)."""
    if is_minor and not guardian:
        raise Invalid(N_("For a child under 14 write who agreed as guardian."), field="guardian")
