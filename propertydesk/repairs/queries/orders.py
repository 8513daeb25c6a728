"""Reading one order: everything its page shows, in a bounded number of queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from propertydesk.accounts.models import Staff
from propertydesk.estate.models import Home
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import named
from propertydesk.platform import activity, attachments
from propertydesk.platform.access import Actor
from propertydesk.platform.activity import Entry
from propertydesk.platform.attachments import Attachment
from propertydesk.platform.db import db
from propertydesk.platform.i18n import language, moment, pick
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairMaterial, RepairOrder

S = rules.State
TIMELINE = 60
#: The way of an order: the state that ends each station.
_STEPS = (
    (S.REGISTERED, N_("Registration")),
    (S.DISPATCHED, N_("Dispatch")),
    (S.ACCEPTED, N_("Acceptance")),
    (S.ON_SITE, N_("Arrival")),
    (S.DONE, N_("Completion")),
    (S.VERIFIED, N_("Confirmation")),
    (S.SETTLED, N_("Settlement")),
    (S.FOLLOW_UP, N_("Follow-up call")),
    (S.CLOSED, N_("Closing")),
)
#: The last station behind an order in a side state.
_BEHIND = {
    S.NO_ACCESS: S.ACCEPTED,
    S.SUSPENDED: S.ACCEPTED,
    S.QUOTED: S.ON_SITE,
    S.FOLLOW_UP: S.VERIFIED,
    S.REWORK: S.VERIFIED,
}


@dataclass(frozen=True)
class Step:
    """A station on the way of an order; `at` says when in words, `status` is done, now or todo."""

    label: str
    at: str
    status: str
    note: str = ""


@dataclass(frozen=True)
class Deadline:
    """A promise: what was promised, by when, and how it stands."""

    label: str
    due: datetime
    met_at: datetime | None
    is_late: bool
    is_open: bool


@dataclass(frozen=True)
class Linked:
    """An order that this one follows, or that follows it."""

    order: RepairOrder
    is_original: bool


@dataclass(frozen=True)
class Sheet:
    """Everything that an order's page shows beside the order itself."""

    order: RepairOrder
    home: Home | None
    staff: dict[int, Staff]
    timeline: Sequence[Entry]
    photos: Sequence[Attachment]
    materials: Sequence[RepairMaterial]
    linked: Sequence[Linked]

    @property
    def technician(self) -> Staff | None:
        """Who has the order."""
        return self.staff.get(self.order.technician_id or 0)

    @property
    def first_handler(self) -> str:
        """林晓燕 K012."""
        found = self.staff.get(self.order.first_handler_id or 0)
        return f"{found.name} {found.staff_no}".strip() if found else self.order.first_handler


def sheet(order: RepairOrder) -> Sheet:
    """Gather an order's page, in six queries."""
    ids = [each for each in (order.technician_id, order.first_handler_id) if each]
    staff = db.session.scalars(select(Staff).where(Staff.id.in_(ids)))
    return Sheet(
        order=order,
        home=db.session.get(Home, order.home_id) if order.home_id else None,
        staff={each.id: each for each in staff},
        timeline=activity.timeline(
            order.community_id, subject=("repair", order.id), limit=TIMELINE
        ),
        photos=attachments.of(order),
        materials=materials(order),
        linked=linked(order),
    )


def materials(order: RepairOrder) -> list[RepairMaterial]:
    """What was used, in the order in which it was noted."""
    query = select(RepairMaterial).filter_by(order_id=order.id).order_by(RepairMaterial.id)
    return list(db.session.scalars(query))


def linked(order: RepairOrder) -> list[Linked]:
    """The order that this one repeats, and the rework of this one; by index, so not in one OR."""
    original = db.session.get(RepairOrder, order.original_id) if order.original_id else None
    query = select(RepairOrder).filter_by(original_id=order.id).order_by(RepairOrder.id)
    rework = [Linked(each, is_original=False) for each in db.session.scalars(query)]
    return [*([Linked(original, is_original=True)] if original else []), *rework]


def place_of(order: RepairOrder, home: Home | None) -> str:
    """3栋2单元1501, or the common area, with the exact place, in the reader's language."""
    where = home.label if home else _(rules.COMMON_AREA_WORDS[rules.CommonArea(order.area)])
    return f"{where} {order.place}".strip()


def reporter_of(order: RepairOrder) -> str:
    """The reporter with salutation, or the word for nobody known."""
    if not order.reporter_name:
        return _(rules.REPORTER_WORDS[rules.Reporter(order.reporter_role)])
    return named(order.reporter_name, order.salutation, chinese=language() == "zh")


def category_words(code: str) -> str:
    """给排水 / 水槽下水, in the reader's language."""
    main, sub = rules.category(code), rules.subcategory(code)
    return f"{pick(main.zh, main.en)} / {pick(sub.zh, sub.en)}"


