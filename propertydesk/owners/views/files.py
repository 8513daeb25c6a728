"""The file of a household: how complete it is, where its paper lies, its register form, and who
belonged to the home before.
"""

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from propertydesk.estate.models import Home
from propertydesk.owners import queries, rules, services
from propertydesk.owners.forms.profiles import ArchiveForm
from propertydesk.owners.models import HouseholdFile
from propertydesk.owners.printing import register_pdf
from propertydesk.owners.queries import sheets
from propertydesk.owners.queries.person_listings import COMPLETENESS
from propertydesk.owners.rules import Permission
from propertydesk.owners.views.consents import as_pdf, printed_language
from propertydesk.platform import attachments
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now, today
from propertydesk.platform.db import db
from propertydesk.platform.i18n import zone
from propertydesk.platform.listing import page as listing_page
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("files", __name__)


@bp.get("/completeness")
@requires(Permission.READ)
def index() -> ResponseReturnValue:
    """How complete the file of each household is, the worst first."""
    found = listing_page(COMPLETENESS, actor=actor(), args=request.args)
    return page("owners/register.html", page=found)


@bp.get("/homes/<int:home_id>/file")
@requires(Permission.CHANGE)
def edit(home_id: int) -> ResponseReturnValue:
    """Where the paper file lies."""
    home = load(Home, home_id)
    file = db.session.scalar(select(HouseholdFile).filter_by(home_id=home.id))
    form = ArchiveForm(obj=file, on=file.archived_on if file else today(zone()))
    return page("owners/file.html", home=home, form=form)


@bp.post("/homes/<int:home_id>/file")
@requires(Permission.CHANGE)
@writes
def archive(home_id: int) -> ResponseReturnValue:
    """Say where the paper file lies."""
    home = load(Home, home_id)
    form = ArchiveForm()
    kept = form.submit(
        lambda data: services.archive_file(home, actor=actor(), now=now(), **_plain(data))
    )
    if kept is None:
        return page("owners/file.html", home=home, form=form), 422
    flash(_("Paper file %(number)s is archived.", number=kept.file_no), "good")
    return see_other(url_for("household.detail", home_id=home.id))


@bp.post("/homes/<int:home_id>/register-form")
@requires(Permission.REVEAL)
@writes
def print_register(home_id: int) -> ResponseReturnValue:
    """Write down that the register form is printed, and lead to the paper."""
    home = load(Home, home_id)
    language = printed_language(request.form.get("language", ""))
    services.print_register(home, language=language, actor=actor(), now=now())
    return see_other(url_for(".register_file", home_id=home.id, language=language))


@bp.get("/homes/<int:home_id>/register-form.pdf")
@requires(Permission.REVEAL)
def register_file(home_id: int) -> ResponseReturnValue:
    """Form KF-03-2, filled in from the register."""
    home = load(Home, home_id)
    language = printed_language(request.args.get("language", "both"))
    sheet = sheets.register_of(home, actor=actor(), now=now())
    return as_pdf(register_pdf(sheet, language=language), f"KF-03-2-{home.code}")


@bp.get("/homes/<int:home_id>/former")
@requires(Permission.FORMER)
def former(home_id: int) -> ResponseReturnValue:
    """Who owned or rented the home before, to look at only."""
    home = load(Home, home_id)
    papers = [each for each in attachments.of(home) if each.kind == "inheritance"]
    return page(
        "owners/former.html",
        home=home,
        periods=queries.former_households(home.id),
        papers=papers,
        tie_words=rules.TIE_WORDS,
    )


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "place": data["place"] or ""}
