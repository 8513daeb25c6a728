"""Reading accounts: who is signed in, who can be chosen, who works where."""

from propertydesk.accounts.queries.factors import (
    administrators,
    is_unattended,
    link_by_token,
    recovery_codes_left,
    second_factor,
    untold_links,
)
from propertydesk.accounts.queries.pins import guards_with_pin, pin_of
from propertydesk.accounts.queries.presence import (
    ROLE_MATRIX,
    SignedIn,
    communities_where,
    cookie_of,
    has_idled,
    idle_minutes_of,
    load_session,
    must_wait,
    open_communities,
    open_sessions,
    past_sessions,
    token_hash,
)
from propertydesk.accounts.queries.staff import (
    colleagues,
    in_community,
    others_who_may,
    roles_of,
    signature,
    staff_by_login,
    unplaced,
)

__all__ = [
    "ROLE_MATRIX",
    "SignedIn",
    "administrators",
    "colleagues",
    "communities_where",
    "cookie_of",
    "guards_with_pin",
    "has_idled",
    "idle_minutes_of",
    "in_community",
    "is_unattended",
    "link_by_token",
    "load_session",
    "must_wait",
    "open_communities",
    "open_sessions",
    "others_who_may",
    "past_sessions",
    "pin_of",
    "recovery_codes_left",
    "roles_of",
    "second_factor",
    "signature",
    "staff_by_login",
    "token_hash",
    "unplaced",
    "untold_links",
]
