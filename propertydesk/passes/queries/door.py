"""The one door for reading codes, and what kinds of passes tell it about themselves.

A kind of pass plugs in with a `PassType`, listed in the wiring; nothing here knows of any of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, request
from sqlalchemy import func, select

from propertydesk.passes import rules
from propertydesk.passes.models import Gate, PassCode, PassKey, PassUse
from propertydesk.passes.queries import keys
from propertydesk.passes.rules import Answer, PassKind
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db

_LONGEST = 400


@dataclass(frozen=True)
class FirstUse:
    """When and where a pass was used up."""

    at: datetime
    gate: Gate
    guard: str


@dataclass(frozen=True)
class LookUp:
    """What the door says of a text: the answer, and the code unless there is none."""

    answer: Answer
    code: PassCode | None = None
    first_use: FirstUse | None = None
    objection: str = ""

    @property
    def is_good(self) -> bool:
        """Whether it opens the gate now."""
        return self.answer is Answer.GOOD


@dataclass(frozen=True)
class Expected:
    """Somebody or something announced for today."""

    at: datetime
    until: datetime
    title: str
    detail: str
    url: str
    kind: PassKind


def _no_objection(_code: PassCode, _now: datetime) -> str:
    return ""


def _nobody(_community_id: int, _now: datetime) -> Sequence[Expected]:
    return ()


@dataclass(frozen=True)
class PassType:
    """A kind of pass as the gate knows it.

    `template` is a fragment of the gate's answer page: what the guard compares, and what can be
    done; `load` gives its context. `objection` may refuse what the dates allow, in words of the
    catalogue (a permit that was stopped). `expected` lists what is announced for today.
    """

    kind: PassKind
    template: str
    load: Callable[[LookUp, Actor, datetime], dict[str, Any]]
    objection: Callable[[PassCode, datetime], str] = _no_objection
    expected: Callable[[int, datetime], Sequence[Expected]] = _nobody


_types: dict[PassKind, PassType] = {}


def register(types: Sequence[PassType]) -> None:
    """Take the kinds of passes; called once from the wiring."""
    _types.clear()
    _types.update({each.kind: each for each in types})


def type_of(code: PassCode) -> PassType | None:
    """What the kind of this code has told about itself."""
    return _types.get(PassKind(code.kind))


def look_up(text: str, community_id: int, now: datetime) -> LookUp:
    """What the gates of a community answer to a scanned address, a sealed or a typed code.

    Reading uses nothing up. A code that is altered in any way is unknown.
    """
    code = find(text)
    if code is None:
        return LookUp(Answer.UNKNOWN)
    if code.community_id != community_id:
        return LookUp(Answer.ELSEWHERE)
    return stand(code, now)


def stand(code: PassCode, now: datetime) -> LookUp:
    """How a code stands now, in its own community."""
    used, first = _uses_of(code)
    standing = rules.Standing(code.valid_from, code.valid_to, code.uses, used, code.ended)
    answer = rules.answer_to(standing, now)
    kind = type_of(code)
    objection = kind.objection(code, now) if kind and answer is Answer.GOOD else ""
    return LookUp(Answer.REFUSED if objection else answer, code, first, objection)


def find(text: str) -> PassCode | None:
    """The code that a text means, in whatever community and however it stands."""
    text = text[:_LONGEST].strip()
    typed = rules.read_typed(text)
    if typed:
        return db.session.scalar(select(PassCode).filter_by(typed=typed))
    return _opened(text.rpartition("/")[2] if "/g/" in text else text)


def expected_today(community_id: int, now: datetime) -> list[Expected]:
    """What all kinds of passes announce for today, by the hour."""
    everybody = [each for kind in _types.values() for each in kind.expected(community_id, now)]
    return sorted(everybody, key=lambda each: (each.at, each.title))


def sealed_code(code: PassCode) -> str:
    """The code as its QR holds it; the same each time."""
    key = db.session.get_one(PassKey, code.key_id)
    body = rules.Body(
        kind=PassKind(code.kind),
        key=key.number,
        community_id=code.community_id,
        public_id=bytes.fromhex(code.public_id),
        valid_from=code.valid_from,
        valid_to=code.valid_to,
        uses=code.uses,
        digest=bytes.fromhex(code.digest),
    )
    return rules.sealed(body, keys.secret(key))


def address(code: PassCode) -> str:
    """What stands in the QR code: an address where anybody may read how the pass stands."""
    base = current_app.config["DESK"].base_url or request.host_url.rstrip("/")
    return f"{base}/g/{sealed_code(code)}"


def live_code(kind: PassKind, subject_id: int) -> PassCode | None:
    """The newest code of a pass, whether or not it was ended."""
    query = select(PassCode).filter_by(kind=kind, subject_id=subject_id)
    return db.session.scalar(query.order_by(PassCode.version.desc()).limit(1))


def gates(community_id: int) -> list[Gate]:
    """The gates where guards stand, in order."""
    query = select(Gate).filter_by(community_id=community_id, ended_on=None)
    return list(db.session.scalars(query.order_by(Gate.number)))


def _opened(sealed: str) -> PassCode | None:
    body = rules.opened(sealed, keys.key_of)
    if body is None:
        return None
    code = db.session.scalar(select(PassCode).filter_by(public_id=body.public_id.hex()))
    genuine = code is not None and (code.community_id, code.kind, code.digest) == (
        body.community_id,
        body.kind,
        body.digest.hex(),
    )
    return code if genuine else None


def _uses_of(code: PassCode) -> tuple[int, FirstUse | None]:
    """How often the pass let through in any of its versions, and the first of those times."""
    counted = select(func.max(PassUse.use_no)).filter_by(kind=code.kind, subject_id=code.subject_id)
    used = db.session.scalar(counted) or 0
    if not used:
        return 0, None
    query = (
        select(PassUse, Gate)
        .join(Gate, Gate.id == PassUse.gate_id)
        .where(PassUse.kind == code.kind, PassUse.subject_id == code.subject_id)
        .where(PassUse.use_no == 1)
    )
    use, gate = db.session.execute(query).one()
    return used, FirstUse(use.at, gate, use.guard)
