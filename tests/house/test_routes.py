"""Every address: guarded, typed, spelled alike, and written down."""

import os
import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.house.source import report

LIST = Path(__file__).with_name("routes.txt")
WRITING = {"POST", "PUT", "PATCH", "DELETE"}
SEGMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?")
VARIABLE = re.compile(r"<(?:(?P<kind>\w+)(?:\([^)]*\))?:)?(?P<name>\w+)>")
# What POSTs without the once-only door, and why.
BESIDE_THE_DOOR = {
    "search.look_up": "reads only; what is typed must not stand in an address",
    "search.suggest_typed": "reads only; what is typed must not stand in an address",
    "accounts.enter": "a failure must be counted although the answer is a refusal",
    "accounts.enter_code": "as above",
    "accounts.take_over_phone": "as above: a wrong PIN is counted",
    "accounts.unlock": "as above",
    "accounts.lock": "only the cookie changes",
    "accounts.language": "only the cookie changes",
    "accounts.community": "only the cookie changes",
}
# Free text in an address must be there for a reason.
TEXT_VARIABLES = {
    "token": "signed links, checked by their signature",
    "role": "names of roles, looked up in their enum",
    "name": "names of listings and jobs, looked up in the registry",
    "listing": "names of listings, looked up in the registry",
    "kind": "kinds of notes, looked up in their enum",
    "key": "keys of settings, looked up in the registry",
    "digest": "content addresses, looked up in their table",
    "task_id": "opaque ids",
    "filename": "static files, kept inside their folder by Flask",
}


def rules(app: Flask) -> list[Rule]:
    """Our own routes; what Flask serves from static/ is not one."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def methods(rule: Rule) -> list[str]:
    return sorted(set(rule.methods or ()) - {"HEAD", "OPTIONS"})


def guard(app: Flask, rule: Rule) -> str:
    """What the route asks, in words: `public (health check)`, `repairs:order:dispatch`."""
    door = getattr(app.view_functions[rule.endpoint], "door", None)
    if door is None:
        return "unguarded"
    asked = ", confirmed" if door.confirmed else ""
    if door.kind == "permission":
        return " or ".join(sorted(door.permissions)) + asked
    return f"public ({door.reason})" if door.kind == "public" else f"signed in{asked}"


def written(app: Flask) -> list[str]:
    return sorted(
        f"{rule.rule}  {' '.join(methods(rule))}  {rule.endpoint}  {guard(app, rule)}"
        for rule in rules(app)
    )


def test_every_route_has_its_guard(app):
    faults = [
        f"{rule.rule} ({rule.endpoint})" for rule in rules(app) if guard(app, rule) == "unguarded"
    ]
    assert not faults, report(
        faults,
        "Put exactly one of @requires(...), @signed_in, @public(reason) right under the route.",
    )


def test_every_public_route_says_why(app):
    faults = [
        f"{rule.rule} ({rule.endpoint})"
        for rule in rules(app)
        if guard(app, rule).startswith("public") and len(guard(app, rule)) < len("public ()") + 8
    ]
    assert not faults, report(faults, 'Give the reason: @public("signed link, no personal data").')


def test_no_route_is_guarded_twice(app):
    """Of two guards only the outer one counts in the matrix, so there must be one."""
    faults = []
    for rule in rules(app):
        view, doors = app.view_functions[rule.endpoint], []
        while view is not None:
            code = getattr(view, "__code__", None)
            doors += [view] if code is not None and code.co_name == "guarded" else []
            view = getattr(view, "__wrapped__", None)
        if len(doors) > 1:
            faults.append(f"{rule.rule} ({rule.endpoint})")
    assert not faults, report(faults, "Keep one; @requires takes several permissions.")


def test_what_is_asked_again_writes_and_stands_under_its_guard(app):
    faults = [
        f"{rule.rule} ({rule.endpoint})"
        for rule in rules(app)
        if getattr(app.view_functions[rule.endpoint], "confirmed", False)
        and (guard(app, rule).startswith("public") or not WRITING & set(methods(rule)))
    ]
    assert not faults, report(faults, "@confirmed stands between @requires(...) and @writes.")


def test_every_permission_asked_exists(app):
    from propertydesk import wiring

    known = {str(each) for granted in wiring.ROLES.values() for each in granted}
    faults = [
        f"{rule.rule} asks {permission}"
        for rule in rules(app)
        for permission in getattr(app.view_functions[rule.endpoint].door, "permissions", ())
        if permission not in known
    ]
    assert not faults, report(faults, "Grant it to a role in wiring.ROLES, or nobody gets in.")


def test_every_writing_route_goes_through_the_door(app):
    faults = [
        f"{rule.rule} ({rule.endpoint})"
        for rule in rules(app)
        if WRITING & set(methods(rule))
        and not getattr(app.view_functions[rule.endpoint], "writes", False)
        and rule.endpoint not in BESIDE_THE_DOOR
    ]
    assert not faults, report(
        faults, "Put @writes under the guard of the route, or say why not in BESIDE_THE_DOOR."
    )


def test_reading_and_writing_have_routes_of_their_own(app):
    faults = [
        f"{rule.rule} ({rule.endpoint}): {' '.join(methods(rule))}"
        for rule in rules(app)
        if len(methods(rule)) != 1 or methods(rule)[0] not in {"GET", "POST"}
    ]
    assert not faults, report(faults, "Write one view for GET and one for POST, side by side.")


def test_addresses_are_kebab_case(app):
    faults = [
        rule.rule
        for rule in rules(app)
        for segment in VARIABLE.sub("x", rule.rule).strip("/").split("/")
        if segment and not SEGMENT.fullmatch(segment)
    ]
    assert not faults, report(
        faults, "Lower case, words joined by hyphens: /exit-passes/3/release."
    )


def test_no_address_ends_with_a_slash(app):
    faults = [rule.rule for rule in rules(app) if rule.rule != "/" and rule.rule.endswith("/")]
    assert not faults, report(faults, "Leave the slash out: /repairs, not /repairs/.")


def test_variables_are_typed(app):
    faults = [
        rule.rule
        for rule in rules(app)
        for variable in VARIABLE.finditer(rule.rule)
        if variable["kind"] in {None, "string", "path"} and variable["name"] not in TEXT_VARIABLES
    ]
    assert not faults, report(
        faults, "Write <int:repair_id>; free text needs its reason in TEXT_VARIABLES."
    )


def test_variables_name_what_they_identify(app):
    faults = [
        rule.rule
        for rule in rules(app)
        for variable in VARIABLE.finditer(rule.rule)
        if variable["kind"] == "int" and variable["name"] in {"id", "pk"}
    ]
    assert not faults, report(faults, "Write <int:repair_id>, not <int:id>.")


def test_the_list_of_routes_is_as_written_down(app):
    """A new, changed or lost address shows in review."""
    present = written(app)
    if os.environ.get("DESK_WRITE_ROUTES"):
        LIST.write_text("\n".join(present) + "\n", encoding="utf-8")
    known = LIST.read_text(encoding="utf-8").splitlines() if LIST.exists() else []
    changes = [f"new: {line}" for line in present if line not in known]
    changes += [f"gone: {line}" for line in known if line not in present]
    if changes:
        pytest.fail(report(changes, "If this is meant, write the list anew with `make routes`."))
