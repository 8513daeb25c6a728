"""Reading disclosures: who is meant, what the file holds, and the register of all."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import BindParameter, RowMapping, Select, select

from propertydesk.estate.models import Home
from propertydesk.kernel.masking import mask_name, mask_phone, mask_plate
from propertydesk.kernel.words import N_
from propertydesk.owners.models import (
    DisclosedPerson,
    Disclosure,
    HouseholdTie,
    Person,
    Vehicle,
)
from propertydesk.owners.queries.consents import gave_in_force
from propertydesk.owners.queries.people import live_phones
from propertydesk.owners.rules import TIE_WORDS, Permission, Tie, consents
from propertydesk.owners.rules import disclosures as rules
from propertydesk.owners.rules.disclosures import Field
from propertydesk.platform import settings
from propertydesk.platform.db import db
from propertydesk.platform.i18n import pick
from propertydesk.platform.listing import (
    By,
    ChoiceFilter,
    Column,
    DayFilter,
    Kind,
    Listing,
    Sort,
    TextFilter,
)
from propertydesk.platform.workbook import CellKind, Heading

TIME_OF_A_FETCH = timedelta(minutes=15)
"""How long the link lives that giving a file leads to."""

Given = tuple[DisclosedPerson, Person]
Row = list[str]


def without_consent(disclosure: Disclosure) -> set[int]:
    """The ids of people who are left out: the basis is consent, and theirs is not in force (PIPL 23)."""
    if disclosure.basis != rules.Basis.CONSENT:
        return set()
    version = settings.value(disclosure.community_id, consents.PRIVACY_VERSION)
    agreed = gave_in_force(DisclosedPerson.person_id, consents.Scope.DISCLOSURE.value, version)
    query = select(DisclosedPerson.person_id).where(
        DisclosedPerson.disclosure_id == disclosure.id, ~agreed
    )
    return set(db.session.scalars(query))


def given_people(disclosure: Disclosure) -> list[Given]:
    """The people whose data is given now, by door and tie."""
    out = without_consent(disclosure)  # looked at anew each time: a consent may be withdrawn
    query = (
        select(DisclosedPerson, Person)
        .join(Person, Person.id == DisclosedPerson.person_id)
        .join(Home, Home.id == DisclosedPerson.home_id)
        .where(DisclosedPerson.disclosure_id == disclosure.id)
        .order_by(Home.sort_code, DisclosedPerson.tie_id)
    )
    return [(row, person) for row, person in db.session.execute(query) if person.id not in out]


def headings(disclosure: Disclosure) -> list[Heading]:
    """The columns of the file: every field, approved or not, and who took it out."""
    words = [Heading(_(rules.FIELD_WORDS[each]), width=18) for each in Field]
    return [*words, Heading(_("Taken out by"), CellKind.MARK, 52)]


def rows_of(disclosure: Disclosure) -> list[Row]:
    """What the file holds, ties as codes: approved fields in full, the others masked or away."""
    people = given_people(disclosure)
    ids = {person.id for _row, person in people}
    phones = _by_chunks(live_phones, sorted(ids))
    plates = _plates({row.home_id for row, _person in people})
    homes, ties = _homes(people), _ties(people)
    full = frozenset(disclosure.fields)
    rows = []
    for row, person in people:
        numbers = [each.number for each in phones.get(person.id, ())]
        values = {
            Field.HOME: homes[row.home_id],
            Field.NAME: person.name,
            Field.TIE: ties[row.tie_id],
            Field.PHONE: " / ".join(numbers),
            Field.PLATE: " / ".join(plates.get(row.home_id, ())),
            Field.ADDRESS: person.notice_address,
        }
        masked = {
            Field.HOME: "",
            Field.NAME: mask_name(person.name),
            Field.TIE: "",
            Field.PHONE: " / ".join(map(mask_phone, numbers)),
            Field.PLATE: " / ".join(map(mask_plate, plates.get(row.home_id, ()))),
            Field.ADDRESS: "",
        }
        rows.append([values[each] if each in full else masked[each] for each in Field])
    return rows


def in_words(row: Row) -> Row:
    """A row as the file shows it, its tie in the reader's language."""
    return [
        _(TIE_WORDS[Tie(value)]) if field is Field.TIE and value else value
        for field, value in zip(Field, row, strict=True)
    ]


def digest_of(rows: Iterable[Row]) -> str:
    """Proof of what a file holds, whatever it is packed in."""
    return hashlib.sha256(json.dumps(list(rows), ensure_ascii=False).encode()).hexdigest()


def is_open(disclosure: Disclosure, now: datetime) -> bool:
    """Whether the file that was just given may be fetched."""
    at = disclosure.exported_at
    return (
        disclosure.state == rules.State.EXPORTED and at is not None and now < at + TIME_OF_A_FETCH
    )


def params_of(disclosure: Disclosure) -> dict[str, Any]:
    """What the manager approves, fixed."""
    return {
        "recipient": disclosure.recipient,
        "contact": disclosure.contact,
        "basis": disclosure.basis,
        "document_no": disclosure.document_no,
        "consent_ref": disclosure.consent_ref,
        "nda_ref": disclosure.nda_ref,
        "fields": disclosure.fields,
        "question": disclosure.question,
        "people": disclosure.people,
        "left_out": disclosure.left_out,
        "valid_until": disclosure.valid_until.isoformat(),
    }


