"""What holds for passes: kinds, codes, answers of the gate, keys, words, permissions."""

from propertydesk.passes.rules import exit_request, gate_notes, keys, phrases
from propertydesk.passes.rules.codes import (
    Body,
    digest_of,
    grouped,
    is_sealed,
    new_typed,
    opened,
    read_typed,
    sealed,
)
from propertydesk.passes.rules.exit_basis import missing_for_issue, waits_for_call
from propertydesk.passes.rules.exit_states import OPEN as OPEN_EXITS
from propertydesk.passes.rules.exit_states import OUT as OUT_EXITS
from propertydesk.passes.rules.exit_states import WORKFLOW as EXIT_PASS
from propertydesk.passes.rules.exit_states import State as ExitState
from propertydesk.passes.rules.exit_words import (
    APPLICANT_WORDS,
    BASIS_WORDS,
    DIFFERENCE_WORDS,
    REASON_WORDS,
    RESULT_WORDS,
    Applicant,
    Basis,
    Difference,
    Reason,
    Result,
)
from propertydesk.passes.rules.judging import FORCEABLE, Standing, answer_to
from propertydesk.passes.rules.retention import PEOPLE_DAYS
from propertydesk.passes.rules.timeline import ACTIONS, LINKS
from propertydesk.passes.rules.words import (
    ANSWER_TONES,
    ANSWER_WORDS,
    KIND_WORDS,
    WAY_WORDS,
    Answer,
    Ended,
    PassKind,
    Permission,
    Way,
)

SETTINGS = (
    *gate_notes.SETTINGS,
    *keys.SETTINGS,
    *exit_request.SETTINGS,
    *phrases.SETTINGS,
    PEOPLE_DAYS,
)

__all__ = [
    "ACTIONS",
    "ANSWER_TONES",
    "ANSWER_WORDS",
    "APPLICANT_WORDS",
    "BASIS_WORDS",
    "DIFFERENCE_WORDS",
    "EXIT_PASS",
    "FORCEABLE",
    "KIND_WORDS",
    "LINKS",
    "OPEN_EXITS",
    "OUT_EXITS",
    "REASON_WORDS",
    "RESULT_WORDS",
    "SETTINGS",
    "WAY_WORDS",
    "Answer",
    "Applicant",
    "Basis",
    "Body",
    "Difference",
    "Ended",
    "ExitState",
    "PassKind",
    "Permission",
    "Reason",
    "Result",
    "Standing",
    "Way",
    "answer_to",
    "digest_of",
    "grouped",
    "is_sealed",
    "missing_for_issue",
    "new_typed",
    "opened",
    "read_typed",
    "sealed",
    "waits_for_call",
]
