"""On what receipts are printed."""

from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_

#: Papers of a receipt (domain.md C12), in the order in which they are offered.
PAPER_WORDS = {
    "form": N_("190 × 93 mm, three copies"),
    "carbon": N_("190 × 93 mm, carbon paper"),
    "A5": N_("A5, three copies"),
    "roll": N_("80 mm slip"),
}
PAPER_LANGUAGE_WORDS = {
    "zh": N_("Chinese"),
    "en": N_("English"),
    "both": N_("Both languages"),
}

PAPER = Setting(
    "till.paper",
    "form",
    "choice",
    N_("Paper of receipts"),
    N_("What lies in the printer of the desk; another paper can be chosen at each print."),
    choices=tuple(PAPER_WORDS.items()),
)
PAPER_LANGUAGE = Setting(
    "till.paper_language",
    "zh",
    "choice",
    N_("Language of receipts"),
    N_("Another one can be chosen at each print."),
    choices=tuple(PAPER_LANGUAGE_WORDS.items()),
)

SETTINGS = (PAPER, PAPER_LANGUAGE)
