"""The till: find the household, tick what is paid, take it, hand over the receipt."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.estate import queries as estate
from propertydesk.estate.models import Home
from propertydesk.kernel.errors import Conflict, Invalid, Missing
from propertydesk.kernel.words import N_
from propertydesk.platform.access import actor, requires
from propertydesk.platform.clock import now
from propertydesk.platform.forms import clean
from propertydesk.platform.web import page, see_other, writes
from propertydesk.till import rules, services
from propertydesk.till.forms.counter import (
    AheadForm,
    AskedDepositForm,
    DepositForm,
    OpeningForm,
    PayingForm,
    PaymentForm,
    offered,
)
from propertydesk.till.queries.secured import asked_for
from propertydesk.till.rules import Permission
from propertydesk.till.services import Secured, Taken
from propertydesk.till.views import counter_page
from propertydesk.till.views.blueprint import till_bp as bp


@bp.get("")
@requires(Permission.TAKE)
def index() -> ResponseReturnValue:
    """The till, for the homes of the address or for finding one (`?q=`)."""
    text = clean(request.args.get("q", "")[:40])
    if text and not request.args.get("home"):
        return _found(text)
    return page("till/counter.html", **counter_page.context(counter_page.homes_asked()), q="")


@bp.post("/shift")
@requires(Permission.SHIFT)
@writes
def open_shift() -> ResponseReturnValue:
    """Begin the shift with what is in the drawer."""
    form = OpeningForm()
    shift = form.submit(lambda data: services.open_shift(data["opening"], actor=actor(), now=now()))
    if shift is None:
        shown = counter_page.context(counter_page.homes_asked(), opening_form=form)
        return page("till/counter.html", **shown, q=""), 422
    flash(_("Your shift is open. Float: ¥%(sum)s.", sum=shift.opening.grouped), "good")
    return see_other(url_for(".index", home=request.form.getlist("home")))


@bp.post("/payments")
@requires(Permission.TAKE)
@writes
def take() -> ResponseReturnValue:
    """Take a payment for what is ticked."""
    homes = _homes()
    form = offered(PaymentForm(), counter_page.people_of(homes))

    def pay(_data: object) -> Taken:
        chosen = counter_page.chosen()
        return services.take_payment(
            counter_page.payer_of(homes[0], form),
            counter_page.tender_of(form, counter_page.amount_of(form, chosen.seen)),
            chosen=chosen.ids,
            late=chosen.late,
            seen=chosen.seen,
            keep_surplus=bool(form.keep.data),
            actor=actor(),
            now=now(),
        )

    taken = form.submit(pay)
    if taken is None:
        shown = counter_page.context(homes, payment_form=form)
        return page("till/counter.html", **shown, q=""), 422
    return _onward(taken, form)


@bp.post("/prepayments")
@requires(Permission.TAKE)
@writes
def pay_ahead() -> ResponseReturnValue:
    """Take money for bills to come."""
    homes = _homes()
    form = offered(AheadForm(), counter_page.people_of(homes))
    taken = form.submit(
        lambda data: services.pay_ahead(
            counter_page.payer_of(homes[0], form),
            counter_page.tender_of(form, data["amount"]),
            actor=actor(),
            now=now(),
        )
    )
    if taken is None:
        shown = counter_page.context(homes, ahead_form=form)
        return page("till/counter.html", **shown, q=""), 422
    return _onward(taken, form)


@bp.post("/deposits")
@requires(Permission.DEPOSIT)
@writes
def take_deposit() -> ResponseReturnValue:
    """Take a deposit."""
    homes = _homes()
    form = offered(DepositForm(), counter_page.people_of(homes))
    taken = form.submit(
        lambda data: services.take_deposit(
            counter_page.payer_of(homes[0], form),
            counter_page.tender_of(form, data["amount"]),
            Secured(rules.DepositKind(data["kind"])),
            actor=actor(),
            now=now(),
        )
    )
    if taken is None:
        shown = counter_page.context(homes, deposit_form=form)
        return page("till/counter.html", **shown, q=""), 422
    return _onward(taken[1], form)


@bp.post("/deposits/asked")
@requires(Permission.DEPOSIT)
@writes
def take_asked_deposit() -> ResponseReturnValue:
    """Take a deposit that a record asks for, such as the one for workers' cards."""
    homes = _homes()
    form = offered(AskedDepositForm(), counter_page.people_of(homes))
    asked = asked_for([home.id for home in homes], form.asked.data or "")
    if asked is None:
        raise Conflict(N_("This deposit is not asked for any more."))
    home = next(each for each in homes if each.id == asked.home_id)
    taken = form.submit(
        lambda _data: services.take_deposit(
            counter_page.payer_of(home, form),
            counter_page.tender_of(form, asked.amount),
            Secured(asked.kind, asked.subject_type, asked.subject_id, asked.number),
            actor=actor(),
            now=now(),
        )
    )
    if taken is None:
        shown = counter_page.context(homes, asked_form=(asked.key, form))
        return page("till/counter.html", **shown, q=""), 422
    return _onward(taken[1], form)


def _found(text: str) -> ResponseReturnValue:
    """One home: its bills; several: a choice; none: say so."""
    try:
        homes = [estate.home_named(actor().community_id, text)]
    except Invalid:
        homes = estate.homes_spelled(actor().community_id, text, limit=12)
    if len(homes) == 1:
        return see_other(url_for(".index", home=homes[0].id))
    return page("till/counter.html", **counter_page.context([]), q=text, hits=homes)


def _homes() -> list[Home]:
    homes = counter_page.homes_asked()
    if not homes:
        raise Missing(N_("There is no such record."))
    return homes


def _onward(taken: Taken, form: PayingForm) -> ResponseReturnValue:
    """To the receipt, with the change to hand over said first."""
    receipt, given = taken.receipt, form.tendered.data
    if form.method.data == rules.Method.CASH and given is not None and given > receipt.total:
        flash(_("Change to give: ¥%(sum)s", sum=(given - receipt.total).grouped), "good")
    if taken.surplus and isinstance(form, PaymentForm):
        flash(_("Kept as prepayment: ¥%(sum)s", sum=taken.surplus.grouped), "good")
    flash(_("Receipt %(number)s over ¥%(sum)s", number=receipt.number, sum=receipt.total.grouped))
    return see_other(url_for("receipts.detail", receipt_id=receipt.id, _anchor="print"))
