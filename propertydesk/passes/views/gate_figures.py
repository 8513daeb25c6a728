"""Figures of the gates: entries by hour, refusals by reason, overstays, mismatches, forced releases."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.words import N_
from propertydesk.passes import rules
from propertydesk.passes.queries import gate_figures as queries
from propertydesk.passes.queries.gate_figures import Figures, Span
from propertydesk.passes.rules import Permission, visits
from propertydesk.passes.rules.figures import ENTRY_WORDS, LONGEST_SPAN, Entry
from propertydesk.platform.access import actor, requires
from propertydesk.platform.clock import today
from propertydesk.platform.i18n import day, zone
from propertydesk.platform.web import page
from propertydesk.platform.workbook import CellKind, Heading
from propertydesk.platform.workbook.answering import workbook

bp = Blueprint("gate_figures", __name__, url_prefix="/gate-figures")

_USUAL_DAYS = 30
_GATE_WORDS = {
    "entries": N_("People in"),
    "couriers": N_("Couriers"),
    "items_out": N_("Large items out"),
    "refused": N_("Codes refused"),
    "turned_away": N_("Visitors refused"),
    "overstays": N_("Inside for too long"),
    "mismatches": N_("List did not fit"),
    "forced": N_("Forced"),
}
#: Filters of the log behind an entry, and behind a gate's figure; couriers have no list.
_BEHIND: dict[Entry, dict[str, str]] = {
    Entry.VISITORS: {"kind": "visitor", "way": "in"},
    Entry.WORKERS: {"kind": "worker", "way": "in"},
    Entry.ITEMS: {"kind": "exit"},
}
_BEHIND_GATE: dict[str, dict[str, Any]] = {
    "entries": {"through": "1", "way": "in"},
    "items_out": {"through": "1", "kind": "exit"},
    "refused": {"refused": "1"},
    "mismatches": {"result": ["part", "refused"]},
    "forced": {"forced": "1"},
}
Linked = Callable[..., str]


@bp.get("")
@requires(Permission.FIGURES)
def index() -> ResponseReturnValue:
    """The days from `?first=` to `?last=` at `?gate=`, by default the last thirty at all gates."""
    span = _asked()
    found = queries.figures(span)
    return page(
        "passes/figures.html",
        span=span,
        found=found,
        gates=queries.gates(span.community_id),
        hours=_hours_that_count(found),
        chart=_chart(found),
        entry_words=ENTRY_WORDS,
        answer_words=rules.ANSWER_WORDS,
        refusal_words=visits.REFUSAL_WORDS,
        gate_words=_GATE_WORDS,
        links=_links(span),
        workbook=url_for(".table", **_arguments(span)),
    )


@bp.get("/table.xlsx")
@requires(Permission.FIGURES)
def table() -> ResponseReturnValue:
    """The same as a workbook: one row for each figure."""
    span = _asked()
    headings = [
        Heading(_("Figure"), width=24),
        Heading(_("Of what"), width=28),
        Heading(_("Times"), CellKind.NUMBER),
    ]
    chosen = next(
        (each.name for each in queries.gates(span.community_id) if each.id == span.gate_id),
        _("All gates"),
    )
    facts = [
        (_("Span of days"), f"{day(span.first)} – {day(span.last)}"),
        (_("Gate"), chosen),
    ]
    name = f"gates-{span.first:%Y%m%d}-{span.last:%Y%m%d}"
    return workbook(name, facts, headings, _rows(queries.figures(span)))


def _rows(found: Figures) -> Iterator[Sequence[Any]]:
    yield from _hour_rows(found)
    refused = [(rules.ANSWER_WORDS[each], count) for each, count in found.refused.most_common()]
    away = [(visits.REFUSAL_WORDS[each], count) for each, count in found.turned_away.most_common()]
    results = [
        (rules.RESULT_WORDS[each], found.results[each])
        for each in (rules.Result.PART, rules.Result.REFUSED)
    ]
    for name, told in (("refused", refused), ("turned_away", away), ("mismatches", results)):
        yield from ((_(_GATE_WORDS[name]), _(words), count) for words, count in told)
        yield _(_GATE_WORDS[name]), _("Total"), sum(count for _words, count in told)
    for name, count in (("overstays", found.overstays), ("forced", found.forced)):
        yield _(_GATE_WORDS[name]), _("Total"), count
    for line in found.gates:
        yield from (
            (line.gate.name, _(words), getattr(line, name)) for name, words in _GATE_WORDS.items()
        )


def _hour_rows(found: Figures) -> Iterator[Sequence[Any]]:
    for hour in queries.HOURS:
        for entry, words in ENTRY_WORDS.items():
            yield _(words), f"{hour:02}:00–{hour + 1:02}:00", found.by_hour[hour][entry]
    for entry, words in ENTRY_WORDS.items():
        yield _(words), _("Total"), found.entries[entry]


def _hours_that_count(found: Figures) -> list[int]:
    """From the first hour in which something happened to the last."""
    busy = [hour for hour, counted in found.by_hour.items() if counted.total()]
    return list(range(busy[0], busy[-1] + 1)) if busy else []


def _chart(found: Figures) -> dict[str, Any]:
    tones = {
        Entry.VISITORS: "blue",
        Entry.WORKERS: "green",
        Entry.COURIERS: "grey",
        Entry.ITEMS: "amber",
    }
    return {
        "labels": [f"{hour:02}" for hour in queries.HOURS],
        "series": [
            {
                "label": _(words),
                "values": [found.by_hour[hour][entry] for hour in queries.HOURS],
                "tone": tones[entry],
            }
            for entry, words in ENTRY_WORDS.items()
        ],
    }


def _links(span: Span) -> dict[str, Linked]:
    """Give the address of the list behind a figure; of one gate with `gate=`."""

    def days(of: str) -> dict[str, Any]:
        return {f"{of}_from": span.first, f"{of}_to": span.last, "gate": span.gate_id}

    def log(**asked: Any) -> str:
        return url_for("gate_log.index", **(days("at") | asked))

    def entry(of: Entry, **asked: Any) -> str:
        return log(through="1", **_BEHIND[of], **asked) if of in _BEHIND else ""

    def turned_away(**asked: Any) -> str:
        return url_for("visits.index", state="denied", **(days("since") | asked))

    def overstays(**asked: Any) -> str:
        return url_for("visits.index", **(days("overstayed") | asked))

    def of_gate(name: str, gate_id: int) -> str:
        if name in _BEHIND_GATE:
            return log(gate=gate_id, **_BEHIND_GATE[name])
        known: dict[str, Linked] = {"turned_away": turned_away, "overstays": overstays}
        return known[name](gate=gate_id) if name in known else ""

    return {
        "log": log,
        "entry": entry,
        "turned_away": turned_away,
        "overstays": overstays,
        "of_gate": of_gate,
    }


def _asked() -> Span:
    """What the address asks for; what cannot be read is the usual."""
    here, now_ = actor().community_id, today(zone())
    last = min(_day(request.args.get("last", ""), now_), now_)
    first = _day(request.args.get("first", ""), last - timedelta(days=_USUAL_DAYS - 1))
    first = max(min(first, last), last - timedelta(days=LONGEST_SPAN))
    gate_ids = {str(each.id): each.id for each in queries.gates(here)}
    return Span(here, first, last, zone(), gate_ids.get(request.args.get("gate", "")))


def _day(text: str, otherwise: date) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return otherwise
    return found if 2000 <= found.year <= 2200 else otherwise


def _arguments(span: Span) -> dict[str, Any]:
    return {"first": span.first, "last": span.last, "gate": span.gate_id}
