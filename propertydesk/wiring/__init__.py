"""The noticeboard: everything that is connected to everything else stands here, as data."""

from flask import Flask

from propertydesk.accounts import queries as accounts
from propertydesk.accounts import rules as account_rules
from propertydesk.accounts import services as account_services
from propertydesk.accounts.queries.changes import LISTING as ROLE_CHANGES
from propertydesk.accounts.views import BLUEPRINTS as ACCOUNT_BLUEPRINTS
from propertydesk.accounts.views import confirm, detour, keep_awake, lock_after, prove
from propertydesk.estate import queries as estate
from propertydesk.estate import rules as estate_rules
from propertydesk.estate.events import CommunityFounded, HomeEnded, HomesReplaced, SpaceEnded
from propertydesk.estate.queries.listings import LISTINGS as ESTATE_LISTINGS
from propertydesk.estate.rules.spelling import normalise_home_query
from propertydesk.estate.views import BLUEPRINTS as ESTATE_BLUEPRINTS
from propertydesk.fees import rules as fee_rules
from propertydesk.fees import services as fee_services
from propertydesk.fees.events import BillsPosted, BillsWithdrawn
from propertydesk.fees.queries import bills as fee_bills
from propertydesk.fees.queries import late as fee_late
from propertydesk.fees.queries.listings import LISTINGS as FEE_LISTINGS
from propertydesk.fees.services import approving
from propertydesk.fees.services import following as fee_following
from propertydesk.fees.views import BLUEPRINTS as FEE_BLUEPRINTS
from propertydesk.followups import queries as followups
from propertydesk.followups import rules as followup_rules
from propertydesk.followups import services as followup_services
from propertydesk.followups import views as followup_views
from propertydesk.followups.events import FollowUpAnswered
from propertydesk.followups.queries import open_matters as followup_matters
from propertydesk.kernel.states import Workflow
from propertydesk.overview import rules as overview_rules
from propertydesk.overview.queries import approvals as approval_listing
from propertydesk.overview.queries import exports as export_log
from propertydesk.overview.queries.looks import LISTING as LOOKS
from propertydesk.overview.services import exports as export_services
from propertydesk.overview.views import approvals as approval_views
from propertydesk.overview.views import counter, exports, household
from propertydesk.overview.views import jobs as job_views
from propertydesk.overview.views import looks as look_views
from propertydesk.overview.views import retention as retention_views
from propertydesk.overview.views import seals as seal_views
from propertydesk.overview.views import search as search_views
from propertydesk.overview.views import settings as settings_views
from propertydesk.overview.views import tasks as task_views
from propertydesk.overview.views.shell import init_shell
from propertydesk.owners import queries as owners
from propertydesk.owners import rules as owner_rules
from propertydesk.owners import services as owner_services
from propertydesk.owners.events import PeopleErased, PersonDied, PersonMerged
from propertydesk.owners.queries.disclosures import LISTING as DISCLOSURES
from propertydesk.owners.queries.listings import LISTINGS as OWNER_LISTINGS
from propertydesk.owners.queries.person_listings import LISTINGS as PERSON_LISTINGS
from propertydesk.owners.rules import disclosures as disclosure_rules
from propertydesk.owners.services.disclosures import DISCLOSURE
from propertydesk.owners.services.importing import IMPORT
from propertydesk.owners.views import BLUEPRINTS as OWNER_BLUEPRINTS
from propertydesk.passes import rules as pass_rules
from propertydesk.passes.queries import door as pass_door
from propertydesk.passes.queries import exit_gate, gate_notes
from propertydesk.passes.queries import open_matters as pass_matters
from propertydesk.passes.queries import parking as parking_matters
from propertydesk.passes.queries.listing import LISTING as PASSES
from propertydesk.passes.queries.parking_listing import LISTING as PARKING
from propertydesk.passes.queries.uses_listing import LISTING as GATE_USES
from propertydesk.passes.queries.visit_listing import LISTING as VISITS
from propertydesk.passes.queries.worker_deposits import WORKERS_SECURED
from propertydesk.passes.queries.worker_listing import ENGAGEMENTS
from propertydesk.passes.queries.worker_listing import PASSES as WORKER_PASSES
from propertydesk.passes.rules import gate_notes as note_rules
from propertydesk.passes.rules import parking as parking_rules
from propertydesk.passes.rules import visit_timeline, worker_states, worker_timeline
from propertydesk.passes.rules import visits as visit_rules
from propertydesk.passes.rules import workers as worker_rules
from propertydesk.passes.services import following as pass_following
from propertydesk.passes.services import gates as pass_gates
from propertydesk.passes.services import workers as worker_services
from propertydesk.passes.services.exits import erasure as pass_erasure
from propertydesk.passes.services.workers import following as worker_following
from propertydesk.passes.views import BLUEPRINTS as PASS_BLUEPRINTS
from propertydesk.passes.views import gate_visits, gate_workers
from propertydesk.passes.views import parking as parking_views
from propertydesk.platform import (
    activity,
    approvals,
    assets,
    attachments,
    cards,
    events,
    health,
    menu,
    retention,
    reveal,
    scheduling,
    search,
    settings,
    tasks,
)
from propertydesk.platform.access import login, register_porters
from propertydesk.platform.approvals import ApprovalKind
from propertydesk.platform.listing.declare import Listing, Place, registry
from propertydesk.platform.listing.records import SETTINGS as EXPORT_SETTINGS
from propertydesk.portal import views as portal_views
from propertydesk.repairs import queries as repairs
from propertydesk.repairs import rules as repair_rules
from propertydesk.repairs import services as repair_services
from propertydesk.repairs import views as repair_views
from propertydesk.repairs.queries import open_matters as repair_matters
from propertydesk.repairs.queries.followed import follow_up_sources
from propertydesk.repairs.rules.reveals import REVEALABLES as REPAIR_REVEALABLES
from propertydesk.repairs.services import aftercare, charging
from propertydesk.repairs.services import erasure as repair_erasure
from propertydesk.repairs.views import site as site_views
from propertydesk.shifts import queries as shifts
from propertydesk.shifts import rules as shift_rules
from propertydesk.shifts import services as shift_services
from propertydesk.shifts.views import BLUEPRINTS as SHIFT_BLUEPRINTS
from propertydesk.till import rules as till_rules
from propertydesk.till.events import DepositReturned, DepositTakenBack, ReceivablesMet
from propertydesk.till.queries import ahead as till_ahead
from propertydesk.till.queries import met as till_met
from propertydesk.till.queries import open_matters as till_matters
from propertydesk.till.queries.listings import DEPOSITS, PAYMENTS, PREPAYMENTS
from propertydesk.till.queries.receipts import RECEIPTS
from propertydesk.till.queries.secured import register_secured
from propertydesk.till.rules.paper import SETTINGS as PAPER_SETTINGS
from propertydesk.till.services import offsets, withdrawals
from propertydesk.till.services import prepayments as till_accounts
from propertydesk.till.services import requests as till_requests
from propertydesk.till.views import BLUEPRINTS as TILL_BLUEPRINTS
from propertydesk.wiring.roles import ROLES
from propertydesk.wiring.shown import (
    ACTIONS,
    HOUSEHOLD_CARDS,
    SEARCH_HITS,
    SUBJECT_LINKS,
    SUBJECT_NAMES,
)
from propertydesk.wiring.side_menu import HOUSEHOLD_ACTIONS, MENU
from propertydesk.wiring.upkeep import HOLDS, JOBS, KEPT, RETENTION, TASKS

