"""The way of an order, step by step: who does what when, as the state table allows.

A way is a generator of steps; whoever walks it stops at the first step that lies in the future,
so that an order stands today where its own times have brought it.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from propertydesk.demo import season, works
from propertydesk.demo.rows import Row
from propertydesk.demo.staff import Crew, Technician, Who
from propertydesk.kernel.masking import mask_phone
from propertydesk.kernel.money import Money
from propertydesk.kernel.worktime import OpeningHours
from propertydesk.repairs.rules import WORK_AFTER_VISIT, Charge, Suspension
from propertydesk.repairs.rules.materials import Material

URGENT = (1, 2)
_SUSPENDED = (
    (Suspension.PARTS, "配件已下单，到货后上门"),
    (Suspension.RESIDENT, "业主要求改期，家中无人"),
    (Suspension.CONTRACTOR, "需外委单位登高作业，已约时间"),
    (Suspension.SUPPLY, "需整单元停水，统一安排在周末"),
    (Suspension.WARRANTY, "属保修范围，已通知质保单位"),
)
#: Places in the list above.
FOR_PARTS, FOR_FIRM = 0, 2
_REJECTED = ("手上抢修走不开，请改派", "需电工证，建议改派电工", "今天轮休，请改派")
_REASSIGNED = ("原师傅支援抢修", "需要两人作业，改派班组", "按业主要求换人")
_CANCELLED = ("业主来电，已自行处理", "重复报修，并入前一单", "业主改约下周再报", "现场核实为误报")
_VOIDED = ("多次上门无人，业主同意作废重报", "属业主自有设备，已告知联系厂家")
_SENT_BACK = ("业主来电，试用后仍滴水", "现场查看仍有异响", "同一位置又不亮了")


@dataclass(frozen=True)
class Step:
    """One thing done at an instant; `sets` are columns that change with it."""

    at: datetime
    action: str
    who: Who
    note: str = ""
    reason: str = ""
    changes: dict[str, Any] | None = None
    sets: dict[str, Any] = field(default_factory=dict)
    materials: list[Material] | None = None


@dataclass
class Job:
    """An order on its way, with all that its steps draw upon."""

    order: Row
    rng: Random
    crew: Crew
    hours: OpeningHours
    technician: Technician | None = None
    materials: list[Material] = field(default_factory=list)

    @property
    def is_urgent(self) -> bool:
        """Whether it goes by the plain clock, day and night."""
        return self.order.priority in URGENT

    def clerk(self, at: datetime) -> Who:
        """Who sits at the desk then; sending people out is never the gate's work."""
        found = self.crew.desk(self.rng, season.hour(at))
        return found if found in self.crew.clerks else self.crew.lead

    def sent(self, at: datetime, *, action: str = "dispatch", reason: str = "") -> Step:
        """Give it to the technician whom the desk would choose."""
        before = self.technician
        main = self.order.category.partition(".")[0]
        chosen = self.crew.technician(main, at, but=before.who if before else None)
        until = max(at, self.order.appointment_from or at) + timedelta(hours=2)
        chosen.busy.append(until)
        self.technician = chosen
        by, name = self.clerk(at), chosen.who.name
        known = before.who.name if before and action == "reassign" else None
        return Step(
            at,
            action,
            by,
            note=name,
            reason=reason,
            changes={"technician": [known, name]},
            sets={
                "technician_id": chosen.who.staff,
                "dispatched_by": by.name,
                "dispatched_at": at,
                "accepted_at": None,
            },
        )

    def printed(self, at: datetime) -> Step:
        """The slip leaves the printer."""
        language = "en" if self.order.description.isascii() else "zh"
        count = self.order.prints
        return Step(
            at,
            "print",
            self.clerk(at),
            note=f"A5 {language}",
            changes={"prints": [count, count + 1]},
            sets={"prints": count + 1},
        )

    def looked_up(self, at: datetime) -> Step:
        """The technician looks at the number in order to call before the visit."""
        seen = {"phone": [None, mask_phone(self.order.phone)], "purpose": [None, "call"]}
        return Step(at, "reveal", self.worker, changes=seen)

    @property
    def worker(self) -> Who:
        """Who has the order."""
        if self.technician is None:
            raise LookupError("nobody has been sent yet")
        return self.technician.who

    def accepted(self, at: datetime) -> Step:
        """The technician takes it."""
        return Step(at, "accept", self.worker, sets={"accepted_at": at, "tools_checked": True})

    def arrived(self, at: datetime) -> Step:
        """The technician is at the door; the first time counts."""
        return Step(at, "arrive", self.worker, sets={"arrived_at": self.order.arrived_at or at})

    def found_nobody(self, at: datetime) -> Step:
        """Nobody opens; a card stays."""
        card = f"FW{self.rng.randrange(10_000):04d}"
        return Step(at, "no_access", self.worker, note=card, sets={"visit_card_no": card})

    def rebooked(self, at: datetime, start: datetime, end: datetime) -> Step:
        """The desk agrees on another window."""
        before = self.order.appointment_from
        sets: dict[str, Any] = {"appointment_from": start, "appointment_to": end}
        if not self.is_urgent:
            sets |= {
                "arrive_due": end,
                "complete_due": max(self.order.complete_due, end + WORK_AFTER_VISIT),
            }
        told = before.isoformat() if before else None
        changes = {"appointment_from": [told, start.isoformat()]}
        return Step(at, "rebook", self.clerk(at), changes=changes, sets=sets)

    def suspended(self, at: datetime, until: datetime, kind: int | None = None) -> Step:
        """The work has to wait until a date."""
        if kind is None:
            kind = self.rng.randrange(len(_SUSPENDED) if self.order.home_id else 1)
        unfinished, words = _SUSPENDED[kind]
        sets = {"unfinished": unfinished, "next_visit_at": until}
        return Step(at, "suspend", self.worker, reason=words, sets=sets)

    def resumed(self, at: datetime) -> Step:
        """It goes on."""
        return Step(at, "resume", self.worker, sets={"unfinished": ""})

    def quoted(self, at: datetime, amount: Money) -> Step:
        """The technician names the price."""
        return Step(at, "quote", self.worker, note=f"¥{amount}", sets={"quoted": amount})

    def agreed(self, at: datetime) -> Step:
        """The resident agrees to it."""
        return Step(at, "agree", self.worker, note=f"¥{self.order.quoted}")

    def completed(self, at: datetime, bill: "Bill") -> Step:
        """The work is done."""
        cause, words = works.mended(self.rng, self.order.category)
        charged = self.order.charge == Charge.CHARGEABLE
        price = f"¥{bill.total}" if charged else ""
        return Step(
            at,
            "complete",
            self.worker,
            note=" · ".join(part for part in (words[:120], price) if part),
            sets={
                "cause": cause,
                "work_done": words,
                "labour": bill.labour,
                "total": bill.total,
                "finished_at": at,
            },
            materials=bill.materials,
        )

    def bill(self) -> "Bill":
        """What it takes; with prices where the resident pays."""
        charged = self.order.charge == Charge.CHARGEABLE
        materials = works.used(self.rng, self.order.category, charged=charged)
        return Bill(works.labour(self.rng) if charged else works.UNPAID, materials)


