"""How temporary parking reads in a history."""

from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_

ACTIONS = {
    "parking_stay.enter": ActionWords(N_("Drove in: %(number)s"), "login"),
    "parking_stay.leave": ActionWords(N_("Drove out: %(number)s"), "logout", Tone.GREEN),
    "parking_stay.leave_unknown": ActionWords(
        N_("Drove out without an entry on record: %(number)s"), "logout", Tone.AMBER
    ),
}
LINKS = {"parking_stay": "/parking/{}".format}
