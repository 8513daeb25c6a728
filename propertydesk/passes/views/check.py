"""What stands behind the QR code of a pass: how it stands, for whoever holds the slip.

Opening it uses nothing up: a guard who is signed in is led to the gate's own page, everybody else
reads the answer alone.
"""

from flask import Blueprint, g, make_response, url_for
from flask.typing import ResponseReturnValue

from propertydesk.estate import queries as estate
from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.passes import rules
from propertydesk.passes.queries import door
from propertydesk.passes.rules import Permission
from propertydesk.platform.access import public, signed_in_actor
from propertydesk.platform.clock import now
from propertydesk.platform.web import page, see_other

bp = Blueprint("pass_check", __name__, url_prefix="/g")


@bp.get("/<string:token>")
@public("the sealed code is the key; the page holds no personal data and uses nothing up")
def shown(token: str) -> ResponseReturnValue:
    """Kind of pass, when it is valid, and whether it still counts."""
    code = door.find(token) if rules.is_sealed(token) else None
    if code is None:
        raise Missing(N_("This code is not one of ours, or it was changed."))
    guard = signed_in_actor()
    if guard and guard.may(Permission.GUARD) and guard.community_id == code.community_id:
        return see_other(url_for("gate.answer", code_id=code.id))
    place = estate.community(code.community_id)
    g.zone = place.zone
    found = door.stand(code, now())
    answer = make_response(
        page(
            "passes/check.html",
            found=found,
            code=code,
            place=place,
            kind_words=rules.KIND_WORDS,
            word=rules.ANSWER_WORDS[found.answer],
            tone=rules.ANSWER_TONES[found.answer],
        )
    )
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
