"""Reading what is kept for how long, and what the monthly runs erased."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import force_locale, gettext
from sqlalchemy import select

from propertydesk.estate import queries as estate
from propertydesk.kernel import clock
from propertydesk.overview.printing.retention import KeptLine, RetentionLine, RetentionSheet
from propertydesk.platform import retention
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.printing import Words
from propertydesk.platform.retention import RetentionReport, RetentionRule

REPORTS_SHOWN = 36


@dataclass(frozen=True)
class RuleLine:
    """A rule as it stands in one community, with how many records a run would erase now."""

    rule: RetentionRule
    period: int
    unit: str
    due: int


def rule_lines(community_id: int, now: datetime) -> list[RuleLine]:
    """Every rule: the record of processing, with a preview."""
    due = retention.preview(community_id, now)
    return [
        RuleLine(rule, *retention.shown_period(community_id, rule), due[rule.key])
        for rule in retention.declared()
    ]


def reports(community_id: int) -> list[RetentionReport]:
    """The newest reports first."""
    query = select(RetentionReport).filter_by(community_id=community_id)
    newest = query.order_by(RetentionReport.id.desc()).limit(REPORTS_SHOWN)
    return list(db.session.scalars(newest))


def counted(report: RetentionReport) -> list[tuple[str, int]]:
    """What a report counts, by rule: a catalogue entry and a number, zeros too."""
    known = {rule.key: rule.what for rule in retention.declared()}
    words = {**{key: key for key in report.counts}, **known}
    return [(text, report.counts.get(key, 0)) for key, text in words.items()]


def sheet_of(report: RetentionReport, *, actor: Actor, now: datetime) -> RetentionSheet:
    """A report on paper."""
    place = estate.community(report.community_id)
    counts: Mapping[str, int] = report.counts
    lines = [
        RetentionLine(
            what=_both(rule.what),
            period=_period(*report.periods[rule.key]),
            after=_both(rule.after),
            effect=_both(rule.effect),
            count=counts.get(rule.key, 0),
        )
        for rule in retention.declared()
        if rule.key in report.periods
    ]
    return RetentionSheet(
        company=Words(place.company_zh, place.company_en or place.company_zh),
        community=Words(place.name_zh, place.name_en or place.name_zh),
        hotline=place.hotline,
        number=f"{clock.local(report.due, place.zone):%Y-%m-%d}",
        finished_at=clock.local(report.finished_at or report.started_at, place.zone),
        printed_at=clock.local(now, place.zone),
        operator=actor.name,
        operator_no=actor.staff_no,
        lines=tuple(lines),
        kept=tuple(
            KeptLine(
                what=_both(each.what),
                period=_both(each.period),
                basis=_both(each.basis),
                effect=_both(each.effect),
            )
            for each in retention.kept_apart()
        ),
    )


def _period(number: int, unit: str) -> Words:
    both = _both(unit)
    return Words(f"{number} {both.zh}", f"{number} {both.en}")


def _both(word: str) -> Words:
    """A catalogue entry in both languages: paper does not follow the screen."""
    with force_locale("zh"):
        return Words(gettext(word), word)
