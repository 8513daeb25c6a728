"""People's numbers: added, corrected, put first, ended, and looked at in full."""

from datetime import date, datetime

from propertydesk.estate.services.endings import check_day
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.masking import mask_phone
from propertydesk.kernel.reveals import Revealable
from propertydesk.kernel.words import N_
from propertydesk.owners import queries, rules
from propertydesk.owners.models import Person, PersonPhone
from propertydesk.owners.services import indexing
from propertydesk.owners.services.holding import check_standing
from propertydesk.owners.services.people import checked_number
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import unless_taken
from propertydesk.platform.db import db, lock
from propertydesk.platform.reveal import Asking, Look, Target, record_look

MOST_PHONES = 6


def add_phone(
    person: Person, *, number: str, note: str, actor: Actor, now: datetime
) -> PersonPhone:
    """Add a number at the end of the list. Raises Invalid on `number`."""
    check_standing(person)
    live = queries.live_phones([person.id]).get(person.id, [])
    if len(live) >= MOST_PHONES:
        raise Invalid(N_("Six numbers are enough; end one first."), field="number")
    phone = _make(person, _checked(number), note, position=len(live) + 1)
    indexing.index_people([person.id])
    _record(person, "person.phone_add", [None, phone], actor, now)
    return phone


def correct_phone(
    person: Person,
    phone: PersonPhone,
    *,
    number: str,
    note: str,
    on: date,
    actor: Actor,
    now: datetime,
) -> PersonPhone:
    """Set another number (empty: the same) and note in place of `phone`. Raises Invalid on
    `number`.

    The old number ends and stays on record; the new one takes its place in the order.
    """
    _check_live(phone)
    wanted = _checked(number) if number else phone.number
    if wanted == phone.number:
        phone.note = note
        _record(person, "person.phone_edit", [phone, phone], actor, now)
        return phone
    phone.ends_on = on
    db.session.flush()
    fresh = _make(person, wanted, note, position=phone.position)
    indexing.index_people([person.id])
    _record(person, "person.phone_edit", [phone, fresh], actor, now)
    return fresh


def put_phone_first(person: Person, phone: PersonPhone, *, actor: Actor, now: datetime) -> None:
    """Call this number first from now on."""
    _check_live(phone)
    others = [p for p in queries.live_phones([person.id]).get(person.id, []) if p.id != phone.id]
    for position, each in enumerate([phone, *others], 1):
        each.position = position
    _record(person, "person.phone_first", [None, phone], actor, now)


def end_phone(person: Person, phone: PersonPhone, *, on: date, actor: Actor, now: datetime) -> None:
    """A number is no longer theirs; it stays on record. Raises Invalid on `on`."""
    _check_live(phone)
    check_day(on, person.community_id, now)
    phone.ends_on = on
    indexing.index_people([person.id])
    _record(person, "person.phone_end", [phone, None], actor, now)


def reveal_phone(
    person: Person,
    phone: PersonPhone,
    asking: Asking,
    *,
    home_id: int | None,
    what: Revealable = rules.PHONE,
    actor: Actor,
    now: datetime,
) -> Look:
    """The number in full, with the look and its purpose on record (A48).

    `home_id` is the household in whose timeline the look stands; `what` is another declaration
    where a higher domain asks for it. Raises NotAllowed, and Invalid on `purpose`.
    """
    target = Target(
        value=phone.number,
        masked=mask_phone(phone.number),
        subject=person,
        about=("person", person.id),
        home_ids=homes_first(person, home_id),
    )
    return record_look(what, target, asking, actor=actor, now=now)


def homes_first(person: Person, home_id: int | None) -> list[int]:
    """The homes of a person, the one at hand first."""
    homes = [home.id for _tie, home in queries.homes_of_person(person.id)]
    return [home_id, *(each for each in homes if each != home_id)] if home_id else homes


def _make(person: Person, number: str, note: str, *, position: int) -> PersonPhone:
    phone = PersonPhone(
        community_id=person.community_id,
        person_id=person.id,
        number=number,
        position=position,
        note=note,
    )
    taken = Invalid(N_("This number stands in the list already."), field="number")
    with unless_taken(taken):
        db.session.add(phone)
    return phone


def _checked(number: str) -> str:
    try:
        return checked_number(number)
    except Invalid as problem:
        raise Invalid(problem.text, field="number") from problem


def _check_live(phone: PersonPhone) -> None:
    lock(phone)
    if phone.ends_on is not None:
        raise Conflict(N_("This number has been taken off the list already."))


def _record(
    person: Person,
    action: str,
    change: list[PersonPhone | None],
    actor: Actor,
    now: datetime,
) -> None:
    shown = [mask_phone(each.number) if each else None for each in change]
    homes = queries.homes_of_person(person.id)
    activity.record(
        actor=actor,
        now=now,
        action=action,
        subject=person,
        home_id=homes[0][1].id if homes else None,
        changes={"phone": shown},
    )
