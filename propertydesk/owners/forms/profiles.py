"""Input about people beyond name and number: consents, care, wishes, tenancies, deaths, files."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import MultipleFileField

from propertydesk.estate.forms import ClockTime, EndingForm, choices_of
from propertydesk.estate.rules import OCCUPANCY_WORDS
from propertydesk.owners import rules
from propertydesk.owners.forms import JoinForm, OwnersForm
from propertydesk.owners.rules import care, consents, contacting, inheritance, tenancy
from propertydesk.platform.forms import (
    Day,
    Form,
    Line,
    Paragraph,
    Segment,
    Several,
    Tick,
)

_LANGUAGES = [("zh", "中文"), ("en", "English")]
_PAPER = [("both", _l("Both")), ("zh", "中文"), ("en", "English")]
_PICTURES = {"accept": "image/jpeg,image/png,image/webp"}


class ConsentForm(Form):
    """What somebody agrees to, and how."""

    scopes = Several(_l("Agrees to"))
    channel = Segment(_l("How it was given"), required=True)
    given_on = Day(_l("Given on"), required=True)
    is_minor = Tick(_l("A child under 14; a guardian agreed"))
    guardian = Line(_l("Guardian"))
    note = Line(_l("Remark"), maximum=200)
    photos = MultipleFileField(_l("Scan or photo of the paper"), render_kw=_PICTURES)

    def offer(self) -> "ConsentForm":
        """Fill the lists to choose from."""
        self.scopes.choices = choices_of(consents.SCOPE_WORDS)
        self.channel.choices = choices_of(consents.GIVEN_WORDS)
        return self


class WithdrawalForm(Form):
    """When and how a consent was withdrawn."""

    on = Day(_l("Withdrawn on"), required=True)
    channel = Segment(_l("How it came"), required=True)
    reason = Line(_l("Remark"), maximum=200)

    def offer(self) -> "WithdrawalForm":
        """Fill the list of ways."""
        self.channel.choices = choices_of(consents.GIVEN_WORDS)
        return self


class PrintForm(Form):
    """The language of a paper."""

    language = Segment(_l("Language of the paper"), choices=_PAPER, required=True)


class CareForm(Form):
    """Why somebody needs care, and what to do."""

    kind = Segment(_l("Why"), required=True)
    text = Paragraph(_l("What to know and do"), maximum=500, required=True)
    visit_line = Line(_l("What to mind on a visit"), maximum=60)

    def offer(self) -> "CareForm":
        """Fill the list of kinds."""
        self.kind.choices = choices_of(care.CARE_KIND_WORDS)
        return self


class WishesForm(Form):
    """How and when somebody wants to be reached."""

    channel = Segment(_l("Preferred way"))
    language = Segment(_l("Language"), choices=_LANGUAGES, required=True)
    quiet_from = ClockTime(_l("No calls from"))
    quiet_until = ClockTime(_l("until"))

    def offer(self) -> "WishesForm":
        """Fill the list of ways."""
        self.channel.choices = [("", _l("not said")), *choices_of(contacting.CHANNEL_WORDS)]
        return self


class CompanyForm(Form):
    """Who handles matters of a company."""

    contact_person = Line(_l("Handled by"))
    contact_role = Line(_l("Position"), maximum=40)
    credit_code = Line(_l("Unified social credit code"), maximum=24)


class TenantForm(JoinForm):
    """Somebody who rents the home, known or new, and on which terms."""

    fee_payer = Segment(_l("Property fee"))
    rent_includes_fee = Tick(_l("The rent includes the property fee"))

    def offer(self) -> "TenantForm":
        """Fill the lists to choose from."""
        super().offer()
        self.fee_payer.choices = choices_of(tenancy.FEE_PAYER_WORDS)
        return self


class TermsForm(Form):
    """The terms of the present tenancy."""

    starts_on = Day(_l("Since"))
    lease_ends_on = Day(_l("Lease until"))
    fee_payer = Segment(_l("Property fee"))
    rent_includes_fee = Tick(_l("The rent includes the property fee"))

    def offer(self) -> "TermsForm":
        """Fill the list of payers."""
        self.fee_payer.choices = choices_of(tenancy.FEE_PAYER_WORDS)
        return self


class ExtensionForm(Form):
    """A longer lease."""

    until = Day(_l("Lease until"), required=True)


class TenancyEndForm(EndingForm):
    """The end of a tenancy, today, earlier or to come, and how the home is lived in afterwards."""

    on = Day(_l("Leaves on"), required=True)
    occupancy = Segment(_l("Lived in afterwards"), required=True)
    leaving = Several(_l("Leaving with the tenants"))

    def offer(self, present: Mapping[str, int]) -> "TenancyEndForm":
        """Fill the lists; `present` counts what could leave too."""
        self.occupancy.choices = choices_of(OCCUPANCY_WORDS)
        words = {
            rules.Tie.MEMBER.value: _l("Household members"),
            rules.Tie.CONTACT.value: _l("Emergency contacts"),
            "vehicle": _l("Vehicles"),
        }
        self.leaving.choices = [(key, text) for key, text in words.items() if present.get(key)]
        return self


class DeathForm(Form):
    """When somebody died, and how it is known."""

    on = Day(_l("Died on"), required=True)
    source = Line(_l("How it is known"), maximum=200, required=True)


class MistakeForm(Form):
    """Why a record was a mistake."""

    reason = Line(_l("Reason"), maximum=200, required=True)


class InheritanceForm(OwnersForm):
    """All owners after an inheritance, and the paper it rests on."""

    on = Day(_l("Passed on as of"), required=True)
    ground = Segment(_l("Rests on"), required=True)
    note = Line(_l("Number of the paper"), maximum=200)
    photos = MultipleFileField(_l("Photos of the paper"), render_kw=_PICTURES)

    def offer(self) -> "InheritanceForm":
        """Fill the list of papers."""
        self.ground.choices = choices_of(inheritance.GROUND_WORDS)
        return self


class ArchiveForm(Form):
    """Where the paper file lies."""

    file_no = Line(_l("File no."), maximum=40, required=True)
    place = Line(_l("Cabinet and shelf"), maximum=80)
    on = Day(_l("Archived on"), required=True)
