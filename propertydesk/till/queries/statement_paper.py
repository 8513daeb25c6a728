"""Gathering a household's statement for paper (SF-07)."""

from datetime import datetime

from propertydesk.estate.models import Home
from propertydesk.owners import queries as owners
from propertydesk.owners.rules import Tie, named
from propertydesk.platform.access import Actor
from propertydesk.platform.printing import Text, Words
from propertydesk.platform.printing.catalogue import bilingual
from propertydesk.till import rules
from propertydesk.till.printing import ChargeRow, DocumentRow, StatementPaper
from propertydesk.till.queries.letterhead import desk_of
from propertydesk.till.queries.paper import shown_period
from propertydesk.till.queries.statement import Entry, Line, Statement

_MOST_NAMES = 3


def statement_paper(home: Home, told: Statement, *, actor: Actor, now: datetime) -> StatementPaper:
    """The statement as it is to be printed now."""
    return StatementPaper(
        desk=desk_of(home.community_id, actor, now),
        number=f"DZ{told.last:%Y%m%d}-{home.code}",
        home=Words(home.label_in(chinese=True), home.label_in(chinese=False)),
        people=_people(home.id),
        first=told.first,
        last=told.last,
        charges=tuple(_charge(line) for line in told.lines),
        documents=tuple(_document(entry) for entry in told.entries),
        sums=(told.opening, told.charged, told.reduced, told.paid, told.closing),
        ahead_before=told.ahead_before,
        ahead=told.ahead,
        deposits=told.deposits,
    )


def _people(home_id: int) -> Text:
    """The owners as they are addressed: whoever holds the paper knows them."""
    residents = owners.people_of_homes([home_id]).get(home_id, [])
    found = [each.person for each in residents if each.tie.tie == Tie.OWNER][:_MOST_NAMES]
    return Words(
        "、".join(named(each.name, each.salutation, chinese=True) for each in found),
        ", ".join(named(each.name, each.salutation, chinese=False) for each in found),
    )


def _charge(line: Line) -> ChargeRow:
    note = f" {line.note}" if line.note else ""
    return ChargeRow(
        shown_period(line.starts_on.isoformat(), line.ends_on.isoformat()),
        Words(f"{line.item}{note}", f"{line.item_en}{note}"),
        f"{line.due_on:%Y-%m-%d}",
        (line.brought, line.charged, line.reduced, line.paid, line.open),
    )


def _document(entry: Entry) -> DocumentRow:
    kind = bilingual(rules.STATEMENT_WORDS[entry.kind])
    method = bilingual(rules.METHOD_WORDS[rules.Method(entry.method)]) if entry.method else None
    zh = [kind.zh, *(item for item, _en in entry.items), *([method.zh] if method else [])]
    en = [kind.en, *(item for _zh, item in entry.items), *([method.en] if method else [])]
    return DocumentRow(
        f"{entry.day:%Y-%m-%d}",
        entry.number or "–",
        Words(" · ".join(zh), " · ".join(en)),
        entry.owed,
        entry.paid,
        entry.balance,
    )
