"""What the outgoing person writes into a hand-over (form KF-08), and what it must add up to."""

from collections.abc import Collection
from dataclasses import dataclass

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.masking import mask_personal
from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_


@dataclass(frozen=True, kw_only=True)
class Report:
    """Counts and remarks. `faulty` names equipment that is out of order, `cash` is what is handed on."""

    keys_in: int | None = None
    keys_out: int | None = None
    cash: Money | None = None
    letters: int | None = None
    faulty: Collection[str] = ()
    is_clean: bool = False
    instructions: str = ""
    incidents: str = ""


def check_report(report: Report, *, keys_held: int, cash_expected: Money | None) -> None:
    """Raise Invalid on the field that is missing or does not add up without a word about it.

    `keys_held` is how many keys belong to the post (0 for none), `cash_expected` what its takings
    come to; a difference is taken with a remark under incidents, never silently.
    """
    if keys_held:
        _check_keys(report, keys_held)
    if cash_expected is not None:
        _check_cash(report, cash_expected)
    if report.faulty and not report.incidents:
        raise Invalid(N_("Say what is wrong with the equipment."), field="incidents")


def kept_text(text: str) -> str:
    """Remarks as they are kept for good: phone numbers, identity numbers and plates are masked."""
    return mask_personal(text)


def _check_keys(report: Report, keys_held: int) -> None:
    if report.keys_in is None:
        raise Invalid(N_("Count the keys."), field="keys_in")
    counted = report.keys_in + (report.keys_out or 0)
    if counted != keys_held and not report.incidents:
        raise Invalid(
            N_("The post has %(held)s keys, %(counted)s are counted: say why under incidents."),
            field="keys_in",
            held=keys_held,
            counted=counted,
        )


def _check_cash(report: Report, expected: Money) -> None:
    if report.cash is None:
        raise Invalid(N_("Count the cash."), field="cash")
    if report.cash != expected and not report.incidents:
        raise Invalid(
            N_("¥%(expected)s should be there: say why under incidents."),
            field="cash",
            expected=expected.grouped,
        )
