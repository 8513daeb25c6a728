"""The noticeboard: everything that is connected to everything else stands here, as data."""

from flask import Flask

from propertydesk.accounts import queries as accounts
from propertydesk.accounts import rules as account_rules
from propertydesk.accounts import services as account_services
from propertydesk.accounts.rules import Role
from propertydesk.accounts.views import session_bp, staff_bp
from propertydesk.estate import queries as estate
from propertydesk.estate import rules as estate_rules
from propertydesk.estate.events import CommunityFounded, HomeEnded, SpaceEnded
from propertydesk.estate.queries.listings import LISTINGS as ESTATE_LISTINGS
from propertydesk.estate.rules import timeline as estate_timeline
from propertydesk.estate.rules.spelling import normalise_home_query
from propertydesk.estate.views import BLUEPRINTS as ESTATE_BLUEPRINTS
from propertydesk.followups import jobs as followup_jobs
from propertydesk.followups import queries as followups
from propertydesk.followups import rules as followup_rules
from propertydesk.followups import views as followup_views
from propertydesk.followups.events import FollowUpAnswered
from propertydesk.followups.queries.invariants import INVARIANTS as FOLLOWUP_INVARIANTS
from propertydesk.kernel.states import Workflow
from propertydesk.kernel.words import N_
from propertydesk.overview import rules as overview_rules
from propertydesk.overview.views import counter, exports, household
from propertydesk.overview.views import jobs as job_views
from propertydesk.overview.views import search as search_views
from propertydesk.overview.views import settings as settings_views
from propertydesk.overview.views import tasks as task_views
from propertydesk.overview.views.shell import init_shell
from propertydesk.owners import rules as owner_rules
from propertydesk.owners import services as owner_services
from propertydesk.owners.queries import presenting as owner_hits
from propertydesk.owners.queries.invariants import INVARIANTS as OWNER_INVARIANTS
from propertydesk.owners.queries.listings import LISTINGS as OWNER_LISTINGS
from propertydesk.owners.rules import timeline as owner_timeline
from propertydesk.owners.services import importing
from propertydesk.owners.views import BLUEPRINTS as OWNER_BLUEPRINTS
from propertydesk.platform import (
    activity,
    cards,
    events,
    health,
    housekeeping,
    menu,
    scheduling,
    search,
    settings,
    tasks,
)
from propertydesk.platform.access import login
from propertydesk.platform.cards import HouseholdAction, HouseholdCard
from propertydesk.platform.listing.declare import Listing, Place, registry
from propertydesk.platform.listing.export import ACTIONS as EXPORT_ACTIONS
from propertydesk.platform.menu import MenuGroup, MenuItem
from propertydesk.platform.scheduling import ACTIONS as JOB_ACTIONS
from propertydesk.platform.scheduling import Job
from propertydesk.platform.verify import Invariant
from propertydesk.portal import views as portal_views
from propertydesk.repairs import jobs as repair_jobs
from propertydesk.repairs import queries as repairs
from propertydesk.repairs import rules as repair_rules
from propertydesk.repairs import views as repair_views
from propertydesk.repairs.queries.followed import follow_up_sources
from propertydesk.repairs.queries.invariants import INVARIANTS as REPAIR_INVARIANTS
from propertydesk.repairs.rules import timeline as repair_timeline
from propertydesk.repairs.services import aftercare
from propertydesk.repairs.views import site as site_views

BLUEPRINTS = (
    health.bp,
    session_bp,
    staff_bp,
    *ESTATE_BLUEPRINTS,
    *OWNER_BLUEPRINTS,
    settings_views.bp,
    job_views.bp,
    task_views.bp,
    counter.bp,
    exports.bp,
    household.bp,
    search_views.bp,
    followup_views.bp,
    repair_views.bp,
    site_views.bp,
    portal_views.bp,
)

WORKFLOWS: tuple[Workflow, ...] = (followup_rules.WORKFLOW, repair_rules.WORKFLOW)

SETTINGS = (
    *estate_rules.SETTINGS,
    *account_rules.SETTINGS,
    *owner_rules.SETTINGS,
    *followup_rules.SETTINGS,
    *repair_rules.SETTINGS,
)

EVENTS: dict[type, tuple[events.Handler, ...]] = {
    CommunityFounded: (account_services.admit_founder,),
    FollowUpAnswered: (aftercare.take_answer,),
    HomeEnded: (owner_services.close_household,),
    SpaceEnded: (owner_services.release_space,),
}

LISTINGS: tuple[Listing, ...] = (
    *ESTATE_LISTINGS,
    *OWNER_LISTINGS,
    repairs.LISTING,
    followups.LISTING,
)

JOBS: tuple[Job, ...] = (*housekeeping.JOBS, *followup_jobs.JOBS, *repair_jobs.JOBS)

TASKS: tuple[tasks.TaskKind, ...] = (importing.TASK,)

INVARIANTS: tuple[Invariant, ...] = (
    *OWNER_INVARIANTS,
    *FOLLOWUP_INVARIANTS,
    *REPAIR_INVARIANTS,
)

_E, _O, _A = estate_rules.Permission, owner_rules.Permission, account_rules.Permission
_F, _R = followup_rules.Permission, repair_rules.Permission
_V = overview_rules.Permission

#: Blueprints whose pages belong to the register, besides the listing of homes itself.
REGISTER_PAGES = (
    "household",
    *(
        each.name
        for each in (*ESTATE_BLUEPRINTS, *OWNER_BLUEPRINTS)
        if each.name not in ("communities", "imports")
    ),
)

