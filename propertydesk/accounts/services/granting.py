"""Rights that take two: a guarded role, and the way back into an administrator's account (threat A1)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from propertydesk.accounts import queries, rules
from propertydesk.accounts.models import AccountLink, Staff
from propertydesk.accounts.services.links import LinkKind, make_link
from propertydesk.accounts.services.register import grant_role
from propertydesk.kernel.errors import Conflict, Invalid, NotAllowed
from propertydesk.kernel.words import N_
from propertydesk.platform import approvals
from propertydesk.platform.access import Actor
from propertydesk.platform.approvals import Approval, ApprovalKind, Line
from propertydesk.platform.approvals.kinds import NextStep
from propertydesk.platform.db import db

#: How long an agreed reset can be used by whoever asked for it.
RESET_STANDS = timedelta(days=1)


def give_or_ask(
    staff: Staff, role: rules.Role, *, reason: str, actor: Actor, now: datetime
) -> Approval | None:
    """Give a role in the actor's community, or ask a second administrator; gives the request.

    Only guarded roles are asked for, and only where somebody else could agree: the first
    administrator of an installation is alone. Raises Invalid for oneself and without a reason.
    """
    if staff.id == actor.id:
        raise Invalid(N_("Nobody gives a role to themselves."), field="role")
    if role not in rules.GUARDED_ROLES:
        grant_role(staff, role, actor.community_id, actor=actor, now=now)
        return None
    if not queries.others_who_may(rules.Permission.MANAGE, actor, staff.id):
        grant_role(staff, role, actor.community_id, origin=rules.Origin.ALONE, actor=actor, now=now)
        return None
    params = {"role": str(role), "login": staff.login}
    return approvals.ask(GRANT, subject=staff, params=params, reason=reason, actor=actor, now=now)


def link_or_ask(
    kind: LinkKind, staff: Staff, *, reason: str, actor: Actor, now: datetime
) -> str | Approval:
    """A one-time link for somebody's account; for an administrator's a second one has to agree.

    Gives the token, or the request. Raises Invalid without a reason, Conflict where there is no
    second administrator: then the way leads over the server's command line.
    """
    if staff.id == actor.id:
        raise Invalid(N_("For your own account use My account."))
    held = {each.role for each in queries.roles_of([staff.id]).get(staff.id, [])}
    if rules.Role.ADMINISTRATOR not in held or _is_agreed(kind, staff, actor, now):
        return make_link(kind, staff, actor=actor, now=now)
    if not queries.others_who_may(rules.Permission.MANAGE, actor, staff.id):
        raise Conflict(
            N_(
                "An administrator's account takes a second administrator, and there is none."
                " On the server: flask --app run account-link %(login)s"
            ),
            login=staff.login,
        )
    params = {"kind": str(kind), "login": staff.login}
    return approvals.ask(RESET, subject=staff, params=params, reason=reason, actor=actor, now=now)


def _is_agreed(kind: LinkKind, staff: Staff, actor: Actor, now: datetime) -> bool:
    """Whether a second person agreed within the day, and no link was made of it yet."""
    newest = (
        select(Approval)
        .where(
            Approval.kind == RESET.name,
            Approval.subject_id == staff.id,
            Approval.asked_by == actor.id,
            Approval.state == approvals.State.APPROVED,
            Approval.decided_at > now - RESET_STANDS,
        )
        .order_by(Approval.id.desc())
    )
    agreed = db.session.scalars(newest.limit(1)).first()
    if agreed is None or agreed.params["kind"] != kind:
        return False
    used = select(AccountLink.id).where(
        AccountLink.staff_id == staff.id, AccountLink.made_at >= agreed.decided_at
    )
    return db.session.scalar(used.limit(1)) is None


def _describe_grant(approval: Approval) -> Sequence[Line]:
    role = rules.ROLE_WORDS[rules.Role(approval.params["role"])]
    return (Line(_("Role"), _(role)), Line(_("For the account"), approval.params["login"]))


def _describe_reset(approval: Approval) -> Sequence[Line]:
    what = {
        LinkKind.PASSWORD: _("Link for a new password"),
        LinkKind.FACTOR: _("Link for a lost phone"),
    }
    return (
        Line(_("What"), what[LinkKind(approval.params["kind"])]),
        Line(_("For the account"), approval.params["login"]),
    )


def _carry_out_grant(approval: Approval, *, actor: Actor, now: datetime) -> None:
    staff = db.session.get_one(Staff, approval.subject_id)
    _refuse_the_person_themselves(approval, actor)
    if not staff.is_active:
        raise Conflict(N_("This account is closed: nobody can sign in with it."))
    grant_role(
        staff,
        rules.Role(approval.params["role"]),
        approval.community_id,
        granted_by=approval.asked_by,
        approved_by=actor.id,
        actor=actor,
        now=now,
    )


def _carry_out_reset(approval: Approval, *, actor: Actor, now: datetime) -> None:
    """Nothing yet: whoever asked makes the link, which is shown once, when the person is there."""
    _refuse_the_person_themselves(approval, actor)


def _refuse_the_person_themselves(approval: Approval, actor: Actor) -> None:
    if approval.subject_id == actor.id:
        raise NotAllowed(N_("This is about your own account: somebody else has to agree."))


def _to_account(approval: Approval) -> NextStep:
    return NextStep(_("To the account"), f"/staff/{approval.subject_id}")


GRANT = ApprovalKind(
    "staff_role",
    N_("Role for a colleague"),
    asked_by=rules.Permission.MANAGE,
    decided_by=rules.Permission.MANAGE,
    describe=_describe_grant,
    carry_out=_carry_out_grant,
    icon="key",
    go_on=_to_account,
)
RESET = ApprovalKind(
    "staff_reset",
    N_("Way back into an administrator's account"),
    asked_by=rules.Permission.MANAGE,
    decided_by=rules.Permission.MANAGE,
    describe=_describe_reset,
    carry_out=_carry_out_reset,
    waits=RESET_STANDS,
    icon="shield-lock",
    go_on=_to_account,
)
APPROVALS = (GRANT, RESET)
