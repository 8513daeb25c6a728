"""What is declared about keeping personal data of people and households (domain.md B5)."""

from propertydesk.kernel.words import N_
from propertydesk.owners.queries import retention as reading
from propertydesk.owners.rules import retention as rules
from propertydesk.owners.rules.consents import CARE_ERASE_DAYS
from propertydesk.owners.services import erasure
from propertydesk.platform.retention import Hold, RetentionRule

_CONTRACT = N_("Contract")
_LEFT = N_("the last tie to a household ended")

RULES = (
    RetentionRule(
        key="owners.identity",
        what=N_("People who moved away: identity number, checks of documents"),
        purpose=N_("To tell people apart and prove who was spoken with"),
        basis=N_("Separate consent"),
        after=_LEFT,
        effect=N_("Deleted"),
        setting=rules.IDENTITY_DAYS,
        due=reading.identities_due,
        erase=erasure.erase_identities,
    ),
    RetentionRule(
        key="owners.person",
        what=N_("People who moved away: name, numbers, address for service, remark, plates"),
        purpose=N_("Questions about the time of residence, claims on both sides"),
        basis=_CONTRACT,
        after=_LEFT,
        effect=N_(
            "Name replaced by a pseudonym, everything else blanked; no longer found by search"
        ),
        setting=rules.PERSON_YEARS,
        due=reading.people_due,
        erase=erasure.erase_people,
    ),
    RetentionRule(
        key="owners.phone",
        what=N_("Numbers that were taken off"),
        purpose=N_("To recognise a caller by a former number"),
        basis=_CONTRACT,
        after=N_("the number was taken off"),
        effect=N_("Deleted"),
        setting=rules.PHONE_DAYS,
        due=reading.phones_due,
        erase=erasure.erase_phones,
    ),
    RetentionRule(
        key="owners.vehicle",
        what=N_("Vehicles that were taken off: plate, model, driver"),
        purpose=N_("Questions about parking"),
        basis=_CONTRACT,
        after=N_("the vehicle was taken off"),
        effect=N_("Plate replaced by a pseudonym"),
        setting=rules.VEHICLE_DAYS,
        due=reading.vehicles_due,
        erase=erasure.erase_vehicles,
    ),
    RetentionRule(
        key="owners.note",
        what=N_("Household notes that were taken down"),
        purpose=N_("What the desk and visitors of a home had to mind"),
        basis=_CONTRACT,
        after=N_("the note was taken down"),
        effect=N_("Deleted"),
        setting=rules.NOTE_YEARS,
        due=reading.notes_due,
        erase=erasure.erase_notes,
    ),
    RetentionRule(
        key="owners.care",
        what=N_("Special-care notes that are hidden"),
        purpose=N_("Help for those who need it, in an emergency too"),
        basis=N_("Separate consent"),
        after=N_("the note was hidden"),
        effect=N_("Made unreadable, by the night's run already"),
        setting=CARE_ERASE_DAYS,
        due=reading.care_due,
        erase=erasure.erase_care,
    ),
    RetentionRule(
        key="owners.consent",
        what=N_("Withdrawn consents with their scans"),
        purpose=N_("To show that processing was lawful"),
        basis=N_("Legal duty"),
        after=N_("the consent was withdrawn"),
        effect=N_("Deleted"),
        setting=rules.CONSENT_YEARS,
        due=reading.consents_due,
        erase=erasure.erase_consents,
    ),
)

HOLDS = (
    Hold("person", N_("the person still belongs to a household"), reading.living_here),
    Hold("person", N_("the person still has a vehicle in use"), reading.with_vehicle),
)
