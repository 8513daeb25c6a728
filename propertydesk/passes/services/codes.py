"""Making codes, ending them, and changing the key that seals them."""

import secrets
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select, update

from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.words import N_
from propertydesk.passes import rules
from propertydesk.passes.models import PassCode, PassKey
from propertydesk.passes.queries import door, keys
from propertydesk.passes.rules import Ended, PassKind
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock
from propertydesk.platform.sequences import next_number
from propertydesk.platform.settings import value

_SERIES = "pass-key"
_ISSUE_TRIES = 5


class Versioned(Protocol):
    """A pass whose versions have codes of their own."""

    id: Any
    version: Any


def make_code(
    kind: PassKind,
    subject_id: int,
    community_id: int,
    *,
    version: int,
    valid_from: datetime,
    valid_to: datetime,
    uses: int,
    digest: str,
    made_by: str,
    now: datetime,
) -> PassCode:
    """A code for one version of a pass, within the verb that issues it.

    `uses` is how often it lets through, 0 for any number; `digest` comes from `rules.digest_of`
    whatever the guard compares. Raises Invalid when the window is empty or over.
    """
    if valid_to <= valid_from or valid_to <= now:
        raise Invalid(N_("The pass would never be valid: check date and hours."), field="valid_to")
    key = keys.key_in_use(community_id) or _new_key(community_id, now)
    code = PassCode(
        community_id=community_id,
        public_id=secrets.token_hex(16),
        typed=_unused_typed(),
        key_id=key.id,
        kind=kind,
        subject_id=subject_id,
        version=version,
        valid_from=valid_from,
        valid_to=valid_to,
        uses=uses,
        digest=digest,
        made_at=now,
        made_by=made_by,
    )
    db.session.add(code)
    db.session.flush()
    return code


def hold(kind: PassKind, record: Versioned) -> PassCode | None:
    """Hold the newest code of a pass, then the pass: the order everywhere. Gives the code, if any.

    Whoever waited for the pass may find that it has got a newer code in the meantime.
    """
    code = door.live_code(kind, record.id)
    if code is not None:
        lock(code)
    lock(record)
    if record.version != (code.version if code else 0):
        code = door.live_code(kind, record.id)
        if code is not None:
            lock(code)
    return code


def end_code(code: PassCode, why: Ended, now: datetime) -> None:
    """Let a code count no longer; one that was ended before stays as it is. Holds the row."""
    lock(code)
    if not code.ended:
        code.ended, code.ended_at = why, now


def shorten_code(code: PassCode, valid_to: datetime, now: datetime) -> None:
    """Let a code count for less time: what it was made for ends earlier. Holds the row; one that
    would be over before it began is ended instead.
    """
    lock(code)
    if code.valid_to <= valid_to:
        return
    if valid_to <= code.valid_from:
        end_code(code, Ended.VOID, now)
    else:
        code.valid_to = valid_to


def change_key_if_due(community_id: int, *, actor: Actor, now: datetime) -> int:
    """Retire the key in use once it has served its time; gives how many keys were changed.

    Codes sealed with it stay valid until their own end.
    """
    key = keys.key_in_use(community_id)
    days = value(community_id, rules.keys.KEY_DAYS)
    if key is None or not rules.keys.is_due(key.made_at, days, now):
        return 0
    lock(key)
    key.retired_at = now
    activity.record(actor=actor, now=now, action="pass_key.retire", subject=key)
    _new_key(community_id, now)
    return 1


def revoke_key(key: PassKey, *, reason: str, actor: Actor, now: datetime) -> int:
    """Withdraw a key that may have become known: its QR codes open nothing from now on.

    Short codes, which no key has sealed, go on; slips are printed anew. Gives how many codes are
    concerned. Raises Invalid without a reason, Conflict when it was withdrawn before.
    """
    if not reason:
        raise Invalid(N_("This is needed here."), field="reason")
    lock(key)
    if key.revoked_at is not None:
        raise Conflict(N_("This key was withdrawn already."))
    key.retired_at = key.retired_at or now
    key.revoked_at = now
    activity.record(actor=actor, now=now, action="pass_key.revoke", subject=key, reason=reason)
    db.session.flush()
    fresh = keys.key_in_use(key.community_id) or _new_key(key.community_id, now)
    moved = db.session.execute(
        update(PassCode)
        .where(PassCode.key_id == key.id, PassCode.ended == "", PassCode.valid_to > now)
        .values(key_id=fresh.id)
    )
    return int(moved.rowcount)  # type: ignore[attr-defined]  # an UPDATE counts its rows


def _new_key(community_id: int, now: datetime) -> PassKey:
    """The counter row holds off a second key made at the same moment."""
    number = next_number(_SERIES, community_id, "")
    key = PassKey(community_id=community_id, number=number, salt=secrets.token_hex(16), made_at=now)
    db.session.add(key)
    db.session.flush()
    return key


def _unused_typed() -> str:
    for _attempt in range(_ISSUE_TRIES):
        typed = rules.new_typed()
        if db.session.scalar(select(PassCode.id).filter_by(typed=typed)) is None:
            return typed
    raise RuntimeError("no short code is free")