@dataclass(frozen=True)
class Bill:
    """Labour and materials of an order."""

    labour: Money
    materials: list[Material]

    @property
    def total(self) -> Money:
        """Both together."""
        return sum((each.amount for each in self.materials), self.labour)


def usual(job: Job) -> Iterator[Step]:
    """An order's way with all that may happen on it, in the shares of domain F2."""
    order, rng = job.order, job.rng
    fate = rng.random()
    at = _desk_takes_up(job)
    if fate < 0.02:
        yield _called_off(job, at)
        return
    at = yield from _given_out(job, at, fate)
    at = _door(job, at)
    if order.phone and rng.random() < 0.15:
        yield job.looked_up(max(order.accepted_at, at - season.minutes(rng, 8, 25)))
    if 0.05 <= fate < 0.08 and order.home_id is not None and order.original_id is None:
        reached = yield from _in_vain(job, at, is_last=fate < 0.053)
        if reached is None:
            return
        at = reached
    yield job.arrived(at)
    if 0.08 <= fate < 0.14 and order.priority > 1:
        at = yield from _wait(job, at)
        yield job.arrived(at)
    yield from finishing(job, at)


def _given_out(job: Job, at: datetime, fate: float) -> Generator[Step, None, datetime]:
    """Until a technician has accepted it: some give it back, some have it taken from them."""
    rng = job.rng
    yield job.sent(at)
    if rng.random() < 0.6:
        yield job.printed(at + season.minutes(rng, 0.5, 1))
    at += season.minutes(rng, 1, 3 if job.order.priority == 1 else 10)
    if 0.02 <= fate < 0.04 and job.order.priority > 1:
        reason = rng.choice(_REJECTED)
        yield Step(at, "reject", job.worker, reason=reason, sets={"technician_id": None})
        at += season.minutes(rng, 2, 15)
        yield job.sent(at)
        at += season.minutes(rng, 2, 8)
    yield job.accepted(at)
    if 0.04 <= fate < 0.05:
        at += season.minutes(rng, 5, 20)
        yield job.sent(at, action="reassign", reason=rng.choice(_REASSIGNED))
        at += season.minutes(rng, 2, 8)
        yield job.accepted(at)
    return at


