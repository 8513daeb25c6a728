"""Billing from the command line."""

import click
from sqlalchemy import select

from propertydesk.cli.exchange import run_with_progress
from propertydesk.cli.installation import community_of, operator
from propertydesk.cli.voice import command
from propertydesk.fees import rules
from propertydesk.fees import services as fees
from propertydesk.fees.models import ChargeItem
from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction


@command("bill")
@click.option("--community", "code", required=True, help="The code of the community.")
@click.option("--period", required=True, help="The month to bill, such as 2026-11.")
@click.option("--item", "items", multiple=True, help="Only this charge item; may be repeated.")
@click.option("--catch-up", is_flag=True, help="Also periods that were missed since items began.")
def bill(code: str, period: str, items: tuple[str, ...], catch_up: bool) -> None:  # noqa: FBT001  # click hands its options over
    """Charge what falls to be charged in a month; may be repeated at any time.

    Prints receivables added, those already there, and homes left out with the reason.
    """
    community_id, month = community_of(code), rules.parse_month(period)
    by = operator(community_id)

    def begin() -> tuple[int, dict[str, int]]:
        chosen = [_item(community_id, each) for each in items]
        run = fees.prepare_run(
            community_id, month, items=chosen, catch_up=catch_up, actor=by, now=now()
        )
        fees.approve_run(run, actor=by, now=now())
        left: dict[str, int] = {}
        for line in run.preview["lines"]:
            for reason, count in line["left_out"].items():
                left[reason] = left.get(reason, 0) + count
        return run.task_id or 0, left

    task_id, left_out = in_transaction(begin)
    outcome = run_with_progress(task_id, "chunks").outcome
    click.echo(f"added\t{outcome.get('added', 0)}")
    click.echo(f"already there\t{outcome.get('present', 0)}")
    for reason, count in sorted(left_out.items()):
        click.echo(f"left out\t{count}\t{rules.LEFT_OUT_WORDS[rules.LeftOut(reason)]}")


def _item(community_id: int, code: str) -> ChargeItem:
    item = db.session.scalar(select(ChargeItem).filter_by(community_id=community_id, code=code))
    if item is None:
        raise Missing(N_("There is no charge item with the code %(code)s."), code=code)
    return item
