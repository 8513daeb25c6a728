"""How amounts and scopes read: the calculation line, the period, whom a price is for."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from propertydesk.estate.rules import HOME_KIND_WORDS, SPACE_KIND_WORDS
from propertydesk.fees import rules
from propertydesk.fees.models import ChargeItem, FeePrice, Receivable
from propertydesk.platform.i18n import day

USE_WORDS: dict[str, str] = {
    **{str(kind): word for kind, word in HOME_KIND_WORDS.items()},
    **{str(kind): word for kind, word in SPACE_KIND_WORDS.items()},
}


def calculation(row: Receivable, item: ChargeItem) -> str:
    """98.37 m² × ¥2.30 × 3 months; what the amount is made of, before its sum."""
    parts = [quantity_words(row.quantity, item.basis), f"¥{rules.shown_price(row.price)}"]
    line = " × ".join(parts)
    if row.surcharge:
        line = f"({line} + ¥{rules.shown_price(row.surcharge)})"
    if item.basis == rules.Basis.ONCE:
        return row.words or line
    line += f" × {months_words(row.months)}"
    if row.percent != 100:
        line += f" × {row.percent} %"
    if row.rounding:
        line += f" {'+' if row.rounding > 0 else '−'} ¥0.01"
    return line


def quantity_words(quantity: int, basis: str) -> str:
    """98.37 m², 1 home, 1 space."""
    amount = rules.shown_quantity(quantity)
    if basis == rules.Basis.AREA:
        return f"{amount} m²"
    if basis == rules.Basis.SPACE:
        return _("%(count)s space", count=amount)
    if basis == rules.Basis.HOME:
        return _("%(count)s home", count=amount)
    return amount


def months_words(months: rules.Share) -> str:
    """3 months; 2 17/31 months."""
    whole, part = divmod(months.part, months.whole)
    if not part:
        return ngettext("%(num)d month", "%(num)d months", whole)
    fraction = f"{part}/{months.whole}"
    return _("%(count)s months", count=f"{whole} {fraction}" if whole else fraction)


def period_words(starts_on: date, ends_on: date) -> str:
    """2026-10 to 2026-12 for whole months, else the days."""
    following = ends_on + timedelta(days=1)
    if starts_on.day != 1 or following.day != 1:
        return f"{starts_on:%Y-%m-%d} – {ends_on:%Y-%m-%d}"
    if (starts_on.year, starts_on.month) == (ends_on.year, ends_on.month):
        return f"{starts_on:%Y-%m}"
    return f"{starts_on:%Y-%m} – {ends_on:%Y-%m}"


def scope_words(price: FeePrice, names: dict[str, str]) -> str:
    """Whom a price is for; `names` has the labels of homes, spaces and buildings by scope part."""
    if price.scope == "all":
        return _("Everybody")
    found: Sequence[str] = [names.get(part) or use_word(part) for part in price.scope.split("/")]
    return " · ".join(found)


def use_word(use: str) -> str:
    """Dwelling, shop, owned; what came from elsewhere as it is."""
    return _(USE_WORDS[use]) if use in USE_WORDS else use


def days_words(starts_on: date, ends_on: date | None) -> str:
    """From a day, up to another if there is one."""
    if ends_on is None:
        return _("from %(day)s", day=day(starts_on))
    return f"{day(starts_on)} – {day(ends_on)}"
