"""Filters: what a reader may ask of a listing, read from a link that anybody may have written.

Nothing in a link is trusted and nothing in it is an error: what makes no sense is left out, and the
page says so in plain words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Protocol

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_
from werkzeug.datastructures import MultiDict

from propertydesk.kernel.clock import day_start
from propertydesk.platform import search
from propertydesk.platform.access import Actor
from propertydesk.platform.forms import ascii_digits, clean
from propertydesk.platform.i18n import day
from propertydesk.platform.listing.columns import Expression, plain

LONGEST_TEXT = 40
MOST_CHOICES = 30
MOST_HITS = 200
LAST_CHARACTER = "\U0010ffff"

Pair = tuple[str, str]
Condition = ColumnElement[bool]


@dataclass(frozen=True, eq=False)
class Question:
    """Who asks, where, and with which arguments."""

    actor: Actor
    zone: str
    now: Any
    args: MultiDict[str, str]

    def first(self, key: str) -> str:
        """The first value of an argument, cleaned and bounded."""
        return clean(self.args.get(key, "")[: LONGEST_TEXT * 4])[:LONGEST_TEXT]


@dataclass
class Reading:
    """What a filter made of the arguments: conditions, chips, notes, and how its control stands."""

    conditions: list[Condition] = field(default_factory=list)
    kept: list[tuple[Pair, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    control: "Control | None" = None

    def keep(self, key: str, value: str, text: str) -> None:
        """Count an argument as in force, with the words of its chip."""
        self.kept.append(((key, value), text))


@dataclass(frozen=True)
class Option:
    """One choice of a control."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Control:
    """How a filter stands in the filter bar. `kind` is choice, text, days, flag or search."""

    kind: str
    key: str
    label: str
    value: str = ""
    until: str = ""
    options: Sequence[Option] = ()


class Filter(Protocol):
    """Anything that can narrow a listing."""

    @property
    def key(self) -> str:
        """The name of its argument."""
        ...

    def read(self, question: Question) -> Reading:
        """Make conditions of the arguments."""
        ...


Choices = Sequence[tuple[str | int, str]]


@dataclass(frozen=True, eq=False)
class ChoiceFilter:
    """Any of some values. `choices` are pairs of value and catalogue entry, or a function giving
    pairs of value and finished words for an actor (people, buildings).
    """

    key: str
    label: str
    value: Expression
    choices: Choices | Callable[[Actor], Choices]

    def read(self, question: Question) -> Reading:
        known = {str(value): (value, text) for value, text in self._choices(question.actor)}
        asked = dict.fromkeys(question.args.getlist(self.key)[:MOST_CHOICES])
        chosen = [known[each] for each in asked if each in known]
        reading = Reading()
        if chosen:
            reading.conditions.append(self.value.in_([value for value, _text in chosen]))
        for value, text in chosen:
            reading.keep(
                self.key, str(value), _("%(name)s: %(text)s", name=_(self.label), text=text)
            )
        if any(each for each in asked if each not in known):
            reading.notes.append(
                _("“%(name)s”: an unknown choice was left out.", name=_(self.label))
            )
        options = [Option(key, text, key in asked) for key, (_value, text) in known.items()]
        reading.control = Control("choice", self.key, _(self.label), options=options)
        return reading

    def _choices(self, actor: Actor) -> Choices:
        if callable(self.choices):
            return self.choices(actor)
        return [(value, _(text)) for value, text in self.choices]


@dataclass(frozen=True, eq=False)
class TextFilter:
    """Text at the beginning of an expression, or anywhere in it (`anywhere`: reads every row of the
    community, so only for short tables). Prefixes need an ExactText column and use its index.
    """

    key: str
    label: str
    value: Expression
    anywhere: bool = False

    def read(self, question: Question) -> Reading:
        text = question.first(self.key)
        reading = Reading(control=Control("text", self.key, _(self.label), text))
        if text:
            reading.conditions.append(self._condition(text))
            reading.keep(self.key, text, _("%(name)s: %(text)s", name=_(self.label), text=text))
        return reading

    def _condition(self, text: str) -> Condition:
        if self.anywhere:
            return self.value.icontains(text, autoescape=True)
        expression = plain(self.value)
        return and_(expression >= text, expression < text + LAST_CHARACTER)


