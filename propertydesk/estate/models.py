"""Tables of the estate."""

from datetime import date, time

from flask_babel import get_locale
from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.estate import rules
from propertydesk.platform.db import Model, append_only
from propertydesk.platform.i18n import pick
from propertydesk.platform.types import ExactText


class Community(Model):
    """A residential community with its one service centre."""

    __tablename__ = "communities"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(ExactText(20), unique=True)
    name_zh: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80), default="")
    company_zh: Mapped[str] = mapped_column(String(120), default="")
    company_en: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    office_place: Mapped[str] = mapped_column(String(120), default="")
    hotline: Mapped[str] = mapped_column(String(30), default="")
    zone: Mapped[str] = mapped_column(String(40), default="Asia/Shanghai")
    opens: Mapped[time] = mapped_column(default=time(8, 30))
    closes: Mapped[time] = mapped_column(default=time(17, 30))
    open_weekends: Mapped[bool] = mapped_column(default=True)
    ended_on: Mapped[date | None]

    @property
    def community_id(self) -> int:
        """A community belongs to itself."""
        return self.id

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return pick(self.name_zh, self.name_en)

    @property
    def company(self) -> str:
        """The property manager in the reader's language."""
        return pick(self.company_zh, self.company_en)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and code."""
        return "community", self.id, self.code


class CalendarDay(Model):
    """A day that differs from the public calendar: opened or closed by the community itself."""

    __tablename__ = "calendar_days"
    __table_args__ = (UniqueConstraint("community_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    day: Mapped[date]
    is_open: Mapped[bool]
    note: Mapped[str] = mapped_column(String(80), default="")

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and day."""
        return "calendar", self.id, self.day.isoformat()


class Building(Model):
    """A building (栋)."""

    __tablename__ = "buildings"
    __table_args__ = (UniqueConstraint("community_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    no: Mapped[str] = mapped_column(ExactText(10))
    kind: Mapped[str] = mapped_column(String(20), default=rules.BuildingKind.HIGH_RISE)
    floors: Mapped[int] = mapped_column(default=1)
    note: Mapped[str] = mapped_column(String(200), default="")
    ended_on: Mapped[date | None]

    @property
    def label(self) -> str:
        """3栋 or Building 3."""
        plain = self.no.endswith(("栋", "座", "号楼"))
        return pick(self.no if plain else f"{self.no}栋", f"Building {self.no}")

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "building", self.id, self.no


class Entrance(Model):
    """An entrance or unit (单元) of a building; unit 0 holds the shops."""

    __tablename__ = "entrances"
    __table_args__ = (UniqueConstraint("building_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    building_id: Mapped[int] = mapped_column(ForeignKey("buildings.id"))
    no: Mapped[str] = mapped_column(ExactText(10))
    has_elevator: Mapped[bool | None] = mapped_column(doc="None: not known")
    ended_on: Mapped[date | None]

    @property
    def label(self) -> str:
        """2单元 or Entrance 2; the shops' one is called by what it holds."""
        if self.no == "0":
            return pick("商铺", "Shops")
        return pick(f"{self.no}单元", f"Entrance {self.no}")

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "entrance", self.id, self.no


class Home(Model):
    """A home, shop or office: what has a door, an area and an owner."""

    __tablename__ = "homes"
    __table_args__ = (
        UniqueConstraint("community_id", "code"),
        CheckConstraint("area_centi >= 0", name="area"),
        CheckConstraint("indoor_centi >= 0", name="indoor"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    building_id: Mapped[int] = mapped_column(ForeignKey("buildings.id"), index=True)
    entrance_id: Mapped[int | None] = mapped_column(ForeignKey("entrances.id"))
    building_no: Mapped[str] = mapped_column(String(10))
    entrance_no: Mapped[str] = mapped_column(String(10), default="")
    room_no: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(ExactText(42))
    sort_code: Mapped[str] = mapped_column(ExactText(42))
    kind: Mapped[str] = mapped_column(String(10), default=rules.HomeKind.HOME)
    floor: Mapped[int | None]
    area_centi: Mapped[int] = mapped_column(Integer, default=0, doc="chargeable area in 0.01 m²")
    indoor_centi: Mapped[int] = mapped_column(
        Integer, default=0, doc="indoor area in 0.01 m², 0 where it is not known"
    )
    layout: Mapped[str] = mapped_column(String(40), default="")
    occupancy: Mapped[str] = mapped_column(String(12), default=rules.Occupancy.OWNER)
    handed_over_on: Mapped[date | None]
    starts_on: Mapped[date | None] = mapped_column(doc="of a home made by a split or a joining")
    ended_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")

    @property
    def home_id(self) -> int:
        """A home's activities belong to its own household."""
        return self.id

    @property
    def label(self) -> str:
        """3栋2单元1501 or 3-2-1501, in the reader's language."""
        return self.label_in(chinese=str(get_locale() or "zh").startswith("zh"))

    def label_in(self, *, chinese: bool) -> str:
        """The label in a chosen language, as for print."""
        return rules.home_label(self.building_no, self.entrance_no, self.room_no, chinese=chinese)

    @property
    def area(self) -> str:
        """98.37, in m²."""
        return f"{self.area_centi // 100}.{self.area_centi % 100:02d}"

    @property
    def indoor_area(self) -> str:
        """81.20, in m²; "" where it is not known."""
        size = self.indoor_centi
        return f"{size // 100}.{size % 100:02d}" if size else ""

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and code."""
        return "home", self.id, self.code


class HomeSuccession(Model):
    """A home that ended went on in another: by a split, or joined with its neighbours."""

    __tablename__ = "home_successions"
    __table_args__ = (
        UniqueConstraint("from_id", "to_id"),
        CheckConstraint("from_id <> to_id", name="two_homes"),
        Index("ix_home_successions_to", "to_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    from_id: Mapped[int] = mapped_column(ForeignKey("homes.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("homes.id"))
    kind: Mapped[str] = mapped_column(String(6))
    day: Mapped[date]


append_only(HomeSuccession.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table


class ParkingSpace(Model):
    """A parking space; it may belong to a home."""

    __tablename__ = "parking_spaces"
    __table_args__ = (UniqueConstraint("community_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    no: Mapped[str] = mapped_column(ExactText(20))
    place: Mapped[str] = mapped_column(String(60), default="")
    kind: Mapped[str] = mapped_column(String(12), default=rules.SpaceKind.FREE)
    area_centi: Mapped[int] = mapped_column(Integer, default=0, doc="area in 0.01 m², may be 0")
    home_id: Mapped[int | None] = mapped_column(ForeignKey("homes.id"), index=True)
    ended_on: Mapped[date | None]

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "space", self.id, self.no
