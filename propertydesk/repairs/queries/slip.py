"""Gathering what a repair slip shows."""

from collections.abc import Callable
from datetime import datetime

from flask import current_app, request

from propertydesk.accounts import queries as accounts
from propertydesk.estate import queries as estate
from propertydesk.estate.models import Community, Home
from propertydesk.kernel.clock import local
from propertydesk.owners.rules import named
from propertydesk.platform import signing
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.printing import Text, Words
from propertydesk.platform.printing.catalogue import bilingual
from propertydesk.platform.settings import value
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairMaterial, RepairOrder
from propertydesk.repairs.printing import RepairSlip, SlipMaterial
from propertydesk.repairs.queries.orders import materials
from propertydesk.repairs.rules import deadlines

STATUS = "repair-status"
_QUANTITY = 1000


def status_url(order: RepairOrder) -> str:
    """The signed address where the owner watches the order; no sign-in, no personal data."""
    base = current_app.config["DESK"].base_url or request.host_url.rstrip("/")
    return f"{base}/s/{signing.sign(STATUS, order.id)}"


def slip_of(order: RepairOrder, *, actor: Actor, now: datetime) -> RepairSlip:
    """The slip as it is to be printed now; from the second print on it is marked as a reprint."""
    place = estate.community(order.community_id)
    home = db.session.get(Home, order.home_id) if order.home_id else None
    main, sub = rules.category(order.category), rules.subcategory(order.category)
    there = _clock(place)
    first = accounts.signature(order.first_handler_id, order.first_handler)
    is_void = order.state in (rules.State.CANCELLED, rules.State.VOID)
    return RepairSlip(
        number=order.number,
        status_url=status_url(order),
        company=Words(place.company_zh, place.company_en or place.company_zh),
        community=Words(place.name_zh, place.name_en or place.name_zh),
        hotline=place.hotline,
        service_hours=f"{place.opens:%H:%M}–{place.closes:%H:%M}",
        operator=actor.name,
        operator_no=actor.staff_no,
        printed_at=local(now, place.zone),
        reprint=max(0, order.prints - 1),
        voided_at=there(order.closed_at or order.state_since) if is_void else None,
        reported_at=local(order.reported_at, place.zone),
        channel=bilingual(rules.CHANNEL_WORDS[rules.Channel(order.channel)]),
        place=_place(order, home),
        reporter=_reporter(order),
        role=bilingual(rules.REPORTER_WORDS[rules.Reporter(order.reporter_role)]),
        phone=order.phone,
        category=Words(main.zh, main.en),
        subcategory=Words(sub.zh, sub.en),
        description=order.description,
        priority=order.priority,
        charge=order.charge,
        appointment_start=there(order.appointment_from),
        appointment_end=there(order.appointment_to),
        read_back=order.read_back,
        first_handler=first,
        clerk=first,
        dispatched_at=there(order.dispatched_at),
        dispatched_by=order.dispatched_by,
        technician=accounts.signature(order.technician_id),
        tools_checked=order.tools_checked,
        arrived_at=there(order.arrived_at),
        finished_at=there(order.finished_at),
        cause=bilingual(rules.CAUSE_WORDS[rules.Cause(order.cause)]) if order.cause else "",
        work_done=order.work_done,
        materials=tuple(_material(each) for each in materials(order)),
        labour=order.labour if order.finished_at else None,
        total=order.total if order.finished_at else None,
        unfinished_reason=_suspension(order),
        next_visit=there(order.next_visit_at),
        visit_rules=_visit_rules(place),
        quality=order.quality,
        attitude=order.attitude,
    )


def _clock(place: Community) -> Callable[[datetime | None], datetime | None]:
    """Instants on the wall clock of the community."""
    return lambda instant: local(instant, place.zone) if instant else None


def _visit_rules(place: Community) -> Words:
    rules_now = value(place.id, deadlines.VISIT_RULES)
    return Words(f"入户须知：{rules_now['zh']}", f"Visit rules: {rules_now['en']}")


def _place(order: RepairOrder, home: Home | None) -> Text:
    if home is None:
        area = bilingual(rules.COMMON_AREA_WORDS[rules.CommonArea(order.area)])
        return Words(f"{area.zh} {order.place}".strip(), f"{area.en} {order.place}".strip())
    zh, en = home.label_in(chinese=True), home.label_in(chinese=False)
    return Words(f"{zh} {order.place}".strip(), f"{en} {order.place}".strip())


def _reporter(order: RepairOrder) -> Text:
    return Words(
        named(order.reporter_name, order.salutation, chinese=True),
        named(order.reporter_name, order.salutation, chinese=False),
    )


def _suspension(order: RepairOrder) -> Text:
    if not order.unfinished:
        return ""
    return bilingual(rules.SUSPENSION_WORDS[rules.Suspension(order.unfinished)])


def shown_quantity(thousandths: int) -> str:
    """1.5, or 2 for 2.000."""
    whole, rest = divmod(thousandths, _QUANTITY)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")


def _material(each: RepairMaterial) -> SlipMaterial:
    return SlipMaterial(
        name=each.name,
        spec=each.spec,
        quantity=shown_quantity(each.quantity),
        unit_price=each.unit_price,
        amount=each.amount,
    )
