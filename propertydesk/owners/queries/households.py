"""Households: who belongs to a home, with masked numbers, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import select

from propertydesk.estate.models import Home, ParkingSpace
from propertydesk.estate.queries import spaces_of_home
from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.owners import rules
from propertydesk.owners.models import HomeNote, HouseholdTie, Person, PersonPhone, Vehicle
from propertydesk.owners.queries.people import ShownPhone, live_phones, phones_of
from propertydesk.owners.rules import contacting, plates
from propertydesk.platform.db import db

_ORDER = {tie: place for place, tie in enumerate(rules.Tie)}


@dataclass(frozen=True)
class Resident:
    """A person in a household: their tie, and their numbers masked."""

    tie: HouseholdTie
    person: Person
    phones: Sequence[ShownPhone]

    @property
    def title(self) -> str:
        """The whole name with its salutation, in the reader's language."""
        return self.person.title

    @property
    def addressed(self) -> str:
        """张女士, Ms Miller: as they are spoken to (A86)."""
        chinese = str(get_locale() or "zh").startswith("zh")
        return rules.addressed(self.person.name, self.person.salutation, chinese=chinese)

    @property
    def phone(self) -> ShownPhone | None:
        """The number to call first; nobody calls who has died."""
        return self.phones[0] if self.phones and self.person.died_on is None else None

    @property
    def wishes(self) -> str:
        """How and when they want to be reached, in words; nothing when they never said."""
        return wishes_of(self.person)

    @property
    def role(self) -> str:
        """Owner 60 %, Tenant, Spouse: what they are to the household, in words."""
        if self.tie.tie == rules.Tie.OWNER and self.tie.share:
            return f"{_(rules.TIE_WORDS[rules.Tie.OWNER])} {rules.shown_share(self.tie.share)}"
        relation = self.relation
        if relation and self.tie.tie == rules.Tie.MEMBER:
            return relation
        word = _(rules.TIE_WORDS[rules.Tie(self.tie.tie)])
        return f"{word} · {relation}" if relation else word

    @property
    def relation(self) -> str:
        """The relation in words; what came from elsewhere as it was written."""
        known = dict(rules.RELATION_WORDS)
        word = known.get(self.tie.relation)  # type: ignore[call-overload]  # a StrEnum equals its text
        return _(word) if word else self.tie.relation

    @property
    def tone(self) -> str:
        """The colour of the tie."""
        return rules.TIE_TONES[rules.Tie(self.tie.tie)]


@dataclass(frozen=True)
class ShownVehicle:
    """A vehicle with the number of its parking space, "" when it has none."""

    vehicle: Vehicle
    space_no: str

    @property
    def label(self) -> str:
        """浙A·12345."""
        return plates.plate_label(self.vehicle.plate)

    @property
    def kind_words(self) -> str:
        """Blue plate, green plate."""
        return _(rules.PLATE_KIND_WORDS[rules.PlateKind(self.vehicle.kind)])


@dataclass(frozen=True)
class Household:
    """Everything of a home that a clerk wants in sight."""

    home: Home
    owners: Sequence[Resident]
    tenants: Sequence[Resident]
    members: Sequence[Resident]
    contacts: Sequence[Resident]
    vehicles: Sequence[ShownVehicle]
    spaces: Sequence[ParkingSpace]
    notes: Sequence[HomeNote]

    @property
    def people(self) -> list[Resident]:
        """All, owners first."""
        return [*self.owners, *self.tenants, *self.members, *self.contacts]


@dataclass(frozen=True)
class Caller:
    """Who may be calling from a home, with the number in full: for filling a form's record, never
    for showing without a logged look.
    """

    person_id: int
    name: str
    title: str
    salutation: str
    role: str
    tie: str
    phone_id: int | None
    phone: str
    wishes: str = ""