def finishing(job: Job, at: datetime) -> Iterator[Step]:
    """From the door to the end of the work, through the price where there is one."""
    bill, rng = job.bill(), job.rng
    if job.order.charge == Charge.CHARGEABLE:
        at += season.minutes(rng, 4, 12)
        yield job.quoted(at, bill.total)
        at += season.minutes(rng, 1, 5)
        yield job.agreed(at)
    at += season.work(rng)
    yield job.completed(at, bill)
    if job.order.home_id is not None and rng.random() < 0.45:
        # the resident signs on the technician's phone
        yield Step(at, "verify", job.worker.as_system())


def again(job: Job, at: datetime) -> Iterator[Step]:
    """Sent back by the desk: the technician comes once more."""
    by = job.clerk(at)
    reason = job.rng.choice(_SENT_BACK)
    yield Step(at, "return", by, reason=reason, sets={"finished_at": None})
    at = season.in_daytime(at + season.minutes(job.rng, 40, 300), job.rng)
    yield job.arrived(at)
    bill = Bill(job.order.labour, job.materials)
    yield job.completed(at + season.work(job.rng), bill)


def _desk_takes_up(job: Job) -> datetime:
    """When the desk sends somebody: at once in the night only where it is urgent."""
    order, rng = job.order, job.rng
    if order.priority == 1:
        return order.reported_at + season.minutes(rng, 1, 4.5)
    if order.priority == 2:
        return order.reported_at + season.minutes(rng, 2, 14)
    spent = rng.randint(3, 26) if rng.random() < 0.95 else rng.randint(31, 70)
    return job.hours.after(order.reported_at, spent) + season.minutes(rng, 0, 0.9)


def _called_off(job: Job, at: datetime) -> Step:
    by, reason = job.clerk(at), job.rng.choice(_CANCELLED)
    return Step(at, "cancel", by, reason=reason, sets={"closed_at": at})


def _door(job: Job, at: datetime) -> datetime:
    """When the technician stands at the door: within the window as a rule."""
    order, rng = job.order, job.rng
    if job.is_urgent:
        most = 14 if order.priority == 1 else 70
        return at + season.minutes(rng, 4, most)
    if order.appointment_from is not None:
        on_time = season.minutes(rng, -3, 95)
        late = order.appointment_to - order.appointment_from + season.minutes(rng, 5, 50)
        start = order.appointment_from + (late if rng.random() < 0.05 else on_time)
        return max(start, at + season.minutes(rng, 6, 20))
    wanted = order.reported_at + season.span(rng, order.priority)
    if rng.random() < 0.93:
        wanted = min(wanted, order.arrive_due - season.minutes(rng, 20, 300))
    return season.in_daytime(max(wanted, at + season.minutes(rng, 8, 40)), rng)


def _in_vain(job: Job, at: datetime, *, is_last: bool) -> Generator[Step, None, datetime | None]:
    """Nobody is home: a card, a new window, another way; gives when the door is reached again."""
    rng = job.rng
    yield job.arrived(at)
    at += season.minutes(rng, 8, 15)
    yield job.found_nobody(at)
    at = season.in_daytime(at + season.minutes(rng, 20, 200), rng)
    if is_last:
        by, reason = job.crew.lead, rng.choice(_VOIDED)
        yield Step(at, "void", by, reason=reason, sets={"closed_at": at})
        return None
    start, end = season.window(at + timedelta(hours=2), at + timedelta(hours=rng.randint(4, 40)))
    yield job.rebooked(at, start, end)
    return start + season.minutes(rng, 0, 80)


def _wait(job: Job, at: datetime) -> Generator[Step, None, datetime]:
    """Suspended until a date, mostly of the same week; gives when the door is reached again."""
    rng = job.rng
    at += season.minutes(rng, 8, 25)
    start, _end = season.window(at, at + timedelta(hours=rng.randint(16, 110)))
    yield job.suspended(at, start)
    at = start - season.minutes(rng, 5, 30)
    yield job.resumed(at)
    return start + season.minutes(rng, 0, 60)
