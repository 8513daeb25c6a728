"""Whom a price is for: the narrowest one that holds counts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """A price for one home or space, for a building, for a use, for both, or for everybody."""

    home_id: int | None = None
    space_id: int | None = None
    building_id: int | None = None
    use: str = ""

    @property
    def rank(self) -> int:
        """How narrow it is: a single agreement beats a building, which beats a use."""
        single = 8 if self.home_id or self.space_id else 0
        return single + (4 if self.building_id else 0) + (2 if self.use else 0)

    @property
    def key(self) -> str:
        """The same for the same scope; versions of one scope never overlap."""
        named = (("home", self.home_id), ("space", self.space_id), ("building", self.building_id))
        parts = [f"{name}:{row_id}" for name, row_id in named if row_id]
        return "/".join([*parts, *([self.use] if self.use else [])]) or "all"


def shown_price(price: int) -> str:
    """2.30 for 23000, 0.585 for 5850: two decimals at least, four at most."""
    text = f"{price // 10_000}.{price % 10_000:04d}"
    return text[:-2] + text[-2:].rstrip("0")


def shown_quantity(quantity: int) -> str:
    """98.37 for 9837, 1 for 100."""
    whole, rest = divmod(quantity, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)
