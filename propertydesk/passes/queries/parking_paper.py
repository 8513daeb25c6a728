"""Gathering what a parking slip says."""

from datetime import datetime

from propertydesk.accounts.models import Staff
from propertydesk.estate import queries as estate
from propertydesk.kernel.clock import local
from propertydesk.owners.rules.plates import plate_label
from propertydesk.passes.models.parking import ParkingStay
from propertydesk.passes.printing.parking_slip import ParkingSlip
from propertydesk.passes.queries.parking import tariff_of
from propertydesk.passes.rules.parking import Tariff
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.printing import Words


def slip_of(stay: ParkingStay, *, actor: Actor, now: datetime) -> ParkingSlip:
    """The slip as it is to be printed now."""
    place = estate.community(stay.community_id)
    tariff = Tariff(**stay.tariff) if stay.tariff else tariff_of(stay.community_id)
    guard = db.session.get(Staff, stay.left_by or stay.entered_by or 0)
    return ParkingSlip(
        number=stay.number,
        company=Words(place.company_zh, place.company_en or place.company_zh),
        community=Words(place.name_zh, place.name_en or place.name_zh),
        hotline=place.hotline,
        printed_at=local(now, place.zone),
        plate=plate_label(stay.plate) if stay.plate else "–",
        entered_at=local(stay.entered_at, place.zone) if stay.entered_at else None,
        left_at=local(stay.left_at, place.zone) if stay.left_at else None,
        minutes=stay.minutes,
        fee=stay.fee,
        is_lost=stay.is_lost,
        guard=f"{guard.name} {guard.staff_no}".strip() if guard else actor.name,
        tariff=_told(tariff),
    )


def _told(tariff: Tariff) -> Words:
    """The tariff in a sentence: 免费30分钟，超过后每60分钟¥2，24小时最高¥10."""
    zh = f"免费{tariff.free_minutes}分钟，超过后每{tariff.unit_minutes}分钟{_yuan(tariff.unit_fen)}"
    en = f"{tariff.free_minutes} min free, then {_yuan(tariff.unit_fen)} for {tariff.unit_minutes} min"
    if tariff.rounding == "completed":
        zh, en = f"{zh}（不足不计）", f"{en} complete"
    if tariff.cap_fen:
        zh = f"{zh}，24小时最高{_yuan(tariff.cap_fen)}"
        en = f"{en}, at most {_yuan(tariff.cap_fen)} in 24 h"
    return Words(zh, en)


def _yuan(fen: int) -> str:
    return f"¥{fen // 100}" if fen % 100 == 0 else f"¥{fen / 100:.2f}"
