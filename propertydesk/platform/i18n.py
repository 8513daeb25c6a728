"""Two languages, chosen by the browser and overridden by the switch."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from babel.dates import get_month_names
from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, get_domain, get_locale, ngettext
from flask_babel import gettext as _
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from propertydesk.kernel.clock import local
from propertydesk.kernel.money import Money
from propertydesk.platform.clock import now

LANGUAGES = ("zh", "en")
HOME_ZONE = "Asia/Shanghai"
Word = TypeVar("Word")

babel = Babel()


def init_i18n(app: Flask) -> None:
    """Set up language choice and the filters that speak it."""
    babel.init_app(app, locale_selector=language, timezone_selector=zone)
    # A page asks for some two hundred words: finding the catalogue anew for each is a third of its time.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # added by Jinja's i18n extension
        lambda text: _catalogue().ugettext(text),
        lambda one, many, count: _catalogue().ungettext(one, many, count),
        newstyle=True,
    )
    app.jinja_env.globals["gettext"] = _said
    app.jinja_env.filters.update(
        money=money, date=day, datetime=moment, clock_time=clock_time, due=due, duration=duration
    )


@pass_eval_context
def _said(context: EvalContext, text: str, /, **values: Any) -> str:
    """A text of the catalogue in a template.

    Jinja's own takes every text for a pattern, so that one from the rules with a bare "100 %" ends
    the page; as with `gettext`, only what has places is filled.
    """
    said = _catalogue().ugettext(text)
    said = Markup(said) if context.autoescape else said  # noqa: S704  # ours, from the catalogue
    return said % values if values else said.replace("%%", "%")


def _catalogue() -> Any:
    """The reader's catalogue, found once a request."""
    found = g.get("catalogue")
    if found is None:
        found = g.catalogue = get_domain().get_translations()
    return found


def language() -> str:
    """The reader's language, "zh" or "en": the switch, else the browser, else Chinese."""
    if not has_request_context():
        return "zh"
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES, "zh") or "zh"


def zone() -> str:
    """The zone of the community at hand."""
    found: str = g.get("zone", HOME_ZONE) if has_request_context() else HOME_ZONE
    return found


def pick(zh: Word, en: Word) -> Word:
    """The one of two values that suits the reader, the other when it is empty."""
    chinese = str(get_locale() or "zh").startswith("zh")
    return (zh or en) if chinese else (en or zh)


def money(amount: Money | int | None) -> str:
    """1,234.50; an en dash for nothing."""
    if amount is None:
        return "–"
    return (amount if isinstance(amount, Money) else Money(amount)).grouped


def day(value: date | datetime | None) -> str:
    """2026年11月21日 or 21 Nov 2026."""
    return "–" if value is None else day_writer()(value)


def day_writer() -> Callable[[date | datetime], str]:
    """`day` for many values: the reader's language and zone are asked but once."""
    place, month_and_day = ZoneInfo(zone()), _month_and_day()
    full = pick("{year}年{rest}", "{rest} {year}")

    def write(value: date | datetime) -> str:
        here = value.astimezone(place) if isinstance(value, datetime) else value
        return full.format(year=here.year, rest=month_and_day(here))

    return write


def moment(value: datetime | None) -> str:
    """A time stamp: with "today" in words, without the year while it is this year."""
    return "–" if value is None else moment_writer()(value)


def moment_writer() -> Callable[[datetime], str]:
    """`moment` for many values: language, zone and the present are asked but once."""
    place, month_and_day = ZoneInfo(zone()), _month_and_day()
    today = now().astimezone(place).date()
    near = {
        today: _("today %(time)s", time="{}"),
        today + timedelta(days=1): _("tomorrow %(time)s", time="{}"),
    }

    def write(value: datetime) -> str:
        here = value.astimezone(place)
        time = f"{here.hour:02}:{here.minute:02}"
        words = near.get(here.date())
        if words:
            return words.format(time)
        if here.year == today.year:
            return f"{month_and_day(here)} {time}"
        return f"{here.year:04}-{here.month:02}-{here.day:02} {time}"

    return write


def _month_and_day() -> Callable[[date], str]:
    if str(get_locale() or "zh").startswith("zh"):
        return lambda here: f"{here.month}月{here.day}日"
    months = get_month_names("abbreviated", locale="en")
    return lambda here: f"{here.day} {months[here.month]}"


def clock_time(value: datetime | None) -> str:
    """14:05 on the community's clock."""
    return "–" if value is None else f"{local(value, zone()):%H:%M}"


def duration(span: timedelta) -> str:
    """3 分, 2 时 10 分, 4 天: the two largest units that matter."""
    minutes = max(0, int(span.total_seconds() // 60))
    days, hours = divmod(minutes // 60, 24)
    if days:
        return ngettext("%(num)d day", "%(num)d days", days)
    if hours:
        return _("%(hours)d h %(minutes)d min", hours=hours, minutes=minutes % 60)
    return _("%(minutes)d min", minutes=minutes)


def due(value: datetime | None) -> str:
    """How long is left, or by how much it is late."""
    if value is None:
        return "–"
    left = value - now()
    if left < timedelta():
        return _("late by %(span)s", span=duration(-left))
    return _("%(span)s left", span=duration(left))
