"""The look itself: checked, counted, written down, and only then given."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext
from sqlalchemy import Boolean, ForeignKey, Index, String, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.clock import local
from propertydesk.kernel.errors import Invalid, NotAllowed
from propertydesk.kernel.reveals import Revealable
from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.activity import Activity, Subject
from propertydesk.platform.db import Model, append_only, db
from propertydesk.platform.reveal import limits
from propertydesk.platform.types import Identity, UtcDateTime
from propertydesk.platform.verify import Invariant

#: Hours of the night, on the community's clock: from the first to before the second.
NIGHT = (22, 6)
#: Work on the same household within this time is a matter in hand.
RECENTLY = timedelta(hours=2)
LONGEST_REASON = 80

ACTIONS = {
    "reveal.refused": ActionWords(
        N_("Full look refused, too many: %(number)s"), "eye-off", Tone.AMBER
    )
}


class Reveal(Model):
    """Somebody looked at a personal value in full, or was refused because of the limit."""

    __tablename__ = "reveals"
    __table_args__ = (
        Index("ix_reveals_community", "community_id", "at"),
        Index("ix_reveals_staff", "staff_id", "at"),
        Index("ix_reveals_about", "about_type", "about_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    staff_id: Mapped[int]
    staff_name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(24))
    subject_type: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    subject_no: Mapped[str] = mapped_column(String(40))
    about_type: Mapped[str] = mapped_column(String(30), default="")
    about_id: Mapped[int | None]
    masked: Mapped[str] = mapped_column(String(40))
    purpose: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    at_night: Mapped[bool] = mapped_column(Boolean)
    has_case: Mapped[bool] = mapped_column(Boolean)
    refused: Mapped[str] = mapped_column(String(4), default="", doc="hour, day or nothing")


append_only(Reveal.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table

INVARIANTS = (
    Invariant(
        "privacy.looks",
        "each full look has somebody who looked and a purpose",
        "SELECT r.id AS object, r.kind AS found FROM reveals r WHERE r.purpose = '' "
        "OR r.staff_name = '' OR r.kind = ''",
    ),
    Invariant(
        "privacy.looks-told",
        "each full look stands in the history of what was looked at",
        "SELECT r.id AS object, r.subject_no AS found FROM reveals r WHERE NOT EXISTS ("
        "SELECT 1 FROM activities a WHERE a.subject_type = r.subject_type "
        "AND a.subject_id = r.subject_id AND a.at = r.at AND a.actor_id = r.staff_id)",
    ),
)


@dataclass(frozen=True)
class Asking:
    """What somebody says before looking: a purpose of the list, perhaps words, and by which clock
    the day is counted.
    """

    purpose: str
    zone: str
    reason: str = ""


@dataclass(frozen=True)
class Target:
    """One value of one record. `about` is whom it tells of (type and id), `home_ids` where they
    belong; the first is the household in whose timeline the look stands. `is_case` where the
    record is itself a matter in hand, such as an open order.
    """

    value: str
    masked: str
    subject: Subject
    about: tuple[str, int] | None = None
    home_ids: Sequence[int] = ()
    is_case: bool = False


@dataclass(frozen=True)
class Look:
    """What came of asking: the value, or the words with which it was refused."""

    value: str = ""
    refusal: str = ""


CaseFinder = Callable[[int, Collection[int]], bool]

_declared: dict[str, Revealable] = {}
_case_finders: list[CaseFinder] = []
_REFUSALS = {
    "hour": N_("You have shown many full values within the hour. Wait a while, or ask your lead."),
    "day": N_("You have shown as many full values today as one person may. Ask your lead."),
}


def register(kinds: Iterable[Revealable]) -> None:
    """Take what domains declare; called from the wiring."""
    _declared.update({each.kind: each for each in kinds})


def declared() -> Mapping[str, Revealable]:
    """All kinds of values that can be looked at."""
    return _declared


def register_case_finder(finder: CaseFinder) -> None:
    """Let a domain say whether households have an open matter; called from the wiring.

    `finder(community_id, home_ids)`.
    """
    if finder not in _case_finders:
        _case_finders.append(finder)


def record_look(
    what: Revealable, target: Target, asking: Asking, *, actor: Actor, now: datetime
) -> Look:
    """Give the value once the look is written down; with the limit reached, refuse and write down
    that.

    Raises NotAllowed without the permission, Invalid on `purpose`.
    """
    if actor.kind != "staff" or actor.id is None or not actor.may(what.permission):
        raise NotAllowed(N_("Your role does not include this."))
    words = {str(purpose): each for purpose, each in what.purposes.items()}.get(asking.purpose)
    if words is None:
        raise Invalid(N_("Say what you need it for."), field="purpose")
    limits.take_turn(actor.id, now)
    refused = limits.reached(Reveal, actor.community_id, actor.id, zone=asking.zone, now=now)
    db.session.add(_row(what, target, asking, refused=refused, actor=actor, now=now))
    reason = asking.reason[:LONGEST_REASON]
    activity.record(
        actor=actor,
        now=now,
        action="reveal.refused" if refused else what.action,
        subject=target.subject,
        home_id=next(iter(target.home_ids), None),
        changes={"purpose": [None, asking.purpose], "value": [None, target.masked]},
        note=" · ".join(part for part in (gettext(words), reason) if part),
    )
    return Look(refusal=gettext(_REFUSALS[refused])) if refused else Look(value=target.value)


def looks_about(
    about_type: str, about_ids: Collection[int], *, limit: int = 20
) -> Sequence[Reveal]:
    """Who looked at what about somebody (under several ids after a merge), the latest first."""
    query = select(Reveal).where(Reveal.about_type == about_type, Reveal.about_id.in_(about_ids))
    return db.session.scalars(query.order_by(Reveal.id.desc()).limit(limit)).all()


def _row(
    what: Revealable,
    target: Target,
    asking: Asking,
    *,
    refused: str,
    actor: Actor,
    now: datetime,
) -> Reveal:
    kind, subject_id, number = target.subject.activity_subject
    about_type, about_id = target.about or ("", None)
    hour = local(now, asking.zone).hour
    return Reveal(
        at=now,
        community_id=actor.community_id,
        staff_id=actor.id,
        staff_name=actor.name,
        kind=what.kind,
        subject_type=kind,
        subject_id=subject_id,
        subject_no=number,
        about_type=about_type,
        about_id=about_id,
        masked=target.masked,
        purpose=asking.purpose,
        reason=asking.reason[:LONGEST_REASON],
        at_night=hour >= NIGHT[0] or hour < NIGHT[1],
        has_case=target.is_case or _has_case(target, actor, now),
        refused=refused,
    )


def _has_case(target: Target, actor: Actor, now: datetime) -> bool:
    """Whether there is a matter that explains the look: an open one of the household, or the same
    person's own work on it just before.
    """
    homes = target.home_ids
    if homes and any(finder(actor.community_id, homes) for finder in _case_finders):
        return True
    kind, subject_id, _number = target.subject.activity_subject
    own_work = (
        select(Activity.id)
        .where(
            Activity.community_id == actor.community_id,
            Activity.actor_id == actor.id,
            Activity.actor_kind == "staff",
            Activity.at > now - RECENTLY,
            Activity.action.not_like("%reveal%"),
            or_(
                Activity.home_id.in_(homes),
                (Activity.subject_type == kind) & (Activity.subject_id == subject_id),
            ),
        )
        .limit(1)
    )
    return db.session.scalar(own_work) is not None
