"""A small community for crawling: at least one of everything that has a page.

`grow(size)` brings every list and every household up to `size` rows, so that pages can be seen with
few and with many. Whoever adds a table with a page adds it here, and an example of its id to
`examples`: by the variable's name, by `blueprint.name`, or by `blueprint.view.name`.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from PIL import Image
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule

from propertydesk import wiring
from propertydesk.accounts.queries import session_key
from propertydesk.accounts.rules import Role
from propertydesk.estate.models import CalendarDay
from propertydesk.followups.models import FollowUp, FollowUpAttempt
from propertydesk.owners.models import HomeNote
from propertydesk.platform import activity, attachments, signing, tasks
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.listing.declare import Place, registry
from propertydesk.platform.listing.export import order_export
from propertydesk.platform.listing.saved import SavedFilter
from propertydesk.platform.transaction import in_transaction
from propertydesk.portal.views import REPAIR_STATUS
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

# argon2id of a word nobody knows, with the cheapest settings
PASSWORD_HASH = (
    "$argon2id$v=19$m=8,t=1,p=1$MTKJS54/orutVk3b9tOkYA$StUJMIXYChGqngfurei0/bX75tjC+dd9HgQwf1kWgr0"
)
NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


@dataclass
class World:
    """The community, whoever looks at it, and an example for every variable in an address."""

    community: Any = field(default_factory=CommunityFactory)
    size: int = 0
    examples: dict[str, Any] = field(default_factory=dict)
    questions: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.place = {"community_id": self.community.id}
        self.watcher = StaffFactory(password_hash=PASSWORD_HASH)
        for role in Role:
            self.give_role(self.watcher, role)
        self.colleague = StaffFactory(password_hash=PASSWORD_HASH)
        self.give_role(self.colleague, Role.CLERK)
        self.found_estate()
        self.move_in()
        self.report_repairs()
        self.use_the_platform()
        self.ask()

    def found_estate(self) -> None:
        building = BuildingFactory(**self.place, no="3")
        entrance = EntranceFactory(**self.place, building_id=building.id, no="2")
        self.house = {"building": building, "entrance": entrance}
        self.home = HomeFactory(**self.place, **self.house, room_no="1501")
        day = stored(CalendarDay(**self.place, day=date(2026, 10, 1), is_open=False))
        self.examples |= {
            "community_id": self.community.id,
            "building_id": building.id,
            "entrance_id": entrance.id,
            "home_id": self.home.id,
            "space_id": ParkingSpaceFactory(**self.place).id,
            "calendar_day_id": day.id,
        }

    def move_in(self) -> None:
        person = self.person = PersonFactory(**self.place)
        here = {**self.place, "home_id": self.home.id}
        note = HomeNote(**here, text="小心门口的猫", created_at=NOW, created_by="林晓燕")
        self.examples |= {
            "person_id": person.id,
            "phone_id": PhoneFactory(**self.place, person_id=person.id).id,
            "tie_id": TieFactory(**here, person_id=person.id).id,
            "vehicle_id": VehicleFactory(**here, person_id=person.id).id,
            "note_id": stored(note).id,
        }

    def report_repairs(self) -> None:
        order = self.repair(self.person, prints=1)
        mine = self.repair(self.person, state="accepted", technician_id=self.watcher.id)
        photo = BytesIO()
        Image.new("RGB", (8, 8)).save(photo, "PNG")
        photo.seek(0)
        picture = attachments.prepare_image(photo, name="sink.png")
        attached = in_transaction(
            lambda: attachments.attach(
                picture, subject=order, kind="report", actor=self.actor, now=NOW
            )
        )
        self.examples |= {
            "repair_id": order.id,
            "site.repair_id": mine.id,
            "attachment_id": attached.id,
            "follow_up_id": self.follow_up(order).id,
            "portal.token": signing.sign(REPAIR_STATUS, order.id),
        }

    def use_the_platform(self) -> None:
        kind = wiring.TASKS[0].name if wiring.TASKS else "none"
        listing = wiring.LISTINGS[0].name
        task = in_transaction(lambda: tasks.enqueue(kind, {}, actor=self.actor, now=NOW))
        kept = SavedFilter(
            **self.place,
            staff_id=self.watcher.id,
            listing=listing,
            name="x",
            query="",
            saved_at=NOW,
        )
        place = Place(self.community.id, self.community.code, self.community.zone)
        self.examples |= {
            "role": str(Role.CLERK),
            "staff_id": self.colleague.id,
            "key": wiring.SETTINGS[0].key,
            "jobs.name": wiring.JOBS[0].name,
            "task_id": task.id,
            "listing": listing,
            "saved_id": stored(kept).id,
            "exports.token": in_transaction(
                lambda: order_export(
                    registry.find(listing), MultiDict(), "csv", actor=self.actor, place=place
                )
            ),
        }

    def ask(self) -> None:
        """What stands behind the question mark of addresses that need it."""
        found = {"q": "3-2-1501"}
        self.questions = {
            "households.edit": {"home": self.home.id},
            "search.index": found,
            "search.suggest": found,
            "repairs.homes": {**found, "place": "3-2-1501"},
            "repairs.household": {"home": self.home.id, "home_id": self.home.id},
            "repairs.new": {"home": self.home.id},
        }

    @property
    def actor(self) -> Actor:
        return Actor("staff", self.watcher.id, self.watcher.name, self.community.id)

    def give_role(self, staff: Any, role: Role) -> None:
        StaffRoleFactory(staff_id=staff.id, community_id=self.community.id, role=role)

    def repair(self, person: Any, **facts: Any) -> Any:
        order = RepairOrderFactory(
            **self.place, home_id=self.home.id, reporter_id=person.id, **facts
        )
        words = {"actor": self.actor, "now": NOW, "subject": order, "to_state": order.state}
        in_transaction(lambda: activity.record(action="repair.register", **words))
        return order

    def follow_up(self, order: Any) -> FollowUp:
        made = stored(
            FollowUp(
                **self.place,
                number=order.number.replace("BX", "HF"),
                state_since=NOW,
                home_id=order.home_id,
                source_type="repair",
                source_id=order.id,
                source_no=order.number,
                contact_name="张伟明",
                phone="10012345678",
                planned_at=NOW,
                due_at=NOW,
                not_before=NOW,
            )
        )
        stored(
            FollowUpAttempt(
                **self.place,
                follow_up_id=made.id,
                position=1,
                at=NOW,
                result="busy",
                caller="林晓燕",
            )
        )
        return made

    def grow(self, size: int) -> None:
        """Have `size` more or less of everything, and as many about the household shown."""
        for number in range(self.size, size):
            self.add_one_of_each(number)
        self.size = size

    def add_one_of_each(self, number: int) -> None:
        here = {**self.place, "home_id": self.home.id}
        BuildingFactory(**self.place, no=str(100 + number))
        HomeFactory(**self.place, **self.house, room_no=f"16{number:02d}")
        person = PersonFactory(**self.place, name=f"李小{number}")
        PhoneFactory(**self.place, person_id=person.id)
        PhoneFactory(**self.place, person_id=self.person.id, position=2 + number)
        TieFactory(**here, person_id=person.id, tie="member", share=None)
        VehicleFactory(**here, person_id=person.id)
        ParkingSpaceFactory(**self.place, home_id=self.home.id)
        technician = StaffFactory()
        self.give_role(technician, Role.TECHNICIAN)
        self.follow_up(self.repair(person))
        self.repair(person, state="dispatched", technician_id=technician.id)
        self.repair(person, state="accepted", technician_id=self.watcher.id)
        stored(HomeNote(**here, text=f"{number}", created_at=NOW, created_by="林晓燕"))

    def example(self, rule: Rule, name: str) -> Any:
        """A value for a variable of an address, or None where there is none yet."""
        blueprint = rule.endpoint.rpartition(".")[0]
        for key in (f"{rule.endpoint}.{name}", f"{blueprint}.{name}", name):
            if key in self.examples:
                return self.examples[key]
        return None

    def cookie(self, staff: Any, language: str) -> dict[str, Any]:
        """What the session of a signed-in member of staff holds."""
        return {
            "_user_id": session_key(staff),
            "_fresh": True,
            "community_id": self.community.id,
            "language": language,
        }


def stored(row: Any) -> Any:
    """The row, written."""
    in_transaction(lambda: db.session.add(row))
    return row
