"""Recomputing the chain of seals from what the tables hold, with no code of the writer's.

Rows are read as the database keeps them, past the models and their types.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from propertydesk.platform.seals import heads
from propertydesk.platform.seals.heads import Kept
from propertydesk.platform.signing import derive
from propertydesk.platform.verify import Breach, Invariant, rows

#: An activity that a sealing passed by, though it was this old, has been kept from it.
OVERDUE_MINUTES = 20
_AT_ONCE = 2_000
_SECONDS_DIGITS = 26  # "2026-11-21 01:00:00.000000"

_CHAIN = """
    SELECT s.seq, s.activity_id, s.sealed_at, s.previous, s.hash, s.mac, a.*
    FROM activity_seals s LEFT JOIN activities a ON a.id = s.activity_id
    WHERE s.seq >= :first AND s.seq <= :last ORDER BY s.seq
"""
_OWN_COLUMNS = 6
_FOREVER = 2**62

_OVERDUE = """
    SELECT 'activity ' || a.id AS object, 'a seal' AS expected, a.at AS found
    FROM activities a LEFT JOIN activity_seals s ON s.activity_id = a.id
    WHERE s.activity_id IS NULL AND a.at < (
        SELECT {earlier} FROM job_runs
        WHERE job = 'seal-activities' AND state IN ('done', 'failed')
    )
    ORDER BY a.id
