"""What a browser says it is, in the few words that a person needs to know a device again."""

from dataclasses import dataclass

from propertydesk.kernel.words import N_

_BROWSERS = (
    ("wxwork", N_("WeCom")),
    ("MicroMessenger", N_("WeChat")),
    ("DingTalk", N_("DingTalk")),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("QQBrowser", N_("QQ Browser")),
    ("HuaweiBrowser", N_("Huawei Browser")),
    ("MiuiBrowser", N_("Mi Browser")),
    ("UCBrowser", N_("UC Browser")),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Device:
    """Browser and system by name, the address it came from; empty where it does not say."""

    browser: str = ""
    system: str = ""
    address: str = ""


def device_of(user_agent: str, address: str) -> Device:
    """The device behind a User-Agent header; anybody can claim anything there, it only helps memory."""
    return Device(_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent), address)


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for mark, name in known if mark in text), "")
