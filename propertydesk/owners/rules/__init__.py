"""What holds for people and households."""

from enum import StrEnum

from propertydesk.estate.rules.measures import hundredths, shown_hundredths
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.reveals import Revealable
from propertydesk.kernel.settings import Setting
from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import care, completeness, consents, importing, retention, tenancy

#: All shares of a home together, in 0.01 %.
WHOLE = 10_000


class Permission(StrEnum):
    """What may be done with people and households."""

    CARE = "owners:care:handle"
    APPROVE_DISCLOSURE = "owners:disclosure:approve"
    DISCLOSE = "owners:disclosure:request"
    FORMER = "owners:former:read"
    CHANGE = "owners:household:change"
    READ = "owners:household:read"
    REVEAL_IDENTITY = "owners:identity:reveal"
    IMPORT = "owners:import:run"
    SEE_LOOKS = "owners:looks:read"
    ERASE = "owners:person:erase"
    MERGE = "owners:person:merge"
    REVEAL = "owners:phone:reveal"


class PersonKind(StrEnum):
    """A natural person or a company."""

    PERSON = "person"
    COMPANY = "company"


class Salutation(StrEnum):
    """How somebody is addressed (A86); unknown is a valid answer."""

    MR = "mr"
    MS = "ms"
    UNKNOWN = ""


class Tie(StrEnum):
    """How a person belongs to a household."""

    OWNER = "owner"
    TENANT = "tenant"
    MEMBER = "member"
    CONTACT = "contact"


class Relation(StrEnum):
    """What a member or an emergency contact is to the household; saying it is optional."""

    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    RELATIVE = "relative"
    FRIEND = "friend"
    CARER = "carer"
    COLLEAGUE = "colleague"
    OTHER = "other"


class PlateKind(StrEnum):
    """The colour of a number plate."""

    BLUE = "blue"
    GREEN = "green"
    YELLOW = "yellow"
    OTHER = "other"


class NoteKind(StrEnum):
    """What a note in sight is about."""

    DESK = "desk"
    VISIT = "visit"


class RevealPurpose(StrEnum):
    """Why somebody looks at a full number (A48)."""

    CALL = "call"
    VERIFY = "verify"
    CORRECT = "correct"


class IdentityPurpose(StrEnum):
    """Why somebody looks at a full identity number (A48)."""

    VERIFY = "verify"
    CONTRACT = "contract"
    AUTHORITY = "authority"
    CORRECT = "correct"


PERSON_KIND_WORDS = {PersonKind.PERSON: N_("Person"), PersonKind.COMPANY: N_("Company")}
SALUTATION_WORDS = {
    Salutation.UNKNOWN: N_("Not known"),
    Salutation.MR: N_("Mr"),
    Salutation.MS: N_("Ms"),
}
TIE_WORDS = {
    Tie.OWNER: N_("Owner"),
    Tie.TENANT: N_("Tenant"),
    Tie.MEMBER: N_("Household member"),
    Tie.CONTACT: N_("Emergency contact"),
}
TIE_TONES = {
    Tie.OWNER: Tone.BLUE,
    Tie.TENANT: Tone.VIOLET,
    Tie.MEMBER: Tone.GREY,
    Tie.CONTACT: Tone.GREY,
}
RELATION_WORDS = {
    Relation.SPOUSE: N_("Spouse"),
    Relation.PARENT: N_("Parent"),
    Relation.CHILD: N_("Child"),
    Relation.SIBLING: N_("Brother or sister"),
    Relation.GRANDPARENT: N_("Grandparent"),
    Relation.RELATIVE: N_("Relative"),
    Relation.FRIEND: N_("Friend"),
    Relation.CARER: N_("Carer"),
    Relation.COLLEAGUE: N_("Colleague"),
    Relation.OTHER: N_("Other"),
}
PLATE_KIND_WORDS = {
    PlateKind.BLUE: N_("Blue plate"),
    PlateKind.GREEN: N_("Green plate (new energy)"),
    PlateKind.YELLOW: N_("Yellow plate"),
    PlateKind.OTHER: N_("Other plate"),
}
NOTE_KIND_WORDS = {NoteKind.DESK: N_("For the desk"), NoteKind.VISIT: N_("Before a visit")}
REVEAL_PURPOSE_WORDS = {
    RevealPurpose.CALL: N_("To call about a matter in hand"),
    RevealPurpose.VERIFY: N_("To check it with the caller"),
    RevealPurpose.CORRECT: N_("To correct the register"),
}

