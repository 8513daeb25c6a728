"""Gathering the report of a shift or of a day for paper (SF-05, domain.md C13)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from propertydesk.accounts import queries as accounts
from propertydesk.estate import queries as estate
from propertydesk.kernel.clock import local
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.printing import Text, Words
from propertydesk.platform.printing.catalogue import bilingual
from propertydesk.till import rules
from propertydesk.till.models import DayClose, DepositReturn, Refund, Shift
from propertydesk.till.printing import DayPaper, DrawerLine, ItemLine
from propertydesk.till.queries import day as figures
from propertydesk.till.queries.day import Span
from propertydesk.till.queries.letterhead import desk_of
from propertydesk.till.queries.prints import prints_of


def shift_report(shift: Shift, *, actor: Actor, now: datetime) -> DayPaper:
    """The report of one counted or closed shift."""
    span = Span(shift.community_id, shift.business_date, shift.id)
    zone = estate.zone_of(shift.community_id)
    opened = f"{local(shift.opened_at, zone):%H:%M}"
    until = local(shift.closed_at or shift.state_since, zone)
    return _paper(
        span,
        [shift],
        number=f"RB{shift.number.removeprefix('BC')}",
        cashier=accounts.signature(shift.cashier_id),
        shift=f"{shift.number}  {opened} – {until:%H:%M}",
        final=shift if shift.state == rules.ShiftState.CLOSED else None,
        actor=actor,
        now=now,
    )


def day_report(community_id: int, day: date, *, actor: Actor, now: datetime) -> DayPaper:
    """The report of a business day with all its drawers; not final until the day is closed."""
    drawers = figures.shifts_of(community_id, day)
    names = list(dict.fromkeys(accounts.signature(each.cashier_id) for each in drawers))
    return _paper(
        Span(community_id, day),
        drawers,
        number=f"RB{day:%Y%m%d}",
        cashier="、".join(names) or "–",
        shift=_shifts(drawers),
        final=close_of(community_id, day),
        actor=actor,
        now=now,
    )


def _shifts(drawers: Sequence[Shift]) -> Text:
    if len(drawers) == 1:
        return drawers[0].number
    return Words(f"{len(drawers)} 个班次", f"{len(drawers)} shifts")


def close_of(community_id: int, day: date) -> DayClose | None:
    """The close of a business day."""
    return db.session.scalar(
        select(DayClose).filter_by(community_id=community_id, business_date=day)
    )


def _paper(
    span: Span,
    drawers: Sequence[Shift],
    *,
    number: str,
    cashier: str,
    shift: Text,
    final: Shift | DayClose | None,
    actor: Actor,
    now: datetime,
) -> DayPaper:
    numbers, nature = figures.receipt_range(span), figures.nature_of(span)
    given = figures.given_back(span)
    methods = [each for each in rules.METHOD_WORDS if each not in rules.WITHOUT_MONEY]
    returned, returns = _ended(span, DepositReturn.refunded, DepositReturn)
    refunded, refunds = _ended(span, Refund.amount, Refund)
    return DayPaper(
        desk=desk_of(span.community_id, actor, now),
        number=number,
        day=span.day,
        shift=shift,
        cashier=cashier,
        is_final=final is not None,
        reprint=max(0, prints_of(final) - 1) if final else 0,
        first=numbers.first or "–",
        last=numbers.last or "–",
        count=numbers.count,
        void=numbers.void,
        red=numbers.red,
        methods=tuple(bilingual(rules.METHOD_WORDS[each]) for each in methods),
        items=_items(span, methods),
        given_back=tuple(given.get(each, 0) for each in methods),
        current=nature.current,
        prior=nature.prior,
        ahead=nature.ahead,
        deposits=nature.deposits,
        other=nature.other,
        returned=returned,
        returns=returns,
        refunded=refunded,
        refunds=refunds,
        reversed=figures.reversed_in_red(span),
        pieces=_pieces(drawers),
        drawers=tuple(_drawer(each) for each in drawers),
    )


def _items(span: Span, methods: Sequence[rules.Method]) -> tuple[ItemLine, ...]:
    """A line for each item in which anything moved, as the day's figures list them."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    cells = [*figures.by_item_and_method(span), *figures.set_off_by_item(span)]
    for cell in cells:
        of = found.setdefault((cell.item, cell.item_en), {})
        of[cell.method] = of.get(cell.method, 0) + cell.fen
    return tuple(
        ItemLine(
            Words(zh, en or zh),
            tuple(of.get(method, 0) for method in methods),
            sum(of.get(method, 0) for method in rules.WITHOUT_MONEY),
        )
        for (zh, en), of in found.items()
    )


def _pieces(drawers: Sequence[Shift]) -> dict[int, int]:
    """Pieces by denomination of all counted drawers; empty where none is counted."""
    counted = [each.pieces for each in drawers if each.pieces is not None]
    if not counted:
        return {}
    return {
        each: sum(int(pieces.get(str(each), 0)) for pieces in counted)
        for each in rules.DENOMINATIONS
    }


def _drawer(shift: Shift) -> DrawerLine:
    return DrawerLine(
        shift.number,
        accounts.signature(shift.cashier_id),
        shift.opening,
        shift.expected,
        shift.counted,
        shift.difference,
        shift.handed_over,
        accounts.signature(shift.closed_by),
        shift.explanation,
    )


def _ended(
    span: Span, column: object, model: type[DepositReturn] | type[Refund]
) -> tuple[int, int]:
    """What went back of one kind, in fen, and how often."""
    query = select(figures.total(column), func.count()).select_from(model).where(span.of(model))
    fen, count = db.session.execute(query).one()
    return fen, count
