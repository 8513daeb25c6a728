"""Permissions: named alike, in order, granted to somebody, and asked for somewhere."""

import importlib
import re
from enum import StrEnum

import pytest

from propertydesk import wiring
from propertydesk.overview.rules import Permission
from tests.house.source import domains, modules, report, templates
from tests.house.test_states import flows

WIRING = "propertydesk/wiring/"
READ_APPROVALS = Permission.READ_APPROVALS
FORM = re.compile(r"[a-z]+:[a-z-]+:[a-z-]+")


def enums() -> list[tuple[str, type[StrEnum]]]:
    """Each domain's list of permissions, with the domain's name."""
    found = []
    for domain in domains():
        if any(m.domain == domain and m.room == "rules" for m in modules()):
            rules = importlib.import_module(f"propertydesk.{domain}.rules")
            permission = getattr(rules, "Permission", None)
            found += [(domain, permission)] if permission else []
    return found


def declared() -> set[str]:
    return {str(each) for _, permission in enums() for each in permission}


def granted() -> set[str]:
    return {str(each) for permissions in wiring.ROLES.values() for each in permissions}


@pytest.mark.parametrize(("domain", "permission"), enums())
def test_names_follow_the_form(domain: str, permission: type[StrEnum]):
    faults = [
        str(each)
        for each in permission
        if not FORM.fullmatch(each) or not each.startswith(f"{domain}:")
    ]
    assert not faults, report(faults, f"Write {domain}:thing:action, in small letters.")


@pytest.mark.parametrize(("domain", "permission"), enums())
def test_they_stand_in_alphabetical_order(domain: str, permission: type[StrEnum]):
    values = [str(each) for each in permission]
    assert values == sorted(values), (
        f"{domain}/rules.py: sort Permission by value: {sorted(values)}"
    )


def test_every_permission_is_granted_to_a_role():
    assert not declared() - granted(), report(
        sorted(declared() - granted()), "Grant it in wiring.ROLES, or take it out."
    )


def test_the_matrix_grants_only_what_is_declared():
    assert not granted() - declared(), report(
        sorted(granted() - declared()), "Declare it in the Permission of its domain's rules.py."
    )


def test_every_permission_is_asked_for_somewhere(built):
    """In a route, a move of a state table, a card, a menu entry, a column or a template."""
    asked = {
        permission
        for view in built[0].view_functions.values()
        for permission in getattr(getattr(view, "door", None), "permissions", ())
    }
    asked |= {str(move.permission) for flow in flows() for move in flow.moves}
    text = "\n".join(module.text for module in modules() if not module.name.startswith(WIRING))
    text += "\n".join(path.read_text(encoding="utf-8") for path in templates())
    faults = [
        str(each)
        for _, permission in enums()
        for each in permission
        if each not in asked and not re.search(rf"\b[A-Z]\w+\.{each.name}\b", text)
    ]
    assert not faults, report(faults, "Ask for it, or take it out.")


def test_every_role_has_a_name_and_something_to_do():
    faults = [str(role) for role, permissions in wiring.ROLES.items() if not permissions]
    assert not faults, report(faults, "A role without permissions is no role.")


def test_whoever_asks_or_decides_sees_the_approvals():
    read = str(READ_APPROVALS)
    faults = [
        f"{role}: {kind.name}"
        for role, permissions in wiring.ROLES.items()
        for kind in wiring.APPROVALS
        if {kind.asked_by, kind.decided_by} & permissions and read not in permissions
    ]
    assert not faults, report(faults, f"Grant {read} too, or the answer cannot be seen.")
