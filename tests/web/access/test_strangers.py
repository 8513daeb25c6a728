"""Another community's records look the same as missing ones, whatever is tried."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, product
from typing import Any

import pytest
from flask import url_for
from werkzeug.routing import Rule

from propertydesk.platform.idempotency import new_id
from propertydesk.platform.listing.ordering import PURPOSE as EXPORTS
from propertydesk.platform.signing import sign
from tests.house.crawl import browser, visits
from tests.house.markup import CONTROLS, Element, Page
from tests.house.source import report
from tests.house.test_routes import methods, rules
from tests.web.access.two_places import MISSING, TwoPlaces, difference, likeness

pytestmark = [pytest.mark.web, pytest.mark.slow, pytest.mark.xdist_group("strangers")]

Told = Callable[[str], None]
Asked = tuple[str, str, dict[str, Any]]
ADVICE = "Load records with `load(...)`; refuse ids that were not offered as unknown ones."
FILLED = {"reason": "x", "note": "x", "value": "1", "lang": "en"}
ALONE = {"csrf_token", "once"}
# Words that are the same in every community: names of listings, jobs, settings, roles.
NO_RECORDS = {"listing", "name", "key", "kind", "role", "filename"}


def ask(places: TwoPlaces, asked: Asked, *, fragment: bool = False) -> tuple[Any, ...]:
    """The likeness of the answer to somebody with every role in the own community, new each time."""
    method, path, form = asked
    client = browser(places.app, places.cookie())
    options: dict[str, Any] = {"query_string": form}
    if method == "POST":
        options = {"data": {**form, "once": new_id()}}
    headers = {"HX-Request": "true"} if fragment else {}
    answer = client.open(path, method=method, headers=headers, **options)
    seen = likeness(answer)
    answer.close()
    return seen


# --- ids in addresses -----------------------------------------------------------


def records(rule: Rule) -> list[str]:
    return sorted(rule.arguments - NO_RECORDS)


def missing_for(foreign: Any) -> Any:
    """As good as the foreign value, but nobody's: another id, or a well-made link to nothing."""
    return MISSING if isinstance(foreign, int) else sign(EXPORTS, MISSING)


def addresses(places: TwoPlaces) -> Iterator[tuple[str, str, str]]:
    """Method, address with foreign records and with missing ones, in all mixtures with own ones."""
    for rule in rules(places.app):
        names = records(rule)
        if not names or places.app.view_functions[rule.endpoint].door.kind == "public":
            continue
        own = {name: places.mine.example(rule, name) for name in rule.arguments}
        strange = {name: places.theirs.example(rule, name) for name in names}
        strange = {name: value for name, value in strange.items() if value != own[name]}
        names = sorted(strange)  # what is the same here and there belongs to the installation
        assert None not in strange.values(), (
            f"Give the World in tests/house an example: {rule.rule}"
        )
        for chosen in product((False, True), repeat=len(names)):
            foreign = {n: strange[n] for n, yes in zip(names, chosen, strict=True) if yes}
            if not foreign:
                continue
            with places.app.test_request_context():
                missing = {name: missing_for(value) for name, value in foreign.items()}
                yield (
                    methods(rule)[0],
                    url_for(rule.endpoint, **{**own, **foreign}),
                    url_for(rule.endpoint, **{**own, **missing}),
                )


def test_foreign_ids_in_addresses_look_like_missing_ones(places: TwoPlaces, told: Told) -> None:
    before, tried, faults = places.digest(), 0, []
    for method, foreign, missing in addresses(places):
        fillings = ({}, FILLED) if method == "POST" else ({},)
        for fragment, form in product((False, True), fillings):
            seen, wanted = (
                ask(places, (method, path, form), fragment=fragment) for path in (foreign, missing)
            )
            tried += 2
            parting = difference(seen, wanted)
            if parting or seen[0] < 400:
                faults.append(f"{method} {foreign}: {seen[0]} {parting}")
    told(f"{tried} requests")
    assert not faults, report(faults, ADVICE)
    assert places.digest() == before
    assert tried > 400


def test_the_same_addresses_do_open_for_those_whom_they_belong_to(places: TwoPlaces) -> None:
    """Without this, a crawl against closed doors would find nothing either."""
    opened = [
        each for each in visits(places.app, places.theirs, parts=(False,)) if each.status == 200
    ]
    assert len({each.rule for each in opened if "<int:" in each.rule}) > 15


