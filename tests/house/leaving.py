"""What leaves the house in the small community: exports and disclosures, with a second person."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from werkzeug.datastructures import MultiDict

from propertydesk import wiring
from propertydesk.accounts.rules import Role
from propertydesk.overview.services import exports
from propertydesk.owners.rules.disclosures import Basis, Evidence, Field
from propertydesk.owners.services import disclosures
from propertydesk.owners.services.disclosures import Request
from propertydesk.platform import approvals, settings
from propertydesk.platform.access import Actor
from propertydesk.platform.listing.declare import Place, registry
from propertydesk.platform.listing.ordering import Order, link_to
from propertydesk.platform.listing.records import EXPORT_ROWS
from propertydesk.platform.transaction import in_transaction
from tests.factories.accounts import StaffFactory
from tests.factories.estate import HomeFactory
from tests.factories.owners import PersonFactory, TieFactory

if TYPE_CHECKING:
    from tests.house.world import World

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
WANTED = Request("公安局", "王警官", "办案", Basis.DUTY, [Field.NAME], date(2026, 12, 31))


def examples_of(world: "World", place: Place) -> dict[str, Any]:
    """An export that may be fetched, one that waits for a second person, and two disclosures."""
    every = frozenset().union(*wiring.ROLES.values())
    actor = replace(world.actor, permissions=every)
    ready = Order(registry.find("communities"), MultiDict(), "csv")
    asked = Order(registry.find("people"), MultiDict(), "csv", "check", "核对")
    in_transaction(
        lambda: settings.change(place.community_id, EXPORT_ROWS, 0, actor=actor, now=NOW)
    )
    waits, flows = (
        in_transaction(lambda order=order: exports.order(order, actor=actor, place=place, now=NOW))
        for order in (asked, ready)
    )
    found = {"export_id": waits.id, "exports.token": link_to(flows)}
    return found | _disclosures(world, actor)


def _disclosures(world: "World", actor: Actor) -> dict[str, Any]:
    """One that was given with a manager's approval, and one that waits for its check."""
    manager = StaffFactory()
    world.give_role(manager, Role.MANAGER)
    home = HomeFactory(**world.place, **world.house, room_no="1701")
    person = PersonFactory(**world.place, name="尉迟敏")
    tie = TieFactory(**world.place, home_id=home.id, person_id=person.id)
    second, by = replace(actor, id=manager.id, staff_no="M1"), {"now": NOW}

    def request() -> Any:
        return disclosures.request_disclosure(WANTED, [tie.id], "", actor=actor, **by)

    def give() -> Any:
        given = request()
        disclosures.check_disclosure(given, Evidence(document_no="1"), actor=actor, **by)
        approval = approvals.approval_about("disclosure", given.id)
        approvals.approve(approval, actor=second, **by)
        return disclosures.give(given, actor=actor, **by)

    return {
        "disclosures.file.disclosure_id": in_transaction(give).id,
        "disclosure_id": in_transaction(request).id,
    }
