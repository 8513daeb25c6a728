"""Permissions and lists of shifts: what a post is, and when a shift is."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from propertydesk.kernel.words import N_


class Permission(StrEnum):
    """What may be done with shifts."""

    STAND_DESK = "shifts:desk:stand"
    END = "shifts:duty:end"
    STAND_GATE = "shifts:gate:stand"
    OVERSEE = "shifts:handover:oversee"
    READ = "shifts:handover:read"
    SET = "shifts:post:set"
    STAND_TILL = "shifts:till:stand"


class PostKind(StrEnum):
    """Where somebody is on duty."""

    GATE = "gate"
    DESK = "desk"
    TILL = "till"


KIND_WORDS = {
    PostKind.GATE: N_("Gate"),
    PostKind.DESK: N_("Front desk"),
    PostKind.TILL: N_("Till"),
}
#: Who may be on duty where.
STANDS = {
    PostKind.GATE: Permission.STAND_GATE,
    PostKind.DESK: Permission.STAND_DESK,
    PostKind.TILL: Permission.STAND_TILL,
}
#: The posts that a community begins with: kind, code, both names, equipment.
FIRST_POSTS = (
    (PostKind.GATE, "G1", "1号门岗", "Gate 1", "对讲机、手机、道闸、监控"),
    (PostKind.DESK, "D1", "前台", "Front desk", "电话、电脑、打印机、对讲机"),
    (PostKind.TILL, "T1", "收费处", "Till", "电脑、打印机、点钞机、POS机"),
)


class Turn(StrEnum):
    """Which shift of the day."""

    DAY = "day"
    EARLY = "early"
    LATE = "late"
    NIGHT = "night"


TURN_WORDS = {
    Turn.DAY: N_("Day shift"),
    Turn.EARLY: N_("Early shift"),
    Turn.LATE: N_("Late shift"),
    Turn.NIGHT: N_("Night shift"),
}


def turn_at(here: datetime, kind: PostKind) -> Turn:
    """The shift that usually begins at this time of the wall clock: three at the gate, else one a day.

    Relief comes a quarter of an hour early (domain.md C20), so a shift begins half an hour before.
    """
    if kind != PostKind.GATE:
        return Turn.DAY
    minutes = (here.hour * 60 + here.minute + 30) % 1440
    if minutes < 7 * 60 or minutes >= 22 * 60:
        return Turn.NIGHT
    return Turn.EARLY if minutes < 15 * 60 else Turn.LATE


def kinds_seen(permissions: Collection[str]) -> frozenset[PostKind]:
    """The kinds of posts whose hand-overs somebody sees: their own, or all for whoever oversees."""
    if Permission.OVERSEE in permissions:
        return frozenset(PostKind)
    return frozenset(kind for kind, wanted in STANDS.items() if wanted in permissions)


def things(text: str) -> tuple[str, ...]:
    """The equipment of a post, from a line with commas of any kind between the names."""
    plain = text.replace("，", ",").replace("、", ",").replace(";", ",").replace("；", ",")
    return tuple(dict.fromkeys(each.strip() for each in plain.split(",") if each.strip()))
