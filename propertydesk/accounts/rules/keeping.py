"""What accounts keep of whoever signs in, told in the record of processing; `services.sweep` ends it."""

from propertydesk.kernel.words import N_

TRIALS = {
    "key": "accounts.trials",
    "what": N_("Failed sign-ins by name and network"),
    "purpose": N_("To slow down guessing"),
    "basis": N_("PIPL art. 51, security of processing"),
    "period": N_("one day after the last try"),
    "effect": N_("Deleted by the nightly sweep"),
}
SESSIONS = {
    "key": "accounts.sessions",
    "what": N_("Sessions of staff: address and device"),
    "purpose": N_("To find out who used an account that was stolen"),
    "basis": N_("Cybersecurity Law art. 21(3): logs for at least six months"),
    "period": N_("half a year after the session ended"),
    "effect": N_("Deleted by the nightly sweep"),
}
