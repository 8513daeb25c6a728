"""Tables of the late charge: its rule by dates, and what was charged by it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.fees import rules
from propertydesk.kernel.money import Money
from propertydesk.platform.db import Model, append_only
from propertydesk.platform.types import Identity, Json, MoneyType, UtcDateTime

_APPROVED = text("state = 'approved'")


class LateRule(Model):
    """A version of a community's late charge, in force on given days once it is approved."""

    __tablename__ = "late_rules"
    __table_args__ = (
        Index(
            "uq_late_rules_version",
            "community_id",
            "starts_on",
            unique=True,
            sqlite_where=_APPROVED,
            postgresql_where=_APPROVED,
        ),
        CheckConstraint("units BETWEEN 0 AND 365000", name="units"),
        CheckConstraint("(basis = 'none') = (units = 0)", name="basis"),
        CheckConstraint("cap_percent BETWEEN 1 AND 100", name="cap"),
        CheckConstraint("grace_days BETWEEN 0 AND 365", name="grace"),
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="dates"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    basis: Mapped[str] = mapped_column(String(8))
    figure: Mapped[int] = mapped_column(doc="LPR in 0.01 % a year, or 0.01 ‰ a day")
    units: Mapped[int] = mapped_column(doc="the rate a day in parts of rules.RATE_WHOLE")
    cap_percent: Mapped[int]
    grace_days: Mapped[int] = mapped_column(default=0, doc="days after the due day that are free")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(doc="the first day on which it is not in force")
    legal_basis: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10), default=rules.VersionState.PROPOSED)
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_by: Mapped[str] = mapped_column(String(80))
    proposed_by_id: Mapped[int | None]
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(80), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def rate(self) -> rules.LateRate:
        """As the calculation takes it."""
        return rules.LateRate(
            self.starts_on,
            self.ends_on,
            self.units,
            self.cap_percent,
            self.grace_days,
            self.figure_shown,
        )

    @property
    def figure_shown(self) -> str:
        """3.00% × 1.3 ÷ 365, or 0.50‰."""
        return rules.shown_figure(self.basis or "none", self.figure or 0)

    @property
    def is_steep(self) -> bool:
        """Whether a court is likely to cut it."""
        return rules.is_steep(rules.LateBasis(self.basis), self.figure)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and rate."""
        return "late_rule", self.id, self.figure_shown


class LateCharge(Model):
    """A late charge that became a receivable: for which one, up to which day, made of what."""

    __tablename__ = "late_charges"
    __table_args__ = (
        UniqueConstraint("charge_id"),
        UniqueConstraint("receivable_id", "line"),
        CheckConstraint("amount > 0 AND before >= 0", name="amount"),
        CheckConstraint("before + amount <= cap", name="cap"),
        CheckConstraint("charge_id <> receivable_id", name="apart"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    receivable_id: Mapped[int] = mapped_column(
        Identity, ForeignKey("receivables.id"), doc="the principal that was late"
    )
    charge_id: Mapped[int] = mapped_column(
        Identity, ForeignKey("receivables.id"), doc="the late charge"
    )
    line: Mapped[int] = mapped_column(doc="1 for the first of its principal, void ones counted")
    first_on: Mapped[date]
    last_on: Mapped[date]
    before: Mapped[Money] = mapped_column(MoneyType, doc="charged before for days up to `last_on`")
    amount: Mapped[Money] = mapped_column(MoneyType)
    cap: Mapped[Money] = mapped_column(MoneyType)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    agreed: Mapped[bool] = mapped_column(doc="made because the payer paid it at the till")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


append_only(LateCharge.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table
