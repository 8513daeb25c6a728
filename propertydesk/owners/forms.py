"""Input of the pages of people and households."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import FileField

from propertydesk.estate.forms import EndingForm, choices_of
from propertydesk.estate.rules import OCCUPANCY_WORDS
from propertydesk.owners import rules
from propertydesk.platform.forms import Choice, Day, Form, Line, Paragraph, Phone, Segment, Several

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


class TenancyEndForm(EndingForm):
    """The end of a tenancy, and how the home is lived in afterwards."""

    occupancy = Segment(_l("Lived in afterwards"), required=True)

    def offer(self) -> "TenancyEndForm":
        """Fill the list of occupancies."""
        self.occupancy.choices = choices_of(OCCUPANCY_WORDS)
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


class ImportForm(Form):
    """A workbook to take over."""

    workbook = FileField(_l("Workbook"), render_kw={"accept": ".xlsx"})


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
