"""Kinds of passes, answers of the gate, and who may do what (domain.md D6, D7)."""

from enum import StrEnum

from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_


class Permission(StrEnum):
    """What may be done with passes and at the gate."""

    BAR = "passes:barred:keep"
    AUTHORISE = "passes:exit:authorise"
    ISSUE = "passes:exit:issue"
    READ = "passes:exit:read"
    VOID = "passes:exit:void"
    FIGURES = "passes:figures:read"
    REVIEW = "passes:forced:review"
    GUARD = "passes:gate:guard"
    SET_GATES = "passes:gate:set"
    ANSWER_NOTES = "passes:note:answer"
    PARKING = "passes:parking:read"
    REVEAL = "passes:phone:reveal"
    INVITE = "passes:visit:invite"
    KEEP_VISITS = "passes:visit:keep"
    READ_VISITS = "passes:visit:read"
    ISSUE_WORKERS = "passes:worker:issue"
    READ_WORKERS = "passes:worker:read"
    VOID_WORKERS = "passes:worker:void"


class PassKind(StrEnum):
    """What a code was made for; its place in the list is part of the code and never changes."""

    EXIT = "exit"
    VISITOR = "visitor"
    WORKER = "worker"


class Way(StrEnum):
    """Which way somebody or something passes the gate."""

    IN = "in"
    OUT = "out"


class Ended(StrEnum):
    """Why a code counts no longer, whatever its dates."""

    VOID = "void"
    REPLACED = "replaced"
    RETURNED = "returned"
    LOST = "lost"


class Answer(StrEnum):
    """What the gate says to a code."""

    GOOD = "good"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    USED = "used"
    VOID = "void"
    REPLACED = "replaced"
    LOST = "lost"
    UNKNOWN = "unknown"
    ELSEWHERE = "elsewhere"
    REFUSED = "refused"


KIND_WORDS = {
    PassKind.EXIT: N_("Large-item exit pass"),
    PassKind.VISITOR: N_("Visitor pass"),
    PassKind.WORKER: N_("Worker pass"),
}
WAY_WORDS = {Way.IN: N_("In"), Way.OUT: N_("Out")}
ANSWER_WORDS = {
    Answer.GOOD: N_("Valid"),
    Answer.NOT_YET: N_("Not yet valid"),
    Answer.EXPIRED: N_("Expired"),
    Answer.USED: N_("Used already"),
    Answer.VOID: N_("Void"),
    Answer.REPLACED: N_("Replaced by a newer slip"),
    Answer.LOST: N_("Reported lost"),
    Answer.UNKNOWN: N_("Unknown code"),
    Answer.ELSEWHERE: N_("Belongs to another community"),
    Answer.REFUSED: N_("Refused at the gate"),
}
ANSWER_TONES = {
    Answer.GOOD: Tone.GREEN,
    Answer.NOT_YET: Tone.AMBER,
    Answer.EXPIRED: Tone.RED,
    Answer.USED: Tone.RED,
    Answer.VOID: Tone.RED,
    Answer.REPLACED: Tone.RED,
    Answer.LOST: Tone.RED,
    Answer.UNKNOWN: Tone.RED,
    Answer.ELSEWHERE: Tone.RED,
    Answer.REFUSED: Tone.RED,
}
