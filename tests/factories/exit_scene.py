"""A household, two clerks, a guard at a gate: what exit passes need."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from propertydesk.accounts.rules import Role
from propertydesk.passes.models import ExitPass, PassUse
from propertydesk.passes.queries import door, exits
from propertydesk.passes.rules import Answer
from propertydesk.passes.rules.exit_request import ExitRequest, Item
from propertydesk.passes.services.exits import asking, gate
from propertydesk.passes.services.exits.gate import Found
from propertydesk.passes.services.uses import Scan
from propertydesk.platform.transaction import in_transaction
from propertydesk.wiring import ROLES
from tests.conftest import NOW, make_actor
from tests.factories.accounts import StaffFactory, StaffRoleFactory
from tests.factories.passes import GateFactory
from tests.factories.repairs import household_of

HOURS = {"valid_from": NOW - timedelta(hours=1), "valid_to": NOW + timedelta(hours=8)}
ITEMS = (Item("双人床", 1, "1.8 米", "张"), Item("纸箱", 12, "", "个"))


class Scene:
    """A household with its owner, two clerks, a guard at a gate."""

    def __init__(self, community: Any) -> None:
        self.place = community
        self.home, self.owner = household_of(community)
        self.clerk = self.somebody(Role.CLERK)
        self.second = self.somebody(Role.CLERK)
        self.guard = self.somebody(Role.GUARD)
        self.lead = self.somebody(Role.SERVICE_LEAD)
        self.gate = GateFactory(community_id=community.id, number=2)

    def somebody(self, role: Role) -> Any:
        staff = StaffFactory()
        StaffRoleFactory(staff_id=staff.id, community_id=self.place.id, role=role)
        return make_actor(self.place, permissions=ROLES[role], staff=staff)

    def request(self, **given: Any) -> ExitRequest:
        asked = ExitRequest(
            home_id=self.home.id,
            applicant_id=self.owner.id,
            applicant_name="",
            applicant_role="owner",
            identity_seen=True,
            basis="owner",
            reason="move",
            items=ITEMS,
            **HOURS,
        )
        return replace(asked, **given)

    def ask(self, **given: Any) -> ExitPass:
        wanted = self.request(**given)
        return in_transaction(lambda: asking.ask(self.place, wanted, actor=self.clerk, now=NOW))

    def tenant(self, **given: Any) -> ExitPass:
        return self.ask(applicant_id=None, applicant_name="买买提", applicant_role="agent", **given)

    def release(self, exit_pass: ExitPass, nonce: str = "n1", **given: Any) -> PassUse:
        ids = [each.id for each in exits.items_of(exit_pass)]
        facts = {"item_ids": ids, "mover": "李强", "id_seen": True}
        found = Found(**(facts | given.pop("found", {})))
        now = given.pop("now", NOW)
        return in_transaction(
            lambda: gate.release(
                exit_pass, Scan(self.gate, nonce), found, actor=self.guard, now=now, **given
            )
        )

    def answer(self, exit_pass: ExitPass) -> Answer:
        code = exits.code_of(exit_pass)
        assert code is not None
        return door.look_up(code.typed, self.place.id, NOW).answer