@dataclass(frozen=True, eq=False)
class DayFilter:
    """From one day to another, both included; `instants` where the column holds instants."""

    key: str
    label: str
    value: Expression
    instants: bool = False

    def read(self, question: Question) -> Reading:
        since, until = (self._day(question, end) for end in ("from", "to"))
        reading = Reading(
            control=Control("days", self.key, _(self.label), _typed(since), _typed(until))
        )
        if since:
            reading.conditions.append(self.value >= self._start(since, question.zone))
            text = _("%(name)s from %(day)s", name=_(self.label), day=day(since))
            reading.keep(f"{self.key}_from", since.isoformat(), text)
        if until:
            end = self._start(until + timedelta(days=1), question.zone)
            reading.conditions.append(self.value < end)
            text = _("%(name)s until %(day)s", name=_(self.label), day=day(until))
            reading.keep(f"{self.key}_to", until.isoformat(), text)
        reading.notes.extend(self._faults(question, since, until))
        return reading

    def _day(self, question: Question, end: str) -> date | None:
        text = ascii_digits(question.first(f"{self.key}_{end}"))
        try:
            found = date.fromisoformat(text)
        except ValueError:
            return None
        return found if 1900 <= found.year <= 2200 else None

    def _start(self, first: date, zone: str) -> Any:
        return day_start(first, zone) if self.instants else first

    def _faults(self, question: Question, since: date | None, until: date | None) -> list[str]:
        for found, end in ((since, "from"), (until, "to")):
            if found is None and question.first(f"{self.key}_{end}"):
                return [_("“%(name)s”: not a date, left out.", name=_(self.label))]
        if since and until and since > until:
            return [_("“%(name)s”: the first day is after the last.", name=_(self.label))]
        return []


@dataclass(frozen=True, eq=False)
class FlagFilter:
    """Only rows for which `condition` holds; it may depend on who asks and on the present."""

    key: str
    label: str
    condition: Condition | Callable[[Question], Condition]

    def read(self, question: Question) -> Reading:
        asked = question.first(self.key) == "1"
        reading = Reading(control=Control("flag", self.key, _(self.label), "1" if asked else ""))
        if asked:
            condition = self.condition
            reading.conditions.append(condition(question) if callable(condition) else condition)
            reading.keep(self.key, "1", _(self.label))
        return reading


@dataclass(frozen=True, eq=False)
class SearchFilter:
    """The search box of a listing: `find` turns words into a condition for a community."""

    key: str
    label: str
    find: Callable[[int, str], Condition]

    def read(self, question: Question) -> Reading:
        text = question.first(self.key)
        reading = Reading(control=Control("search", self.key, _(self.label), text))
        if text:
            reading.conditions.append(self.find(question.actor.community_id, text))
            reading.keep(self.key, text, _("Search: %(text)s", text=text))
        return reading


def by_search(
    ids: Expression, subject_type: str, *, homes: Expression | None = None
) -> Callable[[int, str], Condition]:
    """What SearchFilter needs where rows are subjects of the search index: rows that answer to the
    words themselves or, with `homes`, whose household does. The first 200 hits count.
    """

    def find(community_id: int, text: str) -> Condition:
        wanted = [subject_type] if homes is None else None
        found = search.find(community_id, text, wanted, limit=MOST_HITS)
        own = [each.subject_id for each in found if each.subject_type == subject_type]
        if homes is None:
            return ids.in_(own)
        households = {each.home_id for each in found if each.home_id is not None}
        return or_(ids.in_(own), homes.in_(sorted(households)))

    return find


def _typed(value: date | None) -> str:
    return value.isoformat() if value else ""
