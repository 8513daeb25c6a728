"""A small community for crawling: at least one of everything that has a page.

`grow(size)` brings every list and every household up to `size` rows, so that pages can be seen with
few and with many. Whoever adds a table with a page adds it here.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from propertydesk import wiring
from propertydesk.accounts.queries import session_key
from propertydesk.accounts.rules import Role
from propertydesk.platform import activity, tasks
from propertydesk.platform.access import Actor
from propertydesk.platform.transaction import in_transaction
from tests.factories.accounts import StaffFactory, StaffRoleFactory
from tests.factories.estate import (
    BuildingFactory,
    CommunityFactory,
    EntranceFactory,
    HomeFactory,
    ParkingSpaceFactory,
)
from tests.factories.owners import PersonFactory, PhoneFactory, TieFactory, VehicleFactory
from tests.factories.repairs import RepairOrderFactory

BEGINNING = datetime(2026, 11, 1, 1, 0, tzinfo=UTC)


@dataclass
class World:
    """The community, whoever looks at it, and an example for every variable in an address."""

    community: Any = field(default_factory=CommunityFactory)
    size: int = 0
    examples: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        place = {"community_id": self.community.id}
        self.building = BuildingFactory(**place, no="3")
        self.entrance = EntranceFactory(**place, building_id=self.building.id, no="2")
        self.home = HomeFactory(**place, **self.house, room_no="1501")
        self.person = PersonFactory(**place)
        self.order = RepairOrderFactory(**place, home_id=self.home.id, reporter_id=self.person.id)
        self.watcher = StaffFactory()
        for role in Role:
            self.give_role(self.watcher, role)
        self.examples = {
            "home_id": self.home.id,
            "building_id": self.building.id,
            "community_id": self.community.id,
            "person_id": self.person.id,
            "repair_id": self.order.id,
            "order_id": self.order.id,
            "staff_id": self.watcher.id,
            "role": str(Role.CLERK),
            "key": wiring.SETTINGS[0].key,
            "task_id": self.task().id,
            "jobs.run_now.name": wiring.JOBS[0].name if wiring.JOBS else "none",
        }

    @property
    def house(self) -> dict[str, Any]:
        return {"building": self.building, "entrance": self.entrance}

    def give_role(self, staff: Any, role: Role) -> None:
        StaffRoleFactory(staff_id=staff.id, community_id=self.community.id, role=role)

    def task(self) -> Any:
        """A background task, waiting."""
        kind = wiring.TASKS[0].name if wiring.TASKS else "none"
        actor = Actor("staff", self.watcher.id, self.watcher.name, self.community.id)
        return in_transaction(lambda: tasks.enqueue(kind, {}, actor=actor, now=BEGINNING))

    def cookie(self, staff: Any, language: str) -> dict[str, Any]:
        """What the session of a signed-in member of staff holds."""
        return {
            "_user_id": session_key(staff),
            "_fresh": True,
            "community_id": self.community.id,
            "language": language,
        }

    def grow(self, size: int) -> None:
        """Have `size` rows in every list, and as many about the household shown."""
        for number in range(self.size, size):
            in_transaction(lambda number=number: self.add_one_of_each(number))
        self.size = size

    def add_one_of_each(self, number: int) -> None:
        place = {"community_id": self.community.id}
        HomeFactory(**place, **self.house, room_no=f"16{number:02d}")
        person = PersonFactory(**place, name=f"李小{number}")
        PhoneFactory(**place, person_id=person.id)
        TieFactory(**place, home_id=self.home.id, person_id=person.id, tie="member", share=None)
        VehicleFactory(**place, home_id=self.home.id, person_id=person.id)
        space = ParkingSpaceFactory(**place)
        order = RepairOrderFactory(**place, home_id=self.home.id, reporter_id=person.id)
        technician = StaffFactory()
        self.give_role(technician, Role.TECHNICIAN)
        actor = Actor("staff", technician.id, technician.name, self.community.id)
        activity.record(actor=actor, now=BEGINNING, action="repair.take", subject=order)
        self.examples |= {"space_id": space.id}
