"""Tenancies: who rents, on which terms, until when, and the listing of leases."""

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.estate.models import Home
from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.owners import queries, rules, services
from propertydesk.owners.forms.profiles import (
    ExtensionForm,
    TenancyEndForm,
    TenantForm,
    TermsForm,
)
from propertydesk.owners.models import Person
from propertydesk.owners.queries.person_listings import LEASES
from propertydesk.owners.rules import Permission
from propertydesk.owners.services import Terms
from propertydesk.owners.views import choosing
from propertydesk.owners.views.households import new_person
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now, today
from propertydesk.platform.i18n import day, zone
from propertydesk.platform.listing import page as listing_page
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("tenancies", __name__)


@bp.get("/leases")
@requires(Permission.READ)
def index() -> ResponseReturnValue:
    """All leases, those that end first in front."""
    found = listing_page(LEASES, actor=actor(), args=request.args)
    return page("owners/register.html", page=found)


@bp.get("/homes/<int:home_id>/tenancies/new")
@requires(Permission.CHANGE)
def new(home_id: int) -> ResponseReturnValue:
    """A form for somebody who rents; `person` in the link for a known one."""
    home = load(Home, home_id)
    form = TenantForm(
        kind=rules.PersonKind.PERSON.value,
        language="zh",
        salutation=rules.Salutation.UNKNOWN.value,
        starts_on=today(zone()),
    ).offer()
    chosen = choosing.chosen_people(*request.args.getlist("person")[:1])
    return page("owners/tenant_new.html", **_new_context(home, form, chosen))


@bp.post("/homes/<int:home_id>/tenancies/new")
@requires(Permission.CHANGE)
@writes
def start(home_id: int) -> ResponseReturnValue:
    """Somebody rents the home."""
    home = load(Home, home_id)
    form = TenantForm().offer()
    chosen = choosing.chosen_people(form.person.data or "")
    tie = form.submit(
        lambda data: services.start_tenancy(
            home,
            chosen[0] if chosen else new_person(data),
            _terms(data),
            actor=actor(),
            now=now(),
        )
    )
    if tie is None:
        return page("owners/tenant_new.html", **_new_context(home, form, chosen)), 422
    flash(_("Entered."), "good")
    return see_other(url_for("households.edit", home=home.id))


@bp.get("/homes/<int:home_id>/tenancy")
@requires(Permission.CHANGE)
def terms(home_id: int) -> ResponseReturnValue:
    """The terms of the present tenancy, and a longer lease."""
    home = load(Home, home_id)
    tie = _tenancy(home).tie
    return page("owners/tenancy.html", **_context(home, terms_form=TermsForm(obj=tie).offer()))


@bp.post("/homes/<int:home_id>/tenancy")
@requires(Permission.CHANGE)
@writes
def save_terms(home_id: int) -> ResponseReturnValue:
    """Correct the terms."""
    home = load(Home, home_id)
    form = TermsForm().offer()
    done = form.carries_out(
        lambda data: services.change_terms(home, _terms(data), actor=actor(), now=now())
    )
    if not done:
        return page("owners/tenancy.html", **_context(home, terms_form=form)), 422
    flash(_("Saved."), "good")
    return see_other(url_for("households.edit", home=home.id))


@bp.post("/homes/<int:home_id>/tenancy/extension")
@requires(Permission.CHANGE)
@writes
def extend(home_id: int) -> ResponseReturnValue:
    """A longer lease."""
    home = load(Home, home_id)
    form = ExtensionForm()
    done = form.carries_out(
        lambda data: services.extend_tenancy(home, actor=actor(), now=now(), **data)
    )
    if not done:
        return page("owners/tenancy.html", **_context(home, extension_form=form)), 422
    flash(_("The lease runs until %(day)s.", day=day(form.until.data)), "good")
    return see_other(url_for("households.edit", home=home.id))


@bp.get("/homes/<int:home_id>/tenancy-end")
@requires(Permission.CHANGE)
def ask_end(home_id: int) -> ResponseReturnValue:
    """The end of a tenancy."""
    home = load(Home, home_id)
    form = TenancyEndForm(
        on=today(zone()), occupancy="vacant", leaving=[rules.Tie.MEMBER.value, "vehicle"]
    ).offer(_present(home))
    return page("owners/tenancy_end.html", **_end_context(home, form))


@bp.post("/homes/<int:home_id>/tenancy-end")
@requires(Permission.CHANGE)
@writes
def end(home_id: int) -> ResponseReturnValue:
    """All tenants leave, now or on a day to come."""
    home = load(Home, home_id)
    form = TenancyEndForm().offer(_present(home))
    at_once: list[bool] = []

    def finish(data: dict[str, Any]) -> None:
        leaving = data.pop("leaving") or ()
        at_once.append(
            services.end_tenancy(home, leaving=leaving, actor=actor(), now=now(), **data)
        )

    if not form.carries_out(finish):
        return page("owners/tenancy_end.html", **_end_context(home, form)), 422
    if at_once[0]:
        flash(_("The tenancy of %(home)s has ended.", home=home.label), "good")
    else:
        flash(_("Planned: the tenancy ends by itself on %(day)s.", day=day(form.on.data)), "note")
    return see_other(url_for("households.edit", home=home.id))


@bp.post("/homes/<int:home_id>/tenancy-end/cancellation")
@requires(Permission.CHANGE)
@writes
def stay(home_id: int) -> ResponseReturnValue:
    """The tenants stay after all."""
    home = load(Home, home_id)
    services.cancel_planned_end(home, actor=actor(), now=now())
    flash(_("The planned end is taken back."), "good")
    return see_other(url_for("households.edit", home=home.id))


def _terms(data: dict[str, Any]) -> Terms:
    return Terms(
        starts_on=data["starts_on"],
        lease_ends_on=data["lease_ends_on"],
        fee_payer=data["fee_payer"] or "",
        rent_includes_fee=data["rent_includes_fee"],
    )


def _tenancy(home: Home) -> queries.Tenancy:
    found = queries.tenancy_of(home.id)
    if found is None:
        raise Missing(N_("Nobody rents this home."))
    return found


def _present(home: Home) -> dict[str, int]:
    """How many of what could leave with the tenants."""
    household = queries.household(home.id, home.community_id)
    return {
        rules.Tie.MEMBER.value: len(household.members),
        rules.Tie.CONTACT.value: len(household.contacts),
        "vehicle": len(household.vehicles),
    }


def _new_context(home: Home, form: TenantForm, chosen: list[Person]) -> dict[str, Any]:
    return {
        "home": home,
        "form": form,
        "chosen": chosen[0] if chosen else None,
        "query": choosing.asked_words(),
        "found": choosing.found_people(chosen),
    }


def _context(home: Home, **forms: Any) -> dict[str, Any]:
    tenancy = _tenancy(home)
    return {
        "home": home,
        "tenancy": tenancy,
        "form": forms.get("terms_form") or TermsForm(None, obj=tenancy.tie).offer(),
        "extension_form": forms.get("extension_form") or ExtensionForm(None),
    }


def _end_context(home: Home, form: TenancyEndForm) -> dict[str, Any]:
    found = queries.tenancy_of(home.id)
    return {
        "home": home,
        "form": form,
        "tenants": found.tenants if found else [],
        "planned": found.planned if found else None,
        "household": queries.household(home.id, home.community_id),
    }
