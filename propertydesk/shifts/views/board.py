"""The board: who is on duty where, and all shifts below."""

from datetime import timedelta

from flask import g, request
from flask_babel import gettext as _

from propertydesk.kernel.clock import local
from propertydesk.platform.access import actor
from propertydesk.platform.clock import now
from propertydesk.platform.i18n import zone
from propertydesk.platform.listing import page as listing_page
from propertydesk.platform.web import page
from propertydesk.shifts import queries, rules
from propertydesk.shifts.forms import BeginForm

_LOOKED_BACK = timedelta(days=30)


def board(form: BeginForm | None = None) -> str:
    """The page of shifts; `form` is one that came back refused."""
    who = actor()
    kinds = rules.kinds_seen(who.permissions)
    return page(
        "shifts/index.html",
        watches=queries.watches(who.community_id, kinds),
        figures=queries.figures(who.community_id, now() - _LOOKED_BACK)
        if who.may(rules.Permission.OVERSEE)
        else None,
        listing=listing_page(queries.LISTING, actor=who, args=request.args),
        flow=rules.WORKFLOW,
        kinds=rules.KIND_WORDS,
        turns=rules.TURN_WORDS,
        stands={kind for kind, wanted in rules.STANDS.items() if who.may(wanted)},
        form=form or begin_form(),
        usual=usual_turns(),
    )


def begin_form(*, bound: bool = False) -> BeginForm:
    """The form to begin with, and its shifts."""
    form = BeginForm() if bound else BeginForm(None)
    form.turn.choices = turn_choices()
    return form


def turn_choices() -> list[tuple[str, str]]:
    """The shifts to choose from."""
    return [(each.value, _(words)) for each, words in rules.TURN_WORDS.items()]


def usual_turns() -> dict[str, str]:
    """Which shift usually begins now, by kind of post."""
    here = local(now(), g.get("zone") or zone())
    return {str(kind): str(rules.turn_at(here, kind)) for kind in rules.PostKind}
