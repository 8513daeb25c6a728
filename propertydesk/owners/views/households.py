"""A household put in order: who joins, whose place is corrected, who leaves."""

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.estate.forms import EndingForm
from propertydesk.estate.models import Home
from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.owners import queries, rules, services
from propertydesk.owners.forms import JoinForm, TieForm
from propertydesk.owners.models import HouseholdTie, Person
from propertydesk.owners.rules import Permission, tenancy
from propertydesk.owners.services import PersonDetails
from propertydesk.owners.views import choosing
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now, today
from propertydesk.platform.i18n import zone
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("households", __name__)

_JOINABLE = (rules.Tie.MEMBER, rules.Tie.CONTACT)


@bp.get("/households/edit")
@requires(Permission.CHANGE)
def edit() -> ResponseReturnValue:
    """Everything of a household with what may be done about it; `home` in the link says which."""
    said = request.args.get("home", "")
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise Missing(N_("There is no such record."))
    household = queries.household(int(said), actor().community_id)
    return page(
        "owners/household_edit.html",
        household=household,
        home=household.home,
        purposes=queries.reveal_purposes(),
        note_words=rules.NOTE_KIND_WORDS,
        tenancy=queries.tenancy_of(household.home.id) if household.tenants else None,
        payer_words=tenancy.FEE_PAYER_WORDS,
    )


@bp.get("/homes/<int:home_id>/people/new")
@requires(Permission.CHANGE)
def new(home_id: int) -> ResponseReturnValue:
    """A form for somebody who joins; `tie` and, for a known person, `person` stand in the link."""
    home = load(Home, home_id)
    language = rules.Salutation.UNKNOWN.value
    form = JoinForm(kind=rules.PersonKind.PERSON.value, language="zh", salutation=language).offer()
    chosen = choosing.chosen_people(*request.args.getlist("person")[:1])
    return page("owners/join.html", **_join_context(home, form, chosen))


@bp.post("/homes/<int:home_id>/people/new")
@requires(Permission.CHANGE)
@writes
def create(home_id: int) -> ResponseReturnValue:
    """Somebody joins the household."""
    home = load(Home, home_id)
    form = JoinForm().offer()
    chosen = choosing.chosen_people(form.person.data or "")
    tie = form.submit(
        lambda data: services.join_household(
            home,
            chosen[0] if chosen else new_person(data),
            tie=_tie(),
            relation=data["relation"],
            starts_on=data["starts_on"],
            actor=actor(),
            now=now(),
        )
    )
    if tie is None:
        return page("owners/join.html", **_join_context(home, form, chosen)), 422
    flash(_("Entered."), "good")
    return see_other(url_for(".edit", home=home.id))


@bp.get("/ties/<int:tie_id>/edit")
@requires(Permission.CHANGE)
def edit_tie(tie_id: int) -> ResponseReturnValue:
    """Somebody's place in a household, and its end."""
    return page("owners/tie_edit.html", **_tie_context(load(HouseholdTie, tie_id)))


@bp.post("/ties/<int:tie_id>/edit")
@requires(Permission.CHANGE)
@writes
def save_tie(tie_id: int) -> ResponseReturnValue:
    """Correct relation and dates."""
    tie = load(HouseholdTie, tie_id)
    form = TieForm().offer(tie.relation)

    def correct(data: dict[str, Any]) -> HouseholdTie:
        services.edit_tie(tie, actor=actor(), now=now(), **data)
        return tie

    if form.submit(correct) is None:
        return page("owners/tie_edit.html", **_tie_context(tie, form=form)), 422
    return see_other(url_for(".edit", home=tie.home_id))


@bp.post("/ties/<int:tie_id>/ending")
@requires(Permission.CHANGE)
@writes
def end_tie(tie_id: int) -> ResponseReturnValue:
    """Somebody leaves the household."""
    tie = load(HouseholdTie, tie_id)
    form = EndingForm()

    def finish(data: dict[str, Any]) -> HouseholdTie:
        services.end_tie(tie, actor=actor(), now=now(), **data)
        return tie

    if form.submit(finish) is None:
        return page("owners/tie_edit.html", **_tie_context(tie, ending_form=form)), 422
    flash(_("Ended; the record stays."), "good")
    return see_other(url_for(".edit", home=tie.home_id))


def new_person(data: dict[str, Any]) -> PersonDetails:
    """Somebody new, as typed into a form of those who join."""
    phones = ((data["phone"], data["phone_note"]), (data["second_phone"], ""))
    return PersonDetails(
        name=data["name"],
        kind=data["kind"] or rules.PersonKind.PERSON,
        salutation=data["salutation"],
        language=data["language"] or "zh",
        notice_address=data["notice_address"],
        phones=phones,
    )


def _tie() -> str:
    """What the person joins as; owners have a page of their own, so nonsense means member."""
    asked = request.args.get("tie", "")
    return asked if asked in {each.value for each in _JOINABLE} else rules.Tie.MEMBER.value


def _join_context(home: Home, form: JoinForm, chosen: list[Person]) -> dict[str, Any]:
    return {
        "home": home,
        "form": form,
        "tie": _tie(),
        "tie_words": {each.value: rules.TIE_WORDS[each] for each in _JOINABLE},
        "chosen": chosen[0] if chosen else None,
        "query": choosing.asked_words(),
        "found": choosing.found_people(chosen),
    }


def _tie_context(tie: HouseholdTie, **forms: Any) -> dict[str, Any]:
    return {
        "tie": tie,
        "home": load(Home, tie.home_id),
        "person": load(Person, tie.person_id),
        "tie_words": rules.TIE_WORDS,
        "form": forms.get("form") or TieForm(None, obj=tie).offer(tie.relation),
        "ending_form": forms.get("ending_form") or EndingForm(None, on=today(zone())),
    }
