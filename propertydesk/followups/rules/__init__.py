"""What holds for follow-up calls: the state table (domain.md D3), attempts, quiet hours, phrases."""

from enum import StrEnum

from propertydesk.followups.rules.retention import CALL_YEARS
from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.reveals import Revealable
from propertydesk.kernel.settings import Setting
from propertydesk.kernel.states import Move, Tone, Workflow
from propertydesk.kernel.words import N_


class Permission(StrEnum):
    """What may be done with follow-ups."""

    CALL = "followups:call:make"
    READ = "followups:call:read"
    REVIEW = "followups:call:review"


class Purpose(StrEnum):
    """Why somebody looks at the number of a call (A48)."""

    CALL = "call"


class State(StrEnum):
    """Where a follow-up stands."""

    PLANNED = "planned"
    TRYING = "trying"
    SATISFIED = "satisfied"
    FAIR = "fair"
    DISSATISFIED = "dissatisfied"
    DELAYED = "delayed"
    WRONG_NUMBER = "wrong_number"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    CLOSED = "closed"


class Method(StrEnum):
    """How the resident is asked (A13)."""

    PHONE = "phone"
    SITE = "site"
    FACE = "face"


class Result(StrEnum):
    """What became of an attempt (A55)."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    OFF = "off"
    WRONG_NUMBER = "wrong_number"
    REFUSED = "refused"


class Overall(StrEnum):
    """The four answers."""

    SATISFIED = "satisfied"
    FAIR = "fair"
    DISSATISFIED = "dissatisfied"
    DELAYED = "delayed"


class Reason(StrEnum):
    """Why somebody is not satisfied."""

    NOT_FIXED = "not_fixed"
    WAITED = "waited"
    ATTITUDE = "attitude"
    PRICE = "price"
    NOT_CLEAN = "not_clean"
    OTHER = "other"


class Marks(StrEnum):
    """Marks from one to five are asked separately for these."""

    QUALITY = "quality"
    ATTITUDE = "attitude"


METHOD_WORDS = {
    Method.PHONE: N_("Phone"),
    Method.SITE: N_("At the home"),
    Method.FACE: N_("Face to face"),
}
RESULT_WORDS = {
    Result.REACHED: N_("Reached"),
    Result.NO_ANSWER: N_("No answer"),
    Result.BUSY: N_("Busy"),
    Result.OFF: N_("Switched off"),
    Result.WRONG_NUMBER: N_("Wrong number"),
    Result.REFUSED: N_("Refused"),
}
OVERALL_WORDS = {
    Overall.SATISFIED: N_("Satisfied"),
    Overall.FAIR: N_("Fairly satisfied"),
    Overall.DISSATISFIED: N_("Not satisfied"),
    Overall.DELAYED: N_("Delayed, not finished"),
}
REASON_WORDS = {
    Reason.NOT_FIXED: N_("Not really fixed"),
    Reason.WAITED: N_("Waited too long"),
    Reason.ATTITUDE: N_("Manner"),
    Reason.PRICE: N_("Unclear price"),
    Reason.NOT_CLEAN: N_("Not cleaned up"),
    Reason.OTHER: N_("Other reason"),
}

S, P = State, Permission
WORDS = {
    S.PLANNED: N_("To call back"),
    S.TRYING: N_("Not reached yet"),
    S.SATISFIED: N_("Satisfied"),
    S.FAIR: N_("Fairly satisfied"),
    S.DISSATISFIED: N_("Not satisfied"),
    S.DELAYED: N_("Delayed"),
    S.WRONG_NUMBER: N_("Wrong number"),
    S.REFUSED: N_("Refused"),
    S.UNREACHABLE: N_("Cannot be reached"),
    S.CLOSED: N_("Closed"),
}
TONES = {
    S.PLANNED: Tone.AMBER,
    S.TRYING: Tone.AMBER,
    S.SATISFIED: Tone.GREEN,
    S.FAIR: Tone.GREEN,
    S.DISSATISFIED: Tone.RED,
    S.DELAYED: Tone.AMBER,
    S.WRONG_NUMBER: Tone.RED,
    S.REFUSED: Tone.GREY,
    S.UNREACHABLE: Tone.GREY,
    S.CLOSED: Tone.GREY,
}
WAITING = (S.PLANNED, S.TRYING, S.DELAYED)

WORKFLOW = Workflow(
    "followup",
    State,
    (
        Move(
            "try",
            (S.PLANNED, S.TRYING, S.DELAYED),
            S.TRYING,
            P.CALL,
            N_("Not reached"),
            N_("Call not answered"),
            ("result",),
            timer="retry",
            tone=Tone.AMBER,
            icon="phone-off",
        ),
        Move(
            "satisfied",
            WAITING,
            S.SATISFIED,
            P.CALL,
            N_("Satisfied"),
            N_("Follow-up: satisfied"),
            ("quality", "attitude"),
            tone=Tone.GREEN,
            icon="mood-smile",
        ),
        Move(
            "fair",
            WAITING,
            S.FAIR,
            P.CALL,
            N_("Fairly satisfied"),
            N_("Follow-up: fairly satisfied"),
            ("quality", "attitude", "comment"),
            tone=Tone.GREEN,
            icon="mood-smile",
        ),
        Move(
            "dissatisfied",
            WAITING,
            S.DISSATISFIED,
            P.CALL,
            N_("Not satisfied"),
            N_("Follow-up: not satisfied"),
            ("quality", "attitude", "reason", "promise", "promise_at"),
            timer="promise",
            tone=Tone.RED,
            icon="mood-sad",
        ),
        Move(
            "delayed",
            WAITING,
            S.DELAYED,
            P.CALL,
            N_("Delayed, not finished"),
            N_("Follow-up: not finished, new date promised"),
            ("comment", "promise_at"),
            timer="promise",
            tone=Tone.AMBER,
            icon="clock",
        ),
        Move(
            "wrong_number",
            WAITING,
            S.WRONG_NUMBER,
            P.CALL,
            N_("Wrong number"),
            N_("Wrong number: the register needs correcting"),
            timer="correct_phone",
            tone=Tone.RED,
            icon="phone-off",
        ),
        Move(
            "refuse",
            WAITING,
            S.REFUSED,
            P.CALL,
            N_("Refused"),
            N_("Does not want to be asked"),
            tone=Tone.GREY,
            icon="phone-off",
        ),
        Move(
            "give_up",
            WAITING,
            S.UNREACHABLE,
            P.CALL,
            N_("Cannot be reached"),
            N_("Ended: cannot be reached"),
            tone=Tone.GREY,
            icon="phone-off",
        ),
        Move(
            "replan",
            (S.WRONG_NUMBER, S.DISSATISFIED),
            S.PLANNED,
            P.CALL,
            N_("Call again"),
            N_("To be called again"),
            ("due_at",),
            tone=Tone.AMBER,
            icon="phone",
        ),
        Move(
            "close",
            (S.SATISFIED, S.FAIR, S.DISSATISFIED, S.REFUSED, S.UNREACHABLE, S.WRONG_NUMBER),
            S.CLOSED,
            P.REVIEW,
            N_("Close"),
            N_("Follow-up closed"),
            tone=Tone.GREY,
            icon="lock",
        ),
    ),
    WORDS,
    TONES,
)

ACTIONS = {
    "followup.plan": ActionWords(N_("Follow-up call planned: %(number)s"), "phone"),
    "followup.pass_on": ActionWords(
        N_("Has died; the call goes to the next of the household: %(number)s"), "users"
    ),
    "followup.reveal": ActionWords(N_("Phone number shown for the call: %(number)s"), "eye"),
}
PHONE = Revealable(
    "followup.phone",
    N_("Phone of a follow-up call"),
    P.CALL,
    "followup.reveal",
    {Purpose.CALL: N_("To make this call")},
)
LINKS = {"followup": "/follow-ups/{}".format}

MAX_ATTEMPTS = Setting(
    "followups.max_attempts",
    3,
    "integer",
    N_("Attempts before a number counts as unreachable"),
    N_("Unreachable is never counted as satisfied."),
    unit=N_("attempts"),
    minimum=1,
    maximum=9,
)
GAP_HOURS = Setting(
    "followups.gap_hours",
    4,
    "integer",
    N_("Hours between two attempts"),
    N_("The next attempt falls into another part of the day."),
    unit=N_("hours"),
    minimum=1,
    maximum=48,
)
QUIET_FROM = Setting(
    "followups.quiet_from_hour",
    21,
    "integer",
    N_("No calls from this hour"),
    N_("Follow-up calls rest at night."),
    unit=N_("o'clock"),
    minimum=12,
    maximum=23,
)
QUIET_UNTIL = Setting(
    "followups.quiet_until_hour",
    8,
    "integer",
    N_("No calls before this hour"),
    N_("Follow-up calls rest at night."),
    unit=N_("o'clock"),
    minimum=0,
    maximum=12,
)


def _phrase(key: str, label: str, zh: str, en: str) -> Setting:
    return Setting(
        f"followups.say_{key}",
        {"zh": zh, "en": en},
        "phrase",
        label,
        N_("Read aloud by the caller; words in braces are filled in."),
    )


SAY_OPENING = _phrase(
    "opening",
    N_("Opening of the call"),
    "{name}您好，我是{community}服务中心的{caller}。{date}为您处理的{matter}，想用一分钟了解一下情况，方便吗？",
    "Hello {name}, {caller} from {community} service centre. May I take a minute about {matter} we handled on {date}?",
)
SAY_SOLVED = _phrase("solved", N_("Question: solved"), "问题解决了吗？", "Is it solved?")
SAY_MARKS = _phrase(
    "marks",
    N_("Question: marks"),
    "维修质量和师傅的态度，您分别打几分？一到五分。",
    "From one to five, how good was the work? And the technician's manner?",
)
SAY_SATISFIED = _phrase(
    "satisfied",
    N_("Answer: satisfied"),
    "谢谢您。以后有需要，请拨打{hotline}，二十四小时有人接听。",
    "Thank you. Whenever you need us, the number is {hotline}, day and night.",
)
SAY_DISSATISFIED = _phrase(
    "dissatisfied",
    N_("Answer: not satisfied"),
    "很抱歉没有让您满意。{matter}我现在就安排返修，{time}前再给您打电话。",
    "I am sorry it is not right. I am sending someone again for {matter} and will call you before {time}.",
)
SAY_DELAYED = _phrase(
    "delayed",
    N_("Answer: delayed"),
    "很抱歉，因为{reason}还没有修好。新的完成时间是{time}，到时我再跟您确认。",
    "I am sorry, because of {reason} it is not finished. The new date is {time}; I will call you then.",
)

SETTINGS = (
    CALL_YEARS,
    MAX_ATTEMPTS,
    GAP_HOURS,
    QUIET_FROM,
    QUIET_UNTIL,
    SAY_OPENING,
    SAY_SOLVED,
    SAY_MARKS,
    SAY_SATISFIED,
    SAY_DISSATISFIED,
    SAY_DELAYED,
)
