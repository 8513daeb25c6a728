"""The fees of one household: what is open, who pays, vacancy, one-off charges."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.estate.models import Home
from propertydesk.fees import queries, rules, services
from propertydesk.fees.forms import ChargeForm, EndForm, PayerForm, ReasonForm, VacancyForm
from propertydesk.fees.models import ChargeItem, PayerAgreement, VacancyRate
from propertydesk.fees.rules import Permission
from propertydesk.fees.rules.settings import SECOND_PERSON
from propertydesk.kernel.errors import Missing
from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_
from propertydesk.owners import queries as owners
from propertydesk.owners.models import Person
from propertydesk.owners.rules import Tie
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now, today
from propertydesk.platform.forms import Form
from propertydesk.platform.i18n import zone
from propertydesk.platform.settings import value
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("household_fees", __name__, url_prefix="/homes")


@bp.get("/fees")
@requires(Permission.READ)
def of_link() -> ResponseReturnValue:
    """Leads from `?home=` to the household's fees."""
    said = request.args.get("home", "")
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise Missing(N_("There is no such record."))
    return see_other(url_for(".detail", home_id=load(Home, int(said)).id))


@bp.get("/<int:home_id>/fees")
@requires(Permission.READ)
def detail(home_id: int) -> ResponseReturnValue:
    """Everything charged to a home, and what is agreed for it."""
    return page("fees/household.html", **_context(load(Home, home_id)))


@bp.post("/<int:home_id>/charges")
@requires(Permission.CHARGE)
@writes
def charge(home_id: int) -> ResponseReturnValue:
    """Charge something once."""
    home = load(Home, home_id)

    def work(data: dict[str, Any]) -> None:
        services.charge_by_hand(
            home,
            load(ChargeItem, int(data["item"])),
            words=data["words"],
            amount=data["amount"],
            due_on=data["due_on"],
            actor=actor(),
            now=now(),
        )

    return _carry_out(home, "charge_form", _charge_form(), work, _("It is charged."))


@bp.post("/<int:home_id>/payer-agreements")
@requires(Permission.SET)
@writes
def let_tenant_pay(home_id: int) -> ResponseReturnValue:
    """A tenant takes over fees."""
    home = load(Home, home_id)

    def work(data: dict[str, Any]) -> None:
        item = load(ChargeItem, int(data["item"])) if data["item"] else None
        services.let_tenant_pay(
            home,
            load(Person, int(data["person"])),
            item=item,
            starts_on=data["starts_on"],
            paper=data["paper"],
            actor=actor(),
            now=now(),
        )

    said = _("From that day on bills go to the tenant.")
    return _carry_out(home, "payer_form", _payer_form(home), work, said)


@bp.post("/payer-agreements/<int:agreement_id>/ending")
@requires(Permission.SET)
@writes
def end_agreement(agreement_id: int) -> ResponseReturnValue:
    """The owner pays again."""
    agreement = load(PayerAgreement, agreement_id)
    home = load(Home, agreement.home_id)

    def work(data: dict[str, Any]) -> None:
        services.end_agreement(agreement, on=data["on"], actor=actor(), now=now())

    said = _("From that day on bills go to the owner.")
    return _carry_out(home, f"end_form_{agreement_id}", EndForm(), work, said)


@bp.post("/<int:home_id>/vacancy-rates")
@requires(Permission.SET)
@writes
def propose_vacancy(home_id: int) -> ResponseReturnValue:
    """Ask for a vacancy rate."""
    home = load(Home, home_id)

    def work(data: dict[str, Any]) -> None:
        vacancy = services.propose_vacancy(home, actor=actor(), now=now(), **data)
        services.submit_vacancy(vacancy, actor=actor(), now=now())

    said = _("The vacancy rate waits for approval.")
    return _carry_out(home, "vacancy_form", VacancyForm(), work, said)


@bp.post("/vacancy-rates/<int:vacancy_id>/approval")
@requires(Permission.APPROVE_VACANCY)
@writes
def approve_vacancy(vacancy_id: int) -> ResponseReturnValue:
    """Approve a vacancy rate, where the community does without a second person."""
    vacancy = load(VacancyRate, vacancy_id)
    services.approve_vacancy(vacancy, actor=actor(), now=now())
    return see_other(url_for(".detail", home_id=vacancy.home_id))


@bp.post("/vacancy-rates/<int:vacancy_id>/refusal")
@requires(Permission.APPROVE_VACANCY)
@writes
def refuse_vacancy(vacancy_id: int) -> ResponseReturnValue:
    """Turn a vacancy rate down."""
    vacancy = load(VacancyRate, vacancy_id)
    home = load(Home, vacancy.home_id)

    def work(data: dict[str, Any]) -> None:
        services.refuse_vacancy(vacancy, actor=actor(), now=now(), **data)

    name = f"refusal_form_{vacancy_id}"
    return _carry_out(home, name, ReasonForm(), work, _("Turned down."))


def _carry_out(
    home: Home, name: str, form: Form, verb: Callable[[dict[str, Any]], None], said: str
) -> ResponseReturnValue:
    if not form.carries_out(verb):
        return page("fees/household.html", **_context(home, **{name: form})), 422
    flash(said, "good")
    return see_other(url_for(".detail", home_id=home.id))


def _charge_form(**more: Any) -> ChargeForm:
    once = queries.item_choices(actor().community_id, rules.Basis.ONCE)
    return ChargeForm(**more).offer(once)


def _payer_form(home: Home, **more: Any) -> PayerForm:
    tenants = [
        (str(each.person.id), each.title)
        for each in owners.people_of_homes([home.id]).get(home.id, [])
        if each.tie.tie == Tie.TENANT
    ]
    bases = [each for each in rules.Basis if each is not rules.Basis.ONCE]
    return PayerForm(**more).offer(tenants, queries.item_choices(home.community_id, *bases))


def _context(home: Home, **given: Any) -> dict[str, Any]:
    day = today(zone())
    late = queries.late_of_homes(home.community_id, [home.id], day)
    agreements, vacancies = queries.agreements_of(home.id), queries.vacancies_of(home.id)
    forms: dict[str, Any] = {
        "charge_form": _charge_form(formdata=None),
        "payer_form": _payer_form(home, formdata=None, data={"starts_on": day}),
        "vacancy_form": VacancyForm(None, data={"starts_on": day, "percent": 70}),
        **{f"end_form_{each.agreement.id}": EndForm(None, data={"on": day}) for each in agreements},
        **{f"refusal_form_{each.id}": ReasonForm(None) for each in vacancies},
    } | given
    for name, form in forms.items():
        for each in form:  # several forms of the page ask for a day
            each.id = f"{name.replace('_', '-')}-{each.id}"
    return {
        "home": home,
        "open_rows": queries.open_of_home(home.id, day),
        "late_rows": late,
        "late_sum": Money(sum(each.left.fen for each in late)),
        "history": queries.history_of_home(home.id, day),
        "total": queries.open_sum(home.id)[1],
        "agreements": agreements,
        "vacancies": vacancies,
        "forms": forms,
        "vacancy_flow": rules.VACANCY,
        "words": rules,
        "alone": not value(home.community_id, SECOND_PERSON),
        "today": day,
        **forms,
    }
