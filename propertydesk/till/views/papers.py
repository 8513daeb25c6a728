"""Papers: the print is ordered by POST, which counts it, and fetched by GET; receipts first."""

from typing import get_args

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.errors import Missing, NotAllowed
from propertydesk.kernel.words import N_
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.printing import Language
from propertydesk.platform.settings import value
from propertydesk.platform.web import see_other, writes
from propertydesk.till import services
from propertydesk.till.forms.office import LanguageForm
from propertydesk.till.models import Receipt
from propertydesk.till.printing import LAYOUTS, receipt_pdf
from propertydesk.till.queries import paper as gathering
from propertydesk.till.queries.receipts import prints_of
from propertydesk.till.rules import Permission
from propertydesk.till.rules.paper import PAPER_LANGUAGE, PAPER_LANGUAGE_WORDS
from propertydesk.till.services.papers import Document
from propertydesk.till.views import receipts as receipt_page
from propertydesk.till.views.blueprint import receipts_bp as bp

_NOWHERE = N_("There is no such page or record.")


@bp.post("/<int:receipt_id>/prints")
@requires(Permission.TAKE, Permission.REPRINT)
@writes
def print_receipt(receipt_id: int) -> ResponseReturnValue:
    """Count a print and lead to the paper; every one after the first is a reprint."""
    receipt, form = load(Receipt, receipt_id), receipt_page.print_form(bound=True)

    def count(_data: object) -> None:
        before = services.note_print(receipt, actor=actor(), now=now())
        if before and not actor().may(Permission.REPRINT):
            raise NotAllowed(N_("You may not print a receipt once more."))

    if not form.carries_out(count):
        return receipt_page.shown_with(receipt, print_form=form), 422
    return see_other(
        url_for(".paper", receipt_id=receipt.id, language=form.language.data, paper=form.paper.data)
    )


@bp.get("/<int:receipt_id>/receipt.pdf")
@requires(Permission.TAKE, Permission.REPRINT)
def paper(receipt_id: int) -> ResponseReturnValue:
    """The paper of the last print that was counted."""
    receipt, layout = load(Receipt, receipt_id), request.args.get("paper", "form")
    if layout not in LAYOUTS:
        raise Missing(_NOWHERE)
    language = language_asked()
    if not prints_of(receipt):
        return see_other(url_for(".detail", receipt_id=receipt.id, _anchor="print"))
    told = gathering.receipt_paper(receipt, now=now())
    return as_pdf(receipt_pdf(told, language=language, layout=layout), receipt.number)


def may_print(before: int) -> bool:
    """Whether the actor may print a paper that was printed so often before."""
    return actor().may(Permission.REPRINT) or (not before and actor().may(Permission.TAKE))


def count_print(document: Document, *, home_id: int | None = None) -> None:
    """Count a print of a document. Raises NotAllowed for whoever may print no second one."""
    before = services.note_paper(document, home_id=home_id, actor=actor(), now=now())
    if not may_print(before):
        raise NotAllowed(N_("You may not print this paper once more."))


def language_form(*, bound: bool) -> LanguageForm:
    """The choice of a paper's language, by itself as the desk has set it."""
    form = LanguageForm(
        formdata=request.form if bound else None,
        language=value(actor().community_id, PAPER_LANGUAGE),
    )
    form.language.choices = [(key, _(words)) for key, words in PAPER_LANGUAGE_WORDS.items()]
    return form


def language_asked() -> Language:
    """The language of the address (`?language=`), Chinese by itself. Raises Missing."""
    wanted = request.args.get("language", "zh")
    languages: tuple[Language, ...] = get_args(Language)
    language = next((each for each in languages if each == wanted), None)
    if language is None:
        raise Missing(_NOWHERE)
    return language


def as_pdf(document: bytes, name: str) -> Response:
    """A document to be looked at in the browser, and saved under its number."""
    answer = Response(document, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
