"""Values that must not lie open in the database: sealed at rest, found again by a keyed hash.

AES-256-GCM under a key made from the installation's secret (reliability 5.10, 5.15). Each value is
bound to its place, such as "people.identity:17": moved to another row or column it does not open.
"""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from propertydesk.kernel.errors import Problem
from propertydesk.kernel.words import N_
from propertydesk.platform.signing import derive

_VERSION = b"\x01"
_KEY_MARK_BYTES = 4
_NONCE_BYTES = 12
_HEAD_BYTES = len(_VERSION) + _KEY_MARK_BYTES


class Unreadable(Problem):
    """A sealed value that the present key does not open, or that somebody changed."""

    status = 409


def seal(text: str, *, place: str) -> bytes:
    """Close `text` up for storage at `place` ("table.column:row"); it differs each time."""
    nonce = os.urandom(_NONCE_BYTES)
    closed = AESGCM(_key()).encrypt(nonce, text.encode(), place.encode())
    return _VERSION + key_mark() + nonce + closed


def unseal(sealed: bytes, *, place: str) -> str:
    """The text sealed for `place`. Raises Unreadable under another key or when it was changed."""
    if sealed[:_HEAD_BYTES] != _VERSION + key_mark():
        raise Unreadable(N_("This value was stored under another key and cannot be read."))
    nonce = sealed[_HEAD_BYTES : _HEAD_BYTES + _NONCE_BYTES]
    try:
        opened = AESGCM(_key()).decrypt(nonce, sealed[_HEAD_BYTES + _NONCE_BYTES :], place.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable(N_("This value was changed and cannot be read.")) from error
    return opened.decode()


def fingerprint(text: str, *, purpose: str) -> str:
    """64 hexadecimal digits by which equal values are found without being readable.

    `text` must be in its one spelling; without the key nobody can try out candidates.
    """
    return hmac.digest(derive(f"fingerprint/{purpose}"), text.encode(), hashlib.sha256).hex()


def key_mark() -> bytes:
    """Four bytes by which a key is known without being told."""
    return derive("vault/mark")[:_KEY_MARK_BYTES]


def _key() -> bytes:
    return derive("vault")
