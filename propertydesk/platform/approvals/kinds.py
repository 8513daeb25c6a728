"""What can be asked of a second person: declared by domains, collected by the wiring."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Protocol

from propertydesk.kernel.errors import Missing
from propertydesk.kernel.states import Workflow
from propertydesk.kernel.words import N_
from propertydesk.platform.access import Actor
from propertydesk.platform.approvals.record import Approval
from propertydesk.platform.approvals.states import table


@dataclass(frozen=True)
class Line:
    """One line of what is asked, in the reader's language; with `before` it is a change."""

    label: str
    value: str
    before: str = ""


@dataclass(frozen=True)
class NextStep:
    """Where the asker goes on once it is approved: words and address."""

    text: str
    url: str


class Effect(Protocol):
    """What follows from a decision, in its transaction; `actor` is who decided (or let go)."""

    def __call__(self, approval: Approval, *, actor: Actor, now: datetime) -> None: ...


@dataclass(frozen=True)
class ApprovalKind:
    """One thing that needs a second person.

    `asked_by` and `decided_by` are permissions; both are looked at again when it is decided.
    `describe` says what exactly is asked, from `params` and nothing that may have changed since,
    unless it says so. `carry_out` runs inside the deciding transaction; what it refuses undoes the
    decision and is told. `let_go` runs when it is turned down, withdrawn or expired. With `one_at_a_time`
    a second request about the same subject is refused while one waits. `go_on` leads the asker
    to what was approved.
    """

    name: str
    label: str
    asked_by: str
    decided_by: str
    describe: Callable[[Approval], Sequence[Line]]
    carry_out: Effect
    let_go: Effect | None = None
    waits: timedelta = timedelta(days=7)
    one_at_a_time: bool = True
    icon: str = "user-check"
    go_on: Callable[[Approval], NextStep | None] | None = None

    @cached_property
    def table(self) -> Workflow:
        """The state table with this kind's permissions."""
        return table(asked_by=self.asked_by, decided_by=self.decided_by)


@dataclass(frozen=True)
class Colleague:
    """Somebody who works in a community now, and what they may do there."""

    id: int
    name: str
    staff_no: str
    permissions: frozenset[str]


_kinds: dict[str, ApprovalKind] = {}
_look_up: list[Callable[[int], Sequence[Colleague]]] = []


def register(
    found: Iterable[ApprovalKind], *, colleagues: Callable[[int], Sequence[Colleague]]
) -> None:
    """Take the kinds of all domains, and a way to ask who works in a community at this moment.

    A kind of the same name replaces the earlier one.
    """
    _kinds.update({kind.name: kind for kind in found})
    _look_up[:] = [colleagues]


def forget(name: str) -> None:
    """Take a kind off the list."""
    _kinds.pop(name, None)


def declared() -> Mapping[str, ApprovalKind]:
    """All kinds by name."""
    return _kinds


def kind_of(approval: Approval) -> ApprovalKind:
    """The kind of a request. Raises Missing when no domain knows it (any more)."""
    if approval.kind not in _kinds:
        raise Missing(N_("Requests of this kind are not known here any more."))
    return _kinds[approval.kind]


def colleagues(community_id: int) -> dict[int, Colleague]:
    """Everybody who may act in a community now, read anew: one query."""
    return {each.id: each for look_up in _look_up for each in look_up(community_id)}