"""
_EARLIER = {
    "sqlite": f"strftime('%Y-%m-%d %H:%M:%f', MAX(due), '-{OVERDUE_MINUTES} minutes')",
    "postgresql": f"MAX(due) - INTERVAL '{OVERDUE_MINUTES} minutes'",
}


def invariants() -> list[Invariant]:
    """The rules about seals; needs the application at hand."""
    return [
        Invariant(
            "platform.seals", "each sealed activity is as it was when it was sealed", chain_breaches
        ),
        Invariant("platform.seals-waiting", "no activity is kept from its seal", _overdue),
        Invariant(
            "platform.seal-heads",
            f"the chain of seals still holds the heads kept in {heads.NAME}",
            _file_breaches,
        ),
    ]


def given_heads(kept: Sequence[Kept]) -> Invariant:
    """The rule that the chain still holds heads that somebody kept elsewhere."""
    return Invariant(
        "platform.seal-heads-given",
        "the chain of seals still holds the heads that were given",
        lambda connection: head_breaches(connection, kept),
    )


def chain_breaches(
    connection: Connection, first: int = 1, last: int = _FOREVER
) -> Iterator[Breach]:
    """What is wrong with seals `first` to `last` and their activities, in the order of the seals.

    Each seal is compared with the stored hash before it, so that one fault is one breach.
    """
    key = derive("activity-seals")
    before = _before(connection, first)
    expected = first
    query = connection.execute(
        text(_CHAIN), {"first": first, "last": last}, execution_options={"yield_per": _AT_ONCE}
    )
    names = list(query.keys())[_OWN_COLUMNS:]
    for row in query:
        seq, digest = row[0], _bytes(row[4])
        if seq != expected:
            yield {
                "object": f"seals {expected} to {seq - 1}",
                "expected": "present",
                "found": "missing",
            }
        elif _bytes(row[3]) != before:
            yield {
                "object": f"seal {seq}",
                "expected": f"to follow {_short(before)}",
                "found": f"follows {_short(_bytes(row[3]))}: re-ordered, or the one before changed",
            }
        yield from _fault(row, names, key)
        before, expected = digest, seq + 1
    if expected <= last < _FOREVER:
        yield {
            "object": f"seals {expected} to {last}",
            "expected": "present",
            "found": "missing",
        }


def side_breaches(connection: Connection) -> list[Breach]:
    """What is wrong beside the chain: activities kept from their seal, heads it does not hold."""
    return [*_overdue(connection), *_file_breaches(connection)]


def head_breaches(connection: Connection, kept: Iterable[Kept]) -> Iterator[Breach]:
    """Heads kept outside the database that the chain does not hold (any more)."""
    end = connection.execute(text("SELECT COALESCE(MAX(seq), 0) FROM activity_seals")).scalar_one()
    by_seq: dict[int, list[Kept]] = {}
    for each in kept:
        by_seq.setdefault(each.seq, []).append(each)
    present = _hashes(connection, sorted(by_seq))
    for seq, wanted in sorted(by_seq.items()):
        for each in wanted:
            if seq not in present:
                found = f"the chain ends at {end}: cut off" if seq > end else "missing"
                yield {
                    "object": f"seal {seq} ({each.place})",
                    "expected": each.hash,
                    "found": found,
                }
            elif present[seq] != each.hash:
                yield {
                    "object": f"seal {seq} ({each.place})",
                    "expected": each.hash,
                    "found": f"{present[seq]}: the chain was rebuilt",
                }


def _fault(row: Row[Any], names: list[str], key: bytes) -> Iterator[Breach]:
    """What is wrong with one seal and its activity, if anything."""
    seq, activity_id, sealed_at, previous, digest, mac = row[:_OWN_COLUMNS]
    code = hmac.new(key, digestmod=hashlib.sha256)
    code.update(b"propertydesk/activity-seal/1" + int(seq).to_bytes(8, "big") + _bytes(digest))
    signed = hmac.compare_digest(code.digest(), _bytes(mac))
    place = f"activity {activity_id} (seal {seq})"
    if row[_OWN_COLUMNS + names.index("id")] is None:
        yield {"object": place, "expected": "present", "found": "deleted"}
        if not signed:
            yield {"object": f"seal {seq}", "expected": "our key", "found": "forged"}
        return
    activity = dict(zip(names, row[_OWN_COLUMNS:], strict=True))
    true = _recomputed(seq, sealed_at, _bytes(previous), activity) == _bytes(digest)
    if not true and signed:
        yield {"object": place, "expected": _short(_bytes(digest)), "found": "altered since"}
    elif not true:
        yield {"object": f"seal {seq}", "expected": "its own hash and our key", "found": "forged"}
    elif not signed:
        yield {"object": f"seal {seq}", "expected": "our key", "found": "rebuilt without the key"}


def _recomputed(seq: int, sealed_at: Any, previous: bytes, activity: dict[str, Any]) -> bytes:
    activity["at"] = _instant(activity["at"])
    if isinstance(activity["changes"], str):
        activity["changes"] = _parsed(activity["changes"])
    known = dict(sorted((name, value) for name, value in activity.items() if value is not None))
    sealed = {
        "activity": known,
        "label": "propertydesk/activity-seal/1",
        "previous": previous.hex(),
        "sealed_at": _instant(sealed_at),
        "seq": seq,
    }
    encoder = json.JSONEncoder(
        ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr
    )
    return hashlib.sha256(encoder.encode(sealed).encode("utf-8", "surrogatepass")).digest()


def _parsed(words: str) -> Any:
    """What SQLite keeps as text; words that are no JSON stay as they are and match no hash."""
    try:
        return json.loads(words)
    except ValueError:
        return f"unreadable: {words}"


def _instant(value: Any) -> Any:
    if isinstance(value, datetime):
        exact = value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
        return exact + "Z"
    if isinstance(value, str) and len(value) == _SECONDS_DIGITS:
        return value[:10] + "T" + value[11:] + "Z" if value[10] == " " else value
    return value


def _before(connection: Connection, first: int) -> bytes:
    if first == 1:
        return bytes(32)
    found = connection.execute(
        text("SELECT hash FROM activity_seals WHERE seq = :seq"), {"seq": first - 1}
    ).scalar()
    return _bytes(found)


def _hashes(connection: Connection, wanted: list[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(wanted), 500):
        part = ", ".join(str(seq) for seq in wanted[start : start + 500])
        query = f"SELECT seq, hash FROM activity_seals WHERE seq IN ({part})"  # noqa: S608  # whole numbers of ours
        found |= {row[0]: _bytes(row[1]).hex() for row in connection.execute(text(query))}
    return found


def _bytes(value: Any) -> bytes:
    """A hash as it is kept; what is no run of bytes equals no hash."""
    return bytes(value) if isinstance(value, bytes | memoryview) else b""


def _short(digest: bytes) -> str:
    return digest.hex()[:12]


def _overdue(connection: Connection) -> Iterator[Breach]:
    return rows(connection, _OVERDUE.format(earlier=_EARLIER[connection.dialect.name]))


def _file_breaches(connection: Connection) -> Iterator[Breach]:
    some = connection.execute(text("SELECT 1 FROM activity_seals LIMIT 1")).scalar()
    file = heads.path()
    if not file.exists():
        if some:
            yield {"object": heads.NAME, "expected": "a file", "found": "missing"}
        return
    if heads.LOST in file.read_text("utf-8", "replace"):
        yield {
            "object": heads.NAME,
            "expected": "every head since the first sealing",
            "found": "begun anew: compare with a head kept elsewhere, then take the line out",
        }
    yield from head_breaches(connection, heads.from_file(file))
