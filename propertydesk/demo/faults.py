"""What breaks in which month, and how people say it (the words stand in faults.toml)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

ROOMS = {
    "wet": ("厨房", "主卫", "客卫", "生活阳台"),
    "bath": ("主卫", "客卫"),
    "dry": ("客厅", "主卧", "次卧", "书房", "玄关", "餐厅"),
}
ENGLISH_ROOMS = {
    "wet": ("kitchen", "main bathroom", "guest bathroom"),
    "bath": ("main bathroom", "guest bathroom"),
    "dry": ("living room", "bedroom", "study", "hallway"),
}
#: What callers add; most add nothing.
TAILS = (
    "昨晚开始的",
    "今天早上发现的",
    "断断续续有一周了",
    "家里有老人，麻烦尽快",
    "家里有小孩，请注意安全",
    "之前修过一次，又出现了",
    "白天家里有人",
    "下班后才有人在家",
    "请带好配件",
    "请师傅上门前先打电话",
    "租户反映的，业主代报",
    "已拍照，可发微信",
)


@dataclass(frozen=True)
class Fault:
    """A subcategory: its share of all orders in 0.1 %, how many of a hundred are in a home."""

    share: int
    indoor: int
    zh: tuple[str, ...]
    en: tuple[str, ...]
    common: tuple[str, ...]


@cache
def faults() -> dict[str, Fault]:
    """All of them by code, as faults.toml tells them."""
    told = tomllib.loads(Path(__file__).with_name("faults.toml").read_text("utf-8"))
    return {
        code: Fault(
            share=fault["share"],
            indoor=fault["indoor"],
            zh=tuple(fault.get("zh", ())),
            en=tuple(fault.get("en", ())),
            common=tuple(fault.get("common", ())),
        )
        for code, fault in told.items()
    }


#: Months in which there is heating.
_HEATED = (11, 12, 1, 2, 3)
#: Work that the weather brings, by month: rain and heat load in summer, frost in winter.
_SEASONAL = {
    "leak": {6: 1.5, 7: 1.7, 8: 1.6, 9: 1.2, 12: 0.7, 1: 0.7, 2: 0.7},
    "power": {7: 1.25, 8: 1.3, 6: 1.1},
    "water": {1: 1.15, 12: 1.1},
    "lift": {7: 1.15, 8: 1.15},
}


def drawn(rng: Random, month: int) -> str:
    """The code of what breaks in that month."""
    return rng.choices(list(faults()), _weights(month))[0]


def is_indoor(rng: Random, code: str) -> bool:
    """Whether it is reported of a home this time."""
    return rng.random() * 100 < faults()[code].indoor


@cache
def _weights(month: int) -> list[float]:
    return [_weight(code, month) for code in faults()]


def _weight(code: str, month: int) -> float:
    if code in ("gas.cold", "gas.leak"):
        return faults()[code].share * (12 / len(_HEATED) if month in _HEATED else 0.0)
    return faults()[code].share * _SEASONAL.get(code.partition(".")[0], {}).get(month, 1.0)


def described(rng: Random, code: str, *, indoor: bool, english: bool = False) -> str:
    """What is written down of it."""
    fault = faults()[code]
    if english and indoor and fault.en:
        return _filled(rng, rng.choice(fault.en), ENGLISH_ROOMS)
    text = _filled(rng, rng.choice(fault.zh if indoor else fault.common), ROOMS)
    if rng.random() < 0.38:
        text += f"，{rng.choice(TAILS if indoor else TAILS[:3])}"
    return text


def _filled(rng: Random, text: str, rooms: dict[str, tuple[str, ...]]) -> str:
    values = {name: rng.choice(choices) for name, choices in rooms.items()}
    return text.format(**values, zone=f"{rng.choice('ABC')} 区")