BLUEPRINTS = (
    assets.bp,
    health.bp,
    *ACCOUNT_BLUEPRINTS,
    *ESTATE_BLUEPRINTS,
    *OWNER_BLUEPRINTS,
    approval_views.bp,
    settings_views.bp,
    job_views.bp,
    seal_views.bp,
    retention_views.bp,
    task_views.bp,
    look_views.bp,
    counter.bp,
    exports.bp,
    household.bp,
    search_views.bp,
    *SHIFT_BLUEPRINTS,
    parking_views.bp,
    followup_views.bp,
    *FEE_BLUEPRINTS,
    *TILL_BLUEPRINTS,
    repair_views.bp,
    site_views.bp,
    *PASS_BLUEPRINTS,
    portal_views.bp,
)

WORKFLOWS: tuple[Workflow, ...] = (
    approvals.STATES,
    disclosure_rules.WORKFLOW,
    shift_rules.WORKFLOW,
    followup_rules.WORKFLOW,
    repair_rules.WORKFLOW,
    pass_rules.EXIT_PASS,
    visit_rules.WORKFLOW,
    worker_states.WORKFLOW,
    worker_states.WORK,
    note_rules.WORKFLOW,
    fee_rules.RUN,
    fee_rules.PRICE,
    fee_rules.LATE_RULE,
    fee_rules.VACANCY,
    till_rules.SHIFT,
)

#: What needs a second person; whoever asks or decides also holds the permission to read approvals.
APPROVALS: tuple[ApprovalKind, ...] = (
    *account_services.APPROVALS,
    DISCLOSURE,
    IMPORT,
    export_services.EXPORT,
    *approving.APPROVALS,
    *till_requests.KINDS,
)

SETTINGS = (
    *attachments.SETTINGS,
    *reveal.SETTINGS,
    retention.TASK_DAYS,
    *estate_rules.SETTINGS,
    *account_rules.SETTINGS,
    *owner_rules.SETTINGS,
    *followup_rules.SETTINGS,
    *parking_rules.SETTINGS,
    *fee_rules.SETTINGS,
    *till_rules.SETTINGS,
    *repair_rules.SETTINGS,
    *pass_rules.SETTINGS,
    *visit_rules.SETTINGS,
    *worker_rules.SETTINGS,
    *PAPER_SETTINGS,
    *EXPORT_SETTINGS,
)