# --- ids in fields ------------------------------------------------------------


def fields_of(page: Page, form: Element) -> dict[str, str]:
    """What a form would send untouched: of choices, the one that is made."""
    chosen: dict[str, str] = {}
    for each in page.elements:
        if form not in each.inside:
            continue
        if each.tag == "option" and "selected" in each.attributes:
            chosen[each.inside[-1].get("name")] = each.get("value")
        if each.tag in CONTROLS and each.get("name"):
            unmade = each.get("type") in {"radio", "checkbox"} and "checked" not in each.attributes
            chosen.setdefault(each.get("name"), "" if unmade else each.get("value"))
    return {name: value for name, value in chosen.items() if name not in ALONE}


def references_of(page: Page, form: Element) -> set[str]:
    """Fields that hold a record: by their name, by what stands in them, or by what they offer."""
    found = {
        each.get("name") for each in page.elements if form in each.inside and is_numbered(each)
    }
    offered = (e for e in page.all("option") if form in e.inside and e.get("value").isdecimal())
    return found | {
        next(p.get("name") for p in each.inside[::-1] if p.get("name")) for each in offered
    }


def is_numbered(control: Element) -> bool:
    name = control.get("name")
    return bool(name) and (
        control.get("value").isdecimal() or name.endswith(("_id", "_ids", "home"))
    )


@dataclass
class Form:
    """A form of some page: where it goes, what it sends, which of that are records."""

    method: str
    path: str
    fields: dict[str, str]
    references: set[str]


def forms(places: TwoPlaces) -> list[Form]:
    """The forms of all pages of the own community, once each, those that ask as well as those that
    do; and what stands behind the question mark of some addresses.
    """
    found: dict[tuple[str, str], Form] = {}
    for each in visits(places.app, places.mine, languages=("en",), parts=(False,)):
        if each.status != 200 or not each.is_html:
            continue
        for form in each.page.all("form"):
            fields, records_ = fields_of(each.page, form), references_of(each.page, form)
            buttons = [e for e in each.page.all("button") if form in e.inside]
            ways = {form.get("action"), *(e.get("formaction") for e in buttons)} - {""}
            for way in ways or {each.path}:
                key = form.get("method").upper() or "GET", way.split("#")[0].split("?")[0]
                one = found.setdefault(key, Form(*key, {}, set()))
                one.fields.update({n: v for n, v in fields.items() if v or n not in one.fields})
                one.references.update(records_)
    for rule in rules(places.app):
        question = {n: str(v) for n, v in places.mine.questions.get(rule.endpoint, {}).items()}
        if question and not rule.arguments:
            found["?", rule.rule] = Form("GET", rule.rule, question, set(question))
    return [*found.values()]


def strange_values(places: TwoPlaces, form: Form, name: str) -> list[int]:
    """Foreign ids of each kind of record; where a field holds no record, one alone."""
    if name not in form.references:
        return [places.theirs.home.id]
    return [row_id for _, known in sorted(places.foreign.items()) for row_id in known[:1]]


def test_foreign_ids_in_fields_look_like_missing_ones(
    places: TwoPlaces, engine: str, told: Told
) -> None:
    before, tried, faults = places.digest(), 0, []
    missing = count(
        MISSING
    )  # another one each time: where it took effect, it is taken from then on
    for form in forms(places):
        for name in form.fields:
            with_missing = (form.method, form.path, {**form.fields, name: str(next(missing))})
            wanted = ask(places, with_missing)
            took_effect = wanted[0] < 400 and form.method == "POST"
            if took_effect and engine != "sqlite":
                continue  # what it did is undone quickly on SQLite alone
            for value in strange_values(places, form, name):
                if took_effect:
                    places.restore()
                seen = ask(places, (form.method, form.path, {**form.fields, name: str(value)}))
                tried += 1
                parting = difference(seen, wanted)
                faults += [f"{form.path} {name}={value}: {seen[0]} {parting}"] if parting else []
            assert not places.references(), (form.path, name)
            places.restore()
    told(f"{tried} requests")
    assert not faults, report(faults, ADVICE)
    assert places.digest() == before
    assert tried > 1_500
