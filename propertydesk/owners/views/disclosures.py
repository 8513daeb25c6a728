"""Giving personal data to third parties: the register, the request, its checks, the file, the paper."""

from datetime import datetime
from typing import Any, get_args
from urllib.parse import quote

from flask import Blueprint, Response, flash, g, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from propertydesk.kernel.clock import local
from propertydesk.kernel.errors import Conflict, Missing
from propertydesk.kernel.words import N_
from propertydesk.owners.forms import DisclosureForm, EvidenceForm
from propertydesk.owners.models import Disclosure
from propertydesk.owners.printing.disclosure import disclosure_pdf
from propertydesk.owners.queries import disclosures as reading
from propertydesk.owners.queries.disclosure_paper import paper_of
from propertydesk.owners.queries.listings import PEOPLE
from propertydesk.owners.rules import Permission
from propertydesk.owners.rules import disclosures as rules
from propertydesk.owners.rules.disclosures import Basis, Evidence, Field
from propertydesk.owners.services import disclosures as services
from propertydesk.owners.services.disclosures import Request
from propertydesk.platform import activity, workflow
from propertydesk.platform.access import actor, confirmed, load, requires
from propertydesk.platform.approvals import approval_about
from propertydesk.platform.clock import now
from propertydesk.platform.i18n import zone
from propertydesk.platform.listing import Place
from propertydesk.platform.listing import page as listing_page
from propertydesk.platform.listing.export import Export
from propertydesk.platform.listing.ordering import told
from propertydesk.platform.listing.reading import Asked, arguments, read
from propertydesk.platform.printing import Language
from propertydesk.platform.web import page, see_other, writes
from propertydesk.platform.workbook import xlsx_chunks

bp = Blueprint("disclosures", __name__, url_prefix="/disclosures")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BOTH = (Permission.DISCLOSE, Permission.APPROVE_DISCLOSURE)


@bp.get("")
@requires(*_BOTH)
def index() -> ResponseReturnValue:
    """The register of disclosures."""
    shown = listing_page(reading.LISTING, actor=actor(), args=request.args)
    return page("owners/disclosures.html", listing=shown)


@bp.get("/new")
@requires(Permission.DISCLOSE)
def new() -> ResponseReturnValue:
    """A request about the people that a question on the register means."""
    form = offer(DisclosureForm(None))
    return page("owners/disclosure_new.html", **_new_context(form, request.args.get("query", "")))


@bp.post("")
@requires(Permission.DISCLOSE)
@writes
def create() -> ResponseReturnValue:
    """Ask for a disclosure."""
    form, query = offer(DisclosureForm()), request.form.get("query", "")

    def ask(data: dict[str, Any]) -> Disclosure:
        asked = _asked(query)
        wanted = Request(
            recipient=data["recipient"],
            contact=data["contact"],
            purpose=data["purpose"],
            basis=Basis(data["basis"]),
            fields=[Field(each) for each in data["fields"]],
            valid_until=data["valid_until"],
        )
        return services.request_disclosure(
            wanted, _export(asked).row_ids(), told(asked), actor=actor(), now=now()
        )

    disclosure = form.submit(ask)
    if disclosure is None:
        return page("owners/disclosure_new.html", **_new_context(form, query)), 422
    return see_other(url_for(".detail", disclosure_id=disclosure.id))


@bp.get("/<int:disclosure_id>")
@requires(*_BOTH)
def detail(disclosure_id: int) -> ResponseReturnValue:
    """One disclosure: what it is about, where it stands, what comes next."""
    return page("owners/disclosure.html", **_context(load(Disclosure, disclosure_id)))


@bp.post("/<int:disclosure_id>/check")
@requires(Permission.DISCLOSE)
@writes
def check(disclosure_id: int) -> ResponseReturnValue:
    """Confirm consent and agreement, and ask the manager."""
    disclosure = load(Disclosure, disclosure_id)
    form = EvidenceForm()

    def confirm(data: dict[str, Any]) -> Disclosure:
        evidence = Evidence(data["consent_ref"], data["document_no"], data["nda_ref"])
        return services.check_disclosure(disclosure, evidence, actor=actor(), now=now())

    if form.submit(confirm) is None:
        return page("owners/disclosure.html", **_context(disclosure, form)), 422
    flash(_("Checked. The manager has been asked."), "good")
    return see_other(url_for(".detail", disclosure_id=disclosure.id))


@bp.post("/<int:disclosure_id>/withdrawal")
@requires(Permission.DISCLOSE)
@writes
def withdraw(disclosure_id: int) -> ResponseReturnValue:
    """Take back what nobody has checked yet."""
    disclosure = load(Disclosure, disclosure_id)
    services.withdraw_disclosure(disclosure, actor=actor(), now=now())
    return see_other(url_for(".detail", disclosure_id=disclosure.id))


