"""What needs a second person in fees: runs, prices, vacancy rates, adjustments, waivers."""

from datetime import datetime

from flask_babel import gettext as _

from propertydesk.fees import queries, rules
from propertydesk.fees.models import BillingRun, FeePrice, LateRule, Receivable, VacancyRate
from propertydesk.fees.rules.settings import SECOND_PERSON, WAIVE_ALONE, WAIVE_MANAGER
from propertydesk.fees.services import agreements, changes, late, prices, runs
from propertydesk.kernel.errors import Conflict
from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_
from propertydesk.platform import approvals
from propertydesk.platform.access import Actor
from propertydesk.platform.approvals import Approval, ApprovalKind, Line
from propertydesk.platform.db import db
from propertydesk.platform.settings import value

Permission = rules.Permission


def submit_run(run: BillingRun, *, actor: Actor, now: datetime) -> Approval | None:
    """Ask a second person to approve a prepared run, if the community wants one."""
    lines = run.preview["lines"]
    params = {
        "month": f"{run.month:%Y-%m}",
        "count": sum(line["count"] for line in lines),
        "fen": sum(line["total"] for line in lines),
        "left_out": sum(sum(line["left_out"].values()) for line in lines),
    }
    return _ask(RUN, run, params, reason=run.number, actor=actor, now=now)


def give_up_run(run: BillingRun, *, actor: Actor, now: datetime) -> None:
    """Put a prepared run away; whoever asked for its approval withdraws the request with it.

    Raises Conflict while somebody else's request waits: whoever decides it turns it down.
    """
    waiting = queries.waiting_approval(run)
    if waiting is None:
        runs.discard_run(run, actor=actor, now=now)
    elif waiting.asked_by == actor.id:
        approvals.withdraw(waiting, actor=actor, now=now)
    else:
        raise Conflict(N_("This waits for approval: it can be turned down there."))


def submit_price(price: FeePrice, *, actor: Actor, now: datetime) -> Approval | None:
    """Ask a second person to approve a proposed price, if the community wants one."""
    params = {
        "price": price.price,
        "scope": price.scope,
        "starts_on": price.starts_on.isoformat(),
        "ends_on": price.ends_on.isoformat() if price.ends_on else "",
    }
    return _ask(PRICE, price, params, reason=price.legal_basis, actor=actor, now=now)


def submit_late_rule(rule: LateRule, *, actor: Actor, now: datetime) -> Approval | None:
    """Ask a second person to approve a late charge, if the community wants one."""
    params = {
        "basis": rule.basis,
        "figure": rule.figure,
        "cap": rule.cap_percent,
        "grace": rule.grace_days,
        "starts_on": rule.starts_on.isoformat(),
        "ends_on": rule.ends_on.isoformat() if rule.ends_on else "",
    }
    return _ask(LATE_RULE, rule, params, reason=rule.legal_basis, actor=actor, now=now)


def submit_vacancy(vacancy: VacancyRate, *, actor: Actor, now: datetime) -> Approval | None:
    """Ask a second person to approve a vacancy rate, if the community wants one."""
    params = {
        "percent": vacancy.percent,
        "starts_on": vacancy.starts_on.isoformat(),
        "ends_on": vacancy.ends_on.isoformat(),
    }
    return _ask(VACANCY, vacancy, params, reason=vacancy.reason, actor=actor, now=now)


def ask_for_change(
    row: Receivable,
    kind: rules.ChangeKind,
    *,
    amount: Money,
    reason: str,
    paper: str,
    actor: Actor,
    now: datetime,
) -> Approval | None:
    """Adjust or waive: at once when it is a small waiver, else by a second person (domain.md D8).

    Reductions above the manager's limit are decided by an administrator. Gives the request, None
    when it is done already. Raises Invalid when the receivable cannot take the change.
    """
    changes.check_change(row, kind, amount)
    change = changes.Change(kind, amount, reason, paper, actor.name, actor.id)
    alone = value(row.community_id, WAIVE_ALONE) * 100
    if kind is rules.ChangeKind.WAIVER and amount.fen <= alone:
        changes.post_change(row, change, actor=actor, now=now)
        return None
    large = abs(amount.fen) > value(row.community_id, WAIVE_MANAGER) * 100
    params = {"kind": str(kind), "fen": amount.fen, "paper": paper}
    return approvals.ask(
        LARGE_CHANGE if large else CHANGE,
        subject=row,
        params=params,
        reason=reason,
        actor=actor,
        now=now,
        home_id=row.home_id,
    )