def steps(order: RepairOrder, timeline: Sequence[Entry]) -> list[Step]:
    """The way of an order: stations passed, the one under way, those ahead with limits."""
    way = [
        pair for pair in _STEPS if pair[0] != S.SETTLED or order.charge == rules.Charge.CHARGEABLE
    ]
    times = _times(order, timeline)
    state = S(order.state)
    if state in (S.CANCELLED, S.VOID):
        return _cut_short(order, way, times)
    behind = [each for each, _label in way].index(_BEHIND.get(state, state))
    return [_step(order, pair, place - behind, times) for place, pair in enumerate(way)]


def deadlines(order: RepairOrder, now: datetime) -> list[Deadline]:
    """The three promises of an order and how each stands."""
    met = (order.dispatched_at, order.arrived_at, order.finished_at)
    due = (order.dispatch_due, order.arrive_due, order.complete_due)
    labels = (_("Dispatch"), _("Arrival"), _("Completion"))
    ended = order.state in (S.CANCELLED, S.VOID)
    return [
        Deadline(
            label,
            limit,
            kept,
            is_late=(kept or now) > limit and not (ended and kept is None),
            is_open=kept is None and not ended,
        )
        for label, limit, kept in zip(labels, due, met, strict=True)
    ]


def late_words(order: RepairOrder, now: datetime) -> str:
    """Which promise is overdue, empty when none is."""
    due = order.next_due
    if due is None or now <= due:
        return ""
    if order.state == S.REGISTERED:
        return _("Dispatch overdue")
    return _("Arrival overdue") if due == order.arrive_due else _("Completion overdue")


def of_home(home_id: int, *, limit: int = 6) -> list[RepairOrder]:
    """The newest orders of a home."""
    query = select(RepairOrder).filter_by(home_id=home_id)
    query = query.order_by(RepairOrder.reported_at.desc(), RepairOrder.id.desc())
    return list(db.session.scalars(query.limit(limit)))


def has_open_orders(community_id: int, home_ids: Collection[int]) -> bool:
    """Whether any of these homes has an order that is not done yet."""
    query = select(RepairOrder.id).where(
        RepairOrder.community_id == community_id,
        RepairOrder.home_id.in_(home_ids),
        RepairOrder.state.in_(rules.OPEN),
    )
    return db.session.scalar(query.limit(1)) is not None


def household_card(home_id: int, actor: Actor) -> dict[str, object]:
    """The card on a household's page: open orders and the last ones done, one query."""
    newest = [
        each for each in of_home(home_id, limit=20) if each.community_id == actor.community_id
    ]
    return {
        "open_orders": [each for each in newest if each.is_open],
        "past_orders": [each for each in newest if not each.is_open][:4],
        "home_id": home_id,
        "flow": rules.WORKFLOW,
        "category_words": category_words,
    }


def _times(order: RepairOrder, timeline: Sequence[Entry]) -> dict[str, datetime]:
    """When each state was reached last; the timeline comes newest first."""
    times: dict[str, datetime] = {S.REGISTERED: order.reported_at}
    for entry in reversed(timeline):
        if entry.to_state:
            times[entry.to_state] = entry.at
    own = {
        S.DISPATCHED: order.dispatched_at,
        S.ACCEPTED: order.accepted_at,
        S.ON_SITE: order.arrived_at,
        S.DONE: order.finished_at,
        S.CLOSED: order.closed_at,
    }
    times |= {state: at for state, at in own.items() if at is not None}
    return times | {S.REGISTERED: order.reported_at}


def _cut_short(
    order: RepairOrder, way: Sequence[tuple[S, str]], times: dict[str, datetime]
) -> list[Step]:
    passed = [
        Step(_(label), moment(times[state]), "done") for state, label in way if state in times
    ]
    return [*passed, Step(_(rules.WORKFLOW.word(order.state)), moment(order.state_since), "now")]


def _step(
    order: RepairOrder, pair: tuple[S, str], distance: int, times: dict[str, datetime]
) -> Step:
    """A station; `distance` is how far it lies ahead of the last one passed."""
    state, label = pair
    if distance <= 0:
        at = times.get(state)
        return Step(_(label), moment(at) if at else "", "done")
    limits = {
        S.DISPATCHED: order.dispatch_due,
        S.ON_SITE: order.arrive_due,
        S.DONE: order.complete_due,
    }
    limit = limits.get(state) if order.is_open else None
    note = _(rules.WORKFLOW.word(order.state)) if S(order.state) in _BEHIND else ""
    return Step(
        _(label),
        _("by %(time)s", time=moment(limit)) if limit else "",
        "now" if distance == 1 else "todo",
        note if distance == 1 and state != order.state else "",
    )
