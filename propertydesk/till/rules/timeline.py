"""How what is done at the till reads in timelines, and where its records have their pages."""

from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_

ACTIONS = {
    "receipt.income": ActionWords(N_("Takings handed in: %(number)s"), "receipt", Tone.GREEN),
    "deposit.return": ActionWords(N_("Deposit returned: %(number)s"), "shield-check", Tone.GREEN),
    "deposit.take": ActionWords(N_("Deposit taken: %(number)s"), "shield-check", Tone.GREEN),
    "prepayment.offset": ActionWords(N_("Prepayment set off: %(number)s"), "cash", Tone.GREEN),
    "prepayment.refund": ActionWords(N_("Prepayment given back: %(number)s"), "cash"),
    "prepayment.withdraw": ActionWords(
        N_("Set-off undone with its bills: %(number)s"), "arrow-back-up", Tone.GREY
    ),
    "receipt.issue": ActionWords(N_("Paid, receipt %(number)s"), "receipt", Tone.GREEN),
    "receipt.prepayment": ActionWords(N_("Paid ahead, receipt %(number)s"), "receipt", Tone.GREEN),
    "receipt.print": ActionWords(N_("Receipt printed: %(number)s"), "printer"),
    "receipt.reprint": ActionWords(N_("Receipt printed once more: %(number)s"), "printer"),
    "receipt.reverse": ActionWords(N_("Reversed in red: %(number)s"), "arrow-back-up", Tone.RED),
    "receipt.void": ActionWords(N_("Receipt made void: %(number)s"), "ban", Tone.RED),
    "statement.export": ActionWords(N_("Statement taken as a workbook: %(number)s"), "download"),
    "statement.print": ActionWords(N_("Statement printed: %(number)s"), "printer"),
    "till.close_day": ActionWords(N_("Day closed at the till: %(number)s"), "lock"),
    "till_paper.print": ActionWords(N_("Printed: %(number)s"), "printer"),
    "till_paper.reprint": ActionWords(N_("Printed once more: %(number)s"), "printer"),
    "till_shift.open": ActionWords(N_("Shift opened: %(number)s"), "cash"),
}

LINKS = {
    "deposit": "/deposits/{}".format,
    "receipt": "/receipts/{}".format,
    "till_shift": "/till/shifts/{}".format,
}
