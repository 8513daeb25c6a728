"""Identity numbers: kept sealed, found by a keyed hash, taken away again, and checked by sight."""

from datetime import datetime
from typing import Any

from flask_babel import gettext

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.masking import mask_identity
from propertydesk.kernel.words import N_
from propertydesk.owners import queries
from propertydesk.owners.models import IdentityCheck, Person
from propertydesk.owners.rules import IDENTITY
from propertydesk.owners.rules import identity as rules
from propertydesk.owners.services.holding import check_standing
from propertydesk.platform import activity, vault
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.reveal import Asking, Look, Target, record_look

NOTHING: dict[str, Any] = {
    "identity_kind": "",
    "identity_sealed": None,
    "identity_fingerprint": None,
    "identity_masked": "",
}


def identity_values(person_id: int, kind: str, number: str) -> dict[str, Any]:
    """The columns of a person's row that hold an identity number, for a verb or for mass work.

    The number is sealed for this row: known ids only. Raises Invalid on `number`.
    """
    plain = rules.checked(kind, number)
    return {
        "identity_kind": str(kind),
        "identity_sealed": vault.seal(plain, place=queries.identity_place(person_id)),
        "identity_fingerprint": queries.identity_fingerprint(plain),
        "identity_masked": mask_identity(plain),
    }


def set_identity(person: Person, *, kind: str, number: str, actor: Actor, now: datetime) -> None:
    """Keep an identity number, in place of any other. Raises Invalid on `kind` and `number`."""
    check_standing(person)
    if kind not in rules.kinds_for(person.kind):
        raise Invalid(N_("Choose one of the list."), field="kind")
    before = person.identity_masked or None
    _put(person, identity_values(person.id, kind, number))
    _record(person, "person.identity_set", [before, person.identity_masked], actor, now)


def remove_identity(person: Person, *, actor: Actor, now: datetime) -> None:
    """Delete the number; what it was checked for stays as a result (A49). Raises Invalid."""
    check_standing(person)
    if not person.identity_kind:
        raise Invalid(N_("No identity number is kept."))
    before = person.identity_masked
    _put(person, NOTHING)
    _record(person, "person.identity_remove", [before, None], actor, now)


def check_identity(
    person: Person,
    *,
    kind: str,
    last_four: str,
    agreed: bool,
    forget: bool,
    actor: Actor,
    now: datetime,
) -> IdentityCheck:
    """Note that a document was seen and fits the person: who, when, which, its last four (A49).

    Neither number nor picture is kept of it; `forget` deletes the number on file as well. Raises
    Invalid on `agreed` without the person's agreement, on `kind`, and on `last_four`.
    """
    check_standing(person)
    if not agreed:
        raise Invalid(
            N_("Ask first: nobody's identity is checked without agreement."), field="agreed"
        )
    if kind not in rules.kinds_for(person.kind):
        raise Invalid(N_("Choose one of the list."), field="kind")
    seen = IdentityCheck(
        community_id=person.community_id,
        person_id=person.id,
        kind=kind,
        last_four=_checked_end(person, kind, last_four),
        checked_at=now,
        checked_by=actor.name,
    )
    db.session.add(seen)
    before = person.identity_masked or None
    if forget:
        _put(person, NOTHING)
    activity.record(
        actor=actor,
        now=now,
        action="person.identity_check",
        subject=person,
        changes={"identity": [before, person.identity_masked or None]},
        note=f"{gettext(rules.KIND_WORDS[rules.IdentityKind(kind)])} ***{seen.last_four}",
    )
    return seen


def reveal_identity(person: Person, asking: Asking, *, actor: Actor, now: datetime) -> Look:
    """The number in full, with the look and its purpose on record (A48).

    Raises NotAllowed, Invalid on `purpose`, and Invalid when no number is kept.
    """
    if not person.identity_kind:
        raise Invalid(N_("No identity number is kept."))
    target = Target(
        value=queries.identity_number(person),
        masked=person.identity_masked,
        subject=person,
        about=("person", person.id),
        home_ids=[home.id for _tie, home in queries.homes_of_person(person.id)],
    )
    return record_look(IDENTITY, target, asking, actor=actor, now=now)


def _checked_end(person: Person, kind: str, typed: str) -> str:
    end = rules.normalise(typed)
    if len(end) != rules.LAST_FOUR or not (end.isascii() and end.isalnum()):
        raise Invalid(N_("Write the last four characters of the document."), field="last_four")
    kept = queries.identity_number(person) if person.identity_kind == kind else ""
    if kept and not kept.endswith(end):
        raise Invalid(N_("The number on file ends differently."), field="last_four")
    return end


def _put(person: Person, values: dict[str, Any]) -> None:
    for column, value in values.items():
        setattr(person, column, value)


def _record(
    person: Person, action: str, change: list[str | None], actor: Actor, now: datetime
) -> None:
    activity.record(
        actor=actor, now=now, action=action, subject=person, changes={"identity": change}
    )