MENU: tuple[MenuGroup, ...] = (
    MenuGroup(
        N_("Front desk"),
        (
            MenuItem(N_("Counter"), "counter.index", "layout-dashboard", _V.SEARCH),
            MenuItem(N_("Owners and homes"), "homes.index", "users", _O.READ, also=REGISTER_PAGES),
            MenuItem(N_("Repairs"), "repairs.index", "tool", _R.READ, repairs.waiting),
            MenuItem(
                N_("Follow-up calls"), "followups.index", "phone-call", _F.READ, followups.waiting
            ),
        ),
    ),
    MenuGroup(N_("On site"), (MenuItem(N_("My orders"), "site.index", "list", _R.WORK),)),
    MenuGroup(
        N_("Management"),
        (
            MenuItem(N_("Staff"), "staff.index", "users-group", _A.READ),
            MenuItem(N_("Communities"), "communities.index", "building-community", _E.CHANGE),
            MenuItem(N_("Import"), "imports.index", "upload", _O.IMPORT),
            MenuItem(N_("Settings"), "settings.index", "settings", _V.CHANGE_SETTINGS),
            MenuItem(N_("Jobs"), "jobs.index", "clock", _V.RUN_JOBS),
        ),
    ),
)

_READING = {_V.SEARCH, _E.READ, _O.READ, _R.READ, _F.READ}
_DESK = {
    *_READING,
    _O.CHANGE,
    _O.REVEAL,
    _F.CALL,
    _R.REGISTER,
    _R.DISPATCH,
    _R.CANCEL,
    _R.VERIFY,
    _R.REVEAL,
}

#: What each role may do. The portal's owners, tenants and members have signed links, no role here.
ROLES: dict[Role, frozenset[str]] = {
    Role.CLERK: frozenset(_DESK),
    Role.SERVICE_LEAD: frozenset({*_DESK, _O.IMPORT, _F.REVIEW, _R.VOID, _A.READ}),
    Role.CASHIER: frozenset({*_READING, _R.SETTLE}),
    Role.FINANCE: frozenset({*_READING, _R.SETTLE}),
    Role.GUARD: frozenset({_V.SEARCH, _E.READ, _R.REGISTER}),
    Role.TECHNICIAN: frozenset({_V.SEARCH, _E.READ, _R.WORK, _R.REVEAL}),
    Role.ENGINEERING_LEAD: frozenset(
        {*_READING, _R.REGISTER, _R.DISPATCH, _R.WORK, _R.VERIFY, _R.VOID, _R.REVEAL, _R.TRAIN}
    ),
    Role.INSPECTOR: frozenset({_V.SEARCH, _E.READ, _R.REGISTER}),
    Role.CONTRACTOR: frozenset({_R.WORK}),
    Role.MANAGER: frozenset(
        {*_DESK, _E.CHANGE, _O.IMPORT, _F.REVIEW, _R.VOID, _R.TRAIN, _A.READ, _V.CHANGE_SETTINGS}
    ),
    Role.ADMINISTRATOR: frozenset(
        {*_DESK, _E.CHANGE, _O.IMPORT, _F.REVIEW, _R.VOID, _R.TRAIN, _A.READ, _A.MANAGE}
        | {_E.FOUND, _V.CHANGE_SETTINGS, _V.RUN_JOBS}
    ),
}

#: How actions read in timelines; the moves of the workflows bring their own words.
ACTIONS = {
    **EXPORT_ACTIONS,
    **settings.ACTIONS,
    **JOB_ACTIONS,
    **account_rules.ACTIONS,
    **estate_timeline.ACTIONS,
    **owner_timeline.ACTIONS,
    **followup_rules.ACTIONS,
    **repair_timeline.ACTIONS,
}

#: Where a subject of the timeline has its page.
SUBJECT_LINKS = {
    **estate_timeline.LINKS,
    **owner_timeline.LINKS,
    **followup_rules.LINKS,
    **repair_timeline.LINKS,
}

#: How subjects read among search hits; the order is the order in which equal hits are shown.
SEARCH_HITS = {
    "home": owner_hits.present_homes,
    "person": owner_hits.present_people,
    "vehicle": owner_hits.present_vehicles,
    "repair": repairs.present,
}


#: What stands on a household's page, and what can be started from there.
HOUSEHOLD_CARDS: tuple[HouseholdCard, ...] = (
    HouseholdCard("repairs", _R.READ, "repairs/_household_card.html", repairs.household_card),
)
HOUSEHOLD_ACTIONS: tuple[HouseholdAction, ...] = (
    HouseholdAction(N_("New repair"), "repairs.new", "tool", "B", _R.REGISTER, is_primary=True),
    HouseholdAction(N_("Edit household"), "households.edit", "edit", "E", _O.CHANGE),
)


def connect(app: Flask) -> None:
    """Hang everything on the application."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    accounts.ROLE_MATRIX.by_role.update({role.value: granted for role, granted in ROLES.items()})
    login.user_loader(accounts.load_session)
    settings.register(SETTINGS)
    events.register(EVENTS)
    menu.register(MENU)
    cards.register(HOUSEHOLD_CARDS, HOUSEHOLD_ACTIONS)
    registry.fill(LISTINGS, places=_places)
    tasks.register(app, TASKS)
    scheduling.register(app, JOBS, _job_places)
    activity.register_words(ACTIONS)
    for subject_type, link in SUBJECT_LINKS.items():
        activity.register_link(subject_type, link)
    search.register_normaliser(normalise_home_query)
    for subject_type, presenter in SEARCH_HITS.items():
        search.register_presenter(subject_type, presenter)
    followups.register_source("repair", follow_up_sources)
    for flow in WORKFLOWS:
        activity.register_workflow(flow)
    init_shell(app)


def _places() -> list[Place]:
    return [Place(each.id, each.code, each.zone) for each in estate.communities()]


def _job_places() -> list[scheduling.Place]:
    return [scheduling.Place(each.id, each.zone) for each in estate.communities()]
