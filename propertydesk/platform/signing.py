"""Links that prove themselves: a purpose and a record's id, sealed with a key of this installation."""

import base64
import binascii
import hashlib
import hmac

from flask import current_app

from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_

_ID_BYTES = 8
_SEAL_BYTES = 16


def derive(label: str) -> bytes:
    """A key for one purpose, made from the installation's secret (HMAC as in HKDF-Expand)."""
    secret: bytes = current_app.config["DESK"].secret
    return hmac.digest(secret, b"propertydesk/" + label.encode() + b"\x01", hashlib.sha256)


def sign(purpose: str, record_id: int) -> str:
    """A token for links, 32 characters, that nobody without the key can make."""
    body = record_id.to_bytes(_ID_BYTES, "big")
    return base64.urlsafe_b64encode(body + _seal(purpose, body)).decode()


def unsign(purpose: str, token: str) -> int:
    """The record's id; raises Missing for anything that `sign` did not make for `purpose`."""
    try:
        raw = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError, ValueError):
        raw = b""
    body, seal = raw[:_ID_BYTES], raw[_ID_BYTES:]
    genuine = len(raw) == _ID_BYTES + _SEAL_BYTES
    if not genuine or not hmac.compare_digest(seal, _seal(purpose, body)):
        raise Missing(N_("This link is not valid."))
    return int.from_bytes(body, "big")


def _seal(purpose: str, body: bytes) -> bytes:
    return hmac.digest(derive(f"link/{purpose}"), body, hashlib.sha256)[:_SEAL_BYTES]
