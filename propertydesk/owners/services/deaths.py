"""The death of somebody in the register, and the inheritance of a home."""

from collections.abc import Sequence
from datetime import date, datetime

from propertydesk.estate.models import Home
from propertydesk.estate.services.endings import check_day
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.words import N_
from propertydesk.owners import queries, rules
from propertydesk.owners.events import HomeInherited, PersonDied
from propertydesk.owners.models import HouseholdTie, Person
from propertydesk.owners.rules.inheritance import Ground
from propertydesk.owners.services.care import hide_care_of
from propertydesk.owners.services.holding import check_present
from propertydesk.owners.services.ownership import OwnerShare, check_owners, set_owners, told_owners
from propertydesk.platform import activity, attachments
from propertydesk.platform.access import Actor
from propertydesk.platform.attachments import PreparedFile
from propertydesk.platform.db import lock
from propertydesk.platform.events import announce

PAPER = "inheritance"


def record_death(person: Person, *, on: date, source: str, actor: Actor, now: datetime) -> None:
    """Somebody has died: never called again, marked wherever the name stands.

    What they own stays in their name until `inherit_home`; a care note is hidden. `source` says who
    told or which paper was seen. Raises Invalid on `on`, Conflict when it is on record already.
    """
    lock(person)
    check_present(person)
    if person.kind == rules.PersonKind.COMPANY:
        raise Invalid(N_("A company does not die; transfer its homes instead."), field="on")
    if person.died_on is not None:
        raise Conflict(N_("This death is on record already."))
    check_day(on, person.community_id, now)
    person.died_on, person.death_source = on, source
    hide_care_of(person.id, on)
    homes = queries.homes_of_person(person.id)
    activity.record(
        actor=actor,
        now=now,
        action="person.death",
        subject=person,
        home_id=homes[0][1].id if homes else None,
        changes={"died_on": [None, on.isoformat()]},
        reason=source,
    )
    announce(PersonDied(person.id, person.community_id, on, actor, now))


def revoke_death(person: Person, *, reason: str, actor: Actor, now: datetime) -> None:
    """The death was recorded by mistake: they may be called again.

    What was passed on to heirs meanwhile goes back by a transfer; a hidden care note is entered
    anew. Raises Conflict when no death is on record.
    """
    lock(person)
    if person.died_on is None:
        raise Conflict(N_("No death is on record; somebody else was faster."))
    before = person.died_on.isoformat()
    person.died_on, person.death_source = None, ""
    homes = queries.homes_of_person(person.id)
    activity.record(
        actor=actor,
        now=now,
        action="person.death_revoke",
        subject=person,
        home_id=homes[0][1].id if homes else None,
        changes={"died_on": [before, None]},
        reason=reason,
    )


def inherit_home(
    home: Home,
    owners: Sequence[OwnerShare],
    *,
    on: date,
    ground: Ground,
    papers: Sequence[PreparedFile] = (),
    note: str = "",
    actor: Actor,
    now: datetime,
) -> list[HouseholdTie]:
    """The shares of owners who died pass on to heirs; `owners` are all owners afterwards.

    Living owners stay in the list with their share, larger if they inherit too. `papers` are
    pictures of what the inheritance rests on. Raises Invalid when no owner has died, one who died
    is still in the list, shares do not sum to 100 %, or a living owner's share shrinks; and on `on`.
    """
    check_owners(home, owners, on, now)
    residents = queries.people_of_homes([home.id]).get(home.id, [])
    before = [each for each in residents if each.tie.tie == rules.Tie.OWNER]
    gone = [each.person for each in before if each.person.died_on]
    _check_heirs(before, owners, on)
    told_before = told_owners([each.tie for each in before])
    after = set_owners(home, owners, on, now, is_dated=True)
    activity.record(
        actor=actor,
        now=now,
        action="home.inherit",
        subject=home,
        changes={"owners": [told_before, told_owners(after)], "ground": [None, ground.value]},
        note=f"{', '.join(told_before)} → {', '.join(told_owners(after))}",
        reason=note,
    )
    for paper in papers:
        attachments.attach(paper, subject=home, kind=PAPER, actor=actor, now=now)
    dead = {person.id for person in gone}
    held = {each.tie.person_id: each.tie.share or 0 for each in before}
    heirs = [tie.person_id for tie in after]
    announce(
        HomeInherited(
            home_id=home.id,
            community_id=home.community_id,
            deceased=tuple(sorted(dead)),
            heirs=tuple(each for each in heirs if _gained(each, after, held)),
            on=on,
            actor=actor,
            now=now,
        )
    )
    return after


def _check_heirs(
    before: Sequence[queries.Resident], owners: Sequence[OwnerShare], on: date
) -> None:
    dead = {each.person.id: each.person for each in before if each.person.died_on}
    if not dead:
        raise Invalid(N_("No owner of this home has died; a sale or gift is a transfer."))
    if any(person.died_on and on < person.died_on for person in dead.values()):
        raise Invalid(N_("An inheritance cannot begin before the death."), field="on")
    wanted = {each.who.id: each.share for each in owners if isinstance(each.who, Person)}
    if dead.keys() & wanted.keys():
        raise Invalid(N_("Leave out who has died; their share goes to the heirs."))
    for each in before:
        if each.person.id not in dead and wanted.get(each.person.id, 0) < (each.tie.share or 0):
            raise Invalid(
                N_("%(name)s keeps at least the present share; less is a transfer."),
                name=each.person.name,
            )


def _gained(person_id: int, after: Sequence[HouseholdTie], held: dict[int, int]) -> bool:
    share = next(tie.share or 0 for tie in after if tie.person_id == person_id)
    return share > held.get(person_id, 0)
