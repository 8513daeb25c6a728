"""Giving personal data to third parties: only by this workflow (domain.md A47, D10; PIPL 21, 23, 56).

It is the exception. Nobody outside gets data but for a stated purpose, on a stated basis, in the
fewest fields, with the agreement of each person where that is the basis, and under a duty of
confidence; a second person with the manager's permission approves. The record is kept for three years.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.states import Move, Tone, Workflow
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import Permission

#: A request may hold so many people; more are several requests, each with its own purpose.
MOST_PEOPLE = 5_000
LONGEST_VALIDITY = timedelta(days=366)
YEARS_KEPT = 3


class State(StrEnum):
    """Where a disclosure stands."""

    REQUESTED = "requested"
    CHECKED = "checked"
    APPROVED = "approved"
    EXPORTED = "exported"
    EXPIRED = "expired"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Basis(StrEnum):
    """Why data may be given away (PIPL 13, 23)."""

    CONSENT = "consent"
    DUTY = "duty"
    CONTRACT = "contract"


class Field(StrEnum):
    """What may be given in full, if it is approved; all else stays masked or away."""

    HOME = "home"
    NAME = "name"
    TIE = "tie"
    PHONE = "phone"
    PLATE = "plate"
    ADDRESS = "address"


BASIS_WORDS = {
    Basis.CONSENT: N_("Separate consent of each person"),
    Basis.DUTY: N_("Legal duty: police, court, authority"),
    Basis.CONTRACT: N_("Contract with the people concerned"),
}
FIELD_WORDS = {
    Field.HOME: N_("Home"),
    Field.NAME: N_("Full name"),
    Field.TIE: N_("Tie"),
    Field.PHONE: N_("Phone"),
    Field.PLATE: N_("Plate"),
    Field.ADDRESS: N_("Address for service"),
}

S, P = State, Permission
WORDS = {
    S.REQUESTED: N_("Requested"),
    S.CHECKED: N_("Checked, waits for the manager"),
    S.APPROVED: N_("Approved"),
    S.EXPORTED: N_("Given"),
    S.EXPIRED: N_("Expired"),
    S.REFUSED: N_("Turned down"),
    S.WITHDRAWN: N_("Withdrawn"),
}
TONES = {
    S.REQUESTED: Tone.VIOLET,
    S.CHECKED: Tone.AMBER,
    S.APPROVED: Tone.BLUE,
    S.EXPORTED: Tone.GREEN,
    S.EXPIRED: Tone.GREY,
    S.REFUSED: Tone.RED,
    S.WITHDRAWN: Tone.GREY,
}

WORKFLOW = Workflow(
    "disclosure",
    State,
    (
        Move(
            "check",
            (S.REQUESTED,),
            S.CHECKED,
            P.DISCLOSE,
            N_("Consent and agreement checked"),
            N_("Disclosure %(number)s: consent and confidentiality checked"),
            ("evidence",),
            icon="shield-check",
        ),
        Move(
            "approve",
            (S.CHECKED,),
            S.APPROVED,
            P.APPROVE_DISCLOSURE,
            N_("Approve"),
            N_("Disclosure %(number)s approved"),
            tone=Tone.GREEN,
        ),
        Move(
            "refuse",
            (S.CHECKED,),
            S.REFUSED,
            P.APPROVE_DISCLOSURE,
            N_("Turn down"),
            N_("Disclosure %(number)s turned down"),
            tone=Tone.RED,
            icon="circle-x",
        ),
        Move(
            "export",
            (S.APPROVED, S.EXPORTED),
            S.EXPORTED,
            P.DISCLOSE,
            N_("Make the file"),
            N_("Data given to a third party: %(number)s"),
            ("digest",),
            tone=Tone.RED,
            icon="external-link",
        ),
        Move(
            "withdraw",
            (S.REQUESTED, S.CHECKED),
            S.WITHDRAWN,
            P.DISCLOSE,
            N_("Withdraw"),
            N_("Disclosure %(number)s withdrawn"),
            tone=Tone.GREY,
            icon="arrow-back-up",
        ),
        Move(
            "expire",
            (S.REQUESTED, S.CHECKED, S.APPROVED, S.EXPORTED),
            S.EXPIRED,
            P.APPROVE_DISCLOSURE,
            N_("Let it expire"),
            N_("Disclosure %(number)s expired"),
            timer="valid_until",
            tone=Tone.GREY,
            icon="clock",
        ),
    ),
    WORDS,
    TONES,
)


@dataclass(frozen=True)
class Evidence:
    """What the basis rests on: references of the consent, of the document, of the agreement."""

    consent_ref: str = ""
    document_no: str = ""
    nda_ref: str = ""


def check_evidence(basis: Basis, evidence: Evidence) -> None:
    """Raise Invalid where the basis lacks its paper.

    Consent needs its reference; a duty or contract the number of the document; and everybody but
    an authority signs an agreement to keep it confidential (A47).
    """
    if basis is Basis.CONSENT and not evidence.consent_ref:
        raise Invalid(N_("Where is the consent kept? Write its reference."), field="consent_ref")
    if basis is not Basis.CONSENT and not evidence.document_no:
        raise Invalid(N_("Write the number of the order or contract."), field="document_no")
    if basis is not Basis.DUTY and not evidence.nda_ref:
        raise Invalid(
            N_("Without a signed confidentiality agreement nothing is given."), field="nda_ref"
        )


def check_validity(valid_until: date, today: date) -> None:
    """Raise Invalid for a day that has passed or lies more than a year ahead."""
    if not today <= valid_until <= today + LONGEST_VALIDITY:
        raise Invalid(N_("Choose a day from today on, within a year."), field="valid_until")
