"""What a visitor's slip says, gathered."""

from datetime import datetime

from propertydesk.estate import queries as estate
from propertydesk.estate.models import Home
from propertydesk.kernel.clock import local
from propertydesk.kernel.errors import Conflict
from propertydesk.kernel.words import N_
from propertydesk.owners.rules.plates import plate_label
from propertydesk.passes.models.visits import Visit
from propertydesk.passes.printing.visit_slip import VisitSlip
from propertydesk.passes.queries import door
from propertydesk.passes.rules import PassKind
from propertydesk.platform.db import db
from propertydesk.platform.printing import Text, Words


def slip_of(visit: Visit, now: datetime) -> VisitSlip:
    """The slip as it is to be printed now. Raises Conflict for a visit without a code."""
    code = door.live_code(PassKind.VISITOR, visit.id)
    if code is None:
        raise Conflict(N_("There is no slip to print for this visit."))
    place = estate.community(visit.community_id)
    return VisitSlip(
        number=visit.number,
        company=Words(place.company_zh, place.company_en or place.company_zh),
        community=Words(place.name_zh, place.name_en or place.name_zh),
        hotline=place.hotline,
        code=code.shown,
        address=door.address(code),
        valid_from=local(visit.valid_from, place.zone),
        valid_to=local(visit.valid_to, place.zone),
        where=_where(visit),
        plate=plate_label(visit.plate) if visit.plate else "",
        persons=visit.persons,
        guard=visit.let_in_by,
        printed_at=local(now, place.zone),
        reprint=max(0, visit.prints - 1),
    )


def _where(visit: Visit) -> Text:
    """The building alone: a slip that is lost tells nobody's door (C14b)."""
    if visit.home_id is None:
        return Words("服务中心", "Service centre")
    number = db.session.get_one(Home, visit.home_id).building_no
    plain = number.removesuffix("栋").removesuffix("座").removesuffix("号楼")
    chinese = number if number != plain else f"{plain}栋"
    return Words(chinese, f"Building {plain}")
