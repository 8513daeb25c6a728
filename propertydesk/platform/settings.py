"""Typed settings: declared by domains, set per community, every change kept."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask import g, has_request_context
from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, func, select
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.db import Model, append_only, db
from propertydesk.platform.types import Identity, UtcDateTime


class SettingValue(Model):
    """A value somebody set; the newest one counts."""

    __tablename__ = "setting_values"
    __table_args__ = (Index("ix_setting_values_key", "community_id", "key", "id"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    key: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(Text)
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by: Mapped[str] = mapped_column(String(80))

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and key."""
        return "setting", self.id, self.key


append_only(SettingValue.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table

ACTIONS = {"setting.change": ActionWords(N_("Setting changed: %(number)s"), "settings")}

_declared: dict[str, Setting] = {}


def register(settings: Iterable[Setting]) -> None:
    """Take the declarations of a domain; called from the wiring."""
    _declared.update({setting.key: setting for setting in settings})


def declared() -> Mapping[str, Setting]:
    """All settings by key."""
    return _declared


def value(community_id: int, setting: Setting) -> Any:
    """The community's value, or the default; typed as the setting's kind says."""
    stored = _stored(community_id).get(setting.key)
    return setting.default if stored is None else setting.read(stored)


def stored_value(community_id: Any, setting: Setting) -> ColumnElement[str]:
    """The community's value as stored text, for use in a query; `community_id` may be a column."""
    newest = (
        select(SettingValue.value)
        .where(SettingValue.community_id == community_id, SettingValue.key == setting.key)
        .order_by(SettingValue.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(newest, setting.write(setting.default))


def change(
    community_id: int, setting: Setting, new: Any, *, actor: Actor, now: datetime
) -> SettingValue:
    """Set a value from now on; raises Invalid when it is out of bounds."""
    setting.check(new)
    before = value(community_id, setting)
    row = SettingValue(
        community_id=community_id,
        key=setting.key,
        value=setting.write(new),
        set_at=now,
        set_by=actor.name,
    )
    db.session.add(row)
    activity.record(
        actor=actor,
        now=now,
        action="setting.change",
        subject=row,
        changes={setting.key: [setting.write(before), setting.write(new)]},
    )
    if has_request_context():
        g.pop("settings", None)
    return row


def history(community_id: int, setting: Setting) -> list[SettingValue]:
    """All values ever set, newest first."""
    query = select(SettingValue).filter_by(community_id=community_id, key=setting.key)
    return list(db.session.scalars(query.order_by(SettingValue.id.desc()).limit(50)))


def _stored(community_id: int) -> dict[str, str]:
    """All stored values of a community, read once a request."""
    cache: dict[int, dict[str, str]] = g.setdefault("settings", {}) if has_request_context() else {}
    if community_id not in cache:
        newest = (
            select(func.max(SettingValue.id))
            .filter_by(community_id=community_id)
            .group_by(SettingValue.key)
        )
        rows = db.session.execute(
            select(SettingValue.key, SettingValue.value).where(SettingValue.id.in_(newest))
        )
        cache[community_id] = dict(rows.all())
    return cache[community_id]
