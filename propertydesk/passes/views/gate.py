"""The guard's phone: scan or type a code, read the answer."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, g, jsonify, make_response, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.clock import local
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.phrases import fill
from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_
from propertydesk.passes import rules
from propertydesk.passes.forms.gate import CodeForm, PlaceForm
from propertydesk.passes.models import Gate, PassCode, PassUse
from propertydesk.passes.queries import door
from propertydesk.passes.rules import Permission, phrases
from propertydesk.passes.rules.gate_notes import KIND_ICONS, KIND_WORDS
from propertydesk.passes.services import uses
from propertydesk.passes.views import post
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.assets import asset
from propertydesk.platform.clock import now
from propertydesk.platform.headers import let_see
from propertydesk.platform.i18n import pick
from propertydesk.platform.settings import value
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("gate", __name__, url_prefix="/gate")

#: Sentences one tap away on the first page.
_ONE_TAP = (
    phrases.SAY_ITEMS,
    phrases.SAY_NO_PASS,
    phrases.SAY_DIFFERENT,
    phrases.SAY_SALES,
    phrases.SAY_WRONG_PLACE,
    phrases.SAY_OFFICE,
)


@bp.get("")
@requires(Permission.GUARD)
def index() -> ResponseReturnValue:
    """Scan, type a code, see who is expected."""
    return let_see(make_response(page("passes/gate/index.html", **_context())))


@bp.get("/manifest.webmanifest")
@requires(Permission.GUARD)
def manifest() -> ResponseReturnValue:
    """What the phone needs to put the gate on its first screen."""
    answer = jsonify(
        name=_("Gate"),
        short_name=_("Gate"),
        start_url=url_for(".index"),
        scope=url_for(".index"),
        display="standalone",
        background_color="#101a2c",
        theme_color="#101a2c",
        icons=[
            {"src": asset("favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
            *(
                {
                    "src": asset(f"images/app-{side}.png"),
                    "sizes": f"{side}x{side}",
                    "type": "image/png",
                }
                for side in (192, 512)
            ),
        ],
    )
    answer.mimetype = "application/manifest+json"
    return answer


@bp.post("/place")
@requires(Permission.GUARD)
@writes
def place() -> ResponseReturnValue:
    """Stand at a gate."""
    form = _place_form(PlaceForm(), door.gates(actor().community_id))
    if form.submit(_stand_there) is None:
        return page("passes/gate/index.html", **_context(place_form=form)), 422
    return see_other(url_for(".index"))


@bp.post("/scans")
@requires(Permission.GUARD)
@writes
def scan() -> ResponseReturnValue:
    """Look a code up; what is not good is written down, what is good waits for the comparison."""
    form = CodeForm()
    done = form.submit(
        lambda data: uses.note_scan(
            data["code"], actor().community_id, post.scan(), actor=actor(), now=now()
        )
    )
    if done is None:
        return page("passes/gate/index.html", **_context(code_form=form)), 422
    found, use = done
    if use is None and found.code is not None:
        return see_other(url_for(".answer", code_id=found.code.id))
    return see_other(url_for(".outcome", use_id=use.id if use else 0))


@bp.get("/codes/<int:code_id>")
@requires(Permission.GUARD)
def answer(code_id: int) -> ResponseReturnValue:
    """How a code stands now, and what its kind of pass shows; looking uses nothing up."""
    found = door.stand(load(PassCode, code_id), now())
    return page("passes/gate/answer.html", **answer_context(found))


@bp.get("/outcomes/<int:use_id>")
@requires(Permission.GUARD)
def outcome(use_id: int) -> ResponseReturnValue:
    """What was written down of a scan: let through or refused, and why."""
    use = load(PassUse, use_id)
    code = load(PassCode, use.code_id) if use.code_id else None
    found = door.stand(code, now()) if code else door.LookUp(rules.Answer(use.answer))
    return page("passes/gate/outcome.html", **answer_context(found, use=use))


def answer_context(found: door.LookUp, **given: Any) -> dict[str, Any]:
    """Context of the answer's pages: the verdict, the code, and its kind's own part."""
    kind = door.type_of(found.code) if found.code else None
    own = kind.load(found, actor(), now()) if kind else {}
    return {
        "found": found,
        "code": found.code,
        "kind_words": rules.KIND_WORDS,
        "answer_words": rules.ANSWER_WORDS,
        "kind_template": kind.template if kind else "",
        "gate_here": post.gate_here(),
        "phrase": _phrase_to(found),
        **own,
        **given,
    }


def _context(**given: Any) -> dict[str, Any]:
    gates = door.gates(actor().community_id)
    return {
        "gate_here": post.gate_here(gates),
        "gates": gates,
        "expected": door.expected_today(actor().community_id, now()),
        "code_form": CodeForm(formdata=None),
        "place_form": _place_form(PlaceForm(formdata=None), gates),
        "notes": [(each, word, KIND_ICONS[each]) for each, word in KIND_WORDS.items()],
        "says": [(_(each.label), said(each)) for each in _ONE_TAP],
        **given,
    }


def said(setting: Setting, **places: str) -> dict[str, str]:
    """A sentence of the guard in both languages, its places filled in."""
    here = g.community
    known = {
        "place": here.office_place,
        "phone": here.hotline,
        "hours": f"{here.opens:%H:%M}–{here.closes:%H:%M}",
        **places,
    }
    phrase = value(here.id, setting)
    return {each: fill(phrase[each], known) for each in ("zh", "en")}


def _phrase_to(found: door.LookUp) -> dict[str, str]:
    """What the guard says to an answer."""
    if found.is_good:
        return {}
    if found.answer is rules.Answer.USED and found.first_use is not None:
        first = found.first_use
        at = local(first.at, g.zone)
        gate = pick(first.gate.name_zh, first.gate.name_en)
        return said(phrases.SAY_USED, time=f"{at:%m-%d %H:%M}", gate=gate)
    return said(phrases.SAY_NOT_VALID)


def _place_form(form: PlaceForm, gates: Sequence[Gate]) -> PlaceForm:
    form.gate.choices = [(str(each.id), each.name) for each in gates]
    return form


def _stand_there(data: dict[str, Any]) -> Gate:
    gate = load(Gate, int(data["gate"]))
    if gate.ended_on is not None:
        raise Invalid(N_("Guards do not stand at this gate."), field="gate")
    post.choose(gate)
    return gate
