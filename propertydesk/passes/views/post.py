"""Where the guard stands: the gate chosen on this phone."""

from collections.abc import Sequence

from flask import request, session

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.passes.models import Gate
from propertydesk.passes.queries import door
from propertydesk.passes.rules import Way
from propertydesk.passes.services.uses import Scan
from propertydesk.platform.access import actor
from propertydesk.platform.idempotency import FIELD

_CHOSEN = "gate"


def choose(gate: Gate) -> None:
    """Stand at this gate from now on."""
    session[_CHOSEN] = gate.id


def gate_here(gates: Sequence[Gate] | None = None) -> Gate | None:
    """The gate of this phone: the chosen one, or the only one there is; `gates` if read already."""
    offered = door.gates(actor().community_id) if gates is None else gates
    chosen = session.get(_CHOSEN)
    here = next((each for each in offered if each.id == chosen), None)
    return here or (offered[0] if len(offered) == 1 else None)


def scan(way: Way = Way.OUT) -> Scan:
    """What this request says of a scan; the form's id is its nonce. Raises Invalid without a gate."""
    gate = gate_here()
    if gate is None:
        raise Invalid(N_("Choose the gate where you stand first."))
    return Scan(gate=gate, nonce=request.form.get(FIELD, ""), way=way)
