"""What an installation is once and for all, such as a demo; never part of a form or a setting."""

from datetime import datetime

from sqlalchemy import String, inspect, select
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.platform.db import Model, db
from propertydesk.platform.types import UtcDateTime

DEMO = "demo"


class InstallationMark(Model):
    """A fact about this database."""

    __tablename__ = "installation_marks"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)


def put(name: str, now: datetime) -> None:
    """Mark this database; a second time changes nothing."""
    if db.session.get(InstallationMark, name) is None:
        db.session.add(InstallationMark(name=name, set_at=now))
        db.session.flush()


def carries(name: str) -> bool:
    """Whether this database carries the mark; one without tables carries none."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table(InstallationMark.__tablename__):
            return False
        found = select(InstallationMark.name).where(InstallationMark.name == name)
        return connection.scalar(found) is not None
