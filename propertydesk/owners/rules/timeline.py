"""How what is done with people and households reads in a timeline."""

from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_

ACTIONS = {
    "care.edit": ActionWords(N_("Care note changed"), "shield-lock", Tone.VIOLET),
    "care.end": ActionWords(N_("Care note no longer needed"), "shield-lock", Tone.GREY),
    "care.keep": ActionWords(N_("Care note written"), "shield-lock", Tone.VIOLET),
    "care.read": ActionWords(N_("Care note read"), "eye", Tone.GREY),
    "consent.give": ActionWords(N_("Consent given by %(number)s"), "circle-check", Tone.GREEN),
    "consent.print": ActionWords(N_("Privacy notice printed for %(number)s"), "printer"),
    "consent.withdraw": ActionWords(
        N_("Consent withdrawn by %(number)s"), "alert-circle", Tone.AMBER
    ),
    "file.archive": ActionWords(N_("Paper file %(number)s archived"), "file-text"),
    "disclosure.request": ActionWords(
        N_("Disclosure to a third party requested: %(number)s"), "external-link", Tone.AMBER
    ),
    "home.import": ActionWords(N_("%(number)s taken over from a workbook"), "upload"),
    "home.inherit": ActionWords(
        N_("%(number)s has passed on to heirs"), "arrows-exchange", Tone.VIOLET
    ),
    "home.owners": ActionWords(N_("Owners and shares of %(number)s changed"), "users"),
    "home.tenancy_end": ActionWords(N_("Tenancy of %(number)s ended"), "key", Tone.GREY),
    "home.tenancy_extend": ActionWords(N_("Lease of %(number)s extended"), "calendar"),
    "home.tenancy_plan": ActionWords(
        N_("End of the tenancy of %(number)s planned"), "calendar", Tone.AMBER
    ),
    "home.tenancy_stay": ActionWords(N_("Planned end of the tenancy taken back"), "calendar"),
    "home.terms": ActionWords(N_("Terms of the tenancy of %(number)s corrected"), "edit"),
    "home.transfer": ActionWords(N_("%(number)s has new owners"), "arrows-exchange", Tone.VIOLET),
    "household.contact": ActionWords(N_("Emergency contact entered: %(number)s"), "phone"),
    "household.edit": ActionWords(N_("Place in the household corrected: %(number)s"), "edit"),
    "household.leave": ActionWords(N_("Left the household: %(number)s"), "user-x", Tone.GREY),
    "household.member": ActionWords(N_("Household member entered: %(number)s"), "user-plus"),
    "household.print": ActionWords(N_("Register form of %(number)s printed"), "printer"),
    "household.tenant": ActionWords(N_("Tenant entered: %(number)s"), "key"),
    "home.import_undo": ActionWords(
        N_("Import of %(number)s taken back"), "arrow-back-up", Tone.GREY
    ),
    "import.check": ActionWords(N_("Workbook handed in for checking"), "upload"),
    "import.start": ActionWords(N_("Import of a workbook started"), "upload"),
    "import.undo": ActionWords(N_("Taking back of import %(number)s started"), "arrow-back-up"),
    "note.add": ActionWords(N_("Note put in sight"), "note", Tone.AMBER),
    "note.edit": ActionWords(N_("Note corrected"), "note", Tone.AMBER),
    "note.end": ActionWords(N_("Note taken down"), "note", Tone.GREY),
    "person.add": ActionWords(N_("Person entered: %(number)s"), "user-plus"),
    "person.company": ActionWords(N_("Facts of the company corrected: %(number)s"), "building"),
    "person.death": ActionWords(N_("Death recorded: %(number)s"), "user-x", Tone.GREY),
    "person.death_revoke": ActionWords(
        N_("Recorded death taken back: %(number)s"), "user", Tone.AMBER
    ),
    "person.apart": ActionWords(N_("%(number)s: known to be two people"), "users", Tone.GREY),
    "person.duplicates": ActionWords(N_("Looked for double entries"), "users"),
    "person.disclose": ActionWords(
        N_("Data of %(number)s given to a third party"), "external-link", Tone.RED
    ),
    "person.edit": ActionWords(N_("Person corrected: %(number)s"), "edit"),
    "person.erase": ActionWords(N_("Personal data erased: %(number)s"), "trash", Tone.GREY),
    "person.identity_check": ActionWords(N_("Identity checked: %(number)s"), "shield-check"),
    "person.identity_remove": ActionWords(
        N_("Identity number deleted: %(number)s"), "id", Tone.GREY
    ),
    "person.identity_reveal": ActionWords(
        N_("Full identity number looked at: %(number)s"), "eye", Tone.GREY
    ),
    "person.identity_set": ActionWords(N_("Identity number entered: %(number)s"), "id"),
    "person.merge": ActionWords(N_("Two entries joined: %(number)s"), "users", Tone.VIOLET),
    "person.phone_add": ActionWords(N_("Number added: %(number)s"), "phone"),
    "person.phone_edit": ActionWords(N_("Number corrected: %(number)s"), "phone"),
    "person.phone_end": ActionWords(N_("Number taken off: %(number)s"), "phone-off", Tone.GREY),
    "person.phone_first": ActionWords(N_("Another number to call first: %(number)s"), "phone"),
    "person.reveal": ActionWords(N_("Full number looked at: %(number)s"), "eye", Tone.GREY),
    "person.wishes": ActionWords(N_("How to reach %(number)s changed"), "phone"),
    "vehicle.add": ActionWords(N_("Vehicle entered: %(number)s"), "car"),
    "vehicle.edit": ActionWords(N_("Vehicle corrected: %(number)s"), "car"),
    "vehicle.end": ActionWords(N_("Vehicle taken off: %(number)s"), "car", Tone.GREY),
}

LINKS = {"disclosure": "/disclosures/{}".format, "person": "/people/{}".format}
