"""Notes in sight of whoever opens a household."""

from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from propertydesk.estate.models import Home
from propertydesk.owners import rules, services
from propertydesk.owners.forms import NoteForm
from propertydesk.owners.models import HomeNote
from propertydesk.owners.rules import Permission
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now, today
from propertydesk.platform.i18n import zone
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("home_notes", __name__)


@bp.get("/homes/<int:home_id>/notes/new")
@requires(Permission.CHANGE)
def new(home_id: int) -> ResponseReturnValue:
    """A form for a new note."""
    form = NoteForm(kind=rules.NoteKind.DESK.value).offer()
    return page("owners/note.html", home=load(Home, home_id), note=None, form=form)


@bp.post("/homes/<int:home_id>/notes/new")
@requires(Permission.CHANGE)
@writes
def create(home_id: int) -> ResponseReturnValue:
    """Put a note in sight."""
    home = load(Home, home_id)
    form = NoteForm().offer()
    added = form.submit(lambda data: services.add_note(home, actor=actor(), now=now(), **data))
    if added is None:
        return page("owners/note.html", home=home, note=None, form=form), 422
    return see_other(url_for("households.edit", home=home.id))


@bp.get("/notes/<int:note_id>/edit")
@requires(Permission.CHANGE)
def edit(note_id: int) -> ResponseReturnValue:
    """A note's words."""
    note = load(HomeNote, note_id)
    form = NoteForm(obj=note).offer()
    return page("owners/note.html", home=load(Home, note.home_id), note=note, form=form)


@bp.post("/notes/<int:note_id>/edit")
@requires(Permission.CHANGE)
@writes
def save(note_id: int) -> ResponseReturnValue:
    """Correct a note."""
    note = load(HomeNote, note_id)
    form = NoteForm().offer()

    def correct(data: dict[str, Any]) -> HomeNote:
        services.edit_note(note, actor=actor(), now=now(), **data)
        return note

    if form.submit(correct) is None:
        return page("owners/note.html", home=load(Home, note.home_id), note=note, form=form), 422
    return see_other(url_for("households.edit", home=note.home_id))


@bp.post("/notes/<int:note_id>/ending")
@requires(Permission.CHANGE)
@writes
def end(note_id: int) -> ResponseReturnValue:
    """Take a note down."""
    note = load(HomeNote, note_id)
    services.end_note(note, on=today(zone()), actor=actor(), now=now())
    return see_other(url_for("households.edit", home=note.home_id))
