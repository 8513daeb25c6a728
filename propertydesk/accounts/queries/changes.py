"""Changes of rights as a listing: who gave whom which role, and what else happened to accounts."""

from typing import Any

from sqlalchemy import BindParameter, Select, select

from propertydesk.accounts import rules
from propertydesk.accounts.models import Staff
from propertydesk.kernel.words import N_
from propertydesk.platform.activity import Activity
from propertydesk.platform.listing import By, ChoiceFilter, Column, DayFilter, Kind, Listing, Sort

_WORDS = {
    "staff.grant": N_("Role given"),
    "staff.withdraw": N_("Role withdrawn"),
    "staff.open": N_("Account opened"),
    "staff.close": N_("Account closed"),
    "staff.reopen": N_("Account opened again"),
    "staff.factor": N_("Second factor set up"),
    "staff.factor_off": N_("Second factor taken off"),
}


def _select(community_id: BindParameter[int]) -> Select[Any]:
    return (
        select()
        .select_from(Activity)
        .join(Staff, Staff.id == Activity.subject_id)
        .where(
            Activity.community_id == community_id,
            Activity.subject_type == "staff",
            Activity.action.in_(_WORDS),
        )
    )


def _role_word(role: str) -> str:
    return {str(each): word for each, word in rules.ROLE_WORDS.items()}.get(role, "")


def _action_word(action: str) -> str:
    return _WORDS[action]


LISTING = Listing(
    name="role-changes",
    title=N_("Changes of rights"),
    permission=rules.Permission.READ,
    select=_select,
    id=Activity.id,
    columns=(
        Column("at", N_("When"), Activity.at, Kind.INSTANT),
        Column("account", N_("Account"), Activity.subject_no, Kind.NAME),
        Column("name", N_("Full name"), Staff.name),
        Column("change", N_("Change"), Activity.action, Kind.CHOICE, word=_action_word),
        Column("role", N_("Role"), Activity.note, Kind.CHOICE, word=_role_word),
        Column("by", N_("By"), Activity.actor_name),
    ),
    sorts=(Sort("newest", N_("Newest first"), (By(Activity.id, descending=True),)),),
    filters=(
        ChoiceFilter("change", N_("Change"), Activity.action, tuple(_WORDS.items())),
        DayFilter("at", N_("When"), Activity.at, instants=True),
    ),
    empty=N_("No rights have been changed yet"),
)
