"""The keys that codes are sealed with."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from propertydesk.passes.models import PassCode, PassKey
from propertydesk.platform import signing
from propertydesk.platform.db import db


@dataclass(frozen=True)
class KeyRow:
    """A key, and how many codes that it seals still count."""

    key: PassKey
    open: int


def rows_of(community_id: int, now: datetime) -> list[KeyRow]:
    """The keys of a community, the newest first."""
    live = (PassCode.ended == "") & (PassCode.valid_to > now)
    query = (
        select(PassKey, func.count(PassCode.id))
        .outerjoin(PassCode, (PassCode.key_id == PassKey.id) & live)
        .where(PassKey.community_id == community_id)
        .group_by(PassKey.id)
        .order_by(PassKey.number.desc())
    )
    return [KeyRow(key, count) for key, count in db.session.execute(query)]


def key_of(community_id: int, number: int) -> bytes | None:
    """The secret of a community's key; None for one that does not exist or was withdrawn."""
    row = db.session.scalar(
        select(PassKey).filter_by(community_id=community_id, number=number, revoked_at=None)
    )
    return secret(row) if row else None


def secret(key: PassKey) -> bytes:
    """Derived from the installation's secret; whoever has only the database cannot seal anything."""
    return signing.derive(f"pass/{key.community_id}/{key.number}/{key.salt}")


def key_in_use(community_id: int) -> PassKey | None:
    """The key that seals new codes."""
    query = select(PassKey).filter_by(community_id=community_id, retired_at=None)
    return db.session.scalar(query.order_by(PassKey.number.desc()).limit(1))
