"""The register of a community: people, ties, cars and notes as they are entered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from propertydesk.demo import names
from propertydesk.demo.estate import Ground
from propertydesk.demo.names import Register
from propertydesk.demo.rows import Book, Row
from propertydesk.owners.models import HomeNote, HouseholdTie, Person, PersonPhone, Vehicle
from propertydesk.owners.rules import NoteKind, PersonKind, PlateKind, Tie
from propertydesk.owners.rules.tenancy import FeePayer
from propertydesk.repairs.rules import Reporter


@dataclass
class Contact:
    """Somebody of a household who may call."""

    person: Row
    role: Reporter
    phone: str


@dataclass
class Household:
    """A home with those who report its faults, the likeliest first."""

    home: Row
    contacts: list[Contact] = field(default_factory=list)


@dataclass
class Registrar:
    """Keeps the register of one community; `since` is when it was taken over from paper."""

    book: Book
    rng: Random
    register: Register
    ground: Ground
    since: datetime
    now: datetime
    households: dict[str, Household] = field(default_factory=dict)
    ties: list[Row] = field(default_factory=list)
    notes: list[Row] = field(default_factory=list)
    vehicles: list[Row] = field(default_factory=list)
    _first_number: dict[Row, str] = field(default_factory=dict)

    def person(
        self,
        name: str,
        salutation: str = "",
        *,
        phones: Sequence[tuple[str, str]] = (),
        kind: PersonKind = PersonKind.PERSON,
        language: str = "zh",
        **more: object,
    ) -> Row:
        """Enter somebody; `phones` are pairs of number and note, the first to be called first."""
        row = self.book.add(
            Person,
            community_id=self.ground.community,
            kind=kind,
            name=name,
            salutation=salutation,
            language=language,
            created_at=self.since,
            **more,
        )
        if phones:
            self._first_number[row] = phones[0][0]
        for position, (number, note) in enumerate(phones, 1):
            self.book.add(
                PersonPhone,
                community_id=self.ground.community,
                person_id=row,
                number=number,
                position=position,
                note=note,
            )
        return row

    def tie(
        self,
        home: Row,
        person: Row,
        tie: Tie,
        *,
        share: int | None = None,
        relation: str = "",
        starts_on: date | None = None,
        lease_ends_on: date | None = None,
        ends_on: date | None = None,
    ) -> Row:
        """Put somebody into a household."""
        row = self.book.add(
            HouseholdTie,
            community_id=self.ground.community,
            home_id=home,
            person_id=person,
            tie=tie,
            share=share,
            relation=relation,
            starts_on=starts_on or (home.handed_over_on if tie == Tie.OWNER else None),
            lease_ends_on=lease_ends_on,
            ends_on=ends_on,
        )
        self.ties.append(row)
        return row

    def give_number(self, person: Row, number: str, note: str) -> None:
        """A further number, after the first."""
        self.book.add(
            PersonPhone,
            community_id=self.ground.community,
            person_id=person,
            number=number,
            position=2,
            note=note,
        )

    def number(self, person: Row) -> str:
        """The number to call first, empty where none is known."""
        return self._first_number.get(person, "")

    def own(self, home: Row, owners: Sequence[Row], shares: Sequence[int]) -> None:
        """Let these own a home with these shares, in 0.01 %."""
        for person, share in zip(owners, shares, strict=True):
            self.tie(home, person, Tie.OWNER, share=share)

    def lease(
        self, home: Row, tenant: Row, *, days_ago: int, rent_includes_fee: bool = False
    ) -> None:
        """A lease of one, two or three years that began so long ago and still runs."""
        starts = self.ground.today - timedelta(days=days_ago)
        years = days_ago // 365 + 1
        tie = self.tie(
            home,
            tenant,
            Tie.TENANT,
            starts_on=starts,
            lease_ends_on=starts + timedelta(days=365 * years - 1),
        )
        payers = [FeePayer.TENANT, FeePayer.TENANT, FeePayer.OWNER, ""]
        payer = FeePayer.OWNER if rent_includes_fee else payers[starts.toordinal() % len(payers)]
        tie.set(fee_payer=payer, rent_includes_fee=rent_includes_fee)

    def note(self, home: Row, kind: NoteKind, text: str, by: str, *, days_ago: int) -> Row:
        """Put a note in sight."""
        row = self.book.add(
            HomeNote,
            community_id=self.ground.community,
            home_id=home,
            kind=kind,
            text=text,
            created_at=max(self.since, self.now - timedelta(days=days_ago)),
            created_by=by,
        )
        self.notes.append(row)
        return row

    def vehicle(
        self,
        home: Row,
        person: Row | None,
        *,
        space: Row | None = None,
        kind: str = "",
        plate: str = "",
    ) -> Row:
        """Enter a car with a plate of its own."""
        colour = PlateKind(kind or self.rng.choices((PlateKind.BLUE, PlateKind.GREEN), (68, 32))[0])
        row = self.book.add(
            Vehicle,
            community_id=self.ground.community,
            home_id=home,
            person_id=person,
            space_id=space,
            plate=plate or self.register.plate(colour),
            kind=colour,
            model=self.rng.choice(names.CARS),
            starts_on=self.ground.today - timedelta(days=self.rng.randrange(30, 1_500)),
        )
        self.vehicles.append(row)
        return row
