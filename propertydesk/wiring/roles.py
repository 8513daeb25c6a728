"""What each role may do: one table, from which checks, buttons, menu and documents come."""

from propertydesk.accounts import rules as account_rules
from propertydesk.accounts.rules import Role
from propertydesk.estate import rules as estate_rules
from propertydesk.fees import rules as fee_rules
from propertydesk.followups import rules as followup_rules
from propertydesk.overview import rules as overview_rules
from propertydesk.owners import rules as owner_rules
from propertydesk.passes import rules as pass_rules
from propertydesk.repairs import rules as repair_rules
from propertydesk.shifts import rules as shift_rules
from propertydesk.till import rules as till_rules

_E, _O, _A = estate_rules.Permission, owner_rules.Permission, account_rules.Permission
_F, _R = followup_rules.Permission, repair_rules.Permission
_P = pass_rules.Permission
_V, _C, _T = overview_rules.Permission, fee_rules.Permission, till_rules.Permission
_H = shift_rules.Permission

#: Former households and special care: for those who answer for the desk (domain.md B5, W3).
_TRUSTED = {_O.FORMER, _O.CARE}
_READING = {_V.SEARCH, _V.READ_APPROVALS, _V.EXPORT, _E.READ, _O.READ, _R.READ, _F.READ}
_DESK = {
    *_READING,
    _C.READ,
    _C.DISPUTE,
    _O.CHANGE,
    _O.REVEAL,
    _F.CALL,
    _R.REGISTER,
    _R.DISPATCH,
    _R.CANCEL,
    _R.VERIFY,
    _R.REVEAL,
    _P.READ,
    _P.ISSUE,
    _P.VOID,
    _H.READ,
    _H.STAND_DESK,
    _P.REVEAL,
    _P.INVITE,
    _P.READ_VISITS,
    _P.PARKING,
    _P.READ_WORKERS,
    _P.ISSUE_WORKERS,
    _P.ANSWER_NOTES,
}

#: Whoever answers for the shifts: all hand-overs, the posts, and what nobody handed over.
_SHIFTS = {_H.READ, _H.OVERSEE, _H.END, _H.SET}

#: What finance prepares, and what a second person decides; the company alone decides on large
#: changes.
_PREPARED = {
    _C.READ,
    _C.SET,
    _C.PREPARE_RUN,
    _C.UNDO_RUN,
    _C.ADJUST,
    _C.CHARGE,
    _C.DISPUTE,
}
_DECIDED = {_C.APPROVE_RUN, _C.APPROVE_PRICE, _C.APPROVE_VACANCY, _C.APPROVE_CHANGE}
_BOOKS = {*_PREPARED, *_DECIDED}

#: The cashier's own work.
_COUNTER = {_T.READ, _T.TAKE, _T.REPRINT, _T.VOID, _T.REFUND, _T.DEPOSIT, _T.SHIFT}

#: The second person at the till.
_OVERSIGHT = {_T.READ, _T.REPRINT, _T.APPROVE, _T.CLOSE_DAY, _T.REPORT}

#: What each role may do. The portal's owners, tenants and members have signed links, no role here.
ROLES: dict[Role, frozenset[str]] = {
    Role.CLERK: frozenset(_DESK),
    Role.SERVICE_LEAD: frozenset(
        {*_DESK, *_TRUSTED, _O.IMPORT, _O.REVEAL_IDENTITY, _O.MERGE, _F.REVIEW, _R.VOID, _A.READ}
        | {_V.APPROVE_EXPORT, _O.DISCLOSE}
        | {_P.AUTHORISE, _P.REVIEW, _P.BAR, _P.KEEP_VISITS, _P.FIGURES, _P.VOID_WORKERS}
        | _SHIFTS
    ),
    Role.CASHIER: frozenset(
        {
            *_READING,
            *_COUNTER,
            _H.READ,
            _H.STAND_TILL,
            _P.PARKING,
            _P.READ_WORKERS,
            _C.READ,
            _C.CHARGE,
            _C.DISPUTE,
            _R.SETTLE,
        }
    ),
    Role.FINANCE: frozenset(
        {*_READING, *_PREPARED, *_OVERSIGHT, _T.CLOSE_MONTH, _O.FORMER, _R.SETTLE}
    ),
    Role.GUARD: frozenset(
        {_V.SEARCH, _E.READ, _R.REGISTER, _P.GUARD, _P.PARKING, _P.REVEAL, _H.READ, _H.STAND_GATE}
    ),
    Role.TECHNICIAN: frozenset({_V.SEARCH, _E.READ, _R.WORK, _R.REVEAL}),
    Role.ENGINEERING_LEAD: frozenset(
        {*_READING, _R.REGISTER, _R.DISPATCH, _R.WORK, _R.VERIFY, _R.VOID, _R.REVEAL, _R.TRAIN}
        | {_P.READ_WORKERS, _P.VOID_WORKERS}
    ),
    Role.INSPECTOR: frozenset({_V.SEARCH, _E.READ, _R.REGISTER}),
    Role.CONTRACTOR: frozenset({_R.WORK}),
    Role.MANAGER: frozenset(
        {*_DESK, *_TRUSTED, _E.CHANGE, _O.IMPORT, _F.REVIEW, _R.VOID, _R.TRAIN, _A.READ}
        | {_V.CHANGE_SETTINGS, _A.END_SESSIONS, _V.READ_RETENTION, _V.READ_SEALS}
        | {_O.ERASE, _O.REVEAL_IDENTITY, _O.SEE_LOOKS, _O.MERGE}
        | _BOOKS
        | _OVERSIGHT
        | _SHIFTS
        | {_V.APPROVE_EXPORT, _V.READ_EXPORTS, _O.DISCLOSE, _O.APPROVE_DISCLOSURE}
        | {_P.AUTHORISE, _P.REVIEW, _P.BAR, _P.KEEP_VISITS, _P.SET_GATES, _P.FIGURES}
        | {_P.VOID_WORKERS}
    ),
    Role.ADMINISTRATOR: frozenset(
        {*_DESK, _E.CHANGE, _O.IMPORT, _F.REVIEW, _R.VOID, _R.TRAIN, _A.READ, _A.MANAGE}
        | {_E.FOUND, _V.CHANGE_SETTINGS, _V.RUN_JOBS, _V.READ_RETENTION, _V.READ_SEALS}
        | {_A.END_SESSIONS, _O.ERASE, _O.SEE_LOOKS, _C.APPROVE_LARGE}
        | _BOOKS
        | _OVERSIGHT
        | _SHIFTS
        | {_T.CLOSE_MONTH}
        | {_P.SET_GATES, _P.FIGURES}
        | {_V.APPROVE_EXPORT, _V.READ_EXPORTS, _O.DISCLOSE, _O.APPROVE_DISCLOSURE}
    ),
}
