"""Consents on a person's page: given, withdrawn, scanned, and the notice printed for signing."""

from typing import Any, get_args

from flask import Blueprint, Response, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.owners import queries, services
from propertydesk.owners.forms.profiles import ConsentForm, PrintForm, WithdrawalForm
from propertydesk.owners.models import Consent, Person
from propertydesk.owners.printing import notice_pdf
from propertydesk.owners.queries import sheets
from propertydesk.owners.queries.person_listings import CONSENTS
from propertydesk.owners.rules import Permission, consents
from propertydesk.owners.views.people import check_former
from propertydesk.platform import attachments
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.attachments import Attachment
from propertydesk.platform.clock import now, today
from propertydesk.platform.i18n import zone
from propertydesk.platform.listing import page as listing_page
from propertydesk.platform.pictures import Pictures, read_pictures
from propertydesk.platform.printing import Language
from propertydesk.platform.settings import value
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("consents", __name__)


@bp.get("/consents")
@requires(Permission.READ)
def index() -> ResponseReturnValue:
    """All consents ever given."""
    return page(
        "owners/register.html", page=listing_page(CONSENTS, actor=actor(), args=request.args)
    )


@bp.get("/people/<int:person_id>/consents/new")
@requires(Permission.CHANGE)
def new(person_id: int) -> ResponseReturnValue:
    """A form for what somebody agrees to; `scope` in the link ticks one."""
    person = load(Person, person_id)
    asked = [each for each in request.args.getlist("scope") if each in consents.SCOPE_WORDS]
    form = ConsentForm(given_on=today(zone()), channel="counter", scopes=asked).offer()
    return page("owners/consent_new.html", **_context(person, form))


@bp.post("/people/<int:person_id>/consents/new")
@requires(Permission.CHANGE)
@writes(prepare=read_pictures)
def create(person_id: int) -> ResponseReturnValue:
    """Write down what somebody agreed to."""
    person = load(Person, person_id)
    form = ConsentForm().offer()
    sent: Pictures = g.prepared

    def give(data: dict[str, Any]) -> list[Consent]:
        if sent.problem:
            raise sent.problem
        agreement = services.Agreement(
            scopes=data["scopes"] or (),
            channel=data["channel"],
            given_on=data["given_on"],
            guardian=data["guardian"],
            is_minor=data["is_minor"],
            note=data["note"],
        )
        return services.give_consent(person, agreement, scans=sent.files, actor=actor(), now=now())

    if form.submit(give) is None:
        return page("owners/consent_new.html", **_context(person, form)), 422
    flash(_("The consent is entered."), "good")
    return see_other(url_for("people.detail", person_id=person.id, _anchor="consents"))


@bp.get("/consents/<int:consent_id>/withdrawal")
@requires(Permission.CHANGE)
def ask_withdrawal(consent_id: int) -> ResponseReturnValue:
    """What ends when this consent is withdrawn."""
    consent = load(Consent, consent_id)
    form = WithdrawalForm(on=today(zone()), channel="counter").offer()
    return page("owners/consent_withdraw.html", **_withdrawal(consent, form))


@bp.post("/consents/<int:consent_id>/withdrawal")
@requires(Permission.CHANGE)
@writes
def withdraw(consent_id: int) -> ResponseReturnValue:
    """Withdraw it; what rests on it ends at once."""
    consent = load(Consent, consent_id)
    form = WithdrawalForm().offer()
    done = form.carries_out(
        lambda data: services.withdraw_consent(consent, actor=actor(), now=now(), **data)
    )
    if not done:
        return page("owners/consent_withdraw.html", **_withdrawal(consent, form)), 422
    flash(_("The consent is withdrawn. %(ends)s", ends=_(_ends(consent))), "note")
    return see_other(url_for("people.detail", person_id=consent.person_id, _anchor="consents"))


@bp.get("/consents/<int:consent_id>/scans/<int:attachment_id>")
@requires(Permission.CHANGE)
def scan(consent_id: int, attachment_id: int) -> ResponseReturnValue:
    """A scan of the signed paper."""
    consent, picture = load(Consent, consent_id), load(Attachment, attachment_id)
    if (picture.subject_type, picture.subject_id) != ("consent", consent.id):
        raise Missing(N_("There is no such record."))
    return attachments.send(picture)


@bp.post("/people/<int:person_id>/privacy-notice")
@requires(Permission.CHANGE)
@writes
def print_notice(person_id: int) -> ResponseReturnValue:
    """Write down that the notice is printed, and lead to the paper."""
    person = load(Person, person_id)
    language = printed_language(request.form.get("language", ""))
    services.print_notice(person, language=language, actor=actor(), now=now())
    return see_other(url_for(".notice_file", person_id=person.id, language=language))


@bp.get("/people/<int:person_id>/privacy-notice.pdf")
@requires(Permission.CHANGE)
def notice_file(person_id: int) -> ResponseReturnValue:
    """The privacy notice with this person's consents to tick and sign."""
    person = load(Person, person_id)
    check_former(person)
    language = printed_language(request.args.get("language", "both"))
    sheet = sheets.notice_of(person, actor=actor(), now=now())
    return as_pdf(notice_pdf(sheet, language=language), f"privacy-notice-{person.id}")


def printed_language(asked: str) -> Language:
    """The language of a paper. Raises Missing for another."""
    languages: tuple[Language, ...] = get_args(Language)
    found = next((each for each in languages if each == asked), None)
    if found is None:
        raise Missing(N_("There is no such page or record."))
    return found


def as_pdf(document: bytes, name: str) -> Response:
    """A paper to look at and print."""
    answer = Response(document, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


def _context(person: Person, form: ConsentForm) -> dict[str, Any]:
    return {
        "person": person,
        "form": form,
        "uses": consents.USES,
        "basis_words": consents.BASIS_WORDS,
        "without": consents.WITHOUT_CONSENT,
        "version": value(person.community_id, consents.PRIVACY_VERSION),
        "notice": value(person.community_id, consents.PRIVACY_NOTICE),
        "print_form": PrintForm(None, language="both"),
    }


def _withdrawal(consent: Consent, form: WithdrawalForm) -> dict[str, Any]:
    live = queries.live_consents(consent.person_id, consent.scope)
    return {
        "consent": consent,
        "person": load(Person, consent.person_id),
        "form": form,
        "words": consents.SCOPE_WORDS[consents.Scope(consent.scope)],
        "ends": _ends(consent),
        "is_live": consent.id in {each.id for each in live},
    }


def _ends(consent: Consent) -> str:
    return consents.USES[consents.Scope(consent.scope)].ends