def household(home_id: int, community_id: int) -> Household:
    """The household of a home: six queries. Raises Missing for another community's home."""
    home = db.session.scalar(select(Home).filter_by(id=home_id, community_id=community_id))
    if home is None:
        raise Missing(N_("There is no such record."))
    people: dict[str, list[Resident]] = defaultdict(list)
    for resident in people_of_homes([home.id]).get(home.id, []):
        people[resident.tie.tie].append(resident)
    return Household(
        home=home,
        owners=people[rules.Tie.OWNER],
        tenants=people[rules.Tie.TENANT],
        members=people[rules.Tie.MEMBER],
        contacts=people[rules.Tie.CONTACT],
        vehicles=vehicles_of_home(home.id),
        spaces=spaces_of_home(home.id),
        notes=notes_of_home(home.id),
    )


def wishes_of(person: Person) -> str:
    """Prefers WeChat · no calls 12:00–14:00."""
    window = contacting.shown_window(person.quiet_from, person.quiet_until)
    way = contacting.CHANNEL_WORDS[contacting.Channel(person.channel)] if person.channel else ""
    parts = [
        _("prefers: %(way)s", way=_(way)) if way else "",
        _("no calls %(hours)s", hours=window) if window else "",
    ]
    return " · ".join(part for part in parts if part)


def people_of_homes(home_ids: Collection[int]) -> dict[int, list[Resident]]:
    """The people of several homes, owners by share first: two queries."""
    query = (
        select(HouseholdTie, Person)
        .join(Person, Person.id == HouseholdTie.person_id)
        .where(HouseholdTie.home_id.in_(home_ids), HouseholdTie.ends_on.is_(None))
    )
    rows = sorted(
        db.session.execute(query).all(),
        key=lambda r: (_ORDER[rules.Tie(r[0].tie)], -(r[0].share or 0), r[0].id),
    )
    phones = phones_of({person.id for _tie, person in rows})
    found: dict[int, list[Resident]] = defaultdict(list)
    for tie, person in rows:
        found[tie.home_id].append(Resident(tie, person, phones.get(person.id, ())))
    return dict(found)


def live_ties(home_id: int, *ties: rules.Tie) -> list[HouseholdTie]:
    """The ties of a home that hold, of some kinds or of all."""
    query = select(HouseholdTie).filter_by(home_id=home_id, ends_on=None)
    if ties:
        query = query.where(HouseholdTie.tie.in_(ties))
    return list(db.session.scalars(query.order_by(HouseholdTie.id)))


def callers(home_id: int) -> list[Caller]:
    """The living people of a home with their first number in full, for intake forms: two queries."""
    everybody = people_of_homes([home_id]).get(home_id, [])
    residents = [each for each in everybody if each.person.died_on is None]
    numbers = live_phones({each.person.id for each in residents})
    found = []
    for each in residents:
        first: PersonPhone | None = next(iter(numbers.get(each.person.id, ())), None)
        found.append(
            Caller(
                person_id=each.person.id,
                name=each.person.name,
                title=each.title,
                salutation=each.person.salutation,
                role=each.role,
                tie=each.tie.tie,
                phone_id=first.id if first else None,
                phone=first.number if first else "",
                wishes=each.wishes,
            )
        )
    return found


def vehicles_of_home(home_id: int) -> list[ShownVehicle]:
    """The vehicles of a household with their parking spaces."""
    query = (
        select(Vehicle, ParkingSpace.no)
        .outerjoin(ParkingSpace, ParkingSpace.id == Vehicle.space_id)
        .where(Vehicle.home_id == home_id, Vehicle.ends_on.is_(None))
        .order_by(Vehicle.id)
    )
    return [ShownVehicle(vehicle, no or "") for vehicle, no in db.session.execute(query)]


def notes_of_home(home_id: int) -> list[HomeNote]:
    """The notes in sight, newest first."""
    query = select(HomeNote).filter_by(home_id=home_id, ends_on=None)
    return list(db.session.scalars(query.order_by(HomeNote.id.desc())))
