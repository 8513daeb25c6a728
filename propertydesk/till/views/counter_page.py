"""What the page of the till shows: the household's bills, what is ahead, how it is being paid."""

from dataclasses import dataclass, replace
from typing import Any

from flask import request

from propertydesk.estate import queries as estate
from propertydesk.estate.models import Home
from propertydesk.fees import queries as fees
from propertydesk.fees.queries import Owed
from propertydesk.kernel.errors import Invalid, Missing
from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_
from propertydesk.owners import queries as owners
from propertydesk.owners.models import Person
from propertydesk.platform.access import actor, load, may_open
from propertydesk.platform.clock import now, today
from propertydesk.platform.forms import clean
from propertydesk.platform.i18n import zone
from propertydesk.till import rules
from propertydesk.till.forms.counter import (
    OTHER,
    AheadForm,
    AskedDepositForm,
    DepositForm,
    OpeningForm,
    PayingForm,
    PaymentForm,
    offered,
)
from propertydesk.till.queries import counter, day
from propertydesk.till.queries.secured import AskedDeposit, asked_of_homes
from propertydesk.till.services import Payer, Tender

MOST_TOGETHER = 10
_DIGITS = 12


@dataclass(frozen=True)
class Chosen:
    """The boxes that came ticked: receivables and late charges, and the fen shown for all."""

    ids: tuple[int, ...]
    late: dict[int, Money]
    seen: Money


def homes_asked() -> list[Home]:
    """The homes of the address (`?home=3&home=7`), each of this community. Raises Missing."""
    ids = [each for each in request.values.getlist("home") if each.isascii() and each.isdigit()]
    return [load(Home, int(each)) for each in dict.fromkeys(ids[:MOST_TOGETHER]) if len(each) < 10]


def chosen() -> Chosen:
    """What is ticked in the form. Raises Invalid when nothing is."""
    pairs = [_pair(each) for each in request.form.getlist("receivable")]
    late = [_pair(each) for each in request.form.getlist("late")]
    if not pairs and not late:
        raise Invalid(N_("Tick what is being paid."))
    seen = Money(sum(fen for _row, fen in [*pairs, *late]))
    return Chosen(tuple(row for row, _fen in pairs), {row: Money(fen) for row, fen in late}, seen)


def payer_of(home: Home, form: PayingForm) -> Payer:
    """Who pays: one of the household, or a name. Raises Invalid on `payer` and `payer_name`."""
    name = form.payer_name.data or ""
    if form.payer.data == OTHER:
        if not name:
            raise Invalid(N_("Write the name."), field="payer_name")
        return Payer(home, name)
    person = load(Person, int(form.payer.data))
    return Payer(home, name or person.name, person)


def tender_of(form: PayingForm, amount: Money) -> Tender:
    """How it is paid, as the form says; cash given with the rest kept counts in full."""
    return Tender(
        rules.Method(form.method.data),
        amount,
        tendered=form.tendered.data,
        reference=(form.reference.data or "").replace(" ", ""),
        note=form.note.data or "",
    )


def amount_of(form: PaymentForm, seen: Money) -> Money:
    """What is to be kept: a part if one was written, all cash given if the rest stays, else all."""
    is_cash = form.method.data == rules.Method.CASH
    if form.keep.data and is_cash and form.tendered.data is not None and not form.amount.data:
        return max(form.tendered.data, seen)
    return form.amount.data or seen


