"""The second factor: a seed shared with an authenticator app, and codes for a lost phone."""

import base64
import hmac
import secrets
from datetime import datetime
from enum import StrEnum

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import delete, update

from propertydesk.accounts import rules
from propertydesk.accounts.models import RecoveryCode, SecondFactor, Staff
from propertydesk.accounts.services.sessions import cut_sessions
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, vault
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock

_SEED_BYTES = 20
_ISSUER = "PropertyDesk"


class Proof(StrEnum):
    """What a code turned out to be."""

    APP = "app"
    RECOVERY = "recovery"


def new_seed() -> str:
    """A fresh seed, 160 random bits in base32 as the apps take it."""
    return base64.b32encode(secrets.token_bytes(_SEED_BYTES)).decode()


def address_for_app(seed: str, login: str) -> str:
    """The otpauth:// address that the QR code holds."""
    return _totp(seed).get_provisioning_uri(login, _ISSUER)


def code_at(seed: str, step: int) -> str:
    """The six digits of a half minute (RFC 6238; SHA-1, as every app can)."""
    return _totp(seed).generate(step * rules.STEP_SECONDS).decode()


def set_up(
    staff: Staff, seed: str, code: str, *, but: int | None, actor: Actor, now: datetime
) -> list[str]:
    """Take a seed into use once the app shows its code; gives the recovery codes, in clear once.

    All sessions `but` the one named end. Raises Invalid when the code does not fit the seed.
    """
    step = _matching_step(seed, rules.app_code(code), now)
    if step is None:
        raise Invalid(
            N_("This code does not fit. Wait for the next one, and check the phone's clock."),
            field="code",
        )
    lock(staff)
    db.session.execute(delete(SecondFactor).where(SecondFactor.staff_id == staff.id))
    sealed = vault.seal(seed, place=_place(staff.id))
    db.session.add(SecondFactor(staff_id=staff.id, sealed=sealed, since=now, last_step=step))
    cut_sessions(staff.id, but=but, now=now, why=rules.End.FACTOR)
    codes = _fresh_codes(staff.id, now)
    _record_of_factor("staff.factor", staff, actor=actor, now=now)
    return codes


def take_off(
    staff: Staff, *, is_owed: bool, but: int | None = None, actor: Actor, now: datetime
) -> None:
    """Do without a second factor. Raises Invalid where the account's roles oblige to it."""
    if is_owed:
        raise Invalid(N_("With your role the second factor stays on; you can set it up anew."))
    lock(staff)
    drop(staff, but=but, now=now)
    _record_of_factor("staff.factor_off", staff, actor=actor, now=now)


def drop(staff: Staff, *, but: int | None = None, now: datetime) -> None:
    """Take the seed and the codes away as part of another verb; sessions end."""
    for table in (SecondFactor, RecoveryCode):
        db.session.execute(delete(table).where(table.staff_id == staff.id))
    cut_sessions(staff.id, but=but, now=now, why=rules.End.FACTOR)


def renew_recovery_codes(staff: Staff, *, actor: Actor, now: datetime) -> list[str]:
    """Ten new codes, the old ones are void. Raises Invalid without a second factor."""
    lock(staff)
    if db.session.get(SecondFactor, staff.id) is None:
        raise Invalid(N_("Set up the second factor first."))
    codes = _fresh_codes(staff.id, now)
    _record_of_factor("staff.recovery_codes", staff, actor=actor, now=now)
    return codes


def use_code(staff_id: int, typed: str, now: datetime) -> Proof | None:
    """Use up a code of the app or a recovery code; None when it is neither, or was used before."""
    if rules.app_code(typed):
        return Proof.APP if _use_app_code(staff_id, rules.app_code(typed), now) else None
    recovery = rules.recovery_code(typed)
    if not recovery:
        return None
    used = (
        update(RecoveryCode)
        .where(
            RecoveryCode.staff_id == staff_id,
            RecoveryCode.code_hash == _hash(recovery),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
    )
    return Proof.RECOVERY if db.session.execute(used.returning(RecoveryCode.id)).all() else None


def _use_app_code(staff_id: int, code: str, now: datetime) -> bool:
    """Two people with the same code: the row lets in whoever comes first."""
    factor = db.session.get(SecondFactor, staff_id, populate_existing=True)
    if factor is None:
        return False
    step = _matching_step(vault.unseal(factor.sealed, place=_place(staff_id)), code, now)
    if step is None:
        return False
    moved = (
        update(SecondFactor)
        .where(SecondFactor.staff_id == staff_id, SecondFactor.last_step < step)
        .values(last_step=step)
    )
    return bool(db.session.execute(moved.returning(SecondFactor.staff_id)).all())


def _matching_step(seed: str, code: str, now: datetime) -> int | None:
    fitting = [
        step
        for step in rules.steps_around(now)
        if hmac.compare_digest(code_at(seed, step).encode(), code.encode())
    ]
    return max(fitting, default=None)


def _fresh_codes(staff_id: int, now: datetime) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))
    codes = [rules.new_recovery_code() for _ in range(rules.RECOVERY_CODES)]
    db.session.add_all(
        RecoveryCode(staff_id=staff_id, code_hash=_hash(rules.recovery_code(each)), made_at=now)
        for each in codes
    )
    return codes


def _record_of_factor(action: str, staff: Staff, *, actor: Actor, now: datetime) -> None:
    activity.record(
        actor=actor, now=now, action=action, subject=staff, community_id=actor.community_id
    )


def _hash(code: str) -> str:
    return vault.fingerprint(code, purpose="recovery")


def _place(staff_id: int) -> str:
    return f"second_factors.sealed:{staff_id}"


def _totp(seed: str) -> TOTP:
    return TOTP(base64.b32decode(seed), 6, SHA1(), rules.STEP_SECONDS)  # noqa: S303  # RFC 6238
