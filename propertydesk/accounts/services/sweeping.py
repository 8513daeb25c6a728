"""Forgetting what is long over: strangers can fill the counters with names that nobody has."""

from datetime import datetime

from sqlalchemy import delete

from propertydesk.accounts import rules
from propertydesk.accounts.models import AccountLink, SignInTrial, StaffSession
from propertydesk.platform.db import db


def sweep(now: datetime) -> int:
    """Delete counters of days past, and sessions and links half a year after their end; how many.

    What happened stays in the activity log.
    """
    old = now - rules.SESSIONS_KEPT
    gone = (
        delete(SignInTrial).where(SignInTrial.tried_at < now - rules.FORGOTTEN_AFTER),
        delete(StaffSession).where(StaffSession.ends_at < old),
        delete(AccountLink).where(AccountLink.expires_at < old),
    )
    return sum(len(db.session.execute(each.returning(each.table.c.id)).all()) for each in gone)
