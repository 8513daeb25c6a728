"""How what is done with fees reads in a timeline."""

from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_

ACTIONS = {
    "billing.prepare": ActionWords(N_("Billing run %(number)s prepared"), "report-money"),
    "bills.print": ActionWords(N_("Bills of a month on paper"), "printer"),
    "charge_item.add": ActionWords(N_("Charge item %(number)s entered"), "receipt"),
    "charge_item.edit": ActionWords(N_("Charge item %(number)s corrected"), "edit"),
    "fees.close_month": ActionWords(N_("Books of %(number)s closed"), "lock", Tone.GREY),
    "dispute.close": ActionWords(N_("Dispute about %(number)s settled"), "check", Tone.GREEN),
    "dispute.open": ActionWords(N_("%(number)s is disputed"), "hand-stop", Tone.VIOLET),
    "late_rule.approve": ActionWords(
        N_("Late charge approved: %(number)s"), "circle-check", Tone.GREEN
    ),
    "late_rule.propose": ActionWords(N_("Late charge proposed: %(number)s"), "clock", Tone.VIOLET),
    "late_rule.refuse": ActionWords(N_("Late charge refused: %(number)s"), "x", Tone.RED),
    "late_rule.replace": ActionWords(
        N_("Late charge replaced from its first day: %(number)s"), "clock", Tone.GREY
    ),
    "payer_agreement.add": ActionWords(N_("A tenant takes over fees"), "key"),
    "payer_agreement.follow_home": ActionWords(
        N_("The tenant pays on after the split or joining of the home"), "key"
    ),
    "payer_agreement.end": ActionWords(N_("The owner pays fees again"), "key", Tone.GREY),
    "price.approve": ActionWords(N_("Price approved: %(number)s"), "circle-check", Tone.GREEN),
    "price.follow_home": ActionWords(
        N_("The home's own price goes on after its split or joining: %(number)s"), "tag"
    ),
    "price.propose": ActionWords(N_("Price proposed: %(number)s"), "receipt", Tone.VIOLET),
    "price.refuse": ActionWords(N_("Price refused: %(number)s"), "x", Tone.RED),
    "price.replace": ActionWords(
        N_("Price replaced from its first day: %(number)s"), "tag", Tone.GREY
    ),
    "receivable.adjustment": ActionWords(N_("Receivable %(number)s adjusted"), "edit"),
    "receivable.charge": ActionWords(N_("Charged: %(number)s"), "receipt"),
    "receivable.waiver": ActionWords(
        N_("Of receivable %(number)s something was waived"), "receipt"
    ),
    "receivable.void": ActionWords(N_("Receivable %(number)s made void"), "x", Tone.GREY),
    "vacancy.approve": ActionWords(
        N_("Vacancy rate approved: %(number)s"), "circle-check", Tone.GREEN
    ),
    "vacancy.follow_home": ActionWords(
        N_("Vacancy rate goes on after the split or joining of the home: %(number)s"), "door"
    ),
    "vacancy.propose": ActionWords(N_("Vacancy rate applied for: %(number)s"), "door", Tone.VIOLET),
    "vacancy.refuse": ActionWords(N_("Vacancy rate refused: %(number)s"), "x", Tone.RED),
}

LINKS = {
    "billing": "/billing/{}".format,
    "charge_item": "/charge-items/{}".format,
    "late_rule": lambda _rule: "/late-charges",
    "receivable": "/receivables/{}".format,
}
