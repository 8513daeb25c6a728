"""Charge items and their prices."""

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.estate import queries as estate
from propertydesk.fees import queries, rules, services
from propertydesk.fees.forms import ItemForm, NewItemForm, PriceForm, ReasonForm
from propertydesk.fees.models import ChargeItem, FeePrice
from propertydesk.fees.queries.listings import CHARGE_ITEMS
from propertydesk.fees.rules import Permission
from propertydesk.fees.rules.settings import SECOND_PERSON
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, listing
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now, today
from propertydesk.platform.i18n import zone
from propertydesk.platform.settings import value
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("charge_items", __name__, url_prefix="/charge-items")


@bp.get("")
@requires(Permission.READ)
def index() -> ResponseReturnValue:
    """All charge items."""
    found = listing.page(CHARGE_ITEMS, actor=actor(), args=request.args)
    return page("fees/items.html", page=found)


@bp.get("/new")
@requires(Permission.SET)
def new() -> ResponseReturnValue:
    """A form for a new item."""
    first = today(zone()).replace(day=1)
    form = NewItemForm(None, data=vars(services.ItemFacts("", starts_on=first))).offer()
    return page("fees/item_new.html", form=form)


@bp.post("/new")
@requires(Permission.SET)
@writes
def create() -> ResponseReturnValue:
    """Add an item."""
    form = NewItemForm().offer()

    def add(data: dict[str, Any]) -> ChargeItem:
        code = data.pop("code").upper()
        if not code.replace("-", "").isalnum() or not code.isascii():
            raise Invalid(N_("Use letters and digits only, such as 3, A or 1501."), field="code")
        facts = services.ItemFacts(**data)
        here = actor().community_id
        return services.add_item(here, code=code, facts=facts, actor=actor(), now=now())

    item = form.submit(add)
    if item is None:
        return page("fees/item_new.html", form=form), 422
    flash(_("Charge item %(code)s is entered. Now propose its price.", code=item.code), "good")
    return see_other(url_for(".detail", item_id=item.id))


@bp.get("/<int:item_id>")
@requires(Permission.READ)
def detail(item_id: int) -> ResponseReturnValue:
    """An item with its prices."""
    return page("fees/item.html", **_context(load(ChargeItem, item_id)))


@bp.get("/<int:item_id>/edit")
@requires(Permission.SET)
def edit(item_id: int) -> ResponseReturnValue:
    """A form to correct an item."""
    item = load(ChargeItem, item_id)
    return page("fees/item_edit.html", item=item, form=ItemForm(None, obj=item).offer())


@bp.post("/<int:item_id>/edit")
@requires(Permission.SET)
@writes
def save(item_id: int) -> ResponseReturnValue:
    """Correct an item."""
    item, form = load(ChargeItem, item_id), ItemForm().offer()

    def correct(data: dict[str, Any]) -> None:
        services.edit_item(item, facts=services.ItemFacts(**data), actor=actor(), now=now())

    if not form.carries_out(correct):
        return page("fees/item_edit.html", item=item, form=form), 422
    return see_other(url_for(".detail", item_id=item_id))


@bp.post("/<int:item_id>/prices")
@requires(Permission.SET)
@writes
def propose(item_id: int) -> ResponseReturnValue:
    """Propose a price."""
    item = load(ChargeItem, item_id)
    form = _price_form(item)

    def ask(data: dict[str, Any]) -> FeePrice:
        facts = services.PriceFacts(
            price=data["price"],
            surcharge=data["surcharge"] or 0,
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            legal_basis=data["legal_basis"],
            scope=_scope(item, data),
        )
        price = services.propose_price(item, facts, actor=actor(), now=now())
        services.submit_price(price, actor=actor(), now=now())
        return price

    if form.submit(ask) is None:
        return page("fees/item.html", **_context(item, form=form)), 422
    flash(_("The price waits for approval."), "good")
    return see_other(url_for(".detail", item_id=item_id))


@bp.post("/prices/<int:price_id>/approval")
@requires(Permission.APPROVE_PRICE)
@writes
def approve(price_id: int) -> ResponseReturnValue:
    """Put a price in force, where the community does without a second person."""
    price = load(FeePrice, price_id)
    services.approve_price(price, actor=actor(), now=now())
    flash(_("The price is in force."), "good")
    return see_other(url_for(".detail", item_id=price.item_id))


@bp.post("/prices/<int:price_id>/refusal")
@requires(Permission.APPROVE_PRICE)
@writes
def refuse(price_id: int) -> ResponseReturnValue:
    """Turn a price down."""
    price, form = load(FeePrice, price_id), ReasonForm()
    verb = services.refuse_price
    if not form.carries_out(lambda data: verb(price, actor=actor(), now=now(), **data)):
        item = load(ChargeItem, price.item_id)
        return page("fees/item.html", **_context(item, refusal={price_id: form})), 422
    return see_other(url_for(".detail", item_id=price.item_id))


def _scope(item: ChargeItem, data: dict[str, Any]) -> rules.Scope:
    """Whom the price is for, as typed."""
    building = int(data["building"]) if data["building"] else None
    if not data["single"]:
        return rules.Scope(building_id=building, use=data["use"] or "")
    if building or data["use"]:
        raise Invalid(
            N_("A price for one home alone needs neither building nor use."), field="single"
        )
    here = item.community_id
    if item.basis == rules.Basis.SPACE:
        try:
            return rules.Scope(space_id=estate.space_named(here, data["single"]).id)
        except Invalid as problem:
            raise Invalid(problem.text, field="single") from problem
    try:
        return rules.Scope(home_id=estate.home_named(here, data["single"]).id)
    except Invalid as problem:
        raise Invalid(problem.text, field="single", **problem.values) from problem


def _price_form(item: ChargeItem, **more: Any) -> PriceForm:
    buildings = [
        (str(row_id), label) for row_id, label in estate.building_choices(item.community_id)
    ]
    return PriceForm(**more).offer(buildings, queries.use_choices(item))


def _context(item: ChargeItem, **forms: Any) -> dict[str, Any]:
    here, groups = item.community_id, queries.prices_of(item)
    refusals = {
        price.id: forms.get("refusal", {}).get(price.id) or ReasonForm(None)
        for group in groups
        for price in group.versions
    }
    for price_id, form in refusals.items():
        form.reason.id = f"refuse-{price_id}-reason"
    return {
        "item": item,
        "words": rules,
        "groups": groups,
        "flow": rules.PRICE,
        "today": today(zone()),
        "alone": not value(here, SECOND_PERSON),
        "form": forms.get("form") or _price_form(item, formdata=None),
        "refusals": refusals,
        "entries": activity.timeline(here, subject=("charge_item", item.id)),
    }
