"""What domains show on a household's page: declared in the wiring, drawn by the overview."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from propertydesk.platform.access import Actor


@dataclass(frozen=True)
class HouseholdCard:
    """A card: `load(home_id, actor)` gives the context of `template`, a fragment."""

    key: str
    permission: str
    template: str
    load: Callable[[int, Actor], dict[str, Any]]
    width: str = "half"


@dataclass(frozen=True)
class HouseholdAction:
    """A way to start something for a household: `endpoint` takes ?home=<id>."""

    label: str
    endpoint: str
    icon: str
    key: str
    permission: str
    is_primary: bool = False


_cards: list[HouseholdCard] = []
_actions: list[HouseholdAction] = []


def register(cards: Sequence[HouseholdCard], actions: Sequence[HouseholdAction]) -> None:
    """Take the declarations of the wiring."""
    _cards[:], _actions[:] = cards, actions


def cards_for(actor: Actor) -> list[HouseholdCard]:
    """The cards that the actor may see."""
    return [card for card in _cards if actor.may(card.permission)]


def actions_for(actor: Actor) -> list[HouseholdAction]:
    """What the actor may start."""
    return [action for action in _actions if actor.may(action.permission)]
