"""Input of the pages of people and households."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField

from propertydesk.estate.forms import choices_of
from propertydesk.estate.rules import OCCUPANCY_WORDS
from propertydesk.owners import rules
from propertydesk.owners.models import Person
from propertydesk.owners.rules import contacting, identity
from propertydesk.platform.forms import (
    Choice,
    Day,
    Form,
    Line,
    Paragraph,
    Phone,
    Segment,
    Several,
    Tick,
)
from propertydesk.platform.i18n import day

NOTHING = _l("nothing")
NEW_ROWS = 2
"""Rows for people not yet known on a page of owners; further ones come with the next page."""

_LANGUAGES = [("zh", "中文"), ("en", "English")]


class PersonForm(Form):
    """Who somebody is."""

    name = Line(_l("Full name"), required=True)
    kind = Segment(_l("Kind"), required=True)
    salutation = Segment(_l("Salutation"))
    language = Segment(_l("Language"), required=True)
    notice_address = Line(_l("Address for service"), maximum=200)
    note = Paragraph(_l("Remark"), maximum=500)

    def offer(self) -> "PersonForm":
        """Fill the lists to choose from."""
        offer_person(self)
        return self


class NumberForm(Form):
    """A number to add."""

    number = Phone(_l("Number"), required=True)
    note = Line(_l("Remark"), maximum=40)


class CorrectionForm(Form):
    """Another number in place of one; empty keeps it."""

    number = Phone(_l("New number"))
    note = Line(_l("Remark"), maximum=40)


class IdentityForm(Form):
    """An identity number to keep."""

    kind = Choice(_l("Document"), required=True)
    number = Line(_l("Number"), maximum=30, required=True)

    def offer(self, person_kind: str) -> "IdentityForm":
        """Fill the list of documents."""
        self.kind.choices = documents_for(person_kind)
        return self


class IdentityCheckForm(Form):
    """What was seen of a document; the number itself is not asked for."""

    kind = Choice(_l("Document seen"), required=True)
    last_four = Line(_l("Its last four characters"), maximum=4, required=True)
    agreed = Tick(_l("The person agreed to the check"))
    forget = Tick(_l("Delete the number on file now"))

    def offer(self, person_kind: str) -> "IdentityCheckForm":
        """Fill the list of documents."""
        self.kind.choices = documents_for(person_kind)
        return self


class MergeForm(Form):
    """Which of two entries stays, and from which each fact that differs is taken.

    Values are the ids of the two; facts that are alike are not asked for.
    """

    survivor = Segment(_l("Entry that stays"), required=True)
    name = Segment(_l("Full name"))
    kind = Segment(_l("Kind"))
    salutation = Segment(_l("Salutation"))
    language = Segment(_l("Language"))
    notice_address = Segment(_l("Address for service"))
    note = Segment(_l("Remark"))
    identity = Segment(_l("Identity number"))
    wishes = Segment(_l("How to reach them"))
    contact = Segment(_l("Handled by"))
    credit_code = Segment(_l("Credit code"))
    death = Segment(_l("Death"))

    def offer(self, one: Person, other: Person) -> "MergeForm":
        """Fill the choices, and leave out what is alike."""
        told_one, told_other = _told(one), _told(other)
        self.survivor.choices = [
            (
                str(each.id),
                _("%(name)s, entered on %(day)s", name=each.name, day=day(each.created_at)),
            )
            for each in (one, other)
        ]
        for name, text in told_one.items():
            if text == told_other[name]:
                del self[name]
                continue
            self[name].choices = [
                (str(one.id), text or NOTHING),
                (str(other.id), told_other[name] or NOTHING),
            ]
        return self

    @property
    def facts(self) -> list[Any]:
        """The fields of what differs."""
        return [each for each in self if each.name not in ("survivor", "csrf_token")]


class JoinForm(Form):
    """Somebody who joins a household: known (`person`), or new with the other fields."""

    person = Line("", maximum=12)
    name = Line(_l("Full name"))
    kind = Segment(_l("Kind"))
    salutation = Segment(_l("Salutation"))
    language = Segment(_l("Language"))
    phone = Phone(_l("Phone"))
    phone_note = Line(_l("Remark on the number"), maximum=40)
    second_phone = Phone(_l("Second phone"))
    notice_address = Line(_l("Address for service"), maximum=200)
    relation = Choice(_l("Relation"))
    starts_on = Day(_l("Since"))
    lease_ends_on = Day(_l("Lease until"))

    def offer(self) -> "JoinForm":
        """Fill the lists to choose from."""
        offer_person(self)
        offer_relations(self)
        return self


class TieForm(Form):
    """The relation and the dates of somebody in a household."""

    relation = Choice(_l("Relation"))
    starts_on = Day(_l("Since"))
    lease_ends_on = Day(_l("Lease until"))

    def offer(self, present: str = "") -> "TieForm":
        """Fill the list of relations; one that came from elsewhere stays possible."""
        offer_relations(self, present)
        return self


class OwnersForm(Form):
    """All owners with their shares; the rows are added by `owners_form`."""

    on = Day(_l("As of"), required=True)


class TransferForm(OwnersForm):
    """The new owners after a sale, and who leaves with the old ones."""

    occupancy = Choice(_l("Lived in afterwards"))
    leaving = Several(_l("Leaving with the old owners"))
    sure = Line("", maximum=1)

    def offer(self) -> "TransferForm":
        """Fill the lists to choose from."""
        self.occupancy.choices = [("", _l("as before")), *choices_of(OCCUPANCY_WORDS)]
        self.leaving.choices = [
            (rules.Tie.MEMBER.value, _l("Household members")),
            (rules.Tie.CONTACT.value, _l("Emergency contacts")),
            (rules.Tie.TENANT.value, _l("Tenants")),
            ("vehicle", _l("Vehicles")),
        ]
        return self


class VehicleForm(Form):
    """A vehicle; its kind may be left to the plate."""

    plate = Line(_l("Plate"), maximum=20, required=True)
    kind = Choice(_l("Kind"))
    model = Line(_l("Make and colour"), maximum=40)
    person = Choice(_l("Driven by"))
    space = Line(_l("Parking space no."), maximum=20)
    starts_on = Day(_l("Since"))

    def offer(self, people: list[tuple[str, str]]) -> "VehicleForm":
        """Fill the lists to choose from."""
        self.kind.choices = [("", _l("by the plate")), *choices_of(rules.PLATE_KIND_WORDS)]
        self.person.choices = [("", _l("not said")), *people]
        return self


class NoteForm(Form):
    """A note in sight."""

    kind = Segment(_l("Shown"), required=True)
    text = Paragraph(_l("Note"), maximum=300, required=True)

    def offer(self) -> "NoteForm":
        """Fill the list of kinds."""
        self.kind.choices = choices_of(rules.NOTE_KIND_WORDS)
        return self


class DisclosureForm(Form):
    """Who outside is to get what, why, on which basis, until when."""

    recipient = Line(_l("Recipient"), maximum=120, required=True)
    contact = Line(_l("Contact there"), maximum=120, required=True)
    purpose = Paragraph(_l("Purpose"), maximum=500, required=True)
    basis = Segment(_l("Lawful basis"), required=True)
    fields = Several(_l("Given in full"))
    valid_until = Day(_l("Valid until"), required=True)


class EvidenceForm(Form):
    """Where the papers are that the basis rests on."""

    consent_ref = Line(_l("Consent kept at"), maximum=120)
    document_no = Line(_l("Document no."), maximum=80)
    nda_ref = Line(_l("Confidentiality agreement"), maximum=120)


class ImportForm(Form):
    """A workbook to take over."""

    workbook = FileField(_l("Workbook"), render_kw={"accept": ".xlsx"})


class TakeOverForm(Form):
    """Why an import changes so much, for the second person who looks at it."""

    reason = Line(_l("Reason"), maximum=200)


def owners_form(
    person_ids: Iterable[int], shape: type[OwnersForm] = OwnersForm
) -> type[OwnersForm]:
    """The form with a share for each known person and rows for new ones."""
    fields: dict[str, object] = {
        f"share_{person_id}": Line(_l("Share in %"), maximum=8) for person_id in person_ids
    }
    for row in range(1, NEW_ROWS + 1):
        fields[f"name_{row}"] = Line(_l("Full name"))
        fields[f"kind_{row}"] = Choice(_l("Kind"))
        fields[f"salutation_{row}"] = Choice(_l("Salutation"))
        fields[f"phone_{row}"] = Phone(_l("Phone"))
        fields[f"newshare_{row}"] = Line(_l("Share in %"), maximum=8)
    return type("OwnersRows", (shape,), fields)


def offer_rows(form: OwnersForm) -> OwnersForm:
    """Fill the lists of the rows for new people."""
    for row in range(1, NEW_ROWS + 1):
        form[f"kind_{row}"].choices = choices_of(rules.PERSON_KIND_WORDS)
        form[f"salutation_{row}"].choices = choices_of(rules.SALUTATION_WORDS)
    return form


def _told(person: Person) -> dict[str, str]:
    """A person's facts as words to choose by; the identity number is masked."""
    return {
        "name": person.name,
        "kind": _(rules.PERSON_KIND_WORDS[rules.PersonKind(person.kind)]),
        "salutation": _(rules.SALUTATION_WORDS[rules.Salutation(person.salutation)]),
        "language": dict(_LANGUAGES).get(person.language, person.language),
        "notice_address": person.notice_address,
        "note": person.note,
        "identity": person.identity_masked,
        "wishes": _wishes(person),
        "contact": " · ".join(filter(None, (person.contact_person, person.contact_role))),
        "credit_code": person.credit_code,
        "death": day(person.died_on) if person.died_on else "",
    }


