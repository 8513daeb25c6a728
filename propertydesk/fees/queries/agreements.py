"""Reading what is agreed for single homes."""

from dataclasses import dataclass

from sqlalchemy import select

from propertydesk.fees.models import ChargeItem, PayerAgreement, VacancyRate
from propertydesk.owners.models import Person
from propertydesk.platform.db import db


@dataclass(frozen=True)
class ShownAgreement:
    """An agreement with the tenant and the item, None for all items."""

    agreement: PayerAgreement
    person: Person
    item: ChargeItem | None


def agreements_of(home_id: int) -> list[ShownAgreement]:
    """Who agreed to pay for a home, newest first."""
    query = (
        select(PayerAgreement, Person, ChargeItem)
        .join(Person, Person.id == PayerAgreement.person_id)
        .outerjoin(ChargeItem, ChargeItem.id == PayerAgreement.item_id)
        .where(PayerAgreement.home_id == home_id)
        .order_by(PayerAgreement.id.desc())
    )
    return [ShownAgreement(*row) for row in db.session.execute(query)]


def vacancies_of(home_id: int) -> list[VacancyRate]:
    """The vacancy rates of a home, newest first."""
    query = select(VacancyRate).filter_by(home_id=home_id).order_by(VacancyRate.id.desc())
    return list(db.session.scalars(query))
