"""What the intake page shows beside its fields."""

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import g
from flask_babel import format_date
from flask_babel import gettext as _

from propertydesk.estate.models import Home
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.masking import mask_phone
from propertydesk.kernel.phrases import fill
from propertydesk.owners.queries import Caller
from propertydesk.owners.rules import REVEAL_PURPOSE_WORDS, SALUTATION_WORDS, Tie, addressed
from propertydesk.platform.access import actor
from propertydesk.platform.clock import now
from propertydesk.platform.i18n import language, pick, zone
from propertydesk.platform.settings import value
from propertydesk.repairs import rules
from propertydesk.repairs.forms.desk import OTHER, IntakeForm
from propertydesk.repairs.queries import intake as asking
from propertydesk.repairs.queries.intake import Household
from propertydesk.repairs.rules import deadlines, phrases, visits

_PLACES = re.compile(r"\{([a-z]+)\}")
_ID = re.compile(r"[0-9]{1,9}", re.ASCII)
#: From the first ring to the last word.
_SCRIPT = (
    phrases.SAY_GREETING,
    phrases.SAY_ASK_HOME,
    phrases.SAY_HOLD,
    phrases.SAY_VISIT,
    phrases.SAY_CHARGE,
    phrases.SAY_CLOSING,
)
Grid = list[tuple[date, list[visits.Window]]]


def is_id(text: str) -> bool:
    """Whether a text can be a row's id."""
    return _ID.fullmatch(text) is not None


def window_key(start: datetime) -> str:
    """How the page names a window: its beginning on the community's clock."""
    return f"{start.astimezone(ZoneInfo(zone())):%Y-%m-%dT%H:%M}"


def offered(form: IntakeForm) -> IntakeForm:
    """The form with its choices, for the case that no home is known yet."""
    form.channel.choices = _words(rules.CHANNEL_WORDS)
    form.area.choices = [("", _("Not a common area")), *_words(rules.COMMON_AREA_WORDS)]
    form.salutation.choices = [each for each in _words(SALUTATION_WORDS) if each[0]]
    form.reporter_role.choices = _words(rules.REPORTER_WORDS)
    form.category.choices = {"": [("", _("Choose a category"))]} | {
        pick(main.zh, main.en): [
            (each.code, pick(each.zh, each.en), {"data-find": asking.finding(main, each)})
            for each in main.children
        ]
        for main in rules.CATEGORIES
    }
    form.priority.choices = [
        (str(level), f"P{level} {_(word)}") for level, word in rules.PRIORITY_WORDS.items()
    ]
    form.charge.choices = _words(rules.CHARGE_WORDS)
    form.reporter.choices = [(OTHER, _("Another person"))]
    return form


def offer_household(form: IntakeForm) -> Household | None:
    """Let the people of the home that was typed be chosen as reporters."""
    home = asking.home_named(g.community.id, form.home.data) if form.home.data else None
    if home is None:
        return None
    household = asking.household(home)
    people = [(str(each.person_id), each.title) for each in household.callers]
    form.reporter.choices = [*people, (OTHER, _("Another person"))]
    return household


def context(form: IntakeForm) -> dict[str, Any]:
    """Everything that the page and its live parts show."""
    place, instant = g.community, now()
    household = offer_household(form)
    home = household.home if household else None
    chosen = _choose_reporter(form, household)
    kind = _kind(form.category.data)
    grid = asking.windows(place, instant)
    level = int(form.priority.data) if form.priority.data in ("1", "2", "3", "4") else 0
    priority = level or (kind.priority if kind else 3)
    return {
        "form": form,
        "household": household,
        "home": home,
        "chosen": chosen,
        "kind": kind,
        "grid": [(_day_words(day, index), windows) for index, (day, windows) in enumerate(grid)],
        "window_key": window_key,
        "priority": priority,
        "window": _window(form, grid),
        "limits": asking.promises(place, priority, _window(form, grid)[1], instant),
        "repeats": asking.repeats(
            place, home.id if home else None, kind.code if kind else "", instant
        ),
        "sentence": sentence(),
        "said": _said(form, home, chosen, kind),
        "purposes": _words(REVEAL_PURPOSE_WORDS),
        "phrases": script(),
        "repeat_days": value(place.id, deadlines.REPEAT_DAYS),
        "flow": rules.WORKFLOW,
        "charge": form.charge.data or (kind.charge if kind else ""),
        "oob": False,
        "first_handler": f"{actor().name} {actor().staff_no}".strip(),
        "role_of": lambda caller: _(rules.REPORTER_WORDS[asking.ROLES[Tie(caller.tie)]]),
        "spoken_to": spoken_to,
        "other": OTHER,
    }


def sentence() -> list[tuple[str, bool]]:
    """The read-back sentence cut at its places: (text, False), ("name", True), ..."""
    phrase = value(g.community.id, deadlines.READ_BACK)[language()]
    parts = _PLACES.split(phrase)
    return [(text, index % 2 == 1) for index, text in enumerate(parts) if text]


def script() -> list[tuple[str, str]]:
    """What the clerk says from the first ring to the last word, with its occasion."""
    places = {"community": g.community.name, "name": actor().name}
    return [
        (_(each.label), fill(value(g.community.id, each)[language()], places)) for each in _SCRIPT
    ]


def spoken_to(caller: Caller) -> str:
    """欧阳女士: how the caller is addressed."""
    return addressed(caller.name, caller.salutation, chinese=language() == "zh")


def _said(
    form: IntakeForm, home: Home | None, chosen: Caller | None, kind: rules.Category | None
) -> dict[str, str]:
    """What stands in the places of the sentence so far."""
    chinese = language() == "zh"
    typed = addressed(form.reporter_name.data or "", form.salutation.data or "", chinese=chinese)
    areas = {str(area): _(word) for area, word in rules.COMMON_AREA_WORDS.items()}
    where = home.label if home else areas.get(form.area.data or "", "")
    matter = (form.description.data or "").split("\n", 1)[0]
    phone = form.phone.data or (mask_phone(chosen.phone) if chosen and chosen.phone else "")
    return {
        "name": spoken_to(chosen) if chosen else typed,
        "matter": matter or (pick(kind.zh, kind.en) if kind else ""),
        "home": f"{where} {form.place.data or ''}".strip(),
        "phone": phone,
    }


def _choose_reporter(form: IntakeForm, household: Household | None) -> Caller | None:
    """The person picked; a household of one is picked at once."""
    callers = household.callers if household else []
    if len(callers) == 1 and not form.reporter.data and not form.reporter_name.data:
        form.reporter.data = str(callers[0].person_id)
    known = {str(each.person_id): each for each in callers}
    if form.reporter.data not in known and not callers:
        form.reporter.data = OTHER
    return known.get(form.reporter.data or "")


def _kind(code: str | None) -> rules.Category | None:
    try:
        return rules.subcategory(code or "")
    except Invalid:
        return None


def _window(form: IntakeForm, grid: Grid) -> tuple[datetime | None, datetime | None]:
    """The window as it stands in the form, typed or picked."""
    if form.appointment_to.data:
        return form.appointment_from.data, form.appointment_to.data
    windows = [window for _day, row in grid for window in row]
    chosen = [each for each in windows if window_key(each.start) == form.window.data]
    return (chosen[0].start, chosen[0].end) if chosen else (None, None)


def _day_words(day: date, index: int) -> str:
    name = (_("Today"), _("Tomorrow"))[index] if index < 2 else format_date(day, "EEE")
    return f"{name} {day.month}/{day.day}"


def _words(words: Any) -> list[tuple[str, str]]:
    return [(str(each), _(word)) for each, word in words.items()]