@bp.post("/<int:disclosure_id>/file")
@requires(Permission.DISCLOSE)
@confirmed
@writes
def give(disclosure_id: int) -> ResponseReturnValue:
    """Write down that the file is given, and lead to it."""
    disclosure = load(Disclosure, disclosure_id)
    services.give(disclosure, actor=actor(), now=now())
    return see_other(url_for(".file", disclosure_id=disclosure.id))


@bp.get("/<int:disclosure_id>/file.xlsx")
@requires(Permission.DISCLOSE)
def file(disclosure_id: int) -> ResponseReturnValue:
    """The file that was just written down: for the asker, for a quarter of an hour, unchanged."""
    disclosure = load(Disclosure, disclosure_id)
    at = disclosure.exported_at
    if disclosure.requested_by_id != actor().id or not reading.is_open(disclosure, now()) or not at:
        raise Missing(N_("This file is no longer waiting. Make it once more."))
    rows = reading.rows_of(disclosure)
    if reading.digest_of(rows) != disclosure.digest:
        raise Conflict(N_("The register has changed in the meantime. Make the file once more."))
    mark = _mark(disclosure, at)
    chunks = xlsx_chunks(
        reading.headings(disclosure),
        [[*reading.in_words(row), mark] for row in rows],
        info=lambda _count: _info(disclosure, at),
        mark=mark,
    )
    answer = Response(stream_with_context(chunks), mimetype=XLSX)
    name = quote(f"{disclosure.number}.xlsx")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer


@bp.get("/<int:disclosure_id>/record.pdf")
@requires(*_BOTH)
def record(disclosure_id: int) -> ResponseReturnValue:
    """The record on paper, for the file kept three years; it names nobody whose data was given."""
    disclosure = load(Disclosure, disclosure_id)
    wanted = request.args.get("language", "both")
    languages: tuple[Language, ...] = get_args(Language)
    language = next((each for each in languages if each == wanted), None)
    if language is None:
        raise Missing(N_("There is no such page or record."))
    document = disclosure_pdf(paper_of(disclosure, actor=actor(), now=now()), language=language)
    answer = Response(document, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{disclosure.number}.pdf"'
    return answer


def offer(form: DisclosureForm) -> DisclosureForm:
    """Fill the lists of bases and fields."""
    form.basis.choices = [(str(each), _(words)) for each, words in rules.BASIS_WORDS.items()]
    form.fields.choices = [(str(each), _(words)) for each, words in rules.FIELD_WORDS.items()]
    return form


def _asked(query: str) -> Asked:
    """The question on the register of people; no question at all means nobody."""
    args: MultiDict[str, str] = arguments(query)
    return read(PEOPLE, args, actor=actor(), zone=zone(), now=now())


def _export(asked: Asked) -> Export:
    place = Place(actor().community_id, g.community.code, zone())
    return Export(asked, [place], "labels", actor().name, now())


def _new_context(form: DisclosureForm, query: str) -> dict[str, Any]:
    asked = _asked(query)
    return {
        "form": form,
        "query": asked.query,
        "filters": asked.words,
        "count": _export(asked).count(),
        "most": rules.MOST_PEOPLE,
    }


def _context(disclosure: Disclosure, form: EvidenceForm | None = None) -> dict[str, Any]:
    moves = {each.action for each in workflow.buttons(rules.WORKFLOW, disclosure, actor())}
    is_mine = disclosure.requested_by_id == actor().id
    return {
        "disclosure": disclosure,
        "flow": rules.WORKFLOW,
        "lines": reading.lines_of(reading.params_of(disclosure)),
        "moves": moves if is_mine else set(),
        "is_mine": is_mine,
        "left_out": len(reading.without_consent(disclosure)),
        "approval": approval_about("disclosure", disclosure.id),
        "form": form or EvidenceForm(None, obj=disclosure),
        "entries": activity.timeline(
            disclosure.community_id, subject=("disclosure", disclosure.id)
        ),
    }


def _mark(disclosure: Disclosure, at: datetime) -> str:
    moment = f"{local(at, zone()):%Y-%m-%d %H:%M}"
    return f"{disclosure.recipient} · {disclosure.requested_by} · {moment} · {disclosure.number}"


def _info(disclosure: Disclosure, at: datetime) -> list[tuple[str, str]]:
    return [
        (_("Disclosure no."), disclosure.number),
        *reading.lines_of(reading.params_of(disclosure)),
        (_("Purpose"), disclosure.purpose),
        (_("Approved by"), disclosure.approved_by),
        (_("Taken out by"), disclosure.requested_by),
        (_("Given at"), f"{local(at, zone()):%Y-%m-%d %H:%M}"),
        (_("People in the file"), str(disclosure.given)),
        (_("Digest"), disclosure.digest),
        (_("Use"), _("For the stated purpose only. Passing it on is forbidden (PIPL 23).")),
    ]
