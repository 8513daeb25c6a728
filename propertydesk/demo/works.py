"""What was done about it: causes, words of the technician, materials with prices (works.toml)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from propertydesk.kernel.money import Money
from propertydesk.repairs.rules import Cause
from propertydesk.repairs.rules.materials import Material


@dataclass(frozen=True)
class Work:
    """How such a fault is mended: usual causes, what the technician writes, what is used up."""

    causes: tuple[Cause, ...]
    words: tuple[str, ...]
    parts: tuple[tuple[str, str, int], ...]


UNPAID = Money(0)
#: What the work itself costs in fen where it is charged for, and how often.
_LABOUR = ((2_000, 3), (3_000, 5), (4_000, 5), (5_000, 4), (6_000, 3), (8_000, 2), (12_000, 1))


def mended(rng: Random, code: str) -> tuple[Cause, str]:
    """Why it broke, and what the technician writes."""
    work = _of(code)
    return rng.choice(work.causes), rng.choice(work.words)


def used(rng: Random, code: str, *, charged: bool) -> list[Material]:
    """Materials of one visit; what is not charged for is written down without a price."""
    parts = _of(code).parts
    if not parts or rng.random() > (0.85 if charged else 0.35):
        return []
    chosen = rng.sample(parts, rng.choice((1, 1, min(2, len(parts)))))
    return [
        Material(name, spec, quantity, Money(price) if charged else UNPAID)
        for (name, spec, price), quantity in zip(chosen, _quantities(rng), strict=False)
    ]


def labour(rng: Random) -> Money:
    """What the work itself costs where it is charged for: from ¥20 to ¥120."""
    fen = rng.choices([each for each, _ in _LABOUR], [often for _, often in _LABOUR])[0]
    return Money(fen)


def _of(code: str) -> Work:
    return _works().get(code) or _works()[code.partition(".")[0]]


@cache
def _works() -> dict[str, Work]:
    told = tomllib.loads(Path(__file__).with_name("works.toml").read_text("utf-8"))
    return {
        code: Work(
            causes=tuple(Cause(each) for each in work["causes"]),
            words=tuple(work["words"]),
            parts=tuple((name, spec, price) for name, spec, price in work.get("parts", ())),
        )
        for code, work in told.items()
    }


def _quantities(rng: Random) -> list[int]:
    """In thousandths of the unit."""
    return [rng.choices((1_000, 2_000, 3_000), (8, 2, 1))[0] for _ in range(2)]
