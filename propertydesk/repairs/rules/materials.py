"""Materials and what they cost."""

from dataclasses import dataclass

from propertydesk.kernel.money import Money


@dataclass(frozen=True)
class Material:
    """A material used; `quantity` in thousandths of the unit."""

    name: str
    spec: str
    quantity: int
    unit_price: Money

    @property
    def amount(self) -> Money:
        """Quantity times price, half-up to the fen."""
        return self.unit_price.per_thousand(self.quantity)
