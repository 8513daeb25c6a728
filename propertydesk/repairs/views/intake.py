"""Taking a report in, everything on one screen."""

from datetime import datetime
from typing import Any

from flask import flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.errors import Invalid, Missing
from propertydesk.kernel.words import N_
from propertydesk.owners import services as owners
from propertydesk.owners.models import Person, PersonPhone
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.forms import clean
from propertydesk.platform.i18n import clock_time
from propertydesk.platform.pictures import Pictures, read_pictures
from propertydesk.platform.reveal import asked, reveals, shown
from propertydesk.platform.web import page, see_other, writes
from propertydesk.repairs import rules, services
from propertydesk.repairs.forms.desk import OTHER, IntakeForm
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.queries import intake as asking
from propertydesk.repairs.rules import Permission, visits
from propertydesk.repairs.rules.reveals import CALLER_PHONE
from propertydesk.repairs.views import intake_page
from propertydesk.repairs.views.blueprint import bp


@bp.get("/new")
@requires(Permission.REGISTER)
def new() -> ResponseReturnValue:
    """An empty form, or one for a home (`?home=` its id) or a common area (`?area=`)."""
    form = intake_page.offered(IntakeForm(formdata=None))
    wanted = request.args.get("home", "")
    home = asking.home_of(actor().community_id, int(wanted)) if intake_page.is_id(wanted) else None
    form.home.data = home.code if home else ""
    form.area.data = "" if home else request.args.get("area", "")[:12]
    return page("repairs/new.html", **intake_page.context(form))


@bp.post("/new")
@requires(Permission.REGISTER)
@writes(prepare=read_pictures)
def create() -> ResponseReturnValue:
    """Make the order; with errors the same page keeps everything but the photos."""
    form = intake_page.offered(IntakeForm())
    intake_page.offer_household(form)
    order = form.submit(lambda data: _register(data, g.prepared))
    if order is None:
        return page("repairs/new.html", **intake_page.context(form)), 422
    flash(
        _(
            "%(number)s is registered. A technician is to be named before %(time)s.",
            number=order.number,
            time=clock_time(order.dispatch_due),
        ),
        "good",
    )
    if not actor().may(Permission.READ):
        return see_other("/")
    anchor = "print" if request.form.get("then") == "print" else None
    return see_other(url_for(".detail", repair_id=order.id, _anchor=anchor))


@bp.get("/new/homes")
@requires(Permission.REGISTER)
def homes() -> ResponseReturnValue:
    """Homes that answer to what is being typed."""
    text = clean(request.args.get("home", "")[:40])
    hits = asking.homes_like(actor().community_id, text) if text else []
    return page("repairs/_homes.html", hits=hits)


@bp.get("/new/household")
@requires(Permission.REGISTER)
def household() -> ResponseReturnValue:
    """The parts of the form that depend on the home."""
    form = intake_page.offered(IntakeForm(formdata=None))
    form.home.data = clean(request.args.get("home", "")[:40])
    return page("repairs/_household.html", **intake_page.context(form) | {"oob": True})


@bp.get("/new/advice")
@requires(Permission.REGISTER)
def advice() -> ResponseReturnValue:
    """What category, priority and window mean: promises, earlier faults, first help."""
    form = intake_page.offered(IntakeForm(formdata=None))
    for name in ("home", "category", "window", "original"):
        form[name].data = clean(request.args.get(name, "")[:40])
    form.priority.data = request.args.get("priority", "")[:2]
    return page("repairs/_advice.html", **intake_page.context(form))


@bp.post("/homes/<int:home_id>/people/<int:person_id>/phone")
@requires(Permission.REVEAL)
@reveals
def reveal_caller(home_id: int, person_id: int) -> ResponseReturnValue:
    """The registered number of a caller, for reading it back."""
    home = asking.home_of(actor().community_id, home_id)
    takes_calls = actor().may(Permission.REGISTER)  # on site, numbers are those of one's orders
    caller = asking.caller(home_id, person_id) if home and takes_calls else None
    if caller is None or caller.phone_id is None:
        raise Missing(N_("There is no such record."))
    person = load(Person, caller.person_id)
    look = owners.reveal_phone(
        person,
        load(PersonPhone, caller.phone_id),
        asked(),
        home_id=home_id,
        what=CALLER_PHONE,
        actor=actor(),
        now=now(),
    )
    return shown(look, whose=person.title, back=url_for(".new", home=home_id))


def _register(data: dict[str, Any], pictures: Pictures) -> RepairOrder:
    if pictures.problem:
        raise pictures.problem
    start, end = _appointment(data)
    home = asking.home_named(g.community.id, data["home"]) if data["home"] else None
    if data["home"] and home is None:
        raise Invalid(N_("There is no such home here."), field="home")
    person = data["reporter"] if home and intake_page.is_id(data["reporter"] or "") else None
    report = rules.Report(
        channel=data["channel"],
        rings=data["rings"],
        home_id=home.id if home else None,
        area=data["area"] or "",
        place=data["place"],
        reporter_id=int(person) if person else None,
        reporter_name=data["reporter_name"],
        salutation=data["salutation"] or "",
        reporter_role=data["reporter_role"] or rules.Reporter.OWNER,
        phone=data["phone"],
        category=data["category"],
        priority=int(data["priority"]) if data["priority"] else None,
        charge=data["charge"] or "",
        description=data["description"],
        appointment_from=start,
        appointment_to=end,
        original_id=int(data["original"]) if intake_page.is_id(data["original"]) else None,
        read_back=data["read_back"],
    )
    return services.register(g.community, report, photos=pictures.files, actor=actor(), now=now())


def _appointment(data: dict[str, Any]) -> tuple[datetime | None, datetime | None]:
    """The window that was typed, else the one that was picked."""
    if data["appointment_from"] or data["appointment_to"]:
        start, end = data["appointment_from"], data["appointment_to"]
        return start, end or (start + visits.WINDOW if start else None)
    if not data["window"] or data["window"] == OTHER:
        return None, None
    for _day, offered in asking.windows(g.community, now()):
        for window in offered:
            if intake_page.window_key(window.start) == data["window"]:
                if not window.is_open:
                    raise Invalid(
                        N_("This window is full by now. Please choose another."), field="window"
                    )
                return window.start, window.end
    raise Invalid(N_("Choose from the list."), field="window")
