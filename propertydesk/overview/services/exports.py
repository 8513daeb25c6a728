"""Exports that need a second person: asked for, released, closed (reliability 5.10, K1; domain.md A50)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _

from propertydesk.kernel.words import N_
from propertydesk.overview.rules import Permission
from propertydesk.platform import approvals
from propertydesk.platform.access import Actor
from propertydesk.platform.approvals import Approval, ApprovalKind, Line
from propertydesk.platform.approvals.kinds import NextStep
from propertydesk.platform.db import db
from propertydesk.platform.i18n import pick
from propertydesk.platform.listing import Place, ordering, records, registry
from propertydesk.platform.listing.ordering import Order
from propertydesk.platform.listing.records import ExportRecord


def order(wanted: Order, *, actor: Actor, place: Place, now: datetime) -> ExportRecord:
    """Order an export; one that is guarded asks a second person at once.

    Raises Invalid for an unknown form, a missing purpose, or more rows than a workbook holds.
    """
    record = ordering.order_export(wanted, actor=actor, place=place)
    if record.is_guarded:
        approvals.ask(
            EXPORT,
            subject=record,
            params={
                "listing": record.listing,
                "rows": record.rows,
                "filters": record.filters,
                "form": record.form,
                "purpose": record.purpose,
                "digest": record.digest,
            },
            reason=wanted.words,
            actor=actor,
            now=now,
        )
    return record


def _release(approval: Approval, *, actor: Actor, now: datetime) -> None:
    """Let the asker fetch the file for a day; what is done by approving, which writes it down."""
    by = f"{actor.name} {actor.staff_no}".strip()
    records.release(_record_of(approval), approved_by=by, now=now)


def _close(approval: Approval, *, actor: Actor, now: datetime) -> None:
    """It is not given; what is done by not approving, which writes it down."""
    records.close(_record_of(approval), now=now)


def _describe(approval: Approval) -> Sequence[Line]:
    """What would leave the house: which rows, how many, what for, with which columns."""
    asked = approval.params
    listing = registry.find(asked["listing"])
    purpose = records.PURPOSE_WORDS[records.Purpose(asked["purpose"])]
    return [
        Line(_("Listing"), _(listing.title)),
        Line(_("Rows"), f"{asked['rows']:,}"),
        Line(_("Filters"), asked["filters"] or _("none")),
        Line(_("Purpose"), _(purpose)),
        Line(_("Columns"), pick("、", ", ").join(_(column.label) for column in listing.exported)),
        Line(_("File"), asked["form"].upper()),
        Line(_("Export no."), approval.subject_no),
    ]


def _go_on(approval: Approval) -> NextStep | None:
    """Once it is approved, the asker fetches the file."""
    if approval.state != approvals.State.APPROVED:
        return None
    return NextStep(_("To the file"), url_for("exports.detail", export_id=approval.subject_id))


def _record_of(approval: Approval) -> ExportRecord:
    return db.session.get_one(ExportRecord, approval.subject_id)


EXPORT = ApprovalKind(
    "export",
    N_("Export of personal data"),
    asked_by=Permission.EXPORT,
    decided_by=Permission.APPROVE_EXPORT,
    describe=_describe,
    carry_out=_release,
    let_go=_close,
    waits=timedelta(days=2),
    icon="download",
    go_on=_go_on,
)
