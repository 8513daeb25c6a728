"""How what happens to passes reads in timelines, and where their pages are."""

from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_

ACTIONS = {
    "exit_pass.ask": ActionWords(
        N_("Exit pass %(number)s asked for"), "package-export", Tone.VIOLET
    ),
    "exit_pass.complete_papers": ActionWords(
        N_("Papers of the night release completed"), "file-text"
    ),
    "exit_pass.consent": ActionWords(N_("Owner phoned and agreed"), "phone-call"),
    "exit_pass.follow_home": ActionWords(
        N_("Exit pass %(number)s goes on with the new home; print it anew"), "package-export"
    ),
    "exit_pass.print": ActionWords(N_("Exit pass %(number)s printed"), "printer", Tone.GREY),
    "gate_use.review": ActionWords(N_("Forced release looked into"), "user-check"),
    "gate.change": ActionWords(N_("Gate %(number)s changed"), "door"),
    "gate.end": ActionWords(N_("Gate %(number)s is used no more"), "door", Tone.GREY),
    "gate.found": ActionWords(N_("Gate %(number)s added"), "door", Tone.VIOLET),
    "gate_use.let_through": ActionWords(
        N_("Let through at the gate: %(number)s"), "door", Tone.GREEN
    ),
    "gate_use.refuse": ActionWords(N_("Refused at the gate: %(number)s"), "ban", Tone.RED),
    "pass_key.retire": ActionWords(N_("Key no. %(number)s seals no more codes"), "key", Tone.GREY),
    "pass_key.revoke": ActionWords(N_("Key no. %(number)s was withdrawn"), "key", Tone.RED),
}

LINKS = {"exit_pass": "/exit-passes/{}".format}
