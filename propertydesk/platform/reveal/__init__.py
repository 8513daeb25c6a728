"""Looking at a personal value in full: for a purpose, counted, limited, and told to the manager.

A domain declares a `Revealable` in its rules, asks with `record_look` in a verb, and answers with
`shown` in a POST view under `@reveals`. Before that nothing of the value is in any page.
"""

from propertydesk.platform.reveal.answering import asked, reveals, shown
from propertydesk.platform.reveal.limits import SETTINGS
from propertydesk.platform.reveal.looks import (
    ACTIONS,
    INVARIANTS,
    Asking,
    Look,
    Reveal,
    Target,
    declared,
    looks_about,
    record_look,
    register,
    register_case_finder,
)

__all__ = [
    "ACTIONS",
    "INVARIANTS",
    "SETTINGS",
    "Asking",
    "Look",
    "Reveal",
    "Target",
    "asked",
    "declared",
    "looks_about",
    "record_look",
    "register",
    "register_case_finder",
    "reveals",
    "shown",
]
