"""Special-care notes: why somebody needs care, and who may know (PIPL 28-31, domain.md B5)."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from propertydesk.kernel.words import N_


class CareKind(StrEnum):
    """Why somebody needs care."""

    ALONE = "alone"
    DISABLED = "disabled"
    ILL = "ill"
    CHILD = "child"
    OTHER = "other"


class ReadPurpose(StrEnum):
    """Why somebody reads a care note (A48)."""

    EMERGENCY = "emergency"
    VISIT = "visit"
    CHECK = "check"


CARE_KIND_WORDS = {
    CareKind.ALONE: N_("Elderly person living alone"),
    CareKind.DISABLED: N_("Disability"),
    CareKind.ILL: N_("Illness"),
    CareKind.CHILD: N_("Child often alone at home"),
    CareKind.OTHER: N_("Other need"),
}
READ_PURPOSE_WORDS = {
    ReadPurpose.EMERGENCY: N_("An emergency or a worry about somebody"),
    ReadPurpose.VISIT: N_("To prepare a visit or a call"),
    ReadPurpose.CHECK: N_("To check whether it still holds"),
}


@dataclass(frozen=True)
class CareFacts:
    """What a care note says: all of it is sealed, for the kind alone tells of health."""

    kind: str
    text: str

    def written(self) -> str:
        """As one text, to be sealed."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> "CareFacts":
        """From what `written` gave."""
        return cls(**json.loads(text))