def lines_of(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is given to whom and why, label and value, from `params_of`."""
    fields = pick("、", ", ").join(_(rules.FIELD_WORDS[Field(each)]) for each in facts["fields"])
    left_out = facts["left_out"] or 0
    people = str(facts["people"] - left_out)
    if left_out:
        people = _("%(count)s; %(left)s left out without consent", count=people, left=left_out)
    return [
        (_("Recipient"), facts["recipient"]),
        (_("Contact there"), facts["contact"]),
        (_("Lawful basis"), _(rules.BASIS_WORDS[rules.Basis(facts["basis"])])),
        (_("Document no."), facts["document_no"]),
        (_("Consent kept at"), facts["consent_ref"]),
        (_("Confidentiality agreement"), facts["nda_ref"]),
        (_("Given in full"), fields),
        (_("People meant"), facts["question"] or _("everybody in the register")),
        (_("People"), people),
        (_("Valid until"), facts["valid_until"]),
    ]


def disclosures_of(person_id: int) -> Sequence[tuple[Disclosure, datetime]]:
    """What was given to whom about a person, the latest first."""
    query = (
        select(Disclosure, DisclosedPerson.given_at)
        .join(DisclosedPerson, DisclosedPerson.disclosure_id == Disclosure.id)
        .where(DisclosedPerson.person_id == person_id, DisclosedPerson.given_at.is_not(None))
        .order_by(Disclosure.id.desc())
        .limit(20)
    )
    return [(disclosure, at) for disclosure, at in db.session.execute(query) if at]


def _by_chunks(ask: Any, ids: Sequence[int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for start in range(0, len(ids), 500):
        found |= ask(ids[start : start + 500])
    return found


def _plates(home_ids: set[int]) -> dict[int, list[str]]:
    def ask(ids: Sequence[int]) -> dict[int, list[str]]:
        query = select(Vehicle.home_id, Vehicle.plate).where(
            Vehicle.home_id.in_(ids), Vehicle.ends_on.is_(None)
        )
        found: dict[int, list[str]] = {}
        for home_id, plate in db.session.execute(query.order_by(Vehicle.id)):
            found.setdefault(home_id, []).append(plate)
        return found

    return _by_chunks(ask, sorted(home_ids))


def _homes(people: Sequence[Given]) -> dict[int, str]:
    def ask(ids: Sequence[int]) -> dict[int, str]:
        rows = db.session.execute(select(Home.id, Home.code).where(Home.id.in_(ids)))
        return dict(rows.all())

    return _by_chunks(ask, sorted({row.home_id for row, _person in people}))


def _ties(people: Sequence[Given]) -> dict[int, str]:
    def ask(ids: Sequence[int]) -> dict[int, str]:
        rows = db.session.execute(
            select(HouseholdTie.id, HouseholdTie.tie).where(HouseholdTie.id.in_(ids))
        )
        return dict(rows.all())

    return _by_chunks(ask, sorted({row.tie_id for row, _person in people}))


def _select(community_id: BindParameter[int]) -> Select[Any]:
    return select().select_from(Disclosure).where(Disclosure.community_id == community_id)


def _link(row: RowMapping) -> str:
    return url_for("disclosures.detail", disclosure_id=row["id"])


LISTING = Listing(
    name="disclosures",
    title=N_("Disclosures"),
    permission=Permission.DISCLOSE,
    is_personal=False,
    select=_select,
    id=Disclosure.id,
    columns=(
        Column("number", N_("Disclosure no."), Disclosure.number, Kind.NAME, link=_link),
        Column(
            "recipient",
            N_("Recipient"),
            Disclosure.recipient,
            second=Column("contact", N_("Contact there"), Disclosure.contact),
        ),
        Column("purpose", N_("Purpose"), Disclosure.purpose),
        Column(
            "basis",
            N_("Lawful basis"),
            Disclosure.basis,
            Kind.CHOICE,
            word=lambda code: rules.BASIS_WORDS[rules.Basis(code)],
        ),
        Column("document_no", N_("Document no."), Disclosure.document_no, on_screen=False),
        Column("consent_ref", N_("Consent kept at"), Disclosure.consent_ref, on_screen=False),
        Column("nda_ref", N_("Confidentiality agreement"), Disclosure.nda_ref, on_screen=False),
        Column("people", N_("People"), Disclosure.people, Kind.NUMBER),
        Column("given", N_("Given"), Disclosure.given, Kind.NUMBER),
        Column("left_out", N_("Left out"), Disclosure.left_out, Kind.NUMBER, on_screen=False),
        Column(
            "state",
            N_("State"),
            Disclosure.state,
            Kind.STATE,
            word=rules.WORDS.get,
            tone=rules.TONES.get,
        ),
        Column(
            "requested_by",
            N_("Asked by"),
            Disclosure.requested_by,
            second=Column("requested_at", N_("Asked at"), Disclosure.requested_at, Kind.INSTANT),
        ),
        Column(
            "approved_by",
            N_("Approved by"),
            Disclosure.approved_by,
            second=Column("approved_at", N_("Approved at"), Disclosure.approved_at, Kind.INSTANT),
        ),
        Column("exported_at", N_("Given at"), Disclosure.exported_at, Kind.INSTANT),
        Column("valid_until", N_("Valid until"), Disclosure.valid_until, Kind.DATE),
        Column("digest", N_("Digest"), Disclosure.digest, on_screen=False),
    ),
    sorts=(
        Sort("newest", N_("Newest first"), (By(Disclosure.id, descending=True),)),
        Sort("valid", N_("Valid until"), (By(Disclosure.valid_until),)),
    ),
    filters=(
        ChoiceFilter("state", N_("State"), Disclosure.state, tuple(rules.WORDS.items())),
        ChoiceFilter(
            "basis", N_("Lawful basis"), Disclosure.basis, tuple(rules.BASIS_WORDS.items())
        ),
        TextFilter("recipient", N_("Recipient"), Disclosure.recipient, anywhere=True),
        DayFilter("requested", N_("Asked at"), Disclosure.requested_at, instants=True),
    ),
    empty=N_("No data has been given to anybody outside"),
)
