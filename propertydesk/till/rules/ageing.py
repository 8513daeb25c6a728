"""How old what is open is: the buckets of ageing (账龄, domain.md B3), from the due day."""

from dataclasses import dataclass
from datetime import date, timedelta

from propertydesk.kernel.words import N_


@dataclass(frozen=True)
class Bucket:
    """So many days after the due day, first and last included; None: without end."""

    key: str
    words: str
    first: int | None
    last: int | None

    def due_between(self, until: date) -> tuple[date | None, date | None]:
        """The earliest and the latest due day of what is so old at the end of `until`."""
        earliest = until - timedelta(days=self.last) if self.last is not None else None
        latest = until - timedelta(days=self.first) if self.first is not None else None
        return earliest, latest

    def holds(self, due_on: date, until: date) -> bool:
        """Whether something due on a day is so old at the end of `until`."""
        earliest, latest = self.due_between(until)
        return (earliest is None or due_on >= earliest) and (latest is None or due_on <= latest)


BUCKETS = (
    Bucket("not_due", N_("not due"), None, 0),
    Bucket("d30", N_("1–30 days"), 1, 30),
    Bucket("d90", N_("31–90 days"), 31, 90),
    Bucket("d180", N_("91–180 days"), 91, 180),
    Bucket("d365", N_("181–365 days"), 181, 365),
    Bucket("y2", N_("1–2 years"), 366, 730),
    Bucket("y3", N_("2–3 years"), 731, 1_095),
    Bucket("older", N_("over 3 years"), 1_096, None),
)
