"""Two languages, chosen by the browser and overridden by the switch."""

from datetime import date, datetime, timedelta
from typing import TypeVar

from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, format_date, format_datetime, get_locale, ngettext
from flask_babel import gettext as _

from propertydesk.kernel.clock import local
from propertydesk.kernel.money import Money
from propertydesk.platform.clock import now

LANGUAGES = ("zh", "en")
Word = TypeVar("Word")

babel = Babel()


def init_i18n(app: Flask) -> None:
    """Set up language choice and the filters that speak it."""
    babel.init_app(app, locale_selector=language, timezone_selector=zone)
    app.jinja_env.filters.update(
        money=money, date=day, datetime=moment, clock_time=clock_time, due=due, duration=duration
    )


def language() -> str:
    """"zh" or "en": the switch, else the browser's wish, else Chinese."""
    if not has_request_context():
        return "zh"
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES, "zh") or "zh"


def zone() -> str:
    """The zone of the community at hand."""
    found: str = g.get("zone", "Asia/Shanghai") if has_request_context() else "Asia/Shanghai"
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
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = local(value, zone()).date()
    return format_date(value, pick("y年M月d日", "d MMM y"))


def moment(value: datetime | None) -> str:
    """A time stamp: with "today" in words, without the year while it is this year."""
    if value is None:
        return "–"
    here, today = local(value, zone()), local(now(), zone()).date()
    if here.date() == today:
        return _("today %(time)s", time=f"{here:%H:%M}")
    if here.date() - today == timedelta(days=1):
        return _("tomorrow %(time)s", time=f"{here:%H:%M}")
    pattern = pick("M月d日 HH:mm", "d MMM HH:mm") if here.year == today.year else "y-MM-dd HH:mm"
    return format_datetime(value, pattern)


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


