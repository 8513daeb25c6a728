"""From forms about workers to what the verbs take."""

from collections.abc import Iterable
from typing import Any

from flask import g
from flask_babel import gettext as _

from propertydesk.estate.models import Home
from propertydesk.owners.rules import PersonKind
from propertydesk.owners.rules import identity as identities
from propertydesk.passes.forms import workers as forms
from propertydesk.passes.models import WorkerPass
from propertydesk.passes.rules import workers as rules
from propertydesk.passes.views.visit_forms import home as home_called
from propertydesk.passes.views.visit_forms import offer_languages
from propertydesk.platform.access import actor
from propertydesk.platform.attachments import PreparedFile
from propertydesk.platform.db import db
from propertydesk.platform.forms import Form

_LONGEST_ID = 9


def engaging(data: dict[str, Any]) -> rules.Engaging:
    """Work as the form says it. Raises Invalid on `home`."""
    found = home_called(data["home"])
    return rules.Engaging(
        home_id=found.id if found else 0,
        work=rules.Work(data["work"]),
        reason=data["reason"],
        company=data["company"],
        contact=data["contact"],
        phone=data["phone"],
        starts_on=data["starts_on"],
        ends_on=data["ends_on"],
    )


def worker(data: dict[str, Any]) -> rules.Worker:
    """A worker as the form says it."""
    return rules.Worker(
        name=data["name"],
        phone=data["phone"],
        trade=rules.Trade(data["trade"]),
        starts_on=data["starts_on"],
        ends_on=data["ends_on"],
        identity_kind=data["identity_kind"],
        identity=data["identity"] or "",
    )


def photo_sent() -> PreparedFile | None:
    """The photo that came with the form, None without one. Raises Invalid on `photos`."""
    if g.prepared.problem:
        raise g.prepared.problem
    files = g.prepared.files
    return files[0] if files else None


def offer_work(form: forms.EngagementForm) -> forms.EngagementForm:
    """Let the form choose what is done."""
    form.work.choices = [(str(each), _(word)) for each, word in rules.WORK_WORDS.items()]
    return form


def offer_worker(form: forms.WorkerForm) -> forms.WorkerForm:
    """Let the form choose trade and document."""
    form.trade.choices = [(str(each), _(word)) for each, word in rules.TRADE_WORDS.items()]
    kinds = identities.kinds_for(PersonKind.PERSON)
    form.identity_kind.choices = [(str(each), _(identities.KIND_WORDS[each])) for each in kinds]
    return form


def offer_cards(form: forms.CardsForm, passes: Iterable[WorkerPass]) -> forms.CardsForm:
    """Let the form choose among cards in force; those never printed stand ticked."""
    passes = list(passes)
    offer_languages(form)
    form.passes.choices = [(str(each.id), f"{each.name} {each.number}") for each in passes]
    if form.passes.data is None:
        form.passes.data = [str(each.id) for each in passes if not each.prints]
    return form


def told_apart(offered: dict[str, Any]) -> dict[str, Any]:
    """Fields of several forms on one page get ids of their own."""
    for name, form in offered.items():
        if isinstance(form, Form):
            for each in form:
                each.id = f"{name.removesuffix('_form')}-{each.id}"
    return offered


def home_asked(text: str) -> Home | None:
    """The home of an address, None for anything else."""
    if not text.isascii() or not text.isdigit() or len(text) > _LONGEST_ID:
        return None
    home = db.session.get(Home, int(text))
    fits = home is not None and home.community_id == actor().community_id and not home.ended_on
    return home if fits else None
