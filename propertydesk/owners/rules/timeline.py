"""How what is done with people and households reads in a timeline."""

from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_

ACTIONS = {
    "home.import": ActionWords(N_("%(number)s taken over from a workbook"), "upload"),
    "home.owners": ActionWords(N_("Owners and shares of %(number)s changed"), "users"),
    "home.tenancy_end": ActionWords(N_("Tenancy of %(number)s ended"), "key", Tone.GREY),
    "home.transfer": ActionWords(N_("%(number)s has new owners"), "arrows-exchange", Tone.VIOLET),
    "household.contact": ActionWords(N_("Emergency contact entered: %(number)s"), "phone"),
    "household.edit": ActionWords(N_("Place in the household corrected: %(number)s"), "edit"),
    "household.leave": ActionWords(N_("Left the household: %(number)s"), "user-x", Tone.GREY),
    "household.member": ActionWords(N_("Household member entered: %(number)s"), "user-plus"),
    "household.tenant": ActionWords(N_("Tenant entered: %(number)s"), "key"),
    "import.check": ActionWords(N_("Workbook handed in for checking"), "upload"),
    "import.start": ActionWords(N_("Import of a workbook started"), "upload"),
    "note.add": ActionWords(N_("Note put in sight: %(number)s"), "note", Tone.AMBER),
    "note.edit": ActionWords(N_("Note corrected: %(number)s"), "note", Tone.AMBER),
    "note.end": ActionWords(N_("Note taken down: %(number)s"), "note", Tone.GREY),
    "person.add": ActionWords(N_("Person entered: %(number)s"), "user-plus"),
    "person.edit": ActionWords(N_("Person corrected: %(number)s"), "edit"),
    "person.phone_add": ActionWords(N_("Number added: %(number)s"), "phone"),
    "person.phone_edit": ActionWords(N_("Number corrected: %(number)s"), "phone"),
    "person.phone_end": ActionWords(N_("Number taken off: %(number)s"), "phone-off", Tone.GREY),
    "person.phone_first": ActionWords(N_("Another number to call first: %(number)s"), "phone"),
    "person.reveal": ActionWords(N_("Full number looked at: %(number)s"), "eye", Tone.GREY),
    "vehicle.add": ActionWords(N_("Vehicle entered: %(number)s"), "car"),
    "vehicle.edit": ActionWords(N_("Vehicle corrected: %(number)s"), "car"),
    "vehicle.end": ActionWords(N_("Vehicle taken off: %(number)s"), "car", Tone.GREY),
}

LINKS = {"person": "/people/{}".format}
