"""A small community for crawling: at least one of everything that has a page.

`grow(size)` brings every list and every household up to `size` rows, so that pages can be seen with
few and with many. Whoever adds a table with a page adds it here, and an example of its id to
`examples`: by the variable's name, by `blueprint.name`, or by `blueprint.view.name`.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from flask import current_app
from PIL import Image
from werkzeug.routing import Rule

from propertydesk import wiring
from propertydesk.accounts import services as accounts
from propertydesk.accounts.queries import colleagues
from propertydesk.accounts.rules import Role
from propertydesk.estate.models import CalendarDay
from propertydesk.followups.models import FollowUp, FollowUpAttempt
from propertydesk.kernel.money import Money
from propertydesk.owners import services as owners
from propertydesk.owners.models import CareNote, Consent, HomeNote
from propertydesk.platform import (
    activity,
    approvals,
    attachments,
    reveal,
    seals,
    signing,
    tasks,
)
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.listing.declare import Place
from propertydesk.platform.listing.saved import SavedFilter
from propertydesk.platform.retention import RetentionReport
from propertydesk.platform.transaction import in_transaction
from propertydesk.portal.views import REPAIR_STATUS
from tests.factories import approvals as samples
from tests.factories import fees
from tests.factories.accounts import (
    StaffFactory,
    StaffRoleFactory,
    StaffSessionFactory,
    signed_in_cookie,
)
from tests.factories.estate import (
    BuildingFactory,
    CommunityFactory,
    EntranceFactory,
    HomeFactory,
    ParkingSpaceFactory,
)
from tests.factories.owners import PersonFactory, PhoneFactory, TieFactory, VehicleFactory
from tests.factories.passes import visit_of
from tests.factories.repairs import RepairOrderFactory
from tests.house import at_the_counter, at_the_gate, leaving

# argon2id of a word nobody knows, with the cheapest settings
PASSWORD_HASH = (
    "$argon2id$v=19$m=8,t=1,p=1$MTKJS54/orutVk3b9tOkYA$StUJMIXYChGqngfurei0/bX75tjC+dd9HgQwf1kWgr0"
)
NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
EARLIER = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


@dataclass
class World:
    """The community, whoever looks at it, and an example for every variable in an address."""

    community: Any = field(default_factory=CommunityFactory)
    size: int = 0
    examples: dict[str, Any] = field(default_factory=dict)
    questions: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.app: Any = current_app._get_current_object()  # type: ignore[attr-defined]  # of a proxy
        self.place = {"community_id": self.community.id}
        self.watcher = StaffFactory(password_hash=PASSWORD_HASH)
        for role in Role:
            self.give_role(self.watcher, role)
        self.colleague = StaffFactory(password_hash=PASSWORD_HASH)
        self.give_role(self.colleague, Role.CLERK)
        self.found_estate()
        self.move_in()
        self.report_repairs()
        at_the_gate.guard_the_gate(self)
        self.bill()
        at_the_counter.close_a_drawer(self)
        self.ask_a_second_person()
        at_the_counter.take_money(self)
        at_the_counter.hand_shifts_over(self)
        self.use_the_platform()
        self.hand_out_links()
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
            "other_id": PersonFactory(**self.place, name=person.name).id,
            "phone_id": PhoneFactory(**self.place, person_id=person.id).id,
            "tie_id": TieFactory(**here, person_id=person.id).id,
            "vehicle_id": VehicleFactory(**here, person_id=person.id).id,
            "note_id": stored(note).id,
        }
        self.agree_and_rent(here)

    def agree_and_rent(self, here: dict[str, Any]) -> None:
        tenant = PersonFactory(**self.place, name="陈思")
        TieFactory(**here, person_id=tenant.id, tie="tenant", share=None, fee_payer="owner")
        consent = self.consent(self.person, "care")
        care = CareNote(
            **here, person_id=self.person.id, created_at=NOW, created_by="林晓燕", sealed=b"x"
        )
        scan = self.picture(consent, "consent")
        paper = self.picture(self.home, "inheritance")
        self.examples |= {
            "consent_id": consent.id,
            "care_id": stored(care).id,
            "consents.attachment_id": scan.id,
            "deaths.attachment_id": paper.id,
        }

    def consent(self, person: Any, scope: str) -> Any:
        return stored(
            Consent(
                **self.place,
                person_id=person.id,
                scope=scope,
                version="2026-01",
                channel="paper",
                given_on=NOW.date(),
                taken_by="林晓燕",
                created_at=NOW,
            )
        )

    def picture(self, subject: Any, kind: str) -> Any:
        photo = BytesIO()
        Image.new("RGB", (8, 8)).save(photo, "PNG")
        photo.seek(0)
        ready = attachments.prepare_image(photo, name="paper.png")
        return in_transaction(
            lambda: attachments.attach(ready, subject=subject, kind=kind, actor=self.actor, now=NOW)
        )

    def report_repairs(self) -> None:
        order = self.repair(self.person, prints=1)
        mine = self.repair(self.person, state="accepted", technician_id=self.watcher.id)
        attached = self.picture(order, "report")
        self.examples |= {
            "repair_id": order.id,
            "site.repair_id": mine.id,
            "attachment_id": attached.id,
            "follow_up_id": self.follow_up(order).id,
            "portal.token": signing.sign(REPAIR_STATUS, order.id),
        }

    def actor_who_may_all(self) -> Actor:
        return replace(self.actor, permissions=frozenset().union(*wiring.ROLES.values()))

    def bill(self) -> None:
        made = fees.one_of_each(self.community, self.home, self.person, NOW)
        self.examples |= {f"{name}_id": row.id for name, row in made.items()}

    def ask_a_second_person(self) -> None:
        approvals.register([samples.SAMPLE], colleagues=colleagues)
        self.examples["approval_id"] = self.approval(self.colleague).id
        self.approval(self.watcher)
        self.approval(self.watcher, state="refused", decided_by=self.colleague.id)

    def approval(self, asker: Any, **facts: Any) -> Any:
        return samples.ApprovalFactory(**self.place, asked_by=asker.id, **facts)

    def use_the_platform(self) -> None:
        in_transaction(lambda: seals.seal_next(NOW, 1_000))
        report = RetentionReport(**self.place, due=NOW, started_at=NOW, finished_at=NOW, counts={})
        self.examples |= {"seq": 1, "report_id": stored(report).id}
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
        self.look(self.person)
        self.examples |= {
            "role": str(Role.CLERK),
            "staff_id": self.colleague.id,
            "session_id": self.other_device().id,
            "key": wiring.SETTINGS[0].key,
            "jobs.name": wiring.JOBS[0].name,
            "task_id": task.id,
            "listing": listing,
            "saved_id": stored(kept).id,
            **leaving.examples_of(self, place),
        }

    def other_device(self) -> Any:
        """One more session of the watcher, which can be ended."""
        return StaffSessionFactory(staff_id=self.watcher.id, token_hash=f"{self.watcher.id:064x}")

    def ask(self) -> None:
        """What stands behind the question mark of addresses that need it."""
        found = {"q": "3-2-1501"}
        statements = ("index", "paper", "charges", "documents")
        self.questions = {
            **{f"statements.{each}": {"home": self.home.id} for each in statements},
            "shifts.day_report": {"day": "2026-11-21"},
            "household_fees.of_link": {"home": self.home.id},
            "households.edit": {"home": self.home.id},
            "search.index": found,
            "search.suggest": found,
            "repairs.homes": {**found, "place": "3-2-1501"},
            "repairs.household": {"home": self.home.id, "home_id": self.home.id},
            "repairs.new": {"home": self.home.id},
            "exit_passes.new": {"home": self.home.id},
            "visits.new": {"home": self.home.id},
            "parking.gate": {"plate": "浙A00003"},
        }

    @property
    def actor(self) -> Actor:
        return Actor("staff", self.watcher.id, self.watcher.name, self.place["community_id"])

    def give_role(self, staff: Any, role: Role) -> None:
        StaffRoleFactory(staff_id=staff.id, **self.place, role=role)

    def repair(self, person: Any, **facts: Any) -> Any:
        order = RepairOrderFactory(
            **self.place, home_id=self.home.id, reporter_id=person.id, **facts
        )
        words = {"actor": self.actor, "now": NOW, "subject": order, "to_state": order.state}
        in_transaction(lambda: activity.record(action="repair.register", **words))
        return order

    def look(self, person: Any) -> None:
        """The colleague looked at somebody's number."""
        phone = PhoneFactory(**self.place, person_id=person.id)
        colleague = replace(self.actor, id=self.colleague.id, permissions=wiring.ROLES[Role.CLERK])
        in_transaction(
            lambda: owners.reveal_phone(
                person,
                phone,
                reveal.Asking("call", self.community.zone),
                home_id=self.home.id,
                actor=colleague,
                now=NOW,
            )
        )

    def follow_up(self, order: Any, **facts: Any) -> FollowUp:
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
                **facts,
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
        self.read_again()
        for number in range(self.size, size):
            self.add_one_of_each(number)
        self.size = size
        self.read_again()

    def read_again(self) -> None:
        """Load what is asked for after the session that made it, in the present one."""
        for row in (
            self.community,
            self.watcher,
            self.colleague,
            self.person,
            self.home,
            self.gate,
            *self.house.values(),
        ):
            db.session.add(row)
            db.session.refresh(row)

    def add_one_of_each(self, number: int) -> None:
        here = {**self.place, "home_id": self.home.id}
        BuildingFactory(**self.place, no=str(9_000 + number))
        HomeFactory(**self.place, **self.house, room_no=f"16{number:02d}")
        person = PersonFactory(**self.place, name=f"李小{number}")
        PhoneFactory(**self.place, person_id=person.id)
        PhoneFactory(**self.place, person_id=self.person.id, position=2 + number)
        fees.charged(self.home, Money(1_000 + number), line=100 + number, now=NOW)
        fees.BillingRunFactory(**self.place)
        item = fees.ChargeItemFactory(**self.place)
        fees.FeePriceFactory(item=item)
        TieFactory(**here, person_id=person.id, tie="member", share=None)
        VehicleFactory(**here, person_id=person.id)
        ParkingSpaceFactory(**self.place, home_id=self.home.id)
        visit_of(self.community, visitor=f"客{number}")
        technician = StaffFactory()
        self.give_role(technician, Role.TECHNICIAN)
        self.follow_up(self.repair(person))
        self.approval(self.colleague)
        self.approval(self.watcher)
        self.approval(self.watcher, state="refused", decided_by=self.colleague.id)
        self.repair(person, state="dispatched", technician_id=technician.id)
        self.repair(person, state="accepted", technician_id=self.watcher.id)
        at_the_gate.exit_pass(self)
        at_the_gate.let_out(self, at_the_gate.exit_pass(self), f"world-{number}")
        stored(HomeNote(**here, text=f"{number}", created_at=NOW, created_by="林晓燕"))
        self.consent(self.person, "marketing")
        left = PersonFactory(**self.place, name=f"王旧{number}")
        TieFactory(**here, person_id=left.id, tie="member", share=None, ends_on=NOW.date())

    def hand_out_links(self) -> None:
        """One-time links of each kind, not used yet."""
        by = Actor("system", None, "Command line")
        kinds = {"set_up": None, "new_password": self.colleague, "lost_factor": self.colleague}
        for page, kind in zip(kinds, accounts.LinkKind, strict=True):
            token = in_transaction(
                lambda kind=kind, page=page: accounts.make_link(
                    kind, kinds[page], actor=by, now=NOW
                )
            )
            self.examples[f"links.{page}.token"] = token

    def example(self, rule: Rule, name: str) -> Any:
        """A value for a variable of an address, or None where there is none yet."""
        blueprint = rule.endpoint.rpartition(".")[0]
        for key in (f"{rule.endpoint}.{name}", f"{blueprint}.{name}", name):
            if key in self.examples:
                return self.examples[key]
        return None

    def cookie(self, staff: Any, language: str) -> dict[str, Any]:
        """What the cookie of somebody signed in holds; a new session each time, as some end."""
        with self.app.app_context():
            signed = signed_in_cookie(staff.id)
            db.session.remove()
        return signed | {"community_id": self.place["community_id"], "language": language}


def stored(row: Any) -> Any:
    """The row, written."""
    in_transaction(lambda: db.session.add(row))
    return row
