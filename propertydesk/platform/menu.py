"""The side menu as data: what it offers, to whom, and how much waits there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext

from propertydesk.platform.access import Actor


@dataclass(frozen=True)
class Waiting:
    """How many things wait behind a menu item, and whether one of them is late."""

    count: int
    hot: bool = False


@dataclass(frozen=True)
class MenuItem:
    """One line; `waiting` asks how much there is to do, given the actor.

    It is marked as the present place on all pages of its endpoint's blueprint and of those
    in `also`. Holders of `or_permission` have the line as well; holders of `unless` have another line
    that leads there.
    """

    label: str
    endpoint: str
    icon: str
    permission: str
    waiting: Callable[[Actor], Waiting] | None = None
    also: tuple[str, ...] = ()
    or_permission: str = ""
    unless: str = ""

    def is_for(self, actor: Actor) -> bool:
        """Whether this actor has the line."""
        entitled = [each for each in (self.permission, self.or_permission) if each]
        return any(map(actor.may, entitled)) and not (self.unless and actor.may(self.unless))


@dataclass(frozen=True)
class MenuGroup:
    """Some lines under a heading."""

    label: str
    items: tuple[MenuItem, ...]


@dataclass(frozen=True)
class ShownItem:
    """A line as the page draws it."""

    label: str
    url: str
    icon: str
    active: bool
    count: int
    hot: bool


@dataclass(frozen=True)
class ShownGroup:
    """A heading with its lines."""

    label: str
    items: tuple[ShownItem, ...]


_groups: list[MenuGroup] = []


def register(groups: Sequence[MenuGroup]) -> None:
    """Take the menu of the wiring."""
    _groups[:] = groups


def shown(actor: Actor) -> list[ShownGroup]:
    """The menu of this actor; groups without a line for them are left out."""
    groups = [
        ShownGroup(
            gettext(group.label),
            tuple(_draw(item, actor) for item in group.items if item.is_for(actor)),
        )
        for group in _groups
    ]
    return [group for group in groups if group.items]


def _draw(item: MenuItem, actor: Actor) -> ShownItem:
    waiting = item.waiting(actor) if item.waiting else Waiting(0)
    here = (request.endpoint or "").split(".")[0]
    return ShownItem(
        label=gettext(item.label),
        url=url_for(item.endpoint),
        icon=item.icon,
        active=here in (item.endpoint.split(".")[0], *item.also),
        count=waiting.count,
        hot=waiting.hot,
    )
