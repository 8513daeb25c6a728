"""Between password and code: who has given the password, kept for five minutes in the signed cookie."""

from datetime import timedelta
from typing import Any

from flask import request, session

from propertydesk.accounts import rules
from propertydesk.accounts.models import Staff
from propertydesk.platform.clock import now
from propertydesk.platform.db import db

_KEY = "halfway"
_LASTS = timedelta(minutes=5)


def begin(staff: Staff, target: str, device: str) -> None:
    """Note that the password of this account was right."""
    session[_KEY] = {
        "staff": staff.id,
        "epoch": staff.epoch,
        "at": int(now().timestamp()),
        "next": target,
        "device": device,
    }


def who() -> Staff | None:
    """Whose password was given here minutes ago; None when nobody's, or it has changed since."""
    held = _held()
    if now().timestamp() - held.get("at", 0) > _LASTS.total_seconds():
        return None
    staff = db.session.get(Staff, held["staff"])
    fits = staff is not None and staff.is_active and staff.epoch == held["epoch"]
    return staff if fits else None


def target() -> str:
    """Where the person wanted to go."""
    return str(_held().get("next", "/"))


def counters() -> tuple[rules.Counter, ...]:
    """Where their failures at the password were counted."""
    staff = who()
    if staff is None:
        return ()
    device = _held()["device"]
    return rules.sign_in_counters(staff.login, request.remote_addr or "", device)


def end() -> None:
    """Forget it."""
    session.pop(_KEY, None)


def _held() -> dict[str, Any]:
    found: dict[str, Any] = session.get(_KEY) or {}
    return found
