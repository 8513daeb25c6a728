"""Makers of charge items, prices and runs."""

from datetime import UTC, date, datetime
from typing import Any

import factory

from propertydesk.cli.checks import all_invariants
from propertydesk.estate.models import Home
from propertydesk.fees import services as fees
from propertydesk.fees.models import (
    BillingRun,
    ChargeItem,
    FeePrice,
    LateRule,
    PayerAgreement,
    Receivable,
    ReceivableBalance,
    VacancyRate,
)
from propertydesk.fees.queries.preview import Due, scope_of
from propertydesk.fees.rules import LateBasis, Period, Scope, late_units
from propertydesk.fees.services.posting import Posted, post_scope
from propertydesk.kernel.money import Money
from propertydesk.platform import verify
from propertydesk.platform.access import system_actor
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from tests.factories import RowFactory
from tests.factories.estate import HomeFactory
from tests.factories.owners import PersonFactory, TieFactory

JANUARY = datetime(2026, 1, 1, tzinfo=UTC)


class ChargeItemFactory(RowFactory[ChargeItem]):
    class Meta:
        model = ChargeItem

    code = factory.Sequence(lambda n: f"WY{n}")
    name_zh = "物业服务费"
    name_en = "Property service"
    basis = "area"
    starts_on = date(2026, 1, 1)


class FeePriceFactory(RowFactory[FeePrice]):
    """Needs `item`; approved, for everybody, ¥2.30, unless told otherwise."""

    class Meta:
        model = FeePrice

    class Params:
        item: Any = None
        to = Scope()

    community_id = factory.LazyAttribute(lambda o: o.item.community_id)
    item_id = factory.LazyAttribute(lambda o: o.item.id)
    on_behalf = factory.LazyAttribute(lambda o: o.item.on_behalf)
    scope = factory.LazyAttribute(lambda o: o.to.key)
    rank = factory.LazyAttribute(lambda o: o.to.rank)
    home_id = factory.LazyAttribute(lambda o: o.to.home_id)
    space_id = factory.LazyAttribute(lambda o: o.to.space_id)
    building_id = factory.LazyAttribute(lambda o: o.to.building_id)
    use = factory.LazyAttribute(lambda o: o.to.use)
    price = 23_000
    starts_on = date(2020, 1, 1)
    legal_basis = "前期物业服务合同第 12 条"
    state = "approved"
    state_since = JANUARY
    proposed_by = "林晓燕"
    proposed_at = JANUARY


class VacancyFactory(RowFactory[VacancyRate]):
    class Meta:
        model = VacancyRate

    percent = 70
    state = "approved"
    state_since = JANUARY
    proposed_by = "林晓燕"
    proposed_at = JANUARY


class PayerAgreementFactory(RowFactory[PayerAgreement]):
    class Meta:
        model = PayerAgreement

    entered_by = "林晓燕"
    entered_at = JANUARY


class BillingRunFactory(RowFactory[BillingRun]):
    class Meta:
        model = BillingRun

    number = factory.Sequence(lambda n: f"CZ20261101-{n:04d}")
    month = date(2026, 11, 1)
    state_since = JANUARY
    prepared_by = "林晓燕"


def post(item: ChargeItem, period: Period, *, run: BillingRun | None = None) -> Posted:
    """Post all homes of an item and period, without the ceremony of a run."""
    place = item.community_id

    def work() -> Posted:
        made = run or BillingRunFactory(community_id=place, month=period.starts_on)
        scope = scope_of(Due(item, period), only_missing=True)
        posted = post_scope(made.id, scope, booked_on=date(2026, 11, 21), now=JANUARY)
        made.added += posted.added
        return posted

    return in_transaction(work)


def receivables() -> list[tuple[Receivable, ReceivableBalance]]:
    """All receivables with their balances, as they stand, by home and first day."""
    db.session.rollback()
    db.session.expire_all()
    query = (
        db.select(Receivable, ReceivableBalance)
        .join(ReceivableBalance, ReceivableBalance.receivable_id == Receivable.id)
        .order_by(Receivable.home_id, Receivable.starts_on, Receivable.id)
    )
    return [(row, balance) for row, balance in db.session.execute(query)]


def charged(home: Any, amount: Any, *, line: int = 1, now: datetime = JANUARY) -> Receivable:
    """A one-off charge of a home with an owner."""

    def work() -> Receivable:
        item = fees.one_off_item(home.community_id, "repair", "有偿维修", "Chargeable repair")
        found = fees.Line("repair", home.id, line, "角阀更换", amount)
        return fees.post_charge(home, item, found, actor=system_actor(home.community_id), now=now)

    return in_transaction(work)


def owned_home(community: Any, name: str = "张伟明", **more: Any) -> Home:
    home = HomeFactory(community_id=community.id, **more)
    own(home, name)
    return home


def own(home: Home, name: str, **more: Any) -> Any:
    person = PersonFactory(community_id=home.community_id, name=name)
    TieFactory(community_id=home.community_id, home_id=home.id, person_id=person.id, **more)
    return person


def breaches() -> dict[str, int]:
    """Rules of the books that do not hold."""
    db.session.rollback()
    rules_of_fees = [each for each in all_invariants() if each.key.startswith("fees.")]
    found = verify.findings(db.engine, rules_of_fees)
    return {each.key: each.count or -1 for each in found if not each.is_kept}


def amounts() -> list[int]:
    return [row.amount.fen for row, _balance in receivables()]


def one_of_each(place: Any, home: Any, tenant: Any, now: datetime) -> dict[str, Any]:
    """Something of everything that has a page: item, price, late charge, run, receivable,
    agreements, dispute.
    """
    here = {"community_id": place.id, "home_id": home.id}
    item = ChargeItemFactory(community_id=place.id)
    FeePriceFactory(item=item)
    run = BillingRunFactory(community_id=place.id)
    row = charged(home, Money(5_800), now=now)
    dispute = in_transaction(
        lambda: fees.open_dispute(row, words="面积不符", actor=system_actor(place.id), now=now)
    )
    days = {"starts_on": date(2026, 12, 1), "ends_on": date(2027, 3, 1)}
    return {
        "item": item,
        "price": FeePriceFactory(item=item, starts_on=date(2027, 1, 1), state="proposed"),
        "rule": LateRuleFactory(
            community_id=place.id, starts_on=date(2027, 1, 1), state="proposed"
        ),
        "run": run,
        "receivable": row,
        "dispute": dispute,
        "agreement": PayerAgreementFactory(**here, person_id=tenant.id, starts_on=date(2026, 1, 1)),
        "vacancy": VacancyFactory(**here, **days, state="proposed"),
    }


class LateRuleFactory(RowFactory[LateRule]):
    """0.50 ‰ a day with a cap of 30 %, approved, unless told otherwise."""

    class Meta:
        model = LateRule

    basis = "daily"
    figure = 50
    units = factory.LazyAttribute(lambda o: late_units(LateBasis(o.basis), o.figure))
    cap_percent = 30
    starts_on = date(2020, 1, 1)
    legal_basis = "物业服务合同第 23 条"
    state = "approved"
    state_since = JANUARY
    proposed_by = "林晓燕"
    proposed_at = JANUARY
