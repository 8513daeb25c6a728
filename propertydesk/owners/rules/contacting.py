"""How somebody wants to be reached: the preferred way, and hours when nobody is to call."""

from datetime import time
from enum import StrEnum

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_


class Channel(StrEnum):
    """The preferred way; unknown is a valid answer."""

    PHONE = "phone"
    SMS = "sms"
    WECHAT = "wechat"
    LETTER = "letter"
    PORTAL = "portal"


CHANNEL_WORDS = {
    Channel.PHONE: N_("Phone call"),
    Channel.SMS: N_("Text message"),
    Channel.WECHAT: N_("WeChat"),
    Channel.LETTER: N_("Letter"),
    Channel.PORTAL: N_("Portal"),
}


def rests(quiet_from: time | None, quiet_until: time | None, at: time) -> bool:
    """Whether nobody is to call at `at`; a window may run over midnight, its end is free again."""
    if quiet_from is None or quiet_until is None:
        return False
    if quiet_from <= quiet_until:
        return quiet_from <= at < quiet_until
    return at >= quiet_from or at < quiet_until


def check_window(quiet_from: time | None, quiet_until: time | None) -> None:
    """Raise Invalid for half a window, or one without any time in it."""
    if (quiet_from is None) != (quiet_until is None):
        field = "quiet_from" if quiet_from is None else "quiet_until"
        raise Invalid(N_("Write both the beginning and the end."), field=field)
    if quiet_from is not None and quiet_from == quiet_until:
        raise Invalid(N_("Beginning and end are the same."), field="quiet_until")


def shown_window(quiet_from: time | None, quiet_until: time | None) -> str:
    """12:00–14:00, or nothing."""
    if quiet_from is None or quiet_until is None:
        return ""
    return f"{quiet_from:%H:%M}–{quiet_until:%H:%M}"
