"""How long personal data of people and households are kept, and what stands in their place."""

from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_

#: Before the number of an erased record, in every language the same (domain.md B5).
PSEUDONYM = "已删除 #"

PERSON_YEARS = Setting(
    key="owners.retention.person_years",
    default=3,
    kind="integer",
    label=N_("People who moved away are kept for"),
    explanation=N_(
        "Years after the last tie to a household ended; then name, numbers and remarks go."
    ),
    unit=N_("years"),
    minimum=1,
    maximum=30,
)
IDENTITY_DAYS = Setting(
    key="owners.retention.identity_days",
    default=30,
    kind="integer",
    label=N_("Identity numbers of people who moved away are kept for"),
    explanation=N_("Days after the last tie to a household ended; 0 erases them in the next run."),
    unit=N_("days"),
    minimum=0,
    maximum=3650,
)
PHONE_DAYS = Setting(
    key="owners.retention.phone_days",
    default=365,
    kind="integer",
    label=N_("Numbers that were taken off are kept for"),
    explanation=N_(
        "Days after the number was taken off, so that a caller can still be recognised."
    ),
    unit=N_("days"),
    minimum=0,
    maximum=3650,
)
VEHICLE_DAYS = Setting(
    key="owners.retention.vehicle_days",
    default=365,
    kind="integer",
    label=N_("Plates of vehicles that were taken off are kept for"),
    explanation=N_("Days after the vehicle was taken off, for questions about parking."),
    unit=N_("days"),
    minimum=0,
    maximum=3650,
)
NOTE_YEARS = Setting(
    key="owners.retention.note_years",
    default=2,
    kind="integer",
    label=N_("Household notes that were taken down are kept for"),
    explanation=N_("Years after the note was taken down; then it is deleted."),
    unit=N_("years"),
    minimum=0,
    maximum=30,
)

CONSENT_YEARS = Setting(
    key="owners.retention.consent_years",
    default=3,
    kind="integer",
    label=N_("Withdrawn consents are kept for"),
    explanation=N_("Years after the withdrawal, to show that processing was lawful until then."),
    unit=N_("years"),
    minimum=3,
    maximum=30,
)

SETTINGS = (CONSENT_YEARS, PERSON_YEARS, IDENTITY_DAYS, PHONE_DAYS, VEHICLE_DAYS, NOTE_YEARS)
