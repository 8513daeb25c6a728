"""A day at the gates: who is expected, waits and is inside, what goes out, a car that parks.

Lived through verb by verb, as the work of the demo is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from propertydesk.accounts.models import Staff
from propertydesk.accounts.rules import Role
from propertydesk.demo.estate import ZONE
from propertydesk.demo.names import Register
from propertydesk.demo.staff import Crew, Who
from propertydesk.demo.workers import actor_of
from propertydesk.estate import queries as estate
from propertydesk.estate.models import Community, Home
from propertydesk.kernel.clock import business_date
from propertydesk.owners.rules import PlateKind
from propertydesk.passes.models import ExitPass, Gate
from propertydesk.passes.models.visits import Visit
from propertydesk.passes.queries import door, exits
from propertydesk.passes.rules import Way
from propertydesk.passes.rules.exit_request import ExitRequest, Item
from propertydesk.passes.rules.visits import Caller, Courier, Purpose
from propertydesk.passes.services import gates, parking, visits
from propertydesk.passes.services.exits import asking
from propertydesk.passes.services.exits import gate as at_gate
from propertydesk.passes.services.uses import Scan
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db

_GUESTS = (Purpose.FRIENDS, Purpose.REPAIR, Purpose.VIEWING, Purpose.DELIVERY)
_MOVES = (
    (Item("双人床", 1, "1.8 米", "张"), Item("衣柜", 1, "四门", "个"), Item("纸箱", 14, "", "个")),
    (Item("冰箱", 1, "双开门", "台"),),
)
_STAYS = timedelta(hours=10)


@dataclass
class _Day:
    place: Community
    crew: Crew
    register: Register
    rng: Random
    now: datetime

    def live(self) -> None:
        gate = self._gates()[0]
        homes = list(
            db.session.scalars(
                select(Home).filter_by(community_id=self.place.id, ended_on=None).order_by(Home.id)
            )
        )
        hosts = self.rng.sample(homes, min(4, len(homes)))
        for at, home in enumerate(hosts):
            self._guest(gate, home, at)
        for items, home in zip(_MOVES, hosts, strict=False):
            self._move_out(gate, items, home)
        guard = self._guard()
        for kind, count in ((Courier.FOOD, 9), (Courier.PARCEL, 5)):
            for _each in range(count):
                visits.count_courier(gate, kind, ZONE, self.now)
        visits.turn_away(self.place, gate, actor=guard, now=self.now)
        parking.drive_in(self.register.plate(PlateKind.BLUE), actor=guard, now=self.now)

    def _gates(self) -> list[Gate]:
        """The first gate, and a second one."""
        lead = self._of(self.crew.manager, Role.MANAGER)
        names = (("1号门", "Gate 1"), ("2号门", "Gate 2"))
        for zh, en in names[len(door.gates(self.place.id)) :]:
            gates.add_gate(self.place.id, name_zh=zh, name_en=en, actor=lead, now=self.now)
        return door.gates(self.place.id)

    def _guest(self, gate: Gate, home: Home, at: int) -> None:
        """Two are inside, one is expected, one waits at the gate for the host."""
        name = self.register.person(self.rng.choice(("mr", "ms")))[:1]
        caller = Caller(
            visitor=name,
            purpose=_GUESTS[at],
            home_id=home.id,
            office="",
            phone=self.register.mobile(),
        )
        if at == 3:
            visits.register(self.place, caller, actor=self._guard(), now=self.now)
            return
        today = business_date(self.now, ZONE)
        visit = visits.invite(self.place, caller, today, actor=self._clerk(), now=self.now)
        if at < 2:
            scan = self._scan(gate, visit, Way.IN)
            visits.enter(visit, scan, actor=self._guard(), now=self.now)

    def _move_out(self, gate: Gate, items: tuple[Item, ...], home: Home) -> None:
        """The move has gone out; the single item is still to come."""
        wanted = ExitRequest(
            home_id=home.id,
            applicant_name=self.register.person("mr"),
            applicant_role="agent",
            identity_seen=True,
            basis="written",
            consent_ref="业主授权书",
            reason="move" if len(items) > 1 else "single",
            valid_from=self.now - timedelta(minutes=30),
            valid_to=self.now + _STAYS,
            items=items,
        )
        exit_pass = asking.ask(self.place, wanted, actor=self._clerk(), now=self.now)
        if len(items) > 1:
            ids = [each.id for each in exits.items_of(exit_pass)]
            found = at_gate.Found(ids, exit_pass.applicant_name, "", id_seen=True)
            scan = self._scan(gate, exit_pass, Way.OUT)
            at_gate.release(exit_pass, scan, found, actor=self._guard(), now=self.now)

    def _scan(self, gate: Gate, subject: Visit | ExitPass, way: Way) -> Scan:
        return Scan(gate, f"demo {subject.number} {way}", way)

    def _clerk(self) -> Actor:
        return self._of(self.crew.clerks[0], Role.CLERK)

    def _guard(self) -> Actor:
        return self._of(self.crew.guards[0], Role.GUARD)

    def _of(self, who: Who, role: Role) -> Actor:
        if who.staff is None:
            raise LookupError("the system stands at no gate")
        return actor_of(db.session.get_one(Staff, who.staff.id), role, self.place)


def live_a_day(
    community_id: int, crew: Crew, register: Register, rng: Random, now: datetime
) -> None:
    """Let today happen at the gates of a community whose months are written."""
    _Day(estate.community(community_id), crew, register, rng, now).live()
