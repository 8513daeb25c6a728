"""Tables of the tariff: what is charged, at which price, to whom."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.fees import rules
from propertydesk.platform.db import Model
from propertydesk.platform.i18n import pick
from propertydesk.platform.types import ExactText, UtcDateTime

_APPROVED = text("state = 'approved'")


class ChargeItem(Model):
    """Something that is charged: property service, refuse, a parking space, a one-off service."""

    __tablename__ = "charge_items"
    __table_args__ = (
        UniqueConstraint("community_id", "code"),
        UniqueConstraint("id", "on_behalf"),
        CheckConstraint("due_day BETWEEN 1 AND 31", name="due_day"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    code: Mapped[str] = mapped_column(ExactText(20))
    name_zh: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60), default="")
    basis: Mapped[str] = mapped_column(String(10))
    on_behalf: Mapped[bool] = mapped_column(default=False, doc="collected for somebody else")
    everyone: Mapped[bool] = mapped_column(default=True, doc="a home without a price is an error")
    vacancy_counts: Mapped[bool] = mapped_column(default=False)
    cycle: Mapped[str] = mapped_column(String(10), default=rules.Cycle.MONTH)
    timing: Mapped[str] = mapped_column(String(10), default=rules.Timing.ADVANCE)
    due_day: Mapped[int] = mapped_column(default=31)
    proration: Mapped[str] = mapped_column(String(10), default=rules.Proration.DAYS)
    starts_on: Mapped[date] = mapped_column(doc="from this day on it is charged here")
    ends_on: Mapped[date | None] = mapped_column(doc="the first day on which it is not")
    note: Mapped[str] = mapped_column(String(200), default="")

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return pick(self.name_zh, self.name_en)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and code."""
        return "charge_item", self.id, self.code


class FeePrice(Model):
    """A version of an item's price, for everybody or for a scope, in force on given days."""

    __tablename__ = "fee_prices"
    __table_args__ = (
        ForeignKeyConstraint(
            ["item_id", "on_behalf"], ["charge_items.id", "charge_items.on_behalf"]
        ),
        Index(
            "uq_fee_prices_version",
            "item_id",
            "scope",
            "starts_on",
            unique=True,
            sqlite_where=_APPROVED,
            postgresql_where=_APPROVED,
        ),
        CheckConstraint("price BETWEEN 1 AND 2000000000", name="price"),
        CheckConstraint("surcharge BETWEEN 0 AND 2000000000", name="surcharge"),
        CheckConstraint("surcharge = 0 OR NOT on_behalf", name="no_surcharge_on_behalf"),
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="dates"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("charge_items.id"), index=True)
    on_behalf: Mapped[bool] = mapped_column(doc="as the item; the law allows no surcharge then")
    scope: Mapped[str] = mapped_column(ExactText(40), default="all")
    rank: Mapped[int] = mapped_column(default=0)
    home_id: Mapped[int | None] = mapped_column(ForeignKey("homes.id"))
    space_id: Mapped[int | None] = mapped_column(ForeignKey("parking_spaces.id"))
    building_id: Mapped[int | None] = mapped_column(ForeignKey("buildings.id"))
    use: Mapped[str] = mapped_column(String(12), default="")
    price: Mapped[int] = mapped_column(doc="in 0.0001 yuan a month and unit")
    surcharge: Mapped[int] = mapped_column(default=0, doc="in 0.0001 yuan a month")
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
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and price."""
        return "price", self.id, f"¥{rules.shown_price(self.price or 0)}"


class PayerAgreement(Model):
    """A tenant took over a fee (条例 Art 41); the owner stays liable beside them."""

    __tablename__ = "payer_agreements"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="dates"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    home_id: Mapped[int] = mapped_column(ForeignKey("homes.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(
        ForeignKey("charge_items.id"), doc="None: all items"
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(doc="the first day on which it no longer holds")
    paper: Mapped[str] = mapped_column(String(120), default="")
    entered_by: Mapped[str] = mapped_column(String(80))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and paper."""
        return "payer_agreement", self.id, self.paper


class VacancyRate(Model):
    """A vacant home pays a share for some time; approved and dated, or not at all."""

    __tablename__ = "vacancy_rates"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 99", name="percent"),
        CheckConstraint("ends_on > starts_on", name="dates"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    home_id: Mapped[int] = mapped_column(ForeignKey("homes.id"), index=True)
    percent: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date] = mapped_column(doc="the first day on which it no longer holds")
    reason: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(10), default=rules.Decision.PROPOSED)
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_by: Mapped[str] = mapped_column(String(80))
    proposed_by_id: Mapped[int | None]
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(80), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and percentage."""
        return "vacancy", self.id, f"{self.percent} %"
