"""What stands on a repair slip (form KF-01): plain values, gathered by the queries."""

from dataclasses import dataclass
from datetime import datetime

from propertydesk.kernel.money import Money
from propertydesk.platform.printing import Text, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipMaterial:
    """A part that was used; `quantity` as it reads ("1.5"), no price when none was agreed."""

    name: Text
    spec: Text = ""
    quantity: str = ""
    unit_price: Money | None = None
    amount: Money = Money.zero


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairSlip:
    """One repair order on paper. Times are in the community's zone; people are "name number" ("王敏
    KF012").

    What is not known yet stays at its default and prints as a dash, or as room to write where the
    technician fills it in. `charge` is "free", "chargeable" or "warranty"; `priority` 1 to 4.
    """

    number: str
    status_url: str
    company: Words
    community: Words
    hotline: str
    service_hours: Text = ""
    operator: str
    operator_no: str
    printed_at: datetime
    reprint: int = 0
    voided_at: datetime | None = None
    voided_by: str = ""

    reported_at: datetime
    channel: Text
    place: Text
    reporter: Text
    salutation: Text = ""
    role: Text = ""
    phone: str = ""
    category: Text
    subcategory: Text = ""
    description: str
    priority: int
    charge: str
    appointment_start: datetime | None = None
    appointment_end: datetime | None = None
    read_back: bool = False
    first_handler: str = ""
    clerk: str = ""

    dispatched_at: datetime | None = None
    dispatched_by: str = ""
    technician: str = ""
    tools_checked: bool = False

    arrived_at: datetime | None = None
    finished_at: datetime | None = None
    cause: Text = ""
    work_done: str = ""
    materials: tuple[SlipMaterial, ...] = ()
    labour: Money | None = None
    total: Money | None = None
    unfinished_reason: Text = ""
    next_visit: datetime | None = None

    visit_rules: Words | None = None

    quality: int | None = None
    attitude: int | None = None
    timeliness: int | None = None
