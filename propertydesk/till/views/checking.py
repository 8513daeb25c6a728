"""Whether a receipt counts: for whoever holds the paper, without sign-in.

The code has 50 bits, so that guessing leads nowhere; whatever is wrong with one, the answer is the
same. Networks that guess wrong again and again wait longer and longer, whatever they try then.
"""

import re
from functools import partial

from flask import Blueprint, current_app, g, make_response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.accounts.rules.trials import FORGOTTEN_AFTER, delay_after, network_of
from propertydesk.estate import queries as estate
from propertydesk.kernel.errors import Missing
from propertydesk.kernel.masking import mask_name
from propertydesk.kernel.words import N_
from propertydesk.platform.access import public
from propertydesk.platform.clock import now
from propertydesk.platform.guessing import Guesses
from propertydesk.platform.web import page, refused, see_other
from propertydesk.till import queries
from propertydesk.till.queries import paper
from propertydesk.till.queries.receipts import by_code
from propertydesk.till.rules import STANDING_TONES, STANDING_WORDS

bp = Blueprint("receipt_check", __name__, url_prefix="/r")

#: Wrong codes that cost no waiting: whole houses may stand behind one address.
_FREE = 30
_LONGEST = 24
_WRITTEN = re.compile(r"[A-Za-z0-9]", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9-]{1,24}", re.ASCII)


@bp.get("")
@public("whoever holds a receipt may check it; the page only asks for its code")
def asked() -> ResponseReturnValue:
    """Where the code on the paper is typed (`?code=`)."""
    typed = "".join(_WRITTEN.findall(request.args.get("code", "")[:_LONGEST]))
    if typed:
        return see_other(url_for(".shown", token=typed.upper()))
    return page("till/check_code.html")


@bp.get("/<string:token>")
@public("the code on the paper is the key; the page holds no personal data")
def shown(token: str) -> ResponseReturnValue:
    """Number, day, total, items and whether it counts."""
    network = network_of(request.remote_addr or "")
    if _guesses().must_wait(network, now()):
        return refused(429, _("Too many wrong codes came from here. Please try again later."))
    receipt = by_code(token) if _CODE.fullmatch(token) else None
    if receipt is None:
        _guesses().failed(network, now())
        raise Missing(N_("There is no receipt with this code. Please compare it with the paper."))
    place = estate.community(receipt.community_id)
    g.zone = place.zone
    standing = queries.standing_of(receipt)
    return _guarded(
        page(
            "till/check.html",
            receipt=receipt,
            place=place,
            payer=mask_name(receipt.payer_name),
            lines=paper.public_lines(receipt),
            word=STANDING_WORDS[standing],
            tone=STANDING_TONES[standing],
            standing=standing,
        )
    )


def _guesses() -> Guesses:
    """The wrong codes that came to this process."""
    found: Guesses = current_app.extensions.setdefault(
        "receipt_guesses", Guesses(partial(delay_after, free=_FREE), FORGOTTEN_AFTER)
    )
    return found


def _guarded(body: str) -> ResponseReturnValue:
    answer = make_response(body)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
