"""Measuring fairly: product and floor in turns, ratios pair by pair, growth between two sizes."""

import gc
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Pairs:
    """Times (seconds) of two ways to the same result, measured in turns."""

    product: list[float]
    floor: list[float]

    @property
    def ratio(self) -> float:
        """The median of the ratios of the pairs."""
        return median(a / b for a, b in zip(self.product, self.floor, strict=True))

    def line(self, name: str, floor: str, goal: float | None = None) -> str:
        """One line of the report."""
        verdict = (
            "" if goal is None else f"  goal {goal:g}x {'ok' if self.ratio <= goal else 'MISSED'}"
        )
        times = f"{median(self.product) * 1e3:10.2f} ms against {median(self.floor) * 1e3:10.2f} ms"
        return f"{name:<34}{times}  {self.ratio:6.2f}x {floor}{verdict}"


def in_turns(product: Callable[[], Any], floor: Callable[[], Any], pairs: int = 5) -> Pairs:
    """Time both, A B A B, after one unmeasured round."""
    product()
    floor()
    found = Pairs([], [])
    for _ in range(pairs):
        found.product.append(seconds(product))
        found.floor.append(seconds(floor))
    return found


def seconds(work: Callable[[], Any], times: int = 1) -> float:
    """How long `work` takes, on average over `times`."""
    gc.collect()
    begun = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - begun) / times


def exponent(small: float, large: float, factor: float) -> float:
    """How time grows with size: log(t2/t1) / log(n2/n1); 1 is proportional, 0 not at all."""
    return math.log(large / small) / math.log(factor)
