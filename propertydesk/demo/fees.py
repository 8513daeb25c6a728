"""What the communities charge: items, prices, agreements, and the months billed so far.

The receivables come from the billing statement itself, so that they are what a run would have
posted; runs and their traces are told as history.
"""

from datetime import date, time, timedelta
from random import Random

from propertydesk.demo.estate import ZONE
from propertydesk.demo.registrar import Registrar
from propertydesk.demo.rows import Book, Row
from propertydesk.demo.staff import Crew, Who
from propertydesk.demo.trail import Trail
from propertydesk.estate.rules import BuildingKind, HomeKind, Occupancy, SpaceKind
from propertydesk.fees import rules
from propertydesk.fees.models import (
    BillingRun,
    ChargeItem,
    FeePrice,
    PayerAgreement,
    VacancyRate,
)
from propertydesk.fees.rules.settings import DEVELOPER
from propertydesk.fees.services.posting import post_month
from propertydesk.kernel import clock
from propertydesk.owners.rules import Tie
from propertydesk.platform.settings import SettingValue
from propertydesk.repairs.services.charging import ITEM as REPAIR

SUNDRY = ("LX", "零星代办费", "Sundry services")
_CONTRACT = "《前期物业服务合同》第 12 条；杭价服〔2019〕64 号"
_REFUSE = "杭城管〔2019〕12 号（代收代缴）"
_PARKING = "《车位使用协议》第 5 条"
#: Of a hundred vacant homes with an approved rate, of a hundred let ones with a paying tenant.
_REDUCED, _TENANT_PAYS = 20, 30


class Tariff:
    """One community's items and what is agreed with single homes."""

    def __init__(self, book: Book, registrar: Registrar, finance: Who, manager: Who) -> None:
        self.book, self.registrar = book, registrar
        self.finance, self.manager = finance, manager
        self.community = registrar.ground.community
        today = clock.business_date(registrar.since, ZONE)
        self.first = rules.period_around(rules.Cycle.QUARTER, today).starts_on
        self.decided: list[tuple[str, Row]] = []

    def lay(self, rng: Random) -> None:
        """Enter everything; nothing is billed yet."""
        self._set_developer()
        service = self._item("WY", "物业服务费", "Property service", rules.Basis.AREA, vacancy=True)
        refuse = self._item(
            "LJ", "生活垃圾处理费", "Refuse disposal", rules.Basis.HOME, on_behalf=True
        )
        parking = self._item(
            "CW", "车位费", "Parking", rules.Basis.SPACE, cycle=rules.Cycle.MONTH, due_day=30
        )
        self._service_prices(service)
        self._price(refuse, 100_000, _REFUSE)
        self._price(parking, 600_000, _PARKING, use=SpaceKind.OWNED)
        self._price(parking, 3_000_000, _PARKING, use=SpaceKind.LET_MONTHLY)
        for code, zh, english in (REPAIR, SUNDRY):
            self.book.add(
                ChargeItem,
                community_id=self.community,
                code=code,
                name_zh=zh,
                name_en=english,
                basis=rules.Basis.ONCE,
                starts_on=date(2000, 1, 1),
            )
        self._agree(rng)

    def _item(
        self,
        code: str,
        zh: str,
        en: str,
        basis: rules.Basis,
        *,
        cycle: rules.Cycle = rules.Cycle.QUARTER,
        due_day: int = 31,
        on_behalf: bool = False,
        vacancy: bool = False,
    ) -> Row:
        return self.book.add(
            ChargeItem,
            community_id=self.community,
            code=code,
            name_zh=zh,
            name_en=en,
            basis=basis,
            cycle=cycle,
            due_day=due_day,
            on_behalf=on_behalf,
            vacancy_counts=vacancy,
            starts_on=self.first,
        )

    def _service_prices(self, service: Row) -> None:
        """High-rise ¥2.30, mid-rise ¥1.90, shops ¥5.00 (domain.md F2)."""
        self._price(service, 23_000, _CONTRACT)
        self._price(service, 50_000, _CONTRACT, use=HomeKind.SHOP)
        for building in self.registrar.ground.buildings:
            if building.kind == BuildingKind.MID_RISE:
                self._price(service, 19_000, _CONTRACT, building=building, use=HomeKind.HOME)

    def _price(
        self, item: Row, price: int, basis: str, *, use: str = "", building: Row | None = None
    ) -> None:
        row = self.book.add(
            FeePrice,
            community_id=self.community,
            item_id=item,
            on_behalf=item.on_behalf,
            rank=(4 if building else 0) + (2 if use else 0),
            building_id=building,
            use=use,
            price=price,
            starts_on=self.first,
            legal_basis=basis,
            state=rules.Decision.APPROVED,
            state_since=self.registrar.since,
            proposed_by=self.finance.name,
            proposed_by_id=self.finance.staff,
            proposed_at=self.registrar.since,
            decided_by=self.manager.name,
            decided_at=self.registrar.since,
            scope=use or "all",
        )
        if building:
            row.set(scope=f"building:{building.no}/{use}")
        self.decided.append(("price", row))

    def _agree(self, rng: Random) -> None:
        """Some vacant homes pay a share, some tenants pay for their landlord."""
        for home in self.registrar.ground.homes:
            if home.occupancy == Occupancy.VACANT and rng.randrange(100) < _REDUCED:
                self._reduce(home)
        for tie in self.registrar.ties:
            if tie.tie == Tie.TENANT and tie.ends_on is None and rng.randrange(100) < _TENANT_PAYS:
                self.book.add(
                    PayerAgreement,
                    community_id=self.community,
                    home_id=tie.home_id,
                    person_id=tie.person_id,
                    starts_on=max(tie.starts_on or self.first, self.first),
                    paper="租赁合同补充约定",
                    entered_by=self.finance.name,
                    entered_at=self.registrar.since,
                )

    def _reduce(self, home: Row) -> None:
        row = self.book.add(
            VacancyRate,
            community_id=self.community,
            home_id=home,
            percent=70,
            starts_on=self.first,
            ends_on=rules.months_later(self.first, 24),
            reason="空置房申请，附用水用电证明",
            state=rules.Decision.APPROVED,
            state_since=self.registrar.since,
            proposed_by=self.finance.name,
            proposed_by_id=self.finance.staff,
            proposed_at=self.registrar.since,
            decided_by=self.manager.name,
            decided_at=self.registrar.since,
        )
        self.decided.append(("vacancy", row))

    def tell(self, trail: Trail) -> None:
        """Prices and vacancy rates were proposed by one and approved by another."""
        for number, (subject, row) in enumerate(self.decided, 1):
            at = self.registrar.since + timedelta(seconds=number)
            home = row.home_id
            states = ((None, "proposed"), ("proposed", "approved"))
            deeds = zip(("propose", "approve"), (self.finance, self.manager), states, strict=True)
            for deed, who, (before, after) in deeds:
                trail.leave(
                    at, who, f"{subject}.{deed}", row, home=home, from_state=before, to_state=after
                )

    def _set_developer(self) -> None:
        self.book.add(
            SettingValue,
            community_id=self.community,
            key=DEVELOPER.key,
            value=DEVELOPER.write("锦绣置业有限公司"),
            set_at=self.registrar.since,
            set_by=self.manager.name,
        )