def _ask(
    kind: ApprovalKind,
    subject: BillingRun | FeePrice | LateRule | VacancyRate,
    params: dict[str, object],
    *,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Approval | None:
    if actor.kind != "staff" or not value(subject.community_id, SECOND_PERSON):
        return None
    return approvals.ask(kind, subject=subject, params=params, reason=reason, actor=actor, now=now)


def _post_run(approval: Approval, *, actor: Actor, now: datetime) -> None:
    runs.approve_run(db.session.get_one(BillingRun, approval.subject_id), actor=actor, now=now)


def _drop_run(approval: Approval, *, actor: Actor, now: datetime) -> None:
    run = db.session.get_one(BillingRun, approval.subject_id)
    if run.state == rules.RunState.PREPARED:
        runs.discard_run(run, actor=actor.as_system(), now=now)


def _set_price(approval: Approval, *, actor: Actor, now: datetime) -> None:
    prices.approve_price(db.session.get_one(FeePrice, approval.subject_id), actor=actor, now=now)


def _drop_price(approval: Approval, *, actor: Actor, now: datetime) -> None:
    price = db.session.get_one(FeePrice, approval.subject_id)
    why = approval.decision_note or _(approvals.STATES.word(approval.state))
    prices.refuse_price(price, reason=why, actor=actor.as_system(), now=now)


def _set_late_rule(approval: Approval, *, actor: Actor, now: datetime) -> None:
    rule = db.session.get_one(LateRule, approval.subject_id)
    late.approve_late_rule(rule, actor=actor, now=now)


def _drop_late_rule(approval: Approval, *, actor: Actor, now: datetime) -> None:
    rule = db.session.get_one(LateRule, approval.subject_id)
    why = approval.decision_note or _(approvals.STATES.word(approval.state))
    late.refuse_late_rule(rule, reason=why, actor=actor.as_system(), now=now)


def _set_vacancy(approval: Approval, *, actor: Actor, now: datetime) -> None:
    found = db.session.get_one(VacancyRate, approval.subject_id)
    agreements.approve_vacancy(found, actor=actor, now=now)


def _drop_vacancy(approval: Approval, *, actor: Actor, now: datetime) -> None:
    found = db.session.get_one(VacancyRate, approval.subject_id)
    why = approval.decision_note or _(approvals.STATES.word(approval.state))
    agreements.refuse_vacancy(found, reason=why, actor=actor.as_system(), now=now)


def _post_change(approval: Approval, *, actor: Actor, now: datetime) -> None:
    row = db.session.get_one(Receivable, approval.subject_id)
    change = changes.Change(
        rules.ChangeKind(approval.params["kind"]),
        Money(approval.params["fen"]),
        approval.reason,
        approval.params["paper"],
        approval.asked_by_name,
        approval.asked_by,
    )
    changes.post_change(row, change, actor=actor, now=now)


def _run_lines(approval: Approval) -> list[Line]:
    params = approval.params
    return [
        Line(_("Month"), params["month"]),
        Line(_("Receivables"), f"{params['count']:,}"),
        Line(_("Total"), f"¥{Money(params['fen']).grouped}"),
        Line(_("Left out"), f"{params['left_out']:,}"),
    ]


def _price_lines(approval: Approval) -> list[Line]:
    params = approval.params
    return [
        Line(_("Price"), f"¥{rules.shown_price(params['price'])}"),
        Line(_("For whom"), _("everybody") if params["scope"] == "all" else params["scope"]),
        Line(_("From"), params["starts_on"]),
        Line(_("Until"), params["ends_on"] or _("until changed")),
    ]


def _late_lines(approval: Approval) -> list[Line]:
    params = approval.params
    basis, figure = rules.LateBasis(params["basis"]), params["figure"]
    steep = rules.is_steep(basis, figure)
    return [
        Line(_("Late charge a day"), rules.shown_figure(basis, figure)),
        *([Line(_("Caution"), _(rules.STEEP_WORDS))] if steep else []),
        Line(_("At most"), _("%(percent)s %% of the overdue principal", percent=params["cap"])),
        Line(_("Free days after the due day"), str(params["grace"])),
        Line(_("From"), params["starts_on"]),
        Line(_("Until"), params["ends_on"] or _("until changed")),
    ]


def _vacancy_lines(approval: Approval) -> list[Line]:
    params = approval.params
    days = f"{params['starts_on']} – {params['ends_on']}"
    return [Line(_("Pays"), f"{params['percent']} %"), Line(_("Days"), days)]


def _change_lines(approval: Approval) -> list[Line]:
    params = approval.params
    kind = rules.ChangeKind(params["kind"])
    amount = Money(params["fen"] if kind is rules.ChangeKind.ADJUSTMENT else -params["fen"])
    lines = [Line(_(rules.CHANGE_WORDS[kind]), f"¥{amount.grouped}")]
    return [*lines, *([Line(_("Paper"), params["paper"])] if params["paper"] else [])]


RUN = ApprovalKind(
    "billing-run",
    N_("Billing run"),
    asked_by=Permission.PREPARE_RUN,
    decided_by=Permission.APPROVE_RUN,
    describe=_run_lines,
    carry_out=_post_run,
    let_go=_drop_run,
    icon="report-money",
)
PRICE = ApprovalKind(
    "price",
    N_("Price"),
    asked_by=Permission.SET,
    decided_by=Permission.APPROVE_PRICE,
    describe=_price_lines,
    carry_out=_set_price,
    let_go=_drop_price,
    icon="tag",
)
LATE_RULE = ApprovalKind(
    "late-rule",
    N_("Late charge"),
    asked_by=Permission.SET,
    decided_by=Permission.APPROVE_PRICE,
    describe=_late_lines,
    carry_out=_set_late_rule,
    let_go=_drop_late_rule,
    icon="clock",
)
VACANCY = ApprovalKind(
    "vacancy",
    N_("Vacancy rate"),
    asked_by=Permission.SET,
    decided_by=Permission.APPROVE_VACANCY,
    describe=_vacancy_lines,
    carry_out=_set_vacancy,
    let_go=_drop_vacancy,
    icon="door",
)
CHANGE = ApprovalKind(
    "receivable-change",
    N_("Adjustment or waiver"),
    asked_by=Permission.ADJUST,
    decided_by=Permission.APPROVE_CHANGE,
    describe=_change_lines,
    carry_out=_post_change,
    icon="receipt",
)
LARGE_CHANGE = ApprovalKind(
    "receivable-change-large",
    N_("Large adjustment or waiver"),
    asked_by=Permission.ADJUST,
    decided_by=Permission.APPROVE_LARGE,
    describe=_change_lines,
    carry_out=_post_change,
    icon="receipt",
)

APPROVALS = (RUN, PRICE, LATE_RULE, VACANCY, CHANGE, LARGE_CHANGE)
