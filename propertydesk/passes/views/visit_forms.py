"""From forms about visitors to what the verbs take: homes by any spelling, plates in one."""

from typing import Any

from flask import g
from flask_babel import gettext as _

from propertydesk.estate import queries as estate
from propertydesk.estate.models import Home
from propertydesk.owners.rules.plates import normalise_plate
from propertydesk.passes.forms import visits as forms
from propertydesk.passes.rules import visits as rules
from propertydesk.passes.services.visits.lists import Known
from propertydesk.platform.access import actor

_LANGUAGES = {"zh": "中文", "en": "English"}


def caller(data: dict[str, Any]) -> rules.Caller:
    """Who comes. Raises Invalid for a home or a plate that does not exist in this form."""
    found = home(data["home"])
    return rules.Caller(
        visitor=data["visitor"],
        purpose=rules.Purpose(data["purpose"]),
        home_id=found.id if found else None,
        office=data["office"],
        phone=data["phone"],
        plate=normalise_plate(data["plate"]) if data["plate"] else "",
        persons=data["persons"] or 1,
        note=data.get("note", ""),
    )


def known(data: dict[str, Any]) -> Known:
    """Somebody who comes again."""
    return Known(
        visitor=data["visitor"],
        phone=data["phone"],
        plate=normalise_plate(data["plate"]) if data["plate"] else "",
        starts_on=data["starts_on"],
        ends_on=data["ends_on"],
    )


def home(text: str) -> Home | None:
    """The home that is meant; None for nothing typed. Raises Invalid on `home`."""
    if not text:
        return None
    exact = estate.home_by_code(g.community.id, text)
    return exact if exact and not exact.ended_on else estate.home_named(actor().community_id, text)


def offer_purposes(form: Any) -> Any:
    """Let the form choose what somebody comes for."""
    form.purpose.choices = [
        (str(each), _(rules.PURPOSE_WORDS[each])) for each in rules.GATE_PURPOSES
    ]
    return form


def offer_entry(form: forms.EntryForm, *, by_permission: bool) -> forms.EntryForm:
    """Let the guard say how the host agreed; a standing permission only where there is one."""
    offered = (rules.Confirmation.STANDING, *rules.ASKED) if by_permission else rules.ASKED
    form.confirmed_by.choices = [(str(each), _(rules.CONFIRMATION_WORDS[each])) for each in offered]
    return form


def offer_refusals(form: forms.RefusalForm) -> forms.RefusalForm:
    """Let the guard say why not."""
    form.refusal.choices = [(str(each), _(word)) for each, word in rules.REFUSAL_WORDS.items()]
    return form


def offer_couriers(form: forms.CourierForm) -> forms.CourierForm:
    """Let the guard say what a courier brings."""
    form.kind.choices = [(str(each), _(word)) for each, word in rules.COURIER_WORDS.items()]
    return form


def offer_languages(form: forms.SlipForm) -> forms.SlipForm:
    """Let the form choose the language of the paper."""
    form.language.choices = [
        (each, _LANGUAGES.get(each, _("Both languages"))) for each in ("zh", "en", "both")
    ]
    return form
