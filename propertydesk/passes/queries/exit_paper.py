"""Gathering what an exit pass shows on paper."""

from datetime import datetime

from flask_babel import force_locale, gettext

from propertydesk.estate import queries as estate
from propertydesk.kernel import quantities
from propertydesk.kernel.clock import local
from propertydesk.kernel.errors import Conflict
from propertydesk.kernel.words import N_
from propertydesk.passes import rules
from propertydesk.passes.models import ExitPass
from propertydesk.passes.printing import ExitSlip, SlipItem
from propertydesk.passes.queries import door
from propertydesk.passes.queries import exits as queries
from propertydesk.platform.printing import Words


def slip_of(exit_pass: ExitPass, now: datetime) -> ExitSlip:
    """The pass as it is to be printed now. Raises Conflict while it has no code."""
    code = queries.code_of(exit_pass)
    if code is None:
        raise Conflict(N_("A slip is printed once the pass is issued."))
    place = estate.community(exit_pass.community_id)
    home = queries.home_of(exit_pass)
    items = queries.items_of(exit_pass)
    pieces = sum(each.quantity for each in items)
    ended = bool(code.ended)
    return ExitSlip(
        number=exit_pass.number,
        code=code.shown,
        address=door.address(code),
        company=Words(place.company_zh, place.company_en or place.company_zh),
        community=Words(place.name_zh, place.name_en or place.name_zh),
        office=place.office_place,
        hotline=place.hotline,
        printed_at=local(now, place.zone),
        reprint=max(0, exit_pass.prints - 1),
        voided_at=local(code.ended_at, place.zone) if ended and code.ended_at else None,
        asked_at=local(exit_pass.asked_at, place.zone),
        home=Words(home.label_in(chinese=True), home.label_in(chinese=False)),
        applicant=exit_pass.applicant_name,
        role=_both(rules.APPLICANT_WORDS[rules.Applicant(exit_pass.applicant_role)]),
        reason=_both(rules.REASON_WORDS[rules.Reason(exit_pass.reason)]),
        basis=_both(rules.BASIS_WORDS[rules.Basis(exit_pass.basis)]),
        consent=_consent(exit_pass, place.zone),
        valid_from=local(exit_pass.valid_from, place.zone),
        valid_to=local(exit_pass.valid_to, place.zone),
        vehicle=" / ".join(part for part in (exit_pass.plate, exit_pass.carrier) if part),
        fees=_fees(exit_pass),
        items=tuple(
            SlipItem(
                name=each.name,
                spec=each.spec,
                quantity=each.quantity,
                unit=each.unit,
                in_words=_in_words(each.quantity),
            )
            for each in items
        ),
        pieces=pieces,
        pieces_in_words=Words(quantities.capitals(pieces), _english(pieces)),
        issued_by=exit_pass.issued_by,
    )


def _in_words(number: int) -> Words:
    return Words(quantities.capitals(number), _english(number))


def _english(number: int) -> str:
    return quantities.english(number)


def _consent(exit_pass: ExitPass, zone: str) -> str:
    """When, how and by whom the owner agreed."""
    if exit_pass.consented_at is not None:
        at = f"{local(exit_pass.consented_at, zone):%m-%d %H:%M}"
        return f"{at} {exit_pass.consent_by}/{exit_pass.witness}"
    return exit_pass.consent_ref


def _fees(exit_pass: ExitPass) -> Words:
    if exit_pass.open_fees:
        return Words(
            f"有未缴 ¥{exit_pass.open_fees.grouped}", f"open ¥{exit_pass.open_fees.grouped}"
        )
    return Words("无欠费", "none open")


def _both(word: str) -> Words:
    """A catalogue entry in both languages: paper does not follow the screen."""
    with force_locale("zh"):
        return Words(gettext(word), word)
