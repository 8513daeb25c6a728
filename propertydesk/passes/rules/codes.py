"""The code on a pass: a sealed body that a QR code carries, and a short code that can be typed.

The body names no person, home or phone. It has a fixed length and one spelling; whatever differs in
a single character is not a code of ours.
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from propertydesk.passes.rules.words import PassKind

VERSION = 1
#: version, kind, key, community, id of the pass, from and until in minutes, uses, digest of its content
_BODY = struct.Struct(">BBII16sIIH8s")
_SEAL_BYTES = 16
#: Characters of a sealed code: whole groups of base 32, so that no bit of the last one is idle.
CODE_LENGTH = (_BODY.size + _SEAL_BYTES) * 8 // 5
_CODE = re.compile(rf"[A-Z2-7]{{{CODE_LENGTH}}}", re.ASCII)
_KINDS = tuple(PassKind)

#: Letters and digits that nobody mistakes for one another; their number is prime, so that the check
#: character finds every single wrong character and every two that changed places.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
TYPED_LENGTH = 8
_TYPED = re.compile(rf"[{ALPHABET}]{{{TYPED_LENGTH}}}", re.ASCII)

KeyOf = Callable[[int, int], bytes | None]
"""The key of a community by its number; None where there is none that still counts."""


@dataclass(frozen=True)
class Body:
    """What a sealed code says."""

    kind: PassKind
    key: int
    community_id: int
    public_id: bytes
    valid_from: datetime
    valid_to: datetime
    uses: int
    digest: bytes


def sealed(body: Body, key: bytes) -> str:
    """The code of `body`: 96 capital letters and digits."""
    raw = _BODY.pack(
        VERSION,
        _KINDS.index(body.kind),
        body.key,
        body.community_id,
        body.public_id,
        _minute(body.valid_from),
        _minute(body.valid_to + timedelta(seconds=59)),
        body.uses,
        body.digest,
    )
    return base64.b32encode(raw + _seal(raw, key)).decode()


def opened(code: str, key_of: KeyOf) -> Body | None:
    """What a code says, None for everything that `sealed` did not make with a key that counts."""
    if not _CODE.fullmatch(code):
        return None
    try:
        raw = base64.b32decode(code)
    except (binascii.Error, ValueError):
        return None
    body, seal = raw[: _BODY.size], raw[_BODY.size :]
    version, kind, number, community_id, public_id, start, end, uses, digest = _BODY.unpack(body)
    if version != VERSION or kind >= len(_KINDS):
        return None
    key = key_of(community_id, number)
    if key is None or not hmac.compare_digest(seal, _seal(body, key)):
        return None
    return Body(
        kind=_KINDS[kind],
        key=number,
        community_id=community_id,
        public_id=public_id,
        valid_from=_instant(start),
        valid_to=_instant(end),
        uses=uses,
        digest=digest,
    )


def is_sealed(text: str) -> bool:
    """Whether `text` has the shape of a sealed code."""
    return _CODE.fullmatch(text) is not None


def digest_of(*parts: object) -> str:
    """16 hexadecimal digits that change with whatever the pass is made out for."""
    told = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def new_typed() -> str:
    """A short code: seven characters by chance, and one that checks them."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(TYPED_LENGTH - 1))
    return drawn + check_character(drawn)


def check_character(drawn: str) -> str:
    """The character that makes the weighted sum of all divisible by 31."""
    total = sum(ALPHABET.index(each) * weight for weight, each in enumerate(drawn, 2))
    return ALPHABET[-total % len(ALPHABET)]


def read_typed(text: str) -> str | None:
    """The short code that somebody typed, in whatever case and grouping; None when it is none."""
    bare = re.sub(r"[\s·-]", "", text).upper()
    if not _TYPED.fullmatch(bare) or check_character(bare[:-1]) != bare[-1]:
        return None
    return bare


def grouped(typed: str) -> str:
    """7KQ4-M2X9: a short code as it is printed and read out."""
    return f"{typed[:4]}-{typed[4:]}"


def _seal(body: bytes, key: bytes) -> bytes:
    return hmac.digest(key, body, hashlib.sha256)[:_SEAL_BYTES]


def _minute(instant: datetime) -> int:
    return int(instant.timestamp()) // 60


def _instant(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC)