def context(
    homes: list[Home], asked_form: tuple[str, AskedDepositForm] | None = None, **forms: Any
) -> dict[str, Any]:
    """Everything on the page; `forms` are those that were refused."""
    who, on = actor(), today(zone())
    shift = counter.shift_of(who.community_id, who.id)
    ids = [home.id for home in homes]
    lines = fees.open_of_homes(ids, on) if ids else []
    late = fees.late_of_homes(who.community_id, ids, on) if ids else []
    people = _people(ids)
    ahead = counter.ahead_of(ids) if ids else []
    return {
        "homes": homes,
        "labels": estate.home_labels(ids) if ids else {},
        "lines": lines,
        "late_lines": late,
        "late_sum": Money(sum(each.left.fen for each in late)),
        "late_ticked": _sent("late"),
        "owed": Money(sum(line.balance.open.fen for line in lines)),
        "late": Money(sum(line.balance.open.fen for line in lines if line.days_late)),
        "ahead": ahead,
        "prepaid": Money(sum(each.account.balance.fen for each in ahead)),
        "receipts": counter.recent_receipts(ids) if ids else [],
        "others": _others(lines, ids),
        "ticked": _ticked(lines),
        "shift": shift,
        "is_open": shift is not None and shift.state == rules.ShiftState.OPEN,
        "taken": _taken_today(who.community_id),
        "today": on,
        "now": now(),
        "opening_form": OpeningForm(formdata=None),
        "payment_form": offered(PaymentForm(formdata=None), people),
        "ahead_form": offered(AheadForm(formdata=None), people),
        "deposit_form": offered(DepositForm(formdata=None), people),
        "asked": _asked(ids, people, asked_form),
        "deposit_words": rules.DEPOSIT_KIND_WORDS,
        **{name: _offered(form, people) for name, form in forms.items()},
    }


def _offered(form: Any, people: list[tuple[str, str]]) -> Any:
    return offered(form, people) if isinstance(form, PayingForm) else form


def _asked(
    ids: list[int],
    people: list[tuple[str, str]],
    refused: tuple[str, AskedDepositForm] | None,
) -> list[tuple[AskedDeposit, AskedDepositForm]]:
    """The deposits that are asked for, each with its form."""
    found = []
    for at, each in enumerate(asked_of_homes(ids) if ids else ()):
        is_refused = refused is not None and refused[0] == each.key
        form = refused[1] if refused and is_refused else AskedDepositForm(formdata=None)
        offered(form, people)
        form.asked.data = each.key
        for field in form:
            field.id = f"asked-{at}-{field.id}"
        found.append((replace(each, url=each.url if may_open(each.url) else ""), form))
    return found


def people_of(homes: list[Home]) -> list[tuple[str, str]]:
    """The people of the homes as choices of a payer, owners first."""
    return _people([home.id for home in homes])


def _people(home_ids: list[int]) -> list[tuple[str, str]]:
    found = owners.people_of_homes(home_ids) if home_ids else {}
    each = {person.person.id: person.person.title for home in found.values() for person in home}
    return [(str(person_id), title) for person_id, title in each.items()]


def _others(lines: list[Owed], ids: list[int]) -> Any:
    payers = {line.row.payer_id for line in lines if line.row.payer_id is not None}
    return counter.other_homes_of(payers, ids) if payers and len(ids) < MOST_TOGETHER else []


def _ticked(lines: list[Owed]) -> set[int]:
    """What stands ticked: what came back with a refused form, else whatever is due but no late
    charge.
    """
    if request.form.getlist("receivable") or request.form.getlist("late"):
        return _sent("receivable")
    return {line.row.id for line in lines if line.days_since_due >= 0 and not line.is_late_charge}


def _sent(name: str) -> set[int]:
    """The receivables whose boxes of this name came back with a refused form."""
    sent = request.form.getlist(name)
    return {_pair(each)[0] for each in sent if ":" in each and each.replace(":", "").isdigit()}


def _taken_today(community_id: int) -> Money:
    span = day.Span(community_id, today(zone()))
    by_method = day.taken_by_method(span)
    return Money(sum(fen for method, fen in by_method.items() if method not in rules.WITHOUT_MONEY))


def _pair(text: str) -> tuple[int, int]:
    row, _colon, fen = clean(text[: 2 * _DIGITS]).partition(":")
    if not all(part.isascii() and part.isdigit() and len(part) <= _DIGITS for part in (row, fen)):
        raise Missing(N_("There is no such record."))
    return int(row), int(fen)
