"""The report of a shift and of a day on paper (SF-05)."""

from datetime import date

from flask import request, url_for
from flask.typing import ResponseReturnValue

from propertydesk.kernel.errors import Conflict, Missing
from propertydesk.kernel.words import N_
from propertydesk.platform.access import actor, requires
from propertydesk.platform.clock import now
from propertydesk.platform.web import see_other, writes
from propertydesk.till import services
from propertydesk.till.models import Shift
from propertydesk.till.printing import day_report_pdf
from propertydesk.till.queries import day_paper
from propertydesk.till.queries.prints import prints_of
from propertydesk.till.rules import Permission, ShiftState
from propertydesk.till.views import shifts as pages
from propertydesk.till.views.papers import as_pdf, language_asked, language_form
from propertydesk.till.views.shifts import bp


@bp.post("/<int:shift_id>/prints")
@requires(Permission.SHIFT, Permission.CLOSE_DAY)
@writes
def print_shift(shift_id: int) -> ResponseReturnValue:
    """Lead to the report of a shift; once it is taken over, each print is counted."""
    shift, form = _counted(shift_id), language_form(bound=True)

    def count(_data: object) -> None:
        if shift.state == ShiftState.CLOSED:
            services.note_paper(shift, actor=actor(), now=now())

    if not form.carries_out(count):
        return pages.shift_page(shift, print_form=form), 422
    return see_other(url_for(".shift_paper", shift_id=shift.id, language=form.language.data))


@bp.get("/<int:shift_id>/report.pdf")
@requires(Permission.SHIFT, Permission.CLOSE_DAY)
def shift_paper(shift_id: int) -> ResponseReturnValue:
    """The report of a shift, as of the last print that was counted."""
    shift = _counted(shift_id)
    if shift.state == ShiftState.CLOSED and not prints_of(shift):
        return see_other(url_for(".detail", shift_id=shift.id))
    told = day_paper.shift_report(shift, actor=actor(), now=now())
    return as_pdf(day_report_pdf(told, language=language_asked()), told.number)


@bp.post("/days/prints")
@requires(Permission.CLOSE_DAY)
@writes
def print_day() -> ResponseReturnValue:
    """Lead to the report of a day; once it is closed, each print is counted."""
    form, day = language_form(bound=True), _day(request.form.get("day", ""))

    def count(_data: object) -> None:
        closed = day_paper.close_of(actor().community_id, day)
        if closed is not None:
            services.note_paper(closed, actor=actor(), now=now())

    if not form.carries_out(count):
        return pages.day_page(day, print_form=form), 422
    return see_other(url_for(".day_report", day=day, language=form.language.data))


@bp.get("/days/report.pdf")
@requires(Permission.CLOSE_DAY)
def day_report() -> ResponseReturnValue:
    """The report of a day (`?day=`), as of the last print that was counted."""
    here, day = actor().community_id, _day(request.args.get("day", ""))
    closed = day_paper.close_of(here, day)
    if closed is not None and not prints_of(closed):
        return see_other(url_for(".index", day=day))
    told = day_paper.day_report(here, day, actor=actor(), now=now())
    return as_pdf(day_report_pdf(told, language=language_asked()), told.number)


def _counted(shift_id: int) -> Shift:
    """A drawer the actor may look into, once it is counted: before that, figures stay hidden."""
    shift = pages.reached(shift_id)
    if shift.state == ShiftState.OPEN:
        raise Conflict(N_("Count the drawer first; the report follows the count."))
    return shift


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Missing(N_("There is no such page or record.")) from None
