"""What a home passes on by: the papers that an inheritance rests on (Civil Code 230, 1121-1163)."""

from enum import StrEnum

from propertydesk.kernel.words import N_


class Ground(StrEnum):
    """The paper that names the heirs."""

    CERTIFICATE = "certificate"
    RULING = "ruling"
    AGREEMENT = "agreement"


GROUND_WORDS = {
    Ground.CERTIFICATE: N_("Notarised certificate of inheritance"),
    Ground.RULING: N_("Court ruling"),
    Ground.AGREEMENT: N_("Agreement of all heirs"),
}
