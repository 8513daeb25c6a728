"""What the intake page shows beside its fields."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import g
from flask_babel import gettext as _

from propertydesk.estate.models import Home
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.masking import mask_phone
from propertydesk.owners.rules import REVEAL_PURPOSE_WORDS, SALUTATION_WORDS, addressed
from propertydesk.platform.access import actor
from propertydesk.platform.clock import now
from propertydesk.platform.i18n import language, pick, zone
from propertydesk.platform.settings import value
from propertydesk.repairs import rules
from propertydesk.repairs.forms import OTHER, IntakeForm
from propertydesk.repairs.queries import intake as asking
from propertydesk.repairs.queries import promises
from propertydesk.repairs.rules import deadlines, visits
from propertydesk.owners.rules import named

_PLACE = re.compile(r"\{([a-z]+)\}")
_ID = re.compile(r"[0-9]{1,9}", re.ASCII)


def is_id(text: str) -> bool:
    """Whether a text can be a row's id."""
    return _ID.fullmatch(text) is not None


def window_key(start: datetime) -> str:
    """How the page names a window: its beginning on the community's clock."""
    return f"{start.astimezone(ZoneInfo(zone())):%Y-%m-%dT%H:%M}"


def offered(form: IntakeForm) -> IntakeForm:
    """The form with its choices, but for those that depend on the home."""
    form.channel.choices = [(each.value, _(word)) for each, word in rules.CHANNEL_WORDS.items()]
    form.area.choices = [
        ("", _("Not a common area")),
        *((each.value, _(word)) for each, word in rules.COMMON_AREA_WORDS.items()),
    ]
    form.salutation.choices = [(each.value, _(word)) for each, word in SALUTATION_WORDS.items() if each]
    form.reporter_role.choices = [
        (each.value, _(word)) for each, word in rules.REPORTER_WORDS.items()
    ]
    form.category.choices = {
        pick(main.zh, main.en): [(each.code, pick(each.zh, each.en)) for each in main.children]
        for main in rules.CATEGORIES
    }
    form.priority.choices = [
        (str(level), f"P{level} {_(word)}") for level, word in rules.PRIORITY_WORDS.items()
    ]
    form.charge.choices = [(each.value, _(word)) for each, word in rules.CHARGE_WORDS.items()]
    form.reporter.choices = _reporters(form)
    return form


def context(form: IntakeForm) -> dict[str, Any]:
    """Everything that the page and its live parts show."""
    place, instant = g.community, now()
    home = asking.home_named(place.id, form.home.data) if form.home.data else None
    household = asking.household(place.id, home) if home else None
    kind = _kind(form.category.data)
    priority = _priority(form, kind)
    grid = asking.windows(place, instant)
    chosen = _chosen(form, household)
    if household is not None:
        form.reporter.choices = _choices(household)
        form.reporter.data = str(chosen.person_id) if chosen else form.reporter.data or OTHER
    else:
        form.reporter.data = form.reporter.data or OTHER
    return {
        "form": form,
        "home": home,
        "household": household,
        "chosen": chosen,
        "kind": kind,
        "main": rules.category(kind.code) if kind else None,
        "categories": asking.categories(),
        "grid": grid,
        "window_key": window_key,
        "priority": priority,
        "limits": promises.limits_now(place, priority, _window_end(form, grid), instant),
        "repeats": asking.repeats(place, home.id if home else None, kind.code if kind else "", instant),
        "sentence": sentence_parts(),
        "said": _said(form, home, chosen, kind),
        "purposes": [(each.value, _(word)) for each, word in REVEAL_PURPOSE_WORDS.items()],
        "first_handler": f"{actor().name} {actor().staff_no}".strip(),
        "addressed": _addressed,
        "titled": _titled,
        "reporter_words": rules.REPORTER_WORDS,
        "other": OTHER,
    }