IDENTITY_PURPOSE_WORDS = {
    IdentityPurpose.VERIFY: N_("To compare it with the document shown"),
    IdentityPurpose.CONTRACT: N_("For a contract or filing that needs it"),
    IdentityPurpose.AUTHORITY: N_("An authority asks for it by law"),
    IdentityPurpose.CORRECT: N_("To correct the register"),
}

PHONE = Revealable(
    "person.phone",
    N_("Phone of a person"),
    Permission.REVEAL,
    "person.reveal",
    REVEAL_PURPOSE_WORDS,
)
IDENTITY = Revealable(
    "person.identity",
    N_("Identity number"),
    Permission.REVEAL_IDENTITY,
    "person.identity_reveal",
    IDENTITY_PURPOSE_WORDS,
)

CARE_NOTE = Revealable(
    "care.note", N_("Special-care note"), Permission.CARE, "care.read", care.READ_PURPOSE_WORDS
)

SETTINGS: tuple[Setting, ...] = (
    *completeness.SETTINGS,
    *consents.SETTINGS,
    *importing.SETTINGS,
    *retention.SETTINGS,
    *tenancy.SETTINGS,
)


def addressed(name: str, salutation: str, *, chinese: bool) -> str:
    """张女士, Ms Miller; the full name where the salutation is not known (A86)."""
    if salutation == Salutation.UNKNOWN:
        return name
    if chinese:
        return f"{surname(name)}{'先生' if salutation == Salutation.MR else '女士'}"
    return f"{'Mr' if salutation == Salutation.MR else 'Ms'} {surname(name)}"


def named(name: str, salutation: str, *, chinese: bool, deceased: bool = False) -> str:
    """张伟明 先生, Mr Paul Miller: the whole name with its salutation; who has died is marked."""
    if deceased:
        return f"{name}（已故）" if chinese else f"{name} (deceased)"
    if salutation == Salutation.UNKNOWN:
        return name
    word = {True: ("先生", "女士"), False: ("Mr", "Ms")}[chinese][salutation == Salutation.MS]
    return f"{name} {word}" if chinese else f"{word} {name}"


def surname(name: str) -> str:
    """欧阳 of 欧阳契, 张 of 张伟明, Miller of Sarah Miller, 阿卜杜拉 of 阿卜杜拉·买买提."""
    if "·" in name:
        return name.split("·", maxsplit=1)[0]
    if name.isascii():
        return name.rsplit(" ", maxsplit=1)[-1]
    return name[:2] if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else name[:1]


COMPOUND_SURNAMES = frozenset(
    [
        "欧阳",
        "上官",
        "司马",
        "司徒",
        "诸葛",
        "尉迟",
        "皇甫",
        "东方",
        "慕容",
        "令狐",
        "宇文",
        "长孙",
        "公孙",
        "夏侯",
        "端木",
        "南宫",
        "西门",
        "独孤",
        "轩辕",
        "单于",
    ]
)


def shares_problem(shares: list[int]) -> str | None:
    """The words against a set of owners' shares (in 0.01 %), or None when they fit (I47)."""
    if any(share <= 0 for share in shares):
        return N_("Every owner needs a share above 0 %.")
    if shares and sum(shares) != WHOLE:
        return N_("The owners' shares must sum to 100 %.")
    return None


def parse_share(text: str) -> int:
    """A share typed in % with up to two decimals, in 0.01 %: 3333 for 33.33.

    Raises Invalid; that all shares sum to 100 % is `shares_problem`'s.
    """
    share = hundredths(text.strip().removesuffix("%").removesuffix("\uff05"))
    if share is None or not 0 < share <= WHOLE:
        raise Invalid(N_("Write the share in % above 0 and up to 100, such as 50 or 33.33."))
    return share


def shown_share(share: int) -> str:
    """60 %, 33.33 %."""
    return f"{shown_hundredths(share).rstrip('0').rstrip('.')} %"


def equal_shares(count: int) -> list[int]:
    """100 % among so many owners as evenly as it goes, the rest with the first."""
    each = WHOLE // count
    return [each + WHOLE - each * count, *[each] * (count - 1)]