EVENTS: dict[type, tuple[events.Handler, ...]] = {
    BillsPosted: (offsets.meet_posted,),
    BillsWithdrawn: (withdrawals.take_back_set_offs,),
    CommunityFounded: (
        account_services.admit_founder,
        pass_gates.found_first_gate,
        shift_services.furnish,
    ),
    DepositReturned: (worker_services.note_returned,),
    DepositTakenBack: (worker_services.note_taken_back,),
    FollowUpAnswered: (aftercare.take_answer,),
    PersonMerged: (
        repair_services.follow_person,
        pass_erasure.follow_person,
        fee_services.follow_person,
        till_accounts.follow_person,
    ),
    HomeEnded: (owner_services.close_household,),
    HomesReplaced: (
        owner_services.move_households,
        fee_following.follow_homes,
        pass_following.follow_homes,
        worker_following.follow_homes,
    ),
    PeopleErased: (repair_erasure.forget_reporters, pass_erasure.forget_people),
    ReceivablesMet: (charging.take_money,),
    PersonDied: (followup_services.pass_on_calls,),
    SpaceEnded: (owner_services.release_space,),
}

LISTINGS: tuple[Listing, ...] = (
    *ESTATE_LISTINGS,
    *OWNER_LISTINGS,
    DISCLOSURES,
    *PERSON_LISTINGS,
    *FEE_LISTINGS,
    RECEIPTS,
    PAYMENTS,
    DEPOSITS,
    PREPAYMENTS,
    repairs.LISTING,
    PASSES,
    shifts.LISTING,
    VISITS,
    gate_notes.LISTING,
    GATE_USES,
    WORKER_PASSES,
    ENGAGEMENTS,
    PARKING,
    followups.LISTING,
    approval_listing.LISTING,
    LOOKS,
    export_log.LISTING,
    ROLE_CHANGES,
)


#: What a hand-over writes down by itself: open matters, figures of the shift, money of the post.
_MATTERS = (
    repair_matters,
    followup_matters,
    till_matters,
    pass_matters,
    parking_matters,
)
OPEN_MATTERS = tuple(source for each in _MATTERS for source in each.SOURCES)
SHIFT_FIGURES = tuple(tally for each in _MATTERS for tally in each.TALLIES)
POST_TAKINGS = (*till_matters.TAKINGS, *parking_matters.TAKINGS)


#: Kinds of passes that the gate knows.
PASS_TYPES: tuple[pass_door.PassType, ...] = (
    exit_gate.EXIT,
    gate_visits.VISITOR,
    gate_workers.WORKER,
)

#: Personal values that may be looked at in full, for a purpose.
REVEALABLES = (
    owner_rules.CARE_NOTE,
    owner_rules.PHONE,
    owner_rules.IDENTITY,
    followup_rules.PHONE,
    *REPAIR_REVEALABLES,
    visit_timeline.PHONE,
    worker_timeline.PHONE,
    worker_timeline.CONTACT,
    note_rules.PHONE,
)

#: What explains such a look: an open matter of the household.
CASE_FINDERS = (repairs.has_open_orders, followups.has_waiting_calls)


def connect(app: Flask) -> None:
    """Hang everything on the application."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    accounts.ROLE_MATRIX.by_role.update({role.value: granted for role, granted in ROLES.items()})
    login.user_loader(accounts.load_session)
    register_porters(detour=detour, confirm=confirm, prove=prove)
    app.before_request(keep_awake)
    app.jinja_env.globals["lock_after"] = lock_after
    settings.register(SETTINGS)
    retention.register(RETENTION, HOLDS, KEPT)
    events.register(EVENTS)
    pass_door.register(PASS_TYPES)
    register_secured((WORKERS_SECURED,))
    menu.register(MENU)
    cards.register(HOUSEHOLD_CARDS, HOUSEHOLD_ACTIONS)
    registry.fill(LISTINGS, places=_places, export_permission=overview_rules.Permission.EXPORT)
    approvals.register(APPROVALS, colleagues=accounts.colleagues)
    tasks.register(app, TASKS)
    scheduling.register(app, JOBS, _job_places)
    activity.register_words(ACTIONS)
    for subject_type, link in SUBJECT_LINKS.items():
        activity.register_link(subject_type, link)
    for subject_type, namer in SUBJECT_NAMES.items():
        activity.register_names(subject_type, namer)
    search.register_normaliser(normalise_home_query)
    search.register_finder(owners.find_by_identity)
    for subject_type, presenter in SEARCH_HITS.items():
        search.register_presenter(subject_type, presenter)
    shifts.register(OPEN_MATTERS, SHIFT_FIGURES, POST_TAKINGS)
    followups.register_source("repair", follow_up_sources)
    fee_bills.register_ahead(till_ahead.ahead_of_homes)
    fee_late.register_paid(till_met.met_by_day)
    for flow in WORKFLOWS:
        activity.register_workflow(flow)
    reveal.register(REVEALABLES)
    for finder in CASE_FINDERS:
        reveal.register_case_finder(finder)
    init_shell(app)


def _places() -> list[Place]:
    return [Place(each.id, each.code, each.zone) for each in estate.communities()]


def _job_places() -> list[scheduling.Place]:
    return [scheduling.Place(each.id, each.zone) for each in estate.communities()]
