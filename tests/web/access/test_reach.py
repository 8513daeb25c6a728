"""What can be reached from the start page: no dead buttons, and no page without a way to it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest

from propertydesk.accounts.models import Staff
from propertydesk.accounts.rules import Role
from propertydesk.estate.models import CalendarDay
from propertydesk.followups.rules import WORKFLOW as FOLLOW_UPS
from propertydesk.owners.models import Person
from propertydesk.owners.services.identity import set_identity
from propertydesk.passes.rules import Permission as PassPermission
from propertydesk.platform.attachments import Attachment
from propertydesk.platform.db import db
from propertydesk.platform.listing.saved import SavedFilter
from propertydesk.platform.transaction import in_transaction
from propertydesk.repairs.rules import Permission
from propertydesk.repairs.rules.states import WORKFLOW as REPAIRS
from propertydesk.shifts.rules import STANDS
from propertydesk.till.rules import Permission as TillPermission
from propertydesk.wiring import ROLES
from tests.conftest import NOW, make_actor
from tests.factories import till as counter
from tests.factories.accounts import StaffRoleFactory
from tests.factories.estate import HomeFactory
from tests.factories.fees import BillingRunFactory
from tests.factories.identity import resident_number
from tests.factories.owners import PersonFactory, TieFactory
from tests.factories.shifts import DutyPostFactory, stand
from tests.house.source import report
from tests.house.world import World, stored
from tests.web.access.gate_pages import pages_of_passes
from tests.web.access.reach import Walk, walk
from tests.web.access.test_matrix import Viewer, declared, with_role
from tests.web.access.two_places import TwoPlaces

pytestmark = [pytest.mark.web, pytest.mark.slow, pytest.mark.xdist_group("reach")]

Told = Callable[[str], None]

# Addresses that no page of a signed-in person leads to, and why.
REACHED_OTHERWISE = {
    "GET /healthz": "watchers",
    "GET /readyz": "watchers",
    "GET /favicon.ico": "browsers, by themselves",
    "GET /sign-in": "whoever is not signed in",
    "POST /sign-in": "whoever is not signed in",
    "GET /locked": "guards whose phone lay about",
    "POST /locked": "guards whose phone lay about",
    "POST /lock": "the phone of a gate, by itself",
    "GET /awake": "the phone of a gate, by itself",
    "GET /s/<string:token>": "owners, by the code on the slip",
    "GET /exports/files/<token>": "the answer to an order",
    "GET /tasks/<int:task_id>": "the answer to an order",
    "GET /tasks/<int:task_id>/result": "the page of a task that is done",
    "GET /import/<int:task_id>": "the answer to a workbook",
    "GET /import/<int:task_id>/result": "the page of an import that is done",
    "POST /import/<int:task_id>/take-over": "the page of an import that was checked",
    "GET /repairs/<int:repair_id>/slip.pdf": "the answer to printing",
    "GET /receipts/<int:receipt_id>/receipt.pdf": "the answer to printing",
    "GET /deposits/<int:deposit_id>/voucher.pdf": "the answer to printing",
    "GET /prepayments/refunds/<int:refund_id>/voucher.pdf": "the answer to printing",
    "GET /till/shifts/<int:shift_id>/report.pdf": "the answer to printing",
    "GET /till/shifts/days/report.pdf": "the answer to printing",
    "GET /till/statements/statement.pdf": "the answer to printing",
    "GET /till/statements/charges.xlsx": "the answer to an order",
    "GET /till/statements/documents.xlsx": "the answer to an order",
    "GET /exit-passes/<int:exit_id>/slip.pdf": "the answer to printing",
    "GET /g/<string:token>": "guards and the curious, by the code on the slip",
    "GET /gate/outcomes/<int:use_id>": "the answer to letting out and to refusing",
    "GET /search": "the answer to a question",
    "GET /search/suggest": "kept for a search box without scripts of ours",
    "GET /staff/<int:staff_id>/link": "the answer to making a link",
    "GET /disclosures/<int:disclosure_id>/file.xlsx": "the answer to making the file",
    "POST /disclosures/<int:disclosure_id>/check": "the page of what one has asked oneself",
    "POST /disclosures/<int:disclosure_id>/file": "the page of what one has asked oneself",
    "POST /disclosures/<int:disclosure_id>/withdrawal": "the page of what one has asked oneself",
    "POST /import/<int:task_id>/undo": "the page of an import that was taken over",
    "POST /people/<int:person_id>/erasure": "the page of somebody nothing is kept for",
    "POST /receipts/<int:receipt_id>/reversal": "the page of a receipt whose day is closed",
    "POST /staff/<int:staff_id>/second-factor-link": "the page of somebody who has a second factor",
    "POST /till/shift": "the till, while no drawer is open",
    "POST /till/shifts/<int:shift_id>/recount": "the page of a drawer that was counted",
    "POST /till/shifts/<int:shift_id>/take-over": "the page of a drawer that was counted",
    "GET /account/recovery-codes": "the answer to setting up a second factor",
    "POST /account/recovery-codes": "the page of one's own second factor",
    "POST /account/second-factor/removal": "the page of one's own second factor",
    "GET /lost-phone/<string:token>": "the link that an administrator hands over",
    "POST /lost-phone/<string:token>": "the link that an administrator hands over",
    "GET /new-password/<string:token>": "the link that an administrator hands over",
    "POST /new-password/<string:token>": "the link that an administrator hands over",
    "GET /set-up/<string:token>": "the link of the first start",
    "POST /set-up/<string:token>": "the link of the first start",
    "GET /r": "payers, by the code on the receipt",
    "GET /r/<string:token>": "payers, by the code on the receipt",
    "GET /sign-in/code": "whoever is not signed in",
    "POST /sign-in/code": "whoever is not signed in",
    "POST /charge-items/prices/<int:price_id>/approval": "where one person may decide alone",
    "POST /charge-items/prices/<int:price_id>/refusal": "where one person may decide alone",
    "POST /homes/vacancy-rates/<int:vacancy_id>/approval": "where one person may decide alone",
    "POST /homes/vacancy-rates/<int:vacancy_id>/refusal": "where one person may decide alone",
    "POST /late-charges/<int:rule_id>/approval": "where one person may decide alone",
    "POST /late-charges/<int:rule_id>/refusal": "where one person may decide alone",
    "POST /receivables/<int:receivable_id>/late-charge": "the page of a bill on which one has run up",
    "GET /gate/visits/<int:visit_id>/slip.pdf": "the answer to printing",
    "GET /visits/<int:visit_id>/slip.pdf": "the answer to printing",
    "GET /worker-passes/<int:pass_id>/card.pdf": "the answer to printing",
    "GET /engagements/<int:engagement_id>/cards.pdf": "the answer to printing",
    "GET /exports/orders/<int:export_id>": "the answer to an order",
    "POST /exports/orders/<int:export_id>/file": "the page of an order that was approved",
    "GET /homes/<int:home_id>/register-form.pdf": "the answer to printing",
    "GET /people/<int:person_id>/privacy-notice.pdf": "the answer to printing",
    "POST /homes/<int:home_id>/tenancy-end/cancellation": "the page of a tenancy whose end is planned",
    "POST /approvals/<int:approval_id>/withdrawal": "the page of what one has asked oneself",
    "POST /approvals/<int:approval_id>/acknowledgement": "the page of what was done by one alone",
}
# Rights that somebody holds for one address and has no use for at another of the same right.
NO_USE = {
    "POST /repairs/homes/<int:home_id>/people/<int:person_id>/phone": "those who take no reports",
    "GET /approvals/<int:approval_id>": "those whom no request concerns",
    "POST /approvals/<int:approval_id>/approval": "those whom no request concerns",
    "POST /approvals/<int:approval_id>/refusal": "those whom no request concerns",
}


def inhabit(places: TwoPlaces, everybody: list[Viewer]) -> dict[str, list[str]]:
    """Records in every state, for the desk and for those who work on site, and what else is rare;
    gives the pages of those for each viewer, by name.
    """
    mine, pages = places.mine, [f"/homes/{places.mine.home.id}"]
    own_pages: dict[str, list[str]] = {each.name: [] for each in everybody}
    for each in everybody:
        for state in REPAIRS.states if Permission.WORK in ROLES[Role(each.role)] else ():
            own = mine.repair(
                mine.person, state=state, technician_id=each.staff_id, charge="chargeable"
            )
            stored(picture_of(mine, own))
            own_pages[each.name].append(f"/my-orders/{own.id}")
        if TillPermission.SHIFT in ROLES[Role(each.role)]:
            own_pages[each.name].append(page_of_a_drawer(mine, each))
        own_pages[each.name] += be_on_duty(mine, each)
        elsewhere = {"staff_id": each.staff_id, "community_id": places.theirs.community.id}
        StaffRoleFactory(**elsewhere, role=each.role)
        kept = {
            "staff_id": each.staff_id,
            "listing": "homes",
            "name": "x",
            "query": "",
            "saved_at": NOW,
        }
        stored(SavedFilter(**mine.place, **kept))
    for state in REPAIRS.states:
        facts = {"technician_id": mine.watcher.id, "priority": 1, "charge": "chargeable"}
        order = mine.repair(mine.person, state=state, **facts)
        pages.append(f"/repairs/{order.id}")
    for state in FOLLOW_UPS.states:
        call = mine.follow_up(mine.repair(mine.person), state=state, attempts=3)
        pages.append(f"/follow-ups/{call.id}")
    TieFactory(
        **mine.place, home_id=mine.home.id, person_id=mine.person.id, tie="tenant", share=None
    )
    stored(CalendarDay(**mine.place, day=date(2027, 2, 20), is_open=True))
    who = {"actor": make_actor(mine.community), "now": NOW, "kind": "resident"}
    person = db.session.get_one(Person, mine.person.id)
    in_transaction(lambda: set_identity(person, number=resident_number(), **who))
    pages += pages_of_passes(mine)
    pages += [f"/billing/{BillingRunFactory(**mine.place, state='posted').id}", *rare_people(mine)]
    return {name: [*pages, *own] for name, own in own_pages.items()}


def page_of_a_drawer(mine: World, viewer: Viewer) -> str:
    """A cashier has handed one drawer over, and sits at the next: the page of the first."""
    cashier = replace(mine.actor, id=viewer.staff_id, permissions=ROLES[Role(viewer.role)])
    counter.open_shift(cashier)
    first = counter.count_drawer(cashier)
    counter.take_over(first, counter.somebody(mine.community, Role.MANAGER))
    counter.open_shift(cashier)
    return f"/till/shifts/{first}"


def be_on_duty(mine: World, viewer: Viewer) -> list[str]:
    """Whoever may stand at a post stands at one, and can hand it over: its page."""
    staff = db.session.get_one(Staff, viewer.staff_id)
    who = make_actor(mine.community, permissions=ROLES[Role(viewer.role)], staff=staff)
    codes = {kind: f"{kind[0].upper()}-{viewer.staff_id}" for kind in STANDS}
    posts = [
        DutyPostFactory(**mine.place, kind=kind, code=codes[kind])
        for kind, wanted in STANDS.items()
        if who.may(wanted)
    ]
    pages = [f"/hand-overs/duties/{stand(post, who).id}" for post in posts]
    plate = quote("浙A00003")
    return [*pages, f"/gate/parking?plate={plate}"] if who.may(PassPermission.GUARD) else pages


def rare_people(mine: World) -> list[str]:
    """Pages of a company, and of an owner who has died."""
    company = PersonFactory(**mine.place, kind="company", name="锦绣商贸有限公司")
    dead = PersonFactory(**mine.place, name="陈故人", died_on=date(2026, 3, 1))
    home = HomeFactory(**mine.place, **mine.house, room_no="0404")
    TieFactory(**mine.place, home_id=home.id, person_id=dead.id)
    of_company = [f"/people/{company.id}", f"/people/{company.id}/company"]
    lodger = PersonFactory(**mine.place, name="陈思")
    tenant = TieFactory(
        **mine.place, home_id=home.id, person_id=lodger.id, tie="tenant", share=None
    )
    at_home = [f"{page}?home={mine.home.id}" for page in ("/households/edit", "/repairs/new")]
    at_home += [f"/ties/{tenant.id}/edit", f"/notes/{mine.examples['note_id']}/edit"]
    at_home += [f"/receivables/{mine.examples['receivable_id']}"]
    of_dead = [f"/people/{dead.id}", f"/people/{dead.id}/death", f"/households/edit?home={home.id}"]
    return of_company + of_dead + at_home


def picture_of(world: World, order: Any) -> Attachment:
    """One more row for the picture that the world has."""
    known = db.session.get_one(Attachment, world.examples["attachment_id"])
    facts = {c.name: getattr(known, c.name) for c in Attachment.__table__.columns if c.name != "id"}
    return Attachment(**{**facts, "subject_id": order.id, "kind": "before"})


@pytest.fixture(scope="module")
def walks(places: TwoPlaces) -> dict[str, Walk]:
    """A walk for every role."""
    places.restore()
    with places.app.app_context():
        everybody = [with_role(places.mine, role) for role in Role]
        also = inhabit(places, everybody)
        for each in everybody:
            each.cookie()  # a second device, which can be signed out
        db.session.remove()
    stands = {"gate": places.mine.examples["gate_id"]}
    found = {
        each.name: walk(places.app, each.cookie() | stands, also=also[each.name])
        for each in everybody
    }
    places.restore()
    return found


def test_nothing_that_is_offered_is_dead(walks: dict[str, Walk], told: Told) -> None:
    told(f"{sum(sum(each.visited.values()) for each in walks.values())} pages")
    faults = sorted({f"{role}: {dead}" for role, each in walks.items() for dead in each.dead})
    assert not faults, report(faults, "Offer it only where it leads on.")


def test_every_button_shown_may_be_pressed(places: TwoPlaces, walks: dict[str, Walk]) -> None:
    roles = {(row["method"], row["route"]): row["roles"] for row in declared(places.app)}
    faults = sorted(
        f"{role}: {method} {route}, offered by {min(pages)}"
        for role, each in walks.items()
        for (method, route), pages in each.offered.items()
        if not {role, "everybody"} & set(roles[method, route])
    )
    assert not faults, report(faults, "Show it only to those whom the matrix lets in.")


def test_everything_a_role_may_do_is_offered_to_it(
    places: TwoPlaces, walks: dict[str, Walk], told: Told
) -> None:
    """What every member of staff may do rests on what they see: that is looked for but once, below."""
    faults, ways = [], 0
    for row in declared(places.app):
        way = f"{row['method']} {row['route']}"
        if row["access"] != "permission" or way in {*REACHED_OTHERWISE, *NO_USE}:
            continue
        for role in row["roles"]:
            ways += 1
            if (row["method"], row["route"]) not in walks[role].offered:
                faults.append(f"{way} for {role}")
    told(f"{ways} ways")
    assert not faults, report(sorted(faults), "Lead there from a page, or say why not above.")


def test_everything_declared_is_found_by_somebody(
    places: TwoPlaces, walks: dict[str, Walk]
) -> None:
    found = {" ".join(way) for each in walks.values() for way in each.offered}
    known = {f"{row['method']} {row['route']}" for row in declared(places.app)}
    assert found <= known
    faults = sorted(known - found - set(REACHED_OTHERWISE))
    assert not faults, report(faults, "Lead there from a page, or say why not above.")
    assert not set(REACHED_OTHERWISE) - known, "These are gone."
