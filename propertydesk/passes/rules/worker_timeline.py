"""How what is done about workers reads in timelines, where their pages are, what is revealed."""

from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.reveals import Revealable
from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import REVEAL_PURPOSE_WORDS
from propertydesk.passes.rules.words import Permission

ACTIONS = {
    "engagement.enter": ActionWords(
        N_("Work %(number)s at the home entered"), "hammer", Tone.VIOLET
    ),
    "engagement.change_span": ActionWords(N_("Other days for work %(number)s"), "calendar"),
    "engagement.follow_home": ActionWords(
        N_("Work %(number)s goes on in the new home; print its cards anew"), "home", Tone.GREY
    ),
    "engagement.reveal": ActionWords(
        N_("Number of the contact of %(number)s looked at"), "eye", Tone.GREY
    ),
    "engagement.deposit_returned": ActionWords(
        N_("Deposit of work %(number)s returned"), "cash", Tone.GREEN
    ),
    "engagement.deposit_taken_back": ActionWords(
        N_("Deposit of work %(number)s taken back: its cards open nothing without it"),
        "cash",
        Tone.RED,
    ),
    "worker_pass.take_down": ActionWords(
        N_("Worker's pass %(number)s taken down"), "id-badge-2", Tone.VIOLET
    ),
    "worker_pass.photograph": ActionWords(N_("Photo for pass %(number)s"), "camera"),
    "worker_pass.shorten": ActionWords(
        N_("Pass %(number)s ends earlier, with its work"), "calendar", Tone.AMBER
    ),
    "worker_pass.print": ActionWords(N_("Card of pass %(number)s printed"), "printer", Tone.GREY),
    "worker_pass.leave": ActionWords(
        N_("Let out without a good card: %(number)s"), "logout", Tone.AMBER
    ),
    "worker_pass.reveal": ActionWords(
        N_("Number of the worker of %(number)s looked at"), "eye", Tone.GREY
    ),
}
LINKS = {"worker_pass": "/worker-passes/{}".format, "engagement": "/engagements/{}".format}

PHONE = Revealable(
    "worker_pass.phone",
    N_("Phone of a worker"),
    Permission.REVEAL,
    "worker_pass.reveal",
    REVEAL_PURPOSE_WORDS,
)
CONTACT = Revealable(
    "engagement.phone",
    N_("Phone of a company's contact"),
    Permission.REVEAL,
    "engagement.reveal",
    REVEAL_PURPOSE_WORDS,
)
