"""Notes for the office: written on the guard's phone, dealt with at the desk."""

from typing import Any

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import REVEAL_PURPOSE_WORDS
from propertydesk.owners.rules.plates import normalise_plate
from propertydesk.passes.forms import gate_notes as forms
from propertydesk.passes.models.gate_notes import GateNote
from propertydesk.passes.queries import gate_notes as queries
from propertydesk.passes.rules import Permission, phrases
from propertydesk.passes.rules import gate_notes as rules
from propertydesk.passes.rules.gate_notes import NoteKind
from propertydesk.passes.services import gate_notes as services
from propertydesk.passes.views import post, visit_forms
from propertydesk.passes.views.gate import said
from propertydesk.platform import workflow
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.forms import Form
from propertydesk.platform.listing import page as listing_page
from propertydesk.platform.reveal import asked, reveals, shown
from propertydesk.platform.web import page, see_other, writes

gate_bp = Blueprint("gate_notebook", __name__, url_prefix="/gate/notes")
bp = Blueprint("gate_notes", __name__, url_prefix="/gate-notes")
_FORMS: dict[NoteKind, type[Form]] = {
    NoteKind.MATTER: forms.MatterForm,
    NoteKind.PARKING: forms.ParkingForm,
    NoteKind.FOUND: forms.FoundForm,
}


@gate_bp.get("/new/<string:kind>")
@requires(Permission.GUARD)
def new(kind: str) -> ResponseReturnValue:
    """An empty note of a kind, and the open ones before it."""
    return page("passes/notes/gate_new.html", **_writing(_kind(kind)))


@gate_bp.post("/new/<string:kind>")
@requires(Permission.GUARD)
@writes
def write(kind: str) -> ResponseReturnValue:
    """Write it down."""
    what = _kind(kind)
    form = _form(what)
    made = form.submit(
        lambda data: services.note_down(
            g.community, post.gate_here(), _told(what, data), actor=actor(), now=now()
        )
    )
    if made is None:
        return page("passes/notes/gate_new.html", **_writing(what, form)), 422
    return see_other(url_for(".written", note_id=made.id))


@gate_bp.get("/<int:note_id>")
@requires(Permission.GUARD)
def written(note_id: int) -> ResponseReturnValue:
    """What was written, what to say, and for something parked: that it was moved."""
    note = load(GateNote, note_id)
    is_parking = note.kind == NoteKind.PARKING
    return page(
        "passes/notes/gate_note.html",
        **_context(note),
        phrase=said(phrases.SAY_WRONG_PLACE) if is_parking else None,
        gate_here=post.gate_here(),
    )


@gate_bp.post("/<int:note_id>/moved")
@requires(Permission.GUARD)
@writes
def move_away(note_id: int) -> ResponseReturnValue:
    """The guard saw it driven away."""
    note = load(GateNote, note_id)
    if note.kind != NoteKind.PARKING:
        raise Missing(N_("There is no such record."))
    services.move_away(note, actor=actor(), now=now())
    return see_other(url_for(".written", note_id=note.id))


@bp.get("")
@requires(Permission.ANSWER_NOTES)
def index() -> ResponseReturnValue:
    """All notes; what has to be called back first."""
    found = listing_page(queries.LISTING, actor=actor(), args=request.args)
    here = url_for(".index")
    tabs = [
        (words, f"{here}?{query}" if query else here, found.query == query)
        for words, query in (
            (_("All"), ""),
            (_("Call back first"), "kind=matter&state=open&sort=due"),
            (_("Parked in the wrong place"), "kind=parking"),
            (_("Found property"), "kind=found&state=open"),
            (_("Late"), "late=1"),
        )
    ]
    return page("passes/notes/index.html", listing_page=found, tabs=tabs)


@bp.get("/<int:note_id>")
@requires(Permission.ANSWER_NOTES)
def detail(note_id: int) -> ResponseReturnValue:
    """One note."""
    return page("passes/notes/detail.html", **_context(load(GateNote, note_id)))


@bp.post("/<int:note_id>/closing")
@requires(Permission.ANSWER_NOTES)
@writes
def close(note_id: int) -> ResponseReturnValue:
    """Say what became of it."""
    note = load(GateNote, note_id)
    form = _outcomes(note, forms.OutcomeForm())
    if not form.carries_out(lambda data: services.close(note, **data, actor=actor(), now=now())):
        return page("passes/notes/detail.html", **_context(note, form)), 422
    flash(_("%(number)s is dealt with.", number=note.number), "good")
    return see_other(url_for(".detail", note_id=note.id))


@bp.post("/<int:note_id>/phone/reveal")
@requires(Permission.REVEAL)
@reveals
def reveal_phone(note_id: int) -> ResponseReturnValue:
    """The full number, for a purpose that is written down."""
    note = load(GateNote, note_id)
    look = services.reveal_phone(note, asked(), actor=actor(), now=now())
    back = ".detail" if actor().may(Permission.ANSWER_NOTES) else "gate_notebook.written"
    return shown(look, whose=note.number, back=url_for(back, note_id=note.id))


def _kind(text: str) -> NoteKind:
    if text not in list(NoteKind):
        raise Missing(N_("There is no such record."))
    return NoteKind(text)


def _told(kind: NoteKind, data: dict[str, Any]) -> rules.Told:
    home = visit_forms.home(data.get("home", ""))
    return rules.Told(
        kind=kind,
        what=data.get("what", ""),
        home_id=home.id if home else None,
        name=data.get("name", ""),
        phone=data.get("phone", ""),
        plate=normalise_plate(data["plate"]) if data.get("plate") else "",
        spot=data.get("spot", ""),
        place=data.get("place", ""),
    )


def _form(kind: NoteKind, **given: Any) -> Any:
    form: Any = _FORMS[kind](**given)
    if kind is NoteKind.PARKING:
        form.spot.choices = [(str(each), _(word)) for each, word in rules.SPOT_WORDS.items()]
    return form


def _writing(kind: NoteKind, form: Any = None) -> dict[str, Any]:
    return {
        "kind": kind,
        "words": rules,
        "form": form or _form(kind, formdata=None),
        "open": queries.latest(actor().community_id, kind),
        "gate_here": post.gate_here(),
        "phrase": said(phrases.SAY_OFFICE) if kind is NoteKind.MATTER else None,
    }


def _outcomes(note: GateNote, form: forms.OutcomeForm) -> forms.OutcomeForm:
    offered = rules.OUTCOMES[NoteKind(note.kind)]
    form.outcome.choices = [(str(each), _(rules.OUTCOME_WORDS[each])) for each in offered]
    return form


def _context(note: GateNote, form: forms.OutcomeForm | None = None) -> dict[str, Any]:
    return {
        "note": note,
        "sheet": queries.of_note(note),
        "words": rules,
        "flow": rules.WORKFLOW,
        "late": note.is_late(now()),
        "form": form or _outcomes(note, forms.OutcomeForm(formdata=None)),
        "moves": {each.action for each in workflow.buttons(rules.WORKFLOW, note, actor())},
        "purposes": [(str(each), _(word)) for each, word in REVEAL_PURPOSE_WORDS.items()],
    }