def _wishes(person: Person) -> str:
    quiet = [f"{each:%H:%M}" for each in (person.quiet_from, person.quiet_until) if each]
    way = _(contacting.CHANNEL_WORDS[contacting.Channel(person.channel)]) if person.channel else ""
    return " · ".join(filter(None, (way, "–".join(quiet))))


def documents_for(person_kind: str) -> list[tuple[str, str]]:
    """The documents somebody of this kind can have: value and words."""
    kinds = identity.kinds_for(person_kind)
    return choices_of({kind: identity.KIND_WORDS[kind] for kind in kinds})


def offer_person(form: PersonForm | JoinForm) -> None:
    """Fill the lists of kinds, salutations and languages."""
    form.kind.choices = choices_of(rules.PERSON_KIND_WORDS)
    form.salutation.choices = choices_of(rules.SALUTATION_WORDS)
    form.language.choices = _LANGUAGES


def offer_relations(form: JoinForm | TieForm, present: str = "") -> None:
    """Fill the list of relations."""
    known = choices_of(rules.RELATION_WORDS)
    strange = [(present, present)] if present and present not in dict(known) else []
    form.relation.choices = [("", _l("not said")), *known, *strange]


class ErasureForm(Form):
    """Erasing somebody's data."""

    reason = Paragraph(_l("Reason"), required=True, maximum=300)
    agreed = Tick(_l("This cannot be undone, and I have checked that it is the right person"))