def bill(trail: Trail, tariff: Tariff, crew: Crew) -> None:
    """Post every month from the beginning to now, and tell who prepared and approved it."""
    registrar, finance = tariff.registrar, tariff.finance
    today = clock.business_date(registrar.now, ZONE)
    runs, month = [], tariff.first
    while month <= today:
        runs.append(_run(trail.book, tariff, month))
        month = rules.months_later(month, 1)
    trail.book.write()
    for run in runs:
        post_month(run.id, now=run.state_since)
        at = run.state_since
        tell = [
            ("prepare", finance, None, "prepared"),
            ("approve", crew.manager, "prepared", "posting"),
            ("finish", Who("system", None, "System"), "posting", "posted"),
        ]
        for minutes, (action, who, before, after) in enumerate(tell):
            trail.leave(
                at - timedelta(minutes=2 - minutes),
                who,
                f"billing.{action}",
                run,
                from_state=before,
                to_state=after,
                note=f"{run.month:%Y-%m}",
            )


def _run(book: Book, tariff: Tariff, month: date) -> Row:
    """A run on the fourth of its month, in the morning; never before now's day has come."""
    at = clock.at(month + timedelta(days=3), time(9, 30), ZONE)
    at = min(at, tariff.registrar.now - timedelta(hours=1))
    return book.add(
        BillingRun,
        community_id=tariff.community,
        number=f"CZ{clock.business_date(at, ZONE):%Y%m%d}-{month.month:04d}",
        month=month,
        item_ids=[],
        preview={},
        state=rules.RunState.POSTED,
        state_since=at,
        prepared_by=tariff.finance.name,
        prepared_by_id=tariff.finance.staff,
        approved_by=tariff.manager.name,
        approved_at=at,
    )
