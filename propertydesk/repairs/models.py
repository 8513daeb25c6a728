"""Tables of repairs."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.money import Money
from propertydesk.platform.db import Model
from propertydesk.platform.types import ExactText, MoneyType, UtcDateTime
from propertydesk.repairs import rules


class RepairOrder(Model):
    """A repair order (报修单, KF-01)."""

    __tablename__ = "repair_orders"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        CheckConstraint("home_id IS NOT NULL OR area <> ''", name="place"),
        CheckConstraint("priority BETWEEN 1 AND 4", name="priority"),
        Index("ix_repair_orders_state", "community_id", "state", "arrive_due"),
        Index("ix_repair_orders_newest", "community_id", "reported_at", "id"),
        Index("ix_repair_orders_home", "home_id", "reported_at"),
        Index("ix_repair_orders_technician", "technician_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    number: Mapped[str] = mapped_column(ExactText(24))
    state: Mapped[str] = mapped_column(String(12), default=rules.State.REGISTERED)
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    reported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    channel: Mapped[str] = mapped_column(String(10))
    rings: Mapped[int | None] = mapped_column(doc="rings before the call was answered (A06)")

    home_id: Mapped[int | None] = mapped_column(ForeignKey("homes.id"))
    area: Mapped[str] = mapped_column(String(12), default="", doc="common area, when no home")
    place: Mapped[str] = mapped_column(String(80), default="", doc="where exactly")
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reporter_name: Mapped[str] = mapped_column(String(80))
    salutation: Mapped[str] = mapped_column(String(5), default="")
    reporter_role: Mapped[str] = mapped_column(String(10))
    phone: Mapped[str] = mapped_column(String(30), default="")

    category: Mapped[str] = mapped_column(String(30))
    description: Mapped[str] = mapped_column(Text)
    priority: Mapped[int]
    charge: Mapped[str] = mapped_column(String(10))
    appointment_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    appointment_to: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read_back: Mapped[bool] = mapped_column(default=False)

    first_handler_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    first_handler: Mapped[str] = mapped_column(String(80))
    technician_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    dispatched_by: Mapped[str] = mapped_column(String(80), default="")
    dispatched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dispatch_due: Mapped[datetime] = mapped_column(UtcDateTime)
    arrive_due: Mapped[datetime] = mapped_column(UtcDateTime)
    complete_due: Mapped[datetime] = mapped_column(UtcDateTime)
    next_visit_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    tools_checked: Mapped[bool] = mapped_column(default=False)
    cause: Mapped[str] = mapped_column(String(12), default="")
    work_done: Mapped[str] = mapped_column(Text, default="")
    labour: Mapped[Money] = mapped_column(MoneyType, default=Money.zero)
    total: Mapped[Money] = mapped_column(MoneyType, default=Money.zero)
    quoted: Mapped[Money | None] = mapped_column(MoneyType)
    visit_card_no: Mapped[str] = mapped_column(String(20), default="")
    unfinished: Mapped[str] = mapped_column(String(12), default="", doc="reason of suspension")
    receipt_no: Mapped[str] = mapped_column(String(20), default="")
    quality: Mapped[int | None]
    attitude: Mapped[int | None]
    original_id: Mapped[int | None] = mapped_column(ForeignKey("repair_orders.id"), index=True)
    prints: Mapped[int] = mapped_column(default=0)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "repair", self.id, self.number

    @property
    def is_open(self) -> bool:
        """Whether work still has to be done."""
        return self.state in rules.OPEN

    @property
    def next_due(self) -> datetime | None:
        """The promised instant that comes next, None once the work is done."""
        if self.state == rules.State.REGISTERED:
            return self.dispatch_due
        if self.state in (rules.State.DISPATCHED, rules.State.ACCEPTED, rules.State.NO_ACCESS):
            return self.arrive_due
        return self.complete_due if self.is_open else None


class RepairMaterial(Model):
    """A material used on an order."""

    __tablename__ = "repair_materials"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("repair_orders.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    spec: Mapped[str] = mapped_column(String(60), default="")
    quantity: Mapped[int] = mapped_column(doc="in thousandths of the unit")
    unit_price: Mapped[Money] = mapped_column(MoneyType)
    amount: Mapped[Money] = mapped_column(MoneyType)


class TechnicianSkill(Model):
    """A main category that a technician can do."""

    __tablename__ = "technician_skills"
    __table_args__ = (UniqueConstraint("staff_id", "category"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    category: Mapped[str] = mapped_column(String(12))
