"""Identity numbers: whose one is, and what stands behind the seal."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from propertydesk.kernel.masking import mask_identity
from propertydesk.owners.models import IdentityCheck, Person
from propertydesk.owners.rules import identity as rules
from propertydesk.platform import search, vault
from propertydesk.platform.db import db
from propertydesk.platform.verify import Breach

_PURPOSE = "people.identity"
_MOST_NAMESAKES = 20
_AT_A_TIME = 500


def identity_place(person_id: int) -> str:
    """The place a number is sealed for."""
    return f"people.identity:{person_id}"


def identity_fingerprint(number: str) -> str:
    """By what a number, however written, is found."""
    return vault.fingerprint(rules.canonical(number), purpose=_PURPOSE)


def identity_number(person: Person) -> str:
    """The number in full, "" when none is kept. Raises vault.Unreadable under another key.

    For comparing and for a recorded look, never for a page.
    """
    if person.identity_sealed is None:
        return ""
    return vault.unseal(person.identity_sealed, place=identity_place(person.id))


def person_ids_by_identity(community_id: int, number: str) -> list[int]:
    """Whose number this is, whole and exact; several rows may be the same person twice."""
    if not rules.looks_like_identity(number):
        return []
    query = (
        select(Person.id)
        .filter_by(community_id=community_id, identity_fingerprint=identity_fingerprint(number))
        .order_by(Person.id)
        .limit(_MOST_NAMESAKES)
    )
    return list(db.session.scalars(query))


def find_by_identity(community_id: int, text: str) -> list[search.Found]:
    """The same as hits of the search."""
    ids = person_ids_by_identity(community_id, text)
    return [search.Found("person", each, None, "identity") for each in ids]


def identity_checks(person_id: int, limit: int = 5) -> list[IdentityCheck]:
    """When somebody's documents were looked at, the latest first."""
    query = select(IdentityCheck).filter_by(person_id=person_id)
    return list(db.session.scalars(query.order_by(IdentityCheck.id.desc()).limit(limit)))


def broken_identities(connection: Connection) -> Iterator[Breach]:
    """Identity numbers that do not open, or whose hash or mask is another one's (I48)."""
    table = Person.__table__
    query = select(
        table.c.id,
        table.c.identity_kind,
        table.c.identity_sealed,
        table.c.identity_fingerprint,
        table.c.identity_masked,
    ).where(
        (table.c.identity_sealed.is_not(None))
        | (table.c.identity_fingerprint.is_not(None))
        | (table.c.identity_kind != "")
    )
    for row in connection.execute(query, execution_options={"yield_per": _AT_A_TIME}):
        try:
            number = vault.unseal(row.identity_sealed or b"", place=identity_place(row.id))
        except vault.Unreadable as problem:
            yield {"object": row.id, "expected": "a number that opens", "found": problem.text}
            continue
        if row.identity_fingerprint != identity_fingerprint(number):
            yield {"object": row.id, "expected": "the hash of the number", "found": "another"}
        if row.identity_masked != mask_identity(number) or not row.identity_kind:
            yield {"object": row.id, "expected": "the mask of the number", "found": "another"}
