"""Tables of the books: runs, receivables, what is open of them, what changed them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.fees import rules
from propertydesk.kernel.money import Money
from propertydesk.platform.db import Model, append_only
from propertydesk.platform.types import ExactText, Identity, Json, MoneyType, UtcDateTime

_OF_HOME = text("space_id IS NULL AND source_type IS NULL")
_OF_SPACE = text("space_id IS NOT NULL AND source_type IS NULL")
_OF_SOURCE = text("source_type IS NOT NULL")
_OPEN = text("open > 0")
_VOIDS = text("kind = 'void'")
_UNSETTLED = text("closed_at IS NULL")


class BillingRun(Model):
    """One billing of a month: what it would post, who approved it, what it posted."""

    __tablename__ = "billing_runs"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index("ix_billing_runs_month", "community_id", "month", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    number: Mapped[str] = mapped_column(ExactText(24))
    month: Mapped[date]
    catch_up: Mapped[bool] = mapped_column(default=False)
    item_ids: Mapped[list[int]] = mapped_column(Json, default=list)
    state: Mapped[str] = mapped_column(String(10), default=rules.RunState.PREPARED)
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    preview: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    prepared_by: Mapped[str] = mapped_column(String(80))
    prepared_by_id: Mapped[int | None]
    approved_by: Mapped[str] = mapped_column(String(80), default="")
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    task_id: Mapped[int | None]
    added: Mapped[int] = mapped_column(default=0)
    present: Mapped[int] = mapped_column(default=0, doc="receivables that were there already")
    total: Mapped[Money] = mapped_column(MoneyType, default=Money.zero)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "billing", self.id, self.number


class Receivable(Model):
    """What one payer owes for one item and some days, frozen with how it was calculated."""

    __tablename__ = "receivables"
    __table_args__ = (
        Index(
            "uq_receivables_home",
            "period",
            "item_id",
            "home_id",
            "starts_on",
            "replaces_id",
            unique=True,
            sqlite_where=_OF_HOME,
            postgresql_where=_OF_HOME,
        ),
        Index(
            "uq_receivables_space",
            "period",
            "item_id",
            "space_id",
            "starts_on",
            "replaces_id",
            unique=True,
            sqlite_where=_OF_SPACE,
            postgresql_where=_OF_SPACE,
        ),
        Index(
            "uq_receivables_source",
            "source_type",
            "source_id",
            "source_line",
            unique=True,
            sqlite_where=_OF_SOURCE,
            postgresql_where=_OF_SOURCE,
        ),
        Index("ix_receivables_home", "home_id", "id"),
        Index("ix_receivables_run", "run_id"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("ends_on >= starts_on", name="days"),
        CheckConstraint("(period IS NULL) = (run_id IS NULL)", name="run"),
        CheckConstraint("(source_type IS NULL) = (run_id IS NOT NULL)", name="source"),
        CheckConstraint(
            "amount = rounding + (2 * (quantity * price + 100 * surcharge) * months_part * percent "
            "+ months_whole * 1000000) / (months_whole * 2000000)",
            name="calculation",
        ),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    run_id: Mapped[int | None] = mapped_column(ForeignKey("billing_runs.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("charge_items.id"))
    home_id: Mapped[int] = mapped_column(ForeignKey("homes.id"))
    space_id: Mapped[int | None] = mapped_column(ForeignKey("parking_spaces.id"))
    price_id: Mapped[int | None] = mapped_column(ForeignKey("fee_prices.id"))
    payer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    payer_role: Mapped[str] = mapped_column(String(10))
    payer_name: Mapped[str] = mapped_column(String(80))
    period: Mapped[date | None] = mapped_column(doc="first day of the item's period; None: one-off")
    starts_on: Mapped[date] = mapped_column(doc="first day charged")
    ends_on: Mapped[date] = mapped_column(doc="last day charged")
    booked_on: Mapped[date]
    due_on: Mapped[date]
    quantity: Mapped[int] = mapped_column(Identity, doc="in hundredths: 0.01 m², or 100 for one")
    price: Mapped[int] = mapped_column(Identity, doc="in 0.0001 yuan")
    surcharge: Mapped[int] = mapped_column(Identity, default=0, doc="in 0.0001 yuan a month")
    months_part: Mapped[int] = mapped_column(Identity, default=1)
    months_whole: Mapped[int] = mapped_column(Identity, default=1)
    percent: Mapped[int] = mapped_column(Identity, default=100)
    rounding: Mapped[int] = mapped_column(Identity, default=0, doc="in fen")
    amount: Mapped[Money] = mapped_column(MoneyType)
    words: Mapped[str] = mapped_column(String(120), default="")
    replaces_id: Mapped[int] = mapped_column(Identity, default=0, doc="the void one; 0: none")
    source_type: Mapped[str | None] = mapped_column(String(30))
    source_id: Mapped[int | None]
    source_line: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def number(self) -> str:
        """YS00001234, as people call it."""
        return f"YS{self.id:08d}"

    @property
    def months(self) -> rules.Share:
        """The months charged, in lowest terms."""
        return rules.Share.reduced(self.months_part, self.months_whole)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "receivable", self.id, self.number


append_only(Receivable.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table


class ReceivableBalance(Model):
    """What of a receivable is open now: the sums of its documents, kept for speed.

    Written by the services of fees alone; whoever takes money calls `settle`.
    """

    __tablename__ = "receivable_balances"
    __table_args__ = (
        Index(
            "ix_receivable_balances_home",
            "home_id",
            "due_on",
            "receivable_id",
            "open",
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(
            "ix_receivable_balances_due",
            "community_id",
            "due_on",
            "open",
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        CheckConstraint("open = amount + adjusted - waived - paid", name="open"),
        CheckConstraint("open >= 0 AND waived >= 0 AND paid >= 0", name="bounds"),
        CheckConstraint("NOT is_void OR amount + adjusted = 0", name="void"),
    )

    receivable_id: Mapped[int] = mapped_column(
        Identity, ForeignKey("receivables.id"), primary_key=True, autoincrement=False
    )
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    home_id: Mapped[int] = mapped_column(ForeignKey("homes.id"))
    due_on: Mapped[date]
    amount: Mapped[Money] = mapped_column(MoneyType)
    adjusted: Mapped[Money] = mapped_column(MoneyType, default=Money.zero)
    waived: Mapped[Money] = mapped_column(MoneyType, default=Money.zero)
    paid: Mapped[Money] = mapped_column(MoneyType, default=Money.zero)
    open: Mapped[Money] = mapped_column(MoneyType)
    is_void: Mapped[bool] = mapped_column(default=False)
    is_disputed: Mapped[bool] = mapped_column(default=False)


class ReceivableChange(Model):
    """A document that changes a receivable: an adjustment, a waiver, a void. Never edited."""

    __tablename__ = "receivable_changes"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index(
            "uq_receivable_changes_void",
            "receivable_id",
            unique=True,
            sqlite_where=_VOIDS,
            postgresql_where=_VOIDS,
        ),
        Index("ix_receivable_changes_receivable", "receivable_id", "id"),
        CheckConstraint("amount <> 0", name="amount"),
        CheckConstraint("kind = 'adjustment' OR amount < 0", name="sign"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    receivable_id: Mapped[int] = mapped_column(ForeignKey("receivables.id"))
    kind: Mapped[str] = mapped_column(String(10))
    number: Mapped[str | None] = mapped_column(ExactText(24), doc="voids of a run have none")
    amount: Mapped[Money] = mapped_column(MoneyType, doc="what it adds; waivers take away")
    booked_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    paper: Mapped[str] = mapped_column(String(120), default="")
    made_by: Mapped[str] = mapped_column(String(80))
    made_by_id: Mapped[int | None]
    approved_by: Mapped[str] = mapped_column(String(80), default="")
    approved_by_id: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "receivable_change", self.id, self.number or ""


append_only(ReceivableChange.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table


class Dispute(Model):
    """A payer disputes a receivable: it is not chased while this is open."""

    __tablename__ = "receivable_disputes"
    __table_args__ = (
        Index(
            "uq_receivable_disputes_open",
            "receivable_id",
            unique=True,
            sqlite_where=_UNSETTLED,
            postgresql_where=_UNSETTLED,
        ),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    home_id: Mapped[int] = mapped_column(ForeignKey("homes.id"))
    receivable_id: Mapped[int] = mapped_column(ForeignKey("receivables.id"), index=True)
    words: Mapped[str] = mapped_column(String(300))
    opened_by: Mapped[str] = mapped_column(String(80))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(String(300), default="")
    closed_by: Mapped[str] = mapped_column(String(80), default="")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and the receivable's number."""
        return "dispute", self.id, f"YS{self.receivable_id or 0:08d}"


class ClosedPeriod(Model):
    """A month of a community whose books are closed: nothing is booked into it any more."""

    __tablename__ = "closed_periods"
    __table_args__ = (UniqueConstraint("community_id", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    month: Mapped[date] = mapped_column(doc="its first day")
    closed_by: Mapped[str] = mapped_column(String(80))
    closed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and month."""
        return "closed_period", self.id, f"{self.month:%Y-%m}"


append_only(ClosedPeriod.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table
