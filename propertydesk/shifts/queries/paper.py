"""Gathering what a hand-over says on paper, from what was signed and nothing newer."""

from datetime import datetime
from typing import Any

from propertydesk.estate import queries as estate
from propertydesk.kernel.clock import local
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.printing import Words, stamp
from propertydesk.platform.printing.catalogue import bilingual
from propertydesk.shifts import rules
from propertydesk.shifts.models import Duty, DutyPost, HandOver
from propertydesk.shifts.printing import HandOverSheet, OpenGroup, OpenLine
from propertydesk.shifts.queries.reading import relief_of


def sheet_of(hand_over: HandOver, duty: Duty, *, actor: Actor, now: datetime) -> HandOverSheet:
    """What is printed of a hand-over."""
    place = estate.community(hand_over.community_id)
    post = db.session.get_one(DutyPost, hand_over.post_id)
    relief = relief_of(hand_over.id)
    return HandOverSheet(
        number=hand_over.number,
        company=Words(place.company_zh, place.company_en or place.company_zh),
        community=Words(place.name_zh, place.name_en or place.name_zh),
        hotline=place.hotline,
        printed_at=local(now, place.zone),
        operator=actor.name,
        operator_no=actor.staff_no,
        post=Words(post.name_zh, post.name_en or post.name_zh),
        turn=bilingual(rules.TURN_WORDS[rules.Turn(duty.turn)]),
        day=f"{duty.business_date:%Y-%m-%d}",
        began_at=local(duty.began_at, place.zone),
        outgoing=f"{duty.staff_name} {duty.staff_no}".strip(),
        signed_at=local(hand_over.signed_at, place.zone),
        incoming=f"{relief.incoming_name} {relief.incoming_no}".strip() if relief else "",
        taken_at=local(relief.signed_at, place.zone) if relief else None,
        remark=relief.remark if relief else "",
        figures=tuple((bilingual(each["label"]), each["count"]) for each in hand_over.figures),
        groups=tuple(_group(each, place.zone) for each in hand_over.items),
        equipment=tuple((each, each not in hand_over.faulty) for each in hand_over.equipment),
        keys_in=hand_over.keys_in,
        keys_out=hand_over.keys_out,
        cash=hand_over.cash,
        cash_expected=hand_over.cash_expected,
        cash_facts=tuple((bilingual(each["label"]), each["text"]) for each in hand_over.cash_words),
        letters=hand_over.letters,
        is_clean=hand_over.is_clean,
        instructions=hand_over.instructions,
        incidents=hand_over.incidents,
    )


def _group(group: dict[str, Any], zone: str) -> OpenGroup:
    return OpenGroup(
        label=bilingual(group["label"]),
        total=group["total"],
        lines=tuple(_line(each, zone) for each in group["items"]),
    )


def _line(item: dict[str, Any], zone: str) -> OpenLine:
    due = stamp(local(datetime.fromisoformat(item["due"]), zone)) if item["due"] else ""
    return OpenLine(
        number=item["number"],
        what=Words(item["zh"], item["en"]),
        due=due,
        next=bilingual(item["next"]),
    )
