"""How what is done with repair orders reads in a timeline, beside the moves of the state table."""

from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_

ACTIONS = {
    "repair.appoint": ActionWords(N_("Appointment agreed on"), "calendar"),
    "repair.note": ActionWords(N_("Remark"), "note", Tone.GREY),
    "repair.order_rework": ActionWords(N_("Rework %(number)s registered"), "repeat", Tone.VIOLET),
    "repair.paid": ActionWords(N_("Paid after all"), "receipt", Tone.GREEN),
    "repair.photo": ActionWords(N_("Photos added"), "camera"),
    "repair.print": ActionWords(N_("Slip of %(number)s printed"), "printer", Tone.GREY),
    "repair.register": ActionWords(N_("Repair %(number)s registered"), "headset", Tone.VIOLET),
    "repair.reveal": ActionWords(N_("Phone number of %(number)s looked at"), "eye", Tone.GREY),
    "repair.unpaid": ActionWords(N_("The payment was taken back"), "arrow-back-up", Tone.RED),
    "repair.skills": ActionWords(N_("Skills of %(number)s changed"), "tool"),
}

LINKS = {"repair": "/repairs/{}".format}
