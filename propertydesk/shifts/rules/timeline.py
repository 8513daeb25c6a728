"""How shifts read in a history."""

from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.words import N_

ACTIONS = {
    "duty.begin": ActionWords(N_("On duty: %(number)s"), "login"),
    "duty_post.add": ActionWords(N_("Post added: %(number)s"), "map-pin"),
    "duty_post.edit": ActionWords(N_("Post changed: %(number)s"), "edit"),
}
LINKS = {
    "duty": "/hand-overs/duties/{}".format,
    "hand_over": "/hand-overs/{}".format,
}
