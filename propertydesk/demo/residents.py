"""Households with a story, and the odd ones that every register has: put in by name."""

from dataclasses import dataclass
from datetime import timedelta

from propertydesk.demo.names import Register
from propertydesk.demo.registrar import Contact, Household, Registrar
from propertydesk.demo.rows import Row
from propertydesk.estate.rules import Occupancy
from propertydesk.owners.rules import NoteKind, PersonKind, PlateKind, Relation, Tie
from propertydesk.repairs.rules import Reporter

CLERK = "林晓燕"


@dataclass
class Storyteller:
    """Puts named people into homes of the main community, by the code that stands on their door
    or, in another layout, into the next free home.
    """

    registrar: Registrar
    register: Register
    told: int = 0

    def tell(self) -> None:
        """All of them."""
        self._family_of_four()
        self._single_owners()
        self._tenants()
        self._deceased_owner()
        self._sold_home()
        self._shared_phone()
        self._firm_with_a_truck()

    def _home(self, code: str, occupancy: Occupancy = Occupancy.OWNER) -> Household | None:
        """The home of that code, or the next one without a story; None when all have one."""
        r = self.registrar
        free = [home for home in r.ground.homes if home.code not in r.households]
        if not free:
            return None
        fitting = next((home for home in free if home.code == code), None)
        home = fitting or free[(self.told * 53) % len(free)]
        self.told += 1
        home.set(occupancy=occupancy)
        if home.handed_over_on is None:
            home.set(handed_over_on=r.ground.today - timedelta(days=1_500))
        household = r.households[home.code] = Household(home)
        return household

    def _owner(
        self,
        code: str,
        name: str,
        salutation: str,
        *,
        language: str = "zh",
        phone: str = "",
        note: str = "",
    ) -> tuple[Household, Row] | None:
        household = self._home(code)
        if household is None:
            return None
        person = self._known(
            household, Reporter.OWNER, name, salutation, language=language, phone=phone, note=note
        )
        self.registrar.own(household.home, [person], [10_000])
        return household, person

    def _known(
        self,
        household: Household,
        role: Reporter,
        name: str,
        salutation: str,
        *,
        language: str = "zh",
        phone: str = "",
        note: str = "",
    ) -> Row:
        """A person with a number, who reports for the household."""
        number = phone or self.register.mobile()
        person = self.registrar.person(
            name, salutation, phones=[(number, "")], language=language, note=note
        )
        household.contacts.append(Contact(person, role, number))
        return person

    def _family_of_four(self) -> None:
        household = self._home("3-2-1802")
        if household is None:
            return
        r, home = self.registrar, household.home
        wife = self._known(household, Reporter.OWNER, "欧阳㛃", "ms")
        husband = self._known(household, Reporter.OWNER, "沈书恒", "mr")
        r.own(home, [wife, husband], [6_000, 4_000])
        mother = r.person("周桂兰", "ms", phones=[(self.register.landline(), "只拨座机")])
        r.tie(home, mother, Tie.MEMBER, relation=Relation.PARENT)
        daughter = r.person("沈", "ms", note="未满 14 岁，不登记电话")
        r.tie(home, daughter, Tie.MEMBER, relation=Relation.CHILD)
        text = "工作日白天仅老人在家，听力弱：上门前先拨座机，敲门后多等一分钟。"
        r.note(home, NoteKind.VISIT, text, CLERK, days_ago=40)
        bay = next((s for s in r.ground.spaces if s.home_id is None and s.area_centi), None)
        r.vehicle(home, husband, space=bay, kind=PlateKind.BLUE, plate="沪XD68K3")
        r.vehicle(home, wife, kind=PlateKind.GREEN, plate="沪XF90217")
        if bay is not None:
            bay.set(home_id=home, kind="let_monthly")

    def _single_owners(self) -> None:
        for code, name, salutation in (
            ("1-1-0602", "单志雄", "mr"),
            ("6-1-1401", "樊赟堃", "mr"),
            ("2-1-1102", "尉迟敏", "ms"),
            ("7-1-1602", "罗曼", "ms"),
            ("5-2-0902", "司徒静怡", "ms"),
            ("3-1-1202", "仇海峰", "mr"),
            ("8-1-0301", "郭", "ms"),
            ("4-2-0702", "陈𬭩", "mr"),
            ("4-1-0501", "赵龘", "mr"),
            ("1-2-1102", "曾乐", ""),
        ):
            self._owner(code, name, salutation)
        self._owner("6-2-0801", "Sean O'Brien", "mr", language="en", phone="+447700900321")
        self._owner("5-1-0302", "梁嘉敏", "ms", phone=self.register.abroad(hong_kong=True))

    def _tenants(self) -> None:
        for code, owner, name, salutation, language in (
            ("6-2-0702", "许庆林", "阿卜杜拉·买买提", "mr", "zh"),
            ("5-1-2201", "陶月华", "Sarah Miller", "ms", "en"),
        ):
            household = self._home(code, Occupancy.LET)
            if household is None:
                return
            tenant = self._known(household, Reporter.TENANT, name, salutation, language=language)
            landlord = self._known(household, Reporter.OWNER, owner, "")
            self.registrar.own(household.home, [landlord], [10_000])
            self.registrar.lease(household.home, tenant, days_ago=140, rent_includes_fee=True)
            text = "物业费含在租金内，由业主缴纳；维修可直接联系租户。"
            self.registrar.note(household.home, NoteKind.DESK, text, CLERK, days_ago=130)

    def _deceased_owner(self) -> None:
        note = "继承公证办理中；联系女儿。"
        found = self._owner("2-2-0401", "严德胜", "mr", note=note)
        if found is None:
            return
        household, person = found
        died = self.registrar.ground.today - timedelta(days=76)
        person.set(died_on=died, death_source="女儿严女士到前台告知，已见死亡证明")
        household.contacts = []
        daughter = self._known(household, Reporter.MEMBER, "严惠芬", "ms")
        self.registrar.tie(household.home, daughter, Tie.CONTACT, relation=Relation.CHILD)
        household.home.set(occupancy=Occupancy.VACANT)
        text = f"业主{person.name}先生已故，请勿致电原号码；事宜联系女儿严女士。"
        self.registrar.note(household.home, NoteKind.DESK, text, CLERK, days_ago=75)

    def _sold_home(self) -> None:
        """Sold three weeks ago; what the seller left behind stays on record."""
        found = self._owner("1-1-1501", "傅亦凡", "mr")
        if found is None:
            return
        household, _buyer = found
        r, home = self.registrar, household.home
        sold = r.ground.today - timedelta(days=21)
        bought = next(t for t in r.ties if t.home_id is home and t.ends_on is None)
        bought.set(starts_on=sold)
        seller = r.person("邱建国", "mr", phones=[(self.register.mobile(), "")])
        r.tie(home, seller, Tie.OWNER, share=10_000, ends_on=sold)

    def _shared_phone(self) -> None:
        """Two households give the same number: a daughter answers for her parents."""
        first = self._owner("4-2-0301", "戴淑珍", "ms")
        second = self._owner("4-2-0302", "韦雅静", "ms")
        if first and second:
            number = second[0].contacts[0].phone
            first[0].contacts[0].phone = number
            self.registrar.give_number(first[1], number, "女儿代接")

    def _firm_with_a_truck(self) -> None:
        household = self._home("1-0-01", Occupancy.LET)
        if household is None:
            return
        r = self.registrar
        number = self.register.landline()
        firm = r.person("锦邻家政服务部", phones=[(number, "")], kind=PersonKind.COMPANY)
        household.contacts.append(Contact(firm, Reporter.TENANT, number))
        landlord = r.person("程永康", "mr", phones=[(self.register.mobile(), "")])
        r.own(household.home, [landlord], [10_000])
        r.lease(household.home, firm, days_ago=300)
        r.vehicle(household.home, firm, kind=PlateKind.YELLOW)


def share_one_owner(main: Registrar, small: Registrar, number: str) -> None:
    """Somebody owns four homes here and two there: a person of each community."""
    for registrar, count in ((main, 4), (small, 2)):
        homes = [h for h in registrar.ground.homes if h.code not in registrar.households][:count]
        if not homes:
            continue
        person = registrar.person(
            "夏文博", "mr", phones=[(number, "")], note="本公司两个小区共六套房，请合并联系。"
        )
        for home in homes:
            home.set(
                occupancy=Occupancy.VACANT,
                handed_over_on=registrar.ground.today - timedelta(days=900),
            )
            registrar.own(home, [person], [10_000])
            household = registrar.households[home.code] = Household(home)
            household.contacts.append(Contact(person, Reporter.OWNER, number))
