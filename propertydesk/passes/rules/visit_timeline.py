"""How what is done about visitors reads in timelines, and where their pages are."""

from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.reveals import Revealable
from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import REVEAL_PURPOSE_WORDS
from propertydesk.passes.rules.words import Permission

ACTIONS = {
    "visit.invite": ActionWords(N_("Visitor %(number)s invited"), "user-plus", Tone.VIOLET),
    "visit.register": ActionWords(N_("Visitor %(number)s at the gate"), "users"),
    "visit.turn_away": ActionWords(N_("Refused at the gate: %(number)s"), "hand-stop", Tone.RED),
    "visit.try": ActionWords(N_("Host asked, no answer"), "phone-off", Tone.GREY),
    "visit.overstay": ActionWords(N_("Visitor %(number)s is inside too long"), "alarm", Tone.RED),
    "visit.print": ActionWords(N_("Slip of visitor %(number)s printed"), "printer", Tone.GREY),
    "visit.reveal": ActionWords(N_("Number of visitor %(number)s looked at"), "eye", Tone.GREY),
    "visit.keep": ActionWords(N_("Visitor %(number)s kept for an incident"), "lock", Tone.AMBER),
    "visit.keep_no_more": ActionWords(N_("Visitor %(number)s kept no longer"), "lock", Tone.GREY),
    "standing_visitor.allow": ActionWords(N_("Standing permission given"), "user-check"),
    "standing_visitor.end": ActionWords(N_("Standing permission ended"), "user-x", Tone.GREY),
    "barred_visitor.bar": ActionWords(
        N_("Somebody put on the do-not-admit list"), "hand-stop", Tone.RED
    ),
    "barred_visitor.end": ActionWords(N_("Do-not-admit entry ended"), "hand-stop", Tone.GREY),
}
LINKS = {"visit": "/visits/{}".format}

PHONE = Revealable(
    "visit.phone",
    N_("Phone of a visitor"),
    Permission.REVEAL,
    "visit.reveal",
    REVEAL_PURPOSE_WORDS,
)
