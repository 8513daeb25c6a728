"""What goes on at the till of the small community, cars that park, and shifts handed over."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from propertydesk.accounts.rules import Role
from propertydesk.shifts import rules as shift_rules
from tests.factories import parking, pins, shifts
from tests.factories import till as counter
from tests.factories.accounts import (
    StaffFactory,
)
from tests.factories.shifts import DutyPostFactory

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
EARLIER = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


if TYPE_CHECKING:
    from tests.house.world import World


def take_money(world: "World") -> None:
    who = counter.debtor(world.community, 5_800, 6_000)
    counter.open_shift(world.actor)
    first = counter.pay(who, 5_800, actor=world.actor, chosen=who.receivable_ids[:1])
    deposit = counter.hold(who, 20_000, actor=world.actor)
    kept = counter.ahead(who, 5_000, actor=world.actor)
    world.examples |= {
        "receipt_id": first.receipt.id,
        "shift_id": first.receipt.shift_id,
        "deposit_id": deposit,
        "prepayment_id": kept,
        "receipt_check.token": first.receipt.check_code,
    }


def close_a_drawer(world: "World") -> None:
    who, second = (
        counter.debtor(world.community, 700),
        counter.somebody(world.community, Role.MANAGER),
    )
    cashier = world.actor_who_may_all()
    counter.open_shift(cashier)
    back = counter.returned(counter.hold(who, 900, actor=cashier), second, actor=cashier)
    refund = counter.refunded(counter.ahead(who, 800, actor=cashier), 300, second, actor=cashier)
    shift_id = counter.count_drawer(cashier)
    counter.take_over(shift_id, second)
    world.examples |= {
        "refund_id": refund.id,
        "deposits.return_voucher.deposit_id": back.deposit_id,
        "deposits.print_return.deposit_id": back.deposit_id,
        "shifts.shift_paper.shift_id": shift_id,
        "shifts.print_shift.shift_id": shift_id,
    }


def hand_shifts_over(world: "World") -> None:
    """For every kind of post a shift that is on, one that waits for relief, and nobody at a third."""
    guard = StaffFactory()
    world.give_role(guard, Role.GUARD)
    pins.give(guard)
    for kind, wanted in shift_rules.STANDS.items():
        may = frozenset({str(wanted), str(shift_rules.Permission.READ)})
        mine, here = replace(world.actor, permissions=may), {**world.place, "kind": kind}
        first, second, _empty = (
            DutyPostFactory(**here, code=f"{kind[0].upper()}{number}", name_zh=f"{number}号岗")
            for number in (9, 8, 7)
        )
        signed = shifts.sign_off(shifts.stand(first, mine, now=NOW), mine, now=NOW)
        world.examples |= {
            "post_id": second.id,
            "duty_id": shifts.stand(second, mine, now=NOW).id,
            "hand_over_id": signed.id,
        }

    park(world, guard)


def park(world: "World", guard: Any) -> None:
    """A car inside, one that paid, and the takings of that shift, signed for the till."""
    may = frozenset({str(shift_rules.Permission.STAND_GATE), str(shift_rules.Permission.READ)})
    who = replace(world.actor, id=guard.id, name=guard.name, permissions=may)
    duty = shifts.stand(DutyPostFactory(**world.place, code="G6"), who, now=EARLIER)
    parking.drive_out(parking.drive_in("沪C00002", who, EARLIER), who, NOW)
    signed = shifts.sign_off(duty, who, shifts.with_cash(1_000), now=NOW)
    world.examples |= {
        "stay_id": parking.drive_in("沪C00001", who, NOW).id,
        "parking.hand_over_id": signed.id,
    }
