"""Who lives there: owners with shares, tenants, members and cars for every home."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from propertydesk.demo import names
from propertydesk.demo.registrar import Contact, Household, Registrar
from propertydesk.demo.rows import Row
from propertydesk.estate.rules import HomeKind, Occupancy
from propertydesk.owners.rules import (
    NoteKind,
    PersonKind,
    Relation,
    Tie,
    equal_shares,
    surname,
)
from propertydesk.repairs.rules import Reporter

#: How many people live in an occupied home (domain F2).
_SIZES = ((1, 22), (2, 30), (3, 27), (4, 14), (5, 7))
_NOTES = (
    (NoteKind.DESK, "业主常年在外地，急事请先联系紧急联系人。"),
    (NoteKind.DESK, "已登记授权租户代为报修，有偿维修费用由业主承担。"),
    (NoteKind.DESK, "只接电话，不看短信；上午联系较方便。"),
    (NoteKind.DESK, "业主从事夜班，请勿在下午两点前致电。"),
    (NoteKind.VISIT, "家有大型犬，上门前请先电话联系，待业主拴好再进门。"),
    (NoteKind.VISIT, "老人听力较弱，敲门后请多等一会儿。"),
    (NoteKind.VISIT, "家有婴儿午睡，13:00 至 15:00 请勿按门铃。"),
    (NoteKind.VISIT, "入户后请走玄关地垫，木地板刚打过蜡。"),
    (NoteKind.VISIT, "对讲机待修，请到单元门口后电话联系。"),
)
_ELSEWHERE = (
    "上海市云台区和安路 77 弄 5 号 1202",
    "苏州市东塘路 18 号",
    "杭州市文岚街 9 号 3 幢 601",
)


@dataclass(frozen=True)
class Draft:
    """A person not entered yet."""

    name: str
    salutation: str
    language: str


@dataclass
class Settlement:
    """Fills every home that nobody has been put into by name."""

    registrar: Registrar
    rng: Random
    investors: list[Row] = field(default_factory=list)
    developer: Row | None = None

    def settle(self) -> None:
        """Give every home that nobody has been put into its owners and residents."""
        for home in self.registrar.ground.homes:
            if home.code not in self.registrar.households:
                self.registrar.households[home.code] = household = Household(home)
                if home.kind == HomeKind.SHOP:
                    self._open_shop(household)
                elif home.occupancy == Occupancy.UNSOLD:
                    self.registrar.tie(home, self._developer(), Tie.OWNER, share=10_000)
                else:
                    self._move_in(household)

    def random_note(self, home: Row, by: str) -> Row:
        """One of the usual notes."""
        kind, text = self.rng.choice(_NOTES)
        return self.registrar.note(home, kind, text, by, days_ago=self.rng.randrange(1, 300))

    def park(self) -> None:
        """Cars: in most bays that belong to a home, and one household in ten without a bay."""
        taken = {car.space_id for car in self.registrar.vehicles}
        for space in self.registrar.ground.spaces:
            if space.home_id is not None and space not in taken and self.rng.random() < 0.86:
                self.registrar.vehicle(space.home_id, self._driver(space.home_id), space=space)
        for home in self.registrar.ground.homes:
            if home.occupancy in (Occupancy.OWNER, Occupancy.LET) and self.rng.random() < 0.1:
                self.registrar.vehicle(home, self._driver(home))

    def _driver(self, home: Row) -> Row | None:
        contacts = self.registrar.households[home.code].contacts
        return contacts[0].person if contacts else None

    def _move_in(self, household: Household) -> None:
        home, rng = household.home, self.rng
        away = home.occupancy != Occupancy.OWNER
        owner, partner = self._couple()
        if away and self.investors and rng.random() < 0.25:
            self.registrar.own(home, [rng.choice(self.investors)], [10_000])
        elif away and rng.random() < 0.08:
            self.registrar.own(home, [self._company(rng.choice(names.OWNING_COMPANIES))], [10_000])
        else:
            self._buy(household, owner, partner, living_there=not away)
        if home.occupancy == Occupancy.LET:
            self._let(household)

    def _buy(
        self, household: Household, owner: Draft, partner: Draft, *, living_there: bool
    ) -> None:
        rng, home = self.rng, household.home
        size = rng.choices([n for n, _ in _SIZES], [w for _, w in _SIZES])[0]
        first = self._enter(owner, away=not living_there)
        owners, draw = [first], rng.random()
        if draw < 0.42:
            owners.append(self._enter(partner))
            shares = rng.choice(
                ([5_000, 5_000],) * 5 + ([6_000, 4_000], [7_000, 3_000], [9_900, 100])
            )
        elif draw < 0.46:
            child = self.registrar.register.person("ms", surname(owner.name))
            owners += [
                self._enter(partner),
                self.registrar.person(child, "ms", phones=self._phones()),
            ]
            shares = equal_shares(3)
        else:
            shares = [10_000]
            self.investors.append(first)
        self.registrar.own(home, owners, shares)
        known = [Contact(each, Reporter.OWNER, self.registrar.number(each)) for each in owners]
        household.contacts = [each for each in known if each.phone]
        if living_there:
            spouse = partner if len(owners) == 1 else None
            self._add_members(household, owner, spouse, size - len(owners))

    def _add_members(
        self, household: Household, owner: Draft, spouse: Draft | None, count: int
    ) -> None:
        rng, home = self.rng, household.home
        for number in range(max(0, count)):
            if number == 0 and spouse:
                member, relation = self._enter(spouse), Relation.SPOUSE
            elif rng.random() < 0.6:
                sex = rng.choice(("mr", "ms"))
                child = self.registrar.register.person(sex, surname(owner.name))
                member, relation = self.registrar.person(child, sex), Relation.CHILD
            else:
                member, relation = self._elder(owner), Relation.PARENT
            self.registrar.tie(home, member, Tie.MEMBER, relation=relation)
            phone = self.registrar.number(member)
            if phone:
                household.contacts.append(Contact(member, Reporter.MEMBER, phone))
        if rng.random() < 0.05:
            friend = self.registrar.register.person("ms")
            person = self.registrar.person(friend, "ms", phones=self._phones())
            self.registrar.tie(
                home, person, Tie.CONTACT, relation=rng.choice((Relation.SIBLING, Relation.FRIEND))
            )

    def _let(self, household: Household) -> None:
        rng, home = self.rng, household.home
        tenant = self._enter(self._draft(uncommon=0.05))
        self.registrar.lease(home, tenant, days_ago=rng.randrange(12, 1_000))
        household.contacts.insert(
            0, Contact(tenant, Reporter.TENANT, self.registrar.number(tenant))
        )
        if rng.random() < 0.4:
            mate = self._enter(self._draft())
            self.registrar.tie(home, mate, Tie.MEMBER, relation=Relation.OTHER)
        if rng.random() < 0.3:
            former = self._enter(self._draft())
            left = self.registrar.ground.today - timedelta(days=rng.randrange(1_010, 1_200))
            self.registrar.tie(
                home, former, Tie.TENANT, starts_on=left - timedelta(days=365), ends_on=left
            )

    def _open_shop(self, household: Household) -> None:
        rng, home = self.rng, household.home
        if rng.random() < 0.6:
            self.registrar.own(home, [self._developer()], [10_000])
        else:
            owner = self._enter(self._draft(), away=True)
            self.registrar.own(home, [owner], [10_000])
            household.contacts.append(Contact(owner, Reporter.OWNER, self.registrar.number(owner)))
        if home.occupancy != Occupancy.LET:
            return
        firm = self._company(rng.choice(names.SHOP_NAMES))
        self.registrar.lease(home, firm, days_ago=rng.randrange(30, 900))
        keeper = self._enter(self._draft())
        self.registrar.tie(home, keeper, Tie.CONTACT, relation=Relation.OTHER)
        household.contacts.insert(0, Contact(firm, Reporter.TENANT, self.registrar.number(firm)))

    def _developer(self) -> Row:
        self.developer = self.developer or self._company(names.DEVELOPER)
        return self.developer

    def _company(self, name: str) -> Row:
        return self.registrar.person(
            name, phones=[(self.registrar.register.landline(), "前台")], kind=PersonKind.COMPANY
        )

    def _couple(self) -> tuple[Draft, Draft]:
        owner = self._draft(uncommon=0.012)
        other = "ms" if owner.salutation == "mr" else "mr"
        return owner, Draft(self.registrar.register.person(other), other, "zh")

    def _draft(self, uncommon: float = 0.0) -> Draft:
        if self.rng.random() < uncommon:
            return Draft(*self.registrar.register.uncommon())
        sex = self.rng.choice(("mr", "ms"))
        return Draft(self.registrar.register.person(sex), sex, "zh")

    def _enter(self, draft: Draft, *, away: bool = False) -> Row:
        rng = self.rng
        return self.registrar.person(
            draft.name,
            draft.salutation if rng.random() < 0.93 else "",
            phones=self._phones(),
            language=draft.language,
            notice_address=rng.choice(_ELSEWHERE) if away and rng.random() < 0.3 else "",
        )

    def _elder(self, owner: Draft) -> Row:
        sex = self.rng.choice(("mr", "ms"))
        name = self.registrar.register.person(sex, surname(owner.name) if sex == "mr" else "")
        line = self.rng.random()
        phones = [(self.registrar.register.landline(), "座机")] if line < 0.3 else []
        return self.registrar.person(
            name, sex, phones=phones if line < 0.3 or line > 0.7 else self._phones()
        )

    def _phones(self) -> list[tuple[str, str]]:
        found = [(self.registrar.register.mobile(), "")]
        draw = self.rng.random()
        if draw < 0.06:
            found.append((self.registrar.register.landline(), "家里座机"))
        elif draw < 0.09:
            found.append((self.registrar.register.mobile(), "工作"))
        elif draw < 0.095:
            found.append((self.registrar.register.abroad(hong_kong=draw < 0.093), "境外"))
        return found
