"""The side menu, and what can be started from a household's page."""

from propertydesk.accounts import rules as account_rules
from propertydesk.estate import rules as estate_rules
from propertydesk.estate.views import BLUEPRINTS as ESTATE_BLUEPRINTS
from propertydesk.fees import rules as fee_rules
from propertydesk.followups import queries as followups
from propertydesk.followups import rules as followup_rules
from propertydesk.kernel.words import N_
from propertydesk.overview import rules as overview_rules
from propertydesk.owners import rules as owner_rules
from propertydesk.owners.views import BLUEPRINTS as OWNER_BLUEPRINTS
from propertydesk.passes import rules as pass_rules
from propertydesk.passes.queries import exit_page as pass_figures
from propertydesk.passes.queries import gate_notes
from propertydesk.platform import approvals
from propertydesk.platform.cards import HouseholdAction
from propertydesk.platform.menu import MenuGroup, MenuItem
from propertydesk.repairs import queries as repairs
from propertydesk.repairs import rules as repair_rules
from propertydesk.shifts import queries as shifts
from propertydesk.shifts import rules as shift_rules
from propertydesk.till import rules as till_rules

_E, _O, _A = estate_rules.Permission, owner_rules.Permission, account_rules.Permission
_F, _R = followup_rules.Permission, repair_rules.Permission
_P = pass_rules.Permission
_V, _C, _T = overview_rules.Permission, fee_rules.Permission, till_rules.Permission

#: Blueprints whose pages belong to the register, besides the listing of homes itself.
REGISTER_PAGES = (
    "household",
    *(
        each.name
        for each in (*ESTATE_BLUEPRINTS, *OWNER_BLUEPRINTS)
        if each.name not in ("communities", "disclosures", "imports")
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
                N_("Exit passes"),
                "exit_passes.index",
                "package-export",
                _P.READ,
                pass_figures.waiting,
            ),
            MenuItem(
                N_("Visitors"),
                "visits.index",
                "users-group",
                _P.READ_VISITS,
                also=("visit_lists",),
            ),
            MenuItem(
                N_("Worker passes"),
                "worker_passes.index",
                "id-badge-2",
                _P.READ_WORKERS,
                also=("engagements",),
            ),
            MenuItem(
                N_("Follow-up calls"), "followups.index", "phone-call", _F.READ, followups.waiting
            ),
            MenuItem(
                N_("Notes of the gate"),
                "gate_notes.index",
                "note",
                _P.ANSWER_NOTES,
                gate_notes.waiting,
            ),
            MenuItem(N_("Temporary parking"), "parking.index", "car", _P.PARKING),
            MenuItem(
                N_("Shifts"),
                "hand_overs.index",
                "arrows-exchange",
                shift_rules.Permission.READ,
                shifts.waiting,
                also=("duty_posts",),
            ),
        ),
    ),
    MenuGroup(
        N_("Finance"),
        (
            MenuItem(N_("Till"), "till.index", "cash", _T.TAKE),
            MenuItem(
                N_("Receipts"),
                "receipts.index",
                "receipt",
                _T.READ,
                also=("deposits", "payments", "prepayments"),
            ),
            MenuItem(
                N_("Drawers and days"), "shifts.index", "lock", _T.SHIFT, or_permission=_T.CLOSE_DAY
            ),
            MenuItem(N_("Collections"), "till_reports.index", "chart-bar", _T.REPORT),
            MenuItem(
                N_("Receivables"), "receivables.index", "receipt", _C.READ, also=("household_fees",)
            ),
            MenuItem(N_("Billing"), "billing.index", "report-money", _C.READ),
            MenuItem(
                N_("Charge items"), "charge_items.index", "tag", _C.READ, also=("late_charges",)
            ),
        ),
    ),
    MenuGroup(
        N_("Field work"),
        (
            MenuItem(
                N_("Gate"), "gate.index", "qrcode", _P.GUARD, also=("gate_visits", "gate_workers")
            ),
            MenuItem(N_("My orders"), "site.index", "list", _R.WORK),
            MenuItem(
                N_("Buildings"),
                "buildings.index",
                "building",
                _E.READ,
                also=("spaces",),
                unless=_O.READ,
            ),
        ),
    ),
    MenuGroup(
        N_("Management"),
        (
            MenuItem(
                N_("Approvals"),
                "approvals.index",
                "user-check",
                _V.READ_APPROVALS,
                approvals.waiting,
            ),
            MenuItem(N_("Disclosures"), "disclosures.index", "external-link", _O.DISCLOSE),
            MenuItem(N_("Exports"), "exports.index", "download", _V.READ_EXPORTS),
            MenuItem(N_("Staff"), "staff.index", "users-group", _A.READ),
            MenuItem(N_("Communities"), "communities.index", "building-community", _E.CHANGE),
            MenuItem(
                N_("Forced releases"),
                "forced_releases.index",
                "shield-lock",
                _P.REVIEW,
                pass_figures.forced_waiting,
            ),
            MenuItem(
                N_("Gate figures"),
                "gate_figures.index",
                "chart-bar",
                _P.FIGURES,
                also=("gate_log",),
            ),
            MenuItem(N_("Gates"), "gates.index", "door", _P.SET_GATES, also=("pass_keys",)),
            MenuItem(N_("Full looks"), "looks.index", "eye", _O.SEE_LOOKS),
            MenuItem(N_("Import"), "imports.index", "upload", _O.IMPORT),
            MenuItem(N_("Settings"), "settings.index", "settings", _V.CHANGE_SETTINGS),
            MenuItem(N_("Jobs"), "jobs.index", "clock", _V.RUN_JOBS),
            MenuItem(N_("Seals"), "seals.index", "shield-check", _V.READ_SEALS),
            MenuItem(N_("Retention"), "retention.index", "trash", _V.READ_RETENTION),
        ),
    ),
)

HOUSEHOLD_ACTIONS: tuple[HouseholdAction, ...] = (
    HouseholdAction(N_("New repair"), "repairs.new", "tool", "B", _R.REGISTER, is_primary=True),
    HouseholdAction(N_("Invite a visitor"), "visits.new", "user-plus", "I", _P.INVITE),
    HouseholdAction(N_("Take payment"), "till.index", "cash", "T", _T.TAKE),
    HouseholdAction(N_("Fees"), "household_fees.of_link", "receipt", "F", _C.READ),
    HouseholdAction(N_("Exit pass"), "exit_passes.new", "package-export", "X", _P.ISSUE),
    HouseholdAction(N_("Worker pass"), "engagements.new", "id-badge-2", "W", _P.ISSUE_WORKERS),
    HouseholdAction(N_("Statement"), "statements.index", "file-text", "S", _C.READ),
    HouseholdAction(N_("Edit household"), "households.edit", "edit", "E", _O.CHANGE),
)
