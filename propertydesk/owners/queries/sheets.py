"""Gathering what the papers of the register show."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import force_locale, gettext
from sqlalchemy import select

from propertydesk.estate import queries as estate
from propertydesk.estate.models import Home
from propertydesk.kernel.clock import local
from propertydesk.owners import rules
from propertydesk.owners.models import Consent, ConsentWithdrawal, Person
from propertydesk.owners.printing import (
    Desk,
    NoticeSheet,
    Occupant,
    RegisterSheet,
    TenancyLine,
    TickLine,
)
from propertydesk.owners.queries.households import Household, Resident, household
from propertydesk.owners.queries.people import first_phones, homes_of_person
from propertydesk.owners.rules import consents, contacting, tenancy
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.printing import Text, Words
from propertydesk.platform.settings import value

_LANGUAGES = {"zh": "中文", "en": "English"}


def notice_of(person: Person, *, actor: Actor, now: datetime) -> NoticeSheet:
    """The privacy notice for somebody to sign, with what they agreed to already."""
    homes = homes_of_person(person.id)
    first = first_phones([person.id]).get(person.id, "")
    return NoticeSheet(
        desk=_desk(person.community_id, actor, now),
        number=f"KF-03-5-{person.id:06d}",
        version=value(person.community_id, consents.PRIVACY_VERSION),
        notice=_notice(person.community_id),
        name=_named(person),
        home=_place(homes[0][1]) if homes else "",
        phone=first,
        ticks=_ticks(person),
    )


def register_of(home: Home, *, actor: Actor, now: datetime) -> RegisterSheet:
    """Form KF-03-2 of a home: the main owner signs, so that their own number stands in full and
    all others are masked.
    """
    found = household(home.id, home.community_id)
    main = next((r for r in found.owners if r.person.died_on is None), None)
    person = main.person if main else None
    others = [each for each in found.owners if each is not main]
    channel = person.channel if person else ""
    return RegisterSheet(
        desk=_desk(home.community_id, actor, now),
        number=f"KF-03-2-{home.code}",
        home=_place(home),
        area=f"{home.area} m²",
        owner=_named(person) if person else "",
        share=rules.shown_share(main.tie.share or 0) if main else "",
        others=_others(others),
        phone=first_phones([person.id]).get(person.id, "") if person else "",
        address=person.notice_address if person else "",
        language=_LANGUAGES.get(person.language, "") if person else "",
        channel=_both(contacting.CHANNEL_WORDS[contacting.Channel(channel)]) if channel else "",
        quiet=contacting.shown_window(person.quiet_from, person.quiet_until) if person else "",
        company_line=_company(person),
        contacts=tuple(_occupant(each) for each in found.contacts),
        occupants=tuple(_occupant(each) for each in found.members),
        vehicles="、".join(each.label for each in found.vehicles),
        spaces="、".join(each.no for each in found.spaces),
        tenancies=_tenancies(found),
        version=value(home.community_id, consents.PRIVACY_VERSION),
        notice=_notice(home.community_id),
        ticks=_ticks(person),
    )


def _desk(community_id: int, actor: Actor, now: datetime) -> Desk:
    place = estate.community(community_id)
    return Desk(
        company=Words(place.company_zh, place.company_en or place.company_zh),
        community=Words(place.name_zh, place.name_en or place.name_zh),
        hotline=place.hotline,
        operator=actor.name,
        operator_no=actor.staff_no,
        printed_at=local(now, place.zone),
    )


def _notice(community_id: int) -> Words:
    text = value(community_id, consents.PRIVACY_NOTICE)
    return Words(text["zh"], text["en"])


def _ticks(person: Person | None) -> tuple[TickLine, ...]:
    version = value(person.community_id, consents.PRIVACY_VERSION) if person else ""
    given = _given(person, version) if person else set()
    return tuple(
        TickLine(
            name=_both(use.words),
            means=_both(use.means),
            is_separate=use.basis == consents.Basis.SEPARATE,
            is_given=scope.value in given,
        )
        for scope, use in consents.USES.items()
    )


def _given(person: Person, version: str) -> set[str]:
    query = (
        select(Consent.scope)
        .outerjoin(ConsentWithdrawal, ConsentWithdrawal.consent_id == Consent.id)
        .where(
            Consent.person_id == person.id,
            Consent.version == version,
            ConsentWithdrawal.id.is_(None),
        )
    )
    return set(db.session.scalars(query.distinct()))


def _others(others: Sequence[Resident]) -> Text:
    told = [f"{each.person.name} {rules.shown_share(each.tie.share or 0)}" for each in others]
    return "、".join(told)


def _company(person: Person | None) -> str:
    if person is None or person.kind != rules.PersonKind.COMPANY:
        return ""
    return " ".join(
        part for part in (person.credit_code, person.contact_person, person.contact_role) if part
    )


def _occupant(each: Resident) -> Occupant:
    known = dict(rules.RELATION_WORDS)
    word = known.get(each.tie.relation)  # type: ignore[call-overload]  # a StrEnum equals its text
    return Occupant(
        name=each.person.name,
        relation=_both(word) if word else each.tie.relation,
        phone=each.phone.masked if each.phone else "",
    )


def _tenancies(found: Household) -> tuple[TenancyLine, ...]:
    return tuple(
        TenancyLine(name=each.person.name, term=_term(each), payer=_payer(each))
        for each in found.tenants
    )


def _term(each: Resident) -> str:
    since, until = each.tie.starts_on, each.tie.lease_ends_on
    return f"{since or ''} – {until or ''}" if since or until else ""


def _payer(each: Resident) -> Text:
    if each.tie.rent_includes_fee:
        return Words("业主（含在租金内）", "Owner, within the rent")
    payer = each.tie.fee_payer
    return _both(tenancy.FEE_PAYER_WORDS[tenancy.FeePayer(payer)]) if payer else ""


def _named(person: Person) -> Text:
    word = {rules.Salutation.MR: ("先生", "Mr"), rules.Salutation.MS: ("女士", "Ms")}
    zh, en = word.get(rules.Salutation(person.salutation), ("", ""))
    return Words(f"{person.name} {zh}".strip(), f"{person.name} {en}".strip())


def _place(home: Home) -> Words:
    return Words(home.label_in(chinese=True), home.label_in(chinese=False))


def _both(word: str) -> Words:
    """A catalogue entry in both languages: paper does not follow the screen."""
    with force_locale("zh"):
        return Words(gettext(word), word)
