"""Temporary parking: the guard's page, the slip, the list with its figures, takings to the till."""

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.passes.forms.parking import LeaveForm, PlateForm, UnknownForm
from propertydesk.passes.models.parking import ParkingStay
from propertydesk.passes.printing.parking_slip import parking_slip_pdf
from propertydesk.passes.queries import parking as queries
from propertydesk.passes.queries.parking_listing import LISTING
from propertydesk.passes.queries.parking_paper import slip_of
from propertydesk.passes.rules import Permission
from propertydesk.passes.rules import parking as rules
from propertydesk.passes.services import parking as services
from propertydesk.platform import activity
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.i18n import language, zone
from propertydesk.platform.listing import page as listing_page
from propertydesk.platform.web import page, see_other, writes
from propertydesk.shifts.models import HandOver
from propertydesk.shifts.queries import duty_of
from propertydesk.shifts.rules import PostKind
from propertydesk.till.rules import Permission as TillPermission

bp = Blueprint("parking", __name__)


@bp.get("/gate/parking")
@requires(Permission.GUARD)
def gate() -> ResponseReturnValue:
    """The guard's page: a plate (`?plate=`), and what is known of it."""
    typed = request.args.get("plate", "").strip()
    form = PlateForm(None, plate=typed)
    if not typed:
        return _gate_page(form)
    try:
        looked = queries.look_up(actor().community_id, typed[:20], now())
    except Invalid as problem:
        form.add_problem(problem)
        return _gate_page(form)
    return _gate_page(form, looked=looked)


@bp.post("/gate/parking")
@requires(Permission.GUARD)
@writes
def drive_in() -> ResponseReturnValue:
    """A car comes in."""
    form = PlateForm()
    stay = form.submit(lambda data: services.drive_in(data["plate"], actor=actor(), now=now()))
    if stay is None:
        return _gate_page(form), 422
    flash(_("%(plate)s is inside: %(number)s", plate=stay.plate, number=stay.number), "good")
    return see_other(url_for(".detail", stay_id=stay.id))


@bp.post("/gate/parking/<int:stay_id>/exit")
@requires(Permission.GUARD)
@writes
def drive_out(stay_id: int) -> ResponseReturnValue:
    """A car goes out for its fee."""
    stay, form = load(ParkingStay, stay_id), LeaveForm()
    done = form.carries_out(lambda data: services.drive_out(stay, **data, actor=actor(), now=now()))
    if not done:
        return _stay_page(stay, form), 422
    return see_other(url_for(".detail", stay_id=stay.id))


@bp.post("/gate/parking/unknown")
@requires(Permission.GUARD)
@writes
def drive_out_unknown() -> ResponseReturnValue:
    """A car goes out that nobody wrote down on its way in."""
    form = UnknownForm()
    stay = form.submit(lambda data: services.drive_out_unknown(**data, actor=actor(), now=now()))
    if stay is None:
        return _refused_unknown(form), 422
    return see_other(url_for(".detail", stay_id=stay.id))


@bp.get("/parking")
@requires(Permission.PARKING)
def index() -> ResponseReturnValue:
    """All stays, and the figures of the last days."""
    who = actor()
    return page(
        "passes/parking/list.html",
        listing=listing_page(LISTING, actor=who, args=request.args),
        days=queries.days(who.community_id, now(), zone()),
        tariff=queries.tariff_of(who.community_id),
    )


@bp.get("/parking/<int:stay_id>")
@requires(Permission.GUARD, Permission.PARKING)
def detail(stay_id: int) -> ResponseReturnValue:
    """One stay."""
    stay = load(ParkingStay, stay_id)
    return _stay_page(stay)


@bp.get("/parking/<int:stay_id>/slip.pdf")
@requires(Permission.GUARD, Permission.PARKING)
def slip(stay_id: int) -> ResponseReturnValue:
    """The slip, 80 mm: on the way in and, with the fee, on the way out."""
    stay = load(ParkingStay, stay_id)
    wanted = request.args.get("language") or language()
    document = parking_slip_pdf(
        slip_of(stay, actor=actor(), now=now()), language="en" if wanted == "en" else "zh"
    )
    answer = Response(document, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{stay.number}.pdf"'
    return answer


@bp.get("/parking/takings")
@requires(TillPermission.TAKE)
def takings() -> ResponseReturnValue:
    """What guards have handed over and the till has not had yet."""
    return page("passes/parking/takings.html", handed=queries.takings(actor().community_id))


@bp.post("/parking/takings/<int:hand_over_id>")
@requires(TillPermission.TAKE)
@writes
def hand_in(hand_over_id: int) -> ResponseReturnValue:
    """The cash of a shift goes into the drawer."""
    hand_over = load(HandOver, hand_over_id)
    try:
        receipt = services.hand_in(hand_over, actor=actor(), now=now())
    except Invalid as problem:
        raise Conflict(problem.text, **problem.values) from problem
    flash(
        _("¥%(sum)s taken, receipt %(number)s", sum=receipt.total.grouped, number=receipt.number),
        "good",
    )
    return see_other(url_for(".takings"))


def _gate_page(form: PlateForm, looked: queries.Looked | None = None, **forms: Any) -> str:
    who = actor()
    return page(
        "passes/parking/gate.html",
        form=form,
        looked=looked,
        unknown_form=forms.get("unknown_form") or UnknownForm(None),
        leave_form=LeaveForm(None),
        cars=queries.inside_now(who.community_id),
        is_on_duty=duty_of(who.id or 0, who.community_id, PostKind.GATE) is not None,
        tariff=queries.tariff_of(who.community_id),
        may_list=who.may(Permission.PARKING),
    )


def _refused_unknown(form: UnknownForm) -> str:
    typed = form.plate.data or ""
    try:
        looked = queries.look_up(actor().community_id, typed, now())
    except Invalid:
        looked = None
    return _gate_page(PlateForm(None, plate=typed), looked, unknown_form=form)


def _stay_page(stay: ParkingStay, form: LeaveForm | None = None) -> str:
    who, is_inside = actor(), stay.state == rules.StayState.INSIDE
    tariff = queries.tariff_of(stay.community_id)
    entered = stay.entered_at
    fee = rules.fee_of(tariff, entered, now()) if is_inside and entered else stay.fee
    return page(
        "passes/parking/stay.html",
        stay=stay,
        fee=fee,
        minutes=rules.minutes_of(entered, now()) if is_inside and entered else stay.minutes,
        words=rules.STAY_WORDS,
        tones=rules.STAY_TONES,
        form=form or LeaveForm(None),
        may_let_out=is_inside and who.may(Permission.GUARD),
        is_on_duty=duty_of(who.id or 0, who.community_id, PostKind.GATE) is not None,
        is_guard=who.may(Permission.GUARD),
        may_list=who.may(Permission.PARKING),
        entries=activity.timeline(stay.community_id, subject=("parking_stay", stay.id), limit=10),
    )
