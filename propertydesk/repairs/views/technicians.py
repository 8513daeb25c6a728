"""Technicians with their skills and load."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.accounts.models import Staff
from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.platform.access import actor, requires
from propertydesk.platform.clock import now
from propertydesk.platform.web import page, see_other, writes
from propertydesk.repairs import services
from propertydesk.repairs.forms.desk import SkillsForm
from propertydesk.repairs.queries import technicians
from propertydesk.repairs.rules import Permission
from propertydesk.repairs.views import order_page
from propertydesk.repairs.views.blueprint import bp


@bp.get("/technicians")
@requires(Permission.DISPATCH)
def technician_list() -> ResponseReturnValue:
    """Who can do what, and who holds how much."""
    return page(
        "repairs/technicians.html",
        candidates=technicians.candidates(actor().community_id),
        skill_words=order_page.skill_words(),
    )


@bp.post("/technicians/<int:staff_id>/skills")
@requires(Permission.TRAIN)
@writes
def set_skills(staff_id: int) -> ResponseReturnValue:
    """Say what a technician can do."""
    technician = _technician(staff_id)
    form = SkillsForm()
    form.categories.choices = list(order_page.skill_words().items())
    done = form.submit(
        lambda data: services.set_skills(
            technician, data["categories"] or (), actor=actor(), now=now()
        )
    )
    if done is None:
        flash(_("Choose from the list."), "bad")
    else:
        flash(_("Saved."), "good")
    return see_other(url_for(".technician_list"))


def _technician(staff_id: int) -> Staff:
    for each in technicians.of_community(actor().community_id):
        if each.id == staff_id:
            return each
    raise Missing(N_("There is no such record."))
