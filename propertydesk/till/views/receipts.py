"""Receipts: the list, one with everything beside it, and asking for it to be taken back."""

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.approvals import Approval
from propertydesk.platform.clock import now
from propertydesk.platform.listing import page as listing_page
from propertydesk.platform.settings import value
from propertydesk.platform.web import page, see_other, writes
from propertydesk.till import services
from propertydesk.till.forms.office import PrintForm, ReasonForm
from propertydesk.till.models import Receipt
from propertydesk.till.queries import paper as gathering
from propertydesk.till.queries import receipts as reading
from propertydesk.till.rules import METHOD_WORDS, STANDING_TONES, STANDING_WORDS, Permission
from propertydesk.till.rules.paper import (
    PAPER,
    PAPER_LANGUAGE,
    PAPER_LANGUAGE_WORDS,
    PAPER_WORDS,
)
from propertydesk.till.views.blueprint import receipts_bp as bp


@bp.get("")
@requires(Permission.READ)
def index() -> ResponseReturnValue:
    """All receipts, the newest first."""
    shown = listing_page(reading.RECEIPTS, actor=actor(), args=request.args)
    return page("till/receipts.html", listing_page=shown)


@bp.get("/<int:receipt_id>")
@requires(Permission.READ)
def detail(receipt_id: int) -> ResponseReturnValue:
    """One receipt."""
    return _shown(load(Receipt, receipt_id), ReasonForm(formdata=None))


@bp.post("/<int:receipt_id>/voiding")
@requires(Permission.VOID)
@writes
def ask_void(receipt_id: int) -> ResponseReturnValue:
    """Ask a second person to make it void."""
    receipt, form = load(Receipt, receipt_id), ReasonForm()
    asked = form.submit(
        lambda data: services.ask_void(receipt, reason=data["reason"], actor=actor(), now=now())
    )
    return _asked(receipt, form, asked)


@bp.post("/<int:receipt_id>/reversal")
@requires(Permission.VOID)
@writes
def ask_reversal(receipt_id: int) -> ResponseReturnValue:
    """Ask a second person to reverse it in red."""
    receipt, form = load(Receipt, receipt_id), ReasonForm()
    asked = form.submit(
        lambda data: services.ask_reversal(receipt, reason=data["reason"], actor=actor(), now=now())
    )
    return _asked(receipt, form, asked)


def _asked(receipt: Receipt, form: ReasonForm, asked: Approval | None) -> ResponseReturnValue:
    if asked is None:
        return _shown(receipt, form, 422)
    flash(_("Asked for: %(number)s waits for a second person.", number=asked.number), "good")
    return see_other(url_for(".detail", receipt_id=receipt.id))


def _shown(receipt: Receipt, form: ReasonForm, status: int = 200) -> ResponseReturnValue:
    return shown_with(receipt, form=form), status


def print_form(*, bound: bool) -> PrintForm:
    """The choice of paper and language, by itself as the desk has set them."""
    place = actor().community_id
    form = PrintForm(
        formdata=request.form if bound else None,
        paper=value(place, PAPER),
        language=value(place, PAPER_LANGUAGE),
    )
    form.paper.choices = [(key, _(words)) for key, words in PAPER_WORDS.items()]
    form.language.choices = [(key, _(words)) for key, words in PAPER_LANGUAGE_WORDS.items()]
    return form


def shown_with(receipt: Receipt, **forms: Any) -> str:
    """The page of a receipt; `forms` are those that were refused."""
    return page(
        "till/receipt.html",
        shown=reading.shown(receipt),
        part_of=gathering.part_of,
        methods=METHOD_WORDS,
        standing_words=STANDING_WORDS,
        standing_tones=STANDING_TONES,
        may_ask=actor().may(Permission.VOID),
        may_print=actor().may(Permission.TAKE) or actor().may(Permission.REPRINT),
        **{"form": ReasonForm(formdata=None), "print_form": print_form(bound=False), **forms},
    )
