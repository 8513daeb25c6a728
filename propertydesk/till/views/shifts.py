"""Drawers and days: counted blind, taken over by somebody else, closed for good."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.accounts.models import Staff
from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.platform import workflow
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now, today
from propertydesk.platform.db import db
from propertydesk.platform.i18n import zone
from propertydesk.platform.web import page, see_other, writes
from propertydesk.till import queries, rules, services
from propertydesk.till.forms.office import CountForm, DayForm, ReasonForm, TakeOverForm
from propertydesk.till.models import Shift
from propertydesk.till.queries import day as figures
from propertydesk.till.rules import Permission
from propertydesk.till.views.papers import language_form

bp = Blueprint("shifts", __name__, url_prefix="/till/shifts")


@bp.get("")
@requires(Permission.SHIFT, Permission.CLOSE_DAY)
def index() -> ResponseReturnValue:
    """The drawers and figures of a day (`?day=`), by default today's."""
    return day_page(_day_asked())


@bp.get("/<int:shift_id>")
@requires(Permission.SHIFT, Permission.CLOSE_DAY)
def detail(shift_id: int) -> ResponseReturnValue:
    """One drawer."""
    return shift_page(reached(shift_id))


@bp.post("/<int:shift_id>/count")
@requires(Permission.SHIFT)
@writes
def count(shift_id: int) -> ResponseReturnValue:
    """The cashier's count."""
    shift, form = reached(shift_id), CountForm()
    done = form.carries_out(
        lambda data: services.count_shift(
            shift, form.pieces(), explanation=data["explanation"], actor=actor(), now=now()
        )
    )
    return _onward(shift) if done else (shift_page(shift, count_form=form), 422)


@bp.post("/<int:shift_id>/recount")
@requires(Permission.CLOSE_DAY)
@writes
def recount(shift_id: int) -> ResponseReturnValue:
    """Back to the cashier, to be counted once more."""
    shift, form = reached(shift_id), ReasonForm()
    done = form.carries_out(
        lambda data: services.send_back_count(
            shift, reason=data["reason"], actor=actor(), now=now()
        )
    )
    return _onward(shift) if done else (shift_page(shift, recount_form=form), 422)


@bp.post("/<int:shift_id>/take-over")
@requires(Permission.CLOSE_DAY)
@writes
def take_over(shift_id: int) -> ResponseReturnValue:
    """The money changes hands."""
    shift, form = reached(shift_id), TakeOverForm()
    done = form.carries_out(
        lambda data: services.close_shift(
            shift,
            handed_over=data["handed_over"],
            explanation=data["explanation"],
            actor=actor(),
            now=now(),
        )
    )
    return _onward(shift) if done else (shift_page(shift, take_over_form=form), 422)


@bp.post("/days/close")
@requires(Permission.CLOSE_DAY)
@writes
def close_day() -> ResponseReturnValue:
    """Close a business day."""
    form = DayForm()
    closed = form.submit(
        lambda data: services.close_day(actor().community_id, data["day"], actor=actor(), now=now())
    )
    if closed is None:
        return day_page(form.day.data or today(zone()), form=form), 422
    flash(_("%(day)s is closed at the till.", day=closed.business_date), "good")
    return see_other(url_for(".index", day=closed.business_date))


@bp.post("/months/close")
@requires(Permission.CLOSE_MONTH)
@writes
def close_month() -> ResponseReturnValue:
    """Close the books of a month."""
    form = DayForm()
    done = form.carries_out(
        lambda data: services.close_books(
            actor().community_id, data["day"], actor=actor(), now=now()
        )
    )
    if not done:
        return day_page(form.day.data or today(zone()), form=form), 422
    flash(_("The books of %(month)s are closed.", month=f"{form.day.data:%Y-%m}"), "good")
    return see_other(url_for(".index", day=form.day.data))


def reached(shift_id: int) -> Shift:
    """A drawer the actor may look into: their own, or any for whoever takes money over."""
    shift = load(Shift, shift_id)
    if shift.cashier_id != actor().id and not actor().may(Permission.CLOSE_DAY):
        raise Missing(N_("There is no such record."))
    return shift


def _day_asked() -> date:
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return today(zone())


def _onward(shift: Shift) -> ResponseReturnValue:
    word = _(rules.SHIFT.word(shift.state))
    flash(_("%(number)s: %(state)s", number=shift.number, state=word), "good")
    return see_other(url_for(".detail", shift_id=shift.id))


def shift_page(shift: Shift, **forms: Any) -> str:
    """The page of a drawer; `forms` are those that were refused."""
    span = figures.Span(shift.community_id, shift.business_date, shift.id)
    fresh: dict[str, Any] = {
        "count_form": CountForm(formdata=None),
        "recount_form": ReasonForm(formdata=None),
        "take_over_form": TakeOverForm(formdata=None),
        "print_form": language_form(bound=False),
    }
    return page(
        "till/shift.html",
        shift=shift,
        cashier=db.session.get(Staff, shift.cashier_id),
        flow=rules.SHIFT,
        moves={each.action for each in workflow.buttons(rules.SHIFT, shift, actor())},
        is_mine=shift.cashier_id == actor().id,
        denominations=rules.DENOMINATIONS,
        methods=rules.METHOD_WORDS,
        **_moved(span),
        numbers=figures.receipt_range(span),
        **(fresh | forms),
    )


def day_page(day: date, **forms: Any) -> str:
    """The page of a business day; `forms` are those that were refused."""
    who, span = actor(), figures.Span(actor().community_id, day)
    drawers = figures.shifts_of(who.community_id, day)
    if not who.may(Permission.CLOSE_DAY):
        drawers = [each for each in drawers if each.cashier_id == who.id]
    names = {each.cashier_id: db.session.get(Staff, each.cashier_id) for each in drawers}
    return page(
        "till/shifts.html",
        day=day,
        drawers=drawers,
        names=names,
        flow=rules.SHIFT,
        methods=rules.METHOD_WORDS,
        **_moved(span),
        set_off=figures.set_off(span),
        numbers=figures.receipt_range(span),
        is_closed=queries.is_day_closed(who.community_id, day),
        may_close=who.may(Permission.CLOSE_DAY),
        may_close_month=who.may(Permission.CLOSE_MONTH),
        sees_figures=_sees_figures(drawers),
        **({"form": DayForm(formdata=None), "print_form": language_form(bound=False)} | forms),
    )


def _sees_figures(drawers: list[Shift]) -> bool:
    """Whoever still has to count a drawer does so before they see what should be in it."""
    mine = (each for each in drawers if each.cashier_id == actor().id)
    return all(each.state != rules.ShiftState.OPEN for each in mine)


def _moved(span: figures.Span) -> dict[str, Any]:
    """What came in and went out by method, and the money of it together."""
    taken, given = figures.taken_by_method(span), figures.given_back(span)
    with_money = (fen for method, fen in taken.items() if method not in rules.WITHOUT_MONEY)
    return {
        "taken": taken,
        "given": given,
        "money_in": sum(with_money),
        "money_out": sum(given.values()),
    }
