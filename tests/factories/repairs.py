"""Makers of repair orders."""

from datetime import UTC, datetime, timedelta

import factory

from propertydesk.repairs.models import RepairOrder
from tests.factories import RowFactory

REPORTED = datetime(2026, 11, 21, 0, 46, tzinfo=UTC)


class RepairOrderFactory(RowFactory[RepairOrder]):
    """Needs `community_id`; in the lobby unless a `home_id` is given."""

    class Meta:
        model = RepairOrder

    number = factory.Sequence(lambda n: f"BX20261121-{n:04d}")
    state = "registered"
    state_since = REPORTED
    reported_at = REPORTED
    channel = "phone"
    area = factory.LazyAttribute(lambda o: "" if getattr(o, "home_id", None) else "lobby")
    reporter_name = "张伟明"
    salutation = "mr"
    reporter_role = "owner"
    phone = "10012345678"
    category = "water.sink"
    description = "厨房水槽下方漏水"
    priority = 3
    charge = "free"
    read_back = True
    first_handler = "林晓燕"
    dispatch_due = REPORTED + timedelta(minutes=30)
    arrive_due = REPORTED + timedelta(hours=24)
    complete_due = REPORTED + timedelta(hours=48)
