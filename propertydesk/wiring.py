"""The noticeboard: everything that is connected to everything else stands here, as data."""

from flask import Flask, g, request, url_for
from flask_babel import gettext
from flask_login import current_user

from propertydesk.accounts import queries as accounts
from propertydesk.accounts import rules as account_rules
from propertydesk.accounts.rules import Role
from propertydesk.accounts.views import session as session_views
from propertydesk.accounts.views import session_bp, staff_bp
from propertydesk.estate import queries as estate
from propertydesk.estate import rules as estate_rules
from propertydesk.followups import rules as followup_rules
from propertydesk.kernel.masking import mask_name, mask_phone
from propertydesk.kernel.states import Workflow
from propertydesk.kernel.words import N_
from propertydesk.overview import rules as overview_rules
from propertydesk.overview.views import jobs as job_views
from propertydesk.overview.views import settings as settings_views
from propertydesk.overview.views import tasks as task_views
from propertydesk.owners import rules as owner_rules
from propertydesk.platform import (
    activity,
    events,
    health,
    housekeeping,
    idempotency,
    menu,
    scheduling,
    settings,
    tasks,
)
from propertydesk.platform.access import login, signed_in_actor
from propertydesk.platform.activity import ActionWords
from propertydesk.platform.clock import now
from propertydesk.platform.i18n import language
from propertydesk.platform.listing.declare import Listing, Place, registry
from propertydesk.platform.menu import MenuGroup
from propertydesk.platform.scheduling import Job
from propertydesk.platform.verify import Invariant
from propertydesk.repairs import rules as repair_rules
from propertydesk.repairs import models as _repair_models  # noqa: F401
from propertydesk.owners import models as _owner_models  # noqa: F401
from propertydesk.followups import models as _followup_models  # noqa: F401
from propertydesk.platform import search as _search  # noqa: F401

BLUEPRINTS = (health.bp, session_bp, staff_bp, settings_views.bp, job_views.bp, task_views.bp)

WORKFLOWS: tuple[Workflow, ...] = (followup_rules.WORKFLOW, repair_rules.WORKFLOW)

SETTINGS = (
    *estate_rules.SETTINGS,
    *account_rules.SETTINGS,
    *owner_rules.SETTINGS,
    *followup_rules.SETTINGS,
    *repair_rules.SETTINGS,
)

EVENTS: dict[type, tuple[events.Handler, ...]] = {}

LISTINGS: tuple[Listing, ...] = ()

JOBS: tuple[Job, ...] = (*housekeeping.JOBS,)

TASKS: tuple[tasks.TaskKind, ...] = ()

INVARIANTS: tuple[Invariant, ...] = ()

MENU: tuple[MenuGroup, ...] = ()

_E, _O, _A = estate_rules.Permission, owner_rules.Permission, account_rules.Permission
_F, _R = followup_rules.Permission, repair_rules.Permission
_V = overview_rules.Permission

_READING = {_E.READ, _O.READ, _R.READ, _F.READ}
_DESK = {*_READING, _O.CHANGE, _O.REVEAL, _F.CALL, _R.REGISTER, _R.DISPATCH, _R.CANCEL, _R.VERIFY, _R.REVEAL}

#: What each role may do. The portal's owners, tenants and members have signed links, no role here.
ROLES: dict[Role, frozenset[str]] = {
    Role.CLERK: frozenset(_DESK),
    Role.SERVICE_LEAD: frozenset({*_DESK, _O.IMPORT, _F.REVIEW, _R.VOID, _A.READ}),
    Role.CASHIER: frozenset({*_READING, _R.SETTLE}),
    Role.FINANCE: frozenset({*_READING, _R.SETTLE}),
    Role.GUARD: frozenset({_E.READ, _R.REGISTER}),
    Role.TECHNICIAN: frozenset({_E.READ, _R.READ, _R.WORK, _R.REVEAL}),
    Role.ENGINEERING_LEAD: frozenset(
        {*_READING, _R.REGISTER, _R.DISPATCH, _R.WORK, _R.VERIFY, _R.VOID, _R.REVEAL}
    ),
    Role.INSPECTOR: frozenset({_E.READ, _R.REGISTER}),
    Role.CONTRACTOR: frozenset({_R.WORK}),
    Role.MANAGER: frozenset(
        {*_DESK, _E.CHANGE, _O.IMPORT, _F.REVIEW, _R.VOID, _A.READ, _V.CHANGE_SETTINGS}
    ),
    Role.ADMINISTRATOR: frozenset(
        {*_DESK, _E.CHANGE, _O.IMPORT, _F.REVIEW, _R.VOID, _A.READ, _A.MANAGE}
        | {_V.CHANGE_SETTINGS, _V.RUN_JOBS}
    ),
}

ACTIONS = {
    "job.run": ActionWords(N_("Run asked for: %(number)s"), "player-play"),
    "setting.change": ActionWords(N_("Setting changed: %(number)s"), "settings"),
    "staff.close": ActionWords(N_("Account closed: %(number)s"), "lock"),
    "staff.edit": ActionWords(N_("Account corrected: %(number)s"), "edit"),
    "staff.grant": ActionWords(N_("Role given: %(number)s"), "key"),
    "staff.open": ActionWords(N_("Account opened: %(number)s"), "user-plus"),
    "staff.password": ActionWords(N_("Password changed: %(number)s"), "key"),
    "staff.reopen": ActionWords(N_("Account opened again: %(number)s"), "user-check"),
    "staff.sign_in": ActionWords(N_("Signed in: %(number)s"), "login"),
    "staff.withdraw": ActionWords(N_("Role withdrawn: %(number)s"), "key"),
}


def connect(app: Flask) -> None:
    """Hang everything on the application."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    accounts.ROLE_MATRIX.by_role.update({role.value: granted for role, granted in ROLES.items()})
    login.user_loader(accounts.load_session)
    settings.register(SETTINGS)
    events.register(EVENTS)
    menu.register(MENU)
    registry.fill(LISTINGS, places=_places)
    tasks.register(app, TASKS)
    scheduling.register(app, JOBS, _job_places)
    activity.register_words(ACTIONS)
    for flow in WORKFLOWS:
        activity.register_workflow(flow)
    _dress_templates(app)


def _places() -> list[Place]:
    return [Place(each.id, each.code, each.zone) for each in estate.communities()]


def _job_places() -> list[scheduling.Place]:
    return [scheduling.Place(each.id, each.zone) for each in estate.communities()]


def _dress_templates(app: Flask) -> None:
    """What every template may use."""
    app.jinja_env.filters.update(mask_phone=mask_phone, mask_name=mask_name)
    app.jinja_env.globals.update(once=idempotency.new_id, asset=_asset, language=language)

    @app.before_request
    def _enter_community() -> None:
        actor = signed_in_actor() if request.endpoint != "static" else None
        g.community = estate.community(actor.community_id) if actor and actor.community_id else None
        g.zone = g.community.zone if g.community else "Asia/Shanghai"

    @app.context_processor
    def _surroundings() -> dict[str, object]:
        actor = signed_in_actor() if current_user else None
        return {
            "actor": actor,
            "may": actor.may if actor else lambda _permission: False,
            "community": g.get("community"),
            "communities": session_views.communities(),
            "menu": menu.shown(actor) if actor else [],
            "now": now(),
        }


def _asset(path: str) -> str:
    """The address of a static file; it changes when the file does, so that browsers may keep it."""
    return url_for("static", filename=path)
